-- The comment stands within the definition, where SQLite keeps it for docs/schema.md.
ALTER TABLE articles ADD COLUMN
    kind          TEXT NOT NULL DEFAULT 'article' -- what its page is: an article, a live blog, a gallery, a video or a recording
                  CHECK (kind IN ('article','liveblog','gallery','video','audio'));
