"""A first feeds.yaml, made from a few answers: with comments, and such that it loads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor import config
from monitor.config import edit, known, packs, tree
from monitor.errors import CantCreate
from monitor.model.settings import Config
from monitor.model.watchlist import Watchlist

_PLAIN = re.compile(r"[A-Za-z][\w./-]*")
_AMBIGUOUS = frozenset({"no", "on", "off", "yes", "true", "false", "null", "y", "n"})
_FEW = 3

_HEAD = """\
# What press-monitor reads, and for whom. Every key: docs/configuration.md. Lengths of time: 30s, 20m, 12h, 1d.
# Check it with `monitor collect --dry-run`: what can't be right is told with its line, and nothing is fetched.
"""

_MORE_SETTINGS = """\
  # every: 30m # how often a feed is asked; `min` (10m) and `max` (1d) bound what adapts to how often it publishes
  # newest: 50 # pages fetched of a feed that is new
  # archive_url: http://127.0.0.1:8001/ # where the reading room stands, for links in mail
"""

_OWN_SOURCE = """\
# Sources of your own. An id that a pack has: the keys given here win; `enabled: false` switches it off.
#  - id: example-news
#    name: Example News
#    country: AZ
#    languages: [az, en]
#    timezone: Asia/Baku
#    homepage: https://news.example.org/
#    feeds:
#      - {url: https://news.example.org/rss, kind: rss}
#      - {url: https://news.example.org/politics, kind: listing, link: "a[href*='/post/']"}
"""

_ALERTS = """\
# What is told at once, at each collect: each story once, never what was there before. `monitor alerts` shows it.
# Channels: mail, slack, mattermost, teams, telegram, ntfy, json; docs/digests.md says what each needs.
# alerts:
#  - {name: desk, watchlists: [WATCHLISTS], to: ["env:ALERT_TO"]} # by mail
#  - {name: flash, watchlists: [WATCHLISTS], channel: slack, url: "env:SLACK_HOOK", quiet: "22:00-07:00", most: 6}
"""

_MAIL = """\
# How mail leaves. Secrets stand in the environment or in a file: "env:NAME", "file:PATH".
# mail: {host: localhost, port: 25, from: press@example.org, user: press, password: "env:SMTP_PASSWORD"}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a desk says of itself. `countries` are ISO codes, `organisations` ids of the gazetteer, `packs` names."""

    contact: str | None = None
    timezone: str = "UTC"
    language: str = "en"
    countries: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    packs: tuple[str, ...] = ("caucasus", "institutions")


def scalar(value: str) -> str:
    """Return a value as YAML of any version reads it back: plain where that is safe, else in quotes."""
    if _PLAIN.fullmatch(value) and value.lower() not in _AMBIGUOUS:
        return value
    return json.dumps(value, ensure_ascii=False)


def watchlist(answers: Answers) -> Watchlist | None:
    """Return what the desk looks for: any of its countries together with any of its organisations."""
    wanted = (*answers.countries, *answers.organisations)
    if not wanted:
        return None
    countries = [known.countries().get(code, code) for code in answers.countries]
    organisations = [known.organisations().get(name, name) for name in answers.organisations]
    name = " and ".join(", ".join(part) for part in (countries, organisations) if part)
    return Watchlist(
        id="-".join(wanted).lower() if len(wanted) <= _FEW else "desk",
        name=name if len(wanted) <= _FEW else "What the desk looks for",
        countries=answers.countries,
        organisations=answers.organisations,
    )


def compose(
    answers: Answers,
    *,
    sources: str = "",
    watchlists: tuple[Watchlist, ...] | None = None,
    digest: tuple[str, str] = ("morning", "Press review"),
) -> str:
    """Return the text of a feeds.yaml.

    `sources` are the lines of its own list; without `watchlists` the answers make one; `digest` is the name and the
    title of the one digest, which has all watchlists.
    """
    if watchlists is None:
        made = watchlist(answers)
        watchlists = (made,) if made else ()
    parts = (
        _HEAD,
        "\n".join(_settings(answers)) + "\n" + _MORE_SETTINGS,
        "\n".join(_include(answers.packs)) + "\n",
        f"{_OWN_SOURCE}sources:\n{sources}\n" if sources else f"sources: []\n{_OWN_SOURCE}",
        "\n".join(_watchlists(watchlists)) + "\n",
        "\n".join(_digests(*digest, watchlists)) + "\n",
        _ALERTS.replace("WATCHLISTS", watchlists[0].id if watchlists else "az-nato"),
        _MAIL,
    )
    return "\n".join(parts)


def write(answers: Answers, path: Path, *, force: bool = False) -> Config:
    """Write a new feeds.yaml and return what it loads as.

    An existing file is kept unless `force`, and stays whole if writing fails. Raises ConfigError where the answers make
    no valid configuration, CantCreate and StorageFailure where the file can't be written.
    """
    text = compose(answers)
    made = config.build(tree.parse(text, label=str(path)), path)
    if path.exists() and not force:
        raise CantCreate(f"{path} exists already; --force writes it anew, --output another file")
    edit.write(path, text)
    return made


def _settings(answers: Answers) -> Iterator[str]:
    yield "settings:"
    if answers.contact:
        yield f"  contact: {scalar(answers.contact)} # goes into the User-Agent, so that publishers can reach somebody"
    else:
        yield "  # contact: press@example.org # please set it: in the User-Agent, so that publishers can reach you"
    yield f"  timezone: {answers.timezone}"
    yield f"  language: {scalar(answers.language)}"


def _include(chosen: tuple[str, ...]) -> Iterator[str]:
    yield "# Packs of sources that are shipped with the program (or paths of YAML files of your own):"
    yield from (f"#   {name}: {packs.about(name)}" for name in packs.names())
    yield f"include: [{', '.join(chosen)}]"


def _watchlists(watchlists: tuple[Watchlist, ...]) -> Iterator[str]:
    yield "# What is looked for: any of a list, all of the keys. `mentions: any`: named at all, not only in focus."
    if not watchlists:
        yield "watchlists: []"
        yield "#  - {id: az-nato, name: Azerbaijan and NATO, countries: [AZ], organisations: [nato, nato-pa]}"
        return
    yield "watchlists:"
    for one in watchlists:
        yield f"  - id: {one.id}"
        yield f"    name: {scalar(one.name)}"
        if one.countries:
            yield f"    countries: [{', '.join(scalar(code) for code in one.countries)}]"
        if one.organisations:
            yield f"    organisations: [{', '.join(one.organisations)}]"
        if one.text:
            yield f"    text: {scalar(one.text)}"
        if one.any_mention:
            yield "    mentions: any"


def _digests(name: str, title: str, watchlists: tuple[Watchlist, ...]) -> Iterator[str]:
    yield "# What is mailed when; `monitor digest NAME --preview` shows it. Recipients: addresses, or where they stand."
    if not watchlists:
        yield "digests: []"
        yield '#  - {name: morning, title: Press review, watchlists: [az-nato], at: "07:00", to: ["env:DIGEST_TO"]}'
        return
    yield "digests:"
    yield f"  - name: {name}"
    yield f"    title: {scalar(title)}"
    yield f"    watchlists: [{', '.join(one.id for one in watchlists)}]"
    yield '    at: "07:00"'
    yield "    days: mon-fri"
    yield '    to: ["env:DIGEST_TO"]'
