"""The smaller facts of a page: language, canonical address, image, paywall."""

from __future__ import annotations

import re
from typing import Any

from monitor.stages.extraction.facts import Facts
from monitor.stages.extraction.jsonld import text_of

LANGUAGE = re.compile(r"^([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*$", re.IGNORECASE)
UNTRUE = frozenset({"false", "no", "0"})


def language(facts: Facts) -> tuple[str | None, str]:
    """Return the primary subtag (BCP 47) of the language that the page declares, and the rung."""
    html = facts.tree.getroottree().getroot()
    given = (
        (
            "html",
            html.get("lang") or html.get("{http://www.w3.org/XML/1998/namespace}lang") or html.get("xml:lang") or "",
        ),
        ("json-ld", text_of(facts.article.get("inLanguage"))),
        ("opengraph", facts.meta("og:locale")),
        ("meta", facts.meta("content-language", "language", "dc:language")),
    )
    for rung, said in given:
        if match := LANGUAGE.match(said.split(",")[0].strip()):
            return match[1].lower(), rung
    return None, ""


def canonical_url(facts: Facts) -> str | None:
    """Return the absolute address of `<link rel=canonical>` (RFC 6596), of the head only: others write in bodies."""
    for element in facts.tree.iterfind("./head//link"):
        if "canonical" in (element.get("rel") or "").lower().split() and (href := element.get("href")):
            return facts.absolute(href)
    return None


def image_url(facts: Facts) -> tuple[str | None, str]:
    """Return the absolute address of the article's image, and the rung."""
    offered = [
        ("opengraph", facts.meta("og:image:secure_url", "og:image", "og:image:url")),
        ("json-ld", image_of(facts.article.get("image"))),
        ("json-ld", text_of(facts.article.get("thumbnailUrl"))),
        ("meta", facts.meta("twitter:image", "twitter:image:src", "thumbnail", "image")),
    ]
    offered.extend(("html", link.get("href") or "") for link in facts.tree.iterfind("./head//link[@rel='image_src']"))
    for rung, link in offered:
        if link and (found := facts.absolute(link)):
            return found, rung
    return None, ""


def image_of(value: Any) -> str:
    """Return the address of a JSON-LD image: a string, an ImageObject, or the first of a list of these."""
    if isinstance(value, list):
        return next((found for part in value[:10] if (found := image_of(part))), "")
    if isinstance(value, dict):
        return text_of(value.get("url")) or text_of(value.get("contentUrl")) or text_of(value.get("@id"))
    return value if isinstance(value, str) else ""


def paywalled(facts: Facts) -> bool:
    """Tell whether the page says that it is not free (schema.org `isAccessibleForFree`, and what networks are told)."""
    said = facts.article.get("isAccessibleForFree")
    if said is None:
        said = next(
            (
                node["isAccessibleForFree"]
                for node in facts.nodes
                if "hasPart" in node and "isAccessibleForFree" in node
            ),
            None,
        )
    if said is not None:
        return said is False or str(said).rsplit("/", 1)[-1].strip().lower() in UNTRUE
    return facts.meta("article:content_tier").lower() == "locked"
