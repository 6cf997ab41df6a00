"""Where a report was filed: the place, date and agency before its first sentence, in any language.

NEW YORK, March 3 (Reuters) -      BAKI, 23 noyabr, AZƏRTAC       МОСКВА, 23 ноября. /ТАСС/.
Brüssel (dpa) -                    КИЇВ. 23 листопада. УНН.       新华社北京11月23日电
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.stages.tagging.matcher import Hit

REACH = 120  # characters from the body's start within which a dateline ends
# A dash, a slash, a colon, a line's end; a full stop behind a date or before an agency's name.
_MARK = re.compile(
    r"\s+[-–—―]{1,2}\s|\s*[—–―]\s*|\s*\(?/[^/\n]{2,30}/\)?\s*[-–—.:]?|\)\s*[-–—.:]+|\.\s*[-–—]+|:\s|։\s|\n"
    r"|(?<=\d)\.\s|\.\s(?=[A-ZА-ЯІЇЄƏ]{2})|(?<=\w)\s?-\s"
)
_UNSPACED = re.compile(r"\d{1,2}[日號号]\s?(?:电|電|讯|訊|[ ，,：])")
_PARENTHESIS = re.compile(r"[(\[][^)\]]*[)\]]?")
_WORD = re.compile(r"[^\W\d_]{2,}")
_DIGIT = re.compile(r"\d")
_MONTH = re.compile(
    r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек"
    r"|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|yan|fev|apr|may|iyu|avq|sen|okt|noy|dek"
    r"|oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara"
    r"|janv|févr|avr|mai|juin|juil|août|mär|ene|abr|ago|dic|հուն|փետ|մար|ապր|մայ|հուլ|օգո|սեպ|հոկ|նոյ|դեկ"
    r"|იან|თებ|მარ|აპრ|მაი|ივნ|ივლ|აგვ|სექ|ოქტ|ნოე|დეკ)\w*"
)
_MOST_WORDS = 4  # that may be neither place, month nor agency: the name of a town we don't know
_PLACES = frozenset({"capital", "city", "town", "region", "name", "abbreviation"})


def end_of_dateline(body: str, hits: Sequence[Hit]) -> int:
    """Return where the dateline that a body begins with ends; 0 where it has none. `hits` are the body's, in order."""
    begin = len(body) - len(body.lstrip())
    head = body[: begin + REACH]
    first = next((hit for hit in hits if hit.rule in _PLACES), None)
    if first is None or first.start >= len(head):
        return 0
    unspaced = _UNSPACED.search(head)
    if unspaced and first.end <= unspaced.start() and unspaced.start() - first.end <= len("（记者）12月"):
        return unspaced.end()
    for mark in _MARK.finditer(head, begin):
        if mark.start() >= first.end and _is_dateline(body, begin, mark.start(), hits):
            return mark.end()
    return 0


def _is_dateline(body: str, begin: int, end: int, hits: Sequence[Hit]) -> bool:
    """Return whether body[begin:end] holds nothing but places, a date and an agency."""
    inside = [hit for hit in hits if hit.end <= end and hit.rule in _PLACES]
    head = body[begin:end]
    dated = bool(_DIGIT.search(head) and _MONTH.search(head))
    agency = "(" in head or body[end : end + 3].lstrip().startswith(("/", "(/", ")"))
    rest = list(head)
    for hit in inside:
        rest[hit.start - begin : hit.end - begin] = " " * (hit.end - hit.start)
    left = _WORD.findall(_PARENTHESIS.sub(" ", _MONTH.sub(" ", "".join(rest)).replace("/", " ")))
    unknown = [word for word in left if word[0].isupper() or word[0].lower() == word[0].upper()]
    if len(left) > _MOST_WORDS or len(left) - len(unknown) > 1:
        return False
    if inside and inside[0].start == begin and (dated or agency):
        return True
    if dated and head[:1].isupper() and inside:
        return True
    return bool(inside) and inside[0].start == begin and inside[0].rule in {"capital", "city", "town"} and not left
