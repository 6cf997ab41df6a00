"""What the press room prints: pieces, their pages, and feeds of them in four forms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any, Literal

Form = Literal["rss", "atom", "json", "sitemap"]

TYPES: dict[Form, str] = {
    "rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json",
    "sitemap": "application/xml",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """An article as the newspaper has it: what goes into the feed and onto its page."""

    path: str  # or a whole URL
    title: str
    text: str = ""  # a paragraph a line
    summary: str = ""
    published: datetime | None = None
    author: str = ""
    guid: str = ""  # its link, by default
    language: str = "en"


def feed(form: Form, base: str, title: str, entries: Sequence[Piece], *, full: bool) -> str:
    """A feed of pieces. `base` is put before their paths; `full` carries their text."""
    if form == "json":
        rows = [_json(base, piece, full=full) for piece in entries]
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": title, "items": rows})
    name, base = escape(title), escape(base)
    if form == "rss":
        body = "".join(_rss(base, piece, full=full) for piece in entries)
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>{name}</title>'
            f"<link>{base}/</link><description>All the news</description>{body}</channel></rss>"
        )
    if form == "atom":
        body = "".join(_atom(base, piece, full=full) for piece in entries)
        return (
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
            f"<title>{name}</title><id>{base}/</id>{body}</feed>"
        )
    body = "".join(_sitemap(base, name, piece) for piece in entries)
    return (
        '<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{body}</urlset>'
    )


def html(piece: Piece, url: str) -> str:
    """A piece's page as a newspaper of today would print it."""
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": piece.title}
    if piece.published is not None:
        data["datePublished"] = piece.published.isoformat()
    if piece.author:
        data["author"] = {"@type": "Person", "name": piece.author}
    title = escape(piece.title)
    return (
        f'<!doctype html><html lang="{piece.language}"><head><meta charset="utf-8"><title>{title} | The Paper</title>'
        f'<link rel="canonical" href="{escape(url)}"><meta property="og:title" content="{title}">'
        f'<meta name="description" content="{escape(piece.summary)}"><script type="application/ld+json">'
        f"{json.dumps(data).replace('<', chr(92) + 'u003c')}</script></head><body><nav><a href='/'>Front page</a></nav>"
        f"<article><h1>{title}</h1>{_paragraphs(piece)}</article><footer>The Paper</footer></body></html>"
    )


def _paragraphs(piece: Piece) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in piece.text.split("\n") if text)


def _link(base: str, piece: Piece) -> str:
    return piece.path if "://" in piece.path else base + piece.path


def _rss(base: str, piece: Piece, *, full: bool) -> str:
    link = escape(_link(base, piece))
    row = f"<title>{escape(piece.title)}</title><link>{link}</link><description>{escape(piece.summary)}</description>"
    row += f"<guid isPermaLink='false'>{escape(piece.guid) or link}</guid>"
    if full:
        row += f"<content:encoded>{escape(_paragraphs(piece))}</content:encoded>"
    if piece.published is not None:
        row += f"<pubDate>{format_datetime(piece.published)}</pubDate>"
    if piece.author:
        row += f"<dc:creator>{escape(piece.author)}</dc:creator>"
    return f"<item>{row}</item>"


def _atom(base: str, piece: Piece, *, full: bool) -> str:
    link = escape(_link(base, piece))
    row = f"<id>{escape(piece.guid) or link}</id><title>{escape(piece.title)}</title><link href='{link}'/>"
    row += f"<summary>{escape(piece.summary)}</summary>"
    if full:
        row += f"<content type='html'>{escape(_paragraphs(piece))}</content>"
    if piece.published is not None:
        moment = piece.published.isoformat()
        row += f"<published>{moment}</published><updated>{moment}</updated>"
    if piece.author:
        row += f"<author><name>{escape(piece.author)}</name></author>"
    return f"<entry>{row}</entry>"


def _json(base: str, piece: Piece, *, full: bool) -> dict[str, Any]:
    link = _link(base, piece)
    row: dict[str, Any] = {"id": piece.guid or link, "url": link, "title": piece.title, "summary": piece.summary}
    if full:
        row["content_html"] = _paragraphs(piece)
    if piece.published is not None:
        row["date_published"] = piece.published.isoformat()
    if piece.author:
        row["authors"] = [{"name": piece.author}]
    return row


def _sitemap(base: str, name: str, piece: Piece) -> str:
    news = f"<news:publication><news:name>{name}</news:name><news:language>{piece.language}</news:language>"
    news += "</news:publication>"
    if piece.published is not None:
        news += f"<news:publication_date>{piece.published.isoformat()}</news:publication_date>"
    news += f"<news:title>{escape(piece.title)}</news:title>"
    return f"<url><loc>{escape(_link(base, piece))}</loc><news:news>{news}</news:news></url>"
