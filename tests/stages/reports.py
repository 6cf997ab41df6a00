# ruff: noqa: E501 - four lines a language, as they are printed
"""One report in many languages, as our tests of copies read it."""

# A report of four paragraphs in each language; the second holds the figure 14, or a word for it.
REPORTS = {
    "en": (
        "The foreign ministers of both countries met in Geneva on Tuesday for a third round of talks on the border.\n"
        "They agreed on a list of 14 villages whose status will be settled by the end of March, the ministry said.\n"
        "A joint commission of surveyors is to begin its work in the northern district once the snow has melted.\n"
        "Neither side wished to comment on reports that a treaty had been drafted and would be signed soon."
    ),
    "ru": (
        "Министры иностранных дел двух стран встретились во вторник в Женеве на третьем раунде переговоров о границе.\n"
        "Они согласовали список из 14 сёл, статус которых определят до конца марта, сообщили в министерстве в Баку.\n"
        "Совместная комиссия геодезистов начнёт работу в северном районе, как только там окончательно сойдёт снег.\n"
        "Стороны не стали комментировать сообщения о том, что проект договора готов и вскоре будет подписан."
    ),
    "az": (
        "İki ölkənin xarici işlər nazirləri çərşənbə axşamı Cenevrədə sərhəd danışıqlarının üçüncü turunda görüşüblər.\n"
        "Onlar statusu mart ayının sonuna qədər müəyyən ediləcək 14 kəndin siyahısını razılaşdırıblar, nazirlik bildirib.\n"
        "Birgə topoqraflar komissiyası qar əriyən kimi şimal rayonunda işə başlayacaq və hesabat təqdim edəcək.\n"
        "Tərəflər müqavilə layihəsinin hazır olduğu və tezliklə imzalanacağı barədə xəbərləri şərh etməyiblər."
    ),
    "tr": (
        "İki ülkenin dışişleri bakanları salı günü Cenevre'de sınır görüşmelerinin üçüncü turunda bir araya geldi.\n"
        "Bakanlığın açıklamasına göre statüsü mart sonuna kadar belirlenecek 14 köyün listesi üzerinde anlaştılar.\n"
        "Ortak haritacılar komisyonu karların erimesiyle birlikte kuzey bölgesinde çalışmaya başlayacak.\n"
        "Taraflar bir anlaşma taslağının hazır olduğu ve yakında imzalanacağı yönündeki haberleri yorumlamadı."
    ),
    "de": (
        "Die Außenminister beider Länder trafen sich am Dienstag in Genf zur dritten Runde der Gespräche über die Grenze.\n"
        "Sie einigten sich auf eine Liste von 14 Dörfern, deren Status bis Ende März geklärt wird, hieß es in Baku.\n"
        "Eine gemeinsame Kommission von Vermessern soll ihre Arbeit im Norden aufnehmen, sobald der Schnee geschmolzen ist.\n"
        "Keine Seite wollte Berichte kommentieren, wonach ein Vertrag entworfen sei und bald unterzeichnet werde."
    ),
    "ar": (
        "اجتمع وزيرا خارجية البلدين في جنيف يوم الثلاثاء في جولة ثالثة من المحادثات حول ترسيم الحدود بينهما.\n"
        "واتفقا على قائمة تضم 14 قرية سيتم تحديد وضعها قبل نهاية مارس وفق ما أعلنته الوزارة في باكو.\n"
        "ومن المقرر أن تبدأ لجنة مشتركة من المساحين عملها في المنطقة الشمالية فور ذوبان الثلوج هناك.\n"
        "ولم يرغب أي من الطرفين في التعليق على تقارير تفيد بأن معاهدة قد صيغت وستوقع خلال أسابيع قليلة."
    ),
    "ka": (
        "ორი ქვეყნის საგარეო საქმეთა მინისტრები სამშაბათს ჟენევაში საზღვრის შესახებ მოლაპარაკებების მესამე რაუნდზე შეხვდნენ.\n"
        "ისინი შეთანხმდნენ 14 სოფლის სიაზე, რომელთა სტატუსი მარტის ბოლომდე განისაზღვრება, განაცხადეს სამინისტროში.\n"
        "ტოპოგრაფების ერთობლივი კომისია ჩრდილოეთ რაიონში მუშაობას თოვლის გადნობისთანავე დაიწყებს და ანგარიშს წარადგენს.\n"
        "არცერთმა მხარემ არ ისურვა კომენტარი იმის შესახებ, რომ ხელშეკრულება მზად არის და მალე მოეწერება ხელი."
    ),
    "zh": (
        "两国外交部长星期二在日内瓦举行第三轮边界谈判，就双方长期存在的争议问题深入交换了意见。\n"
        "外交部发言人在巴库表示，双方就14个村庄的名单达成一致，这些村庄的地位将在三月底以前确定。\n"
        "由测量人员组成的联合委员会将在积雪融化以后立即在北部地区开始工作，并提交一份详细的报告。\n"
        "对于条约草案已经拟定并将于数周内签署的报道，双方都不愿意发表评论，只说谈判还将继续下去。"
    ),
    "th": (
        "รัฐมนตรีต่างประเทศของทั้งสองประเทศพบกันที่เจนีวาเมื่อวันอังคารเพื่อเจรจาเรื่องพรมแดนรอบที่สาม\n"
        "กระทรวงแถลงที่บากูว่าทั้งสองฝ่ายเห็นชอบรายชื่อ 14 หมู่บ้านซึ่งจะกำหนดสถานะให้แล้วเสร็จภายในสิ้นเดือนมีนาคม\n"
        "คณะกรรมการร่วมด้านการสำรวจจะเริ่มทำงานในเขตภาคเหนือทันทีที่หิมะละลายและจะเสนอรายงานต่อรัฐบาล\n"
        "ทั้งสองฝ่ายไม่ขอแสดงความเห็นต่อข่าวที่ว่าร่างสนธิสัญญาจัดทำเสร็จแล้วและจะลงนามภายในไม่กี่สัปดาห์"
    ),
}
