"""Names to addresses under the gate: what is connected to is what was checked, with no second look-up."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any

from twisted.internet import _idna
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer

from monitor.crawl import gate
from monitor.model.fetch import Outcome

KEPT = 300.0  # seconds an answer is good for, so that a run's pages don't each ask anew
_EVERYTHING = (ip_network("0.0.0.0/0"), ip_network("::/0"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a look-up gave: addresses, or the class of the trouble and one line on it."""

    addresses: tuple[str, ...] = ()
    outcome: Outcome = "ok"
    error: str = ""
    at: float = 0.0


@implementer(IHostResolution)
@dataclass(slots=True, eq=False)
class _Resolution:
    name: str

    def cancel(self) -> None:
        """Nothing to call back: the answer of an abandoned look-up is dropped."""


@implementer(IHostnameResolver)
@dataclass(slots=True, eq=False)
class Resolver:
    """A Twisted name resolver, IPv4 and IPv6, that gives no address unless all of a name's addresses may be asked.

    `answers[host]` is the last answer for a host (in ASCII), with the reason where it holds no address.
    """

    reactor: Any
    private_networks: gate.Networks = ()
    exempt: str | None = None  # the proxy's host: named in the settings, so not the publisher's choice
    answers: dict[str, Answer] = field(default_factory=dict)
    _asking: dict[str, list[Callable[[], None]]] = field(default_factory=dict)

    def resolveHostName(  # noqa: N802 - Twisted's interface
        self,
        resolutionReceiver: Any,  # noqa: N803 - as above; an IResolutionReceiver
        hostName: str,  # noqa: N803 - as above
        portNumber: int = 0,  # noqa: N803 - as above
        addressTypes: Sequence[type] | None = None,  # noqa: N803 - as above
        transportSemantics: str = "TCP",  # noqa: N803, ARG002 - as above
    ) -> _Resolution:
        """Give the receiver every address of the host, or none."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        host = _in_ascii(hostName)

        def give() -> None:
            for text in self.answers[host].addresses:
                kind = IPv6Address if ":" in text else IPv4Address
                if addressTypes is None or kind in addressTypes:
                    resolutionReceiver.addressResolved(kind("TCP", text, portNumber))
            resolutionReceiver.resolutionComplete()

        if gate.literal(host) is not None:
            self.answers[host] = self._look_up(host)
            give()
        elif self._fresh(host):
            give()
        else:
            self._ask(host, give)
        return resolution

    def _fresh(self, host: str) -> bool:
        known = self.answers.get(host)
        return known is not None and known.outcome != "dns" and self.reactor.seconds() - known.at < KEPT

    def _ask(self, host: str, give: Callable[[], None]) -> None:
        """Look the host up on a thread of its own: a daemon, since getaddrinfo can't be hurried when the run ends."""
        waiting = self._asking.setdefault(host, [])
        waiting.append(give)
        if len(waiting) > 1:
            return

        def look_up() -> None:
            self.reactor.callFromThread(self._learn, host, self._look_up(host))

        threading.Thread(target=look_up, name=f"dns {host}", daemon=True).start()

    def _learn(self, host: str, answer: Answer) -> None:
        self.answers[host] = answer
        for give in self._asking.pop(host, []):
            give()

    def _look_up(self, host: str) -> Answer:
        networks = _EVERYTHING if host == self.exempt else self.private_networks
        try:
            return Answer(addresses=gate.resolve(host, 0, networks), at=self.reactor.seconds())
        except PermissionError as error:
            return Answer(outcome="private_address", error=str(error), at=self.reactor.seconds())
        except socket.gaierror as error:
            temporary = error.errno == socket.EAI_AGAIN
            why = "its name server gives no answer at present" if temporary else "there is no such host"
            return Answer(outcome="dns", error=f"{host}: {why} ({error.strerror})")
        except Exception as error:  # noqa: BLE001 - on a thread, where it would leave whoever asked waiting
            return Answer(outcome="dns", error=f"{host}: {error}")


def _in_ascii(name: str) -> str:
    """A host's name as it was in the URL: Twisted hands it on decoded, and only its own encoder takes that back."""
    return name.lower() if name.isascii() else _idna._idnaBytes(name).decode("ascii").lower()  # noqa: SLF001
