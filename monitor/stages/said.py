"""The pieces of an entry, as untrusted as they come, made into what an Entry promises: plain text, good links, caps."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin

from monitor.text.dates import read
from monitor.text.plain import clip, paragraphs, plain
from monitor.text.urls import normalise

MOST = 10_000  # entries of one document
_TITLE, _SUMMARY, _BODY, _NAME, _TAG, _GUID = 500, 5_000, 200_000, 200, 100, 1_000  # characters
_AUTHORS, _TAGS = 20, 50
_RAW = 20  # a piece of markup may be this many times as long as its text
_LONG, _STANDFIRST = (
    1_500,
    1_000,
)  # characters from which a description is a text, and up to which it begins with a lead
_PATIENCE = 25  # dates that the quick readings leave to dateparser, of one document
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
_BREAKS = re.compile(r"[\t\r\n]+")
_ADDRESS = re.compile(r"\S+@\S+")


@dataclass(slots=True)
class Said:
    """Reads what the entries of one document say; `base` is the document's own address.

    `reference` is when it was fetched, from which "2 hours ago" is counted; without it such dates are not understood.
    """

    base: str
    timezone: str = "UTC"
    languages: tuple[str, ...] = ()
    reference: datetime | None = None
    limit: int = MOST
    _puzzles: int = field(default=0, init=False)
    implausible: int = field(default=0, init=False)
    unread: int = field(default=0, init=False)

    def title(self, markup: str) -> str:
        """Return a title or the like as exact plain text."""
        return clip(plain(markup[: _TITLE * _RAW]), _TITLE)

    def words(self, *, summary: str, content: str) -> tuple[str, str]:
        """Return summary and body as plain text; a description that is a whole text is taken for one."""
        if content.strip():
            body = clip(paragraphs(content[: _BODY * _RAW]), _BODY)
            short = clip(plain(summary[: _SUMMARY * _RAW]), _SUMMARY)
            return ("" if short == " ".join(body.split()) else short), body
        text = paragraphs(summary[: _BODY * _RAW])
        first, _, rest = text.partition("\n")
        if len(text) > _LONG and rest and len(first) <= _STANDFIRST:
            return first, clip(rest, _BODY)
        if len(text) > _SUMMARY:
            return "", clip(text, _BODY)
        return " ".join(text.split()), ""

    @staticmethod
    def as_markup(text: str) -> str:
        """Return plain text as HTML that says just that."""
        return html.escape(text, quote=False)

    def url(self, link: str | None, base: str | None = None) -> str | None:
        """Return a link made absolute, None for one that can't be fetched over HTTP or breaks a rule of addresses."""
        said = _BREAKS.sub("", (link or "").strip()).replace("&amp;", "&")
        if not said:
            return None
        try:
            joined = urljoin(base or self.base, said)
            normalise(joined)
        except ValueError:
            return None
        return joined

    def guid(self, raw: str) -> str | None:
        """Return a guid as the feed says it, without the blanks around it."""
        return " ".join(raw.split())[:_GUID] or None

    def date(self, raw: str | None) -> tuple[str | None, datetime | None]:
        """Return a date as the feed says it, and the moment that it is, None where that is not plausible."""
        said = " ".join((raw or "")[:400].split())[:200]
        if not said:
            return None, None
        patient = self._puzzles < _PATIENCE
        found = read(said, timezone=self.timezone, languages=self.languages, reference=self.reference, patient=patient)
        if found is None or found.rung in ("relative", "dateparser"):
            self._puzzles += 1
        if found is None:
            self.unread += 1
            return said, None
        if not found.plausible:
            self.implausible += 1
            return said, None
        return said, found.moment

    def authors(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return names as plain text, without addresses and repetitions."""
        found = (clip(plain(_ADDRESS.sub("", name[: _NAME * _RAW]).strip(" ()<>,;")), _NAME) for name in names)
        return tuple(dict.fromkeys(name for name in found if name))[:_AUTHORS]

    def categories(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return categories as plain text, without repetitions and the addresses that some feeds use for them."""
        found = (
            clip(plain(name[: _TAG * _RAW]), _TAG) for name in names if not name.startswith(("http://", "https://"))
        )
        return tuple(dict.fromkeys(name for name in found if name))[:_TAGS]

    def language(self, code: str | None) -> str | None:
        """Return the primary subtag of a language code, None for what is none."""
        match = _LANGUAGE.fullmatch((code or "").strip())
        return match[1].lower() if match else None

    def capped(self, found: int) -> tuple[str, ...]:
        """Return the warning that entries were left out, if any were."""
        return (f"{found - self.limit:,} of {found:,} entries are over the limit",) if found > self.limit else ()

    def puzzled(self) -> tuple[str, ...]:
        """Return the warnings about dates that could not be used."""
        warnings = []
        if self.unread:
            warnings.append(f"{self.unread} dates that can't be read")
        if self.implausible:
            warnings.append(f"{self.implausible} dates that can't be true")
        return tuple(warnings)
