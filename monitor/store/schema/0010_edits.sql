-- How each earlier text became the next: with revisions, one row for each.
CREATE TABLE edits (
    article_id INTEGER NOT NULL
               REFERENCES articles(id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,                -- of the revision that was replaced
    found_at   TEXT NOT NULL,                   -- when the next text was found: revisions.replaced_at
    age        INTEGER NOT NULL,                -- seconds from when the article was first seen
    kind       TEXT NOT NULL                    -- typography: no other word; addition; wording; facts: figures or names
               CHECK (kind IN ('typography','addition','wording','facts','rewrite')),
    size       INTEGER NOT NULL,                -- words taken out and put in
    headline   INTEGER NOT NULL DEFAULT 0       -- 1: the title has other words
               CHECK (headline IN (0,1)),
    corrected  INTEGER NOT NULL DEFAULT 0       -- 1: the new text says that it corrects; else a changed title is stealth
               CHECK (corrected IN (0,1)),
    pieces     TEXT NOT NULL DEFAULT '[]'       -- the changed places: [{"field","before","after"}]
               CHECK (json_valid(pieces)),
    PRIMARY KEY (article_id, number),
    FOREIGN KEY (article_id, number) REFERENCES revisions(article_id, number) ON DELETE CASCADE
) STRICT;
CREATE INDEX edits_by_time ON edits(found_at);

-- How each source edits, learnt from the last month: a page is looked at again only as often as its outlet edits.
CREATE TABLE edit_habits (
    source     TEXT PRIMARY KEY
               REFERENCES sources(id) ON DELETE CASCADE,
    checked    INTEGER NOT NULL,                -- articles that were looked at again
    edited     INTEGER NOT NULL,                -- of them, found edited in more than typography
    half_life  INTEGER,                         -- seconds, the age at which half of these edits were made
    learnt_at  TEXT NOT NULL
) STRICT;
-- The comment stands within the definition, where SQLite keeps it for docs/schema.md.
ALTER TABLE articles ADD COLUMN
    agency        TEXT                          -- the news agency that it credits, in its text or as its author: reuters
                  CHECK (agency <> '');
CREATE INDEX articles_by_agency ON articles(agency, sorted_at) WHERE agency IS NOT NULL;
