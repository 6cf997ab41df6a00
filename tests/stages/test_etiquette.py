"""The feed reader score: what each sin looks like in the log, and that a polite one has none."""

from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.model.checkup import Conversation, Manners, Told
from monitor.stages.etiquette import manners, score

NOW = datetime(2026, 11, 1, 10, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LEAST = 10 * MINUTE
URL = "https://news.example/rss"


def talk(after: timedelta = timedelta(), feed: int = 1, url: str = URL, **said: Any) -> Conversation:
    usual: dict[str, Any] = {"outcome": "ok", "requests": 1, "conditional": True}
    return Conversation(feed_id=feed, source="news", url=url, at=NOW + after, **usual | said)


def judged(*talks: Conversation, told: tuple[Told, ...] = ()) -> Manners:
    return next(one for one in manners(talks, told, least=LEAST) if one.url == URL)


def states(*talks: Conversation) -> dict[str, str]:
    return {finding.name: finding.state for finding in score(manners(talks, least=LEAST))}


def test_a_polite_reader_has_nothing_to_be_told() -> None:
    talks = [talk(conditional=False), *(talk(HOUR * n, outcome="not_modified") for n in range(1, 6))]
    one = judged(*talks)
    assert (one.conversations, one.requests, one.unchanged, one.conditional) == (6, 6, 5, 1.0)
    assert (one.shortest, one.typical, one.hasty, one.ignored, one.unlearnt) == (HOUR, HOUR, 0, 0, 0)
    assert set(states(*talks).values()) == {"ok"}


def test_unconditional_requests_show_where_validators_are_given() -> None:
    lax = [talk(HOUR * n, conditional=n == 3) for n in range(9)]
    assert judged(*lax).conditional == 1 / 8
    assert states(*lax)["conditional"] == "warning"
    none_given = [talk(HOUR * n, conditional=False) for n in range(9)]
    assert judged(*none_given).conditional is None
    assert states(*none_given)["conditional"] == "ok"
    before_it_was_noted = [talk(HOUR * n, conditional=None, requests=None) for n in range(9)]
    assert (judged(*before_it_was_noted).conditional, judged(*before_it_was_noted).requests) == (None, 9)


def test_conversations_too_close_are_counted() -> None:
    talks = [talk(MINUTE * at) for at in (0, 2, 12, 22)]
    assert (judged(*talks).hasty, judged(*talks).shortest) == (1, 2 * MINUTE)
    assert states(*talks)["spacing"] == "warning"


def test_a_retry_after_that_was_ignored_is_a_problem() -> None:
    asked = talk(outcome="rate_limited", hold_until=NOW + HOUR)
    assert judged(asked, talk(HOUR)).ignored == 0
    assert judged(asked, talk(HOUR / 2)).ignored == 1
    assert judged(asked, talk(HOUR / 2, requests=0)).ignored == 0  # left alone, and only noted
    assert states(asked, talk(HOUR / 2))["retry-after"] == "problem"
    beside = talk(HOUR / 2, feed=2, url="https://news.example/other")
    host = Told(place="news.example", at=NOW, until=NOW + HOUR)
    assert [one.ignored for one in manners([asked, beside], least=LEAST)] == [0, 0]  # meant for the feed alone
    assert [one.ignored for one in manners([asked, beside], [host], least=LEAST)] == [1, 0]
    assert manners([asked, talk(feed=2, url="https://news.example/other")], [host], least=LEAST)[0].ignored == 0


def test_a_move_that_is_not_learnt_within_a_week_is_counted() -> None:
    talks = [talk(DAY * day, moved_to="https://new.example/") for day in range(9)]
    assert judged(*talks).unlearnt == 2  # on the seventh day and on the eighth
    undecided = [talk(DAY * day, moved_to=f"https://new.example/{day // 4}") for day in range(9)]
    assert judged(*undecided).unlearnt == 0
    assert states(*talks)["redirects"] == "warning"
    advice = {finding.name: finding.advice for finding in score(manners(talks, least=LEAST))}
    assert advice["redirects"] == "write it into feeds.yaml"
    assert advice["retry-after"] == "", "no advice where nothing is wrong"


def test_the_worst_come_first_and_an_empty_log_is_no_sin() -> None:
    bad, good = [talk(DAY * n, moved_to="x") for n in range(9)], [talk(feed=2, url="https://a.example/")]
    assert [one.url for one in manners([*good, *bad], least=LEAST)] == [URL, "https://a.example/"]
    assert [finding.state for finding in score(())] == ["ok"]
