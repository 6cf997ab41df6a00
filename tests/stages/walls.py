"""Pages that stand in an article's place, written after those that are really met: (outcome, name, HTML)."""

from __future__ import annotations

# ruff: noqa: E501 - a page a line


def page(title: str, body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>"


PARTNERS = "".join(
    f"<p>Purpose {n}: measure advertising performance, develop products and store information for our partners. "
    "You may object to legitimate interest and withdraw your consent to cookies at any time.</p>"
    for n in range(9)
)

BLOCKED = {
    "cloudflare challenge": page(
        "Just a moment...",
        "<div class='main-wrapper'><noscript><span id='challenge-error-text'>Enable JavaScript and cookies to continue"
        "</span></noscript></div>",
    ),
    "cloudflare 1020": page(
        "Access denied | gazette.example used Cloudflare to restrict access",
        "<h1>Error 1020</h1><h2>Access denied</h2><p>This website is using a security service to protect itself from "
        "online attacks.</p><p>Cloudflare Ray ID: 8a1f</p>",
    ),
    "akamai": page(
        "Access Denied",
        '<h1>Access Denied</h1>You don\'t have permission to access "http://gazette.example/a" on this server.'
        "<p>Reference #18.4f2b1702.1700000000.1a2b3c</p>",
    ),
    "incapsula": page(
        "", "<iframe id='main-iframe' src='/_Incapsula_Resource?x=1'>Request unsuccessful. Incident ID: 12-34</iframe>"
    ),
    "datadome": page("gazette.example", "<p id='cmsg'>Please enable JS and disable any ad blocker</p>"),
    "press and hold": page(
        "gazette.example",
        "<h1>Before we continue...</h1><p>Press &amp; Hold to confirm you are a human (and not a bot).</p>",
    ),
    "cloudfront": page(
        "ERROR: The request could not be satisfied",
        "<h1>403 ERROR</h1><h2>The request could not be satisfied.</h2><p>Request blocked. Try again later.</p>",
    ),
    "wordfence": page(
        "Your access to this site has been limited by the site owner",
        "<h1>Your access to this site has been limited</h1><p>If you think you have been blocked in error, contact the "
        "owner of this site for assistance.</p>",
    ),
    "vercel": page(
        "Vercel Security Checkpoint", "<p>We're verifying your browser</p><p>Enable JavaScript to continue</p>"
    ),
    "unusual traffic": page(
        "https://news.example/a",
        "<p>Our systems have detected unusual traffic from your computer network. This page checks to see if it's "
        "really you sending the requests, and not a robot.</p>",
    ),
    "turnstile": page(
        "The Gazette", "<form><div class='cf-turnstile' data-sitekey='x'></div><p>One second, please.</p></form>"
    ),
    "too many requests": page("429 Too Many Requests", "<h1>Too Many Requests</h1><hr>nginx"),
    "gdpr region": page(
        "451: Unavailable due to legal reasons",
        "<p>We recognize you are attempting to access this website from a country belonging to the European Economic "
        "Area which enforces the General Data Protection Regulation and therefore access cannot be granted.</p>",
    ),
    "region": page("Gazette", "<h2>Sorry</h2><p>This content is not available in your region.</p>"),
    "ip, English": page("Gazette", "<p>Your IP has been blocked. Contact the administrator, citing 203.0.113.9.</p>"),
    "ip, Russian": page("Сайт", "<h1>Внимание</h1><p>Ваш IP-адрес временно заблокирован за частые обращения.</p>"),
    "state block, Russian": page(
        "Доступ ограничен",
        "<p>Доступ к информационному ресурсу ограничен на основании Федерального закона от 27 июля 2006 г.</p>",
    ),
    "robot, Russian": page("Вы не робот?", "<p>Подтвердите, что запросы отправляли вы, а не робот.</p>"),
    "court order, Turkish": page(
        "Erişim Engellendi",
        "<p>Bu internet sitesine, 5651 sayılı Kanun uyarınca mahkeme kararıyla erişim engellenmiştir.</p>",
    ),
    "ip, Turkish": page("Gazete", "<p>IP adresiniz güvenlik nedeniyle engellenmiştir.</p>"),
    "ip, Azerbaijani": page("Xəbər", "<p>Sizin IP ünvanınız bloklanıb. Administratorla əlaqə saxlayın.</p>"),
    "access, Azerbaijani": page("Giriş məhdudlaşdırılıb", "<p>Bu sayta giriş sizin ölkəniz üçün məhdudlaşdırılıb.</p>"),
    "access, Persian": page("دسترسی غیرمجاز", "<p>آی‌پی شما مسدود شده است.</p>"),
    "access, Arabic": page("تم حظر الوصول", "<p>تم حظر عنوان IP الخاص بك.</p>"),
    "check, Chinese": page("安全验证", "<p>您的访问出现异常,请完成验证后继续。</p>"),
    "access, German": page("Zugriff verweigert", "<p>Ihre IP-Adresse wurde gesperrt.</p>"),
    "access, French": page("Accès refusé", "<p>Votre adresse IP a été bloquée par notre pare-feu.</p>"),
    "access, Spanish": page("Acceso denegado", "<p>Su dirección IP ha sido bloqueada.</p>"),
    "access, Polish": page("Dostęp zabroniony", "<p>Twój adres IP został zablokowany.</p>"),
    "access, Ukrainian": page("Доступ заборонено", "<p>Ваша IP адреса в чорному списку.</p>"),
    "access, Georgian": page("წვდომა შეზღუდულია", "<p>თქვენი IP მისამართი დაბლოკილია.</p>"),
    "access, Armenian": page("Մուտքն արգելված է", "<p>Ձեր IP հասցեն արգելափակված է։</p>"),
    "consent, English": page(
        "Gazette",
        "<h1>We value your privacy</h1><p>We and our partners store and access information on a device, such as "
        "cookies.</p><button>Accept all</button>",
    ),
    "consent with all its partners": page(
        "Before you continue to Gazette", f"<h1>Privacy settings</h1><main>{PARTNERS}</main>"
    ),
    "consent, German": page(
        "Zustimmung",
        "<p>Weiter mit Werbung lesen: Besuchen Sie uns wie gewohnt mit Werbung und Tracking. Die Zustimmung ist "
        "jederzeit widerrufbar. Oder nutzen Sie das Pur-Abo.</p>",
    ),
    "consent, French": page(
        "Le Journal",
        "<p>Avec votre accord, nos partenaires et nous utilisons des cookies pour stocker des données personnelles.</p>"
        "<a>Continuer sans accepter</a>",
    ),
    "consent, Dutch": page(
        "Privacy-instellingen", "<p>Wij en onze partners gebruiken cookies; u kunt ze accepteren.</p>"
    ),
    "consent, Polish": page("Gazeta", "<p>Wykorzystujemy pliki cookies; prosimy o zgodę na przetwarzanie danych.</p>"),
    "consent, Russian": page("Газета", "<p>Мы используем файлы cookie. Продолжая, вы соглашаетесь с этим.</p>"),
    "consent, Turkish": page("Gazete", "<p>Çerezleri kabul ediyor musunuz? Kişisel verileriniz işlenir.</p>"),
}

ERRORS = {
    "not found": page("Page not found - Gazette", "<h1>Page not found</h1><p>Perhaps it was moved.</p>"),
    "404": page("404", "<p>Nothing here.</p>"),
    "requested url": page("Gazette", "<p>The requested URL /a/b was not found on this server.</p>"),
    "bad gateway": page("502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr>nginx"),
    "origin down": page("gazette.example | 522: Connection timed out", "<h1>Connection timed out</h1>"),
    "critical error": page("WordPress › Error", "<p>There has been a critical error on this website.</p>"),
    "database": page("Database Error", "<h1>Error establishing a database connection</h1>"),
    "fresh server": page(
        "Welcome to nginx!",
        "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed.</p>",
    ),
    "listing": page("Index of /news", "<h1>Index of /news</h1><pre><a href='a'>a</a></pre>"),
    "maintenance": page("Site under maintenance", "<p>We will be back soon.</p>"),
    "suspended": page("Account Suspended", "<p>Contact your hosting provider for more information.</p>"),
    "parked": page("gazette.example is for sale", "<p>Buy this domain today.</p>"),
    "Russian": page("Страница не найдена", "<p>Запрашиваемая страница удалена или не существовала.</p>"),
    "Azerbaijani": page("Səhifə tapılmadı", "<p>Axtardığınız səhifə mövcud deyil.</p>"),
    "Turkish": page("Aradığınız sayfa bulunamadı", "<p>Anasayfaya dönebilirsiniz.</p>"),
    "Georgian": page("გვერდი ვერ მოიძებნა", "<p>სცადეთ ძებნა.</p>"),
    "Armenian": page("Էջը չի գտնվել", "<p>Փորձեք որոնել։</p>"),
    "Arabic": page("عذراً، الصفحة غير موجودة", "<p>عد إلى الصفحة الرئيسية.</p>"),
    "Persian": page("صفحه مورد نظر یافت نشد", "<p>به صفحه اصلی بازگردید.</p>"),
    "Chinese": page("页面不存在", "<p>返回首页。</p>"),
    "German": page("Seite nicht gefunden", "<p>Die Seite gibt es nicht mehr.</p>"),
    "French": page("Page non trouvée", "<p>Retournez à l'accueil.</p>"),
    "Ukrainian": page("404 Сторінку не знайдено", "<p>Поверніться на головну.</p>"),
    "Polish": page("Nie znaleziono strony", "<p>Wróć na stronę główną.</p>"),
}

SHELLS = {
    "react": page(
        "The Gazette", "<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div>"
    ),
    "nothing at all": page("The Gazette", "<div id='__next'></div><script>render()</script>"),
    "Russian": page(
        "Газета", "<div id='app'></div><noscript>Для работы сайта необходимо включить JavaScript.</noscript>"
    ),
    "French": page(
        "Le Journal", "<noscript>Veuillez activer JavaScript pour lire ce site.</noscript><div id='app'></div>"
    ),
}

WALLS = [
    *(("blocked", name, html) for name, html in BLOCKED.items()),
    *(("html", name, html) for name, html in ERRORS.items()),
    *(("empty", name, html) for name, html in SHELLS.items()),
]
