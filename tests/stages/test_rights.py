"""Whether a text may be kept, and how much of it quoted: every case of the protocol, and of what robots are told."""

from __future__ import annotations

import json

import pytest

from monitor.model.rights import Reservation, Rule
from monitor.stages import tdm
from monitor.stages.extract import extract

URL = "https://outlet.example/az/2026/11/23/talks.html"
TEXT = "The two delegations met in the capital on Monday and agreed to continue the talks next month, officials said. "


def rules(*told: object) -> tuple[Rule, ...]:
    return tdm.read_file(json.dumps(told).encode())


def reserved(url: str, *told: object) -> bool | None:
    word = tdm.by_file(rules(*told), url)
    return None if word is None else word.reserved


def rule(location: object, value: object = 1, **more: object) -> dict[str, object]:
    return {"location": location, "tdm-reservation": value, **more}


@pytest.mark.parametrize(
    ("told", "url", "expected"),
    [
        ([rule("/")], URL, True),
        ([rule("/az/")], URL, True),
        ([rule("/ru/")], URL, None),
        ([rule("/ru/"), rule("/az/", 0), rule("/")], URL, False),  # the first that matches
        ([rule("/*/11/")], URL, True),
        ([rule("/*.html$")], URL, True),
        ([rule("/*.html$")], URL + "?page=2", None),
        ([rule("/AZ/")], URL, None),
        ([rule("/a%7a/")], URL, True),
        ([rule("/d%C3%A9bat")], "https://outlet.example/débat/1", True),
        ([rule("/a", "1")], URL, True),
        ([rule("/", value=True)], URL, None),
        ([rule("/", 2)], URL, None),
        ([rule("/", "yes"), rule("/", 0)], URL, False),
        ([{"tdm-reservation": 1}], URL, None),
        ([rule(7), rule("/az/")], URL, True),
        (["nonsense", None, [], rule("/")], URL, True),
        ([rule("/search?q=")], "https://outlet.example/search?q=baku", True),
    ],
)
def test_f37_a_tdmrep_file_reserves_by_its_first_rule_that_matches(told, url, expected):
    assert reserved(url, *told) is expected


@pytest.mark.parametrize("document", [b"", b"<html>", b"[", b"\xff\xfe", b"3", b'"x"', b"[" * 100_000])
def test_a_file_that_is_none_says_nothing(document):
    assert tdm.read_file(document) == ()


def test_one_rule_need_not_stand_in_a_list_and_a_policy_counts_only_with_a_reservation():
    (found,) = tdm.read_file(
        b'\xef\xbb\xbf{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://o.example/p"}'
    )
    assert found.word == Reservation(reserved=True, policy="https://o.example/p")
    assert tdm.said("0", "https://o.example/p") == Reservation(reserved=False)


@pytest.mark.parametrize(
    ("by_file", "header", "meta", "expected"),
    [
        (True, None, None, "tdm-file"),
        (True, "0", None, None),
        (True, "yes", None, "tdm-file"),  # invalid is unset
        (True, None, "0", None),
        (None, "1", None, "tdm-header"),
        (False, "1", None, "tdm-header"),
        (None, "1", "0", None),
        (None, "0", "1", "tdm-meta"),
        (None, "1", "true", "tdm-header"),
        (None, None, None, None),
    ],
)
def test_f37_the_later_of_file_header_and_page_wins_and_absence_never_resets(by_file, header, meta, expected):
    page = extract(
        f"<title>Talks</title>{_meta('tdm-reservation', meta)}<p>{TEXT * 5}</p>".encode(),
        url=URL,
        headers={"tdm-reservation": header} if header is not None else {},
        by_file=None if by_file is None else Reservation(reserved=by_file),
    )
    assert page.reserved == expected


def _meta(name: str, content: str | None) -> str:
    return "" if content is None else f'<meta name="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("robots", "header", "expected"),
    [
        (None, None, None),
        ("index, follow", None, None),
        ("nosnippet", None, 0),
        ("max-snippet:-1, max-image-preview:large", None, None),
        ("max-snippet: 50", None, 50),
        ("MAX-SNIPPET:0", None, 0),
        (None, "max-snippet:120, noindex", 120),
        ("max-snippet:200", "max-snippet:120", 120),  # the least
        (None, "otherbot: nosnippet", None),
        (None, "googlebot: noindex, max-snippet:30", 30),
        (None, "unavailable_after: 25 Jun 2027 15:00:00 PST, nosnippet", 0),
        ("max-snippet:many", None, None),
    ],
)
def test_what_may_be_quoted_is_the_least_that_robots_are_told(robots, header, expected):
    page = extract(
        f"<title>Talks</title>{_meta('robots', robots)}<p>{TEXT * 5}</p>".encode(),
        url=URL,
        headers={"X-Robots-Tag": header} if header else {},
    )
    assert page.quote == expected


def test_a_part_that_may_not_be_quoted_ends_what_may():
    opening = (
        "The foreign ministers of the two countries opened the round of talks in the capital on Monday morning, and "
        "their spokesmen said that it would last until the evening. Nobody expected a result on the first day."
    )
    more = "Both sides had sent their drafts of the agreement ahead, with the points in dispute set in brackets."
    markup = f"<title>Talks</title><div><p>{opening}</p><p data-nosnippet>{more}</p><p>{TEXT}</p></div>"
    page = extract(markup.encode(), url=URL)
    assert page.quote is not None
    assert page.body[: page.quote].strip() == opening.strip()
    whole = extract(f"<title>Talks</title><div data-nosnippet><p>{TEXT * 5}</p></div>".encode(), url=URL)
    assert whole.quote == 0
