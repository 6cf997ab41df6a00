"""Under which further addresses an article is known: where its address led, and what its page claims to be."""

from __future__ import annotations

import re

from monitor.text.urls import edition, is_home, same_publisher, url_key

# A last path segment that can name an article: a number, words joined by hyphens, a file, one long word.
_SPECIFIC = re.compile(r"\d|[^-_]{2}[-_][^-_]|\.\w{3,5}(?:\?|$)|[^?]{16}|\?.")
_NO_ARTICLE = re.compile(
    r"/(?:404|403|410|error|errors|not[-_]?found|page[-_]not[-_]found|log[-_]?in|sign[-_]?in|register|subscribe|"
    r"subscription|consent|captcha|access[-_]denied|blocked|unavailable)(?:[/?.]|$)",
    re.IGNORECASE,
)


def keys_of(url: str, final_url: str | None, canonical_url: str | None, homepage: str) -> tuple[str, ...]:
    """Return the url_keys of an article: its own first, then that of the address that answered, then rel=canonical.

    The address that answered must be of the same registrable domain, or of the source's; what the page claims must be
    of the domain that answered. Front pages, sections, error pages and other language editions are no aliases: an
    alias that is missing costs a second copy, one that is wrong merges two articles. Raises ValueError for a `url`
    without a key.
    """
    keys = [url_key(url)]
    trusted = [url]
    if final_url and any(same_publisher(final_url, own) for own in (url, homepage)):
        trusted.append(final_url)
        keys.extend(_alias(final_url, keys[0]))
    if canonical_url and any(same_publisher(canonical_url, own) for own in trusted):
        keys.extend(_alias(canonical_url, keys[-1]))
    return tuple(dict.fromkeys(keys))


def _alias(url: str, own: str) -> list[str]:
    """Return the key of an address if it can be another name of the article that has the key `own`."""
    try:
        key = url_key(url)
    except ValueError:
        return []
    if is_home(url) or _NO_ARTICLE.search(key) or edition(key) != edition(own) or _is_above(key, own):
        return []
    return [key]


def _is_above(key: str, own: str) -> bool:
    """Say whether an address is less of an article's than `own`: a section, or a script without its parameters."""
    if own.startswith(f"{key}/"):
        return True
    last, own_last = (address.rpartition("/")[2] for address in (key, own))
    if last == own_last:
        return False
    if own.startswith(f"{key}?"):  # parameters that the page disowns, or the article's number
        return not re.search(r"\d{3}|[^-_]{2}[-_][^-_]|[^?]{16}", re.sub(r"\.\w{3,5}$", "", last))
    if _SPECIFIC.search(own_last):
        return not _SPECIFIC.search(last)
    return key.count("/") < own.count("/")
