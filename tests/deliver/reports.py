"""Digests made up for the tests of rendering: many languages, many stories, hostile words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.model.digest import Asked, Changes, Coverage, Digest, Edit, Report, Surge, Unread
from monitor.model.settings import DigestPlan
from monitor.model.watchlist import Reason, Watchlist
from monitor.stages.compose import compose

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WHY = (Reason(kind="country", value="AZ"),)
TITLES = {
    "en": "Azerbaijan and NATO discuss parliamentary cooperation in Brussels",
    "ru": "Азербайджан и НАТО обсудили межпарламентское сотрудничество",
    "az": "Azərbaycan və NATO parlamentlərarası əməkdaşlığı müzakirə edib",
    "ka": "აზერბაიჯანმა და ნატომ საპარლამენტო თანამშრომლობა განიხილეს",
    "hy": "Ադրբեջանն ու ՆԱՏՕ-ն քննարկել են խորհրդարանական համագործակցությունը",
    "ar": "أذربيجان وحلف الناتو يبحثان التعاون البرلماني في بروكسل",
    "fa": "جمهوری آذربایجان و ناتو درباره همکاری پارلمانی گفت‌وگو کردند",
    "he": "אזרבייג'ן ונאט\"ו דנו בשיתוף פעולה פרלמנטרי",
    "zh": "阿塞拜疆与北约在布鲁塞尔讨论议会合作",
}
LABELS = {"country:AZ": "Azerbaijan", "org:nato": "NATO", "org:nato-pa": "NATO PA"}


def report(number: int, *, event: int | None = None, hits: tuple[str, ...] = ("w1",), **said: Any) -> Report:
    language = said.pop("language", list(TITLES)[number % len(TITLES)])
    source = f"source-{number % 37}"
    title = f"{TITLES[language]} {number}"
    fields: dict[str, Any] = {
        "id": number, "key": f"k{number}", "event": -(event or number), "url": f"https://{source}.example/news/{number}?a=1&b=2",
        "title": title, "source": source, "source_name": f"Source & Sons {number % 37}", "owner": source,
        "tier": 1 + number % 3, "language": language, "at": NOON - timedelta(minutes=number), "dated": number % 5 > 0,
        "seen_at": NOON, "excerpt": f"{title}. " * 6, "copy": number % 11 == 0, "countries": ("AZ",),
        "organisations": ("nato", "nato-pa"), "hits": tuple((name, WHY) for name in hits),
    }  # fmt: skip
    return Report(**{**fields, **said})


def digest(
    stories: int = 30, *, language: str = "en", sections: int = 5, reports: list[Report] | None = None
) -> Digest:
    """A digest of so many stories, three reports to every fourth of them."""
    names = [f"w{number}" for number in range(1, sections + 1)]
    watchlists = [Watchlist(id=name, name=f"Section {name} <&>", countries=("AZ",)) for name in names]
    if reports is None:
        reports = []
        for number in range(1, stories + 1):
            hits = (names[number % sections],) if number % 7 else (names[number % sections], names[-1])
            reports.append(report(number, hits=hits, event=number, copy=False))
            if number % 4 == 0:
                reports += [report(number + extra * 10_000, hits=(), event=number) for extra in (1, 2)]
    plan = DigestPlan(name="morning", title="Morning review", watchlists=tuple(names))
    edit = Edit(report=report(3), before="Azerbaijan and NATO <b>quarrel</b>", at=NOON)
    return compose(
        plan,
        [Asked(kind="watchlist", watchlist=one) for one in watchlists],
        reports,
        since=NOON - timedelta(days=1),
        until=NOON,
        language=language,
        timezone="Asia/Baku",
        usual={"articles": 480.0, "stories": 21.4, "w1": 3.2},
        articles=535,
        coverage=Coverage(
            sources=124,
            last_run=NOON,
            unread=(Unread(name="Ararat & Co", since=NOON - timedelta(days=3), outcome="dns"),),
        ),
        changes=Changes(
            pairs=(("country:AZ", "org:nato-pa"),),
            surges=(Surge(tag="org:nato", articles=21, usual=6.5),),
            edits=(edit,),
        ),
        labels=LABELS,
    )
