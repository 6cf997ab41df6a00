-- How alike open articles are is worked out once, when the later of the two comes, and kept with its terms.
DROP TABLE story_terms;

-- What is compared of an article, kept while new articles may still join its story, and dropped thereafter.
CREATE TABLE story_terms (
    article_id   INTEGER PRIMARY KEY
                 REFERENCES articles(id) ON DELETE CASCADE,
    sorted_at    TEXT NOT NULL,                 -- copied from the article
    content_hash TEXT NOT NULL,                 -- of the text that was read: another one is read anew
    recipe       TEXT NOT NULL,                 -- which rules read it
    terms        BLOB NOT NULL,                 -- hashes of stems and keys with their weights, five bytes each
    links        BLOB NOT NULL                  -- articles that it is like, and how much, six bytes each
) STRICT;
CREATE INDEX story_terms_by_time ON story_terms(sorted_at);
