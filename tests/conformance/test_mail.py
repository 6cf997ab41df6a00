"""Mail that comes exactly once: R01, R05, R20 and R26, over a real SMTP server."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from datetime import timedelta

import pytest

from monitor.store import run_lock
from monitor.workflows.outbox import outbox
from tests.conformance.mailing import DAY, send, state
from tests.deliver.mail_room import MailRoom
from tests.deliver.scene import HOUR, NOW, Scene

# Once, and only once


@pytest.mark.parametrize(
    ("readers", "kills"), [(24, 3), pytest.param(1000, 25, marks=[pytest.mark.slow, pytest.mark.timeout(1500)])]
)
def test_r01_each_recipient_gets_one_message_through_kills_at_any_moment(
    scene: Scene, mail_room: MailRoom, readers: int, kills: int
) -> None:
    dice = random.Random(26)
    scene.to = [f"reader{number}@readers.example" for number in range(readers)]
    scene.write()
    mail_room.delay = 0.002
    at = sorted(dice.sample(range(1, readers), kills))
    killed = 0
    while True:
        child = subprocess.Popen(
            scene.command("-q", "digest", "morning", "--send", "--daily"), cwd=scene.folder, env=scene.environment()
        )
        wanted = at[killed] if killed < kills else None
        while child.poll() is None and (wanted is None or len(mail_room.taken) < wanted):
            time.sleep(0.001)
        if child.poll() is None:
            time.sleep(dice.random() * 0.004)
            child.send_signal(signal.SIGKILL)
            killed += 1
        if child.wait() == 0:
            break
    numbers = mail_room.numbers
    assert set(numbers) == set(scene.to)
    assert all(len(found) == 1 for found in numbers.values()), "one Message-ID each"
    assert len({number for found in numbers.values() for number in found}) == readers
    doubled = [address for address, found in numbers.items() if found.total() > 1]
    assert all(found.total() <= 2 for found in numbers.values())
    assert len(doubled) <= killed, "only what was on its way when we were killed"
    again = mail_room.numbers
    assert send(scene, "--daily").returncode == 0
    assert mail_room.numbers == again


def test_r26_an_outage_keeps_the_digest_and_it_goes_out_once_later_with_its_window(
    scene: Scene, mail_room: MailRoom
) -> None:
    scene.mail["port"] = 9  # nobody listens there
    scene.write()
    failed = send(scene, "--daily")
    assert failed.returncode == 69
    assert "can't be reached" in failed.stderr
    assert "stays in the outbox" in failed.stderr
    scene.publish("What came during the outage", ago=-HOUR)
    scene.mail["port"] = mail_room.port
    scene.write()
    done = send(scene, "--daily", now=NOW + 2 * HOUR)
    assert done.returncode == 0, done.stderr
    [(_, sent)] = mail_room.taken
    text = sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Deputies visit NATO" in text
    assert "What came during the outage" not in text
    send(scene, "--daily", now=NOW + DAY)
    assert "What came during the outage" in mail_room.taken[-1][1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert len(mail_room.taken) == 2


def test_r26_each_answer_of_the_server_has_its_consequence(scene: Scene, mail_room: MailRoom) -> None:
    scene.to = [f"{how}@readers.example" for how in ("dropped", "fine", "full", "gone", "later", "refused", "zoe")]
    scene.write()
    done = send(scene)
    assert done.returncode == 0, done.stderr
    assert "3 to be tried again, 2 refused for good" in done.stderr
    assert {address.partition("@")[0]: one for address, one in state(scene).items()} == {
        "dropped": "waiting", "fine": "sent", "full": "waiting", "gone": "refused", "later": "waiting",
        "refused": "refused", "zoe": "sent",
    }  # fmt: skip
    health = scene.run("health")
    assert "refused@readers.example: refused: 550 5.1.1 There is nobody of that name" in health.stderr
    mail_room.healed = True
    assert scene.run("outbox", "--send", now=NOW + timedelta(minutes=1)).returncode == 0
    assert "waiting" in state(scene).values(), "too early"
    assert scene.run("outbox", "--send", now=NOW + HOUR).returncode == 0
    assert "waiting" not in state(scene).values()
    numbers = mail_room.numbers
    assert "refused@readers.example" not in numbers
    assert numbers["dropped@readers.example"].total() == 2
    assert all(len(found) == 1 for found in numbers.values())


def test_r26_what_can_not_be_delivered_for_three_days_is_given_up_and_told(scene: Scene) -> None:
    scene.to = ["later@readers.example"]
    scene.write()
    send(scene)
    scene.run("outbox", "--send", now=NOW + 4 * DAY)
    assert state(scene) == {"later@readers.example": "failed"}
    assert "failed: 451 4.3.0" in scene.run("health").stderr


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("America/New_York", ("2026-03-08T06:30:00+00:00", "2026-03-08T07:30:00+00:00")),  # there is no 02:30
        ("America/New_York", ("2026-11-01T05:30:00+00:00", "2026-11-01T06:30:00+00:00")),  # 01:30 comes twice
    ],
)
def test_r26_one_digest_on_a_day_of_23_or_25_hours(
    scene: Scene, mail_room: MailRoom, zone: str, at: tuple[str, str]
) -> None:
    text = scene.config.read_text(encoding="utf-8").replace("Asia/Baku", zone)
    scene.config.write_text(text, encoding="utf-8")
    for moment in at:
        assert send(scene, "--daily", MONITOR_NOW=moment).returncode == 0
    assert len(mail_room.taken) == 1


def test_r26_the_window_is_from_the_last_digest_and_late_articles_are_in_it(scene: Scene, mail_room: MailRoom) -> None:
    send(scene, "--daily")
    scene.publish("Published long ago, found today", ago=30 * HOUR, seen=-HOUR)
    scene.publish("Begun before the digest, committed after it", ago=HOUR / 6, seen=HOUR / 6)
    send(scene, "--daily", now=NOW + 3 * DAY)
    text = mail_room.taken[-1][1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Published long ago, found today" in text
    assert "Begun before the digest, committed after it" in text
    assert "Deputies visit NATO" not in text


def test_r26_the_same_call_again_sends_what_waits_and_makes_nothing_new(scene: Scene, mail_room: MailRoom) -> None:
    scene.to = ["later@readers.example", "one@readers.example"]
    scene.write()
    for _ in range(2):
        assert send(scene).returncode == 0
    assert [recipient for recipient, _ in mail_room.taken] == ["one@readers.example"]
    assert send(scene, "--until", "2027-01-01").returncode == 0, "a window never ends in the future"
    assert send(scene, now=NOW + HOUR).returncode == 0
    assert len(mail_room.taken) == 2


def test_r05_two_that_send_at_once_never_do(scene: Scene, mail_room: MailRoom) -> None:
    with outbox(scene.db):
        second = send(scene, "--daily", "--wait", "0s")
        patient = subprocess.Popen(scene.command("digest", "morning", "--send"), env=scene.environment())
        time.sleep(1.5)  # to start, and to meet the lock
        assert (second.returncode, patient.poll()) == (75, None)
        assert mail_room.taken == []
    assert patient.wait(30) == 0, "two digests that are due at one minute both go out"
    assert len(mail_room.taken) == 1


def test_a_collect_at_work_does_not_delay_the_digest(scene: Scene, mail_room: MailRoom) -> None:
    with run_lock(scene.db):
        assert send(scene).returncode == 0
    assert len(mail_room.taken) == 1


def test_r20_what_was_published_before_its_source_was_added_is_not_announced(scene: Scene, mail_room: MailRoom) -> None:
    scene.publish("An archive brought out again", backfill=True)
    send(scene)
    text = mail_room.taken[0][1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "An archive brought out again" not in text
    back = scene.run("digest", "morning", "--since", "2d")
    assert "An archive brought out again" in back.stdout, "who looks back sees it"


def test_a_program_such_as_sendmail_takes_mail_instead(scene: Scene) -> None:
    program = scene.folder / "sendmail"
    answers = 'case "$*" in *busy*) exit 75;; *none*) echo no such user >&2; exit 67;; esac'
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > taken.args\ncat > taken.eml\n{answers}\n')
    program.chmod(0o755)
    scene.mail = {"from": "press@desk.example", "sendmail": str(program)}
    scene.to = ["busy@readers.example", "none@readers.example", "-oQ@readers.example"]
    scene.write()
    assert send(scene).returncode == 0
    assert {one.partition("@")[0]: how for one, how in state(scene).items()} == {
        "-oQ": "sent", "busy": "waiting", "none": "refused",
    }  # fmt: skip
    assert "--" in (scene.folder / "taken.args").read_text().split()


def test_who_can_not_send_is_told_what_is_missing(scene: Scene) -> None:
    scene.to = []
    scene.write()
    assert "digests[morning]: expected somebody under `to`" in send(scene).stderr
    scene.to = ["env:NOBODY"]
    scene.write()
    assert "the environment has no NOBODY" in send(scene).stderr
    refused = send(scene, NOBODY="a@b.example, not an address")
    assert refused.returncode == 78
    assert "expected mail addresses; got something else" in refused.stderr
    assert send(scene, NOBODY="a@b.example,\nc@d.example").returncode == 0
    assert set(state(scene)) == {"a@b.example", "c@d.example"}
