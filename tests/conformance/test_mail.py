"""Mail that comes exactly once, and lets nothing in or out: R01, R20 and R26, S23 to S27, over a real SMTP server."""

from __future__ import annotations

import email
import random
import signal
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from email.policy import default
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.deliver import post as leaving
from monitor.deliver.endpoint import server
from monitor.deliver.message import message
from monitor.deliver.post import Conversation
from monitor.errors import MailDown
from monitor.model.outbox import Issue
from monitor.model.settings import Mail
from monitor.store import run_lock
from monitor.store.private import open_private
from monitor.workflows.outbox import outbox
from tests.deliver.mail_room import MailRoom
from tests.deliver.scene import HOUR, NOW, Scene

DAY = timedelta(days=1)
HOSTILE = "NATO\r\nBcc: thief@evil.example\r\n\r\n<h1>x</h1>\x00 talks \u202eesrever\u200b"


@pytest.fixture
def mail_room() -> Iterator[MailRoom]:
    with MailRoom() as opened:
        yield opened


@pytest.fixture
def scene(tmp_path: Path, mail_room: MailRoom) -> Scene:
    made = Scene(tmp_path)
    made.mail |= {"host": mail_room.host, "port": mail_room.port, "timeout": "5s"}
    made.write()
    made.publish("Deputies visit NATO")
    return made


def issue(**said: Any) -> Issue:
    fields = {
        "list": "digest:morning", "since": NOW - DAY, "until": NOW, "made_at": NOW, "key": "k", "subject": "Morning",
        "language": "en", "plain": "text", "html": "<p>text</p>",
    }  # fmt: skip
    return Issue(**{**fields, **said})


def send(scene: Scene, *more: str, **environment: Any) -> subprocess.CompletedProcess[str]:
    return scene.run("digest", "morning", "--send", *more, **environment)


def state(scene: Scene) -> dict[str, str]:
    """How each message of the outbox stands, by recipient."""
    with open_private(scene.db, now=NOW) as private:
        return {row["address"]: row["state"] for row in private.rows("SELECT address, state FROM sends")}


# Once, and only once


@pytest.mark.parametrize(
    ("readers", "kills"), [(24, 3), pytest.param(1000, 25, marks=[pytest.mark.slow, pytest.mark.timeout(600)])]
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
        second = send(scene, "--daily")
    assert second.returncode == 75
    assert mail_room.taken == []


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


# What must not get in, or out


def test_s23_s24_hostile_words_make_no_header_and_no_markup(scene: Scene, mail_room: MailRoom) -> None:
    scene.digest = {"top": 0}
    scene.write()
    scene.publish(HOSTILE, ago=HOUR / 2, summary="<script>alert(1)</script>Before <b>us</b> & \x07after")
    assert send(scene).returncode == 0
    [raw] = mail_room.raw
    [(_, sent)] = mail_room.taken
    assert sent["Bcc"] is None
    assert b"\r\nBcc:" not in raw
    assert "Bcc: thief@evil.example x ? talks esrever" in sent["Subject"]
    assert not set(sent["Subject"]) & {"\u202e", "\u200b", "\x00", "\r", "\n"}
    page = sent.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "<script" not in page
    assert "Before us &amp; after" in page


@pytest.mark.parametrize("field", ["subject", "title", "address", "reply_to", "sender"])
def test_s24_nothing_that_is_put_into_a_header_can_end_it(field: str) -> None:
    evil = "x\r\nBcc: thief@evil.example\x00"
    address = f"a@b.example{evil}"
    said: dict[str, Any] = {"address": "a@b.example", "title": "T", "reply_to": ""}
    said |= {field: address if field in ("address", "reply_to") else evil}
    mail = Mail(sender=f"{evil} <press@desk.example>" if field == "sender" else "press@desk.example")
    made = issue(subject=evil if field == "subject" else "S")
    try:
        letter = message(made, said["address"], "<1@x>", "t", mail=mail, title=said["title"], reply_to=said["reply_to"])
    except ValueError:
        return  # refused, which is as good
    read = email.message_from_bytes(letter.as_bytes(), policy=default)
    assert read["Bcc"] is None
    assert not any(line.startswith(b"Bcc") for line in letter.as_bytes().splitlines())


def test_s25_no_picture_and_no_style_from_elsewhere(scene: Scene, mail_room: MailRoom) -> None:
    scene.publish(
        "With a pixel", summary='<img src="https://tracker.example/p.gif" width=1>A <style>@import "x"</style>'
    )
    send(scene)
    page = mail_room.taken[0][1].get_body(("html",)).get_content()  # type: ignore[union-attr]
    for word in ("<img", "tracker.example", "@import", "url(", "<link", "<script", "src=", "@font-face"):
        assert word not in page


def test_s26_tokens_can_not_be_guessed_and_only_a_post_unsubscribes(scene: Scene, mail_room: MailRoom) -> None:
    scene.to = ["one@readers.example", "two@readers.example"]
    scene.mail["unsubscribe"] = "https://desk.example/unsubscribe"
    scene.write()
    send(scene)
    tokens = {}
    for recipient, sent in mail_room.taken:
        assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        by_web, by_mail = (part.strip(" <>") for part in sent["List-Unsubscribe"].split(","))
        tokens[recipient] = parse_qs(urlsplit(by_web).query)["token"][0]
        assert tokens[recipient] in by_mail
        assert by_mail.startswith("mailto:press@desk.example?")
    assert len(set(tokens.values())) == 2
    assert all(len(token) >= 32 for token in tokens.values())
    with open_private(scene.db, now=NOW) as private:
        left: list[str] = []

        def leave(token: str) -> tuple[str, str] | None:
            left.append(token)
            return ("digest:morning", "one@readers.example") if token == tokens["one@readers.example"] else None

        with server(0, leave) as opened:
            Thread(target=opened.serve_forever, daemon=True).start()
            page = f"http://127.0.0.1:{opened.server_port}/unsubscribe?token={tokens['one@readers.example']}"
            with urllib.request.urlopen(page) as answer:
                assert b"<form method=" in answer.read()
            assert left == [], "a GET changes nothing"
            with urllib.request.urlopen(page, data=b"List-Unsubscribe=One-Click") as answer:
                assert b"You are unsubscribed" in answer.read()
            assert left == [tokens["one@readers.example"]]
            with pytest.raises(HTTPError, match="404"):
                urllib.request.urlopen(page[:-3] + "AAA", data=b"List-Unsubscribe=One-Click")
            opened.shutdown()
        assert private.rows("SELECT 1 FROM recipients WHERE unsubscribed_at IS NOT NULL") == []
    assert scene.run("unsubscribe", "--", "A" * 32).returncode == 2
    assert scene.run("unsubscribe", "--", tokens["one@readers.example"]).returncode == 0
    scene.publish("The day after", ago=-HOUR)
    send(scene, now=NOW + DAY)
    assert [recipient for recipient, _ in mail_room.taken[2:]] == ["two@readers.example"]


def test_s26_without_an_https_page_there_is_no_one_click(scene: Scene, mail_room: MailRoom) -> None:
    send(scene)
    [raw] = mail_room.raw
    assert b"List-Unsubscribe-Post" not in raw
    assert b"\nList-Unsubscribe: <mailto:press@desk.example?subject=unsubscribe" in raw, "never encoded, never broken"


def test_s27_verified_tls_except_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "is_loopback", lambda _host: False)
    letter = message(issue(), "a@b.example", "<1@x>", "t", mail=Mail(sender="p@desk.example"), title="T")
    with MailRoom() as plain, pytest.raises(MailDown, match="offers no STARTTLS"):
        Conversation(Mail(host=plain.host, port=plain.port, sender="p@desk.example"), user="", password="").send(letter)
    assert plain.taken == []
    for tls, security in ((False, "starttls"), (True, "tls")):
        with MailRoom(folder=tmp_path, tls=tls) as room:
            mail = Mail(host="localhost", port=room.port, sender="p@desk.example", security=security)  # type: ignore[arg-type]
            with pytest.raises(MailDown, match="certificate can't be trusted"):
                Conversation(mail, user="", password="").send(letter)
            assert room.taken == []
            trusting = ssl.create_default_context(cafile=str(tmp_path / "certificate.pem"))
            with monkeypatch.context() as patched:
                patched.setattr(leaving, "_context", lambda _host, trusting=trusting: trusting)
                with Conversation(mail, user="", password="") as conversation:
                    assert conversation.send(letter).state == "sent"
            assert room.secured == [True]


def test_s27_starttls_and_login_with_a_secret_that_is_never_printed(tmp_path: Path) -> None:
    with MailRoom(folder=tmp_path, login=("press", "geheim")) as room:
        scene = Scene(tmp_path)
        scene.mail |= {"host": room.host, "port": room.port, "user": "press", "password": "env:SMTP_PASSWORD"}
        scene.write()
        scene.publish("Deputies visit NATO")
        failed = send(scene, SMTP_PASSWORD="falsch")
        assert failed.returncode == 69
        assert "lets us not in" in failed.stderr
        assert "falsch" not in failed.stderr
        missing = scene.run("outbox", "--send", now=NOW + HOUR)
        assert missing.returncode == 78
        assert "env:SMTP_PASSWORD" in missing.stderr
        done = scene.run("outbox", "--send", now=NOW + HOUR, SMTP_PASSWORD="geheim")
        assert done.returncode == 0, done.stderr
        assert (len(room.taken), room.secured) == (1, [True])
        assert b"geheim" not in scene.db.with_name("private.db").read_bytes()


def test_s27_the_subject_is_bounded_and_encoded(scene: Scene, mail_room: MailRoom) -> None:
    scene.publish("Переговоры о мирном договоре " * 20, source="vestnik")
    scene.digest = {"title": "Обзор печати " * 30}
    scene.write()
    send(scene)
    [raw] = mail_room.raw
    head = raw.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(map(len, head.split(b"\r\n"))) <= 200
    assert len(mail_room.taken[0][1]["Subject"]) <= 150


def test_s30_recipients_and_tokens_are_for_their_owner_alone(scene: Scene) -> None:
    send(scene)
    private = scene.db.with_name("private.db")
    assert private.stat().st_mode & 0o077 == 0
    assert (
        b"one@readers.example" in private.read_bytes() + private.with_name("private.db-wal").read_bytes()
        if (private.with_name("private.db-wal").exists())
        else b"one@readers.example" in private.read_bytes()
    )
    assert b"one@readers.example" not in scene.db.read_bytes()


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
