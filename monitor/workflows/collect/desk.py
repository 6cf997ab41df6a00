"""What a run writes into the archive: feeds with their entries, articles with their mentions. One thread only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus

from monitor.model.article import Article
from monitor.model.edit import Edit, Habit
from monitor.model.fetch import FeedRequest, Fetch, Fetched, Hold, Outcome, PageRequest
from monitor.model.filing import FeedRow, Filed
from monitor.model.parsed import Parsed
from monitor.model.raw import RawPage
from monitor.model.settings import Settings
from monitor.model.source import FeedState
from monitor.model.tag import Tagged
from monitor.model.verdict import Revised, Seen, Verdict
from monitor.stages.backfill import judged, marked
from monitor.stages.dedupe import judge
from monitor.stages.due import after, hold, moved_to, next_recheck, sitemap_after
from monitor.stages.edits import edit
from monitor.stages.rules import rules_of
from monitor.stages.sift import keys, sift
from monitor.stages.sitemap import DEEPEST, newsy
from monitor.store import Archive
from monitor.store.pages import Pages
from monitor.store.tombstones import add_tombstones, of_key
from monitor.text.urls import url_key
from monitor.workflows.collect.plan import sitemap_request

PRIVATE = frozenset({"set-cookie", "set-cookie2"})  # headers that are no part of what was published
RETRY = timedelta(minutes=5)  # before the first next try at a page; doubled each time


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The archive as a run uses it; every method is one transaction."""

    archive: Archive
    run_id: int
    now: datetime
    settings: Settings
    rows: dict[int, FeedRow]
    since: datetime | None = None
    forgotten: frozenset[str] = frozenset()  # tombstones
    pages: Pages | None = None  # where raw pages are kept, if they are
    habits: Mapping[str, Habit] = field(default_factory=dict)  # by source
    indexes: set[int] = field(default_factory=set)  # feeds that have sitemaps

    def file(
        self, request: FeedRequest, fetched: Fetched, outcome: Outcome, parsed: Parsed | None, error: str
    ) -> tuple[Filed, ...]:
        """Commit a feed's entries, its state and its fetch together; return the entries with their dispositions."""
        row = self.rows[request.feed.id]
        entries = tuple(one for one in parsed or () if not self.is_forgotten(keys(one)[1]))
        held = hold(fetched, now=self.now)
        known = self.archive.entries_known(row.id, [keys(entry) for entry in entries])
        sifted = sift(entries, known, first_add=row.first_add, newest=self.settings.newest, since=self.since)
        filed = marked(sifted, row, now=self.now)
        fetch = Fetch(
            run_id=self.run_id,
            feed_id=row.id,
            at=self.now,
            outcome=outcome,
            status=fetched.status,
            bytes=len(fetched.body),
            ms=fetched.ms,
            entries=len(entries),
            new=sum(one.disposition == "fetch" for one in filed),
            requests=fetched.requests,
            conditional=(request.etag or request.last_modified) is not None,
            moved_to=moved_to(fetched),
            hold_until=held.until if held else None,
            error=error or None,
        )
        sighted = sum(one.disposition == "fetch" and one.entry.published is None for one in filed)
        state = self._state(request, fetched, outcome, parsed, error, 0 if row.first_add else sighted)
        with self.archive.transaction():
            self.archive.file_feed(row.id, state=state, fetch=fetch, filed=filed, now=self.now)
            self._file_sitemaps(request, fetched, outcome, parsed)
            self._leave_alone(held)
        self.rows[row.id] = replace(row, state=state)
        return filed

    def _state(
        self,
        request: FeedRequest,
        fetched: Fetched,
        outcome: Outcome,
        parsed: Parsed | None,
        error: str,
        sighted: int,
    ) -> FeedState:
        row = self.rows[request.feed.id]
        if request.depth and outcome in {"ok", "not_modified"}:
            return row.state  # the index, not its child, is what is asked again
        return after(
            row.state,
            fetched,
            parsed,
            feed=request.feed,
            outcome="not_found" if request.depth and outcome == "gone" else outcome,  # a sitemap is not its index
            error=error,
            now=self.now,
            settings=self.settings,
            sighted=sighted,
        )

    def _file_sitemaps(self, request: FeedRequest, fetched: Fetched, outcome: Outcome, parsed: Parsed | None) -> None:
        """Note which sitemaps an index names, together with its validators: a 304 must never hide one not yet read."""
        feed_id = request.feed.id
        if parsed is not None and (parsed.children or feed_id in self.indexes):
            named = newsy(parsed, now=self.now) if request.depth < DEEPEST else ()
            self.archive.name_sitemaps(feed_id, _parent(request), [one.url for one in named])
            self.indexes.add(feed_id)
        if request.depth and outcome in {"ok", "not_modified"}:
            read = sitemap_after(request, fetched, outcome=outcome, now=self.now)
            self.archive.sitemap_read(feed_id, read)

    def sitemaps(self, request: FeedRequest) -> tuple[FeedRequest, ...]:
        """Return what to ask for behind an index that was read, or was not modified: each only for what changed."""
        return tuple(
            sitemap_request(request, one, now=self.now, settings=self.settings)
            for one in self.archive.sitemaps_of(request.feed.id, _parent(request))
        )

    def store(self, requests: Sequence[PageRequest], tagged: Tagged, fetched: Fetched) -> tuple[Verdict, int]:
        """Judge an article read from its page, apply the verdict and settle every entry that waited for it.

        Returns the verdict and the article's id.
        """
        article = tagged.article
        recheck_at = self._next_look(requests[0], article.seen_at, article.published_at)
        verdict, article_id = self._apply(requests, tagged, fetched=fetched, recheck_at=recheck_at)
        if self.pages is not None and not article.reserved:
            self.pages.keep(self._raw(requests[0], fetched, article_id), again=requests[0].article_id is not None)
        return verdict, article_id

    def _raw(self, request: PageRequest, fetched: Fetched, article_id: int) -> RawPage:
        return RawPage(
            article_id=article_id,
            source=request.source.id,
            url=request.url,
            final_url=fetched.final_url,
            fetched_at=self.now,
            status=fetched.status or HTTPStatus.OK,
            headers={name: value for name, value in fetched.headers.items() if name not in PRIVATE},
            entry=request.entry,
            rules=rules_of(request.source),
            body=fetched.body,
        )

    def make_do(
        self, requests: Sequence[PageRequest], tagged: Tagged, outcome: Outcome, error: str
    ) -> tuple[Verdict, int]:
        """As `store`, for an article read from its entry alone because of what its page's fetch came to.

        An article that the archive has stays as it is: the entry alone would say less than its page once did.
        """
        return self._apply(requests, tagged, outcome=outcome, error=error)

    def _apply(
        self,
        requests: Sequence[PageRequest],
        tagged: Tagged,
        *,
        fetched: Fetched | None = None,
        recheck_at: datetime | None = None,
        outcome: Outcome = "ok",
        error: str | None = None,
    ) -> tuple[Verdict, int]:
        article = self._judged(requests, tagged.article)
        headers = fetched.headers if fetched else {}
        with self.archive.transaction():
            same = self.archive.known_by_keys(article.keys)
            twins = self.archive.known_by_hash(article.content_hash)
            kept = same if fetched is None else ()
            if kept:
                verdict: Verdict = Seen(article=article, of=kept[0])
            else:
                unchanged = any(known.content_hash == article.content_hash for known in same)
                near = () if unchanged else self.archive.near(tagged.signature, article)
                verdict = judge(article, same=same, twins=twins, near=near, ruling=self.archive.ruling(same))
            edited = self._edited(verdict, requests)
            article_id = self.archive.apply(
                verdict,
                tagged.mentions,
                run_id=self.run_id,
                tagger=tagged.tagger,
                page_etag=headers.get("etag"),
                page_last_modified=headers.get("last-modified"),
                recheck_at=recheck_at,
                signature=tagged.signature,
                edit=edited,
            )
            for request in requests:
                self.archive.settle(
                    request.feed_id, request.entry_key, article_id, now=self.now, outcome=outcome, error=error
                )
        return verdict, article_id

    def is_forgotten(self, *url_keys: str | None) -> bool:
        """Whether any of these addresses is to be kept away."""
        return bool(self.forgotten) and any(of_key(key) in self.forgotten for key in url_keys if key)

    def forgets(self, requests: Sequence[PageRequest], article: Article) -> bool:
        """Whether an article was forgotten: then its entries go too, and their addresses are not followed again."""
        if not self.is_forgotten(*article.keys):
            return False
        add_tombstones(self.archive.path, [of_key(url_key(request.url)) for request in requests], now=self.now)
        with self.archive.transaction():
            for request in requests:
                self.archive.drop_entry(request.feed_id, request.entry_key)
        return True

    def _judged(self, requests: Sequence[PageRequest], article: Article) -> Article:
        """Return the article with whether it is news: it is where one feed brought it as news."""
        rows = [self.rows[request.feed_id] for request in requests if request.feed_id in self.rows]
        added_at = next((row.added_at for row in rows), None)
        return judged(article, backfill=all(request.backfill for request in requests), added_at=added_at)

    def _edited(self, verdict: Verdict, requests: Sequence[PageRequest]) -> Edit | None:
        """Return what was changed in an article since it was last read, if anything."""
        if not isinstance(verdict, Revised | Seen):
            return None
        again = isinstance(verdict, Seen)
        if again and requests[0].article_id != verdict.of.id:  # read elsewhere: that is no edit of its page
            return None
        before, article = self.archive.wording(verdict.of.id), verdict.article
        after_it = replace(before, title=article.title, summary=article.summary, body=article.body)
        found = edit(before, after_it)
        return None if again and (before == after_it or found.is_substantive) else found

    def _next_look(self, request: PageRequest, seen_at: datetime, published_at: datetime | None) -> datetime | None:
        """Return when a page is to be looked at again: only as often as its source edits."""
        habit = self.habits.get(request.source.id)
        return next_recheck(seen_at, published_at, _checks(request), self.now, habit=habit, key=request.url)

    def settle(self, request: PageRequest, article_id: int) -> None:
        """Settle an entry whose article is there already."""
        self.archive.settle(request.feed_id, request.entry_key, article_id, now=self.now)

    def rechecked(self, request: PageRequest, fetched: Fetched) -> None:
        """Note that a page looked at again said nothing new, or could not be had this time."""
        assert request.article_id is not None
        unchanged = fetched.outcome == "not_modified"
        self.archive.rechecked(
            request.article_id,
            recheck_at=self._next_look(request, self.now, request.entry.published),
            etag=fetched.headers.get("etag", request.etag) if unchanged else request.etag,
            last_modified=fetched.headers.get("last-modified", request.last_modified)
            if unchanged
            else request.last_modified,
        )

    def postpone(self, requests: Sequence[PageRequest], fetched: Fetched, outcome: Outcome, error: str) -> None:
        """Leave entries pending, to be tried again in a later run, not before a Retry-After allows it."""
        held = hold(fetched, now=self.now)
        with self.archive.transaction():
            for request in requests:
                retry_at = self.now + RETRY * 2**request.tries
                self.archive.page_failed(
                    request.feed_id,
                    request.entry_key,
                    outcome=outcome,
                    error=error,
                    retry_at=max(retry_at, held.until) if held else retry_at,
                    now=self.now,
                )

    def leave_alone(self, fetched: Fetched) -> None:
        """Keep in mind whom a page's answer asked to leave alone, if it did (Retry-After)."""
        self._leave_alone(hold(fetched, now=self.now))

    def _leave_alone(self, held: Hold | None) -> None:
        if held is not None and self.settings.retry_after == "host":
            self.archive.hold(held, now=self.now)

    def drop(self, requests: Sequence[PageRequest], outcome: Outcome, error: str) -> None:
        """Record that no article came of these entries, and why."""
        with self.archive.transaction():
            for request in requests:
                self.archive.give_up(request.feed_id, request.entry_key, outcome=outcome, error=error, now=self.now)


def _parent(request: FeedRequest) -> str:
    """The index that a feed's answer is, as the archive names it: wherever the feed itself may have moved to."""
    return request.url if request.depth else ""


def _checks(request: PageRequest) -> int:
    """How often the page of a known article has been looked at again, this time included; 0 the first time."""
    return 0 if request.article_id is None else request.tries + 1
