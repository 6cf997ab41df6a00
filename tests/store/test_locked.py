"""What everybody who asks for the archive gets while another program holds it locked."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import Locked
from monitor.model.copies import Signature
from monitor.model.filing import SitemapRow
from monitor.model.past import ArchiveDocument
from monitor.model.reading import Query
from monitor.model.story import Counted, StoryQuery
from monitor.model.tag import Tagged
from monitor.stages.dedupe import Compared
from monitor.store import Archive, open_archive, open_reading
from tests.store.conftest import SHORT
from tests.store.nouns import NOON, add, article, file, filed


def test_r04_a_lock_that_stays_is_told_after_the_wait(archive: Archive) -> None:
    line = r"locked by another program \(waited 0.05 s\): try again later"
    with open_archive(archive.path, now=NOON) as other, other.transaction(), pytest.raises(Locked, match=line):
        file(archive, filed(1), etag="new")
    assert archive.pending(now=NOON) == ()
    assert archive.feed_rows()[0].state.etag is None, "never half a feed"


def test_r04_a_lock_that_goes_away_is_waited_for(path: Path) -> None:
    script = """
        with open_archive(Path(sys.argv[1]), now=NOON) as archive, archive.transaction():
            print("locked", flush=True)
            sys.stdin.readline()
    """
    open_archive(path, now=NOON).close()
    opening = "import sys\nfrom pathlib import Path\nfrom monitor.store import *\nfrom tests.store.nouns import *\n"
    command = [sys.executable, "-c", opening + textwrap.dedent(script), str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        with open_archive(path, now=NOON, busy=timedelta(seconds=60)) as archive:
            holder.stdin.write("go on\n")
            holder.stdin.close()
            assert archive.start_run("collect", now=NOON, version="1", host="h") == 1


def public_writes(archive: Archive) -> dict[str, Callable[[], object]]:
    """Every public method that writes, ready to be called."""
    from monitor.model.fetch import Hold
    from monitor.model.rights import TdmFile
    from monitor.model.run import Counts
    from monitor.model.story import Outcome
    from tests.store.nouns import AZ, GAZETTE, GAZETTE_FEED

    return {
        "mirror": lambda: archive.mirror((GAZETTE,), (GAZETTE_FEED,), now=NOON),
        "file_feed": lambda: file(archive, filed(1)),
        "hold": lambda: archive.hold(Hold(place="a", until=NOON, url="u"), now=NOON),
        "revive": lambda: archive.revive(["u"], now=NOON),
        "prune_fetches": lambda: archive.prune_fetches(NOON),
        "name_sitemaps": lambda: archive.name_sitemaps(1, "", ("u",)),
        "sitemap_read": lambda: archive.sitemap_read(1, SitemapRow(url="u")),
        "settle": lambda: archive.settle(1, "key-1", 1, now=NOON),
        "page_failed": lambda: archive.page_failed(1, "k", outcome="dns", error="e", retry_at=NOON, now=NOON),
        "give_up": lambda: archive.give_up(1, "k", outcome="dns", error="e", now=NOON),
        "apply": lambda: add(archive, article("b")),
        "rechecked": lambda: archive.rechecked(1, recheck_at=None),
        "learn_habits": lambda: archive.learn_habits(NOON),
        "rule_copy": lambda: archive.write("DELETE FROM copy_rulings"),
        "rule_apart": lambda: archive.write("DELETE FROM copy_rulings"),
        "seat": lambda: archive.write("DELETE FROM copies"),
        "forget_ruling": lambda: archive.forget_ruling(1, 2),
        "relink": lambda: archive.relink(1, None, Compared(), agency=None, now=NOON),
        "reshelve": lambda: archive.reshelve(1, article(), Signature(shingles=((0, 1),))),
        "empty_window": archive.empty_window,
        "close_window": lambda: archive.close_window(NOON),
        "merge_segments": archive.merge_segments,
        "sync_tags": lambda: archive.sync_tags((AZ,)),
        "retag": lambda: archive.retag(1, (), tagger="t"),
        "correct": lambda: archive.correct(1, Tagged(article=article(), mentions=(), tagger="t")),
        "start_run": lambda: archive.start_run("collect", now=NOON, version="1", host="h"),
        "finish_run": lambda: archive.finish_run(1, outcome="ok", counts=Counts(), now=NOON),
        "close_stale_runs": lambda: archive.close_stale_runs(NOON),
        "keep_terms": lambda: archive.keep_terms({}, recipe="r", since=NOON),
        "keep_rarity": lambda: archive.keep_rarity("r", Counted(NOON, 1, b"")),
        "forget_terms": lambda: archive.forget_terms(None),
        "apply_stories": lambda: archive.apply_stories(Outcome(stories=((1, -1),)), since=NOON),
        "rejoin": lambda: archive.write("UPDATE articles SET story_id = NULL"),
        "portray": lambda: archive.portray({1: None}),
        "pin": lambda: archive.pin({1: 1}, now=NOON),
        "keep_tdm_file": lambda: archive.keep_tdm_file(
            TdmFile(origin="o", asked_at=NOON, fresh_until=NOON, outcome="ok")
        ),
        "archive_feed": lambda: archive.archive_feed("gazette-en", now=NOON),
        "file_archive": lambda: archive.file_archive(PAST, feed_id=1, outcome="ok", now=NOON),
        "want_archive": lambda: archive.want_archive((PAST,)),
        "restart_archive": lambda: archive.restart_archive("s", NOON, NOON),
        "purge_texts": lambda: archive.purge_texts("s", NOON, now=NOON),
        "purge_said": lambda: archive.purge_said("s", NOON),
        "forget_articles": lambda: archive.forget_articles((1,)),
        "drop_entry": lambda: archive.drop_entry(1, "k"),
        "make_story": lambda: archive.make_story(1),
        "transaction": lambda: archive.transaction().__enter__(),
    }


PAST = ArchiveDocument(source="gazette-en", url="u", kind="feed", since=NOON, until=NOON)
READS: dict[str, Callable[[Archive], object]] = {
    "feed_rows": lambda archive: archive.feed_rows(),
    "indexes": lambda archive: archive.indexes(),
    "sitemaps_of": lambda archive: archive.sitemaps_of(1, ""),
    "holds": lambda archive: archive.holds(now=NOON, longest=timedelta(days=9)),
    "entries_known": lambda archive: archive.entries_known(1, [("k", "u")]),
    "pending": lambda archive: archive.pending(now=NOON),
    "rechecks": lambda archive: archive.rechecks(now=NOON),
    "known_by_keys": lambda archive: archive.known_by_keys(("k",)),
    "known_by_hash": lambda archive: archive.known_by_hash("h"),
    "near": lambda archive: archive.near(Signature(shingles=((0, 1),)), article()),
    "to_judge": lambda archive: archive.to_judge(NOON),
    "to_compare": lambda archive: archive.to_compare((1,)),
    "habits": lambda archive: archive.habits(),
    "unseated": lambda archive: archive.unseated(),
    "ruling": lambda archive: archive.ruling(()),
    "to_tag": lambda archive: archive.to_tag("t", since=None, everything=False),
    "kept": lambda archive: archive.kept((1,)),
    "untold": lambda archive: archive.untold(limit=1),
    "times": lambda archive: archive.times(None),
    "told_of": lambda archive: archive.told_of(1),
    "told": lambda archive: archive.told(NOON, NOON, recipe="r"),
    "homes": lambda archive: archive.homes([1]),
    "told_near": lambda archive: archive.told_near(NOON, NOON, (1,), most=1, recipe="r"),
    "told_more_than": lambda archive: archive.told_more_than(1, NOON, NOON),
    "newest": lambda archive: archive.newest(NOON),
    "kept_rarity": lambda archive: archive.kept_rarity("r"),
    "outside": lambda archive: archive.outside((1,), ()),
    "members": lambda archive: archive.members((1,)),
    "archive_until": lambda archive: archive.archive_until("s", NOON),
    "archive_documents": lambda archive: archive.archive_documents("s", NOON, NOON),
    "tdm_files": lambda archive: archive.tdm_files(),
    "with_text": lambda archive: archive.with_text((1,)),
    "known_of": lambda archive: archive.known_of("k"),
    "keys_of": lambda archive: archive.keys_of((1,)),
    "articles_of_source": lambda archive: archive.articles_of_source("s"),
    "source_ids": lambda archive: archive.source_ids(),
    "carry_out": lambda archive: archive.carry_out(now=NOON),
    "wipe_log": lambda archive: archive.wipe_log(),
    "undrawn": lambda archive: archive.undrawn(),
    "stories": lambda archive: archive.stories(StoryQuery()),
}
PLAIN = {
    "mend_search",
    "wording",
    "story",
    "story_ids",
    "open",
    "close",
    "rows",
    "row",
    "value",
    "write",
    "write_all",
    "backup",
    "flaws",
}


def test_r04_every_public_method_against_a_locked_archive(archive: Archive) -> None:
    writes = public_writes(archive)
    public = {name for name in dir(Archive) if not name.startswith("_") and callable(getattr(Archive, name))}
    assert public == writes.keys() | READS.keys() | PLAIN, "a method that this test does not know"
    with open_archive(archive.path, now=NOON) as other, other.transaction():
        other.start_run("collect", now=NOON, version="1", host="h")
        for name, write in writes.items():
            with pytest.raises(Locked):
                pytest.fail(f"{name} wrote to a locked archive: {write()}")
            assert not archive.connection.in_transaction, name
        for read in READS.values():
            read(archive)
        archive.backup(archive.path.with_name("backup.db"))
    assert add(archive, article("b")) == 1, "and when the lock is gone, it works"


def test_r04_every_reading_beside_a_writer_that_holds_the_lock(archive: Archive) -> None:
    article_id = add(archive, article(title="Talks in Baku"))
    with archive.transaction(), open_reading(archive.path, busy=SHORT) as reading:
        add(archive, article("b"))
        assert [listed.id for listed in reading.latest(Query())] == [article_id]
        assert [listed.id for listed in reading.search(Query(text="baku"))] == [article_id]
        assert reading.show(article_id).listed.title == "Talks in Baku"
        assert [shown.listed.id for shown in reading.export(Query())] == [article_id]
        assert len(reading.sources()) == len(reading.health()) == 2
        assert len(reading.runs()) == 1
        assert reading.holdings().articles == 1
