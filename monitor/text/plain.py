"""Exact plain text out of what feeds and pages say: markup gone, entities decoded once, nothing hidden left.

All of it takes time linear in its input: what is looked for and not found is not looked for again.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from html.entities import html5

# A tag ends at the first ">"; a quoted value may hold one if it holds no "<". Atomic, so that nothing is tried twice.
_MARKUP = re.compile(
    r"(?P<comment><!--)|<[!?](?:\[|doctype|xml|php)[^<>]*>"
    r"|<(?P<close>/?)(?P<name>[a-z][a-z0-9:-]{0,40})(?=[\s/>])"
    r"(?>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+>|[^<>]*>)",
    re.IGNORECASE,
)
_COMMENT_END = "-->"
_CDATA = "<![CDATA[", "]]>"
_CUT_TAG = re.compile(r"<[a-z]{1,10}\s[^<>]*=[^<>]*", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|([A-Za-z][A-Za-z0-9]{1,31};)|nbsp(?![A-Za-z0-9]))")

_INLINE = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr"
)
_BLOCKS = (
    "address article aside blockquote body br center caption dd details dialog dir div dl dt fieldset figcaption "
    "figure footer h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre "
    "section summary table tbody td tfoot th thead title tr ul"
)
# What no reader is meant to read as text.
_UNREAD = (
    "script style template noscript iframe object applet svg math form button select textarea audio video canvas map "
    "noembed noframes"
)
_EMPTY = "img input link meta base source track area col colgroup param embed frame frameset"
_BREAKS = frozenset(_BLOCKS.split()) - {"td", "th"}
_SKIPPED = frozenset(_UNREAD.split())
_KNOWN = frozenset(f"{_INLINE} {_BLOCKS} {_UNREAD} {_EMPTY}".split())
_TO_THE_END = frozenset({"script", "style"})  # where they are not closed; other elements then lose nothing

# Controls, bidirectional controls, what has no width, and what is no character; white space is dealt with after.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]",
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_JOINERS = re.compile(r"([\u200c\u200d])[\u200c\u200d]*")
_SPACE = re.compile(r"\s+")
# Arabic and the Indic and other scripts in which a joiner spells a word.
_JOINED = re.compile(r"[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefe]")
_ELLIPSIS = "…"


def _entity(found: re.Match[str]) -> str:
    name = found[1]
    return html5.get(name, found[0]) if name else unescape(found[0])


def _joiner(found: re.Match[str]) -> str:
    """Keep a joiner where it spells a Persian or Indic word or holds an emoji together; anywhere else it hides."""
    start, end = found.span()
    before, after = found.string[max(start - 1, 0) : start], found.string[end : end + 1]
    if _JOINED.match(before) and _JOINED.match(after):
        return found[1]
    emoji = found[1] == "\u200d" and after and unicodedata.category(after) == "So" and before
    return found[1] if emoji and unicodedata.category(before) in {"So", "Sk", "Mn"} else ""


def _clean(text: str) -> str:
    """Return text on one line, composed (NFC), with nothing in it that a reader can't see."""
    shown = _JOINERS.sub(_joiner, _HIDDEN.sub("", _SURROGATE.sub("\ufffd", text)))
    return unicodedata.normalize("NFC", _SPACE.sub(" ", shown).strip())


class _Reading:
    """One pass through a fragment: the text of each paragraph, as it comes."""

    def __init__(self, markup: str) -> None:
        if _CDATA[0] in markup:
            markup = markup.replace(_CDATA[0], "").replace(_CDATA[1], "")
        self.markup = markup
        self.paragraphs: list[list[str]] = [[]]
        self.unclosed: set[str] = set()

    def read(self) -> list[str]:
        at = 0
        while found := _MARKUP.search(self.markup, at):
            self.say(self.markup[at : found.start()])
            at = self.after(found)
        rest = self.markup[at:]
        cut = rest.rfind("<")
        if cut >= 0 and _CUT_TAG.fullmatch(rest, cut):
            rest = rest[:cut]  # a summary that was cut in the middle of a tag
        self.say(rest)
        return ["".join(pieces) for pieces in self.paragraphs]

    def say(self, text: str) -> None:
        if text:
            self.paragraphs[-1].append(_ENTITY.sub(_entity, text))

    def after(self, found: re.Match[str]) -> int:
        """Take in one piece of markup, and return where reading goes on."""
        if found["comment"]:
            end = self.markup.find(_COMMENT_END, found.end())
            return end + len(_COMMENT_END) if end >= 0 else len(self.markup)
        name = (found["name"] or "").lower()
        if name and name not in _KNOWN and not {":", "-"} & set(name):
            self.say(found[0])  # `Hawk <HWK.N>`: angle brackets of the text itself
        elif name in _SKIPPED and not found["close"]:
            return self.end_of(name, found.end())
        elif name in _BREAKS:
            self.paragraphs.append([])
        elif name in {"td", "th"}:
            self.say(" ")
        return found.end()

    def end_of(self, name: str, start: int) -> int:
        """Return where an element ends that nobody reads; where its markup ends, if it is never closed."""
        if name not in self.unclosed:
            closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.markup, start)
            if closing:
                return closing.end()
            self.unclosed.add(name)
        return len(self.markup) if name in _TO_THE_END else start


def plain(markup_or_text: str) -> str:
    """Return a title, a name or the like as exact text on one line.

    Tags go (only those of HTML: other angle brackets are text), entities are decoded once, white space is one blank.
    Controls of C0, C1 and writing direction, zero-width characters and lone surrogates go too. Never raises.

    >>> plain("AT&amp;T &amp; <b>NATO</b>"), plain("AT&T & NATO"), plain("a < b"), plain("&amp;lt;")
    ('AT&T & NATO', 'AT&T & NATO', 'a < b', '&lt;')
    """
    return _clean(" ".join(_Reading(markup_or_text).read()))


def paragraphs(fragment: str) -> str:
    r"""Return an HTML fragment or a plain text as text with a line a paragraph. Never raises.

    Scripts, styles, forms, embedded documents, pictures and drawings go with all that is in them.

    >>> paragraphs("<p>Talks   in<br>Baku</p><script>track()</script><p>ended.</p>")
    'Talks in\nBaku\nended.'
    """
    read = _Reading(fragment).read()
    if len(read) == 1:  # no element says where paragraphs end: blank lines do
        read = re.split(r"\n(?:[^\S\n]*\n)+", read[0].replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line for line in map(_clean, read) if line)


def clip(text: str, limit: int) -> str:
    """Return text of at most `limit` characters, cut after a word and marked with an ellipsis where it was longer.

    >>> clip("Talks resumed in Baku", 16)
    'Talks resumed…'
    """
    if len(text) <= limit:
        return text
    cut = text[: max(limit - 1, 0)]
    if not text[len(cut)].isspace():
        whole = cut.rpartition(" ")[0]
        cut = whole if len(whole) * 2 > limit else cut  # scripts without blanks, very long words
    return (cut.rstrip(" \n,;:.–—-") + _ELLIPSIS)[:limit]


def quoted(text: str, quote: int | None, longest: int) -> str:
    """Return as much of a text as may be quoted (`articles.quote`; None: no limit), and no more than `longest`.

    >>> quoted("Talks resumed in Baku", 16, 400), quoted("Talks resumed in Baku", 0, 400)
    ('Talks resumed…', '')
    """
    most = longest if quote is None else min(longest, quote)
    return clip(text, most) if most > 0 else ""
