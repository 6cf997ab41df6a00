-- db/private.db: who is told what. It is never served and holds nothing that the archive needs.
-- Times are UTC, '2026-11-23T10:00:00Z'. Articles are remembered by their url_key: ids of the archive may change.

-- Who gets a list (a digest, or an alert by mail). The token is what unsubscribes, and is not to be guessed.
CREATE TABLE recipients (
    list            TEXT NOT NULL,              -- 'digest:morning', 'alert:nato'
    address         TEXT NOT NULL,
    token           TEXT NOT NULL UNIQUE,
    added_at        TEXT NOT NULL,
    unsubscribed_at TEXT,
    PRIMARY KEY (list, address)
) STRICT;

-- One digest, or one alert by mail, made once: what it covers and what it says. Committed before anything is sent.
CREATE TABLE issues (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    list       TEXT NOT NULL,
    since      TEXT NOT NULL,                   -- the window, included
    until      TEXT NOT NULL,                   -- not included
    slot       TEXT,                            -- '2026-11-23': the day it is due for; null where somebody asked for it
    made_at    TEXT NOT NULL,
    key        TEXT NOT NULL UNIQUE,            -- what its Message-IDs are made of
    subject    TEXT NOT NULL,
    language   TEXT NOT NULL,
    plain      TEXT NOT NULL,                   -- the text part
    html       TEXT NOT NULL,
    figures    TEXT NOT NULL DEFAULT '{}'       -- what it counted, for a normal day's numbers
               CHECK (json_valid(figures))
) STRICT;
CREATE UNIQUE INDEX issues_by_slot ON issues(list, slot) WHERE slot IS NOT NULL;
CREATE INDEX issues_by_list ON issues(list, until);

-- The outbox: one message of an issue to one recipient.
CREATE TABLE sends (
    issue_id   INTEGER NOT NULL REFERENCES issues(id) ON DELETE CASCADE,
    address    TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    state      TEXT NOT NULL DEFAULT 'waiting'  -- waiting, sent, refused (for good), or failed (given up)
               CHECK (state IN ('waiting','sent','refused','failed')),
    tries      INTEGER NOT NULL DEFAULT 0,
    next_at    TEXT,                            -- not to be tried again before
    sent_at    TEXT,
    error      TEXT,                            -- what the server said last
    PRIMARY KEY (issue_id, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX sends_waiting ON sends(next_at) WHERE state = 'waiting';
CREATE INDEX sends_not_delivered ON sends(issue_id) WHERE state IN ('refused','failed');

-- Which articles a list has spoken of, so that nothing is told twice and nothing that came late is lost.
CREATE TABLE told (
    list TEXT NOT NULL,
    key  TEXT NOT NULL,                         -- articles.url_key
    at   TEXT NOT NULL,
    PRIMARY KEY (list, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX told_by_time ON told(at);

-- How far an alert has looked.
CREATE TABLE looked (
    list       TEXT PRIMARY KEY,
    article_id INTEGER NOT NULL,                -- the last one; where the archive has fewer, it was made anew
    at         TEXT NOT NULL
) STRICT;

-- What alerts found: a story in each channel once. `sending` is not sent again: nobody knows whether it arrived.
CREATE TABLE alerts (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    list     TEXT NOT NULL,
    found_at TEXT NOT NULL,
    payload  TEXT NOT NULL CHECK (json_valid(payload)),   -- what is told of it
    state    TEXT NOT NULL DEFAULT 'waiting'
             CHECK (state IN ('waiting','sending','sent','failed')),
    tries    INTEGER NOT NULL DEFAULT 0,
    next_at  TEXT,
    sent_at  TEXT,
    message  INTEGER,                           -- those of one bundle have the same number
    error    TEXT
) STRICT;
CREATE INDEX alerts_waiting ON alerts(list) WHERE state = 'waiting';
CREATE INDEX alerts_sent ON alerts(list, sent_at) WHERE sent_at IS NOT NULL;
