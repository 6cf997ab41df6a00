"""An alert as mail: short, text first, in the frame of its language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monitor.deliver import links
from monitor.deliver.frames import Frame, direction, frame
from monitor.deliver.hook import heading
from monitor.deliver.render import page, text
from monitor.deliver.view import SUBJECT, UNSUBSCRIBE
from monitor.gazetteer import called
from monitor.model.alert import Alert
from monitor.text.plain import clip

SHOWN = 40  # stories of a bundle; the others are counted


def notice(
    alerts: Sequence[Alert], *, title: str, archive_url: str, timezone: str, language: str
) -> tuple[str, str, str]:
    """Return subject, text and HTML of the mail that tells of these alerts."""
    names = {slug: short for slug, (_, short) in called(language).items()}
    words = frame(language, timezone, names)
    said = heading(alerts, words)
    subject = said if len(alerts) == 1 else f"{said} · {alerts[0].title}"
    left = len(alerts) - SHOWN
    shown = {
        "language": words.language,
        "direction": direction(words.language),
        "words": words.words,
        "subject": clip(subject, SUBJECT),
        "heading": said,
        "preview": clip("; ".join(one.title for one in alerts[:4]), 180),
        "entries": [_entry(one, words, archive_url) for one in alerts[:SHOWN]],
        "remainder": words.say("remainder", n=left) if left > 0 else "",
        "why": words.say("why", title=title),
        "unsubscribe": UNSUBSCRIBE,
        "archive_url": archive_url,
    }
    return clip(subject, SUBJECT), text("alert.txt", shown), page("alert.html", shown)


def _entry(alert: Alert, words: Frame, archive_url: str) -> dict[str, Any]:
    return {
        "title": alert.title,
        "url": links.safe(alert.url),
        "language": alert.language or "und",
        "direction": direction(alert.language),
        "source": alert.source,
        "time": words.time(alert.at),
        "tongue": words.tongue(alert.language) if alert.language != words.language else "",
        "archive": links.article(archive_url, alert.article_id),
        "excerpt": alert.excerpt,
        "countries": [words.tag(slug) for slug in alert.tags if slug.startswith("country:")],
        "organisations": [words.tag(slug) for slug in alert.tags if slug.startswith("org:")],
        "remarks": [", ".join(alert.watchlists)] if alert.watchlists else [],
    }
