"""Where a site publishes, as far as its own page tells: feeds it names, and how its list of articles looks.

Nothing here is believed: what a page offers is confirmed by asking for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml.etree import _Element as Element

from monitor.model.source import ArticleSelectors, ListingSelectors
from monitor.text.html import parse
from monitor.text.plain import plain
from monitor.text.urls import is_home, normalise

WELL_KNOWN = (
    "/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds", "/feed.json", "/?feed=rss2",
    "/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml",
)  # fmt: skip
MOST = 12  # addresses offered that are worth a question
_TYPES = frozenset((
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/rss",
    "application/atom", "application/x-rss+xml", "text/rss+xml", "text/rss", "text/xml", "application/xml", "text/atom",
))  # fmt: skip
_LOOKS_LIKE_ONE = re.compile(
    r"(?:^|[/._?=&-])(?:rss2?|atom|rdf|feeds?|syndication)(?:$|[/._?=&-])|feed\.json", re.IGNORECASE
)
_REMARKS = re.compile(r"comment|kommentar|commentaire|коммент|комента|şərh|yorum|τα σχόλια", re.IGNORECASE)
_NO_FEED = re.compile(r"wp-json|oembed|opensearch|\.(?:css|js|png|jpe?g|ico|pdf)(?:$|\?)", re.IGNORECASE)
_GENERIC = re.compile(
    r"home(?:\s?page)?|main(?: page)?|start(?:seite)?|front page|welcome|(?:latest |breaking )?news|accueil|inicio"
    r"|portada|главная(?: страница)?|новости|ana s[əe]hif[əe]|xəbərlər|anasayfa|ana sayfa|haberler"
    r"|головна|գլխավոր|მთავარი",
    re.IGNORECASE,
)
_SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_TITLE_LIKE = 25  # characters of a link's text that make it a headline
_FEWEST = 5  # headlines that make a list
_NAME = re.compile(r"[A-Za-z][\w-]*")
_STEM = re.compile(r"/[^/?#]*$")
_CHANGING = re.compile(r"\d{3,}|active|current|first|last|odd|even|hover", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A feed that a page names: `remarks` for readers' comments, `by` for how it is named: link, anchor."""

    url: str
    title: str = ""
    by: str = "link"
    remarks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What a front page says of its site."""

    name: str = ""
    language: str | None = None
    offers: tuple[Offer, ...] = ()


def read_front(document: bytes, *, url: str, content_type: str | None = None) -> Front:
    """Return what a page says of its site: its name, its language and the feeds that it names, its own first.

    Feeds of comments come last. Links to them (`<link rel=alternate>`) come before anchors. Never raises.
    """
    markup = parse(document, content_type=content_type)
    if markup.tree is None:
        return Front()
    base = _base(markup.tree, url)
    offers = [*_links(markup.tree, base), *_anchors(markup.tree, base)]
    unique = {offer.url: offer for offer in reversed(offers)}
    ordered = sorted(dict.fromkeys(offer.url for offer in offers), key=lambda one: unique[one].remarks)
    return Front(
        name=_site_name(markup.tree),
        language=_language(markup.tree),
        offers=tuple(unique[one] for one in ordered[:MOST]),
    )


def sitemaps_of(robots: str) -> tuple[str, ...]:
    """Return the sitemaps that a robots.txt names, those of news first."""
    named = dict.fromkeys(link for link in _SITEMAP.findall(robots) if link.startswith(("http://", "https://")))
    return tuple(sorted(named, key=lambda link: "news" not in link.lower()))


def guess_listing(document: bytes, *, url: str, content_type: str | None = None) -> ListingSelectors | None:
    """Return selectors for the articles that a page lists; None where nothing looks like a list of headlines.

    The links with headlines are grouped by the beginning of their paths; the group with the most of them wins.
    """
    markup = parse(document, content_type=content_type)
    if markup.tree is None:
        return None
    base = _base(markup.tree, url)
    groups: dict[str, set[str]] = defaultdict(set)
    others: dict[str, set[str]] = defaultdict(set)
    for link in markup.tree.iter("a"):
        target = _target(link, base)
        if target is None or urlsplit(target).hostname != urlsplit(base).hostname or is_home(target):
            continue
        headline = len(_words(link)) >= _TITLE_LIKE
        for stem in _stems(urlsplit(target).path):
            (groups if headline else others)[stem].add(target)
    best = max(groups, key=lambda stem: (_worth(stem, groups, others), len(stem)), default=None)
    if best is None or len(groups[best]) < _FEWEST:
        return _by_class(markup.tree, base)
    return ListingSelectors(link=f"a[href*='{best}']")


def guess_article(document: bytes, *, content_type: str | None = None) -> ArticleSelectors:
    """Return selectors for an article's page: its headline, and the element that holds most of its paragraphs."""
    markup = parse(document, content_type=content_type)
    if markup.tree is None:
        return ArticleSelectors()
    held: dict[Element, int] = defaultdict(int)
    for paragraph in markup.tree.iter("p"):
        parent = paragraph.getparent()
        if parent is not None:
            held[parent] += len(_words(paragraph))
    holder = max(held, key=lambda element: held[element], default=None)
    headings = list(markup.tree.iter("h1"))
    dated = next((element for element in markup.tree.iter("time") if element.get("datetime")), None)
    return ArticleSelectors(
        title=(_selector(headings[0]) or "h1") if len(headings) == 1 else None,
        body=f"{selector} p" if holder is not None and (selector := _selector(holder)) else None,
        published="time[datetime]" if dated is not None else None,
    )


def _links(tree: Element, base: str) -> Iterator[Offer]:
    for link in tree.iter("link"):
        words = (link.get("rel") or "").lower().split()
        if "feed" not in words and ("alternate" not in words or "stylesheet" in words):
            continue
        target, kind = _target(link, base), (link.get("type") or "").split(";")[0].strip().lower()
        if target is None or _NO_FEED.search(target):
            continue
        untyped = not kind and not link.get("hreflang") and not link.get("media") and _LOOKS_LIKE_ONE.search(target)
        as_json = kind == "application/json" and _LOOKS_LIKE_ONE.search(target)
        if "feed" in words or kind in _TYPES or untyped or as_json:
            title = plain(link.get("title") or "")
            yield Offer(url=target, title=title, remarks=_are_remarks(title, target))


def _anchors(tree: Element, base: str) -> Iterator[Offer]:
    for link in tree.iter("a"):
        target = _target(link, base)
        if target is None or _NO_FEED.search(target):
            continue
        words = _words(link)
        named = re.search(r"\b(?:rss|atom)\b", words, re.IGNORECASE) and len(words) < _TITLE_LIKE
        parts = urlsplit(target)
        if named or (_LOOKS_LIKE_ONE.search(f"{parts.path}?{parts.query}") and len(words) < _TITLE_LIKE):
            yield Offer(url=target, title=words, by="anchor", remarks=_are_remarks(words, target))


def _are_remarks(title: str, url: str) -> bool:
    return bool(_REMARKS.search(title) or _REMARKS.search(urlsplit(url).path))


def _base(tree: Element, url: str) -> str:
    declared = next((element.get("href") for element in tree.iter("base") if element.get("href")), None)
    try:
        return urljoin(url, declared.strip()) if declared else url
    except ValueError:
        return url


def _target(link: Element, base: str) -> str | None:
    """Return where a link leads, query kept and fragment cut; None for what can't be asked for."""
    href = re.sub(r"[\t\r\n]", "", link.get("href") or "").strip()
    href = re.sub(r"^feed:(?://)?(?=https?:)", "", href, flags=re.IGNORECASE)
    href = re.sub(r"^feed://", "http://", href, flags=re.IGNORECASE)
    if not href or href.startswith("#"):
        return None
    try:
        joined = urljoin(base, href)
        normalise(joined)
        parts = urlsplit(joined)
    except ValueError:
        return None
    return urlunsplit(parts._replace(fragment="")) if parts.scheme in {"http", "https"} else None


def _site_name(tree: Element) -> str:
    for element in tree.iter("meta"):
        if (element.get("property") or element.get("name") or "").lower() in {"og:site_name", "application-name"}:
            return plain(element.get("content") or "")
    title = next((_words(element) for element in tree.iter("title")), "")
    pieces = [piece.strip() for piece in re.split(r"\s[|–—·:-]\s", title) if piece.strip()]
    named = [piece for piece in pieces if not _GENERIC.fullmatch(piece)]
    return min(named or pieces, key=len, default="")


def _language(tree: Element) -> str | None:
    said = tree.getroottree().getroot().get("lang") or ""
    match = re.match(r"[A-Za-z]{2,3}(?=$|[-_])", said.strip())
    return match[0].lower() if match else None


def _stems(path: str) -> Iterator[str]:
    """Yield the beginnings of a path that end with a slash: `/en/post/` and `/en/` for `/en/post/talks`."""
    while (path := _STEM.sub("", path)) and path != "/":
        yield f"{path}/"


def _worth(stem: str, groups: dict[str, set[str]], others: dict[str, set[str]]) -> float:
    headlines = groups[stem]
    return len(headlines) ** 2 / (len(headlines) + len(others[stem] - headlines))


def _by_class(tree: Element, base: str) -> ListingSelectors | None:
    """Return a selector by what the links with headlines stand in, for sites whose addresses have nothing in common."""
    held: dict[str, set[str]] = defaultdict(set)
    for link in tree.iter("a"):
        target = _target(link, base)
        if target is None or is_home(target) or len(_words(link)) < _TITLE_LIKE:
            continue
        if urlsplit(target).hostname != urlsplit(base).hostname:
            continue
        near: Element | None = link
        for _ in range(4):
            if near is None:
                break
            if selector := _selector(near):
                held[
                    f"a{selector}"
                    if near is link and selector.startswith(".")
                    else f"{selector} a"
                    if near is not link
                    else selector
                ].add(target)
            near = near.getparent()
    best = max(held, key=lambda selector: len(held[selector]), default=None)
    return ListingSelectors(link=best) if best is not None and len(held[best]) >= _FEWEST else None


def _selector(element: Element) -> str:
    """Return a selector by an element's id or first class that looks lasting; nothing where it has none."""
    for word in (element.get("class") or "").split():
        if _NAME.fullmatch(word) and not _CHANGING.search(word):
            return f".{word}"
    named = element.get("id") or ""
    return f"#{named}" if _NAME.fullmatch(named) and not _CHANGING.search(named) else ""


def _words(element: Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
