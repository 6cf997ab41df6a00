-- How many articles there are by day, tag, source and language, kept as they arrive: to count them anew at each look
-- would cost as much as the archive is large. Days are those of UTC in sorted_at.

-- Articles a day about each tag.
CREATE TABLE daily_tags (
    day       TEXT NOT NULL,                    -- '2026-11-23', of UTC
    tag       TEXT NOT NULL,                    -- 'country:AZ', 'org:nato'
    about     INTEGER NOT NULL DEFAULT 0,       -- articles with it in focus, without duplicates
    mentioned INTEGER NOT NULL DEFAULT 0,       -- articles with any mention of it, without duplicates
    copies    INTEGER NOT NULL DEFAULT 0,       -- duplicates with it in focus
    PRIMARY KEY (day, tag)
) STRICT, WITHOUT ROWID;

-- The same by source: who writes how much about whom.
CREATE TABLE daily_tag_sources (
    tag       TEXT NOT NULL,                    -- 'country:AZ', 'org:nato'
    day       TEXT NOT NULL,                    -- '2026-11-23', of UTC
    source    TEXT NOT NULL,                    -- sources.id
    about     INTEGER NOT NULL DEFAULT 0,       -- articles with it in focus, without duplicates
    mentioned INTEGER NOT NULL DEFAULT 0,       -- articles with any mention of it, without duplicates
    copies    INTEGER NOT NULL DEFAULT 0,       -- duplicates with it in focus
    PRIMARY KEY (tag, day, source)
) STRICT, WITHOUT ROWID;

-- Articles a day by source and language, whatever they are about.
CREATE TABLE daily_sources (
    source   TEXT NOT NULL,                     -- sources.id
    day      TEXT NOT NULL,                     -- '2026-11-23', of UTC
    language TEXT NOT NULL,                     -- '' where none is known
    articles INTEGER NOT NULL DEFAULT 0,        -- without duplicates
    copies   INTEGER NOT NULL DEFAULT 0,        -- duplicates
    PRIMARY KEY (source, day, language)
) STRICT, WITHOUT ROWID;

-- What a row is inserted into to add to the counts, or with negative numbers to take off; it holds nothing itself.
CREATE VIEW tag_count_changes AS
    SELECT tag, day, source, about, mentioned, copies FROM daily_tag_sources WHERE 0;
CREATE TRIGGER tag_count_changes_ii INSTEAD OF INSERT ON tag_count_changes BEGIN
    INSERT INTO daily_tags (day, tag, about, mentioned, copies)
    VALUES (new.day, new.tag, new.about, new.mentioned, new.copies)
    ON CONFLICT (day, tag) DO UPDATE SET about = about + excluded.about, mentioned = mentioned + excluded.mentioned,
        copies = copies + excluded.copies;
    INSERT INTO daily_tag_sources (tag, day, source, about, mentioned, copies)
    VALUES (new.tag, new.day, new.source, new.about, new.mentioned, new.copies)
    ON CONFLICT (tag, day, source) DO UPDATE SET about = about + excluded.about,
        mentioned = mentioned + excluded.mentioned, copies = copies + excluded.copies;
END;

-- The same for articles by source and language.
CREATE VIEW source_count_changes AS
    SELECT source, day, language, articles, copies FROM daily_sources WHERE 0;
CREATE TRIGGER source_count_changes_ii INSTEAD OF INSERT ON source_count_changes BEGIN
    INSERT INTO daily_sources (source, day, language, articles, copies)
    VALUES (new.source, new.day, new.language, new.articles, new.copies)
    ON CONFLICT (source, day, language) DO UPDATE SET articles = articles + excluded.articles,
        copies = copies + excluded.copies;
END;

CREATE TRIGGER mentions_counted_ai AFTER INSERT ON mentions BEGIN
    INSERT INTO tag_count_changes
    SELECT new.tag, substr(new.sorted_at, 1, 10), a.source, new.focus AND a.duplicate_of IS NULL,
           a.duplicate_of IS NULL, new.focus AND a.duplicate_of IS NOT NULL
    FROM articles a WHERE a.id = new.article_id;
END;
CREATE TRIGGER mentions_counted_ad AFTER DELETE ON mentions BEGIN
    INSERT INTO tag_count_changes
    SELECT old.tag, substr(old.sorted_at, 1, 10), a.source, -(old.focus AND a.duplicate_of IS NULL),
           -(a.duplicate_of IS NULL), -(old.focus AND a.duplicate_of IS NOT NULL)
    FROM articles a WHERE a.id = old.article_id;
END;
CREATE TRIGGER mentions_counted_au AFTER UPDATE OF article_id, tag, sorted_at, focus ON mentions
WHEN old.article_id <> new.article_id OR old.tag <> new.tag OR old.focus <> new.focus
     OR substr(old.sorted_at, 1, 10) <> substr(new.sorted_at, 1, 10)
BEGIN
    INSERT INTO tag_count_changes
    SELECT old.tag, substr(old.sorted_at, 1, 10), a.source, -(old.focus AND a.duplicate_of IS NULL),
           -(a.duplicate_of IS NULL), -(old.focus AND a.duplicate_of IS NOT NULL)
    FROM articles a WHERE a.id = old.article_id;
    INSERT INTO tag_count_changes
    SELECT new.tag, substr(new.sorted_at, 1, 10), a.source, new.focus AND a.duplicate_of IS NULL,
           a.duplicate_of IS NULL, new.focus AND a.duplicate_of IS NOT NULL
    FROM articles a WHERE a.id = new.article_id;
END;

CREATE TRIGGER articles_counted_ai AFTER INSERT ON articles BEGIN
    INSERT INTO source_count_changes
    VALUES (new.source, substr(new.sorted_at, 1, 10), coalesce(new.language, ''), new.duplicate_of IS NULL,
            new.duplicate_of IS NOT NULL);
END;
-- Before, and the mentions with it: once the article is gone, nobody knows any more whose they were.
CREATE TRIGGER articles_counted_bd BEFORE DELETE ON articles BEGIN
    DELETE FROM mentions WHERE article_id = old.id;
    INSERT INTO source_count_changes
    VALUES (old.source, substr(old.sorted_at, 1, 10), coalesce(old.language, ''), -(old.duplicate_of IS NULL),
            -(old.duplicate_of IS NOT NULL));
END;
CREATE TRIGGER articles_counted_au AFTER UPDATE OF source, sorted_at, language, duplicate_of ON articles
WHEN old.source <> new.source OR substr(old.sorted_at, 1, 10) <> substr(new.sorted_at, 1, 10)
     OR old.language IS NOT new.language OR (old.duplicate_of IS NULL) <> (new.duplicate_of IS NULL)
BEGIN
    INSERT INTO source_count_changes
    VALUES (old.source, substr(old.sorted_at, 1, 10), coalesce(old.language, ''), -(old.duplicate_of IS NULL),
            -(old.duplicate_of IS NOT NULL));
    INSERT INTO source_count_changes
    VALUES (new.source, substr(new.sorted_at, 1, 10), coalesce(new.language, ''), new.duplicate_of IS NULL,
            new.duplicate_of IS NOT NULL);
END;
-- A re-dated article's mentions are re-dated by a statement of their own, and then counted under their new day.
CREATE TRIGGER articles_tags_counted_au AFTER UPDATE OF source, duplicate_of ON articles
WHEN old.source <> new.source OR (old.duplicate_of IS NULL) <> (new.duplicate_of IS NULL)
BEGIN
    INSERT INTO tag_count_changes
    SELECT m.tag, substr(m.sorted_at, 1, 10), old.source, -(m.focus AND old.duplicate_of IS NULL),
           -(old.duplicate_of IS NULL), -(m.focus AND old.duplicate_of IS NOT NULL)
    FROM mentions m WHERE m.article_id = new.id;
    INSERT INTO tag_count_changes
    SELECT m.tag, substr(m.sorted_at, 1, 10), new.source, m.focus AND new.duplicate_of IS NULL,
           new.duplicate_of IS NULL, m.focus AND new.duplicate_of IS NOT NULL
    FROM mentions m WHERE m.article_id = new.id;
END;

-- What the counts must say, counted anew, which takes as long as there are articles.
CREATE VIEW recounted_tags AS
    SELECT m.tag, substr(m.sorted_at, 1, 10) AS day, a.source, sum(m.focus AND a.duplicate_of IS NULL) AS about,
           sum(a.duplicate_of IS NULL) AS mentioned, sum(m.focus AND a.duplicate_of IS NOT NULL) AS copies
    FROM mentions m JOIN articles a ON a.id = m.article_id
    GROUP BY m.tag, day, a.source HAVING about OR mentioned OR copies;
-- The same of articles by source and language.
CREATE VIEW recounted_sources AS
    SELECT source, substr(sorted_at, 1, 10) AS day, coalesce(language, '') AS language,
           sum(duplicate_of IS NULL) AS articles, sum(duplicate_of IS NOT NULL) AS copies
    FROM articles GROUP BY source, day, language;

INSERT INTO daily_tag_sources (tag, day, source, about, mentioned, copies) SELECT * FROM recounted_tags;
INSERT INTO daily_tags (day, tag, about, mentioned, copies)
SELECT day, tag, sum(about), sum(mentioned), sum(copies) FROM daily_tag_sources GROUP BY day, tag;
INSERT INTO daily_sources (source, day, language, articles, copies) SELECT * FROM recounted_sources;
