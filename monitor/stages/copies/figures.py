"""Words that state a fact as a number does: two, Tuesday, million, north. Two of one kind contradict each other.

Stems that end in `*` take endings. Spelling is folded by casefold only. Left out are words that are something else in
another language: one, the Turkish on (ten), the Italian due (two).
"""

from __future__ import annotations

from functools import cache, lru_cache

# Kind, what they say, and the words for it, in English, Russian, Ukrainian, Azerbaijani, Turkish, German, French,
# Spanish, Italian, Portuguese, Arabic, Persian, Georgian, Armenian; an indented line goes on with the one before.
_SAID = """\
number 2: two два две двух двум двумя дві двох iki zwei deux dos dois duas اثنان اثنين دو ორი ორმა երկու
number 3: three три трех трёх трем тремя трьох üç drei trois tres tre três ثلاثة ثلاث سه სამი სამმა երեք
number 4: four четыре четырех четырёх чотири чотирьох dörd dört vier quatre cuatro quattro quatro أربعة أربع
    چهار ოთხი ოთხმა չորս
number 5: five пять пяти п'ять beş fünf cinq cinco cinque خمسة خمس پنج ხუთი ხუთმა հինգ
number 6: six шесть шести шість шести altı sechs seis ستة ست شش ექვსი ექვსმა վեց
number 7: seven семь семи сім yeddi yedi sieben siete sette sete سبعة سبع هفت შვიდი შვიდმა յոթ
number 8: eight восемь восьми вісім səkkiz sekiz acht huit ocho otto oito ثمانية ثمان هشت რვა რვამ ութ
number 9: nine девять девяти doqquz dokuz neun neuf nueve nove تسعة تسع نه ცხრა ცხრამ ինը
number 10: ten десять десяти zehn dix diez dieci dez عشرة عشر ده ათი ათმა տասը
number 11: eleven одиннадцать одинадцять elf onze once undici یازده თერთმეტი տասնմեկ
number 12: twelve двенадцать дванадцять zwölf douze doce dodici doze دوازده თორმეტი տասներկու
number 20: twenty двадцать двадцять iyirmi yirmi zwanzig vingt veinte venti vinte عشرون عشرين بیست ოცი քսան
number 30: thirty тридцать тридцять otuz dreißig trente treinta trenta trinta ثلاثون ثلاثين سی ოცდაათი երեսուն
magnitude 100: hundred* сот* сто yüz hundert* cien ciento* cento مئة صد ასი հարյուր
magnitude 1000: thousand* тыс тысяч* тис тисяч* tausend* mille mil ألف آلاف هزار ათასი ათასობით հազար*
magnitude 1000000: million* mln mn миллион* млн мільйон* milyon* millón millones milione milioni milhão milhões
    مليون ملايين میلیون* მილიონ* միլիոն* 百万
magnitude 1000000000: billion* bln bn миллиард* млрд мільярд* milyar* milliard* miliardo miliardi bilhão bilhões
    مليار مليارات میلیارد* მილიარდ* միլիարդ*
magnitude 1000000000000: trillion* trn триллион* трлн трильйон* trilyon* تريليون* ტრილიონ* տրիլիոն*
weekday 1: monday понедельник* понеділ* pazartesi montag* lundi lunes lunedì الاثنين الإثنين دوشنبه ორშაბათ*
    երկուշաբթի
weekday 2: tuesday вторник* вівтор* salı dienstag* mardi martes martedì الثلاثاء سه‌شنبه სამშაბათ* երեքշաբթի
weekday 3: wednesday среда среду среды серед* çərşənbə çarşamba mittwoch* mercredi miércoles mercoledì الأربعاء چهارشنبه
    ოთხშაბათ* չորեքշաբթի
weekday 4: thursday четверг* четвер* perşembe donnerstag* jeudi jueves giovedì الخميس پنجشنبه ხუთშაბათ*
    հինգշաբթի
weekday 5: friday пятниц* п'ятниц* cümə cuma freitag* vendredi viernes venerdì الجمعة جمعه პარასკევ* ուրբաթ
weekday 6: saturday суббот* субот* şənbə cumartesi samstag* sonnabend* samedi sábado sabato السبت شنبه შაბათ* շաբաթ
weekday 7: sunday воскресень* неділ* pazar sonntag* dimanche domingo domenica الأحد یکشنبه კვირას կիրակի
month 1: january январ* січн* yanvar* ocak* januar* janvier enero gennaio janeiro يناير ژانویه იანვ* հունվար*
month 2: february феврал* лют* fevral* şubat* februar* février febrero febbraio fevereiro فبراير فوریه თებერ*
    փետրվար*
month 3: march март* берез* mart martın martda märz mars marzo março مارس მარტ* մարտ*
month 4: april апрел* квіт* aprel* nisan* avril abril aprile أبريل آوریل აპრ* ապրիլ*
month 5: may май мая мае трав* mayın mayda mayıs* mai mayo maggio maio مايو مه მაის* մայիս*
month 6: june июн* черв* iyun* haziran* juni juin junio giugno junho يونيو ژوئن ივნ* հունիս*
month 7: july июл* лип* iyul* temmuz* juli juillet julio luglio julho يوليو ژوئیه ივლ* հուլիս*
month 8: august август* серп* avqust* ağustos* août agosto أغسطس اوت აგვ* օգոստոս*
month 9: september сентябр* верес* sentyabr* eylül* septembre septiembre settembre setembro سبتمبر سپتامبر სექტ*
    սեպտեմբեր*
month 10: october октябр* жовт* oktyabr* ekim* oktober octobre octubre ottobre outubro أكتوبر اکتبر ოქტ*
    հոկտեմբեր*
month 11: november ноябр* листоп* noyabr* kasım* novembre noviembre novembro نوفمبر نوامبر ნოემ* նոյեմբեր*
month 12: december декабр* груд* dekabr* aralık* dezember décembre diciembre dicembre dezembro ديسمبر دسامبر
    დეკ* դեկտեմբեր*
point n: north* север* північ* şimal* kuzey* nord nördlich* norte شمال* ჩრდილო* հյուսիս*
point s: south* юг юга юге югу южн* півден* cənub* güney* süd südlich* sud جنوب* სამხრ* հարավ*
point e: eastern east восток* восточн* схід* східн* şərq* doğu* ost östlich* este شرق* აღმოსავლ* արևել*
point w: western west запад* захід* західн* qərb* batı* westlich* ouest oeste غرب* დასავლ* արևմ*
way +: rose rise rises risen increased increases gained gains grew higher up вырос* возрос* повыс* увелич* зрос*
    artdı artıb arttı yükseldi yüksəldi stieg gestiegen augmenté hausse subió aumentó ارتفع* افزایش
way -: fell fall falls fallen decreased decreases lost loses dropped declined lower down упал* снизи* сократи*
    уменьш* знизи* впал* azaldı azalıb düştü geriledi sank gesunken baissé baisse bajó cayó انخفض* کاهش
answer +: approved approves accepted accepts confirmed confirms backed backs одобри* подтверди* принял*
    поддержа* схвали* підтверди* təsdiqlədi təsdiqləyib onayladı kabul bestätigte approuvé confirmé aprobó
    confirmó
answer -: rejected rejects refused refuses denied denies opposed opposes отверг* отклони* опроверг* отказа*
    відхили* спростува* rədd təkzib reddetti yalanladı lehnte dementierte rejeté démenti rechazó desmintió
harm dead: killed dead died погиб* убит* загин* öldü öldürüldü ölüb həlak getötet tués muertos قتل* مقتل კלა
    զոհվ*
harm hurt: wounded injured ранен* пострада* поранен* yaralandı yaralanıb yaralı verletzt blessés heridos جرح*
    إصابة დაშავ* վիրավոր*
"""
# Words that deny what stands beside them ("didn't" is cut into two). Azerbaijani and Turkish mostly deny within a verb.
_NEGATIONS = frozenset(
    "not no never cannot isn aren wasn weren doesn didn wouldn couldn hasn haven hadn shouldn "
    "не нет ни ні немає deyil yox değil yok nicht kein keine keinen keiner keinem nie ne pas jamais nunca non mai "
    "não nem nu niet geen لا لم لن ليس ليست غير نه نیست არ ვერ არა չի չէ չեն չեր 不 没 未 無 无 非 ไม่ لیس".split()
)
_UNITS = frozenset("%‰$€£¥₽₺₼₴₾֏")


@cache
def _words() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    """Return whole words and stems with their kind and what they say."""
    whole: dict[str, tuple[str, str]] = {}
    stems: dict[str, tuple[str, str]] = {}
    for line in _SAID.replace("\n    ", " ").splitlines():
        said, _, names = line.partition(": ")
        kind, value = said.split()
        for name in names.split():
            (stems if name.endswith("*") else whole)[name.rstrip("*").casefold()] = (kind, value)
    return whole, stems


def is_negation(token: str) -> bool:
    """Say whether a folded token denies what stands beside it.

    >>> is_negation("didn"), is_negation("не"), is_negation("now")
    (True, True, False)
    """
    return token in _NEGATIONS


@lru_cache(maxsize=65_536)
def stated(token: str) -> tuple[str, str] | None:
    """Return what kind of fact a folded token states, and what it says; None for other words.

    >>> stated("1500"), stated("five"), stated("млн"), stated("friday"), stated("troops")
    (('number', '1500'), ('number', '5'), ('magnitude', '1000000'), ('weekday', '5'), None)
    """
    if token[0].isdigit():
        return "number", token
    if token in _UNITS:
        return "unit", token
    whole, stems = _words()
    if token in whole:
        return whole[token]
    for length in range(len(token), 2, -1):
        if token[:length] in stems:
            return stems[token[:length]]
    return None
