-- The open window in which copies are sought: sampled shingles of the articles of the last days. Older days are dropped.
-- Begun anew with shorter hashes, it fills again as articles come.
DROP TABLE shingles;
CREATE TABLE shingles (
    day        INTEGER NOT NULL,                -- of sorted_at, counted from 1970-01-01
    hash       INTEGER NOT NULL,                -- 31 bits of blake2b over three words
    article_id INTEGER NOT NULL,                -- articles.id; no foreign key: the row goes with its day
    PRIMARY KEY (day, hash, article_id)
) STRICT, WITHOUT ROWID;

-- It cost every article more than it saved the one deletion of a run, which reads no more than the open window.
DROP INDEX edge_lines_by_day;
