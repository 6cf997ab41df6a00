"""Bytes to text: HTTP charset, byte-order mark and declaration are heard, and then checked against the content.

Publishers lie about their encodings, mostly without knowing: a server adds `charset=utf-8` to everything, a template
says windows-1251 over text that was moved to UTF-8 years ago. What decides is which reading looks like a language.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from monitor.text.letters import plausibility

How = Literal["bom", "content", "declared", "guessed"]

# What publishers call their encodings, where Python knows another name, or where the web means a superset (WHATWG).
_MEANT = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252",
    "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030",
    "euc_kr": "cp949", "shift_jis": "cp932", "big5": "big5hkscs", "x-sjis": "cp932", "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp", "ks_c_5601-1987": "cp949", "x-x-big5": "big5hkscs", "unicode": "utf-8", "utf8mb4": "utf-8",
    "utf-8-sig": "utf-8", "x-mac-cyrillic": "mac_cyrillic", "koi8": "koi8-r", "koi8r": "koi8-r", "koi8u": "koi8-u",
}  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),  # before UTF-16, whose mark they begin with
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
# What a document without a mark begins with, in encodings of several bytes a character (XML 1.0, appendix F).
_OPENINGS = (
    (b"\x00\x00\x00<", "utf-32-be"), (b"<\x00\x00\x00", "utf-32-le"), (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"), (b"\x00{\x00", "utf-16-be"), (b"{\x00", "utf-16-le"),
)  # fmt: skip
_GUESSES = (
    "cp1252", "cp1251", "cp1254", "koi8-u", "cp1250", "cp1253", "cp1256", "cp1255", "cp1257", "iso8859-5", "iso8859-2",
    "cp866", "gb18030", "cp949", "cp932", "euc_jp", "big5hkscs",
)  # fmt: skip
_BY_LANGUAGE = {
    "ru": ("cp1251", "koi8-u"), "uk": ("cp1251", "koi8-u"), "be": ("cp1251",), "bg": ("cp1251",),
    "sr": ("cp1251", "cp1250"), "kk": ("cp1251",), "tr": ("cp1254",), "az": ("cp1254", "cp1251"),
    "pl": ("cp1250",), "cs": ("cp1250",), "sk": ("cp1250",), "hu": ("cp1250",), "ro": ("cp1250",),
    "hr": ("cp1250",), "sl": ("cp1250",), "el": ("cp1253",), "ar": ("cp1256",), "fa": ("cp1256",),
    "he": ("cp1255",), "lt": ("cp1257",), "lv": ("cp1257",), "et": ("cp1257",), "zh": ("gb18030", "big5hkscs"),
    "ko": ("cp949",), "ja": ("cp932", "euc_jp"),
}  # fmt: skip
_BEYOND_BYTES = {"cp949", "gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "iso2022_kr"}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:+-]{1,40})", re.IGNORECASE)
_HEAD = 4096
_FEW = 6  # characters that may look like UTF-8 by accident
_SAMPLE = 20_000  # bytes of words that are weighed
_WORD = re.compile(rb"[A-Za-z]{0,20}[\x80-\xff][A-Za-z\x80-\xff]{0,60}")
_PASSAGE = re.compile(rb"[^<>\n]*[\x80-\xff][^<>\n]*")
_SAID = (0.2, 0.15)  # how much the word of the HTTP header counts, then that of the document
_DEFAULT = 0.1  # how much more usual windows-1252 is where nothing is said
_EXPECTED = 0.25  # how much it counts that the source's languages are written in an encoding


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A document as text, and how its encoding was found. `warning` says what was wrong with what was declared."""

    text: str
    encoding: str  # a Python codec
    how: How
    warning: str | None = None


def decode(
    document: bytes, *, content_type: str | None = None, languages: tuple[str, ...] = (), html: bool = False
) -> Decoded:
    """Return the text of any bytes; nothing raises.

    A byte-order mark wins, then UTF-8 if the bytes are UTF-8 (other text hardly ever is, by chance), then whichever of
    the declared and the usual encodings reads most like a language; `languages` of the source weigh in. With `html`,
    `<meta charset>` counts as a declaration.
    """
    for mark, codec in _BOMS:
        if document.startswith(mark):
            return _with_mark(document[len(mark) :], codec)
    start = document[:_HEAD].lstrip(b"\r\n\t ")[:4]
    for opening, codec in _OPENINGS:
        if start.startswith(opening):
            return Decoded(text=document.decode(codec, "replace"), encoding=codec, how="content")
    said = _said(document, content_type, html=html)
    if b"\x1b$" in document and "iso2022_jp" in said:
        return Decoded(text=document.decode("iso2022_jp", "replace"), encoding="iso2022_jp", how="declared")
    text, bad, good = _weighed(document)
    if not bad and not _mistaken(document, said, good):
        return _as_utf8(text, said, how="declared" if "utf-8" in said[:1] else "content", plain=not good)
    if bad and good > 4 * bad:
        return _stray(text, bad)
    return _legacy(document, said, languages, mixed=good > 0)


def charset(content_type: str | None) -> str | None:
    """Return the Python codec that a Content-Type header names, None where it names none that is known."""
    match = _CHARSET.search(content_type or "")
    return known(match[1]) if match else None


def known(name: str) -> str | None:
    """Return the Python codec that is meant by a name of an encoding; None if none is, or one that text never has.

    >>> known("windows-1251"), known("ISO-8859-1"), known("utf-7"), known("rot13")
    ('cp1251', 'cp1252', None, None)
    """
    said = name.strip().lower().replace("_", "-")
    said = re.sub(r"^(?:win|windows|cp|x-cp)-?(125\d|866|874|932|949)$", r"cp\1", said)
    said = _MEANT.get(said, said)
    try:
        info = codecs.lookup(said)
    except (LookupError, ValueError):
        return None
    # rot13, hex and the like are codecs but no encodings; UTF-7 has served only to smuggle markup past filters.
    if not getattr(info, "_is_text_encoding", True) or info.name in {"utf-7", "idna", "punycode", "undefined"}:
        return None
    if "escape" in info.name:
        return None
    return _MEANT.get(info.name, info.name)


_ESCAPED = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]+")


def _weighed(document: bytes) -> tuple[str, int, int]:
    """Return bytes read as UTF-8, how many of them are none, and how many characters beyond ASCII are (or more)."""
    try:
        text = document.decode()
    except UnicodeDecodeError:
        text = document.decode("utf-8", "surrogateescape")
        return text, len(_ESCAPED.findall(text)), sum(map(len, _BEYOND_ASCII.findall(text)))
    return text, 0, len(document) - len(text)


def _with_mark(document: bytes, codec: str) -> Decoded:
    if codec != "utf-8":
        return Decoded(text=document.decode(codec, "replace"), encoding=codec, how="bom")
    text = document.decode("utf-8", "surrogateescape")
    bad = len(_ESCAPED.findall(text))
    return _stray(text, bad) if bad else Decoded(text=text, encoding="utf-8", how="bom")


def _said(document: bytes, content_type: str | None, *, html: bool) -> tuple[str | None, ...]:
    """Return the codecs named by the HTTP header and by the document itself, None for each that is silent."""
    head = document[:_HEAD]
    match = _XML_DECLARATION.search(head)
    inside = known(match[1].decode("ascii", "replace")) if match else _in_html(head) if html else None
    if inside and inside.startswith(("utf-16", "utf-32")):  # it was readable as ASCII
        inside = "utf-8"
    outside = charset(content_type)
    return (None if outside and outside.startswith(("utf-16", "utf-32")) else outside, inside)


def _in_html(head: bytes) -> str | None:
    """Return the codec that a page's `<meta>` names."""
    from bs4.dammit import EncodingDetector  # pages that don't say UTF-8, or say it and aren't, are few

    named = EncodingDetector.find_declared_encoding(head, is_html=True)
    return known(named) if named else None


def _mistaken(document: bytes, said: tuple[str | None, ...], good: int) -> bool:
    """Tell whether a few characters are UTF-8 by accident: two-byte encodings of East Asia can look so, in short."""
    declared = next((codec for codec in said if codec in _BEYOND_BYTES), None)
    if declared is None or not 0 < good <= _FEW or "utf-8" in said:
        return False
    try:
        document.decode(declared)
    except UnicodeDecodeError:
        return False
    return True


def _as_utf8(text: str, said: tuple[str | None, ...], *, how: How, plain: bool) -> Decoded:
    wrong = next((codec for codec in said if codec and codec != "utf-8"), None)
    warning = f"said to be {wrong}, but it is UTF-8" if wrong and not plain else None
    return Decoded(text=text, encoding="utf-8", how=how, warning=warning)


def _stray(text: str, bad: int) -> Decoded:
    """Keep UTF-8 that a few bytes of windows-1252 fell into (pasted quotation marks), or that was cut in a letter."""
    mended = _ESCAPED.sub(lambda match: bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    return Decoded(text=mended, encoding="utf-8", how="content", warning=f"{bad} bytes are not UTF-8")


def _legacy(document: bytes, said: tuple[str | None, ...], languages: tuple[str, ...], *, mixed: bool) -> Decoded:
    codec, how = _likeliest(document, said, languages)
    declared = next((name for name in said if name), None)
    warning = None
    if how == "guessed":
        warning = (
            f"said to be {declared}, but it reads as {codec}" if declared else f"no encoding said; it reads as {codec}"
        )
    if mixed and codec not in _BEYOND_BYTES:
        text = b"".join(_passages(document, codec)).decode("utf-8")
    else:
        text = document.decode(codec, "replace")
    return Decoded(text=text, encoding=codec, how=how, warning=warning)


def _passages(document: bytes, codec: str) -> list[bytes]:
    """Return a document as UTF-8 in which some passages already were, and others are written in `codec`."""
    pieces, end = [], 0
    for match in _PASSAGE.finditer(document):
        pieces.append(document[end : match.start()])
        passage, end = match[0], match.end()
        try:
            passage.decode("utf-8")
        except UnicodeDecodeError:
            passage = passage.decode(codec, "replace").encode()
        pieces.append(passage)
    pieces.append(document[end:])
    return pieces


def _likeliest(document: bytes, said: tuple[str | None, ...], languages: tuple[str, ...]) -> tuple[str, How]:
    words, passages = _joined(_WORD, document), _joined(_PASSAGE, document)
    usual = {codec for language in languages for codec in _BY_LANGUAGE.get(language[:2].lower(), ("cp1252",))}
    spoken = [codec for codec in said if codec and codec != "utf-8"]
    scores: dict[str, float] = {}
    for codec in dict.fromkeys([*spoken, *_GUESSES]):
        sample = passages if codec in _BEYOND_BYTES else words
        scores[codec] = plausibility(sample.decode(codec, "replace"), codec) + _EXPECTED * (codec in usual)
    best = max(scores, key=lambda codec: scores[codec] + _bonus(codec, said))
    return best, "declared" if best in spoken else "guessed"


def _bonus(codec: str, said: tuple[str | None, ...]) -> float:
    bonus = max((weight for weight, name in zip(_SAID, said, strict=True) if name == codec), default=0.0)
    return bonus / 3 + _DEFAULT if codec == "cp1252" else bonus  # servers and templates say it without having looked


def _joined(pattern: re.Pattern[bytes], document: bytes) -> bytes:
    """Return the matches, a line each, until there are enough of them to weigh."""
    pieces, size = [], 0
    for match in pattern.finditer(document):
        pieces.append(match[0][:_SAMPLE])
        size += len(match[0])
        if size > _SAMPLE:
            break
    return b"\n".join(pieces)
