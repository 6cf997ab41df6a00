-- What is kept of open articles is read alone, without the articles: it says all that is compared of them, and a trigger
-- marks what is no longer true. To look up ten thousand articles took longer than to compare them.
ALTER TABLE story_terms RENAME TO story_terms_before;
DROP INDEX story_terms_by_time;

-- What is compared of an article, kept while new articles may still join its story, and dropped thereafter.
CREATE TABLE story_terms (
    article_id   INTEGER PRIMARY KEY
                 REFERENCES articles(id) ON DELETE CASCADE,
    sorted_at    TEXT NOT NULL,                 -- copied from the article, as the next three
    url_key      TEXT NOT NULL,
    source       TEXT NOT NULL,
    language     TEXT,
    recipe       TEXT NOT NULL,                 -- which rules read it; empty: the article is another since, and read anew
    terms        BLOB NOT NULL,                 -- hashes of stems and keys with their weights, five bytes each
    links        BLOB NOT NULL                  -- articles that it is like, and how much, six bytes each
) STRICT;
INSERT INTO story_terms (article_id, sorted_at, url_key, source, language, recipe, terms, links)
SELECT a.id, a.sorted_at, a.url_key, a.source, a.language, iif(a.content_hash = t.content_hash, t.recipe, ''), t.terms,
       t.links
FROM story_terms_before t JOIN articles a ON a.id = t.article_id;
DROP TABLE story_terms_before;
CREATE INDEX story_terms_by_time ON story_terms(sorted_at);
CREATE INDEX story_terms_outdated ON story_terms(article_id) WHERE recipe = '';
CREATE TRIGGER articles_outdate_terms
AFTER UPDATE OF sorted_at, url_key, source, language, content_hash, duplicate_of ON articles
WHEN (old.sorted_at, old.url_key, old.source, old.content_hash) <> (new.sorted_at, new.url_key, new.source, new.content_hash)
  OR old.language IS NOT new.language OR old.duplicate_of IS NOT new.duplicate_of
BEGIN
    UPDATE story_terms SET recipe = '', sorted_at = new.sorted_at WHERE article_id = new.id;
END;

-- How long an article's terms are by the counts of the day is worked out once, too.
ALTER TABLE story_rarity ADD COLUMN
    lengths  BLOB NOT NULL DEFAULT x'' -- of articles' stems and keys as they weigh by these counts, twelve bytes an article
             CHECK (length(lengths) % 12 = 0);
