"""A digest as a Word file, for a press officer who goes on writing in it. Needs the extra `docx`."""

from __future__ import annotations

import io
from datetime import UTC
from typing import Any

from monitor.deliver.view import view
from monitor.model.digest import Digest


def word(digest: Digest, archive_url: str) -> bytes:
    """Return the file: headings of three levels, a paragraph a fact, links that can be clicked."""
    from docx import Document

    said = view(digest, archive_url)
    document = Document()
    document.core_properties.title = said["title"]
    document.core_properties.author = ""
    document.core_properties.language = digest.language
    document.core_properties.created = digest.until.astimezone(UTC).replace(tzinfo=None)
    document.add_heading(said["title"], 0)
    document.add_paragraph(f"{said['day']} · {said['window']}")
    figures = document.add_paragraph()
    for number, one in enumerate(said["figures"]):
        figures.add_run(" · " if number else "")
        _link(figures, f"{one['value']} {one['label']}", one["url"])
        figures.add_run(f" ({one['usual']})" if one["usual"] else "")
    document.add_paragraph(f"{said['words']['coverage']}: {said['coverage']['text']}")
    _changes(document, said)
    for section in said["sections"]:
        _section(document, section, said["words"])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _changes(document: Any, said: dict[str, Any]) -> None:
    changes = said["changes"]
    if not changes:
        return
    document.add_heading(said["words"]["changes"], 1)
    if changes["pairs"]:
        pairs = document.add_paragraph(f"{said['words']['pairs']} ")
        for number, one in enumerate(changes["pairs"]):
            pairs.add_run("; " if number else "")
            _link(pairs, one["text"], one["url"])
    for one in (*changes["surges"], *changes["edits"]):
        _link(document.add_paragraph(style="List Bullet"), one["text"], one["url"])


def _section(document: Any, section: dict[str, Any], words: dict[str, str]) -> None:
    document.add_heading(section["name"], 1)
    if section.get("count"):
        count = document.add_paragraph()
        _link(count, section["count"], section["url"])
        count.add_run(f" · {section['usual']}" if section["usual"] else "")
    for item in section["entries"]:
        _story(document, item, words)
    if section["elsewhere"]:
        titles = "; ".join(one["title"] for one in section["elsewhere"])
        document.add_paragraph(f"{words['elsewhere']} {titles} {section['elsewhere_more']}")
    for one in section["more"]:
        _link(document.add_paragraph(f"{words['more']} "), one["title"], one["url"])
    if section.get("nothing"):
        document.add_paragraph(words["nothing"])


def _story(document: Any, item: dict[str, Any], words: dict[str, str]) -> None:
    heading = document.add_heading("", 2)
    _link(heading, item["title"], item["url"], rtl=item["direction"] == "rtl")
    parts = filter(None, (item["source"], item["time"], item["tongue"], item["owners"]))
    meta = document.add_paragraph(" · ".join(parts) + " · ")
    _link(meta, words["archive"], item["archive"])
    if item["excerpt"]:
        _directed(document.add_paragraph(item["excerpt"]), rtl=item["direction"] == "rtl")
    if item["countries"] or item["organisations"]:
        document.add_paragraph(", ".join((*item["countries"], *item["organisations"])))
    if item["others"]:
        others = document.add_paragraph(f"{words['also_reported']} ")
        for number, one in enumerate(item["others"]):
            others.add_run(", " if number else "")
            _link(others, one["source"], one["url"])
            others.add_run(f" ({one['note']})" if one["note"] else "")
        others.add_run(f" {item['others_more']}" if item["others_more"] else "")
    for line in item["remarks"]:
        document.add_paragraph(line)


def _link(paragraph: Any, text: str, url: str, *, rtl: bool = False) -> None:
    """Add a link: python-docx has no call for it, so the two elements of OOXML are made here."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.font.underline = True
    link.append(run._r)  # noqa: SLF001
    paragraph._p.append(link)  # noqa: SLF001
    _directed(paragraph, rtl=rtl)


def _directed(paragraph: Any, *, rtl: bool) -> None:
    if rtl:
        from docx.oxml import OxmlElement

        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001
