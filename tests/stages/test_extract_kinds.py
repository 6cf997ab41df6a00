"""What sort of page it is: an article, a live blog, a gallery, a video or a recording."""

from __future__ import annotations

import json
from typing import Any

import pytest

from monitor.model.article import Page
from monitor.stages.extract import extract

PROSE = "<p>The ministers met in the capital on Monday and spoke for three hours about trade and transit.</p>"
LONG = "".join(
    f"<p>In chapter {n} of the agreement the two sides undertake to consult each other on the border.</p>"
    for n in range(20)
)
UPDATE = "<div class='live-post'><time datetime='2026-03-02T1{n}:00:00Z'>1{n}:00</time><p>Update {n}: {text}</p></div>"


def read(body: str, *, head: str = "", path: str = "/world/talks") -> Page:
    html = f"<!DOCTYPE html><html><head><title>Talks</title>{head}</head><body><h1>Talks</h1>{body}</body></html>"
    return extract(html.encode(), url=f"https://gazette.example{path}")


def linked(kind: str, **said: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": kind, **said})}</script>'


def pictures(count: int) -> str:
    figures = "".join(
        f"<figure><img src='{n}.jpg'><figcaption>Picture {n} of the summit</figcaption></figure>" for n in range(count)
    )
    return f"<div class='photo-gallery'>{figures}</div>"


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ("article", {"body": PROSE}),
        ("article", {"body": PROSE, "head": linked("NewsArticle", headline="Talks")}),
        ("liveblog", {"body": LONG, "head": linked("LiveBlogPosting", headline="Talks")}),
        ("liveblog", {"body": "".join(UPDATE.format(n=n, text="the talks go on, it is said.") for n in range(6))}),
        ("liveblog", {"body": LONG + "<time>10:00</time>" * 6, "path": "/news/live/talks-in-geneva"}),
        ("article", {"body": LONG, "path": "/news/live/talks-in-geneva"}),
        ("video", {"body": PROSE, "head": linked("VideoObject", name="Talks")}),
        ("video", {"body": PROSE, "head": "<meta property='og:type' content='video.other'>"}),
        ("video", {"body": PROSE, "path": "/video/2026/talks"}),
        ("article", {"body": LONG, "path": "/video/2026/talks"}),
        ("article", {"body": LONG, "head": "<meta property='og:type' content='video.other'>"}),
        ("article", {"body": PROSE, "path": "/world/video-games-are-an-industry"}),
        ("audio", {"body": PROSE, "head": linked("PodcastEpisode", name="Talks")}),
        ("audio", {"body": PROSE, "path": "/podcasts/the-week/talks"}),
        ("gallery", {"body": PROSE, "head": linked("ImageGallery", name="Talks")}),
        ("gallery", {"body": PROSE, "path": "/fotogalerien/talks"}),
        ("gallery", {"body": pictures(5) + PROSE}),
        ("article", {"body": pictures(2) + PROSE}),
    ],
)
def test_the_kind_is_what_the_page_says_and_shows(expected: str, given: Any) -> None:
    assert read(**given).kind == expected


def test_an_article_with_a_video_is_an_article() -> None:
    head = linked("NewsArticle", headline="Talks") + linked("VideoObject", name="Talks, the film")
    assert read(f"<video src='a.mp4'></video>{LONG}", head=head).kind == "article"
