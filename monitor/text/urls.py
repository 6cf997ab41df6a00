"""Addresses of articles: the one that is fetched and shown, and the lossy key by which two are compared.

`normalise` keeps whatever a server might need; `url_key` drops whatever does not tell two articles apart. Numbers and
words that may name an article are never dropped: missing a copy costs a reader a line, merging two articles costs one.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes, urljoin

from monitor.text.domains import canonical_host, compared_host, registrable_domain, same_publisher
from monitor.text.parameters import is_idle, is_tracking
from monitor.text.redirectors import archived_target, may_carry, redirect_target

__all__ = ["edition", "is_home", "normalise", "registrable_domain", "same_publisher", "url_key"]

LONGEST = 2_048  # characters of a URL that is fetched
_LONGEST_KEY = 8_192  # compared only: redirectors make long ones
_WEB_PORTS = frozenset({80, 443})
_DEFAULT_PORT = {"http": frozenset({80}), "https": frozenset({443})}
_LAST_PORT = 65_535
_PORT = re.compile(r"[0-9]{1,5}")

_EDGES = "\t\n\x0b\x0c\r \x85\xa0\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\u3000\ufeff"
_CDATA = "<![CDATA[", "]]>"
_AMPERSAND = re.compile(r"(?<=[?&])(?:amp;|#0?38;)+", re.IGNORECASE)
_DOUBLED_SCHEME = re.compile(r"(?:https?:?/+)+(?=https?(?::/|//))", re.IGNORECASE)
_SCHEME = re.compile(r"(https?):/+", re.IGNORECASE)
_SCHEMES = re.compile(r"(?:https?:/+|https?//+)+|/{2,}", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?://|(?!\d*(?:[/?#]|$)))", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_BREAKS = re.compile(r"[\t\r\n]+")
_REST = re.compile(r"([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]*")  # RFC 3986, 2.3
_AS_WRITTEN = "%!#$&'()*+,/:;=?@[]~|"  # never escaped in what is fetched
_IN_SEGMENT = "!$&'()*+,:;=@~"  # stand for themselves in a path segment (RFC 3986, 3.3)
_IN_QUERY = "!$'()*,/:;?@~"
_ROUTE = re.compile(r"(?:!/?|/).+", re.DOTALL)  # a fragment that a script reads as the path
_CAMPAIGN = re.compile(r"[?&;](?=(?:utm_\w+|fbclid|gclid|yclid)=)", re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^/]*", re.IGNORECASE)
_INDEX = re.compile(r"(?:index|default)\.(?:html?|php\d?|aspx?|shtml|jspx?|cfm)", re.IGNORECASE)
_AMP_SUFFIX = re.compile(r"(?<=.)(?:\.amp)+(?=\.[a-z]{3,5}$|$)|(?<=.)\.amphtml$", re.IGNORECASE)
_LANGUAGES = (
    "ar az be bg ca cs da de el en es et eu fa fi fr he hi hr hu hy id is it ja ka kk ko ky lt lv mk mn nb nl no pl ps "
    "pt ro ru sk sl sq sr sv tg th tk tr uk ur uz vi zh"
)
_EDITION = rf"(?P<language>{_LANGUAGES.replace(' ', '|')})(?:[-_][a-z]{{2,4}})?"
_HOME = re.compile(rf"(?:{_EDITION})?/?(?:home|main)?", re.IGNORECASE)
_EDITION_HOST = re.compile(rf"{_EDITION}\.(?=[^/?#]+\.)", re.IGNORECASE)
_EDITION_PATH = re.compile(rf"[^/?#]*/{_EDITION}(?:[/?#]|$)", re.IGNORECASE)
_EDITION_QUERY = re.compile(rf"[?&](?:lang|language|lng)={_EDITION}(?:[&#]|$)", re.IGNORECASE)


class _Address(NamedTuple):
    host: str  # canonical
    port: int | None  # None: the default one
    path: str  # as written, as are the next two
    query: str
    fragment: str

    def authority(self, host: str) -> str:
        return host if self.port is None else f"{host}:{self.port}"


def _tidy(url: str) -> str:
    """Undo what feeds do to addresses on the way: white space around, CDATA, escaped ampersands, broken schemes."""
    text = url.strip(_EDGES)
    if text.startswith(_CDATA[0]) and text.endswith(_CDATA[1]):
        text = text.removeprefix(_CDATA[0]).removesuffix(_CDATA[1]).strip(_EDGES)
    text = _AMPERSAND.sub("", text)
    doubled = _DOUBLED_SCHEME.match(text)
    return text[doubled.end() :] if doubled else text


def _port(text: str) -> int | None:
    if not text:
        return None
    if not _PORT.fullmatch(text) or not 0 < int(text) <= _LAST_PORT:
        raise ValueError(f"not a port: {text[:20]!r}")
    return int(text)


def _address(rest: str, default_ports: frozenset[int]) -> _Address:
    """Part what follows a scheme; a user's name and password are left out. Raises ValueError without a good host."""
    found = _REST.fullmatch(rest)
    assert found is not None  # the pattern takes any text
    place = found[1].rpartition("@")[2]
    host, colon, port = place.rpartition(":")
    if not colon or place.endswith("]"):
        host, port = place, ""
    number = _port(port)
    port_said = None if number in default_ports else number
    return _Address(canonical_host(host), port_said, found[2], found[3] or "", found[4] or "")


def _without_dots(segments: list[str]) -> list[str]:
    """Resolve `.` and `..` (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return [*kept, ""] if segments[-1:] in (["."], [".."]) else kept


def _escaped(text: str) -> str:
    """Percent-encode what may not stand in a URL; escapes stay, in capitals."""
    capitals = _ESCAPE.sub(lambda escape: escape[0].upper(), _LONE_PERCENT.sub("%25", text))
    return quote(capitals, safe=_AS_WRITTEN)


def _written(scheme: str, address: _Address) -> str:
    path = "/".join(_without_dots(address.path.removeprefix("/").split("/")))
    pairs = [pair for pair in address.query.split("&") if pair and not is_tracking(pair.partition("=")[0])]
    query = "?" + "&".join(pairs) if pairs else ""
    route = "#" + address.fragment if _ROUTE.fullmatch(address.fragment) else ""
    return f"{scheme}://{address.authority(address.host)}/{_escaped(path + query + route)}"


def normalise(url: str, base: str | None = None) -> str:
    """Return the address that is fetched and shown: absolute, clean, and still what the publisher serves.

    The host is in lower-case ASCII, default ports, fragments (but for routes of scripts: `#!/`, `#/`) and tracking
    parameters are gone, dots in the path are resolved, and everything else stands as written. Redirectors whose target
    can be read (search engines, social networks, AMP caches) give their target. Idempotent. Raises ValueError for
    what is not http or https, and for user names, backslashes, control characters and over 2,048 characters.

    >>> normalise("HTTPS://Example.ORG:443/News/a b?id=5&utm_source=rss#top")
    'https://example.org/News/a%20b?id=5'
    >>> normalise("../b?page=2", "https://example.org/en/a")
    'https://example.org/b?page=2'
    """
    target: str | None = _tidy(url)
    while target is not None:
        text, target = target, None
        if len(text) > LONGEST or (base is not None and len(base) > LONGEST):
            raise ValueError(f"a URL of more than {LONGEST:,} characters")
        if _CONTROL.search(text) or "\\" in text:
            raise ValueError("a URL with control characters or a backslash")
        if base is not None:
            text, base = urljoin(_tidy(base), _SCHEME.sub(r"\1://", text, count=1)), None
        found = _SCHEME.match(text)
        if not found:
            raise ValueError(f"not an http or https URL: {text[:80]!r}")
        scheme, rest = found[1].lower(), text[found.end() :]
        if "@" in re.split(r"[/?#]", rest, maxsplit=1)[0]:
            raise ValueError("a URL with a user name")
        address = _address(rest, _DEFAULT_PORT[scheme])
        written = _written(scheme, address)
        target = redirect_target(address.host, address.path, address.query)
        if target is None and may_carry(address.host) and written != text:
            target = written  # a redirector in disguise shows itself once it is clean
    if len(written) > LONGEST:
        raise ValueError(f"a URL of more than {LONGEST:,} characters")
    return written


def _composed(raw: str, safe: str) -> str:
    """Spell a piece of a URL in the one canonical way: escapes only where needed, composed Unicode (NFC)."""
    if _UNRESERVED.fullmatch(raw):
        return raw
    octets = unquote_to_bytes(raw)
    with suppress(UnicodeDecodeError):  # an old code page: its octets stand as they are
        octets = unicodedata.normalize("NFC", octets.decode("utf-8")).encode("utf-8")
    return quote(octets, safe=safe)


def _shown_plainly(segments: list[str]) -> list[str]:
    """Leave out of a path what only says how the article is shown: index pages and AMP."""
    before: list[str] = []
    while segments != before:
        before = segments
        if segments and _INDEX.fullmatch(segments[-1]):
            segments = segments[:-1]
        if segments:
            segments = [*segments[:-1], _AMP_SUFFIX.sub("", segments[-1])]
        bare = [segment for segment in segments if segment.lower() != "amp"]
        segments = bare or segments[:1]
    return segments


def _path_key(path: str) -> tuple[str, str]:
    """Return a path in its canonical spelling, and the campaign that was glued to it as if it were a query."""
    spelled = [_composed(segment, _IN_SEGMENT) for segment in path.split("/")]
    joined = _SESSION.sub("", "/".join(segment for segment in _without_dots(spelled) if segment))
    glued = _CAMPAIGN.search(joined)
    campaign = joined[glued.end() :] if glued else ""
    if glued:
        joined = joined[: glued.start()]
    segments = [segment.removesuffix("%20") for segment in joined.split("/")]
    return "/".join(_shown_plainly([segment for segment in segments if segment])), campaign


def _query_key(query: str) -> str:
    """Return a query in its canonical spelling, sorted, without what does not tell articles apart."""
    pairs: set[str] = set()
    for pair in filter(None, _CAMPAIGN.sub("&", query).split("&")):
        name, _, value = (_composed(part.replace("+", " "), _IN_QUERY) for part in pair.partition("="))
        plain_name, plain_value = (unquote_to_bytes(part).decode("utf-8", "replace") for part in (name, value))
        if not name or is_idle(plain_name, plain_value):
            continue
        if value:
            pairs.add(f"{name}={value}")
        elif not (len(name) == 1 and name.isalpha()):  # `?12345` and `?12345=` number an article, `?x=` does not
            pairs.add(name)
    return "&".join(sorted(pairs)).replace("%20", "+")


def _key(address: _Address) -> str:
    path, campaign = _path_key(address.path)
    query = _query_key(f"{address.query}&{campaign}")
    route = _composed(address.fragment, _IN_QUERY + "=&") if _ROUTE.fullmatch(address.fragment) else ""
    host = address.authority(compared_host(address.host))
    return f"{host}/{path}{'?' * bool(query)}{query}{'#' * bool(route)}{route}"


@lru_cache(maxsize=16_384)
def url_key(url: str) -> str:
    """Return what tells one article's address from another's: `example.org/en/a?id=5`; for comparing only.

    Two spellings of an address give one key: scheme, www and mobile hosts, AMP and print variants, index pages,
    slashes, escapes, the order of parameters, tracking, and channels (`ref=rss`, but not `ref=12345`) make no
    difference; redirectors, AMP caches and web archives give the key of their target. The case of paths, numbers,
    languages, pages and ports do make one. Idempotent. Raises ValueError for what names no place on the web.

    >>> url_key("http://m.example.org/News/index.html?utm_source=rss&b=2&a=1")
    'example.org/News?a=1&b=2'
    >>> url_key("https://example.org/article.php?sid=46487")
    'example.org/article.php?sid=46487'
    """
    text = url
    while True:
        if len(text) > _LONGEST_KEY:
            raise ValueError(f"a URL of more than {_LONGEST_KEY:,} characters")
        text = _BREAKS.sub("", _tidy(text))
        head = re.split(r"[?#]", text, maxsplit=1)[0]
        text = head.replace("\\", "/") + text[len(head) :]
        found = _SCHEMES.match(text)
        if not found and (text.startswith("/") or _OTHER_SCHEME.match(text)):
            raise ValueError(f"not an http or https URL: {text[:80]!r}")
        address = _address(text[found.end() :] if found else text, _WEB_PORTS)
        place = address.host, address.path, address.query
        target = redirect_target(*place) or archived_target(*place)
        if target is None:
            key = _key(address)
            if not may_carry(address.host) or key == text:
                return key
            target = key  # a redirector in disguise shows itself once it is clean
        text = target


def is_home(url: str) -> bool:
    """Return whether an address is a site's front page, also of one language; False for what is no address.

    >>> is_home("https://example.org/index.html"), is_home("https://example.org/en/"), is_home("https://example.org/a")
    (True, True, False)
    """
    try:
        path = url_key(url).partition("/")[2]
    except ValueError:
        return False
    return _HOME.fullmatch(path) is not None


def edition(key: str) -> str | None:
    """Return the language that a url_key names by its path, host or query, as far as it does: `en`.

    >>> edition("example.org/en-us/a"), edition("ru.example.org/a"), edition("example.org/a")
    ('en', 'ru', None)
    """
    for found in (_EDITION_PATH.match(key), _EDITION_HOST.match(key), _EDITION_QUERY.search(key)):
        if found:
            return found["language"].lower()
    return None
