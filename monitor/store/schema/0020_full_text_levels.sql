-- The full-text index is a heap of sorted pieces, each of some articles; to keep them few, pieces of a size are made one.
-- Whoever adds articles does so only with small ones, of 64 articles and fewer. Larger ones are put together at the
-- beginning of a run, some pages at a time: within an insertion that took as long as all else that an article costs.
INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 0);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('crisismerge', 64);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('usermerge', 8);
