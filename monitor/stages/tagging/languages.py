"""Which languages' names may count in a text: by its script, what is said of it, and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

ENGLISH = "en-only"  # the text itself is English: what counts in no other text (state abbreviations) counts
SAMPLE = 1500  # characters that are looked at
_SCRIPTS = (
    (re.compile("[\u0400-\u052f]"), ("ru", "uk"), ("be", "bg", "sr", "mk", "kk", "ky", "tg", "mn")),
    (re.compile("[\u064a\u0643\u0629\u0649]"), ("ar",), ("ur", "ps", "ckb")),
    (re.compile("[\u06cc\u06a9\u067e\u0686\u06af]"), ("fa",), ("ur", "ps", "ckb")),
    (re.compile("[\u0600-\u06ff]"), (), ("ur", "ps", "ckb")),
    (re.compile("[\u0530-\u058f]"), ("hy",), ()),
    (re.compile("[\u10a0-\u10ff]"), ("ka",), ()),
    (re.compile("[\u4e00-\u9fff]"), ("zh", "ja"), ()),
    (re.compile("[\u3040-\u30ff]"), ("ja",), ()),
    (re.compile("[\uac00-\ud7af]"), ("ko",), ()),
    (re.compile("[\u0370-\u03ff]"), ("el",), ()),
    (re.compile("[\u0590-\u05ff]"), ("he",), ()),
    (re.compile("[\u0900-\u097f]"), ("hi",), ()),
    (re.compile("[\u0980-\u09ff]"), ("bn",), ()),
    (re.compile("[\u0b80-\u0bff]"), ("ta",), ()),
    (re.compile("[\u0e00-\u0e7f]"), ("th",), ()),
    (re.compile("[\u1200-\u137f]"), ("am",), ()),
)
_FOREIGN = frozenset(language for _, usual, rest in _SCRIPTS for language in (*usual, *rest))
# The commonest short words of each language written in Latin letters.
_COMMON = {
    "en": "the of and to in that is was for on with said by from has its at as be are were will not",
    "fr": "le la les des et du en une un dans que qui pour est au aux sur par avec sont ont été ce cette d l plus",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch bei nach sagte",
    "es": "el la los las de y en que del se por con para una un su al es lo como más ha fue",
    "it": "il la di che e per un una del della in con non sono è gli le nel alla da dei al ha",
    "pt": "o a os as de e do da em que para com um uma no na não por dos das ao se foi",
    "nl": "de het een van en in is dat op te met voor zijn aan niet door werd ook bij heeft",
    "tr": "ve bir bu da de ile için olarak olan daha gibi sonra kadar ise dedi ancak çok en",
    "az": "və bir bu da də ilə üçün olan kimi ki edib olub bildirib sonra isə daha o",
    "pl": "w i na z do się że nie to jest o po przez oraz od dla za są przed",
    "ro": "și de în la cu a din pe că pentru este un o care nu mai sau prin al",
    "cs": "a v na se že je do s z o k ve pro by jsou byl podle také i",
    "sk": "a v na sa že je do s z o k vo pre by sú bol podľa aj i",
    "hu": "a az és hogy nem is egy van meg volt ezt csak szerint már de mint",
    "sv": "och i att det som en på är av för med den till inte har de om ett",
    "nb": "og i at det som en på er av for med den til ikke har de om et fra",
    "da": "og i at det som en på er af for med den til ikke har de om et fra",
    "fi": "ja on ei se että oli myös ovat mukaan joka kun hän mutta sen ovat",
    "et": "ja on ei et see oli ka mis kui ning ta aga oma",
    "lv": "un ir ar par no uz ka tas kas arī lai bet pie",
    "lt": "ir yra kad su iš į tai bet apie nuo buvo kaip",
    "id": "yang dan di dari untuk dengan ini itu pada dalam tidak akan oleh ke telah",
    "ms": "yang dan di dari untuk dengan ini itu pada dalam tidak akan oleh ke telah",
    "hr": "i u je na se da su za od s o ne to iz kako koji bi će",
    "bs": "i u je na se da su za od s o ne to iz kako koji bi će",
    "sr": "i u je na se da su za od s o ne to iz kako koji bi će",
    "sl": "in v je na se da so za z o ne iz ki bi po tudi",
    "sq": "dhe në e të për me një nga që është si ka nuk do më",
    "ca": "el la els les de i en que del es per amb una un no ha al",
    "uz": "va bu bilan uchun bir ham deb edi haqida qilgan",
    "tk": "we bu bilen üçin bir hem diýip",
    "vi": "và của là có cho được trong với một những các không người",
    "sw": "ya wa na kwa ni katika za la kuwa hiyo",
    "eu": "eta da du ez bat dute dira izan",
    "ga": "agus an na ar go le is bhí",
    "is": "og í að er á sem var við fyrir með",
    "mt": "u ta li fil minn għal huwa dan",
    "fil": "ang ng sa mga na at ay si para",
    "gl": "o a os as de e do da en que para con un unha no na non por",
}
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _language)
_PERSIAN = re.compile("[\u06cc\u06a9\u067e\u0686\u06af]")
_KANA = re.compile("[\u3040-\u30ff]")
_ARABIC = re.compile("[\u064a\u0643\u0629\u0649]")
_LATIN_WORD = re.compile(r"[a-zA-ZÀ-ɏə]+")
_FEW = 4  # of its common words are too few to tell a language by
_PRESUMED = ("en", "fr", "de", "es", "tr", "az", "it", "pt")  # where a text is too short to tell


def _latin(said: Sequence[str]) -> tuple[str, ...]:
    """Return the Latin-script languages a text of these words is likely in: one where they tell, else all that tie."""
    times = Counter(said)
    counts: Counter[str] = Counter()
    for word in times.keys() & _LANGUAGES_OF.keys():
        for language in _LANGUAGES_OF[word]:
            counts[language] += times[word]
    if any("ə" in word for word in times if not word.isascii()):
        counts["az"] += 5
    if not counts:
        return _PRESUMED
    most = max(counts.values())
    likely = tuple(language for language, count in counts.items() if count >= 0.8 * most)
    sure = most > _FEW or (len(likely) == 1 and most > _FEW // 2)
    return likely if sure else (*likely, *_PRESUMED)


def _by_script(sample: str, said: str | None) -> frozenset[str]:
    found = {"en"}
    if sample.isascii():
        return frozenset(found)
    for pattern, usual, rest in _SCRIPTS:
        if pattern.search(sample):
            found.update(usual)
            if said is None or said in rest:
                found.update(rest)
    if "zh" in found and not _KANA.search(sample):  # what is Japanese has kana as well
        found.discard("ja")
    return frozenset(found)


def active(sample: str, said: str | None = None) -> frozenset[str]:
    """Return the languages whose aliases may count in a text that begins with `sample`; English always does.

    `said` is what the feed or page says (`pt-BR` counts as `pt`); a text may well be in another one.
    """
    code = said.replace("_", "-").partition("-")[0].casefold() if said else None
    code = {"no": "nb", "nn": "nb", "tl": "fil", "in": "id", "iw": "he"}.get(code or "", code)
    sample = sample[:SAMPLE]
    found = set(_by_script(sample, code))
    latin = _LATIN_WORD.findall(sample.lower())
    if "ar" in found and "fa" in found:  # one of them by its letters
        found.discard("fa" if 3 * len(_PERSIAN.findall(sample)) < len(_ARABIC.findall(sample)) else "ar")
    some, many = len(latin) > _FEW, len(latin) > 5 * _FEW
    if many or (some and len(found) == 1):  # a few Latin names in another script are English
        likely = _latin(latin)
        likely = (code,) if code and code in likely else likely
        found.update(likely)
        if "en" in likely:
            found.add(ENGLISH)
    elif len(found) == 1:
        found.add(ENGLISH)
    if code:
        found.add(code)
    return frozenset(found)
