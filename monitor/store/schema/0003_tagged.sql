-- What each article was last tagged with, also where nothing was found; what says another tagger is tagged again.
CREATE TABLE tagged (
    article_id INTEGER PRIMARY KEY
               REFERENCES articles(id) ON DELETE CASCADE,
    tagger     TEXT NOT NULL                    -- which gazetteer, with its version: as in mentions
) STRICT;
INSERT INTO tagged SELECT article_id, max(tagger) FROM mentions GROUP BY article_id;
