"""Tells persons from the peoples and places that they are called like: Mickey Welsh, Naomi Osaka, Антон Поляков."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from monitor.gazetteer import Alias, given_names, leaders_of
from monitor.stages.tagging.matcher import Hit
from monitor.stages.tagging.words import fold, is_shouted
from monitor.text.skeleton import skeleton

REACH = 30  # characters in front of a hit that are looked at
LAST_WORD = re.compile(r"([^\W\d_][\w.'’-]*) $")
OPENS = re.compile(r"(?:^|[.!?…։:;\n«“„\"(—–])\s*$")  # a sentence, or what is said in one
_SINGLE = re.compile(r"[^\W\d_]+")
# What bears the names of persons: a state or its capital is seldom one, and has doubts of its own in ambiguity.tsv.
_BORNE = frozenset({"demonym", "city", "region", "town"})
# First names that are words or months as well: `in June Chinese officials`, `Christian Palestinians`.
_WORDS = frozenset(
    {"June", "Christian", "Mark", "Bill", "Virginia", "Jordan", "Victoria", "Paris", "Israel", "London", "Jan", "Roman"}
)
_GIVEN_ENDING = re.compile(r"(?:а|у|ом|е|ы|и|ой|ою|ем|ём|я|ю|ей|ею|ь|й|ии|ию|ией|ия|і|ові|єві|ю|єм|ії|ією|о)?")
_AND = frozenset("وفل")  # Arabic writes them on to a name: ومحمد
_GIVEN_FINAL = "аяйьо"
_LONGEST = 3  # letters of such an ending

_ARMENIAN_SURNAME = re.compile("[^ա]յան(?:ը|ն|ի|ին|ից|ով|ում)?$")  # Հնդիկյան; adjectives in -յան are written small
_CYRILLIC = re.compile("[\u0400-\u052f]+")
_ADJECTIVE = re.compile("[сцз]ьк|[сц]к")  # русский, турецкий, французька: in capitals part of a name that tells
_SURNAME = re.compile("(?:[оеё]в|[иы]н)(?:а|у|ым|им|е|і|ої|ой|ою|ых|их|ыми|ими|і|ові)?$")
# What one person does, behind a surname: заявил, считает, сам.
_ALONE = re.compile(
    r" (?:сам\w*|также|уже|не )?\s?(?:[^\W\d_]+(?:л|лся|ла|лась|ет|ит|ёт|ется|ится|в|вся|ає|ить)\b|сам\b|[—–-])"
)


@cache
def _stems() -> frozenset[str]:
    return frozenset(name.rstrip(_GIVEN_FINAL) for name in given_names() if _CYRILLIC.fullmatch(name))


def is_given_name(word: str) -> bool:
    """Return whether a word is a first name, in any case of a Slavic language.

    >>> is_given_name("Michael"), is_given_name("Антоном"), is_given_name("Moscow")
    (True, True, False)
    """
    if word in given_names() or (word[0] in _AND and word[1:] in given_names()):
        return True
    if not _CYRILLIC.fullmatch(word):
        return False
    stems = _stems()
    return any(
        word[: len(word) - cut] in stems and _GIVEN_ENDING.fullmatch(word, len(word) - cut)
        for cut in range(min(_LONGEST, len(word) - 2) + 1)
    )


def is_namesake(text: str, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Return whether a hit is the surname behind somebody's first name: the Welsh of `Mickey Welsh`."""
    arabic = "\u0600" <= hit.text[0] <= "\u06ff"  # has no capitals
    if hit.rule not in _BORNE or not (hit.text[0].isupper() or arabic) or not _SINGLE.fullmatch(hit.text):
        return False
    return _forename(text, hit, hits) is not None


def is_another(text: str, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Return whether a hit is a leader's surname behind somebody else's first name: the Abbas of `Rami Abbas`.

    Spellings differ, so that a first name is the leader's own if it begins with the sound of one of his names.
    """
    if hit.rule != "leader" or hit.aliases[0].own or not _SINGLE.fullmatch(hit.text):
        return False
    forename = _forename(text, hit, hits)
    own = _sounds(hit.aliases[0]) if forename else ""
    return bool(forename and own) and skeleton(forename)[:1] not in own


@cache
def _sounds(alias: Alias) -> str:
    """Return the sounds with which the names of the leaders begin who have this surname; none where it stands alone."""
    surname = skeleton(alias.text.rstrip("*!"))
    names = (name for slug in alias.tags for name in leaders_of().get(slug, ()))
    told = (set(map(skeleton, name)) for name in names)
    return "".join(sound[:1] for sounds in told if surname in sounds for sound in sounds - {surname})


def _forename(text: str, hit: Hit, hits: Sequence[Hit]) -> str | None:
    """Return the first name that stands before a hit, if one does."""
    before = LAST_WORD.search(text, max(0, hit.start - REACH), hit.start)
    if before is None or before.group(1) in _WORDS or not is_given_name(before.group(1)):
        return None
    return None if any(one.start <= before.start(1) < one.end for one in hits) else before.group(1)


def is_family(text: str, hit: Hit) -> bool:
    """Return whether a people's name is written as a surname is, in the languages of Cyrillic letters.

    They write peoples in small letters: what has a capital within a sentence is a person, and the first word of one is
    if it is declined as a surname and does what one person does.
    """
    if hit.rule != "demonym" or not hit.text[0].isupper():
        return False
    if not _CYRILLIC.fullmatch(hit.text):
        return bool(_ARMENIAN_SURNAME.search(hit.text)) and "յան" not in hit.aliases[0].text
    if hit.aliases[0].text[0].isupper() or _ADJECTIVE.search(hit.text) or hit.text.isupper() or is_shouted(text):
        return False
    if not OPENS.search(text, max(0, hit.start - REACH), hit.start):
        return True
    return may_be_family(hit) and bool(_ALONE.match(text, hit.end))


def may_be_family(hit: Hit) -> bool:
    """Return whether a people's name has the form of a surname as well: Поляков, but not Поляки."""
    return hit.rule == "demonym" and hit.text[0].isupper() and bool(_SURNAME.search(hit.text))


def family(hit: Hit) -> str:
    """Return what all cases of such a surname begin with."""
    return _SURNAME.sub("", fold(hit.text))
