"""The feeds of the demo's outlets: RSS, Atom, JSON Feed and news sitemaps, well made, careless or broken."""

from __future__ import annotations

import json
from email.utils import format_datetime
from xml.sax.saxutils import escape

from monitor.demo.pages import Edition
from monitor.demo.press import Channel, Outlet, Piece, Wording

MEDIA_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json",
    "sitemap": "application/xml",
}


def feed(edition: Edition, outlet: Outlet, channel: Channel) -> str:
    """Return the text of a feed as the outlet serves it, flaws included; a listing is the front page, and not here."""
    pieces = [piece for piece in outlet.printed(edition.number) if not channel.only or piece.slug in channel.only]
    made = {"rss": _rss, "atom": _atom, "json": _json_feed, "sitemap": _news_sitemap}[channel.form]
    return _spoilt(made(edition, outlet, channel, pieces), channel)


def _spoilt(text: str, channel: Channel) -> str:
    if channel.flaw == "careless":  # blanks before the declaration, naked ampersands, a tag that is never closed
        return "\n " + text.replace("&amp;", "&").replace("<channel>", "<channel><br>")
    if channel.flaw == "broken":  # a database gone, and a server that answers 200 all the same
        return "Fatal error: connection to database lost in rss.php on line 12\n"
    return text


def _rss(edition: Edition, outlet: Outlet, channel: Channel, pieces: list[Piece]) -> str:
    entries = "\n".join(_rss_entry(edition, outlet, channel, piece) for piece in pieces)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n'
        f"<title>{escape(outlet.name)}</title>\n<link>{edition.home(outlet)}</link>\n"
        f"<description>{escape(outlet.name)}</description>\n<language>{outlet.languages[0]}</language>\n"
        f"{entries}\n</channel>\n</rss>\n"
    )


def _rss_entry(edition: Edition, outlet: Outlet, channel: Channel, piece: Piece) -> str:
    text = piece.reads(edition.number)
    link = edition.link(outlet, piece)
    whole = f"<content:encoded><![CDATA[{_markup(text)}]]></content:encoded>" if channel.full else ""
    return (
        f'<item><title>{escape(text.title)}</title><link>{link}</link><guid isPermaLink="true">{link}</guid>'
        f"<pubDate>{format_datetime(edition.dated(outlet, piece))}</pubDate>"
        f"<dc:creator>{escape(piece.byline)}</dc:creator>"
        f"<description>{escape(text.summary)}</description>{whole}</item>"
    )


def _markup(text: Wording) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.paragraphs)


def _atom(edition: Edition, outlet: Outlet, channel: Channel, pieces: list[Piece]) -> str:
    entries = "\n".join(
        f"<entry><id>{edition.link(outlet, piece)}</id><title>{escape(piece.reads(edition.number).title)}</title>"
        f'<link rel="alternate" type="text/html" href="{edition.link(outlet, piece)}"/>'
        f"<published>{edition.dated(outlet, piece).isoformat()}</published>"
        f"<updated>{edition.dated(outlet, piece).isoformat()}</updated>"
        f"<author><name>{escape(piece.byline)}</name></author>"
        f"<summary>{escape(piece.reads(edition.number).summary)}</summary></entry>"
        for piece in pieces
    )
    home = edition.home(outlet)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="{outlet.languages[0]}">\n<id>{home}</id><title>{escape(outlet.name)}</title>'
        f'<link rel="alternate" href="{home}"/><link rel="self" href="{home}{channel.path}"/>'
        f"<updated>{edition.began.isoformat()}</updated>\n{entries}\n</feed>\n"
    )


def _json_feed(edition: Edition, outlet: Outlet, channel: Channel, pieces: list[Piece]) -> str:
    home = edition.home(outlet)
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": home,
        "feed_url": home + channel.path,
        "language": outlet.languages[0],
        "items": [
            {
                "id": edition.link(outlet, piece),
                "url": edition.link(outlet, piece),
                "title": piece.reads(edition.number).title,
                "summary": piece.reads(edition.number).summary,
                "content_html": f"<p>{escape(piece.reads(edition.number).summary)}</p>",
                "date_published": edition.dated(outlet, piece).isoformat(),
                "authors": [{"name": piece.byline}],
            }
            for piece in pieces
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def _news_sitemap(edition: Edition, outlet: Outlet, channel: Channel, pieces: list[Piece]) -> str:  # noqa: ARG001
    urls = "\n".join(
        f"<url><loc>{edition.link(outlet, piece)}</loc><news:news><news:publication>"
        f"<news:name>{escape(outlet.name)}</news:name><news:language>{piece.language}</news:language>"
        f"</news:publication><news:publication_date>{edition.dated(outlet, piece).isoformat()}</news:publication_date>"
        f"<news:title>{escape(piece.reads(edition.number).title)}</news:title></news:news></url>"
        for piece in pieces
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{urls}\n</urlset>\n'
    )
