-- The weight of a mention, comparable between articles, as its salience is not. `reprocess --stage tag` fills it in.
-- The comment stands within the definition, where SQLite keeps it for docs/schema.md.
ALTER TABLE mentions ADD COLUMN
    score      REAL NOT NULL DEFAULT 0 -- what its evidence counts together; 0: it was tagged before this was kept
               CHECK (score >= 0);
