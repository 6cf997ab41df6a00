"""Pages that stand in an article's place: bot walls, blocked addresses, consent walls, error pages served with 200."""

from __future__ import annotations

import re

from monitor.errors import ParseError
from monitor.stages.extraction.facts import Facts, text_of
from monitor.stages.extraction.titles import head_title, heading

BRIEF = 1500  # characters: a wall says little
ALONE = r"(?=\W*$|\W*[|–—]|\W*\s-\s)"  # nothing follows but the site's name
BLOCKED_TITLE = re.compile(
    r"^\W*(?:just a moment|attention required|access (?:to this page has been )?(?:denied|blocked|forbidden)"
    r"|403 forbidden"
    r"|you (?:have been|are|were) blocked|are you (?:a )?(?:robot|human)|robot (?:check|or human)|bot verification"
    r"|human verification|security (?:check|verification|challenge)|please (?:verify|enable)|checking your browser"
    r"|verif(?:y|ying) (?:you are|your|that)|pardon our interruption|ddos-guard|доступ (?:запрещ|ограничен)"
    r"|erişim engellendi|request (?:rejected|blocked|unsuccessful)|too many requests|incapsula|sucuri website firewall"
    rf"|(?:403|429|forbidden|blocked|captcha|one more step|please wait|un moment|einen moment|un momento|bir dakika"
    rf"|один момент){ALONE})",
    re.IGNORECASE,
)
BLOCKED_TEXT = re.compile(
    r"(?:your|this|the) ip(?: address)?[^.]{0,60}(?:blocked|banned|blacklist)|has been blocked"
    r"|you have been blocked|unusual (?:traffic|activity)|enable javascript and cookies to continue"
    r"|checking (?:if the site connection is secure|your browser before)|performance (?:&"
    r"|and) security by cloudflare|cloudflare ray id|verify (?:that )?you are (?:a )?human|(?:are"
    r"|you're) not a robot|complete the (?:captcha|security check)|request could not be satisfied"
    r"|reference #[0-9a-f.]{8,}|incident id|access to this (?:page|site|resource) (?:has been|is) (?:denied"
    r"|blocked)|automated (?:access|requests|queries)|ваш ip|доступ к (?:сайту|ресурсу|странице) (?:запрещ"
    r"|ограничен|заблокирован)|подтвердите, что вы не робот|ip ünvanınız|ip adresiniz|ihre ip-?adresse"
    r"|votre adresse ip|su dirección ip",
    re.IGNORECASE,
)
CHALLENGE = re.compile(
    r"cf-challenge|challenge-(?:form|running|platform)|cf-error|px-captcha|g-recaptcha|h-captcha|_incapsula_|datadome"
    r"|ddos-guard",
    re.IGNORECASE,
)
MISSING = re.compile(
    r"^\W*(?:(?:page|article|seite|story) (?:not found|nicht gefunden|introuvable)|страница не найдена|sayfa bulunamadı"
    r"|səhifə tapılmadı|page non trouvée|página no encontrada|pagina non trovata|5\d\d\b.{0,30}error"
    r"|(?:5\d\d\W+)?(?:internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out)"
    r"|this page (?:does not|doesn.t) exist|site (?:is )?under maintenance|maintenance mode"
    rf"|(?:error\W*)?404(?:\W+(?:page )?not found|\W+error)?{ALONE}|not found{ALONE}|oops{ALONE})",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"(?:we|wir|nous|noi|our partners|unsere partner)[^.]{0,80}(?:cookies|consent)|(?:accept|manage"
    r"|reject) (?:all )?(?:cookies|consent)|(?:cookies?|tracking)[^.]{0,60}(?:akzeptieren|zustimm|einwillig"
    r"|accepter|aceptar|accettare|kabul|qəbul)|before you continue|your privacy (?:choices|matters)"
    r"|privacy settings|мы используем (?:файлы )?cookie|çerez",
    re.IGNORECASE,
)
LEAST = 400  # characters of body beyond which a page is an article whatever it mentions


def check(facts: Facts, body: str) -> None:
    """Return for an article's page.

    Raises ParseError with outcome `blocked` for a wall against robots or for consent, `html` for an error page.
    """
    if len(body) > BRIEF or facts.article.get("datePublished") or facts.meta("article:published_time"):
        return
    titles = (head_title(facts), heading(facts))
    text = "" if len(body) > LEAST else text_of(facts.tree)[: BRIEF * 4]
    if any(BLOCKED_TITLE.search(title) for title in titles) or (
        len(text) < BRIEF and (BLOCKED_TEXT.search(text) or challenged(facts))
    ):
        raise ParseError("blocked", f"{facts.url}: a wall against robots stands in the article's place")
    if any(MISSING.search(title) for title in titles):
        raise ParseError("html", f"{facts.url}: an error page stands in the article's place")
    if (
        CONSENT.search(body or text[:BRIEF])
        and len(body) <= LEAST
        and len(text) < BRIEF * 3
        and not facts.meta("og:title")
    ):
        raise ParseError("blocked", f"{facts.url}: a consent wall stands in the article's place")


def challenged(facts: Facts) -> bool:
    """Tell whether a challenge's own elements are on the page."""
    return any(
        CHALLENGE.search(f"{element.get('id') or ''} {element.get('class') or ''} {element.get('action') or ''}")
        for element in list(facts.tree.iter("div", "form", "iframe"))[:200]
    )
