"""What gives a language away: its commonest words, the words of headlines, endings and letters of its own."""

from __future__ import annotations

CYRILLIC = frozenset(("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"))
ARABIC = frozenset(("ar", "ckb", "fa", "ps", "ur"))

# Letters beyond the plain ones of the script that a language writes, in lower case.
LETTERS = {
    "en": "",
    "de": "äöüß",
    "fr": "éèêëàâçîïôùûœ",
    "es": "áéíóúñü",
    "pt": "áâãàçéêíóôõú",
    "it": "àèéìòù",
    "ca": "àçèéíïòóúü",
    "nl": "ëïé",
    "ro": "ăâîșțşţ",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "sv": "åäö",
    "no": "æøå",
    "da": "æøå",
    "is": "áðéíóúýþæö",
    "fi": "äö",
    "et": "äõöü",
    "lv": "āčēģīķļņšūž",
    "lt": "ąčęėįšųūž",
    "sq": "çë",
    "tr": "çğıöşüâ",
    "az": "çəğıöşü",
    "uz": "ʻʼ",
    "tk": "äçňöşüýž",
    "vi": "ăâđêôơưáàảãạấầẩẫậắằếềểễệíìịóòọốồổộớờợúùụứừựý",
    "id": "",
    "ru": "ёъыэщ",
    "uk": "ґєіїщ",
    "be": "ёіўыэ",
    "bg": "ъщ",
    "sr": "ђјљњћџ",
    "mk": "ѓѕјљњќџ",
    "kk": "әғқңөұүһіыэ",
    "ky": "ңөүыэ",
    "tg": "ғӣқӯҳҷъэ",
    "mn": "өүыэ",
    "ar": "ةىأإآؤئك",
    "fa": "پچژگکیآئ",
    "ur": "پچژگکیےںہھٹڈڑآئ",
    "ps": "پچژګکیېۍړډټځڅښڼ",
    "ckb": "پچژگکیەێۆڕڵڤ",
}

# Letters of which hardly a line of a language has none.
TELLING = {
    "az": "ə",
    "uk": "іїє",
    "be": "іў",
    "kk": "іәқғң",
    "ky": "үөң",
    "tg": "ӣӯҳқғҷ",
    "mn": "үө",
    "sr": "јњљћђ",
    "mk": "јќњљ",
    "vi": "đơưạảấầếềệịọộớờợụủứừự",
    "fa": "یکپچگژ",
    "ur": "یےہںک",
    "ps": "یېۍړډټ",
    "ckb": "ەێۆڵ",
    "lv": "āēī",
    "tk": "äňýž",
    "is": "ðþæáíö",
}

# The commonest words.
COMMON = {
    "en": (
        "the of and to in that is was for on with as by at from it his her their which has have had not are were "
        "be this but they said who will after about over its an or more than would been says"
    ),
    "de": (
        "der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
        "hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor "
        "zur bis mehr"
    ),
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec "
        "son aux d l ses mais comme ou si leur y dont été cette ces ont après entre selon être"
    ),
    "es": (
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha este sí "
        "porque esta entre cuando muy sin sobre también fue hasta desde son según tras"
    ),
    "pt": (
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou "
        "quando muito nos já também pelo pela até isso foi são após segundo sobre"
    ),
    "it": (
        "di che e la il un a per in una mi sono ho non ma lo ha le si i con da del della dei alla nel più anche "
        "come dal sul delle degli gli al ai nella questo è stato dell l dopo tra"
    ),
    "ca": (
        "de la i el a que en els les un una per amb del al és no es més com ha dels aquest aquesta va seva però "
        "han també entre l d pel"
    ),
    "nl": (
        "de het een en van in is dat op te zijn met voor niet die aan er om ook als maar bij uit door over naar "
        "nog worden heeft tot was wordt deze hij kan meer zich"
    ),
    "ro": (
        "de și în a la pe cu o din care nu un că pentru mai este sunt au fost al ale prin sau după între această "
        "lui ce fi iar va această ca acest"
    ),
    "pl": (
        "w i na z do się nie że o to jest a po od za przez jak dla który która które oraz ale co przed ich przy "
        "był była było są także już jego tym tego roku będzie"
    ),
    "cs": (
        "a v se na je že s z do o i to ve pro za by jsou ale jako které který která po podle už od při byl bylo "
        "tak ze jeho také bude však nebo let jen může"
    ),
    "sk": (
        "a v sa na je že s z do o i to vo pre za by sú ale ako ktoré ktorý ktorá po podľa už od pri bol bolo tak "
        "zo jeho tiež bude však alebo aj rokov môže"
    ),
    "sl": "in je v na za da se so z ki po pa s ne bi tudi kot od pri iz o do ali še bo bil bila kar več že ko med",
    "hr": (
        "i je u na se da za su od s a koji koja ne o iz će kako to kao bi do što sa po ali koje ili je nije više "
        "samo te bio prema već između"
    ),
    "hu": (
        "a az és hogy nem is egy ez meg el de ha csak volt már még mint vagy szerint után között lesz azt ezt aki "
        "amely majd pedig kell való minden"
    ),
    "sv": (
        "och att det i som en på är av för med till den har de inte om ett han men var sig så från vi kan nu när "
        "ska efter eller säger också under enligt"
    ),
    "no": (
        "og i det som er på en til av for at med har de ikke den et om han var fra men vi seg så jeg sier etter "
        "skal kan også ble være blir mot noe ut når å"
    ),
    "da": (
        "og i det er på en til af for at med har de ikke den et om han var fra men vi sig så jeg siger efter skal "
        "kan også blev være bliver mod når blevet mere hvad"
    ),
    "is": "og í að er á sem til um við en með af fyrir það ekki var hann hefur eftir frá þá því hún verið eru",
    "fi": (
        "ja on ei että se oli hän joka mutta myös ovat sen kun kuin tai niin ole mukaan jälkeen vuoden hänen sekä "
        "nyt vain olla ollut kertoo voi noin"
    ),
    "et": "ja on ei et see oli ta ka kui mis oma aga ning kes või nad mida pole selle pärast juba välja tema ole",
    "lv": "un ir par no ar uz kas ka tas arī lai bet kā pēc tika gada viņš ne vai savu to pie jau bija tiek",
    "lt": "ir kad yra su į iš ne bet kaip tai buvo apie jis ar po už dar savo kuris jau metų bus prie pagal",
    "sq": "dhe të e në i për me nga se një është që ka nuk do si më është duke u janë por kjo këtë ai edhe",
    "tr": (
        "ve bir bu da de için ile olarak olan daha çok gibi sonra en ne ya var o ama kadar ki göre ise her değil "
        "olduğu tarafından yeni türkiye dedi iki üzerinde"
    ),
    "az": (
        "və bir bu da də üçün ilə olan edib ki olub daha çox kimi sonra ən o bildirib edilib hər azərbaycan "
        "olaraq həmin isə onun deyib edir barədə olunub etmək qeyd var nə"
    ),
    "uz": (
        "va bir bu uchun bilan ham bu da deb bo lgan kerak edi yil esa o ning haqida uning emas ko qildi bo yicha "
        "kabi tomonidan barcha"
    ),
    "tk": "we bir bu bilen üçin hem da de bolup ýyl türkmenistanyň barada boldy ol döwlet edip",
    "vi": "và của là có cho không được một các trong với những người đã này để khi về đến từ tại ra như",
    "id": (
        "yang dan di untuk dengan dari ini tidak dalam pada itu akan ke adalah oleh juga mereka telah sebagai "
        "bisa ada kata saat atau tersebut"
    ),
    "ru": (
        "и в не на что с по как это из за для от о к он его но до при было был она также я мы у все так же после "
        "который которые года а об более будет этом были заявил сообщает"
    ),
    "uk": (
        "і в не на що з у та до за про як це від для його але який які після було він також є й із чи під час "
        "року через щоб буде їх ми при яка був були повідомляє"
    ),
    "be": "і ў не на што з у да па як гэта за для ад яго але які пра таксама ён быў было года пры каб яны пасля",
    "bg": (
        "и в на да се за от не с по е са че като до при но след което които във бе ще има той тя това си из беше "
        "между още или който която"
    ),
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

# What headlines are made of, which have few of the words above.
HEADLINES = {
    "en": (
        "new us uk why how what when where says say said kill killed dead war talks former first against amid "
        "could live world state government minister police report reports court year years day days women people "
        "million today least attack strike china russia germany turkey armenia azerbaijan georgia meets visits "
        "warns tells calls back way can't don't we you i here there down off out up inside next last time foreign "
        "countries election deal top"
    ),
    "de": (
        "gegen ohne soll will jahre jahren menschen neue neuer neues deutschland kinder schon wieder während "
        "polizei wegen trotz millionen prozent gericht krieg unter zwischen russland türkei regierung minister "
        "präsident fordert warnt kommt darum warum wer was hat stadt euro heute macht ab seit"
    ),
    "fr": (
        "contre pays président guerre gouvernement ans millions face sans deux trois ministre russie allemagne "
        "turquie arménie azerbaïdjan géorgie premier première nouvelle nouveau comment pourquoi rencontre"
    ),
    "es": (
        "gobierno nuevo nueva contra años presidente país muertos millones mundo día guerra ministro rusia "
        "alemania turquía del reunión dos tres primer primera dice cómo"
    ),
    "pt": (
        "governo novo nova contra anos presidente país milhões mundo dia guerra ministro rússia alemanha turquia "
        "dois três primeiro primeira diz"
    ),
    "it": (
        "governo nuovo nuova contro anni presidente paese milioni mondo giorno guerra ministro russia germania "
        "turchia due oggi morto ecco perché prima"
    ),
    "nl": "nieuwe tegen jaar regering oorlog mensen rusland duitsland turkije twee eerste miljoen politie minister",
    "pl": (
        "rok prezydent polska polski polsce lat nowy nowa wojna wojny rząd przeciw rosja rosji niemcy minister "
        "dwa policja"
    ),
    "cs": "rok prezident české česko let nový nová válka války vláda proti rusko ruska německo ministr dva policie",
    "sv": "nya mot år regeringen krig ryssland tyskland turkiet två första polisen ministern",
    "hu": "új év kormány háború ellen magyar orosz elnök két első miniszter",
    "fi": "uusi vuotta hallitus sota venäjä venäjän suomi suomen kaksi presidentti poliisi ministeri",
    "tr": (
        "yeni son dakika türkiye'de açıklama başkan başkanı cumhurbaşkanı bakan bakanı polis karşı yüzde bin "
        "milyon oldu etti geldi savaş ülke iki ilk rusya almanya ermenistan azerbaycan gün yıl belediye"
    ),
    "az": (
        "yeni prezident azərbaycanın azərbaycanda bakıda görüşüb nazir naziri ildə görüş ölkə rusiya türkiyə "
        "ermənistan olacaq deputat keçirilib iki ilk gün il başçıları"
    ),
    "ru": (
        "россии россия сша украины украине президент против глава главы заявил рассказал стало стал может новый "
        "войны суд млн человек страны стран двух два первый новости мид дней лет день более где когда почему "
        "сообщили назвал"
    ),
    "uk": (
        "україни україна україні росії росія президент проти глави сша війни заявив років розповів новини мзс "
        "двох країн країни день суд де коли чому повідомили"
    ),
    "be": "беларусі беларусь расіі супраць прэзідэнт вайны гадоў навіны краін краіны дзень суд",
    "bg": "българия русия украйна срещу президентът война години новини страни ден съд",
    "ar": "الرئيس رئيس وزير الوزراء اليوم عام دولة الحرب ضد لقاء روسيا",
    "fa": "رئیس وزیر جمهوری امروز سال کشور جنگ علیه دیدار روسیه ایران",
}

# Endings of words, which speak in headlines that have none of the above.
ENDINGS = {
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
    "ru": (
        "ого его ов ей ый ая ть ся ами ями ции ение ения ский ской ского ых их ать ил ла ли ет ит ом ах ии лся "
        "лась лись ась ись"
    ),
    "uk": "ого ів ий ти ся ами ями ції ння ський ської ського их ав ла ли ті ові ах вся лася лися ися ією",
    "be": "ага аў ць ца амі ямі цыі нне скі скай скага ых іх ла лі ах",
    "bg": "ите ата ият ето ане ски ска ския та то ва ли ха ат",
    "sr": "ог ом ић ски ска ску ња ње ти ли ла ма",
    "mk": "ите ата от ски ска то та ва ње ја",
    "kk": "ның нің дар дер лар лер ған ген мен да де ды ді",
    "ar": "ات ين ون ية",
    "fa": "های ها ند شد",
}
