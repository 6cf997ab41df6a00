"""Alerts to chats and programs by HTTP: small bodies of our own for each kind of hook, and one way to post them.

Every address passes the gate, and the connection goes to the address that was checked. Redirects are not followed.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from html import escape
from typing import Any, Literal
from urllib.parse import urlsplit

from monitor.deliver import links
from monitor.deliver.frames import Frame, frame
from monitor.model.alert import Alert
from monitor.model.settings import AlertPlan
from monitor.text.plain import clip

TELEGRAM = "https://api.telegram.org"
SHOWN = 15  # stories of a bundle; the others are counted
DAY = 86_400  # seconds that a hook may ask to be left alone
LONGEST_WAIT = 9  # digits of it
LONGEST = 3500  # characters of a message: Telegram takes 4,096
_NOT_NOW = (425, 429, 503)  # taken back for now: nothing was told
_UNKNOWN = (408, *range(500, 600))  # whether it was told before that went wrong
_OPEN = ": it may have arrived, and is not told again"
Resolve = Callable[[str, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request to a hook. Its address may hold a secret: it is never printed."""

    url: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        return f"Call({urlsplit(self.url).hostname}, {len(self.body)} bytes)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a request: told, to be told later, refused for good, or nobody knows.

    `error` is what the hook said; `after` how many seconds it asked to be left alone.
    """

    state: Literal["sent", "later", "refused", "unknown"]
    error: str = ""
    after: int = 0


def call(
    plan: AlertPlan, alerts: Sequence[Alert], *, url: str, token: str, archive_url: str, timezone: str, language: str
) -> Call:
    """Return the request that tells of the alerts in one message."""
    words = frame(language, timezone)
    title = heading(alerts, words)
    headers = [("Content-Type", "application/json; charset=utf-8")]
    if plan.channel == "telegram":
        url = f"{url or TELEGRAM}/bot{token}/sendMessage"
    elif token:
        headers.append(("Authorization", f"Bearer {token}"))
    if plan.channel == "ntfy":
        url, _, topic = url.rstrip("/").rpartition("/")
        said: Any = {
            "topic": topic,
            "title": title,
            "message": _plain(alerts, words),
            "click": links.safe(alerts[0].url),
        }
    else:
        said = _BODIES[plan.channel](plan, alerts, words, title, archive_url)
    return Call(url=url, body=json.dumps(said, ensure_ascii=False).encode(), headers=tuple(headers))


def heading(alerts: Sequence[Alert], words: Frame) -> str:
    """Return the one line that says what it is about."""
    if len(alerts) == 1:
        return words.say("alert", title=clip(alerts[0].title, 200))
    return words.say("alerts", n=len(alerts))


def lines(alerts: Sequence[Alert], words: Frame, line: Callable[[Alert], str]) -> str:
    """Return a text of a line (or more) a story, as many as fit; the others are counted."""
    said: list[str] = []
    for alert in alerts[:SHOWN]:
        said.append(line(alert))
        if sum(map(len, said)) > LONGEST:
            said.pop()
            break
    left = len(alerts) - len(said)
    return "\n".join([*said, *([words.say("remainder", n=left)] if left else [])])


def about(alert: Alert, words: Frame) -> str:
    """Return who said it when, and which watchlist found it."""
    tongue = words.tongue(alert.language) if alert.language != words.language else ""
    parts = (alert.source, words.time(alert.at), tongue, ", ".join(alert.watchlists))
    return " · ".join(filter(None, parts))


def post(request: Call, resolve: Resolve, *, timeout: float) -> Answer:
    """Post a request and return what became of it; never raises. `resolve` is the gate's, and refuses by raising.

    `later` is only what was certainly not told: no connection was made, or the hook said not now. Where a request went
    out and no answer came, or one that leaves it open, the state is `unknown`.
    """
    parts = urlsplit(request.url)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    try:
        address = resolve(host, port)[0]
        connection = _connection(address, host, port, secure=secure, timeout=timeout)
    except PermissionError as error:
        return Answer(state="refused", error=f"{error}: `private_networks` in feeds.yaml opens networks of your own")
    except OSError as error:
        return Answer(state="later", error=f"{host} can't be reached ({error.strerror or error})")
    try:
        target = parts.path or "/"
        connection.request(
            "POST", f"{target}?{parts.query}" if parts.query else target, request.body, _headers(request)
        )
        answer = connection.getresponse()
        said = answer.read(500).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        return Answer(state="unknown", error=f"{host} gave no answer ({error or type(error).__name__}){_OPEN}")
    finally:
        connection.close()
    return _answered(host, answer, said)


def _answered(host: str, answer: http.client.HTTPResponse, said: str) -> Answer:
    if 200 <= answer.status < 300:  # noqa: PLR2004 - HTTP
        return Answer(state="sent")
    error = f"{host}: {answer.status} {answer.reason} {' '.join(said.split())[:120]}".strip()
    if answer.status in _NOT_NOW:
        return Answer(state="later", error=error, after=_after(answer, said))
    if answer.status in _UNKNOWN:
        return Answer(state="unknown", error=f"{error}{_OPEN}")
    return Answer(state="refused", error=error)


def _after(answer: http.client.HTTPResponse, said: str) -> int:
    """Return how many seconds to wait, at most a day: what the header says, or Telegram's body; 0 for neither."""
    asked: Any = (answer.headers.get("Retry-After") or "").strip()
    if not asked:
        with suppress(ValueError, TypeError, KeyError):
            asked = str(json.loads(said)["parameters"]["retry_after"])
    return min(int(asked), DAY) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_WAIT else 0


def _headers(request: Call) -> dict[str, str]:
    return {"User-Agent": "press-monitor", "Accept": "application/json", **dict(request.headers)}


def _connection(address: str, host: str, port: int, *, secure: bool, timeout: float) -> http.client.HTTPConnection:
    """Connect to the address that was checked, under the name that was asked for."""
    opened: socket.socket = socket.create_connection((address, port), timeout)
    try:
        if secure:
            opened = ssl.create_default_context().wrap_socket(opened, server_hostname=host)
    except BaseException:
        opened.close()
        raise
    connection = http.client.HTTPConnection(host, port, timeout=timeout)
    connection.sock = opened
    return connection


def _plain(alerts: Sequence[Alert], words: Frame) -> str:
    return lines(alerts, words, lambda one: f"{one.title}\n{about(one, words)}\n{links.safe(one.url)}")


def _slack(_plan: AlertPlan, alerts: Sequence[Alert], words: Frame, title: str, _archive: str) -> dict[str, Any]:
    def line(one: Alert) -> str:
        return f"• <{links.safe(one.url).replace('|', '%7C')}|{_angles(one.title)}>\n{_angles(about(one, words))}"

    return {"text": f"*{_angles(title)}*\n{lines(alerts, words, line)}", "unfurl_links": False}


def _mattermost(_plan: AlertPlan, alerts: Sequence[Alert], words: Frame, title: str, _archive: str) -> dict[str, Any]:
    def line(one: Alert) -> str:
        return (
            f"- [{_unmarked(one.title)}]({links.safe(one.url).replace(')', '%29')})  \n  {_unmarked(about(one, words))}"
        )

    return {"text": f"**{_unmarked(title)}**\n{lines(alerts, words, line)}"}


def _teams(_plan: AlertPlan, alerts: Sequence[Alert], words: Frame, title: str, _archive: str) -> dict[str, Any]:
    block = {"type": "TextBlock", "wrap": True}
    body: list[dict[str, Any]] = [{**block, "text": _unmarked(title), "weight": "Bolder", "size": "Medium"}]
    for one in alerts[:SHOWN]:
        address = links.safe(one.url).replace(")", "%29")
        body.append({**block, "text": f"[{_unmarked(one.title)}]({address})"})
        body.append({**block, "text": _unmarked(about(one, words)), "isSubtle": True, "spacing": "None"})
    if len(alerts) > SHOWN:
        body.append({**block, "text": words.say("remainder", n=len(alerts) - SHOWN)})
    card = {"type": "AdaptiveCard", "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "version": "1.4"}
    content = {**card, "body": body}
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": content}],
    }


def _telegram(plan: AlertPlan, alerts: Sequence[Alert], words: Frame, title: str, _archive: str) -> dict[str, Any]:
    def line(one: Alert) -> str:
        return f'<a href="{escape(links.safe(one.url))}">{escape(one.title)}</a>\n{escape(about(one, words))}'

    text = f"<b>{escape(title)}</b>\n{lines(alerts, words, line)}"
    return {
        "chat_id": plan.chat, "text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True},
    }  # fmt: skip


def _json(plan: AlertPlan, alerts: Sequence[Alert], _words: Frame, title: str, archive_url: str) -> dict[str, Any]:
    return {
        "list": plan.name,
        "title": title,
        "alerts": [
            {
                "title": one.title, "url": one.url, "source": one.source, "language": one.language,
                "published_at": f"{one.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "summary": one.excerpt,
                "watchlists": one.watchlists, "tags": one.tags,
                "archive_url": links.article(archive_url, one.article_id),
            }
            for one in alerts
        ],
    }  # fmt: skip


_BODIES: dict[str, Callable[[AlertPlan, Sequence[Alert], Frame, str, str], dict[str, Any]]] = {
    "slack": _slack, "mattermost": _mattermost, "teams": _teams, "telegram": _telegram, "json": _json,
}  # fmt: skip


def _angles(text: str) -> str:
    """Slack's own escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unmarked(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\`*_[]()#|~<>@" else letter for letter in text)
