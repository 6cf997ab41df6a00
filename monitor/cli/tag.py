"""`monitor tag`: the countries and organisations of a text, and the names by which they are known."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from monitor.cli.context import Invocation
from monitor.errors import InputError, UnknownName

if TYPE_CHECKING:
    from monitor.model.names import OwnNames
    from monitor.model.tag import Tag

MOST = 32 << 20  # characters of a text


@click.command(name="tag")
@click.argument("text", required=False)
@click.option(
    "--explain",
    is_flag=True,
    help="The text with its names marked; for each tag why it is in focus or not, its rules and aliases.",
)
@click.option("--aliases", metavar="TAG", help="Instead: all names by which a tag is known, AZ or nato.")
@click.option("--language", metavar="CODE", help="What the text is written in, where that is known.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(
    invocation: Invocation, *, text: str | None, explain: bool, aliases: str | None, language: str | None, as_json: bool
) -> None:
    """Find the countries and organisations of a text.

    Of a text of several lines the first is its title. `-`, or nothing, reads standard input. Names of your own in
    feeds.yaml count.

    Example:
      monitor tag "Talks between Baku and Yerevan"
      monitor tag --explain - < article.txt
      monitor tag --aliases nato
    """
    names = _own_names(invocation)
    if aliases is not None:
        if text is not None:
            raise click.UsageError("--aliases takes a tag, and no text")
        _print_aliases(aliases, names, as_json=as_json)
        return
    from monitor.cli.marked import print_tags, tags_object

    _check(language)
    title, body = _parted(_read(text))
    from monitor.gazetteer import with_names
    from monitor.stages.tag import tag, tagger

    mentions = tag(title, body, language=language, gazetteer=with_names(names))
    if as_json:
        from monitor.cli.lines import json_text

        print(json_text(tags_object(mentions, tagger(names)), indent=2))
    elif mentions:
        print_tags(title, body, mentions, explain=explain)
    elif not invocation.quiet:
        print("monitor: no country and no organisation is named", file=sys.stderr)


def _check(language: str | None) -> None:
    """Raise UsageError for what is no language's code; `pt-BR` is one."""
    if language is not None:
        from monitor.config.codes import LANGUAGE_HINTS, LANGUAGES

        code = language.strip().lower()
        if code.replace("_", "-").partition("-")[0] not in LANGUAGES:
            hint = f": did you mean '{LANGUAGE_HINTS[code]}'?" if code in LANGUAGE_HINTS else ""
            raise click.UsageError(f"--language takes a code such as en, az or pt-BR, and not {language!r}{hint}")


def _own_names(invocation: Invocation) -> OwnNames:
    from monitor.config import load
    from monitor.model.names import NO_NAMES

    return load(invocation.config_path).names if invocation.config_path.exists() else NO_NAMES


def _read(text: str | None) -> str:
    if text not in {None, "-"}:
        return text or ""
    if text is None and sys.stdin.isatty():
        raise click.UsageError("there is no text: give one, or `-` to read it from standard input")
    try:
        read = sys.stdin.buffer.read(MOST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"standard input is not UTF-8 (byte {error.start + 1}): convert it first") from error
    return read.replace("\r\n", "\n")


def _parted(text: str) -> tuple[str, str]:
    """Return title and body: a single line is a body."""
    first, _, rest = text.strip().partition("\n")
    return (first, rest.strip()) if rest.strip() else ("", first)


def _print_aliases(name: str, names: OwnNames, *, as_json: bool) -> None:
    from monitor.cli.lines import json_text
    from monitor.cli.tables import Column, print_table
    from monitor.gazetteer.lookup import known_as

    tag = _tag_named(name, names)
    known = known_as(tag.slug, names)
    if as_json:
        print(json_text({"tag": tag.slug, "label": tag.label, **_facts(tag, names), "aliases": known}, indent=2))
        return
    print(f"{tag.slug}  {tag.label}" + "".join(f"; {what} {said}" for what, said in _facts(tag, names).items() if said))
    columns = (
        Column(title="Alias", wide=True),
        Column(title="Languages"),
        Column(title="Rule"),
        Column(title="Whose"),
        Column(title="Counts", wide=True),
    )
    print_table(
        columns,
        [
            (
                one.text,
                " ".join(one.languages) or "any",
                one.rule,
                "yours" if one.own else "shipped",
                "; ".join(filter(None, (one.condition, one.note))),
            )
            for one in known
        ],
    )


def _facts(tag: Tag, names: OwnNames) -> dict[str, str | None]:
    from monitor.gazetteer.lookup import parents
    from monitor.gazetteer.own import with_names

    return {"parent": parents(names).get(tag.slug), "country": with_names(names).implied.get(tag.slug)}


def _tag_named(name: str, names: OwnNames) -> Tag:
    from monitor.gazetteer import tags
    from monitor.text.nearest import nearest

    known = {tag.slug: tag for tag in tags(names)}
    wanted = (name, f"country:{name.upper()}", f"org:{name.lower()}")
    found = next((known[slug] for slug in wanted if slug in known), None)
    found = found or next((tag for tag in known.values() if tag.label.casefold() == name.strip().casefold()), None)
    if found is None:
        codes = [tag.code for tag in known.values()]
        raise UnknownName(
            f"there is no tag {name!r}{nearest(name, codes) or ': a country is AZ, an organisation nato'}"
        )
    return found
