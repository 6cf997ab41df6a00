"""Mail that lets nothing in or out: S23 to S27 and S30, over a real SMTP server."""

from __future__ import annotations

import email
import ssl
import urllib.request
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
from monitor.model.settings import Mail
from monitor.store.private import open_private
from tests.conformance.mailing import DAY, issue, send
from tests.deliver.mail_room import MailRoom
from tests.deliver.scene import HOUR, NOW, Scene

HOSTILE = "NATO\r\nBcc: thief@evil.example\r\n\r\n<h1>x</h1>\x00 talks \u202eesrever\u200b"


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
