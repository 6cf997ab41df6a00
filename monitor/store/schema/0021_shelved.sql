-- The index of the open window is found by hash alone: a shingle of all its days at one place, not at one a day. Which
-- day an article is of stands beside it once. And what articles add goes into a small table first, and into the large
-- one together with that of others, in its order, when a run begins: each by itself changed a page for every shingle.
ALTER TABLE shingles RENAME TO shingles_before;

-- The articles that copies are sought among, and their days. Older days are dropped, with their shingles.
CREATE TABLE shelved (
    article_id INTEGER PRIMARY KEY,             -- articles.id; no foreign key: the row goes with its day
    day        INTEGER NOT NULL                 -- of sorted_at, counted from 1970-01-01
) STRICT;
INSERT INTO shelved (article_id, day) SELECT article_id, max(day) FROM shingles_before GROUP BY article_id;

-- The open window in which copies are sought: sampled shingles of the articles that are shelved.
CREATE TABLE shingles (
    hash       INTEGER NOT NULL,                -- 31 bits of blake2b over three words
    article_id INTEGER NOT NULL,                -- shelved.article_id
    PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;
INSERT INTO shingles (hash, article_id) SELECT DISTINCT hash, article_id FROM shingles_before ORDER BY 1, 2;
DROP TABLE shingles_before;

-- The same of the articles that came since these were last put to the others.
CREATE TABLE fresh_shingles (
    hash       INTEGER NOT NULL,                -- as in shingles
    article_id INTEGER NOT NULL,                -- shelved.article_id
    PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;
