"""Alerts over real hooks and real SMTP: each story once in each list, at its time, and nothing that is no news."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from monitor.config import load
from monitor.deliver.hook import call
from monitor.deliver.notice import notice
from monitor.model.alert import Alert
from monitor.model.settings import AlertPlan
from monitor.stages.hush import bundles, is_quiet
from monitor.store.private import open_private
from monitor.workflows.alert import Told, rehearse, tell
from tests.deliver.mail_room import MailRoom
from tests.deliver.scene import HOUR, NOW, Scene

SOON = timedelta(minutes=10)


class Hook:
    """A chat's hook on loopback: `heard` are the bodies that came, `answers` the statuses it gives next (then 200).

    The status 0 is none: it takes the request and hangs up. With 429 it says in a header when to come again; 420 is 429
    as Telegram says it.
    """

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, str], Any]] = []
        self.answers: list[int] = []
        hook = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.heard.append((self.path, dict(self.headers), json.loads(body)))
                status = hook.answers.pop(0) if hook.answers else 200
                if not status:
                    self.connection.close()
                    return
                said = json.dumps({"ok": False, "parameters": {"retry_after": 7200}}).encode() if status == 420 else b""
                self.send_response(429 if status == 420 else status)
                self.send_header("Content-Length", str(len(said)))
                if status == 429:
                    self.send_header("Retry-After", "7200")
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hooks/T0P"


@pytest.fixture
def hook() -> Iterator[Hook]:
    made = Hook()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def scene(tmp_path: Path, hook: Hook) -> Scene:
    made = Scene(tmp_path)
    plan(made, hook)
    made.publish("Here before the alert was", ago=2 * HOUR)
    at(made, NOW)
    return made


def plan(scene: Scene, hook: Hook, *, networks: tuple[str, ...] = ("127.0.0.0/8",), **said: Any) -> None:
    fields = {"name": "desk", "watchlists": ["az-nato"], "channel": "json", "url": hook.url, **said}
    settings = {
        "timezone": "Asia/Baku",
        "archive_url": "https://room.desk.example/",
        "private_networks": list(networks),
    }
    scene.more = {"alerts": [fields], "settings": settings}
    scene.write()


def at(scene: Scene, moment: datetime) -> Told:
    """Tell what there is to tell at a moment."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MONITOR_NOW", moment.isoformat())
        [told] = tell(load(scene.config), scene.db)
    return told


def titles(hook: Hook) -> list[list[str]]:
    return [[one["title"] for one in body["alerts"]] for _, _, body in hook.heard]


def test_what_comes_in_is_told_once_and_what_was_there_before_never(scene: Scene, hook: Hook) -> None:
    scene.publish("Deputies visit NATO", ago=-SOON)
    scene.publish("An old archive brought out again", ago=-SOON, backfill=True)
    scene.publish("Nothing to do with it", ago=-SOON, tags=("country:AM",))
    for _ in range(3):
        at(scene, NOW + SOON)
    assert titles(hook) == [["Deputies visit NATO"]]
    [(_, headers, body)] = hook.heard
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert body["alerts"][0]["watchlists"] == ["Azerbaijan and NATO"]
    assert body["alerts"][0]["archive_url"].startswith("https://room.desk.example/")


def test_r20_a_story_is_told_once_whoever_tells_it_later_and_however_it_is_clustered(scene: Scene, hook: Hook) -> None:
    words: dict[str, Any] = {
        "body": "Deputies of the Milli Majlis met the NATO Parliamentary Assembly's secretary general in Brussels. " * 4
    }
    scene.publish("Milli Majlis deputies meet NATO Parliamentary Assembly in Brussels", ago=-SOON, **words)
    scene.cluster()
    at(scene, NOW + SOON)
    scene.publish("Milli Majlis deputies meet NATO Parliamentary Assembly", source="wire", ago=-SOON, **words)
    scene.cluster()
    with scene.archive() as archive:
        assert archive.value("SELECT count(DISTINCT story_id) FROM articles WHERE title LIKE 'Milli%'") == 1
        archive.write("UPDATE articles SET story_id = NULL")
        archive.write("DELETE FROM stories")
    scene.cluster()
    at(scene, NOW + 2 * SOON)
    assert len(hook.heard) == 1


def test_quiet_hours_hold_and_then_all_comes_in_one(scene: Scene, hook: Hook) -> None:
    plan(scene, hook, quiet="22:00-08:00")  # it is seven in Baku
    for number in range(5):
        scene.publish(f"Story {number}", ago=-SOON)
    told = at(scene, NOW + SOON)
    assert (told.found, told.messages, told.held) == (5, 0, 5)
    assert hook.heard == []
    at(scene, NOW + HOUR)
    assert titles(hook) == [[f"Story {number}" for number in range(5)]]


def test_more_than_may_be_sent_in_an_hour_waits(scene: Scene, hook: Hook) -> None:
    plan(scene, hook, most=2, bundle=2)
    for number in range(4):
        scene.publish(f"Story {number}", ago=-number * SOON - SOON)
        at(scene, NOW + number * SOON + SOON)
    assert titles(hook) == [["Story 0"], ["Story 1"]]
    at(scene, NOW + 2 * HOUR)
    assert titles(hook)[2:] == [["Story 2"], ["Story 3"]]


def test_a_hook_that_fails_is_tried_again_and_one_that_refuses_is_told(scene: Scene, hook: Hook) -> None:
    hook.answers = [503, 200, 404]
    scene.publish("First", ago=-SOON)
    failed = at(scene, NOW + SOON)
    assert failed.held == 1
    assert "503" in failed.errors[0]
    assert at(scene, NOW + SOON + timedelta(minutes=1)).messages == 0, "too early"
    assert at(scene, NOW + HOUR).messages == 1
    scene.publish("Second", ago=-2 * HOUR)
    at(scene, NOW + 2 * HOUR)
    at(scene, NOW + 9 * HOUR)
    assert titles(hook) == [["First"], ["First"], ["Second"]]
    assert "not delivered: alert:desk to its hook: failed: 127.0.0.1: 404" in scene.run("health").stderr


@pytest.mark.parametrize(("status", "said"), [(0, "gave no answer"), (502, "502")])
def test_what_may_have_arrived_is_told_by_health_and_never_again(
    scene: Scene, hook: Hook, status: int, said: str
) -> None:
    hook.answers = [status]
    scene.publish("Perhaps", ago=-SOON)
    told = at(scene, NOW + SOON)
    assert (told.messages, told.held) == (0, 0)
    assert "it may have arrived" in told.errors[0]
    at(scene, NOW + 9 * HOUR)
    assert titles(hook) == [["Perhaps"]]
    health = scene.run("health").stderr
    assert f"not delivered: alert:desk to its hook: unknown: 127.0.0.1{':' if status else ''} {said}" in health


@pytest.mark.parametrize("status", [429, 420])
def test_a_hook_says_when_to_come_again(scene: Scene, hook: Hook, status: int) -> None:
    hook.answers = [status]
    scene.publish("Too many", ago=-SOON)
    at(scene, NOW + SOON)
    at(scene, NOW + HOUR)
    assert len(hook.heard) == 1
    at(scene, NOW + 3 * HOUR)
    assert titles(hook) == [["Too many"]] * 2


def test_a_hook_that_is_not_there_is_tried_a_dozen_times(scene: Scene, hook: Hook) -> None:
    port = hook.server.server_port
    hook.server.shutdown()
    hook.server.server_close()
    scene.publish("Nobody hears", ago=-SOON)
    errors = [at(scene, NOW + SOON + number * 3 * HOUR).errors for number in range(14)]
    assert sum(map(bool, errors)) == 12
    assert "127.0.0.1 can't be reached" in errors[0][0]
    assert str(port) not in errors[0][0]
    assert "alert:desk to its hook: failed: 127.0.0.1 can't be reached" in scene.run("health").stderr


def test_a_list_whose_secret_leads_nowhere_does_not_silence_the_others(scene: Scene, hook: Hook) -> None:
    [right] = scene.more["alerts"]
    scene.more["alerts"] = [{**right, "name": "broken", "url": "env:NOT_SET_AT_ALL"}, right]
    scene.write()
    config = load(scene.config)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MONITOR_NOW", (NOW + timedelta(minutes=1)).isoformat())
        tell(config, scene.db)
        scene.publish("For both", ago=-SOON)
        patched.setenv("MONITOR_NOW", (NOW + SOON).isoformat())
        broken, good = tell(config, scene.db)
    assert (broken.held, good.messages) == (1, 1)
    assert "NOT_SET_AT_ALL" in broken.errors[0]
    assert "alert:broken to its hook: waiting" in scene.run("health").stderr


def test_what_was_on_its_way_in_a_crash_is_not_told_twice(scene: Scene, hook: Hook) -> None:
    scene.publish("On its way", ago=-SOON)
    at(scene, NOW + SOON)
    with open_private(scene.db, now=NOW) as private:
        private.write("UPDATE alerts SET state = 'sending', sent_at = NULL")
    at(scene, NOW + HOUR)
    assert len(hook.heard) == 1


def test_s01_hooks_pass_the_address_gate(scene: Scene, hook: Hook) -> None:
    plan(scene, hook, networks=())
    scene.publish("Not to be told there", ago=-SOON)
    told = at(scene, NOW + SOON)
    assert hook.heard == []
    assert "is not a public address" in told.errors[0]
    assert "T0P" not in "".join(told.errors), "the address of a hook is a secret"


def test_an_alert_by_mail_goes_through_the_outbox(tmp_path: Path) -> None:
    with MailRoom() as room:
        scene = Scene(tmp_path)
        scene.mail |= {"host": room.host, "port": room.port}
        mailed = {"name": "desk", "watchlists": ["az-nato"], "to": ["a@b.example", "later@b.example"], "language": "ru"}
        scene.more = {"alerts": [mailed]}
        scene.write()
        scene.publish("Here before")
        at(scene, NOW)
        scene.publish("Deputies visit NATO <b>", ago=-SOON)
        at(scene, NOW + SOON)
        [(recipient, sent)] = room.taken
        assert (recipient, sent["Subject"]) == ("a@b.example", "Срочно: Deputies visit NATO")
        assert sent["List-Id"].endswith("<desk.alert.desk.example>")
        room.healed = True
        at(scene, NOW + 3 * HOUR)
        assert [one for one, _ in room.taken] == ["a@b.example", "later@b.example"]


def test_the_command_shows_without_telling(scene: Scene, hook: Hook) -> None:
    scene.publish("Deputies visit NATO", ago=-SOON)
    shown = scene.run("alerts", now=NOW + SOON)
    assert "Deputies visit NATO" in shown.stdout
    assert hook.heard == []
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MONITOR_NOW", (NOW + SOON).isoformat())
        assert len(rehearse(load(scene.config), scene.db)["desk"]) == 1
    done = scene.run("alerts", "--send", now=NOW + SOON)
    assert "desk: 1 new stories, 1 messages" in done.stderr
    assert scene.run("alerts", "nobody").returncode == 2


ALERT = Alert(
    id=1, title='NATO <"> *visit* [x](y)', url="https://a.example/?a=1&b=(2)|", source="Courier & Sons", language="az",
    at=NOW, article_id=7, watchlists=("Azerbaijan and NATO",),
)  # fmt: skip


@pytest.mark.parametrize("channel", ["slack", "mattermost", "teams", "telegram", "ntfy", "json"])
@pytest.mark.parametrize("count", [1, 40])
def test_each_kind_of_hook_gets_a_body_of_its_kind(channel: Any, count: int) -> None:
    made = call(
        AlertPlan(name="desk", watchlists=("w",), channel=channel, chat="-100"), [ALERT] * count,
        url="https://hooks.example/topic", token="geheim", archive_url="https://room/", timezone="UTC", language="en",
    )  # fmt: skip
    said = json.loads(made.body)
    assert len(made.body) < 28_000
    assert "geheim" not in repr(made)
    if channel == "telegram":
        assert made.url == "https://hooks.example/topic/botgeheim/sendMessage"
        assert said["chat_id"] == "-100"
        assert "&lt;&quot;&gt;" in said["text"]
        assert len(said["text"]) < 4096
    elif channel == "ntfy":
        assert (made.url, said["topic"]) == ("https://hooks.example", "topic")
    elif channel == "teams":
        [card] = said["attachments"]
        assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
        assert r"\*visit\*" in json.dumps(card["content"]).replace("\\\\", "\\")
    elif channel == "slack":
        assert '&lt;"&gt;' in said["text"]
        assert "%7C|" in said["text"]
    if channel != "json" and count > 1:
        words = json.dumps(said)
        [more] = re.findall(r"([0-9]+) more stories in the archive", words)
        assert words.count("Courier & Sons") + words.count("Courier &amp; Sons") == 40 - int(more), (
            "none is lost count of"
        )


def test_the_mail_of_an_alert_is_in_the_frame_of_its_language_and_loses_count_of_none() -> None:
    alert = replace(ALERT, title="Deputies visit NATO", tags=("country:AZ", "org:nato"), excerpt="They met.")
    frame = {"title": "desk", "archive_url": "https://room/", "timezone": "Asia/Baku"}
    subject, plain, page = notice([alert], language="ru", **frame)
    assert subject == "Срочно: Deputies visit NATO"
    for said in (
        "азербайджанский",
        "Азербайджан",
        "НАТО",
        "Azerbaijan and NATO",
        "https://room/article/7",
        "They met.",
    ):
        assert said in plain
        assert said in page
    assert "азербайджанский" not in notice([replace(alert, language="ru")], language="ru", **frame)[1]
    subject, plain, _ = notice([alert] * 43, language="en", **frame)
    assert subject == "Alert: 43 stories · Deputies visit NATO"
    assert plain.count("Deputies visit NATO") == 40
    assert "3 more" in plain
    assert "more" not in notice([alert] * 40, language="en", **frame)[1]


def test_bundles_and_quiet_hours() -> None:
    waiting = [ALERT] * 5
    assert [len(one) for one in bundles(waiting, bundle=5, room=9)] == [1] * 5
    assert [len(one) for one in bundles(waiting, bundle=4, room=9)] == [5]
    assert [len(one) for one in bundles(waiting, bundle=9, room=2)] == [5]
    assert bundles(waiting, bundle=9, room=0) == bundles([], bundle=9, room=9) == ()
    assert is_quiet(NOW, "12:00-13:00", "UTC") is is_quiet(NOW, "", "UTC") is False
    assert is_quiet(NOW, "02:00-04:00", "UTC")
    assert not is_quiet(NOW, "01:00-03:00", "UTC"), "they end with their last minute"
