"""One message to one recipient, made anew from what the outbox keeps: the same bytes each time, Message-ID included."""

from __future__ import annotations

import hashlib
import unicodedata
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from urllib.parse import quote, urlencode

from monitor.deliver.view import UNSUBSCRIBE
from monitor.model.outbox import Issue
from monitor.model.settings import Mail
from monitor.text.plain import clip, plain


class _Addresses(UnstructuredHeader):
    """Addresses in angle brackets, folded between them alone: the standard library would encode one that is long."""

    max_count = 1

    def fold(self, *, policy: Policy) -> str:
        """Return the header, an address a line."""
        parts = str(self).split(", ")
        return f"{self.name}: " + f",{policy.linesep} ".join(parts) + policy.linesep  # type: ignore[attr-defined]


_REGISTRY = HeaderRegistry()
_REGISTRY.map_to_type("list-unsubscribe", _Addresses)  # type: ignore[arg-type]  # the registry adds BaseHeader
POLICY = SMTP.clone(cte_type="7bit", max_line_length=76, header_factory=_REGISTRY)
SUBJECT = 150


def message_id(key: str, address: str, sender: str) -> str:
    """Return the Message-ID of an issue to a recipient: always the same, and saying nothing of who that is."""
    digest = hashlib.sha256(f"{key}\n{address}".encode()).hexdigest()[:32]
    return f"<{digest}@{_domain(sender)}>"


def message(
    issue: Issue, address: str, number: str, token: str, *, mail: Mail, title: str, reply_to: str = ""
) -> EmailMessage:
    """Return the message of an issue to a recipient: text first, HTML second, all headers that lists owe.

    `number` is its Message-ID, `token` what unsubscribes. Headers can't be broken by what they hold: line breaks,
    controls and bidirectional controls are gone from it. Raises ValueError where an address is none.
    """
    made = EmailMessage(policy=POLICY)
    made["From"] = _address(mail.sender)
    made["To"] = _address(address)
    if reply_to:
        made["Reply-To"] = _address(reply_to)
    made["Subject"] = clip(header(issue.subject), SUBJECT) or "-"
    made["Date"] = format_datetime(issue.made_at)
    made["Message-ID"] = number
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made["Precedence"] = "bulk"
    name = issue.list.partition(":")[2]
    made["List-Id"] = f"{_phrase(title)} <{name}.{issue.list.partition(':')[0]}.{_domain(mail.sender)}>"
    leave = unsubscribe_address(mail, issue.list, token)
    made["List-Unsubscribe"] = ", ".join(f"<{one}>" for one in leave)
    if mail.unsubscribe:
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(issue.plain.replace(UNSUBSCRIBE, leave[0]))
    made.add_alternative(issue.html.replace(UNSUBSCRIBE, leave[0].replace("&", "&amp;")), subtype="html")
    for part in made.iter_parts():
        part["Content-Language"] = issue.language
    made["Content-Language"] = issue.language
    made.set_boundary(f"=_{hashlib.sha256(number.encode()).hexdigest()[:32]}")
    return made


def unsubscribe_address(mail: Mail, name: str, token: str) -> tuple[str, ...]:
    """Return where a recipient unsubscribes: the https address first, if there is one, and by mail in any case."""
    to = parseaddr(mail.unsubscribe_to or mail.sender)[1]
    by_mail = f"mailto:{quote(to, safe='@')}?{urlencode({'subject': f'unsubscribe {name} {token}'}, quote_via=quote)}"
    if not mail.unsubscribe:
        return (by_mail,)
    joint = "&" if "?" in mail.unsubscribe else "?"
    return (f"{mail.unsubscribe}{joint}{urlencode({'token': token})}", by_mail)


def header(text: str) -> str:
    """Return a text as a header can hold it: on one line, without controls of any kind."""
    return "".join(character for character in plain(text) if unicodedata.category(character) not in ("Cc", "Cs"))


def _phrase(text: str) -> str:
    """A title as List-Id can bear it: RFC 2919 has a phrase there."""
    said = "".join(character for character in header(text) if character.isascii() and character not in '<>"\\,')
    return f'"{said.strip()}"' if said.strip() else ""


def _address(text: str) -> Address:
    name, address = parseaddr(header(text))
    local, _, domain = address.rpartition("@")
    if not local or not domain or not address.isascii():
        raise ValueError(f"{address or text!r} is no mail address")
    return Address(display_name=name, username=local, domain=domain)


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"
