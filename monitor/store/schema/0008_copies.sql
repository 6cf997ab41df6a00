-- Why each duplicate is one, for whoever asks: one row for each article with duplicate_of.
CREATE TABLE copies (
    article_id INTEGER PRIMARY KEY
               REFERENCES articles(id) ON DELETE CASCADE,
    of_id      INTEGER NOT NULL                 -- the article whose text it repeats: articles.duplicate_of
               REFERENCES articles(id) ON DELETE CASCADE,
    via_id     INTEGER                          -- another copy of that one, which it is more like and was found by
               REFERENCES articles(id) ON DELETE SET NULL,
    score      REAL NOT NULL                    -- 0.5 to 1
               CHECK (score BETWEEN 0 AND 1),
    rule       TEXT NOT NULL,                   -- what decided: same text, same passages, by hand
    passages   TEXT NOT NULL DEFAULT '[]'       -- shared: [{"start","end","of_start","of_end"}], in summary and body
               CHECK (json_valid(passages)),
    judged_at  TEXT NOT NULL
) STRICT;
CREATE INDEX copies_by_original ON copies(of_id);
CREATE INDEX copies_by_way ON copies(via_id) WHERE via_id IS NOT NULL;

-- What shares much text with an article that came before and is no copy all the same, and why not.
CREATE TABLE near_copies (
    article_id  INTEGER NOT NULL
                REFERENCES articles(id) ON DELETE CASCADE,
    of_id       INTEGER NOT NULL                -- what it is like
                REFERENCES articles(id) ON DELETE CASCADE,
    score       REAL NOT NULL,                  -- under 0.5
    rule        TEXT NOT NULL,                  -- what kept them apart: another fact, another lead, other figures, ...
    differences TEXT NOT NULL DEFAULT '[]'      -- the facts: [{"kind","here","there"}]
                CHECK (json_valid(differences)),
    PRIMARY KEY (article_id, of_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX near_copies_by_original ON near_copies(of_id);

-- What somebody decided by hand of two articles; it overrules the judge, now and whenever it judges again.
CREATE TABLE copy_rulings (
    article_id INTEGER NOT NULL
               REFERENCES articles(id) ON DELETE CASCADE,
    of_id      INTEGER NOT NULL
               REFERENCES articles(id) ON DELETE CASCADE,
    ruling     TEXT NOT NULL                    -- copy: the article repeats the other; apart: neither repeats the other
               CHECK (ruling IN ('copy','apart')),
    ruled_at   TEXT NOT NULL,
    PRIMARY KEY (article_id, of_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_rulings_by_original ON copy_rulings(of_id);

-- The open window in which copies are sought: sampled shingles of the articles of the last days. Older days are dropped.
CREATE TABLE shingles (
    day        INTEGER NOT NULL,                -- of sorted_at, counted from 1970-01-01
    hash       INTEGER NOT NULL,                -- 48 bits of blake2b over three words
    article_id INTEGER NOT NULL,                -- articles.id; no foreign key: the row goes with its day
    PRIMARY KEY (day, hash, article_id)
) STRICT, WITHOUT ROWID;

-- First and last lines of the articles of the open window, to learn which are the outlet's own.
CREATE TABLE edge_lines (
    hash     INTEGER PRIMARY KEY,               -- of source and line
    articles INTEGER NOT NULL DEFAULT 1,        -- that have it, duplicates not counted
    day      INTEGER NOT NULL                   -- the last on which one had it
) STRICT;
CREATE INDEX edge_lines_by_day ON edge_lines(day);

-- Lines that are an outlet's own and not an article's: no text is a copy for them.
CREATE TABLE boilerplate (
    source     TEXT NOT NULL                    -- whose
               REFERENCES sources(id) ON DELETE CASCADE,
    hash       INTEGER NOT NULL,                -- of the line's words
    line       TEXT NOT NULL,                   -- as it stood when it was learnt
    learnt_at  TEXT NOT NULL,
    PRIMARY KEY (source, hash)
) STRICT, WITHOUT ROWID;
INSERT INTO copies (article_id, of_id, score, rule, judged_at)
SELECT id, duplicate_of, coalesce(similarity, 1.0), 'same text', seen_at FROM articles WHERE duplicate_of IS NOT NULL;
