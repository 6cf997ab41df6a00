-- The sitemaps of an index: each is asked again only for what changed, also when the index itself did not.
CREATE TABLE sitemaps (
    feed_id       INTEGER NOT NULL              -- whose index named it
                  REFERENCES feeds(id) ON DELETE CASCADE,
    url           TEXT NOT NULL,                -- as the index says it
    parent        TEXT NOT NULL,                -- the index that named it; '' is the feed itself
    place         INTEGER NOT NULL              -- in it, the newest first
                  CHECK (place >= 0),
    etag          TEXT,                         -- validators, byte for byte as sent; null until it was read
    last_modified TEXT,
    full_at       TEXT,                         -- when it was last read whole
    PRIMARY KEY (feed_id, url)
) STRICT, WITHOUT ROWID;
