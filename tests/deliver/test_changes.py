"""What a digest says is new, and a normal day's numbers: counted in an archive of five weeks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import load
from monitor.model.digest import Digest
from monitor.store import open_reading
from monitor.workflows.digest import make, named, window_of
from tests.deliver.scene import HOUR, NOW, Scene

DAY = timedelta(days=1)
WORDS = "Deputies of the Milli Majlis met the NATO Parliamentary Assembly's secretary general in Brussels. " * 4


def made(scene: Scene) -> Digest:
    config = load(scene.config)
    plan = named(config, "morning")
    with open_reading(scene.db) as reading:
        window = window_of(None, plan, now=NOW, since=NOW - DAY, until=None)
        return make(config, reading, None, plan, window).digest


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """One article about Azerbaijan a day for five weeks, then six and a story told by two about NATO as well."""
    scene = Scene(tmp_path, digest={"countries": ["AZ"]})
    scene.write()
    for day in range(1, 36):
        scene.publish(f"What happened {day} days ago", ago=day * DAY + HOUR, tags=("country:AZ",))
    for hour in range(6):
        scene.publish(f"What happened {hour} hours ago", ago=hour * HOUR + HOUR, tags=("country:AZ",))
    for source in ("courier", "wire"):
        scene.publish("Milli Majlis deputies meet NATO Parliamentary Assembly", source=source, ago=3 * HOUR, body=WORDS)
    scene.cluster()
    return scene


def test_pairs_surges_and_a_normal_days_numbers_are_those_of_the_archive(scene: Scene) -> None:
    digest = made(scene)
    assert digest.changes.pairs == (("country:AZ", "org:nato"),), "never together in thirty days"
    [surge] = digest.changes.surges
    assert (surge.tag, surge.articles) == ("country:AZ", 8)
    assert surge.usual == pytest.approx(1, abs=0.1)
    articles = next(one for one in digest.figures if one.kind == "articles")
    assert articles.value == 8
    assert articles.usual == pytest.approx(1, abs=0.1)

    scene.publish("They met before", ago=20 * DAY)
    assert made(scene).changes.pairs == (), "what was together twenty days ago is no new pair"


def test_what_the_archive_is_too_young_to_know_is_not_said(tmp_path: Path) -> None:
    scene = Scene(tmp_path, digest={"countries": ["AZ"]})
    scene.write()
    for number in range(8):
        scene.publish(f"Story {number}", ago=number * HOUR)
    digest = made(scene)
    assert not digest.changes
    assert [one.usual for one in digest.figures] == [None] * 4


def test_a_normal_day_of_a_young_archive_is_one_of_the_days_that_it_knows(tmp_path: Path) -> None:
    scene = Scene(tmp_path, digest={"countries": ["AZ"]})
    scene.write()
    for day in range(1, 11):
        for number in range(4):
            scene.publish(f"Story {day}.{number}", ago=day * DAY + (number + 1) * HOUR, tags=("country:AZ",))
    for number in range(9):
        scene.publish(f"Story {number}", ago=(number + 1) * HOUR, tags=("country:AZ",))
    assert made(scene).changes.surges == (), "nine are not two and a half times four"
