-- The terms of articles are kept as numbers, four times smaller than as text, with what makes a term rare beside them.
DROP TABLE story_terms;

-- What is compared of an article, kept while new articles may still join its story, and dropped thereafter.
CREATE TABLE story_terms (
    article_id   INTEGER PRIMARY KEY
                 REFERENCES articles(id) ON DELETE CASCADE,
    sorted_at    TEXT NOT NULL,                 -- copied from the article
    content_hash TEXT NOT NULL,                 -- of the text that was read: another one is read anew
    recipe       TEXT NOT NULL,                 -- which rules read it
    terms        BLOB NOT NULL                  -- hashes of stems and keys with their weights, five bytes each
) STRICT;
CREATE INDEX story_terms_by_time ON story_terms(sorted_at);

-- In how many articles a term stands. Counted anew once a day, or when there are half as many articles again: between,
-- stories are the same in whatever order articles come.
CREATE TABLE story_rarity (
    recipe   TEXT PRIMARY KEY,                  -- which rules read the articles
    until    TEXT NOT NULL,                     -- the time of the newest article that was counted
    articles INTEGER NOT NULL,                  -- how many were
    counts   BLOB NOT NULL                      -- terms of at least two articles, six bytes each
) STRICT;
