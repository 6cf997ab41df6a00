"""The HTML of the demo's outlets: front pages and articles in the four dresses that real sites wear."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from monitor.demo.press import Outlet, Piece, Wording

MENUS = {"en": "Home World Politics Economy Opinion", "ru": "Главная Мир Политика Экономика Мнения"}
FOOTERS = {
    "en": "All rights reserved. Written for the demonstration of press-monitor; nothing in it ever happened.",
    "ru": "Все права защищены. Написано для демонстрации press-monitor; описанных событий не было.",
    "az": "Bütün hüquqlar qorunur. press-monitor proqramının nümayişi üçün yazılıb.",
    "tr": "Tüm hakları saklıdır. press-monitor tanıtımı için yazılmıştır.",
    "fr": "Tous droits réservés. Écrit pour la démonstration de press-monitor.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One state of the press room: where it stands, when it began, and how often it has turned the page."""

    address: str  # http://127.0.0.1:8765, without a slash at the end
    began: datetime
    number: int

    def home(self, outlet: Outlet) -> str:
        """The address of an outlet's front page."""
        return f"{self.address}/{outlet.id}/"

    def dated(self, outlet: Outlet, piece: Piece) -> datetime:
        """When a piece was published, to the minute, in the outlet's time zone."""
        moment = (self.began - piece.age).replace(second=0, microsecond=0)
        return moment.astimezone(ZoneInfo(outlet.timezone))

    def link(self, outlet: Outlet, piece: Piece) -> str:
        """The address of a piece."""
        return f"{self.home(outlet)}{self.dated(outlet, piece):%Y/%m/%d}/{piece.slug}.html"


def article_page(edition: Edition, outlet: Outlet, piece: Piece) -> str:
    """Return the HTML of one article."""
    text = piece.reads(edition.number)
    head = _head(edition, outlet, piece, text)
    body = {"microdata": _microdata, "plain": _plain}.get(outlet.dress, _usual)(edition, outlet, piece, text)
    others = [other for other in outlet.printed(edition.number) if other.slug != piece.slug][:4]
    related = "\n".join(
        f'<li><a href="{edition.link(outlet, other)}">{escape(other.reads(edition.number).title)}</a></li>'
        for other in others
    )
    return _document(
        outlet, piece.language, head, f'{body}\n<aside class="related"><h3>+</h3><ul>{related}</ul></aside>'
    )


def front_page(edition: Edition, outlet: Outlet) -> str:
    """Return the HTML of an outlet's front page: a card an article, newest first."""
    kinds = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
    alternates = "\n".join(
        f'<link rel="alternate" type="{kinds[channel.form]}" href="{edition.home(outlet)}{channel.path}">'
        for channel in outlet.channels
        if channel.form in kinds
    )
    head = f"<title>{escape(outlet.name)}</title>\n{alternates}"
    cards = "\n".join(_card(edition, outlet, piece) for piece in outlet.printed(edition.number))
    return _document(outlet, outlet.languages[0], head, f'<section class="front">\n{cards}\n</section>')


def _card(edition: Edition, outlet: Outlet, piece: Piece) -> str:
    text, when = piece.reads(edition.number), edition.dated(outlet, piece)
    return (
        f'<article class="card"><h2><a class="headline" href="{edition.link(outlet, piece)}">{escape(text.title)}</a>'
        f'</h2>\n<p class="lead">{escape(text.summary)}</p>'
        f'<time class="when" datetime="{when.isoformat()}">{when:%d.%m.%Y %H:%M}</time></article>'
    )


def _document(outlet: Outlet, language: str, head: str, body: str) -> str:
    links = MENUS.get(outlet.languages[0], MENUS["en"]).split()
    menu = "".join(f'<li><a href="/{outlet.id}/">{link}</a></li>' for link in links)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="{outlet.charset}">\n'
        f'<meta name="viewport" content="width=device-width">\n{head}\n</head>\n<body>\n'
        f'<header><a class="logo" href="/{outlet.id}/">{escape(outlet.name)}</a><nav><ul>{menu}</ul></nav></header>\n'
        f"<main>\n{body}\n</main>\n<footer><p>{FOOTERS.get(language, FOOTERS['en'])}</p></footer>\n</body>\n</html>\n"
    )


def _head(edition: Edition, outlet: Outlet, piece: Piece, text: Wording) -> str:
    link, when = edition.link(outlet, piece), edition.dated(outlet, piece).isoformat()
    head = [f"<title>{escape(text.title)} | {escape(outlet.name)}</title>", f'<link rel="canonical" href="{link}">']
    if outlet.dress != "plain":
        head += [
            f'<meta property="og:type" content="article"><meta property="og:url" content="{link}">',
            f'<meta property="og:title" content="{escape(text.title)}">',
            f'<meta property="og:description" content="{escape(text.summary)}">',
            f'<meta property="og:site_name" content="{escape(outlet.name)}">',
        ]
    if outlet.dress == "open-graph":
        head += [
            f'<meta property="article:published_time" content="{when}">',
            f'<meta name="author" content="{escape(piece.byline)}">',
        ]
    if outlet.dress == "json-ld":
        said = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": link,
            "headline": text.title,
            "description": text.summary,
            "datePublished": when,
            "inLanguage": piece.language,
            "author": [{"@type": "Organization", "name": piece.byline}],
            "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
        }
        head.append(f'<script type="application/ld+json">{json.dumps(said, ensure_ascii=False)}</script>')
    return "\n".join(head)


def _paragraphs(text: Wording) -> str:
    return "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.paragraphs)


def _usual(edition: Edition, outlet: Outlet, piece: Piece, text: Wording) -> str:
    when = edition.dated(outlet, piece)
    return (
        f'<article class="story">\n<h1>{escape(text.title)}</h1>\n<p class="standfirst">{escape(text.summary)}</p>\n'
        f'<p class="meta"><span class="byline">{escape(piece.byline)}</span> '
        f'<time datetime="{when.isoformat()}">{when:%d.%m.%Y %H:%M}</time></p>\n'
        f'<div class="article-body">\n{_paragraphs(text)}\n</div>\n</article>'
    )


def _microdata(edition: Edition, outlet: Outlet, piece: Piece, text: Wording) -> str:
    when = edition.dated(outlet, piece)
    return (
        '<article itemscope itemtype="https://schema.org/NewsArticle">\n'
        f'<h1 itemprop="headline">{escape(text.title)}</h1>\n'
        f'<p itemprop="description">{escape(text.summary)}</p>\n'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Organization">'
        f'<span itemprop="name">{escape(piece.byline)}</span></span>\n'
        f'<time itemprop="datePublished" datetime="{when.isoformat()}">{when:%d.%m.%Y %H:%M}</time>\n'
        f'<div itemprop="articleBody">\n{_paragraphs(text)}\n</div>\n</article>'
    )


def _plain(edition: Edition, outlet: Outlet, piece: Piece, text: Wording) -> str:
    return (
        f'<div id="content"><h1 class="ttl">{escape(text.title)}</h1>\n<div class="lead">{escape(text.summary)}</div>\n'
        f'<div class="date">{edition.dated(outlet, piece):%d.%m.%Y %H:%M}</div>\n'
        f'<div class="author">{escape(piece.byline)}</div>\n<div class="text">\n{_paragraphs(text)}\n</div></div>'
    )
