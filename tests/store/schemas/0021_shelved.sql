CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE TABLE article_urls (
    url_key    TEXT PRIMARY KEY,
    article_id INTEGER NOT NULL                 -- the first article that had this key keeps it
               REFERENCES articles(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE articles (
    id            INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: mails and links point to it
    sorted_at     TEXT NOT NULL,                -- published_at where plausible, else seen_at: what lists sort by
    source        TEXT NOT NULL                 -- who published it
                  REFERENCES sources(id),
    title         TEXT NOT NULL,
    url           TEXT NOT NULL,                -- normalised: fetched and shown
    language      TEXT,                         -- BCP 47 primary subtag
    countries     TEXT NOT NULL DEFAULT '[]'    -- what it is about, for facets: ["AZ"]
                  CHECK (json_valid(countries)),
    organisations TEXT NOT NULL DEFAULT '[]'    -- what it is about, for facets: ["nato","nato-pa"]
                  CHECK (json_valid(organisations)),
    words         INTEGER NOT NULL DEFAULT 0,   -- in title, summary and body
    duplicate_of  INTEGER                       -- the article whose text it repeats, itself never a duplicate
                  REFERENCES articles(id) ON DELETE SET NULL,
    similarity    REAL,                         -- to that article, 0 to 1
    story_id      INTEGER                       -- the event it tells
                  REFERENCES stories(id) ON DELETE SET NULL,
    published_at  TEXT,                         -- null where nothing plausible is said
    published_raw TEXT,                         -- as the feed or page said it
    dated_by      TEXT NOT NULL,                -- the rung of the date ladder: feed, page, url, sighting
    seen_at       TEXT NOT NULL,                -- when it was first seen
    revised_at    TEXT,                         -- when its text was last found changed
    paywalled     INTEGER NOT NULL DEFAULT 0    -- 1: the page gives only a part to readers who don't pay
                  CHECK (paywalled IN (0,1)),
    reserved      TEXT,                         -- why the full text may not be kept: noarchive, tdm-meta, tdm-header
    authors       TEXT NOT NULL DEFAULT '[]'    -- names as the page or feed gives them
                  CHECK (json_valid(authors)),
    image_url     TEXT,                         -- never fetched
    extractor     TEXT NOT NULL DEFAULT 'feed', -- which method gave the body, with its version
    content_hash  TEXT NOT NULL,                -- of title, summary and body: equal texts are found by it
    url_key       TEXT NOT NULL UNIQUE,         -- lossy form of the url: compared only
    run_id        INTEGER                       -- the run that first saw it
                  REFERENCES runs(id) ON DELETE SET NULL,
    page_etag     TEXT,                         -- validator of its page
    page_last_modified TEXT,                    -- validator of its page
    recheck_at    TEXT,                         -- when its page is to be looked at again; null: never
    checks        INTEGER NOT NULL DEFAULT 0,   -- how often its page was looked at again
    signature     BLOB,                         -- for near-duplicates
    summary       TEXT NOT NULL DEFAULT '',     -- the standfirst
    body          TEXT NOT NULL DEFAULT ''      -- the text without title and summary, a line a paragraph
, kind          TEXT NOT NULL DEFAULT 'article' -- what its page is: an article, a live blog, a gallery, a video or a recording
                  CHECK (kind IN ('article','liveblog','gallery','video','audio')), backfill      INTEGER NOT NULL DEFAULT 0 -- 1: published before its source was added, or brought out again with a whole archive: never announced
                  CHECK (backfill IN (0,1)), quote         INTEGER -- the most characters that may be quoted, from the beginning of the summary or text, 0: none; null: no limit
                  CHECK (quote >= 0), purged_at     TEXT -- when its text was let go, because it was old; the rest stays
                  CHECK (purged_at <> ''), agency        TEXT                          -- the news agency that it credits, in its text or as its author: reuters
                  CHECK (agency <> '')) STRICT;
CREATE TABLE backfills (
    source   TEXT NOT NULL                      -- whose past it is
             REFERENCES sources(id) ON DELETE CASCADE,
    url      TEXT NOT NULL,
    kind     TEXT NOT NULL                      -- sitemap, listing or feed
             CHECK (kind IN ('sitemap','listing','feed')),
    since    TEXT NOT NULL,                     -- the time that is wanted: from
    until    TEXT NOT NULL,                     -- ... to, not included
    number   INTEGER NOT NULL DEFAULT 1,        -- of the page, in a row of pages
    read_at  TEXT,                              -- null: still to be read
    outcome  TEXT,                              -- how that ended: the words of fetches.outcome
    tries    INTEGER NOT NULL DEFAULT 0,
    entries  INTEGER NOT NULL DEFAULT 0,        -- that it held
    wanted   INTEGER NOT NULL DEFAULT 0,        -- of them, in that time and unknown before
    PRIMARY KEY (source, url)
) STRICT, WITHOUT ROWID;
CREATE TABLE boilerplate (
    source     TEXT NOT NULL                    -- whose
               REFERENCES sources(id) ON DELETE CASCADE,
    hash       INTEGER NOT NULL,                -- of the line's words
    line       TEXT NOT NULL,                   -- as it stood when it was learnt
    learnt_at  TEXT NOT NULL,
    PRIMARY KEY (source, hash)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE daily_sources (
    source   TEXT NOT NULL,                     -- sources.id
    day      TEXT NOT NULL,                     -- '2026-11-23', of UTC
    language TEXT NOT NULL,                     -- '' where none is known
    articles INTEGER NOT NULL DEFAULT 0,        -- without duplicates
    copies   INTEGER NOT NULL DEFAULT 0,        -- duplicates
    PRIMARY KEY (source, day, language)
) STRICT, WITHOUT ROWID;
CREATE TABLE daily_tag_sources (
    tag       TEXT NOT NULL,                    -- 'country:AZ', 'org:nato'
    day       TEXT NOT NULL,                    -- '2026-11-23', of UTC
    source    TEXT NOT NULL,                    -- sources.id
    about     INTEGER NOT NULL DEFAULT 0,       -- articles with it in focus, without duplicates
    mentioned INTEGER NOT NULL DEFAULT 0,       -- articles with any mention of it, without duplicates
    copies    INTEGER NOT NULL DEFAULT 0,       -- duplicates with it in focus
    PRIMARY KEY (tag, day, source)
) STRICT, WITHOUT ROWID;
CREATE TABLE daily_tags (
    day       TEXT NOT NULL,                    -- '2026-11-23', of UTC
    tag       TEXT NOT NULL,                    -- 'country:AZ', 'org:nato'
    about     INTEGER NOT NULL DEFAULT 0,       -- articles with it in focus, without duplicates
    mentioned INTEGER NOT NULL DEFAULT 0,       -- articles with any mention of it, without duplicates
    copies    INTEGER NOT NULL DEFAULT 0,       -- duplicates with it in focus
    PRIMARY KEY (day, tag)
) STRICT, WITHOUT ROWID;
CREATE TABLE edge_lines (
    hash     INTEGER PRIMARY KEY,               -- of source and line
    articles INTEGER NOT NULL DEFAULT 1,        -- that have it, duplicates not counted
    day      INTEGER NOT NULL                   -- the last on which one had it
) STRICT;
CREATE TABLE edit_habits (
    source     TEXT PRIMARY KEY
               REFERENCES sources(id) ON DELETE CASCADE,
    checked    INTEGER NOT NULL,                -- articles that were looked at again
    edited     INTEGER NOT NULL,                -- of them, found edited in more than typography
    half_life  INTEGER,                         -- seconds, the age at which half of these edits were made
    learnt_at  TEXT NOT NULL
) STRICT;
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
CREATE TABLE entries (
    feed_id    INTEGER NOT NULL                 -- who said it
               REFERENCES feeds(id) ON DELETE CASCADE,
    entry_key  TEXT NOT NULL,                   -- hash of guid and url_key: neither alone identifies
    entry_hash TEXT NOT NULL,                   -- of all that the feed says of it, to notice a change
    article_id INTEGER                          -- null until there is one
               REFERENCES articles(id) ON DELETE CASCADE,
    skipped    TEXT                             -- why its page is not fetched: older than the newest of a first add,
               CHECK (skipped IN (              -- older than --since, without an address, or its page can't be had
                   'backfill','old','unlinked','failed')),
    tries      INTEGER NOT NULL DEFAULT 0,      -- of its page
    tried_at   TEXT,                            -- the last of them
    retry_at   TEXT,                            -- not to be tried again before
    outcome    TEXT,                            -- how the last try ended: the words of fetches.outcome
    error      TEXT,                            -- what was wrong with the last try
    seen_at    TEXT NOT NULL,                   -- when the feed first carried it
    last_at    TEXT NOT NULL,                   -- when the feed last carried it
    guid       TEXT,                            -- as the feed says it
    url        TEXT,                            -- as published, before normalisation
    pending    TEXT                             -- all that the feed says of it, kept until an article is made of it
               CHECK (pending IS NULL OR json_valid(pending)), backfill   INTEGER NOT NULL DEFAULT 0 -- 1: the article to come is no news
               CHECK (backfill IN (0,1)),
    PRIMARY KEY (feed_id, entry_key)
) STRICT;
CREATE TABLE feeds (
    id              INTEGER PRIMARY KEY,
    source          TEXT NOT NULL               -- whose it is
                    REFERENCES sources(id) ON DELETE CASCADE,
    kind            TEXT NOT NULL               -- rss, sitemap, listing, or auto: what the document shows itself to be
                    CHECK (kind IN ('rss','sitemap','listing','auto')),
    url             TEXT NOT NULL UNIQUE,       -- as feeds.yaml has it
    cadence         INTEGER NOT NULL DEFAULT 30,-- minutes between two checks
    enabled         INTEGER NOT NULL DEFAULT 1  -- 0: gone from feeds.yaml; what it carried stays
                    CHECK (enabled IN (0,1)),
    moved_to        TEXT,                       -- where permanent redirects lead; feeds.yaml keeps its address
    moved_since     TEXT,                       -- when that was learned
    etag            TEXT,                       -- validator of the last document taken in
    last_modified   TEXT,                       -- validator of the last document taken in
    body_hash       TEXT,                       -- of that document: the same again is not parsed again
    full_at         TEXT,                       -- last asked for without validators: none is trusted for ever
    next_check_at   TEXT,                       -- null: due now
    hold_until      TEXT,                       -- what a Retry-After asked for; nothing overrides it
    checked_at      TEXT,                       -- last asked
    succeeded_at    TEXT,                       -- last answered well, with a document or a 304
    newest_entry_at TEXT,                       -- the newest time that its entries bear
    failures        INTEGER NOT NULL DEFAULT 0, -- in a row
    outcome         TEXT,                       -- how the last fetch ended: the words of fetches.outcome
    error           TEXT,                       -- what was wrong with the last fetch
    gone            INTEGER NOT NULL DEFAULT 0  -- 410: asked again only by `monitor sources check`
                    CHECK (gone IN (0,1))
, added_at        TEXT -- when feeds.yaml first had it
                    CHECK (added_at <> ''), wishes      TEXT -- how often the last document asks to be asked: ttl and period in seconds, skip_hours, skip_days
                CHECK (wishes IS NULL OR json_valid(wishes)), rhythm          TEXT -- its entries by hour and by weekday, the old fading: its cadence follows from it
                    CHECK (rhythm IS NULL OR json_valid(rhythm))) STRICT;
CREATE TABLE fetches (
    id      INTEGER PRIMARY KEY,
    run_id  INTEGER NOT NULL                    -- in which run
            REFERENCES runs(id) ON DELETE CASCADE,
    feed_id INTEGER NOT NULL                    -- with which feed
            REFERENCES feeds(id) ON DELETE CASCADE,
    at      TEXT NOT NULL,
    status  INTEGER,                            -- of HTTP; null where no answer came
    outcome TEXT NOT NULL                       -- how it ended
            CHECK (outcome IN ('ok','not_modified','empty','html','not_found','gone','blocked','rate_limited',
                               'http_error','dns','connect','tls','timeout','too_large','parse_error','cpu',
                               'robots','private_address')),
    bytes   INTEGER NOT NULL DEFAULT 0,         -- received, decompressed
    ms      INTEGER,                            -- how long it took
    entries INTEGER NOT NULL DEFAULT 0,         -- in the document
    new     INTEGER NOT NULL DEFAULT 0,         -- of them, never seen before
    error   TEXT                                -- what was wrong, in one line
, requests    INTEGER -- how many were sent for it, redirects and the second try included; 0: left alone with its host
                CHECK (requests >= 0), conditional INTEGER -- 1: validators were sent
                CHECK (conditional IN (0,1)), moved_to    TEXT -- where permanent redirects led
                CHECK (moved_to <> ''), hold_until  TEXT -- what a Retry-After asked for
                CHECK (hold_until <> '')) STRICT;
CREATE TABLE forgotten (
    tombstone TEXT PRIMARY KEY,                 -- hash of a url_key, or of a source's id
    at        TEXT NOT NULL                     -- when it was carried out
) STRICT, WITHOUT ROWID;
CREATE TABLE fresh_shingles (
    hash       INTEGER NOT NULL,                -- as in shingles
    article_id INTEGER NOT NULL,                -- shelved.article_id
    PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE holds (
    place TEXT PRIMARY KEY,                     -- 'example.org', 'example.org:8080'
    until TEXT NOT NULL,                        -- nothing there is asked for before; nothing overrides it
    url   TEXT NOT NULL,                        -- what was asked for when it said so
    at    TEXT NOT NULL                         -- when it said so
) STRICT, WITHOUT ROWID;
CREATE TABLE mentions (
    article_id INTEGER NOT NULL
               REFERENCES articles(id) ON DELETE CASCADE,
    tag        TEXT NOT NULL                    -- 'country:AZ', 'org:nato'
               REFERENCES tags(slug) ON DELETE CASCADE,
    sorted_at  TEXT NOT NULL,                   -- copied from the article: "newest about X" is read in index order
    salience   REAL NOT NULL                    -- how much of the article is about it, 0 to 1
               CHECK (salience BETWEEN 0 AND 1),
    hits       INTEGER NOT NULL DEFAULT 1,      -- how often
    in_title   INTEGER NOT NULL DEFAULT 0       -- 1: the title has it
               CHECK (in_title IN (0,1)),
    focus      INTEGER NOT NULL DEFAULT 0       -- 1: the article is about it
               CHECK (focus IN (0,1)),
    tagger     TEXT NOT NULL,                   -- which gazetteer found it, with its version
    spans      TEXT NOT NULL DEFAULT '[]'       -- evidence: [{"field","start","end","text","rule"}]
               CHECK (json_valid(spans)), score      REAL NOT NULL DEFAULT 0 -- what its evidence counts together; 0: it was tagged before this was kept
               CHECK (score >= 0),
    PRIMARY KEY (article_id, tag)
) STRICT;
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
CREATE TABLE reservations (
    origin        TEXT PRIMARY KEY,             -- scheme, host and port
    asked_at      TEXT NOT NULL,
    fresh_until   TEXT NOT NULL,                -- not asked for again before
    outcome       TEXT NOT NULL,                -- how that ended: the words of fetches.outcome
    etag          TEXT,                         -- validator of the file
    last_modified TEXT,                         -- validator of the file
    rules         TEXT NOT NULL DEFAULT '[]'    -- in their order: [location, 0 or 1, policy]
                  CHECK (json_valid(rules))
) STRICT, WITHOUT ROWID;
CREATE TABLE revisions (
    article_id  INTEGER NOT NULL
                REFERENCES articles(id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,               -- from 1, the oldest text
    replaced_at TEXT NOT NULL,                  -- when the next text was found
    title       TEXT NOT NULL,
    summary     TEXT NOT NULL,
    body        TEXT NOT NULL,
    PRIMARY KEY (article_id, number)
) STRICT;
CREATE TABLE runs (
    id          INTEGER PRIMARY KEY,
    verb        TEXT NOT NULL,                  -- collect, digest
    started_at  TEXT NOT NULL,
    finished_at TEXT,                           -- null: at work, or killed
    outcome     TEXT                            -- ok, partial, failed or interrupted
                CHECK (outcome IN ('ok','partial','failed','interrupted')),
    version     TEXT NOT NULL,                  -- of press-monitor
    host        TEXT NOT NULL,                  -- the machine
    counts      TEXT NOT NULL DEFAULT '{}'      -- what it did, as a JSON object
                CHECK (json_valid(counts)),
    error       TEXT                            -- why it failed, in one line
) STRICT;
CREATE TABLE shelved (
    article_id INTEGER PRIMARY KEY,             -- articles.id; no foreign key: the row goes with its day
    day        INTEGER NOT NULL                 -- of sorted_at, counted from 1970-01-01
) STRICT;
CREATE TABLE shingles (
    hash       INTEGER NOT NULL,                -- 31 bits of blake2b over three words
    article_id INTEGER NOT NULL,                -- shelved.article_id
    PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE sitemaps (
    feed_id       INTEGER NOT NULL              -- whose index named it
                  REFERENCES feeds(id) ON DELETE CASCADE,
    url           TEXT NOT NULL,                -- as the index says it
    parent        TEXT NOT NULL,                -- the index that named it; '' is the feed itself
    place         INTEGER NOT NULL              -- in it, the newest first
                  CHECK (place >= 0),
    etag          TEXT,                         -- validators, byte for byte as sent; null until it was read
    last_modified TEXT,
    full_at       TEXT,                         -- when it was last read whole
    PRIMARY KEY (feed_id, url)
) STRICT, WITHOUT ROWID;
CREATE TABLE sources (
    id         TEXT PRIMARY KEY,                -- 'caliber-az-en'
    name       TEXT NOT NULL,                   -- 'Caliber.Az'
    homepage   TEXT NOT NULL,                   -- its front page
    country    TEXT,                            -- ISO 3166-1 alpha-2
    type       TEXT NOT NULL                    -- agency, newspaper, broadcaster, magazine, institution or think-tank
               CHECK (type IN ('agency','newspaper','broadcaster','magazine','institution','think-tank')),
    languages  TEXT NOT NULL DEFAULT '[]'       -- BCP 47 primary subtags, the most usual first
               CHECK (json_valid(languages)),
    owner      TEXT NOT NULL,                   -- sources of one owner are not independent confirmation
    tier       INTEGER NOT NULL DEFAULT 2       -- 1 of record, 2 default, 3 peripheral
               CHECK (tier BETWEEN 1 AND 3),
    retired_at TEXT                             -- gone from feeds.yaml since; its articles stay
, added_at   TEXT -- when feeds.yaml first had it
               CHECK (added_at <> '')) STRICT;
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
CREATE TABLE story_pins (
    article_id INTEGER PRIMARY KEY
               REFERENCES articles(id) ON DELETE CASCADE,
    story_id   INTEGER NOT NULL
               REFERENCES stories(id) ON DELETE CASCADE,
    pinned_at  TEXT NOT NULL
) STRICT;
CREATE TABLE story_rarity (
    recipe   TEXT PRIMARY KEY,                  -- which rules read the articles
    until    TEXT NOT NULL,                     -- the time of the newest article that was counted
    articles INTEGER NOT NULL,                  -- how many were
    counts   BLOB NOT NULL                      -- terms of at least two articles, six bytes each
, lengths  BLOB NOT NULL DEFAULT x'' -- of articles' stems and keys as they weigh by these counts, twelve bytes an article
             CHECK (length(lengths) % 12 = 0)) STRICT;
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
CREATE TABLE tagged (
    article_id INTEGER PRIMARY KEY
               REFERENCES articles(id) ON DELETE CASCADE,
    tagger     TEXT NOT NULL                    -- which gazetteer, with its version: as in mentions
) STRICT;
CREATE TABLE tags (
    slug     TEXT PRIMARY KEY,                  -- 'country:AZ', 'org:nato'
    kind     TEXT NOT NULL                      -- country or organisation
             CHECK (kind IN ('country','organisation')),
    label    TEXT NOT NULL,                     -- its English name
    wikidata TEXT                               -- 'Q227'
) STRICT;
CREATE VIRTUAL TABLE articles_fts USING fts5(
    title, summary, body,
    content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
CREATE INDEX article_urls_by_article ON article_urls(article_id);
CREATE INDEX articles_by_agency ON articles(agency, sorted_at) WHERE agency IS NOT NULL;
CREATE INDEX articles_by_hash ON articles(content_hash);
CREATE INDEX articles_by_language ON articles(language, sorted_at);
CREATE INDEX articles_by_seen ON articles(seen_at);
CREATE INDEX articles_by_source ON articles(source, sorted_at);
CREATE INDEX articles_by_story ON articles(story_id) WHERE story_id IS NOT NULL;
CREATE INDEX articles_by_time ON articles(sorted_at);
CREATE INDEX articles_duplicates ON articles(duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX articles_to_recheck ON articles(recheck_at) WHERE recheck_at IS NOT NULL;
CREATE INDEX articles_without_story ON articles(sorted_at) WHERE story_id IS NULL;
CREATE INDEX copies_by_original ON copies(of_id);
CREATE INDEX copies_by_way ON copies(via_id) WHERE via_id IS NOT NULL;
CREATE INDEX copy_rulings_by_original ON copy_rulings(of_id);
CREATE INDEX edits_by_time ON edits(found_at);
CREATE INDEX entries_by_article ON entries(article_id);
CREATE INDEX entries_by_feed ON entries(feed_id, article_id);
CREATE INDEX entries_failed ON entries(feed_id, tried_at) WHERE error IS NOT NULL;
CREATE INDEX entries_pending ON entries(feed_id) WHERE pending IS NOT NULL AND skipped IS NULL;
CREATE INDEX feeds_by_source ON feeds(source);
CREATE INDEX feeds_due ON feeds(next_check_at) WHERE enabled;
CREATE INDEX fetches_by_feed ON fetches(feed_id, at);
CREATE INDEX fetches_by_run ON fetches(run_id);
CREATE INDEX fetches_by_time ON fetches(at);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX mentions_by_tag ON mentions(tag, sorted_at, article_id, focus);
CREATE INDEX near_copies_by_original ON near_copies(of_id);
CREATE INDEX runs_by_time ON runs(started_at);
CREATE INDEX stories_by_standing ON stories(standing) WHERE merged_into IS NULL;
CREATE INDEX stories_by_time ON stories(last_seen_at) WHERE merged_into IS NULL;
CREATE INDEX stories_merged ON stories(merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX stories_to_draw ON stories(id) WHERE lead_id IS NULL AND merged_into IS NULL;
CREATE INDEX story_pins_by_story ON story_pins(story_id);
CREATE INDEX story_terms_by_time ON story_terms(sorted_at);
CREATE INDEX story_terms_outdated ON story_terms(article_id) WHERE recipe = '';
CREATE VIEW feed_health AS
    SELECT f.id, f.source, s.name AS source_name, f.url, f.kind,
           CASE WHEN f.gone THEN 'gone'
                WHEN NOT f.enabled THEN 'off'
                WHEN f.checked_at IS NULL THEN 'new'
                WHEN f.failures >= 3 THEN 'broken'
                WHEN f.failures > 0 THEN 'failing'
                WHEN f.newest_entry_at < strftime('%Y-%m-%dT%H:%M:%SZ', f.succeeded_at, '-7 days') THEN 'silent'
                ELSE 'ok' END AS state,
           f.outcome, f.error, f.failures, f.checked_at, f.succeeded_at, f.newest_entry_at, f.next_check_at,
           (SELECT count(DISTINCT e.article_id) FROM entries e WHERE e.feed_id = f.id) AS articles,
           (SELECT count(*) FROM entries e
            WHERE e.feed_id = f.id AND e.pending IS NOT NULL AND e.skipped IS NULL) AS pages_pending,
           (SELECT count(*) FROM entries e WHERE e.feed_id = f.id AND e.error IS NOT NULL) AS pages_failed,
           (SELECT e.error FROM entries e WHERE e.feed_id = f.id AND e.error IS NOT NULL
            ORDER BY e.tried_at DESC LIMIT 1) AS page_error
    FROM feeds f JOIN sources s ON s.id = f.source;
CREATE VIEW latest AS
    SELECT a.id, a.sorted_at, s.name AS source, a.title, a.url, a.language,
           (SELECT group_concat(m.tag, ' ') FROM mentions m WHERE m.article_id = a.id) AS tags, a.story_id
    FROM articles a JOIN sources s ON s.id = a.source
    WHERE a.duplicate_of IS NULL
    ORDER BY a.sorted_at DESC, a.id DESC;
CREATE VIEW recounted_sources AS
    SELECT source, substr(sorted_at, 1, 10) AS day, coalesce(language, '') AS language,
           sum(duplicate_of IS NULL) AS articles, sum(duplicate_of IS NOT NULL) AS copies
    FROM articles GROUP BY source, day, language;
CREATE VIEW recounted_tags AS
    SELECT m.tag, substr(m.sorted_at, 1, 10) AS day, a.source, sum(m.focus AND a.duplicate_of IS NULL) AS about,
           sum(a.duplicate_of IS NULL) AS mentioned, sum(m.focus AND a.duplicate_of IS NOT NULL) AS copies
    FROM mentions m JOIN articles a ON a.id = m.article_id
    GROUP BY m.tag, day, a.source HAVING about OR mentioned OR copies;
CREATE VIEW source_count_changes AS
    SELECT source, day, language, articles, copies FROM daily_sources WHERE 0;
CREATE VIEW tag_count_changes AS
    SELECT tag, day, source, about, mentioned, copies FROM daily_tag_sources WHERE 0;
CREATE TRIGGER articles_ad AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, title, summary, body)
    VALUES ('delete', old.id, old.title, old.summary, old.body);
END;
CREATE TRIGGER articles_ai AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts(rowid, title, summary, body) VALUES (new.id, new.title, new.summary, new.body);
END;
CREATE TRIGGER articles_au AFTER UPDATE OF id, title, summary, body ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, title, summary, body)
    VALUES ('delete', old.id, old.title, old.summary, old.body);
    INSERT INTO articles_fts(rowid, title, summary, body) VALUES (new.id, new.title, new.summary, new.body);
END;
CREATE TRIGGER articles_counted_ai AFTER INSERT ON articles BEGIN
    INSERT INTO source_count_changes
    VALUES (new.source, substr(new.sorted_at, 1, 10), coalesce(new.language, ''), new.duplicate_of IS NULL,
            new.duplicate_of IS NOT NULL);
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
CREATE TRIGGER articles_counted_bd BEFORE DELETE ON articles BEGIN
    DELETE FROM mentions WHERE article_id = old.id;
    INSERT INTO source_count_changes
    VALUES (old.source, substr(old.sorted_at, 1, 10), coalesce(old.language, ''), -(old.duplicate_of IS NULL),
            -(old.duplicate_of IS NOT NULL));
END;
CREATE TRIGGER articles_leave_story AFTER DELETE ON articles WHEN old.story_id IS NOT NULL BEGIN
    UPDATE stories SET lead_id = NULL WHERE id = old.story_id;
END;
CREATE TRIGGER articles_outdate_terms
AFTER UPDATE OF sorted_at, url_key, source, language, content_hash, duplicate_of ON articles
WHEN (old.sorted_at, old.url_key, old.source, old.content_hash) <> (new.sorted_at, new.url_key, new.source, new.content_hash)
  OR old.language IS NOT new.language OR old.duplicate_of IS NOT new.duplicate_of
BEGIN
    UPDATE story_terms SET recipe = '', sorted_at = new.sorted_at WHERE article_id = new.id;
END;
CREATE TRIGGER articles_retitle_story AFTER UPDATE OF title ON articles
WHEN old.title <> new.title AND new.story_id IS NOT NULL BEGIN
    UPDATE stories SET title = new.title WHERE id = new.story_id AND lead_id = new.id;
END;
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
CREATE TRIGGER mentions_counted_ad AFTER DELETE ON mentions BEGIN
    INSERT INTO tag_count_changes
    SELECT old.tag, substr(old.sorted_at, 1, 10), a.source, -(old.focus AND a.duplicate_of IS NULL),
           -(a.duplicate_of IS NULL), -(old.focus AND a.duplicate_of IS NOT NULL)
    FROM articles a WHERE a.id = old.article_id;
END;
CREATE TRIGGER mentions_counted_ai AFTER INSERT ON mentions BEGIN
    INSERT INTO tag_count_changes
    SELECT new.tag, substr(new.sorted_at, 1, 10), a.source, new.focus AND a.duplicate_of IS NULL,
           a.duplicate_of IS NULL, new.focus AND a.duplicate_of IS NOT NULL
    FROM articles a WHERE a.id = new.article_id;
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
CREATE TRIGGER source_count_changes_ii INSTEAD OF INSERT ON source_count_changes BEGIN
    INSERT INTO daily_sources (source, day, language, articles, copies)
    VALUES (new.source, new.day, new.language, new.articles, new.copies)
    ON CONFLICT (source, day, language) DO UPDATE SET articles = articles + excluded.articles,
        copies = copies + excluded.copies;
END;
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
INSERT INTO articles_fts(articles_fts, rank) VALUES ('rank', 'bm25(10.0, 3.0, 1.0)');

INSERT INTO _sqlite_migrations VALUES (1, 'press', '0001_archive', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (10, 'press', '0010_edits', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (11, 'press', '0011_window', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (12, 'press', '0012_story_terms', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (13, 'press', '0013_habits', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (14, 'press', '0014_story_titles', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (15, 'press', '0015_story_links', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (16, 'press', '0016_mention_scores', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (17, 'press', '0017_sitemaps', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (18, 'press', '0018_story_window', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (19, 'press', '0019_full_text_merges', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (2, 'press', '0002_kind', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (20, 'press', '0020_full_text_levels', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (21, 'press', '0021_shelved', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (3, 'press', '0003_tagged', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (4, 'press', '0004_daily_counts', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (5, 'press', '0005_stories', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (6, 'press', '0006_backfill_and_quotes', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (7, 'press', '0007_manners', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (8, 'press', '0008_copies', '2026-11-23');
INSERT INTO _sqlite_migrations VALUES (9, 'press', '0009_keeping', '2026-11-23');
INSERT INTO article_urls VALUES ('caliber.az/post/1', 1);
INSERT INTO article_urls VALUES ('caliber.az/ru/post/1', 2);
INSERT INTO articles VALUES (1, '2026-11-23T12:00:00Z', 'caliber-az-en', 'NATO secretary general in Baku', 'https://caliber.az/post/1', 'en', '["AZ"]', '["nato"]', 0, NULL, NULL, 1, '2026-11-23T12:00:00Z', NULL, 'feed', '2026-11-23T13:00:00Z', '2026-11-23T13:00:00Z', 0, NULL, '[]', NULL, 'feed', '7ad8d6010147f25d910a61a8e1e3325f28c67c94a8a481c238afdfa14c80af8f', 'caliber.az/post/1', 1, NULL, NULL, NULL, 1, NULL, '', '', 'article', 0, NULL, NULL, NULL);
INSERT INTO articles VALUES (2, '2026-11-23T12:00:00Z', 'caliber-az-en', 'NATO secretary general in Baku', 'https://caliber.az/ru/post/1', NULL, '[]', '[]', 0, 1, 1.0, 1, '2026-11-23T12:00:00Z', NULL, 'feed', '2026-11-23T13:00:00Z', NULL, 0, NULL, '[]', NULL, 'feed', '7ad8d6010147f25d910a61a8e1e3325f28c67c94a8a481c238afdfa14c80af8f', 'caliber.az/ru/post/1', 1, NULL, NULL, NULL, 0, NULL, '', '', 'article', 0, NULL, NULL, NULL);
INSERT INTO copies VALUES (2, 1, NULL, 1.0, 'hash', '[]', '2026-11-23T13:00:00Z');
INSERT INTO entries VALUES (1, 'key-1', 'h', 1, NULL, 1, '2026-11-23T12:00:00Z', NULL, 'ok', NULL, '2026-11-23T12:00:00Z', '2026-11-23T12:00:00Z', NULL, 'https://caliber.az/post/1', NULL, 0);
INSERT INTO entries VALUES (1, 'key-2', 'h', NULL, NULL, 0, NULL, NULL, NULL, NULL, '2026-11-23T12:00:00Z', '2026-11-23T12:00:00Z', NULL, 'https://caliber.az/post/2', '{"v":1,"url":"https://caliber.az/post/2","title":"Still to be fetched"}', 0);
INSERT INTO entries VALUES (1, 'key-3', 'h', NULL, 'backfill', 0, NULL, NULL, NULL, NULL, '2026-11-23T12:00:00Z', '2026-11-23T12:00:00Z', NULL, 'https://caliber.az/post/3', '{"v":1,"url":"https://caliber.az/post/3","title":"Of last year"}', 0);
INSERT INTO feeds VALUES (1, 'caliber-az-en', 'listing', 'https://caliber.az/en/', 20, 1, NULL, NULL, '"v1"', NULL, NULL, NULL, '2026-11-23T13:00:00Z', NULL, '2026-11-23T12:00:00Z', '2026-11-23T12:00:00Z', NULL, 0, 'ok', NULL, 0, '2026-11-23T12:00:00Z', NULL, NULL);
INSERT INTO fetches VALUES (1, 1, 1, '2026-11-23T12:00:00Z', 200, 'ok', 0, NULL, 3, 3, NULL, 1, 0, NULL, NULL);
INSERT INTO mentions VALUES (1, 'country:AZ', '2026-11-23T12:00:00Z', 0.9, 1, 1, 1, 'test/2', '[{"field":"title","start":0,"end":4,"text":"Azer","rule":"name"}]', 3.0);
INSERT INTO mentions VALUES (1, 'org:nato', '2026-11-23T12:00:00Z', 0.5, 1, 1, 1, 'test/2', '[{"field":"title","start":0,"end":4,"text":"NATO","rule":"name"}]', 3.0);
INSERT INTO revisions VALUES (1, 1, '2026-11-23T13:00:00Z', 'NATO chief in Baku', '', '');
INSERT INTO runs VALUES (1, 'collect', '2026-11-23T12:00:00Z', '2026-11-23T13:00:00Z', 'ok', '0.1.0', 'desk', '{"feeds":0,"checked":0,"not_modified":0,"failed":0,"entries":0,"pages":0,"new":2,"revised":1,"duplicates":0,"seen":0,"pending":0}', NULL);
INSERT INTO sources VALUES ('caliber-az-en', 'Caliber.Az', 'https://caliber.az/en/', 'AZ', 'newspaper', '[]', 'caliber', 2, NULL, '2026-11-23T12:00:00Z');
INSERT INTO stories VALUES (1, NULL, 1, '2026-11-23T12:00:00Z', '2026-11-23T12:00:00Z', 2, 1, 1, 2, 1.4, 9823.9854, '["en"]', '["AZ"]', '["nato"]', 'NATO secretary general in Baku');
INSERT INTO story_rarity VALUES ('terms/6', '2026-11-23T12:00:00Z', 1, X'', X'01000000B4DF9C43C9ECD343');
INSERT INTO story_terms VALUES (1, '2026-11-23T12:00:00Z', 'caliber.az/post/1', 'caliber-az-en', 'en', 'terms/6', X'0CAAF494000404D094920F64F2A7B58CDC7C75BCBFBDAE537CF9EDBB8BA8C370977C9E2CDF92E41B1B1B1B3C3310108080CDC1', X'');
INSERT INTO tagged VALUES (1, 'test/2');
INSERT INTO tagged VALUES (2, 'test/2');
INSERT INTO tags VALUES ('country:AZ', 'country', 'Azerbaijan', NULL);
INSERT INTO tags VALUES ('org:nato', 'organisation', 'NATO', NULL);
