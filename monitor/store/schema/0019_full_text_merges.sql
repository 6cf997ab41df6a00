-- The full-text index is a heap of sorted pieces; eight of a size are made one, not four: each word of the archive is
-- then written again six times instead of ten as it grows to a million articles, and a search goes through some more.
INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 8);
