"""Who may come in, and what every answer tells the browser.

Without `public` only this machine's names are answered to: a page elsewhere that points a name of its own at this
machine (DNS rebinding) is not served. With it, each request must bring either the password (HTTP Basic, RFC 7617) or
the header by which the proxy in front says whom it let in.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

HERE = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
PAUSE = 0.5  # seconds after a wrong password
STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
QUIET = [
    (b"referrer-policy", b"no-referrer"),  # publishers need not learn who reads them
    (b"x-robots-tag", b"noindex, nofollow"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
Send = Callable[[Any], Awaitable[None]]
Asgi = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The rules of a room. Of `password` and `proxy_header` (lower case) a public room has one."""

    public: bool = False
    hosts: frozenset[str] = frozenset()
    password: str = ""
    proxy_header: str = ""

    def refusal(self, headers: dict[bytes, bytes]) -> tuple[int, str]:
        """The status and the reason with which a request is refused; (0, "") where it is let in."""
        if not self.public:
            name = headers.get(b"host", b"").decode("latin-1").lower()
            name = name if name.endswith("]") else name.rpartition(":")[0] or name
            if name not in HERE | self.hosts:
                return 421, "This reading room answers to this machine's own names only."
        elif self.password and not self._knows(headers.get(b"authorization", b"")):
            return 401, "The reading room asks for its password."
        elif self.proxy_header and not headers.get(self.proxy_header.encode("latin-1"), b"").strip():
            return 403, "The proxy in front of the reading room has not said who you are."
        return 0, ""

    def shows(self, path: str) -> bool:
        """Whether a page is for those who were let in: what Datasette tells of itself and of the disk is not."""
        return not self.public or not path.startswith("/-/") or path.startswith("/-/static/")

    def _knows(self, authorization: bytes) -> bool:
        kind, _, said = authorization.partition(b" ")
        try:
            _user, _, password = base64.b64decode(said, validate=True).partition(b":")
        except ValueError:
            return False
        return kind.lower() == b"basic" and hmac.compare_digest(password, self.password.encode())


@cache
def datasette_policy() -> bytes:
    """The policy for Datasette's own pages: its own scripts, those in its pages by their hashes, and no other."""
    texts = [file.read_text("utf-8") for file in (files("datasette") / "templates").iterdir() if file.is_file()]
    scripts = {
        script for text in texts for script in _SCRIPT.findall(text) if "{{" not in script and "{%" not in script
    }
    scripts |= {f"DATASETTE_ALLOW_FACET = {word};" for word in ("true", "false")}
    digests = sorted(base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src 'self' {allowed}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ).encode()


def guarded(app: Asgi, gate: Gate) -> Asgi:
    """Return the application behind the gate."""

    async def answer(scope: dict[str, Any], receive: Any, send: Send) -> None:
        async def quietly(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", []), *QUIET]
                if not any(name.lower() == b"content-security-policy" for name, _ in headers):
                    headers.append((b"content-security-policy", datasette_policy()))
                message = {**message, "headers": headers}
            await send(message)

        if scope["type"] == "http":
            status, reason = gate.refusal({name.lower(): value for name, value in scope["headers"]})
            if not status and not gate.shows(scope["path"]):
                status, reason = 404, "That is not for visitors."
            if status:
                await _refuse(quietly, status, reason)
                return
        await app(scope, receive, quietly)

    return answer


async def _refuse(send: Send, status: int, reason: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    if status == 401:  # noqa: PLR2004 - unauthorised
        headers.append((b"www-authenticate", b'Basic realm="reading room", charset="UTF-8"'))
        await asyncio.sleep(PAUSE)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{reason}\n".encode()})
