"""The names of months in the languages of the press, and the words folded so that they can be compared."""

from __future__ import annotations

import unicodedata
from functools import cache

# Twelve months a language, by commas; `*` marks a stem that takes endings, the rest are written as they are.
# Spelling is folded (see fold), so that accents and capitals do not matter. Sources: CLDR, and how papers abbreviate.
_NAMES = {
    "en": "january jan, february feb febr, march mar, april apr, may, june jun, july jul, august aug, september "
    "sept sep, october oct, november nov, december dec",
    "az": "yanvar* yan, fevral* fev, mart* mar, aprel* apr, may mayin mayda, iyun* iyn, iyul* iyl, avqust* avq, "
    "sentyabr* sen, oktyabr* okt, noyabr* noy, dekabr* dek",
    "ru": "январ* янв, феврал* фев февр, март* мар, апрел* апр, май мая мае, июн*, июл*, август* авг, сентябр* "
    "сен сент, октябр* окт, ноябр* ноя нояб, декабр* дек",
    "tr": "ocak* oca, subat* sub, mart* mar, nisan* nis, mayis* may, haziran* haz, temmuz* tem, agustos* agu, "
    "eylul* eyl, ekim* eki, kasim* kas, aralik aralig* ara",
    "uk": "січен* січн* січ, лют*, берез* бер, квіт*, травен* травн* трав, червен* червн* черв чер, липен* "
    "липн* лип, серпен* серпн* серп, верес* вер, жовт*, листоп* лист, груд*",
    "be": "студ* сту, лют*, сакав* сак, красав* кра, май мая траўн* травен*, чэрв* чэр, ліпен* ліп, жнів* жніў* жні, "
    "верас* вер, кастр* кас, ліст* ліс, снеж* сне",
    "hy": "հունվար* հնվ հուն, փետրվար* փտվ փետ, մարտ* մրտ, ապրիլ* ապր, մայիս* մյս մայ, հունիս* հնս, հուլիս* "
    "հլս, օգոստոս* օգս օգոս, սեպտեմբեր* սեպ սեպտ, հոկտեմբեր* հոկ հոկտ, նոյեմբեր* նոյ, դեկտեմբեր* դեկ",
    "ka": "იანვ* იან, თებერ* თებ, მარტ* მარ, აპრ*, მაის* მაი, ივნ*, ივლ*, აგვ*, სექტ* სექ, ოქტ*, ნოემ* ნოე, "
    "დეკ*",
    "fr": "janvier janv jan, fevrier fevr fev, mars, avril avr, mai, juin, juillet juil, aout, septembre sept "
    "sep, octobre oct, novembre nov, decembre dec",
    "de": "januar* janner* jan, februar* feb febr, marz* maerz* mar mrz, april* apr, mai mais, juni* jun, juli* "
    "jul, august* aug, september* sept sep, oktober* okt, november* nov, dezember* dez",
    "es": "enero ene, febrero feb, marzo mar, abril abr, mayo may, junio jun, julio jul, agosto ago, septiembre "
    "setiembre sept sep set, octubre oct, noviembre nov, diciembre dic",
    "it": "gennaio gen genn, febbraio feb febbr, marzo mar, aprile apr, maggio mag magg, giugno giu, luglio "
    "lug, agosto ago, settembre set sett, ottobre ott, novembre nov, dicembre dic",
    "pt": "janeiro jan, fevereiro fev, marco mar, abril abr, maio mai, junho jun, julho jul, agosto ago, "
    "setembro set, outubro out, novembro nov, dezembro dez",
    "ro": "ianuarie ian, februarie feb febr, martie mar mart, aprilie apr, mai, iunie iun, iulie iul, august "
    "aug, septembrie sept sep, octombrie oct, noiembrie noi nov noiem, decembrie dec",
    "pl": "styczen styczni* sty, luty lutego lut, marzec marc* mar, kwiecien kwietni* kwi, maj maja maju, "
    "czerwiec czerwc* cze, lipiec lipc* lip, sierpien sierpni* sie, wrzesien wrzesni* wrz, pazdziernik* "
    "paz, listopad* lis, grudzien grudni* gru",
    "cs": "leden ledn* led, unor* uno, brez* bre, dub*, kvet* kve, cerven cervn* cvn cer, cervenec cervenc* "
    "cvc, srpen srpn* srp, zari* zar, rij*, listopad* lis, prosin* pro",
    "sk": "januar* jan, februar* feb, marec marc* mar, april* apr, maj maja maji, jun juna juni, jul jula juli, "
    "august* aug, september septembr* sep, oktober oktobr* okt, november novembr* nov, december decembr* "
    "dec",
    "bg": "януар* яну, февруар* фев, март* мар, април* апр, май маи, юни*, юли*, август* авг, септемвр* сеп "
    "септ, октомвр* окт, ноемвр* ное, декемвр* дек",
    "sr": "јануар* јан, фебруар* феб, март* мар, април* апр, мај маја, јун*, јул*, август* авг, септемб* сеп "
    "септ, октоб* окт, новемб* нов, децемб* дец",
    "bs": "januar* jan, februar* feb, mart* mar, april* apr, maj maja, jun*, jul*, august* avgust* avg aug, "
    "septemb* sep, oktob* okt, novemb* nov, decemb* dec",
    "mk": "јануар* јан, февруар* фев, март* мар, април* апр, мај, јун*, јул*, август* авг, септемвр* сеп септ, "
    "октомвр* окт, ноемвр* ное, декемвр* дек",
    "hr": "sijec* sij, veljac* velj, ozuj* ozu, travan* travn* tra, sviban* svibn* svi, lipan* lipn* lip, "
    "srpan* srpn* srp, kolovoz* kol, rujan* rujn* ruj, listopad* lis, studen* stu, prosin* pro",
    "sl": "januar* jan, februar* feb, marec marc* mar, april* apr, maj maja, junij* jun, julij* jul, avgust* "
    "avg, september septembr* sep, oktober oktobr* okt, november novembr* nov, december decembr* dec",
    "sq": "janar* jan, shkurt* shk, mars mar, prill* pri, maj, qershor* qer, korrik* korr kor, gusht* gush gus, "
    "shtator* sht, tetor* tet, nentor* nen, dhjetor* dhj",
    "el": "ιανουαρι* ιαν, φεβρουαρι* φεβ, μαρτι* μαρ, απριλι* απρ, μαιο* μαι μαη, ιουνι* ιουν, ιουλι* ιουλ, "
    "αυγουστ* αυγ, σεπτεμβρι* σεπ σεπτ, οκτωβρι* οκτ, νοεμβρι* νοε, δεκεμβρι* δεκ",
    "he": "ינואר, פברואר, מרץ מרס, אפריל, מאי, יוני, יולי, אוגוסט, ספטמבר, אוקטובר, נובמבר, דצמבר",
    "hu": "januar* jan, februar* feb febr, marcius* marc, aprilis* apr, majus* maj, junius* jun, julius* jul, "
    "augusztus* aug, szeptember* szept szep, oktober* okt, november* nov, december* dec",
    "lt": "saus*, vasar* vas, kov*, baland* bal, geguz* geg, birz*, liep*, rugpj* rugp, rugs*, spal*, lapkr*, "
    "gruod*",
    "lv": "janvar* janv jan, februar* febr feb, mart*, april* apr, maij*, junij* jun, julij* jul, august* aug, "
    "septembr* sept, oktobr* okt, novembr* nov, decembr* dec",
    "et": "jaanuar* jaan, veebruar* veebr, marts*, aprill* apr, mai, juuni*, juuli*, august* aug, september "
    "septembr* sept, oktoober* oktoobr* okt, november novembr* nov, detsemb* dets",
    "fi": "tammi*, helmi*, maalis*, huhti*, touko*, kesakuu* kesa, heina*, elokuu* elo, syysk* syys, loka*, "
    "marras*, joulu*",
    "sv": "januari jan, februari feb, mars mar, april apr, maj, juni jun, juli jul, augusti aug, september sep "
    "sept, oktober okt, november nov, december dec",
    "da": "januar jan, februar feb, marts mar mars, april apr, maj mai, juni jun, juli jul, august aug, "
    "september sep sept, oktober okt, november nov, december desember dec des",
    "nl": "januari jan, februari feb, maart mrt, april apr, mei, juni jun, juli jul, augustus aug, september "
    "sep sept, oktober okt, november nov, december dec",
    "kk": "қаңта* қанта* қаң кан, ақпан* акпан* ақп, наурыз* нау, сауір* сәуір* сәу, мамыр* мам, маусым* мау, шілде* "
    "шіл, тамыз* там, қыркүйе* кыркуйе* қыр, қазан* казан* қаз, қараша* караша* қар, желтоқсан* "
    "желтоксан* жел",
    "uz": "yanvar* yan, fevral* fev, mart* mar, aprel* apr, may*, iyun* iyn, iyul* iyl, avgust* avg, sentabr* "
    "sentyabr* sen, oktabr* oktyabr* okt, noyabr* noy, dekabr* dek",
    "tk": "yanwar* yan, fewral* few, mart* mar, aprel* apr, may maý, iyun*, iyul*, awgust* awg, sentyabr* sen, "
    "oktyabr* okt, noyabr* noy, dekabr* dek",
    "ku": "rebendan* cile, sibat*, adar*, nisan*, gulan*, hezir*, tirmeh*, tebax*, ilon*, cotmeh*, mijdar*, "
    "berfanbar*",
    "ar": "يناير جانفي كانون-الثاني, فبراير فيفري شباط, مارس آذار, أبريل إبريل أفريل نيسان, مايو ماي أيار, "
    "يونيو يونيه جوان حزيران, يوليو يوليه جويلية تموز, أغسطس أوت آب, سبتمبر أيلول, أكتوبر تشرين-الأول, "
    "نوفمبر تشرين-الثاني, ديسمبر كانون-الأول",
    "fa": "ژانویه ژانوی جنوری, فوریه فبروری, مارس مارچ, آوریل آپریل اپریل, مه می, ژوئن جون, ژوئیه جولای جولایی, "
    "اوت اگست آگوست, سپتامبر سپتمبر, اکتبر اکتوبر, نوامبر نومبر, دسامبر دسمبر",
    "ur": "جنوری, فروری, مارچ, اپریل, مئی, جون, جولائی, اگست, ستمبر, اکتوبر, نومبر, دسمبر",
    "id": "januari jan, februari feb, maret mar, april apr, mei, juni jun, juli jul, agustus agu agt, september "
    "sep, oktober okt, november nov, desember des",
    "hi": "जनवरी, फ़रवरी फरवरी, मार्च, अप्रैल, मई, जून, जुलाई, अगस्त, सितंबर सितम्बर, अक्टूबर अक्तूबर, नवंबर "
    "नवम्बर, दिसंबर दिसम्बर",
}  # fmt: skip
# Where languages of one alphabet disagree on a word (lipanj, srpanj, listopad), the earlier of these is heard.
_PREFERENCE = tuple(_NAMES)
_SOLAR_HIJRI = (
    "فروردین حمل farvardin, اردیبهشت ثور ordibehesht, خرداد جوزا khordad, تیر سرطان tir, مرداد امرداد اسد mordad, "
    "شهریور سنبله shahrivar, مهر میزان mehr, آبان عقرب aban, آذر قوس azar, "
    "دی جدی dey, بهمن دلو bahman, اسفند حوت esfand"
)
_SAME = str.maketrans({"ı": "i", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": None, "ў": "у", "\N{MINUS SIGN}": "-"})
_SHORTEST_STEM = 2
_HEBREW_IN = "ב"  # written together with the month


def fold(text: str) -> str:
    """Return a text in lower case without accents, invisible characters and kinds of digits, for comparing words.

    >>> fold("25 ŞUBAT ۱۴۰۵ Août")
    '25 subat 1405 aout'
    """
    folded = []
    for character in unicodedata.normalize("NFKD", text).casefold():
        kind = unicodedata.category(character)
        if kind == "Nd":
            folded.append(str(unicodedata.digit(character)))
        elif kind in ("Zs", "Zl", "Zp", "Cc"):
            folded.append(" ")
        elif kind[0] != "M" and kind != "Cf":
            folded.append(character)
    return "".join(folded).translate(_SAME)


def month(word: str, languages: tuple[str, ...] = ()) -> int | None:
    """Return the month (1 to 12) that a folded word names, in the given languages first, then in any; None if none.

    >>> month("iyunun"), month("juin"), month("listopada", ("hr",)), month("listopada", ("pl",)), month("table")
    (6, 6, 10, 11, None)
    """
    for language in languages:
        code = language[:2].lower()
        found = _find(word, code) if code in _NAMES else None
        if found:
            return found
    prefixed = word[1:] if word.startswith(_HEBREW_IN) else word
    return _anywhere(prefixed)


def solar_hijri_month(word: str) -> int | None:
    """Return the month of the Iranian and Afghan calendar that a folded word names, None if none.

    >>> solar_hijri_month("azar"), solar_hijri_month("november")
    (9, None)
    """
    return _table(_SOLAR_HIJRI)[0].get(word)


@cache
def _anywhere(word: str) -> int | None:
    return next(filter(None, (_find(word, language) for language in _PREFERENCE)), None)


@cache
def _find(word: str, language: str) -> int | None:
    exact, stems = _table(_NAMES[language])
    if word in exact or not word.isalpha():
        return exact.get(word)
    return next((stems[word[:size]] for size in range(len(word), _SHORTEST_STEM, -1) if word[:size] in stems), None)


@cache
def _table(names: str) -> tuple[dict[str, int], dict[str, int]]:
    exact: dict[str, int] = {}
    stems: dict[str, int] = {}
    for number, words in enumerate(fold(names).split(","), start=1):
        for word in words.split():
            if word.endswith("*"):
                stems[word[:-1]] = number
            else:
                exact[word] = number
    return exact, stems
