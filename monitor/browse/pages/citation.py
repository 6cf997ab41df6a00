"""An article as it is cited: in words, as BibTeX and RIS, and as a clipping to paste into a report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo

from monitor.model.reading import Shown
from monitor.text.links import link
from monitor.text.plain import clip

_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "_": r"\_",
        "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip
CLIPPING = 1_200  # characters of the text


def in_words(article: Shown, zone: tzinfo, now: datetime) -> str:
    """Return one line: authors, title, source, day, address, and when it was looked up."""
    authors = ", ".join(article.authors)
    when = article.listed.sorted_at.astimezone(zone)
    said = [f"{authors}:"] if authors else []
    said += [f"“{article.listed.title}”,", f"{article.listed.source_name},", f"{when.day} {when:%B %Y}."]
    said += [f"{address}"] if (address := link(article.listed.url)) else []
    looked = now.astimezone(zone)
    return " ".join([*said, f"(archived; looked up on {looked.day} {looked:%B %Y})"])


def bibtex(article: Shown, zone: tzinfo) -> str:
    """Return an @online entry of BibLaTeX."""
    when = article.listed.sorted_at.astimezone(zone)
    key = re.sub(r"[^A-Za-z0-9]", "", f"{article.listed.source}{when:%Y}") + f"-{article.listed.id}"
    fields: Mapping[str, str] = {
        "title": "{" + _tex(article.listed.title) + "}",
        "author": " and ".join("{" + _tex(author) + "}" for author in article.authors),
        "organization": "{" + _tex(article.listed.source_name) + "}",
        "date": f"{when:%Y-%m-%d}",
        "langid": article.listed.language or "",
        "url": re.sub(r"[{}\\\s]", "", link(article.listed.url)),
    }
    lines = [f"  {name:<12} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{key},", *lines, "}", ""])


def _tex(text: str) -> str:
    return " ".join(text.split()).translate(_TEX)


def ris(article: Shown, zone: tzinfo) -> str:
    """Return a record of type NEWS; lines end as the format asks."""
    when = article.listed.sorted_at.astimezone(zone)
    pairs = [
        ("TY", "NEWS"),
        ("TI", article.listed.title),
        *(("AU", author) for author in article.authors),
        ("T2", article.listed.source_name),
        ("DA", f"{when:%Y/%m/%d}"),
        ("PY", f"{when:%Y}"),
        ("LA", article.listed.language or ""),
        ("AB", article.listed.summary),
        ("UR", link(article.listed.url)),
        ("ER", ""),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}".rstrip(" ") for tag, value in pairs if value or tag == "ER"]
    return "\r\n".join([*lines, ""])


def clipping(article: Shown, zone: tzinfo, *, longest: int = CLIPPING) -> str:
    """Return the article as plain text to paste: source and time, title, standfirst, text, address."""
    when = article.listed.sorted_at.astimezone(zone)
    head = f"{article.listed.source_name}, {when:%a} {when.day} {when:%b %Y}, {when:%H:%M} ({zone})"
    said = "\n\n".join(filter(None, (article.listed.summary, article.body)))
    parts = (head, article.listed.title, clip(said, longest), link(article.listed.url))
    return "\n\n".join(part for part in parts if part) + "\n"
