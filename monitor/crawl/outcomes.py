"""How a conversation ended: statuses and exceptions to the one vocabulary, with a line for the user."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus

from OpenSSL import SSL
from scrapy import exceptions
from service_identity import VerificationError
from twisted.internet import error as internet
from twisted.web._newclient import ParseError  # no public name
from twisted.web.client import ResponseFailed

from monitor.crawl.download import HEAD, HeadTooLarge
from monitor.crawl.resolver import Answer
from monitor.model.fetch import Fetched, Outcome

Ending = tuple[Outcome, str]

_BY_STATUS: dict[int, Outcome] = {
    304: "not_modified", 401: "blocked", 403: "blocked", 404: "not_found", 410: "gone", 429: "rate_limited",
    451: "blocked",
}  # fmt: skip
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BROKEN: tuple[tuple[type[BaseException], str], ...] = (
    (exceptions.ResponseDataLossError, "the connection broke off in the middle of the body"),
    (ParseError, "the answer is not HTTP"),
    (internet.ConnectionDone, "the server hung up without an answer"),
    (internet.ConnectionLost, "the server hung up without an answer"),
)
_NOT_RETRIED = frozenset({501, 505})  # the server will not have learnt to in a moment
_SUCCESS, _SERVER = 2, 5  # classes of statuses
_SILENCE: frozenset[Outcome] = frozenset({"connect", "timeout", "dns", "tls"})


def of_response(status: int, headers: Mapping[str, str], *, conditional: bool) -> Ending:
    """The outcome of a response that is no redirect."""
    if status // 100 == _SUCCESS:
        return "ok", ""
    if "cf-mitigated" in headers:
        return (
            "blocked",
            f"{phrase(status)}: a bot wall stands before it (cf-mitigated: {headers['cf-mitigated'][:40]})",
        )
    if status == HTTPStatus.NOT_MODIFIED and not conditional:
        return "http_error", "304 Not Modified, although nothing was said to be known"
    outcome = _BY_STATUS.get(status, "http_error")
    return outcome, "" if outcome == "not_modified" else phrase(status)


def phrase(status: int) -> str:
    """A status with its standard name: `404 Not Found`."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def of_exception(exception: BaseException, *, answer: Answer | None, timeout: float, limit: int) -> Ending:
    """The outcome of a request that brought no response; `answer` is what its host last resolved to."""
    chain = tuple(_chain(exception))

    def any_is(*kinds: type[BaseException]) -> bool:
        return any(isinstance(each, kinds) for each in chain)

    if any_is(SSL.Error, VerificationError, internet.SSLError):
        ending: Ending = ("tls", f"the certificate or the TLS connection is not in order: {_tls(chain)}")
    elif any_is(exceptions.CannotResolveHostError, internet.DNSLookupError) and answer is not None:
        ending = (answer.outcome, answer.error)
    elif any_is(exceptions.CannotResolveHostError, internet.DNSLookupError) or isinstance(exception, ValueError):
        ending = ("dns", _line(exception))  # a ValueError: a name that can't be one
    elif any_is(exceptions.DownloadTimeoutError, internet.TimeoutError):
        ending = ("timeout", f"no whole answer within {timeout:g} seconds")
    elif any_is(HeadTooLarge):
        ending = ("too_large", f"the headers come to more than {HEAD:,} bytes")
    elif any_is(exceptions.DownloadCancelledError):
        ending = ("too_large", f"larger than {limit:,} bytes")
    else:
        ending = ("connect", next((line for kind, line in _BROKEN if any_is(kind)), _line(chain[-1])))
    return ending


def may_retry(fetched: Fetched) -> bool:
    """Whether asking once more in the same run may help, and nobody asked to be left alone."""
    if fetched.outcome == "connect":
        return True
    status = fetched.status
    server = status is not None and status // 100 == _SERVER and status not in _NOT_RETRIED
    return fetched.outcome == "http_error" and server and "retry-after" not in fetched.headers


def names_a_time(fetched: Fetched) -> bool:
    """Whether the answer asks not to be asked again before a certain time."""
    waits = fetched.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
    return waits and "retry-after" in fetched.headers


def is_silence(fetched: Fetched) -> bool:
    """Whether there was no answer at all."""
    return fetched.outcome in _SILENCE


def _chain(exception: BaseException) -> Iterator[BaseException]:
    """The exception, its causes and, of a failed response, its reasons: the deepest last."""
    current: BaseException | None = exception
    while current is not None:
        yield current
        if isinstance(current, ResponseFailed):
            for reason in current.reasons:
                yield from _chain(reason.value)
        current = current.__cause__


def _tls(chain: tuple[BaseException, ...]) -> str:
    for each in chain:
        if isinstance(each, SSL.Error) and each.args and each.args[0]:
            return ", ".join(str(row[-1]) for row in each.args[0])
    return _line(chain[-1])


def _line(exception: BaseException) -> str:
    text = " ".join(str(exception).split())
    return (text or type(exception).__name__).rstrip(".")[:300]
