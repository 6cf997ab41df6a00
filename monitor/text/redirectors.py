"""Addresses that carry another address: search engines, social networks, AMP caches and archives, unwrapped offline."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import parse_qsl, unquote

_GOOGLE = r"(?:[a-z]+\.){0,2}google(?:\.[a-z]{2,3}){1,2}"
# Host, path and the parameters that may hold the target, the likeliest first.
_REDIRECTS = tuple(
    (re.compile(host), re.compile(path), tuple(names.split()))
    for host, path, names in (
        (_GOOGLE, r"/(?:news/)?url", "url q"),
        (_GOOGLE, r"/imgres", "imgrefurl"),
        (r"(?:\w+\.)?facebook\.com|l\.instagram\.com|l\.messenger\.com|l\.threads\.(?:net|com)", r"/(?:l\.php)?", "u"),
        (r"(?:www\.)?bing\.com", r"/(?:news/)?apiclick\.aspx", "url"),
        (r"(?:www\.)?bing\.com", r"/ck/a", "u"),
        (r"(?:www\.|m\.)?youtube\.com", r"/redirect", "q"),
        (r"out\.reddit\.com", r"/.*", "url"),
        (r"t\.umblr\.com", r"/redirect", "z"),
        (r"(?:www\.)?linkedin\.com", r"/(?:redir/redirect|safety/go|redirect)/?", "url"),
        (r"(?:away\.)?(?:m\.)?vk\.(?:com|ru)", r"/away(?:\.php)?", "to"),
        (r"t\.me", r"/iv", "url"),
        (r"(?:html\.|www\.)?duckduckgo\.com", r"/l/", "uddg"),
        (r"slack-redir\.net", r"/link", "url"),
        (r"(?:\w+\.)?safelinks\.protection\.outlook\.com", r"/.*", "url"),
        (r"disq\.us", r"/url", "url"),
        (r"(?:www\.)?flipboard\.com", r"/redirect", "url"),
        (r"getpocket\.com", r"/redirect", "url"),
        (r"link\.zhihu\.com", r"/", "target"),
    )
)
# What any of the above has in its host: most addresses are looked at once and let go.
_CARRIER = re.compile(
    r"google\.|facebook\.|instagram\.|messenger\.|threads\.|bing|youtube\.|reddit\.|umblr\.|linkedin\.|vk\.|^t\.me$"
    r"|duckduckgo\.|slack-redir\.|outlook\.|disq\.us|flipboard\.|getpocket\.|zhihu\.|ampproject\.|search\.yahoo\.|archive\.",
)
_AMP_CACHE = re.compile(r"(?:[\w-]+\.)*(?:ampproject\.(?:org|net)|bing-amp\.com)/[a-z]{1,2}/(s/)?(.+)", re.DOTALL)
_AMP_VIEWER = re.compile(_GOOGLE + r"/amp/(s/)?(.+)", re.DOTALL)
_YAHOO = re.compile(r"r\.search\.yahoo\.com/.*?/RU=([^/]+)/.*", re.DOTALL)
_ARCHIVES = (
    re.compile(r"archive\.(?:is|ph|today|fo|li|md|vn)/(?:o/\w+|[\d.-]{4,20})/(.+)", re.DOTALL),
    re.compile(r"web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(.+)", re.DOTALL),
)
_TARGET = re.compile(r"(?:https?:/{1,2})?(?:[\w-]+\.)+[\w-]{2,}(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
_BING_CODE = "a1"  # stands before the URL-safe base64 of a target


def _absolute(found: str, scheme: str) -> str | None:
    """Give a target its scheme where it has none; None where it names no host with a dot."""
    if not _TARGET.match(found):
        return None
    return found if re.match(r"https?:/", found, re.IGNORECASE) else f"{scheme}://{found}"


def _decoded(value: str) -> str:
    """Read the one redirector that hides its target in base64."""
    if not value.startswith(_BING_CODE):
        return value
    code = value.removeprefix(_BING_CODE)
    try:
        return base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return value


def _with_query(target: str, query: str) -> str:
    return f"{target}?{query}" if query else target


def may_carry(host: str) -> bool:
    """Return whether addresses of this host may carry another address."""
    return _CARRIER.search(host) is not None


def redirect_target(host: str, path: str, query: str) -> str | None:
    """Return where a redirector or an AMP cache leads, as far as its address says; None for any other address.

    `host` is lower-case; `path` and `query` are as written. The target is as untrusted as the address was.

    >>> redirect_target("www.google.com", "/url", "q=https://example.org/a%3Fid%3D5&sa=D")
    'https://example.org/a?id=5'
    >>> redirect_target("www-example-org.cdn.ampproject.org", "/c/s/www.example.org/news/doc", "")
    'https://www.example.org/news/doc'
    """
    if not may_carry(host):
        return None
    for hosts, paths, names in _REDIRECTS:
        if hosts.fullmatch(host) and paths.fullmatch(path):
            said = dict(parse_qsl(query))
            targets = (_decoded(said.get(name, "")).strip() for name in names)
            found = next((target for target in targets if target[:4].lower() == "http"), "")
            if found and (absolute := _absolute(found, "http")):
                return absolute
    for cache in (_AMP_CACHE, _AMP_VIEWER):
        amp = cache.fullmatch(host + path)
        if amp:
            return _absolute(_with_query(amp[2], query), "https" if amp[1] else "http")
    yahoo = _YAHOO.fullmatch(host + path)
    return _absolute(unquote(yahoo[1]), "http") if yahoo else None


def archived_target(host: str, path: str, query: str) -> str | None:
    """Return the address that a web archive's copy is of; None for any other address.

    >>> archived_target("web.archive.org", "/web/20210430120000/https://example.org/1", "page=2")
    'https://example.org/1?page=2'
    """
    if not may_carry(host):
        return None
    for archive in _ARCHIVES:
        found = archive.fullmatch(host + path)
        if found:
            return _absolute(_with_query(found[1], query), "http")
    return None
