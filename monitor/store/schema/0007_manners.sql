-- What our own manners are judged by, and what makes them good over several runs.
-- The comments stand within the definitions, where SQLite keeps them for docs/schema.md.
ALTER TABLE feeds ADD COLUMN
    wishes      TEXT -- how often the last document asks to be asked: ttl and period in seconds, skip_hours, skip_days
                CHECK (wishes IS NULL OR json_valid(wishes));
ALTER TABLE fetches ADD COLUMN
    requests    INTEGER -- how many were sent for it, redirects and the second try included; 0: left alone with its host
                CHECK (requests >= 0);
ALTER TABLE fetches ADD COLUMN
    conditional INTEGER -- 1: validators were sent
                CHECK (conditional IN (0,1));
ALTER TABLE fetches ADD COLUMN
    moved_to    TEXT -- where permanent redirects led
                CHECK (moved_to <> '');
ALTER TABLE fetches ADD COLUMN
    hold_until  TEXT -- what a Retry-After asked for
                CHECK (hold_until <> '');

-- Places (host and port) that asked to be left alone with a Retry-After, by a feed or a page of theirs.
CREATE TABLE holds (
    place TEXT PRIMARY KEY,                     -- 'example.org', 'example.org:8080'
    until TEXT NOT NULL,                        -- nothing there is asked for before; nothing overrides it
    url   TEXT NOT NULL,                        -- what was asked for when it said so
    at    TEXT NOT NULL                         -- when it said so
) STRICT, WITHOUT ROWID;
