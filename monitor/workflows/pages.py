"""Raw pages as WARC (ISO 28500), for other archives and for evidence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import IO

from monitor import __version__
from monitor.errors import CantCreate, InputError, MonitorError
from monitor.model.raw import RawPage
from monitor.store.pages import Pages

# What told how a body came over the wire: it is kept as it was once that was undone.
UNDONE = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"})


def opened(path: Path) -> Pages:
    """Return the raw pages, for reading; raises InputError where none are kept."""
    if not path.exists():
        raise InputError(
            f"there are no raw pages at {path}: a collect keeps them, as long as `pages` in the settings says"
        )
    return Pages.open(path, read_only=True)


def export(pages: Pages, target: Path, *, source: str | None = None, since: datetime | None = None) -> int:
    """Write pages as a gzipped WARC file that must not exist, whole or not at all; return how many.

    Raises MonitorError where warcio is not installed, CantCreate where the file is there or can't be written.
    """
    try:
        import warcio  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise MonitorError("WARC needs warcio: install press-monitor[warc]") from error
    ids = pages.ids(source=source, since=since)
    with _whole(target) as out:
        return _write(out, pages, ids)


def _write(out: IO[bytes], pages: Pages, ids: tuple[int, ...]) -> int:
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(out, gzip=True)
    software = {"software": f"press-monitor {__version__}", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record("press-monitor.warc.gz", software))
    count = 0
    for page in pages.pages(ids):
        writer.write_record(_record(writer, page))
        count += 1
    return count


def _record(writer: object, page: RawPage) -> object:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    assert isinstance(writer, WARCWriter)
    phrase = HTTPStatus(page.status).phrase if page.status in set(HTTPStatus) else ""
    headers = [(name.title(), value) for name, value in page.headers.items() if name not in UNDONE]
    headers.append(("Content-Length", str(len(page.body))))
    http = StatusAndHeaders(f"{page.status} {phrase}".strip(), headers, protocol="HTTP/1.1")
    when = f"{page.fetched_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return writer.create_warc_record(
        page.final_url, "response", payload=BytesIO(page.body), http_headers=http, warc_headers_dict={"WARC-Date": when}
    )


@contextmanager
def _whole(target: Path) -> Iterator[IO[bytes]]:
    """Give a file to write that stands at `target` once all of it is written."""
    if target.exists():
        raise CantCreate(f"{target} exists already: give the file another name")
    draft = target.with_name(f"{target.name}.part")
    try:
        with draft.open("wb") as out:
            yield out
        draft.replace(target)
    except OSError as error:
        raise CantCreate(f"{target} can't be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
