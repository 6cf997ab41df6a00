"""What was said, or is still to be said, of what is to be forgotten: taken out of the private database."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection
from html import unescape

from monitor.store.columns import list_text
from monitor.store.database import Database
from monitor.text.urls import url_key

WITHDRAWN = (
    "withdrawn, for something in it was forgotten: `monitor digest NAME --since T --out DIR` makes one without it"
)
_ADDRESS = re.compile(r"https?://[^\s\"<>]+")


def withdraw(private: Database, keys: Collection[str], names: Collection[str] = ()) -> int:
    """How many messages that waited are not sent any more, because they speak of articles that are to be forgotten.

    `keys` are the url_keys of those articles, `names` those of sources that go with all that is theirs. An issue that
    links to one of them, or names such a source, loses its words; its window and what became of it stay. One that
    nobody has got is as though it had never been made, so that the next tells the rest of it. Alerts of those articles
    go, sent or not, and the memory of having told of them.
    """
    if not keys and not names:
        return 0
    wanted = _Wanted(keys, names)
    private.write("PRAGMA secure_delete = on")
    with private.transaction():
        issues = [row["id"] for row in private.rows("SELECT * FROM issues WHERE html <> ''") if wanted.said_in(row)]
        messages = int(private.value(_WAITING, (list_text(issues),)))
        unread = list_text(row["id"] for row in private.rows(_UNREAD, (list_text(issues),)))
        for undo in (_UNTELL, _RING_AGAIN, _UNMAKE):
            private.write(undo, (unread,))
        private.write(_EMPTY, (list_text(issues),))
        private.write(_STOP, (WITHDRAWN, list_text(issues)))
        alerts = [row["id"] for row in private.rows("SELECT id, payload FROM alerts") if wanted.told_in(row["payload"])]
        private.write("DELETE FROM alerts WHERE id IN (SELECT value FROM json_each(?))", (list_text(alerts),))
        private.write("DELETE FROM told WHERE key IN (SELECT value FROM json_each(?))", (list_text(sorted(keys)),))
    private.rows("PRAGMA wal_checkpoint(truncate)")  # the log still holds what was deleted
    return messages


class _Wanted:
    """What is looked for in the words that were sent."""

    def __init__(self, keys: Collection[str], names: Collection[str]) -> None:
        self.keys = frozenset(keys)
        self.hosts = frozenset(key.partition("/")[0] for key in keys)
        self.names = frozenset(names)
        self.named = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names)) if names else None

    def said_in(self, issue: sqlite3.Row) -> bool:
        page = unescape(issue["html"])
        if self.named and self.named.search(page):
            return True
        return any(self.leads_to(address) for address in frozenset(_ADDRESS.findall(page)))

    def told_in(self, payload: str) -> bool:
        said = json.loads(payload)
        return said["source"] in self.names or self.leads_to(said["url"])

    def leads_to(self, address: str) -> bool:
        if not any(host in address for host in self.hosts):
            return False
        try:
            return url_key(address) in self.keys
        except ValueError:
            return False


_WAITING = """
    SELECT count(*) FROM sends WHERE state = 'waiting' AND issue_id IN (SELECT value FROM json_each(?))
"""
# Issues of which messages wait, and none was sent.
_UNREAD = """
    SELECT issue_id AS id FROM sends WHERE issue_id IN (SELECT value FROM json_each(?))
    GROUP BY issue_id HAVING count(*) FILTER (WHERE state = 'waiting') AND NOT count(*) FILTER (WHERE state = 'sent')
"""
_UNTELL = """
    DELETE FROM told WHERE (list, at) IN (
        SELECT list, made_at FROM issues WHERE list LIKE 'digest:%' AND id IN (SELECT value FROM json_each(?))
    )
"""
_RING_AGAIN = """
    UPDATE alerts SET state = 'waiting', sent_at = NULL, message = NULL WHERE state = 'sent' AND (list, sent_at) IN (
        SELECT list, made_at FROM issues WHERE id IN (SELECT value FROM json_each(?))
    )
"""
_UNMAKE = "DELETE FROM issues WHERE id IN (SELECT value FROM json_each(?))"
_EMPTY = "UPDATE issues SET subject = '', plain = '', html = '' WHERE id IN (SELECT value FROM json_each(?))"
_STOP = """
    UPDATE sends SET state = 'failed', next_at = NULL, error = ?
    WHERE state = 'waiting' AND issue_id IN (SELECT value FROM json_each(?))
"""
