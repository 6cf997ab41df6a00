"""What walls and error pages say, in the languages of the press: titles of theirs, and sentences of theirs.

A title counts only where nothing but the site's name follows (`ALONE`), or where no article would begin so.
"""

from __future__ import annotations

import re

# ruff: noqa: E501 - vocabulary, a language a line

ALONE = r"(?=\W*$|\W*[|–—]|\W*\s-\s)"  # nothing follows but the site's name


def words(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern of alternatives, in any case."""
    return re.compile("|".join(alternatives), re.IGNORECASE)


BLOCKED_TITLE = words(
    rf"^\W*(?:access (?:to this page has been )?(?:denied|blocked|forbidden){ALONE}"
    r"|403 forbidden|you (?:have been|are|were) blocked|are you (?:a )?(?:robot|human)|robot (?:check|or human)"
    rf"|bot (?:verification|detection|protection)|human verification|security (?:check|verification|challenge){ALONE}"
    r"|(?:\w+ )?security checkpoint|please (?:verify|enable)|checking your browser|client challenge"
    r"|verif(?:y|ying) (?:you are|your|that)|pardon our interruption|ddos-guard|ddos protection"
    r"|request (?:rejected|blocked|unsuccessful)|too many requests|incapsula|sucuri website firewall"
    r"|(?:error|http error) (?:403|429|451)\b|451\b.{0,40}(?:legal|unavailable)"
    r"|your access to (?:this|the) (?:site|service) has been (?:limited|blocked|denied)"
    r"|(?:just a moment|attention required|403|429|forbidden|blocked|captcha|one more step|please wait|un moment|einen moment|un momento|bir dakika"
    rf"|один момент){ALONE})",
    r"^\W*доступ (?:запрещ[её]н|ограничен|заблокирован|к (?:сайту|ресурсу|странице|информационному ресурсу))",
    r"^\W*(?:проверка (?:браузера|безопасности)|вы не робот|подтвердите,? что|доступ заборонено|перевірка браузера)",
    r"^\W*(?:erişim engel\w*|erişiminiz engel\w*|giriş qadağandır|giriş məhdudlaşdırılıb|robot deyilsiniz)",
    r"^\W*(?:zugriff (?:verweigert|gesperrt|blockiert)|sicherheits(?:überprüfung|abfrage)|accès (?:refusé|interdit|bloqué)"
    r"|acceso (?:denegado|prohibido|bloqueado)|acesso (?:negado|bloqueado)|accesso (?:negato|bloccato)"
    r"|toegang geweigerd|dostęp (?:zabroniony|zablokowany)|přístup odepřen|hozzáférés megtagadva|åtkomst nekad"
    rf"|adgang nægtet){ALONE}",
    r"^\W*(?:访问(?:被拒绝|受限|异常)|请求被(?:拦截|拒绝)|安全验证|人机验证|アクセス(?:拒否|が拒否)|접근이? ?(?:거부|차단))",
    r"^\W*(?:تم (?:حظر|رفض)|الوصول (?:مرفوض|محظور)|ممنوع الوصول|دسترسی (?:غیر ?مجاز|محدود|مسدود)|הגישה נחסמה)",
    r"^\W*(?:წვდომა (?:აკრძალულია|შეზღუდულია)|մուտքն արգելված|ընդունումն արգելված|հասանելիությունն? (?:արգելված|սահմանափակ))",
)
BLOCKED_TEXT = words(
    r"(?:your|this|the) ip(?: address)?\b[^.]{0,60}(?:block|banned|blacklist)|(?:you|address|request) ha(?:s|ve) been blocked",
    r"unusual (?:traffic|activity)|enable (?:javascript|js) and (?:cookies|disable)|checking (?:if the site connection"
    r"|your browser)|performance (?:&|and) security by cloudflare|cloudflare ray id|ray id:",
    r"verify(?:ing)? (?:that )?you are (?:a )?(?:human|not a)|confirm (?:that )?you are (?:a )?(?:human|not a)"
    r"|(?:are|you're) not a robot|verifying your browser|complete the (?:captcha|security check)|press (?:&|and) hold",
    r"request could not be satisfied|reference #[0-9a-f.]{8,}|incident id|access to this (?:page|site|resource|service)"
    r" has been|you don'?t have permission to access|automated (?:access|requests|queries)|limited by the site owner",
    r"not available in your (?:region|country|location)|from a country belonging to the european (?:economic|union)"
    r"|unavailable (?:due to|for) legal reasons|enforces the general data protection regulation",
    r"ваш ip|доступ к (?:сайту|ресурсу|странице|информационному ресурсу) (?:запрещ|ограничен|заблокирован)"
    r"|на основании федерального закона|вы не робот|ви не робот|ваша ip|проверя(?:ем|ется) ваш браузер",
    r"ip ünvanı?nız|ip adresiniz|5651 sayılı|mahkeme(?:si)? (?:kararı|nin)[^.]{0,80}engel|robot olmadığınızı"
    r"|(?:sayta|saytına) (?:giriş|daxil ol\w*)[^.]{0,40}(?:məhdud|qadağ|bloklan)",
    r"ihre ip|votre adresse ip|(?:su|tu) (?:dirección )?ip\b|(?:il tuo|suo) indirizzo ip|seu (?:endereço )?ip\b"
    r"|uw ip|twój adres ip|adres ip został|kein roboter|pas un robot|no eres un robot|non sei un robot|geen robot",
    r"您的(?:ip|访问|请求)|请完成(?:安全)?验证|不是机器人|ロボットではない|아이피가|ip ?주소가|로봇이 아닙니다",
    r"عنوان ip|عنوان الـ? ?ip|لست (?:روبوت|برنامج)|آدرس ip|آی ?پی شما|ربات نیستید|כתובת ה-?ip",
    r"თქვენი ip|ձեր ip",
)
CHALLENGE = words(
    r"cf-challenge|challenge-(?:form|running|platform|container|error)|cf-error|px-captcha|g-recaptcha|h-captcha"
    r"|_incapsula_|datadome|ddos-guard|cf-turnstile|captcha-container"
)
MISSING = words(
    r"^\W*(?:(?:the |this )?(?:page|article|seite|story|content) (?:you (?:requested|are looking for) )?(?:was |is |could )?"
    r"(?:not (?:be )?found|nicht gefunden|introuvable|unavailable)"
    r"|this page (?:does not|doesn.t|isn.t|is no longer)|site (?:is )?under maintenance|maintenance mode|under construction"
    r"|5\d\d\b.{0,30}error|(?:5\d\d\W+)?(?:internal server error|bad gateway|service (?:temporarily )?unavailable"
    r"|gateway time-?out|connection timed out|web server is down)|[\w.-]+ \| 5\d\d:|account suspended"
    r"|welcome to nginx|apache2? .{0,30}default page|it works!|index of /|error establishing a database connection"
    r"|database error|runtime error|(?:this )?domain (?:is )?(?:for sale|parked|expired)|[\w.-]+ is for sale"
    rf"|(?:error\W*)?404(?:\W+(?:page )?not found|\W+error|\W*[-–—:|]\W*[\w ]{{0,40}}not found)?{ALONE}|not found{ALONE}"
    rf"|oops{ALONE}|error{ALONE})",
    r"^\W*(?:404\W*)?(?:страница (?:не найдена|удалена|не существует)|сторінк[ау] не знайдено|page non trouvée"
    r"|página no encontrada|página não encontrada|pagina non trovata|pagina niet gevonden|nie znaleziono strony"
    r"|strona nie (?:istnieje|została)|stránka nenalezena|az oldal nem található|sidan (?:kunde inte )?hittades"
    r"|siden (?:ble|blev) ikke funnet|sivua ei löytynyt|pagina nu a fost găsită|seite nicht gefunden|stranica nije"
    r"|страницата не е намерена|η σελίδα δεν βρέθηκε)",
    r"^\W*(?:404\W*)?(?:(?:aradığınız )?sayfa bulunamadı|səhifə (?:tapılmadı|mövcud deyil)|axtardığınız səhifə|გვერდი ვერ მოიძებნა"
    r"|გვერდი არ მოიძებნა|էջը (?:չի գտնվել|գոյություն չունի|չգտնվեց)|бет табылмады|sahifa topilmadi)",
    r"^\W*(?:404\W*)?(?:页面不存在|找不到(?:网页|该页|页面)|您访问的页面|頁面不存在|ページが見つかりません|お探しのページ|페이지를 찾을 수"
    r"|الصفحة (?:غير موجودة|المطلوبة)|(?:عذرا|عذراً)\W{0,3} ?الصفحة|صفحه (?:مورد نظر|یافت نشد|پیدا نشد)|הדף (?:לא נמצא|המבוקש))",
)
MISSING_TEXT = words(
    r"there has been a critical error on this website|error establishing a database connection"
    r"|the page you (?:are looking for|requested) (?:could not|cannot|was not|doesn't|does not)"
    r"|the requested url .{0,200} was not found on this server|your (?:account|site) has been suspended"
    r"|if you see this page, the nginx web server|buy this domain|domain name is (?:available for sale|parked)"
)
CONSENT = words(
    r"(?:we|wir|nous|noi|our partners|unsere partner|nos partenaires|nuestros socios|onze partners)[^.]{0,80}(?:cookies|consent)",
    r"(?:accept|manage|reject|allow) (?:all )?(?:cookies|consent)|(?:cookies?|tracking)[^.]{0,60}(?:akzeptieren|zustimm"
    r"|einwillig|accepter|aceptar|accettare|aceitar|kabul|qəbul|akceptuj|zgod|accepteren|godta|acceptera)",
    r"before you continue|your privacy (?:choices|matters|is important)|privacy settings|we value your privacy",
    r"(?:weiter(?:lesen)?|nutzen sie).{0,40}mit werbung|pur-abo|werbefrei|continuer sans accepter|avec votre accord",
    r"мы используем (?:файлы )?(?:cookie|куки)|файл(?:ы|ов|и) cookie|çerez(?:ler|lere)|kukilər|cookie faylları",
    r"wykorzystujemy pliki cookie|pliki cookies?|zgod[ęy] na przetwarzanie|datenschutzeinstellungen|privacy-?instellingen",
    r"ملفات تعريف الارتباط|ملفات الارتباط|کوکی|使用 ?cookie|cookie ?を使用|쿠키를",
)
CONSENT_WORD = words(
    r"cookies?|consent\w*|zustimm\w*|einwillig\w*|partner\w*|privacy|datenschutz\w*|tracking|werbung|personal data"
    r"|donn[ée]es|vie priv[ée]e|куки|персональн\w*|соглас\w*|çerez\w*|gizlilik\w*|zgod\w*|dane|danych|privacidad|socios"
    r"|datos|dati|toestemming\w*|samtykke\w*|advertis\w*|personali[sz]\w*"
)
SCRIPTED = words(
    r"(?:enable|activate|requires?|turn on|without) (?:your )?javascript|javascript (?:is |must be )?(?:disabled|required"
    r"|enabled|not (?:enabled|available))|javascript(?:i)? (?:aktivieren|einschalten|deaktiviert|erforderlich|etkinleştir"
    r"|aktiv|désactivé|activer|activar|attivare|inschakelen)|(?:включ\w*|необходим\w*|отключ[её]н\w*) javascript"
    r"|javascript (?:отключ|необходим|включ)|activer (?:le )?javascript|active javascript|请(?:启用|开启) ?javascript"
    r"|javascriptを有効|تفعيل javascript|جاوا ?اسکریپت"
)
# What a paywall says in the article's place or at its end: never a part of the text.
PAYWALL = words(
    r"(?:to|and) (?:continue|keep) reading|(?:continue|keep) reading (?:this article|with|for)|(?:read|get) the (?:full|rest of the)"
    r" (?:article|story).{0,60}(?:subscri|sign|log|trial)|already (?:a|have a) (?:subscri|member|account)|this (?:article|content|story) is"
    r" (?:for|exclusive|only|reserved|available)[^.]{0,40}(?:subscrib|member)|subscribe (?:now )?to (?:read|continue|unlock)"
    r"|^(?:.{0,40}\bfor )?(?:subscribers?|members) only\b|you(?:'ve| have) (?:reached|read|used)[^.]{0,40}free (?:article|stor)|unlock this article"
    r"|log in to (?:read|continue)|start your (?:free )?trial",
    r"weiterlesen mit|(?:jetzt|artikel) (?:weiterlesen|freischalten)|(?:nur|exklusiv) für abonnent|mit (?:dem|einem) .{0,30}abo"
    r" (?:weiter)?lesen|sie sind bereits abonnent|bereits (?:abonnent|registriert)|zugang zu allen (?:artikeln|inhalten)",
    r"réservée?s? (?:aux|à nos) abonnés|il vous reste [\d.,]+ ?% de|(?:pour|et) (?:lire|continuer) (?:la suite|cet article)"
    r"|déjà abonnée?|abonnez-vous pour",
    r"(?:solo|exclusiv[oa]) para (?:suscriptores|assinantes)|para (?:seguir|continuar) leyendo|suscríbete para|ya eres suscriptor"
    r"|riservat[oa] agli abbonati|per continuare a leggere|sei già abbonato|abbonati per",
    r"(?:только|доступ\w*) (?:для )?подписчик|чтобы (?:читать|прочитать) (?:дальше|полностью|материал)|оформите подписку"
    r"|уже (?:есть подписка|подписаны)|лише для передплатників",
    r"(?:devamını|tamamını) okumak için|(?:sadece|yalnızca) aboneler|abone ol(?:un|arak)|davamını oxumaq üçün|abunəçilər üçün",
    r"exclusief voor abonnees|om verder te lezen|al abonnee|dostęp(?:ne|ny) (?:tylko )?dla (?:prenumerator|subskryb)"
    r"|aby (?:czytać|przeczytać) (?:dalej|cały)|for abonnenter|logg inn for å lese|för prenumeranter",
    r"للمشتركين فقط|ویژه مشترکین|登录后(?:阅读|查看)全文|この記事は(?:有料)?会員|有料会員限定|회원 전용|המשך קריאה למנויים",
)
