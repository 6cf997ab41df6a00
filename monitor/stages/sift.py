"""What becomes of the entries of a feed: which pages are fetched, which are only recorded, which are known.

Identity does not hang on GUIDs: they change, repeat and are left out, while addresses gather tracking parameters.
An entry is known by both together, an article by its address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from monitor.model.article import Entry
from monitor.model.filing import Disposition, EntryKnown, Filed
from monitor.text.hashing import entry_hash, entry_key
from monitor.text.urls import is_home, normalise, url_key

_SKIPPED: dict[str, Disposition] = {"backfill": "backfill", "old": "old", "unlinked": "unlinked"}
_UNDATED_FIRST = datetime.max.replace(tzinfo=UTC)  # what leads a feed without a date is its newest


def keys(entry: Entry) -> tuple[str, str | None]:
    """Return the entry_key of an entry, and the url_key of the article it links to, if it links to one.

    A front page is no article's address, nor is what may not be fetched. A GUID that is an address counts by its
    url_key, so that one with tracking parameters stays itself; where there is neither GUID nor address, the entry's
    words name it.
    """
    address = _address_key(entry.url) if entry.url else None
    guid = entry.guid.strip() if entry.guid else None
    if guid and "://" in guid:
        guid = _key_or_none(guid) or guid
    if not guid and not address:
        guid = entry_hash(entry)
    return entry_key(guid, address), address


def sift(
    entries: Sequence[Entry],
    known: Mapping[str, EntryKnown],
    *,
    first_add: bool,
    newest: int,
    since: datetime | None,
) -> tuple[Filed, ...]:
    """Return what is to become of each entry, in the feed's order; an entry that repeats within it counts once.

    `known` holds, by entry_key, what the archive has on these entries. On a feed's first add the `newest` entries by
    time (where undated, by their place in the feed) are fetched and the rest is backfill; entries dated before
    `since` are old. What was skipped stays skipped; what is pending stays so. A known entry whose words changed is
    fetched again if it has an article; a change of id, date or address alone is no change. Of several entries with
    one address but different words only the first can be known by it: the others are unlinked.
    """
    filed = [_decided(one, known.get(one.entry_key), since) for one in _unique(entries)]
    if first_add:
        wanted = [one for one in filed if one.disposition == "fetch" and one.entry_key not in known]
        late = {one.entry_key for one in _newest_first(wanted)[newest:]}
        filed = [replace(one, disposition="backfill") if one.entry_key in late else one for one in filed]
    return tuple(filed)


def _unique(entries: Sequence[Entry]) -> Iterator[Filed]:
    """Give each entry its keys, once; what has no address of its own is unlinked."""
    entry_keys: set[str] = set()
    said_at: dict[str, set[str]] = {}
    for entry in entries:
        key, address = keys(entry)
        said = entry_hash(entry)
        heard = said_at.setdefault(address, set()) if address else set()
        if key in entry_keys or said in heard:
            continue
        disposition: Disposition = "unlinked" if address is None or heard else "fetch"
        entry_keys.add(key)
        heard.add(said)
        yield Filed(entry=entry, entry_key=key, entry_hash=said, url_key=address, disposition=disposition)


def _decided(filed: Filed, known: EntryKnown | None, since: datetime | None) -> Filed:
    """Return an entry with what the archive's knowledge of it, or its age, makes of it."""
    disposition = filed.disposition
    if known is not None and (remembered := _remembered(filed, known)):
        disposition = remembered
    elif disposition == "fetch" and since and filed.entry.published and _aware(filed.entry.published) < since:
        disposition = "old"
    return replace(filed, disposition=disposition, article_id=known.article_id if known else None)


def _remembered(filed: Filed, known: EntryKnown) -> Disposition | None:
    """Return what becomes of an entry that the archive knows something of; None leaves it as it is."""
    if known.pending:
        return "fetch"
    if known.article_id is not None:
        edited = known.entry_hash not in {None, filed.entry_hash}
        return "fetch" if edited and filed.disposition == "fetch" else "seen"
    if known.skipped is not None:
        return _SKIPPED.get(known.skipped, "seen")
    return None if known.entry_hash is None else "seen"


def _newest_first(filed: Sequence[Filed]) -> list[Filed]:
    """Sort by publication time; an undated entry is as old as the one before it in the feed."""
    dated: list[tuple[datetime, Filed]] = []
    at = _UNDATED_FIRST
    for one in filed:
        at = _aware(one.entry.published) if one.entry.published else at
        dated.append((at, one))
    return [one for _, one in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _address_key(url: str) -> str | None:
    """Return the url_key of an address that can be fetched and is an article's, else None."""
    try:
        address = normalise(url)
    except ValueError:
        return None
    return None if is_home(address) else url_key(address)


def _key_or_none(url: str) -> str | None:
    try:
        return url_key(url)
    except ValueError:
        return None
