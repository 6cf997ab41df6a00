"""Which addresses may become a link: one rule for the reading room, mail and feeds."""

from __future__ import annotations

import re

_SCHEMES = re.compile(r"(?:https?://[^/?#\s]|mailto:[^\s@]+@)", re.IGNORECASE)
# What browsers drop from an address before they read it, so that it hides what is there (WHATWG URL, 4.4).
_DROPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")


def link(address: str | None) -> str:
    r"""Return an address that may stand in a link, or "" for any that is not http, https or mailto.

    Entities are not decoded: what comes out of the archive is text, and is escaped where it is written.

    >>> link("https://caliber.az/en/"), link("java\nscript:alert(1)"), link("//evil.example"), link(" data:text/html,x")
    ('https://caliber.az/en/', '', '', '')
    """
    said = (address or "").strip()
    return said if _SCHEMES.match(said) and not _DROPPED.search(said) else ""
