"""Forgetting an article or a source for good: out of the archive, and never back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from monitor import clock
from monitor.errors import UnknownName
from monitor.store import Archive, open_archive, run_lock
from monitor.store.pages import Pages, pages_beside
from monitor.store.private import private_path
from monitor.store.tombstones import add_tombstones, of_key, of_source
from monitor.text.nearest import nearest
from monitor.text.urls import url_key
from monitor.workflows.cluster import draw
from monitor.workflows.outbox import LOCK as MAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What went, how many messages are not sent any more because they spoke of it, and what may still hold it.

    `copies` are files beside the archive and the private database: made before migrations, or backups.
    """

    articles: int
    messages: int
    copies: tuple[Path, ...]


def forget(db: Path, what: str, *, language: str = "") -> Forgotten:
    """Forget an article by its address, or a source by its id, and set the tombstones that keep it away.

    An address that no article has is kept away all the same. Raises UnknownName for a source that the archive does not
    have and for what is no address, Locked while a collect is at work or mail is being sent, and what opening or
    writing the archive raises.
    """
    now = clock.now()
    with run_lock(db), run_lock(db, name=MAIL), open_archive(db, now=now) as archive:
        tombstones = _of_address(archive, what) if "://" in what else _of_source(archive, what)
        _forget_raw(archive, pages_beside(db), what)
        add_tombstones(db, tombstones, now=now)  # first: what is begun here is finished whenever the archive is opened
        gone = archive.carry_out(now=now)
        draw(archive, archive.undrawn(), language=language)
        archive.wipe_log()
    ours = (db.resolve(), private_path(db.resolve()))
    copies = (
        path
        for path in db.resolve().parent.glob("*.db")
        if path not in ours and path.name.startswith(tuple(one.stem for one in ours))
    )
    return Forgotten(articles=gone.articles, messages=gone.messages, copies=tuple(sorted(copies)))


def _forget_raw(archive: Archive, path: Path, what: str) -> None:
    """Delete the raw pages too; before the tombstones, for afterwards nothing says which they are."""
    if not path.exists():
        return
    with Pages.open(path) as pages:
        if "://" in what:
            pages.forget(archive.known_of(url_key(what)))
        else:
            pages.forget_source(what)


def _of_address(archive: Archive, address: str) -> list[str]:
    try:
        key = url_key(address)
    except ValueError as error:
        raise UnknownName(f"{address} is no address: {error}") from error
    return [of_key(one) for one in (key, *archive.keys_of(archive.known_of(key)))]


def _of_source(archive: Archive, name: str) -> list[str]:
    known = archive.source_ids()
    if name not in known:
        raise UnknownName(f"the archive has no source {name!r}{nearest(name, known)}; an article is named by its URL")
    return [of_source(name)]
