"""A real SMTP server on loopback, with named misbehaviours by recipient, that remembers what it took."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.press_room.certificate import certificate


class MailRoom:
    """Open in `with`: `host` and `port` are where it listens; `taken` are (recipient, message), in order.

    A recipient's local part says how it is treated: `refused` (550), `full` (452), `later` (451 after DATA), `dropped`
    (the line goes dead after DATA, once taken), `gone` (554 after DATA), `slow` (answers after `delay` seconds).
    """

    def __init__(
        self, *, folder: Path | None = None, login: tuple[str, str] | None = None, tls: bool = False, delay: float = 0
    ) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.raw: list[bytes] = []
        self.delay = delay
        self.logins: list[bool] = []
        self.secured: list[bool] = []
        self.healed = False  # True: nobody is treated badly any more
        self.on_taken: Callable[[int], None] | None = None
        context = None
        if folder is not None:
            path = certificate(folder)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(path, path.with_name("key.pem"))
        more: dict[str, Any] = {}
        if login is not None:
            more |= {"auth_required": True, "authenticator": self._authenticator(login)}
        if context is not None and not tls:
            more |= {"tls_context": context, "require_starttls": True}
        self._controller = _AnyPort(self, hostname="127.0.0.1", port=0, ssl_context=context if tls else None, **more)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def host(self) -> str:
        return "127.0.0.1"

    @property
    def port(self) -> int:
        return int(self._controller.port)

    @property
    def numbers(self) -> dict[str, Counter[str]]:
        """How often which Message-ID came, by recipient."""
        found: dict[str, Counter[str]] = {}
        for recipient, message in self.taken:
            found.setdefault(recipient, Counter())[message["Message-ID"]] += 1
        return found

    def _authenticator(self, login: tuple[str, str]) -> Callable[..., AuthResult]:
        def check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
            assert isinstance(data, LoginPassword)
            right = (data.login.decode(), data.password.decode()) == login
            self.logins.append(right)
            return AuthResult(success=right, handled=False)

        return check

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's hook
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        how = address.partition("@")[0]
        if not self.healed and how.startswith("refused"):
            return "550 5.1.1 There is nobody of that name"
        if not self.healed and how.startswith("full"):
            return "452 4.2.2 The mailbox is full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        [recipient] = envelope.rcpt_tos
        how = "" if self.healed else recipient.partition("@")[0]
        self.secured.append(server.transport is not None and bool(server.transport.get_extra_info("cipher")))
        if how.startswith("later"):
            return "451 4.3.0 Come back later"
        if how.startswith("gone"):
            return "554 5.7.1 Not wanted here"
        if self.delay:
            await asyncio.sleep(self.delay)
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append((recipient, message))
        self.raw.append(envelope.content)
        if self.on_taken is not None:
            self.on_taken(len(self.taken))
        if how.startswith("dropped"):
            assert server.transport is not None
            server.transport.abort()  # type: ignore[attr-defined]
        return "250 OK"


class _AnyPort(Controller):
    """A controller that takes whatever port is free."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        super()._trigger_server()  # type: ignore[no-untyped-call]
