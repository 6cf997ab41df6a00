-- Stories grow: who tells them, in which languages, about what, since when; and where merged ones went.
UPDATE articles SET story_id = NULL;
DROP TABLE stories;

-- The same event told by many. An article that tells of its event alone is a story of one.
CREATE TABLE stories (
    id            INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: mails and links point to it
    merged_into   INTEGER                       -- the story that took its articles over; null while it has its own
                  REFERENCES stories(id) ON DELETE CASCADE,
    lead_id       INTEGER,                      -- articles.id of the one that represents it; null: to be drawn anew
    first_seen_at TEXT NOT NULL,                -- the time of its first article: the least articles.sorted_at
    last_seen_at  TEXT NOT NULL,                -- the time of its newest article
    articles      INTEGER NOT NULL,             -- how many, copies included
    sources       INTEGER NOT NULL,             -- how many owners tell it: sources of one owner are no confirmation
    independent   INTEGER NOT NULL,             -- how many owners tell it in words of their own, not in a copy
    tier          INTEGER NOT NULL,             -- the best of its sources
    weight        REAL NOT NULL,                -- owners, tier and salience together
    standing      REAL NOT NULL,                -- log2(weight) and one for each day: stories are listed by it
    languages     TEXT NOT NULL DEFAULT '[]'    -- of its articles, the most usual first: ["en","ru"]
                  CHECK (json_valid(languages)),
    countries     TEXT NOT NULL DEFAULT '[]'    -- in focus of its articles, the most usual first: ["AZ"]
                  CHECK (json_valid(countries)),
    organisations TEXT NOT NULL DEFAULT '[]'    -- in focus of its articles, the most usual first: ["nato"]
                  CHECK (json_valid(organisations)),
    title         TEXT NOT NULL                 -- of the lead
) STRICT;
CREATE INDEX stories_by_standing ON stories(standing) WHERE merged_into IS NULL;
CREATE INDEX stories_by_time ON stories(last_seen_at) WHERE merged_into IS NULL;
CREATE INDEX stories_merged ON stories(merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX stories_to_draw ON stories(id) WHERE lead_id IS NULL AND merged_into IS NULL;
CREATE TRIGGER articles_leave_story AFTER DELETE ON articles WHEN old.story_id IS NOT NULL BEGIN
    UPDATE stories SET lead_id = NULL WHERE id = old.story_id;
END;
CREATE INDEX articles_without_story ON articles(sorted_at) WHERE story_id IS NULL;

-- What is compared of an article, kept while new articles may still join its story, and dropped thereafter.
CREATE TABLE story_terms (
    article_id   INTEGER PRIMARY KEY
                 REFERENCES articles(id) ON DELETE CASCADE,
    sorted_at    TEXT NOT NULL,                 -- copied from the article
    content_hash TEXT NOT NULL,                 -- of the text that was read: another one is read anew
    recipe       TEXT NOT NULL,                 -- which rules read it
    terms        TEXT NOT NULL                  -- what was read, as a JSON object
                 CHECK (json_valid(terms))
) STRICT;
CREATE INDEX story_terms_by_time ON story_terms(sorted_at);

-- What was decided by hand: this article belongs to this story, whatever the rules say.
CREATE TABLE story_pins (
    article_id INTEGER PRIMARY KEY
               REFERENCES articles(id) ON DELETE CASCADE,
    story_id   INTEGER NOT NULL
               REFERENCES stories(id) ON DELETE CASCADE,
    pinned_at  TEXT NOT NULL
) STRICT;
CREATE INDEX story_pins_by_story ON story_pins(story_id);
