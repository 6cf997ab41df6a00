"""An alert as mail: short, text first, in the frame of its language."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from monitor.deliver import links
from monitor.deliver.frames import Frame, direction, frame
from monitor.deliver.hook import about, heading
from monitor.deliver.view import UNSUBSCRIBE
from monitor.model.alert import Alert

_HTML = (
    '<!DOCTYPE html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
    "<title>{title}</title></head>"
    '<body style="font:16px/1.5 sans-serif;max-width:640px;margin:16px auto;padding:0 16px">'
    '<main><h1 style="font-size:20px">{title}</h1>{stories}</main>'
    '<footer><p style="font-size:14px">{why} <a href="{unsubscribe}">{leave}</a></p></footer></body></html>'
)
_STORY = (
    '<article><h2 style="font-size:17px;margin:16px 0 0" lang="{language}" dir="{direction}">'
    '<a href="{url}">{title}</a></h2><p style="margin:0">{about}</p>'
    '<p style="margin:4px 0" lang="{language}" dir="{direction}">{excerpt}</p></article>'
)


def notice(
    alerts: Sequence[Alert], *, title: str, archive_url: str, timezone: str, language: str
) -> tuple[str, str, str]:
    """Return subject, text and HTML of the mail that tells of these alerts."""
    words = frame(language, timezone)
    subject = heading(alerts, words)
    why = words.say("why", title=title)
    text = "\n\n".join(_text(one, words, archive_url) for one in alerts)
    plain = f"{subject}\n\n{text}\n\n-- \n{why}\n{words.say('unsubscribe')}: {UNSUBSCRIBE}\n"
    html = _HTML.format(
        language=words.language,
        direction=direction(words.language),
        title=escape(subject),
        stories="".join(_story(one, words) for one in alerts),
        why=escape(why),
        unsubscribe=UNSUBSCRIBE,
        leave=escape(words.say("unsubscribe")),
    )
    return subject, plain, html


def _text(alert: Alert, words: Frame, archive_url: str) -> str:
    archive = f"{words.say('archive')}: {links.article(archive_url, alert.article_id)}"
    return "\n".join(filter(None, (alert.title, about(alert, words), alert.excerpt, links.safe(alert.url), archive)))


def _story(alert: Alert, words: Frame) -> str:
    return _STORY.format(
        language=escape(alert.language or "und"),
        direction=direction(alert.language),
        url=escape(links.safe(alert.url)),
        title=escape(alert.title),
        about=escape(about(alert, words)),
        excerpt=escape(alert.excerpt),
    )
