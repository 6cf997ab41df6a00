"""What stands in an article's place is known for what it is, and no article is taken for it."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.errors import ParseError
from monitor.stages.extract import extract
from tests.stages.walls import WALLS, page

URL = "https://gazette.example/world/talks"
DATE = "<meta property='article:published_time' content='2026-03-02T10:00:00Z'>"
TEXT = (
    "<p>The ministers met in the capital on Monday and spoke for three hours about trade and transit.</p>"
    "<p>A joint statement is expected in the evening, according to the foreign ministry's press service.</p>"
)


@pytest.mark.parametrize(("outcome", "html"), [pytest.param(o, h, id=f"{o}: {n}") for o, n, h in WALLS])
def test_a_wall_is_no_article(outcome: str, html: str) -> None:
    with pytest.raises(ParseError) as failure:
        extract(html.encode(), url=URL)
    assert failure.value.outcome == outcome


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Access denied to observers at the border, mission says", TEXT),
        ("Security checks tightened at Baku airport", TEXT),
        ("Just a moment in history: the summit that was not", TEXT),
        ("Website blocked in Georgia by court order", f"{TEXT}<p>Users see that access has been blocked.</p>"),
        ("Доступ к морю: чего хотят соседи", "<p>Страны региона обсудили доступ к морю и транзит грузов.</p>" + TEXT),
        ("404 dead in a decade of mines", TEXT),
        ("Regulator fines website over cookies", f"{TEXT}<p>The site did not ask for consent to cookies, it said.</p>"),
        ("Erişim tartışması Meclis'te", TEXT),
        ("Not found: the missing archive of the mission", TEXT),
        (
            "Consent of the Senate to the treaty",
            f"{TEXT}<p>Consent of the partners is needed.</p>",
        ),
    ],
)
def test_an_article_that_speaks_of_such_things_is_an_article(title: str, body: str) -> None:
    assert extract(page(f"{title} | Gazette", f"<h1>{title}</h1>{body}").encode(), url=URL).body


def test_a_shell_that_describes_its_article_is_read_as_far_as_it_goes() -> None:
    said = "The ministers of both countries met in Baku."
    head = f"<meta property='og:title' content='Talks'><meta property='og:description' content='{said}'>"
    shown = extract(page("Gazette", "<div id='root'></div>", head).encode(), url=URL)
    assert (shown.title, shown.summary, shown.body) == ("Talks", said, "")


@pytest.mark.parametrize(
    "line",
    [
        "To continue reading this article, subscribe or log in.",
        "Already a subscriber? Log in here.",
        "This article is for subscribers only.",
        "Weiterlesen mit Gazette Plus: vier Wochen für einen Euro.",
        "Cet article est réservé aux abonnés. Il vous reste 72 % de cet article à lire.",
        "Para seguir leyendo, suscríbete.",
        "Материал доступен только для подписчиков.",
        "Devamını okumak için abone olun.",
        "Davamını oxumaq üçün abunə olun.",
        "Aby czytać dalej, zaloguj się.",
        "للمشتركين فقط: تابع القراءة بعد الاشتراك.",
        "この記事は会員限定です。この記事は有料会員限定です。",
    ],
)
def test_what_a_paywall_says_is_no_part_of_the_text(line: str) -> None:
    html = page("Talks", f"<article><h1>Talks</h1>{TEXT}<p>{line}</p></article>", DATE)
    assert extract(html.encode(), url=URL).body.count("\n") == 1


def test_a_sentence_about_subscribers_is_a_part_of_the_text() -> None:
    line = "The ministry announced a trial of its new map, at first for 200 readers and later for subscribers only."
    assert (
        line
        in extract(page("Talks", f"<article><h1>Talks</h1>{TEXT}<p>{line}</p></article>", DATE).encode(), url=URL).body
    )


def test_a_wall_over_a_dated_article_leaves_the_article() -> None:
    wall = "<div class='consent-banner'><p>We and our partners use cookies. Accept all cookies to go on.</p></div>"
    assert extract(page("Talks", f"{wall}<h1>Talks</h1>{TEXT}", DATE).encode(), url=URL).body.startswith(
        "The ministers"
    )


def test_bytes_of_a_wall_in_its_own_charset() -> None:
    html: Any = "<html><head><title>Доступ ограничен</title></head><body>Ваш IP заблокирован.</body></html>"
    with pytest.raises(ParseError):
        extract(html.encode("windows-1251"), url=URL, content_type="text/html; charset=windows-1251")
