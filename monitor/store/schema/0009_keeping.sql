-- Finding and keeping sources: rights, what was forgotten, rhythms, edits and the reading of archives.
-- The comments stand within the definitions, where SQLite keeps them for docs/schema.md.
ALTER TABLE articles ADD COLUMN
    purged_at     TEXT -- when its text was let go, because it was old; the rest stays
                  CHECK (purged_at <> '');
ALTER TABLE feeds ADD COLUMN
    rhythm          TEXT -- its entries by hour and by weekday, the old fading: its cadence follows from it
                    CHECK (rhythm IS NULL OR json_valid(rhythm));
ALTER TABLE sources ADD COLUMN
    rechecks   INTEGER NOT NULL DEFAULT 0 -- pages looked at again, the last ones counting most
               CHECK (rechecks >= 0);
ALTER TABLE sources ADD COLUMN
    edits      INTEGER NOT NULL DEFAULT 0 -- of these, edited since
               CHECK (edits >= 0);
ALTER TABLE sources ADD COLUMN
    edit_hours REAL -- how old articles are when it edits them, in the middle
               CHECK (edit_hours > 0);

-- What the tdmrep.json of each origin reserves (TDM Reservation Protocol), as it was last asked for.
CREATE TABLE reservations (
    origin        TEXT PRIMARY KEY,             -- scheme, host and port
    asked_at      TEXT NOT NULL,
    fresh_until   TEXT NOT NULL,                -- not asked for again before
    outcome       TEXT NOT NULL,                -- how that ended: the words of fetches.outcome
    etag          TEXT,                         -- validator of the file
    last_modified TEXT,                         -- validator of the file
    rules         TEXT NOT NULL DEFAULT '[]'    -- in their order: [location, 0 or 1, policy]
                  CHECK (json_valid(rules))
) STRICT, WITHOUT ROWID;

-- Which tombstones of forgotten.jsonl, beside the archive, were carried out on this file: a backup that is restored
-- has not got the later ones.
CREATE TABLE forgotten (
    tombstone TEXT PRIMARY KEY,                 -- hash of a url_key, or of a source's id
    at        TEXT NOT NULL                     -- when it was carried out
) STRICT, WITHOUT ROWID;

-- Documents of archives that `monitor backfill` reads: sitemaps, listing pages and pages of feeds.
CREATE TABLE backfills (
    source   TEXT NOT NULL                      -- whose past it is
             REFERENCES sources(id) ON DELETE CASCADE,
    url      TEXT NOT NULL,
    kind     TEXT NOT NULL                      -- sitemap, listing or feed
             CHECK (kind IN ('sitemap','listing','feed')),
    since    TEXT NOT NULL,                     -- the time that is wanted: from
    until    TEXT NOT NULL,                     -- ... to, not included
    number   INTEGER NOT NULL DEFAULT 1,        -- of the page, in a row of pages
    read_at  TEXT,                              -- null: still to be read
    outcome  TEXT,                              -- how that ended: the words of fetches.outcome
    tries    INTEGER NOT NULL DEFAULT 0,
    entries  INTEGER NOT NULL DEFAULT 0,        -- that it held
    wanted   INTEGER NOT NULL DEFAULT 0,        -- of them, in that time and unknown before
    PRIMARY KEY (source, url)
) STRICT, WITHOUT ROWID;
