-- What is never announced, and how much of an article its publisher lets others quote.
-- The comments stand within the definitions, where SQLite keeps them for docs/schema.md.
ALTER TABLE sources ADD COLUMN
    added_at   TEXT -- when feeds.yaml first had it
               CHECK (added_at <> '');
ALTER TABLE feeds ADD COLUMN
    added_at        TEXT -- when feeds.yaml first had it
                    CHECK (added_at <> '');
ALTER TABLE entries ADD COLUMN
    backfill   INTEGER NOT NULL DEFAULT 0 -- 1: the article to come is no news
               CHECK (backfill IN (0,1));
ALTER TABLE articles ADD COLUMN
    backfill      INTEGER NOT NULL DEFAULT 0 -- 1: published before its source was added, or brought out again with a whole archive: never announced
                  CHECK (backfill IN (0,1));
ALTER TABLE articles ADD COLUMN
    quote         INTEGER -- the most characters that may be quoted, from the beginning of the summary or text, 0: none; null: no limit
                  CHECK (quote >= 0);

UPDATE feeds SET added_at = (SELECT min(e.seen_at) FROM entries e WHERE e.feed_id = feeds.id);
UPDATE sources SET added_at = (SELECT min(f.added_at) FROM feeds f WHERE f.source = sources.id);
UPDATE articles SET backfill = 1
    WHERE published_at < (SELECT s.added_at FROM sources s WHERE s.id = articles.source);
