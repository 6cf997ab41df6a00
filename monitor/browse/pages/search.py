"""Search: what is asked for in an address, the page of results with its facets, and ways to take it elsewhere."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import yaml
from markupsafe import Markup

from monitor.browse import charts
from monitor.browse.desk import DAY, Desk
from monitor.browse.languages import NAMES
from monitor.browse.pages.tallies import Tally, countries, names_of, organisations
from monitor.browse.render import address, page
from monitor.model.reading import Listed, Query
from monitor.model.survey import Fact, SourceNamed
from monitor.store import Reading
from monitor.store.finding import Found

SIZE = 20  # results a page
FARTHEST = 2_000  # results that can be paged to
FACET = 10  # values of a facet shown
LINES = 40  # days of the histogram, at most
FIRST, LAST = 1970, 2200  # years
Sort = Literal["best", "new"]
LISTS = ("country", "org", "source", "language", "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for. `day` is one of the desk's; `since` and `until` are moments, as they were written."""

    q: str = ""
    country: tuple[str, ...] = ()
    org: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    day: str = ""
    since: str = ""
    until: str = ""
    any: bool = False
    copies: bool = False
    sort: str = ""
    page: int = 1

    @property
    def parameters(self) -> dict[str, object]:
        """All of it but the page, as an address says it."""
        return {
            "q": self.q,
            **{name: getattr(self, name) for name in LISTS},
            "day": self.day,
            "since": self.since,
            "until": self.until,
            "any": int(self.any),
            "copies": int(self.copies),
            "sort": self.sort,
        }

    def link(self, path: str = "/search", **changed: object) -> str:
        """The address of this search, with some of it changed."""
        said = self.parameters | changed
        return address(path, {name: value for name, value in said.items() if value})

    def toggled(self, name: str, value: str) -> str:
        """The address of this search with a value of a list put in, or taken out where it is there."""
        there: tuple[str, ...] = getattr(self, name)
        rest = tuple(one for one in there if one != value)
        changed: dict[str, object] = {name: rest if value in there else (*there, value)}
        return self.link("/search", **changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One facet with its values."""

    name: str
    title: str
    tallies: tuple[Tally, ...]


def asked(values: Mapping[str, Sequence[str]]) -> Asked:
    """Return what the parameters of an address ask for; what makes no sense is left out, and never an error."""

    def one(name: str) -> str:
        return " ".join(next(iter(values.get(name, ())), "").split())[:500]

    def many(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value.strip()[:80] for value in values.get(name, ()) if value.strip()))[:20]

    number = one("page")
    return Asked(
        q=one("q"),
        country=tuple(code.upper() for code in many("country")),
        org=tuple(code.lower() for code in many("org")),
        source=many("source"),
        language=tuple(code.lower() for code in many("language")),
        owner=many("owner"),
        day=day.isoformat() if (day := _day(one("day"))) else "",
        since=one("since") if _moment(one("since")) else "",
        until=one("until") if _moment(one("until")) else "",
        any=one("any") in {"1", "on", "true"},
        copies=one("copies") in {"1", "on", "true"},
        sort=one("sort") if one("sort") in {"best", "new"} else "",
        page=max(1, min(int(number), FARTHEST // SIZE)) if number.isascii() and number.isdigit() else 1,
    )


def _day(text: str) -> date | None:
    moment = _moment(text)
    return moment.date() if moment else None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if FIRST <= moment.year <= LAST else None


def query_of(said: Asked, desk: Desk, sources: Iterable[SourceNamed], *, limit: int = SIZE) -> Query:
    """Return the Query; owners stand for their sources, and times without a zone are the desk's."""
    owned = tuple(one.id for one in sources if one.owner in said.owner) if said.owner else ()
    wanted = said.source
    if said.owner:
        wanted = tuple(one for one in owned if not said.source or one in said.source) or ("",)
    since, until = (_in_zone(_moment(text), desk) for text in (said.since, said.until))
    day = _day(said.day)
    if day:
        since, until = desk.begin(day), desk.end(day)
    return Query(
        text=said.q,
        countries=said.country,
        organisations=said.org,
        any_mention=said.any,
        sources=wanted,
        languages=said.language,
        since=since,
        until=until,
        copies=said.copies,
        limit=limit,
    )


def _in_zone(moment: datetime | None, desk: Desk) -> datetime | None:
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=desk.zone)).astimezone(UTC)


def search_page(reading: Reading, desk: Desk, now: datetime, said: Asked) -> str:
    """Return a page of results."""
    sources = reading.sources_named()
    query = query_of(said, desk, sources)
    best = said.sort == "best" or (said.sort == "" and bool(said.q))
    found = reading.find(query, best_first=best, skip=(said.page - 1) * SIZE)
    listed = reading.listed(found.ids)
    passages = reading.snippets(found.match, found.ids)
    named = names_of(reading, {*countries(found.facts), *said.country}, {*organisations(found.facts), *said.org})
    shown = (said.page - 1) * SIZE + len(found.ids)
    return page(
        "search.html",
        desk=desk,
        now=now,
        title=said.q or "Search",
        said=said,
        best=best,
        found=found,
        results=[replace(one, snippet=passages.get(one.id, "")) for one in listed],
        facets=_facets(found.facts, said, sources, named.countries, named.shorts),
        histogram=_histogram(found.facts, said, desk),
        names=named,
        following=said.link(page=said.page + 1) if _more(found, shown) else "",
        previous=said.link(page=said.page - 1) if said.page > 1 else "",
        yaml=watchlist_yaml(said),
        command=command(said, best=best),
        watch=watch_command(said),
        chosen=_chosen(said, sources, named.countries, named.shorts),
    )


def _more(found: Found, shown: int) -> bool:
    return bool(found.ids) and shown < min(FARTHEST, len(found.facts))


def results(reading: Reading, desk: Desk, said: Asked, *, limit: int) -> tuple[Listed, ...]:
    """Return what a search finds, as much as files and feeds give of it."""
    query = query_of(said, desk, reading.sources_named(), limit=limit)
    best = said.sort == "best" or (said.sort == "" and bool(said.q))
    found = reading.find(query, best_first=best)
    passages = reading.snippets(found.match, found.ids)
    return tuple(replace(one, snippet=passages.get(one.id, "")) for one in reading.listed(found.ids))


def _facets(
    facts: Sequence[Fact],
    said: Asked,
    sources: Sequence[SourceNamed],
    named: Mapping[str, str],
    organised: Mapping[str, str],
) -> tuple[Facet, ...]:
    names = {one.id: one.name for one in sources}
    owners = {one.id: one.owner for one in sources}
    counted: tuple[tuple[str, str, Counter[str], Mapping[str, str]], ...] = (
        ("country", "Countries", countries(facts), named),
        ("org", "Organisations", organisations(facts), organised),
        ("source", "Sources", Counter(fact.source for fact in facts), names),
        ("language", "Languages", Counter(fact.language for fact in facts if fact.language), NAMES),
        ("owner", "Owners", Counter(owners.get(fact.source, fact.source) for fact in facts), {}),
    )
    return tuple(
        Facet(name=name, title=title, tallies=_values(name, counts, labels, said))
        for name, title, counts, labels in counted
    )


def _values(name: str, counts: Counter[str], labels: Mapping[str, str], said: Asked) -> tuple[Tally, ...]:
    """The most frequent values, and first those that are chosen."""
    chosen: tuple[str, ...] = getattr(said, name)
    frequent = [code for code, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    order = [*chosen, *(code for code in frequent if code not in chosen)][: FACET + len(chosen)]
    most = max(counts.values(), default=1)
    return tuple(
        Tally(
            code=code,
            label=labels.get(code, code),
            articles=counts[code],
            share=round(100 * counts[code] / most),
            href=said.toggled(name, code),
            chosen=code in chosen,
        )
        for code in order
    )


def _chosen(
    said: Asked, sources: Sequence[SourceNamed], named: Mapping[str, str], organised: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Each filter in force in words, with the address that lifts it."""
    names = {one.id: one.name for one in sources}
    labels: dict[str, Mapping[str, str]] = {
        "country": named, "org": organised, "source": names, "language": NAMES, "owner": {},
    }  # fmt: skip
    found = [
        (labels[name].get(value, value), said.toggled(name, value)) for name in LISTS for value in getattr(said, name)
    ]
    for name, words in (("day", "on {}"), ("since", "since {}"), ("until", "until {}")):
        if value := getattr(said, name):
            found.append((words.format(value.replace("T", " ")), said.link(**{name: ""})))
    return tuple(found)


def _histogram(facts: Sequence[Fact], said: Asked, desk: Desk) -> Markup:
    """Results a day, or a week or more where they go far back; each bar narrows the search."""
    if not facts:
        return Markup()
    days = Counter(desk.day_of(fact.sorted_at) for fact in facts)
    last = max(days)
    span = (last - min(days)).days + 1
    step = max(1, -(-span // LINES))
    bars: list[charts.Bar] = []
    for number in range(-(-span // step) - 1, -1, -1):
        end = last - number * step * DAY
        start = end - (step - 1) * DAY
        value = sum(days[start + offset * DAY] for offset in range(step))
        if step == 1:
            href, label = said.link(day=start.isoformat()), f"{start:%a} {start.day} {start:%b}"
        else:
            href = said.link(since=start.isoformat(), until=(end + DAY).isoformat(), day="")
            label = f"{start.day} {start:%b %Y}"
        bars.append(charts.Bar(label=label, value=value, href=href, marked=said.day == start.isoformat()))
    return charts.columns(
        "Results over time", bars, width=charts.WIDE, ticks=(0, len(bars) // 2, len(bars) - 1), height=60
    )


def watchlist_yaml(said: Asked) -> str:
    """Return the search as an entry for `watchlists` in feeds.yaml; "" where one would find nothing."""
    body: dict[str, object] = {
        "countries": list(said.country),
        "organisations": list(said.org),
        "text": said.q,
        "languages": list(said.language),
        "sources": list(said.source),
        "mentions": "any" if said.any else "",
    }
    kept = {name: value for name, value in body.items() if value}
    if not kept.keys() - {"mentions"}:
        return ""
    entry = {"id": name_of(said), "name": title_of(said), **kept}
    text: str = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=100, default_flow_style=False)
    return text


def name_of(said: Asked) -> str:
    """Return an id for a watchlist of this search: `az-nato`."""
    words = [*said.country, *said.org, *said.q.split(), *said.language, *said.source]
    letters = ("".join(char for char in word.lower() if char.isascii() and char.isalnum()) for word in words)
    return "-".join(filter(None, letters))[:40].strip("-") or "search"


def title_of(said: Asked) -> str:
    """Return a name for people for it."""
    return ", ".join([*said.country, *said.org, *([said.q] if said.q else []), *said.language, *said.source])


def command(said: Asked, *, best: bool) -> str:
    """Return the shell command that finds the same."""
    narrowed = [*_options(said), *_times(said)]
    if said.q and best:
        return _shell(["monitor", "search", *narrowed, "--", said.q])
    if said.q:
        return _shell(["monitor", "export", "--format=nl", f"--text={said.q}", *narrowed])
    return _shell(["monitor", "latest", *narrowed])


def _options(said: Asked) -> Iterable[str]:
    for option, values in (
        ("--country", said.country),
        ("--org", said.org),
        ("--source", said.source),
        ("--language", said.language),
    ):
        for value in values:
            yield f"{option}={value}"
    if said.any:
        yield "--any"


def _times(said: Asked) -> Iterable[str]:
    since, until = said.since, said.until
    if day := _day(said.day):
        since, until = day.isoformat(), (day + timedelta(days=1)).isoformat()
    if since:
        yield f"--since={since}"
    if until:
        yield f"--until={until}"
    if said.copies:
        yield "--copies"


def watch_command(said: Asked) -> str:
    """Return the shell command that adds the search to the watchlists; "" where one would find nothing."""
    if not watchlist_yaml(said):
        return ""
    text = [f"--text={said.q}"] if said.q else []
    return _shell(["monitor", "watch", "add", name_of(said), f"--name={title_of(said)}", *text, *_options(said)])


def _shell(parts: Iterable[str]) -> str:
    return " ".join(shlex.quote(part) for part in parts)
