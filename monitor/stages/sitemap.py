"""Sitemaps: plain ones, those for news, and indexes of them (sitemaps.org/protocol.html)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lxml import etree

from monitor.model.article import Entry
from monitor.model.parsed import Parsed, SitemapChild
from monitor.stages.said import Said
from monitor.text.wellformed import Tree, local_name

_NEWS = "/schemas/sitemap-news/"
DEEPEST = 2  # indexes of indexes
_WIDEST = 10  # sitemaps of one index that are asked for
_FRESH = timedelta(days=3)
_MOST_CHILDREN = 50_000  # that the protocol allows
_OLDEST = datetime.min.replace(tzinfo=UTC)


def read_sitemap(tree: Tree, said: Said) -> Parsed:
    """Return the entries of a sitemap, or the children of a sitemap index, newest first.

    The date of a plain sitemap (lastmod) is when a page was updated, which says little of when it was published. Where
    there are more entries than the limit, the newest are kept.
    """
    root = tree.root
    if local_name(root) == "sitemapindex":
        return _index(tree, said)
    found = [fields for url in root.iterchildren("{*}url", "{*}URL", "{*}Url") if "loc" in (fields := _fields(url))]
    news = any(_NEWS in uri for uri in root.nsmap.values()) or any(_NEWS in key for fields in found for key in fields)
    kept = found
    if len(found) > said.limit:
        kept = sorted(found, key=lambda fields: _newest(fields, said), reverse=True)[: said.limit]
    return Parsed(
        format="news-sitemap" if news else "sitemap",
        entries=tuple(filter(None, (_entry(fields, said) for fields in kept))),
        found=len(found),
        warnings=(*tree.warnings, *said.capped(len(found)), *said.puzzled()),
    )


def read_addresses(text: str, said: Said) -> Parsed:
    """Return the entries of a sitemap that is a plain text of addresses, a line each."""
    links = filter(None, (said.url(line) for line in text.splitlines()))
    found = tuple(Entry(url=link) for link in dict.fromkeys(links))
    return Parsed(format="sitemap", entries=found[: said.limit], found=len(found), warnings=said.capped(len(found)))


def _index(tree: Tree, said: Said) -> Parsed:
    children: dict[str, SitemapChild] = {}
    for sitemap in tree.root.iterchildren("{*}sitemap", "{*}url"):
        fields = _fields(sitemap)
        link = said.url(fields.get("loc"))
        if link and link not in children:
            children[link] = SitemapChild(url=link, lastmod=said.date(fields.get("lastmod"))[1])
    newest = sorted(children.values(), key=lambda child: child.lastmod or _OLDEST, reverse=True)
    return Parsed(
        format="sitemapindex",
        children=tuple(newest[:_MOST_CHILDREN]),
        warnings=(*tree.warnings, *said.puzzled()),
    )


def newsy(index: Parsed, *, now: datetime) -> tuple[SitemapChild, ...]:
    """Return the sitemaps of an index that may hold news: those changed of late, or else the first one."""
    fresh = [child for child in index.children if child.lastmod is None or child.lastmod >= now - _FRESH]
    return tuple(fresh[:_WIDEST] or index.children[:1])


def _newest(fields: dict[str, str], said: Said) -> datetime:
    dates = (said.date(fields.get(key))[1] for key in (_NEWS + "publication_date", "lastmod"))
    return next(filter(None, dates), _OLDEST)


def _entry(fields: dict[str, str], said: Said) -> Entry | None:
    link = said.url(fields.get("loc"))
    if link is None:
        return None
    updated_raw, updated = said.date(fields.get("lastmod"))
    published_raw, published = said.date(fields.get(_NEWS + "publication_date"))
    keywords = fields.get(_NEWS + "keywords", "")
    return Entry(
        url=link,
        title=said.title(fields.get(_NEWS + "title", "")),
        published_raw=published_raw or updated_raw,
        published=published,
        updated=updated,
        categories=said.categories(word.strip() for word in keywords.split(",")),
        language=said.language(fields.get(_NEWS + "language")),
        image_url=said.url(fields.get("image")),
    )


def _fields(url: etree._Element) -> dict[str, str]:
    """Return the texts of an entry by local name; those of news and images are told from the page's own."""
    own = (url.text or "").strip()
    fields: dict[str, str] = {"loc": own} if own.startswith(("http://", "https://")) else {}  # some forget <loc>
    for element in url.iterdescendants(etree.Element):
        text = (element.text or "").strip()
        if not text:
            continue
        name = local_name(element)
        namespace = str(element.tag).partition("}")[0]
        if _NEWS in namespace:
            fields.setdefault(_NEWS + name, text)
        elif "sitemap-image" in namespace:
            fields.setdefault("image", text) if name == "loc" else None
        elif name in ("loc", "lastmod"):
            fields.setdefault(name, text)
    return fields
