"""A digest as mail, text and Markdown: jinja2 fills the templates, css-inline moves the style into the elements.

Gmail clips mail over 102 kB, and inlining nearly doubles it: the HTML stays under 90,000 bytes, and what did not fit is
counted, with a link to the archive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import css_inline
import jinja2

from monitor.deliver.view import Room, Telling, room, view
from monitor.model.digest import Digest

BUDGET = 90_000
WHOLE = 30  # stories that are told whole where not all can be
ADDRESS = 600  # bytes that the recipient's address to unsubscribe at may still add
LEAST = 300  # bytes that a story takes in brief
_TEMPLATES = files("monitor.deliver") / "templates"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A digest as it is sent and written to files; `told` of its stories are in it, whole or in brief."""

    subject: str
    plain: str
    html: str
    told: int
    given: Room


def render(digest: Digest, archive_url: str, *, budget: int = BUDGET) -> Rendered:
    """Return the mail of a digest, whose HTML is under the budget of bytes: as many stories as fit, fairly shared.

    Where not all fit, those with the most weight are told whole and the others in brief; what is left is counted.
    """
    budget -= ADDRESS
    total = len(digest.items)
    telling = Telling(digest, archive_url)

    def html_of(stories: int, whole: int) -> str:
        return page("digest.html", telling.view(room(digest, stories), room(digest, whole)))

    whole = told = total
    html = html_of(total, total) if total * LEAST < budget else ""
    if not html or len(html.encode()) >= budget:
        whole, _ = _most(lambda stories: html_of(stories, stories), 0, min(total, WHOLE), budget * 3 // 4)
        most = min(total, budget // LEAST)
        told, html = _most(lambda stories: html_of(stories, whole), whole, most, budget)
    given = room(digest, told)
    said = telling.view(given, room(digest, whole))
    return Rendered(subject=said["subject"], plain=text("digest.txt", said), html=html, told=told, given=given)


def markdown(digest: Digest, archive_url: str) -> str:
    """Return a digest as Markdown, with every story."""
    return text("digest.md", view(digest, archive_url))


def _most(made: Callable[[int], str], least: int, most: int, budget: int) -> tuple[int, str]:
    """The greatest number of stories, between two, whose page is under the budget, and that page.

    A page grows with its stories nearly by the same each: where the budget falls between two sizes that are known, the
    number is looked for there, in few trials.
    """
    best = made(least)
    page = made(most) if most > least else best
    small, large = len(best.encode()), len(page.encode())
    if large < budget:
        return most, page
    while most - least > 1:
        guess = least + (budget - small) * (most - least) // max(1, large - small)
        middle = min(max(guess, least + 1), most - 1)
        page = made(middle)
        size = len(page.encode())
        if size < budget:
            least, best, small = middle, page, size
        else:
            most, large = middle, size
    return least, best


def page(name: str, said: Mapping[str, Any]) -> str:
    """Return a template of HTML filled, its style in the elements, as mail programs need it."""
    return _inliner().inline(re.sub(r"\n\s*\n+", "\n", _fill(name, said)))


def text(name: str, said: Mapping[str, Any]) -> str:
    """Return a template of text filled, with one empty line at a time."""
    return _tidy(_fill(name, said))


def _fill(name: str, said: Mapping[str, Any]) -> str:
    environment = _environment(html=name.endswith(".html"))
    more: dict[str, Any] = {}
    if name.endswith(".html"):
        module = environment.get_template("story.html").make_module({"words": said["words"]})
        more = {"story": module.story, "style": _sheet("mail.css"), "kept": _sheet("kept.css")}  # type: ignore[attr-defined]
    return environment.get_template(name).render(**said, **more)


@cache
def _environment(*, html: bool) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: (_TEMPLATES / name).read_text("utf-8")),
        autoescape=html,  # noqa: S701 - text and Markdown are no HTML
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.ChainableUndefined,
    )
    environment.filters["md"] = lambda text: _MARKDOWN.sub(r"\\\1", str(text))
    return environment


@cache
def _sheet(name: str) -> Any:
    from markupsafe import Markup

    return Markup((_TEMPLATES / name).read_text("utf-8").strip())  # noqa: S704 - ours


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)


def _tidy(text: str) -> str:
    return _LINES.sub("\n\n", text).strip() + "\n"
