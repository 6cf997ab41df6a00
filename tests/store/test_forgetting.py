"""What is forgotten is gone from the file, and stays gone; what is old loses its text and nothing else."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import InputError
from monitor.model.reading import Query
from monitor.model.verdict import Revised
from monitor.store import Archive, open_archive, open_reading
from monitor.store.tombstones import add_tombstones, of_key, of_source, read_tombstones, tombstones_path
from tests.store.nouns import AZ, HOUR, NOON, add, article, filed, known, mention
from tests.store.nouns import file as file_feed

SECRET = "Kefkenadas"


def with_an_article(archive: Archive) -> int:
    article_id = add(archive, article(title=f"{SECRET} resigns", body=f"{SECRET} said so."), mention(AZ))
    edited = article(title=f"{SECRET} stays", body=f"{SECRET} said no.")
    return (
        archive.apply(Revised(article=edited, of=known(archive, "gazette.example/a")), (), run_id=1, tagger="t")
        or article_id
    )


def test_all_tables_about_articles_let_go_of_them(archive: Archive) -> None:
    """Each has a foreign key that takes its rows along, or is known to forget_articles."""
    tables = archive.rows(
        "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND c.name = 'article_id'"
    )
    cascading = archive.rows(
        "SELECT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f"
        " WHERE f.\"from\" = 'article_id' AND f.\"table\" = 'articles' AND f.on_delete = 'CASCADE'"
    )
    shelf = {"shelved", "shingles", "fresh_shingles"}
    assert {row["name"] for row in tables} - {row["name"] for row in cascading} == shelf


def test_an_article_is_gone_from_every_page_of_the_file(archive: Archive) -> None:
    article_id = with_an_article(archive)
    add_tombstones(archive.path, [of_key(key) for key in archive.keys_of((article_id,))], now=NOON)
    assert archive.carry_out(now=NOON).articles == 1
    assert archive.carry_out(now=NOON).articles == 0
    archive.wipe_log()
    assert archive.flaws() == ()
    assert archive.value("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?", (SECRET,)) == 0
    archive.close()
    assert SECRET.encode() not in archive.path.read_bytes()
    assert SECRET.lower().encode() not in archive.path.read_bytes()


def test_a_restored_backup_forgets_again(archive: Archive, tmp_path: Path) -> None:
    with_an_article(archive)
    file_feed(archive, filed(7, url=f"https://gazette.example/{SECRET}"))
    archive.backup(tmp_path / "backup.db")
    add_tombstones(archive.path, [of_key("gazette.example/a"), of_key(f"gazette.example/{SECRET}")], now=NOON)
    path = archive.path
    archive.close()
    for rest in path.parent.glob(f"{path.name}*"):
        if rest.suffix != ".jsonl":
            rest.unlink()
    shutil.copy(tmp_path / "backup.db", path)
    with open_archive(path, now=NOON) as restored:
        assert restored.known_by_keys(("gazette.example/a",)) == ()
        assert restored.pending(now=NOON) == ()
        assert restored.flaws() == ()


def test_a_source_goes_with_all_that_is_its_own(archive: Archive) -> None:
    with_an_article(archive)
    file_feed(archive, filed(1))
    add_tombstones(archive.path, [of_source("gazette-en")], now=NOON)
    assert archive.carry_out(now=NOON).articles == 1
    assert "gazette-en" not in archive.source_ids()
    assert archive.flaws() == ()


def test_the_list_says_nothing_of_what_was_forgotten_and_is_for_its_owner_alone(path: Path) -> None:
    add_tombstones(path, [of_key(f"gazette.example/{SECRET}")], now=NOON)
    add_tombstones(path, [of_key(f"gazette.example/{SECRET}")], now=NOON)
    list_ = tombstones_path(path)
    assert SECRET not in list_.read_text()
    assert len(list_.read_text().splitlines()) == 1
    assert list_.stat().st_mode & 0o077 == 0


def test_a_line_that_a_death_tore_was_never_set(path: Path) -> None:
    add_tombstones(path, [of_key("a")], now=NOON)
    list_ = tombstones_path(path)
    list_.write_text(list_.read_text() + '{"tombsto')
    assert read_tombstones(path) == {of_key("a")}
    add_tombstones(path, [of_key("b")], now=NOON)
    assert read_tombstones(path) == {of_key("a"), of_key("b")}


def test_a_list_that_was_spoiled_is_told_with_its_line(path: Path) -> None:
    add_tombstones(path, [of_key("a")], now=NOON)
    list_ = tombstones_path(path)
    list_.write_text(list_.read_text() + "nonsense\n")
    with pytest.raises(InputError, match=r"forgotten.jsonl:2: expected a line"):
        open_archive(path, now=NOON)


def test_old_texts_go_and_what_is_known_of_them_stays(archive: Archive) -> None:
    article_id = with_an_article(archive)
    young = add(archive, article("b", title="Young", body="Words.", seen_at=NOON + 30 * HOUR), mention(AZ))
    went = archive.purge_texts("gazette-en", NOON + 2 * HOUR, now=NOON + timedelta(days=400))
    assert (went, archive.purge_texts("gazette-en", NOON + 2 * HOUR, now=NOON)) == (1, 0)
    assert archive.flaws() == ()
    with open_reading(archive.path) as reading:
        shown = reading.show(article_id)
        assert (shown.body, shown.listed.summary, shown.revisions) == ("", "", ())
        assert shown.listed.title == f"{SECRET} stays"
        assert reading.show(young).body == "Words."
        assert [one.id for one in reading.search(Query(text=f"{SECRET} said"))] == []
        assert [one.id for one in reading.search(Query(text=SECRET))] == [article_id]
