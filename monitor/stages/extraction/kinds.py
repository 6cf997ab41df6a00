"""What sort of page it is: an article, or one of those whose text is not what they are about.

By what the page says of itself (JSON-LD, og:type), by its address, and by what it shows. A video, a recording or a
gallery with an article's length of text is an article that has pictures; a live blog stays one however long it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from monitor.model.article import Kind
from monitor.stages.extraction.facts import Facts, class_of
from monitor.stages.extraction.jsonld import ARTICLE_TYPES, types

ENOUGH = 1200  # characters of text from which a page with a video, a recording or pictures is an article
UPDATES = 5  # stamped with a time, from which a page is kept up to date while things happen
NEAR = 8  # elements around one that may name it
MOST = 500  # captions, and times, that are looked at
PICTURES = 4  # captioned, from which a page is a gallery
LIVE_TYPES = frozenset({"liveblogposting"})
LINKED: dict[Kind, frozenset[str]] = {
    "video": frozenset({"videoobject", "tvepisode", "clip", "movie", "videogallery"}),
    "audio": frozenset({"audioobject", "podcastepisode", "radioepisode", "podcastseries", "podcastseason", "episode"}),
    "gallery": frozenset({"imagegallery", "mediagallery"}),
}
# One segment of the path says it: `/video/`, `/galleries/`, `/live/`; or, for live blogs, a part of the last one.
IN_PATH: dict[Kind, re.Pattern[str]] = {
    "liveblog": re.compile(
        r"/live-?(?:blog|ticker|updates?)?s?/|/(?:[\w-]*-)?(?:live-?blog|live-?ticker|live-updates|minute-by-minute"
        r"|as-it-happened|minuto-a-minuto|canli-(?:anlatim|blog)|en-direct(?:o)?|in-diretta)(?:[-/.]|$)"
    ),
    "gallery": re.compile(
        r"/(?:photo|picture|image)-?(?:gallery|galleries|story|stories|essay)/|/(?:photos|pictures|gallery|galleries"
        r"|fotos?|fotogal[\w]*|galer[\w-]*|foto-?galer[\w-]*|bildergalerien?|fotostrecken?|diaporamas?|slideshows?"
        r"|fotoreportaj|fotosessiya)/"
    ),
    "video": re.compile(r"/(?:videos?|watch|tv-?video|mediathek|videolar|web-?tv|videogallery)/"),
    "audio": re.compile(r"/(?:podcasts?|audio|listen|sounds|hoeren|ecouter)/"),
}
LIVE_CLASS = re.compile(r"live-?blog|live-?ticker|live-?(?:post|update|entry)|ticker-?(?:post|entry|event)")
GALLERY_CLASS = re.compile(r"gallery|slide-?show|foto-?strecke|photo-?essay|image-?list")


def kind(facts: Facts, text: str) -> tuple[Kind, str]:
    """Return the page's kind and the rung it is known by; `text` is the summary and body that were read."""
    if rung := live(facts):
        return "liveblog", rung
    if len(text) >= ENOUGH:
        return "article", ""
    for found, rung in said(facts):
        return found, rung
    return "article", ""


def said(facts: Facts) -> Iterator[tuple[Kind, str]]:
    """Yield what a page of little text may be, and the rung, the surest first."""
    own = types(facts.article)
    for found, names in LINKED.items():
        if own & names and not own & ARTICLE_TYPES:
            yield found, "json-ld"
    network = facts.meta("og:type").lower()
    if network.startswith("video"):
        yield "video", "opengraph"
    if network.startswith("music") or facts.meta("og:audio"):
        yield "audio", "opengraph"
    path = path_of(facts)
    for found in ("video", "audio", "gallery"):
        if IN_PATH[found].search(path):
            yield found, "url"
    linked = {name for node in facts.nodes for name in types(node)}
    if facts.tree.find(".//video") is not None and linked & LINKED["video"]:
        yield "video", "html"
    if facts.tree.find(".//audio") is not None and linked & LINKED["audio"]:
        yield "audio", "html"
    if captioned(facts) >= PICTURES:
        yield "gallery", "html"


def live(facts: Facts) -> str:
    """Return by which rung a page is known as a live blog; nothing where it is none."""
    if any(types(node) & LIVE_TYPES for node in facts.nodes):
        return "json-ld"
    stamped = sum(1 for element in islice(facts.tree.iter("time"), MOST) if in_live(element))
    if stamped >= UPDATES:
        return "html"
    if IN_PATH["liveblog"].search(path_of(facts)) and sum(1 for _ in facts.tree.iter("time")) >= UPDATES:
        return "url"
    return ""


def in_live(element: Element) -> bool:
    """Tell whether an element stands in what is named as a live blog's update."""
    return any(LIVE_CLASS.search(class_of(part)) for part in islice(element.iterancestors(), NEAR))


def captioned(facts: Facts) -> int:
    """Return how many captioned pictures stand in the page's galleries."""
    captions = islice(facts.tree.iter("figcaption"), MOST)
    return sum(
        1
        for caption in captions
        if any(GALLERY_CLASS.search(class_of(part)) for part in islice(caption.iterancestors(), NEAR))
    )


def path_of(facts: Facts) -> str:
    """Return the path of the page's address in lower case, with a slash at its end."""
    try:
        return urlsplit(facts.url).path.lower().rstrip("/") + "/"
    except ValueError:
        return "/"
