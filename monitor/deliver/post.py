"""How mail leaves: one SMTP conversation for many messages, over verified TLS; or a program such as sendmail.

Whatever is not known to have arrived is told as `later`: the outbox keeps it and sends it again under the same
Message-ID, so that a recipient's mail program can tell that it is the same.
"""

from __future__ import annotations

import ipaddress
import smtplib
import socket
import ssl
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Literal, Protocol, Self

from monitor.errors import MailDown
from monitor.model.settings import Mail

State = Literal["sent", "later", "refused"]
IMPLICIT_TLS = 465
_TEMPORARY = (75, 69, 71, 73, 74)  # sysexits.h: what sendmail says when it may be tried again
_PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What became of a message: sent, to be tried again, or refused for good; `error` is what the other side said."""

    state: State
    error: str = ""


class Post(Protocol):
    """A way for mail to leave, open for as many messages as there are."""

    def send(self, message: EmailMessage) -> Posted:
        """Hand a message over. Raises MailDown where nothing can be sent at present."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def post(mail: Mail, *, user: str = "", password: str = "") -> Post:
    """Return how mail leaves; nothing is opened until the first message."""
    if mail.sendmail:
        return Sendmail(mail)
    return Conversation(mail, user=user, password=password)


class Conversation:
    """SMTP: one connection, opened at the first message and again once after each that broke."""

    def __init__(self, mail: Mail, *, user: str, password: str) -> None:
        self._mail = mail
        self._login = (user, password)
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._open.quit()
        self._drop()

    def send(self, message: EmailMessage) -> Posted:
        """Hand a message to the server. Raises MailDown where it can't be reached, or lets nobody in."""
        sender, recipient = (parseaddr(str(message[name]))[1] for name in ("From", "To"))
        server = self._connected()
        try:
            # not send_message(), which writes ">From" where a line of the text begins with "From"
            server.sendmail(sender, [recipient], message.as_bytes())
        except smtplib.SMTPServerDisconnected as error:
            self._drop()
            return Posted(state="later", error=f"the server ended the conversation ({error})")
        except smtplib.SMTPSenderRefused as error:
            self._rest()
            return _judged(error.smtp_code, error.smtp_error, "the sender")
        except smtplib.SMTPRecipientsRefused as error:
            self._rest()
            code, said = next(iter(error.recipients.values()))
            return _judged(code, said, "the recipient")
        except smtplib.SMTPResponseException as error:
            self._rest()
            return _judged(error.smtp_code, error.smtp_error, "the message")
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Posted(state="later", error=_said(error))
        return Posted(state="sent")

    def _connected(self) -> smtplib.SMTP:
        if self._open is None:
            try:
                self._open = self._connect()
            except smtplib.SMTPAuthenticationError as error:
                raise MailDown(
                    f"{self._place} lets us not in: {_text(error.smtp_error)}; see `mail:` in feeds.yaml"
                ) from error
            except ssl.SSLCertVerificationError as error:
                raise MailDown(f"{self._place}: its certificate can't be trusted ({error.verify_message})") from error
            except (smtplib.SMTPException, OSError) as error:
                raise MailDown(
                    f"{self._place} can't be reached ({_said(error)}): what is to be sent stays in the outbox"
                ) from error
        return self._open

    @property
    def _place(self) -> str:
        return f"the mail server {self._mail.host}:{self._mail.port}"

    def _connect(self) -> smtplib.SMTP:
        mail, timeout = self._mail, self._mail.timeout.total_seconds()
        context = _context(mail.host)
        if mail.security == "tls" or (mail.security == "auto" and mail.port == IMPLICIT_TLS):
            server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=timeout, context=context)
        else:
            server = smtplib.SMTP(mail.host, mail.port, timeout=timeout)
            try:
                self._secure(server, context)
            except BaseException:
                server.close()
                raise
        user, password = self._login
        try:
            if user:
                server.login(user, password)
        except BaseException:
            server.close()
            raise
        return server

    def _secure(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        """STARTTLS wherever the server has it; without it nothing goes to another machine."""
        server.ehlo()
        wanted = self._mail.security
        if wanted != "none" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif wanted == "starttls" or not is_loopback(self._mail.host):
            raise smtplib.SMTPException("it offers no STARTTLS, and mail does not leave this machine in the clear")

    def _rest(self) -> None:
        """Make ready for the next message."""
        try:
            if self._open is not None:
                self._open.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._open is not None:
            with suppress(OSError):
                self._open.close()
            self._open = None


class Sendmail:
    """A program that takes a message on its standard input and answers by its exit code (sysexits.h)."""

    def __init__(self, mail: Mail) -> None:
        self._mail = mail

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is kept open."""

    def send(self, message: EmailMessage) -> Posted:
        """Hand a message to the program. Raises MailDown where it can't be run."""
        sender, recipient = (parseaddr(str(message[name]))[1] for name in ("From", "To"))
        command = [self._mail.sendmail, "-i", "-f", sender, "--", recipient]
        try:
            done = subprocess.run(  # noqa: S603 - a path from the desk's own feeds.yaml, and addresses as arguments
                command,
                input=message.as_bytes(),
                capture_output=True,
                check=False,
                timeout=self._mail.timeout.total_seconds(),
            )
        except subprocess.TimeoutExpired:
            return Posted(state="later", error=f"{self._mail.sendmail} did not end in time")
        except OSError as error:
            raise MailDown(f"{self._mail.sendmail} can't be run: {error.strerror}") from error
        said = _text(done.stderr)[:300] or f"it ended with {done.returncode}"
        if done.returncode == 0:
            return Posted(state="sent")
        return Posted(state="later" if done.returncode in _TEMPORARY or done.returncode < 0 else "refused", error=said)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine: every address that it has is a loopback address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(str(one[4][0]).partition("%")[0]).is_loopback for one in found)


def _context(host: str) -> ssl.SSLContext:
    """Certificates and names are verified; on this machine they can't be, and nobody stands between."""
    context = ssl.create_default_context()
    if is_loopback(host):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _judged(code: int, said: bytes | str, of: str) -> Posted:
    state: State = "refused" if code in _PERMANENT else "later"
    return Posted(state=state, error=f"{code} {_text(said)} ({of})"[:300])


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
