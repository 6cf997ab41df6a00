"""Which language a text is in, by its script, then by its commonest words and the letters of its alphabet."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

_READ = 2_000  # characters; more make no difference
_FEWEST_LETTERS = 4
_ENOUGH = 1.5  # evidence below which nothing is said
_DENSITY = 0.05  # and below so much for each word: a language that is not among these has some by chance
_AHEAD = 1.2  # how far the best must be ahead of the next
_EXPECTED = 1.35  # what a language that is expected counts more

_SCRIPTS = {
    name: re.compile(letters)
    for name, letters in {
        "latin": r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]",
        "cyrillic": r"[\u0400-\u052f]",
        "arabic": r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]",
        "ka": r"[\u10a0-\u10ff\u1c90-\u1cbf]",
        "hy": r"[\u0531-\u0587]",
        "el": r"[\u0370-\u03ff\u1f00-\u1fff]",
        "he": r"[\u05d0-\u05ea]",
        "hi": r"[\u0900-\u097f]",
        "bn": r"[\u0980-\u09ff]",
        "ta": r"[\u0b80-\u0bff]",
        "te": r"[\u0c00-\u0c7f]",
        "am": r"[\u1200-\u137f]",
        "th": r"[\u0e00-\u0e7f]",
        "lo": r"[\u0e80-\u0eff]",
        "my": r"[\u1000-\u109f]",
        "km": r"[\u1780-\u17ff]",
        "ko": r"[\uac00-\ud7a3\u1100-\u11ff]",
        "kana": r"[\u3040-\u30ff]",
        "han": r"[\u3400-\u9fff]",
    }.items()
}
_KANA_SHARE = 0.05  # of Han and kana: Japanese is never written without
_SHARED_SCRIPTS = ("latin", "cyrillic", "arabic")

# Letters beyond the plain ones of the script that a language writes, in lower case.
_LETTERS = {
    "en": "", "de": "äöüß", "fr": "éèêëàâçîïôùûœ", "es": "áéíóúñü", "pt": "áâãàçéêíóôõú", "it": "àèéìòù",
    "ca": "àçèéíïòóúü", "nl": "ëïé", "ro": "ăâîșțşţ", "pl": "ąćęłńóśźż", "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž", "sl": "čšž", "hr": "čćđšž", "hu": "áéíóöőúüű", "sv": "åäö", "no": "æøå", "da": "æøå",
    "is": "áðéíóúýþæö", "fi": "äö", "et": "äõöü", "lv": "āčēģīķļņšūž", "lt": "ąčęėįšųūž", "sq": "çë",
    "tr": "çğıöşüâ", "az": "çəğıöşü", "uz": "ʻʼ", "tk": "äçňöşüýž",
    "vi": "ăâđêôơưáàảãạấầẩẫậắằếềểễệíìịóòọốồổộớờợúùụứừựý",
    "id": "",
    "ru": "ёъыэщ", "uk": "ґєії'щ", "be": "ёіўыэ'", "bg": "ъщ", "sr": "ђјљњћџ", "mk": "ѓѕјљњќџ",
    "kk": "әғқңөұүһіыэ", "ky": "ңөүыэ", "tg": "ғӣқӯҳҷъэ", "mn": "өүыэ",
    "ar": "ةىأإآؤئك", "fa": "پچژگکیآئ", "ur": "پچژگکیےںہھٹڈڑآئ", "ps": "پچژګکیېۍړډټځڅښڼ", "ckb": "پچژگکیەێۆڕڵڤ",
}  # fmt: skip
_CYRILLIC = frozenset(("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn"))
_ARABIC = frozenset(("ar", "fa", "ur", "ps", "ckb"))

_COMMON = {
    "en": "the of and to in that is was for on with as by at from it his her their which has have had not are were be "
    "this but they said who will after about over its an or more than would been says",
    "de": "der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat "
    "dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec son "
    "aux d l ses mais comme ou si leur y dont été cette ces ont après entre selon être",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha este sí "
    "porque esta entre cuando muy sin sobre también fue hasta desde son según tras",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou "
    "quando muito nos já também pelo pela até isso foi são após segundo sobre",
    "it": "di che e la il un a per in una mi sono ho non ma lo ha le si i con da del della dei alla nel più anche come "
    "dal sul delle degli gli al ai nella questo è stato dell l dopo tra",
    "ca": "de la i el a que en els les un una per amb del al és no es més com ha dels aquest aquesta va seva però han "
    "també entre l d pel",
    "nl": "de het een en van in is dat op te zijn met voor niet die aan er om ook als maar bij uit door over naar nog "
    "worden heeft tot was wordt deze hij kan meer zich",
    "ro": "de și în a la pe cu o din care nu un că pentru mai este sunt au fost al ale prin sau după între această lui "
    "ce fi iar va această ca acest",
    "pl": "w i na z do się nie że o to jest a po od za przez jak dla który która które oraz ale co przed ich przy był "
    "była było są także już jego tym tego roku będzie",
    "cs": "a v se na je že s z do o i to ve pro za by jsou ale jako které který která po podle už od při byl bylo tak "
    "ze jeho také bude však nebo let jen může",
    "sk": "a v sa na je že s z do o i to vo pre za by sú ale ako ktoré ktorý ktorá po podľa už od pri bol bolo tak zo "
    "jeho tiež bude však alebo aj rokov môže",
    "sl": "in je v na za da se so z ki po pa s ne bi tudi kot od pri iz o do ali še bo bil bila kar več že ko med",
    "hr": "i je u na se da za su od s a koji koja ne o iz će kako to kao bi do što sa po ali koje ili je nije više "
    "samo te bio prema već između",
    "hu": "a az és hogy nem is egy ez meg el de ha csak volt már még mint vagy szerint után között lesz azt ezt aki "
    "amely majd pedig kell való minden",
    "sv": "och att det i som en på är av för med till den har de inte om ett han men var sig så från vi kan nu när ska "
    "efter eller säger också under enligt",
    "no": "og i det som er på en til av for at med har de ikke den et om han var fra men vi seg så jeg sier etter "
    "skal kan også ble være blir mot noe ut når å",
    "da": "og i det er på en til af for at med har de ikke den et om han var fra men vi sig så jeg siger efter skal "
    "kan også blev være bliver mod når blevet mere hvad",
    "is": "og í að er á sem til um við en með af fyrir það ekki var hann hefur eftir frá þá því hún verið eru",
    "fi": "ja on ei että se oli hän joka mutta myös ovat sen kun kuin tai niin ole mukaan jälkeen vuoden hänen sekä "
    "nyt vain olla ollut kertoo voi noin",
    "et": "ja on ei et see oli ta ka kui mis oma aga ning kes või nad mida pole selle pärast juba välja tema ole",
    "lv": "un ir par no ar uz kas ka tas arī lai bet kā pēc tika gada viņš ne vai savu to pie jau bija tiek",
    "lt": "ir kad yra su į iš ne bet kaip tai buvo apie jis ar po už dar savo kuris jau metų bus prie pagal",
    "sq": "dhe të e në i për me nga se një është që ka nuk do si më është duke u janë por kjo këtë ai edhe",
    "tr": "ve bir bu da de için ile olarak olan daha çok gibi sonra en ne ya var o ama kadar ki göre ise her değil "
    "olduğu tarafından yeni türkiye dedi iki üzerinde",
    "az": "və bir bu da də üçün ilə olan edib ki olub daha çox kimi sonra ən o bildirib edilib hər azərbaycan olaraq "
    "həmin isə onun deyib edir barədə olunub etmək qeyd var nə",
    "uz": "va bir bu uchun bilan ham bu da deb bo lgan kerak edi yil esa o ning haqida uning emas ko qildi bo yicha "
    "kabi tomonidan barcha",
    "tk": "we bir bu bilen üçin hem da de bolup ýyl türkmenistanyň barada boldy ol döwlet edip",
    "vi": "và của là có cho không được một các trong với những người đã này để khi về đến từ tại ra như",
    "id": "yang dan di untuk dengan dari ini tidak dalam pada itu akan ke adalah oleh juga mereka telah sebagai bisa "
    "ada kata saat atau tersebut",
    "ru": "и в не на что с по как это из за для от о к он его но до при было был она также я мы у все так же после "
    "который которые года а об более будет этом были заявил сообщает",
    "uk": "і в не на що з у та до за про як це від для його але який які після було він також є й із чи під час року "
    "через щоб буде їх ми при яка був були повідомляє",
    "be": "і ў не на што з у да па як гэта за для ад яго але які пра таксама ён быў было года пры каб яны пасля",
    "bg": "и в на да се за от не с по е са че като до при но след което които във бе ще има той тя това си из беше "
    "между още или който която",
    "sr": "и је у на се да за су од са а који која не о из ће како то као би до што по али које или није више само",
    "mk": "и во на да се за од не со по е дека како до при но кои кој која што ќе има тој тоа ги го беше или меѓу",
    "kk": "және мен бұл үшін бір деп да де бойынша туралы болды ол еді жылы қазақстан осы болып дейді жоқ",
    "ky": "жана менен бул үчүн бир деп да боюнча болгон ал кыргызстан эле анын деди болуп жылы",
    "tg": "ва дар ба аз ки барои бо ин буд аст тоҷикистон низ он мебошад шуд кард",
    "mn": "нь ба энэ юм гэж байна монгол улсын болон дээр хийх байгаа тухай",
    "ar": "في من على إلى أن عن التي الذي مع هذا هذه ما لا كان بعد قال كما بين وقال أو قد كانت ذلك منذ حول خلال إن",
    "fa": "در به از که این را با است برای آن یک تا بر شد خود کرد هم می شده بود های گفت نیز وی باید اما دو",
    "ur": "کے کی میں ہے اور سے کا کو اس پر نے کہ ہیں یہ بھی تھا ایک کر گیا نہیں تھے وہ ان",
    "ps": "د په او چې کې له سره دي ته یې دا هم نه څخه شوي",
    "ckb": "لە بە و کە بۆ ئەو لەگەڵ ئەم دەکات هەروەها بوو",
}

# Endings of words, which speak in headlines that have none of the above.
_ENDINGS = {
    "en": "ing ed tion tions ment ly ity ness ght ers ies ous",
    "de": "ung ungen lich isch keit heit schen cht iert ischen liche",
    "fr": "tion ment eur eux ais ait ées ique iques oir euse ance ence ents",
    "es": "ción ciones ado ada ados adas idad mente ismo dores ró iendo ando ncia",
    "pt": "ção ções ado ada idade mente ões eiro eira endo ando ência",
    "it": "zione zioni ato ata ità mente are ere etti enza ando ssimo iamo",
    "nl": "heid lijk ijke eren den ij aan eert elijk",
    "ro": "ului lor ția ție iei tate ilor esc ului ează eşte ește urilor",
    "pl": "ów ach ego emu ość ości nie ski ska ych ymi ał ała iej ską cji",
    "cs": "ní ého ové ách ých ému ovat ých ské ský cí il ila",
    "sk": "ého ové ách ých ému ovať ské ský ií ov ila",
    "hu": "ban ben nak nek ság ség ról ről val vel ból ből tól től ött",
    "sv": "ning arna erna ade lig skt ningen het",
    "no": "ing ene lig ning else het ende",
    "da": "ing erne lig ning else hed ende",
    "fi": "ssa ssä sta stä lla llä nen iin ksi ista kin vat vät",
    "tr": "lar ler ları leri nda nde yor dır dir mış miş ında inde ması mesi nın nin dı di ldı ldi dan den ndan",
    "az": "lar lər ları ləri nda ndə dır dir mış miş ında ində ması məsi nın nin dı di ıb ib ya dan dən ndən",
    "uz": "lar ning dagi gan lik larni moqda ishi",
    "ru": "ого его ов ей ый ая ть ся ами ями ции ение ения ский ской ского ых их ать ил ла ли ет ит ом ах ии "
    "лся лась лись ась ись",
    "uk": "ого ів ий ти ся ами ями ції ння ський ської ського их ав ла ли ті ові ах вся лася лися ися ією",
    "be": "ага аў ць ца амі ямі цыі нне скі скай скага ых іх ла лі ах",
    "bg": "ите ата ият ето ане ски ска ския та то ва ли ха ат",
    "sr": "ог ом ић ски ска ску ња ње ти ли ла ма",
    "mk": "ите ата от ски ска то та ва ње ја",
    "kk": "ның нің дар дер лар лер ған ген мен да де ды ді",
    "ar": "ات ين ون ية",
    "fa": "های ها ند شد",
}


@cache
def _languages_by_ending() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for language, endings in _ENDINGS.items():
        for ending in set(endings.split()):
            found[ending].append(language)
    return {ending: tuple(languages) for ending, languages in found.items()}


@cache
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for language, common in _COMMON.items():
        for word in set(common.split()):
            found[word].append(language)
    return {word: tuple(languages) for word, languages in found.items()}


@cache
def _languages_by_letter() -> dict[str, frozenset[str]]:
    letters = set("".join(_LETTERS.values()))
    return {letter: frozenset(name for name, own in _LETTERS.items() if letter in own) for letter in letters}


def _script(text: str) -> str | None:
    """Return the script, or the only language that writes it, of most letters."""
    counts = Counter({name: len(letters.findall(text)) for name, letters in _SCRIPTS.items()})
    if counts["kana"] > _KANA_SHARE * (counts["kana"] + counts["han"]):
        counts["ja"] = counts.pop("kana") + counts.pop("han")
    counts["zh"] = counts.pop("han", 0) * 2  # a character is worth more than a letter
    counts["ja"] *= 2
    ((name, most),) = counts.most_common(1)
    return name if most >= _FEWEST_LETTERS and most * 2 > counts.total() else None


def _family(language: str) -> str:
    return "cyrillic" if language in _CYRILLIC else "arabic" if language in _ARABIC else "latin"


def _evidence(text: str, script: str) -> dict[str, float]:
    """Weigh each language of a script: a word or letter that few languages share says more than one that many do."""
    scores = {language: 0.0 for language in _COMMON if _family(language) == script}
    by_word, by_letter, by_ending = _languages_by_word(), _languages_by_letter(), _languages_by_ending()
    for word, times in Counter(re.findall(r"[^\W\d_]+", text)).items():
        languages = [language for language in by_word.get(word, ()) if language in scores]
        for language in languages:
            scores[language] += min(times, 5) / len(languages)
        for length in (5, 4, 3, 2):
            ending = by_ending.get(word[-length:], ()) if len(word) > length + 1 else ()
            languages = [language for language in ending if language in scores]
            for language in languages:
                scores[language] += 0.4 * min(times, 5) / len(languages)
    for letter, times in Counter(text).items():
        languages = [language for language in by_letter.get(letter, ()) if language in scores]
        if languages:
            for language in scores:
                share = 0.5 / len(languages) if language in languages else -0.5
                scores[language] += share * min(times, 6)
    return scores


def detect(text: str, candidates: tuple[str, ...] = ()) -> str | None:
    """Return the language of a text as an ISO 639-1 code (`ckb` has none), or None where that is unsure.

    `candidates` are languages that are expected: they need less evidence against the others, but never win without.

    >>> detect("Генсек НАТО прибыл в Баку с рабочим визитом, сообщает агентство"), detect("NATO")
    ('ru', None)
    """
    read = text[:_READ].lower().replace("i\u0307", "i")
    script = _script(read)
    if script not in _SHARED_SCRIPTS:
        return script
    scores = _evidence(read, script)
    for language in candidates:
        if language in scores:
            scores[language] *= _EXPECTED
    (best, most), (_, second) = Counter(scores).most_common(2)
    enough = max(_ENOUGH / (2 if best in candidates else 1), _DENSITY * len(set(read.split())))
    if most < enough or most < _AHEAD * second:
        return None
    if best == "hr" and "hr" not in candidates:  # in Latin letters, what the source says it is
        return next((language for language in candidates if language in {"sr", "bs"}), best)
    return best
