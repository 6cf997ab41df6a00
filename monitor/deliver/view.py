"""A digest in the words of its frame: what the templates of mail, text and Markdown are filled with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from monitor.deliver import links
from monitor.deliver.frames import Frame, direction, frame_of
from monitor.model.digest import Changes, Coverage, Digest, Item, Report, Section
from monitor.stages.compose import headline
from monitor.text.plain import clip, plain

NAMED = 6  # who also reported, in a mail; the others are counted
UNREAD = 8  # sources that are named
SUBJECT = 150
UNSUBSCRIBE = "https://unsubscribe.invalid/"  # stands for the recipient's own address until the letter is written


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How many stories are told: at the top, and in each section; the others are counted."""

    top: int
    sections: tuple[int, ...]


def room(digest: Digest, stories: int) -> Room:
    """Return how a number of stories is shared: the top first, then one of each section in turn."""
    top = min(len(digest.top), stories)
    left = stories - top
    given = [0] * len(digest.sections)
    while left:
        before = left
        for number, section in enumerate(digest.sections):
            if left and given[number] < len(section.items):
                given[number] += 1
                left -= 1
        if left == before:
            break
    return Room(top=top, sections=tuple(given))


def view(digest: Digest, archive_url: str) -> dict[str, Any]:
    """Return all that the templates say, every story told whole."""
    everything = room(digest, len(digest.items))
    return Telling(digest, archive_url).view(everything, everything)


def subject(digest: Digest) -> str:
    """Return the subject: title, day, and the first headline; bounded, on one line."""
    frame = frame_of(digest)
    first = digest.items[0].lead if digest.items else None
    parts = [plain(digest.title), frame.date(digest.until), headline(first) if first else ""]
    return clip(" · ".join(filter(None, parts)), SUBJECT)


class Telling:
    """A digest being told: what is said of a story is worked out once, however often the page is tried."""

    def __init__(self, digest: Digest, archive_url: str) -> None:
        self.digest = digest
        self.frame = frame_of(digest)
        self.archive_url = archive_url
        self._whole: dict[int, dict[str, Any]] = {}
        self._brief: dict[int, dict[str, Any]] = {}

    def view(self, given: Room, whole: Room) -> dict[str, Any]:
        """Return all that the templates say; stories beyond `whole` are told in brief: headline, source and time."""
        sections = self.sections(given, whole)
        return {
            **self._around,
            "contents": [one for one in sections if one["anchor"] != "top"] if len(self.digest.sections) > 1 else [],
            "sections": sections,
        }

    @cached_property
    def _around(self) -> dict[str, Any]:
        """What is said around the sections."""
        digest, frame = self.digest, self.frame
        return {
            "language": frame.language,
            "direction": direction(frame.language),
            "words": {key: value for key, value in frame.words.items() if isinstance(value, str)},
            "title": plain(digest.title),
            "subject": subject(digest),
            "preview": clip("; ".join(headline(item.lead) for item in digest.items[:4]), 180),
            "day": frame.day(digest.until),
            "window": frame.say("window", since=frame.time(digest.since), until=frame.time(digest.until)),
            "figures": self.figures(),
            "coverage": _coverage(digest, frame),
            "changes": self.changes(digest.changes) if digest.changes else None,
            "why": frame.say("why", title=plain(digest.title)),
            "unsubscribe": UNSUBSCRIBE,
            "archive_url": self.archive_url,
        }

    def sections(self, given: Room, whole: Room) -> list[dict[str, Any]]:
        digest, frame = self.digest, self.frame
        made: list[dict[str, Any]] = []
        if digest.top:
            made.append(
                {
                    "anchor": "top",
                    "name": frame.say("top"),
                    "first": True,
                    "entries": [self.item(item) for item in digest.top[: whole.top]],
                    "briefs": [self.in_brief(item) for item in digest.top[whole.top : given.top]],
                    "remainder": self._remainder(len(digest.top) - given.top),
                    "url": links.window(self.archive_url, digest.since, digest.until, frame.zone),
                    "elsewhere": [],
                    "more": [],
                }
            )
        rooms = zip(digest.sections, whole.sections, given.sections, strict=True)
        made += [self.section(section, full, shown, number) for number, (section, full, shown) in enumerate(rooms, 1)]
        if len(digest.sections) > 1:
            return made
        # Where there is one section, what stands at the top is not told of once more.
        return [one for one in made if one["entries"] or one["briefs"] or one["more"] or one["nothing"]]

    def section(self, section: Section, full: int, shown: int, number: int) -> dict[str, Any]:
        frame, asked = self.frame, section.asked
        elsewhere = section.elsewhere if len(self.digest.sections) > 1 else ()
        return {
            "anchor": f"s{number}",
            "name": self.section_name(section),
            "short": plain(asked.watchlist.name) if asked.kind == "watchlist" else frame.tag(asked.watchlist.id),
            "number": section.stories,
            "first": not self.digest.top and number == 1,
            "count": frame.say("stories", n=section.stories) if section.stories else "",
            "usual": "" if section.usual is None else self._usual(section.usual),
            "entries": [self.item(item) for item in section.items[:full]],
            "briefs": [self.in_brief(item) for item in section.items[full:shown]],
            "elsewhere": [self.brief(item) for item in elsewhere[:NAMED]],
            "elsewhere_more": self._more(len(elsewhere) - NAMED),
            "more": [self.brief(item) for item in section.more[:NAMED]],
            "nothing": not section.stories and not section.more,
            "remainder": self._remainder(len(section.items) - shown),
            "url": links.section(self.archive_url, asked.watchlist, self.digest.since, self.digest.until, frame.zone),
        }

    def section_name(self, section: Section) -> str:
        asked = section.asked
        return self.frame.tag(asked.watchlist.id) if asked.kind == "country" else plain(asked.watchlist.name)

    def in_brief(self, item: Item) -> dict[str, Any]:
        """What is said of a story that there is no more room for."""
        if item.lead.id not in self._brief:
            self._brief[item.lead.id] = self._in_brief(item)
        return self._brief[item.lead.id]

    def item(self, item: Item) -> dict[str, Any]:
        """What is said of a story that is told whole."""
        if item.lead.id not in self._whole:
            self._whole[item.lead.id] = self._item(item)
        return self._whole[item.lead.id]

    def _in_brief(self, item: Item) -> dict[str, Any]:
        frame, lead = self.frame, item.lead
        tongue = frame.tongue(lead.language) if lead.language != frame.language else ""
        owners = frame.say("owners", n=item.owners) if item.owners > 1 else ""
        parts = (plain(lead.source_name), frame.time(lead.at), tongue, owners)
        return {**self.brief(item), "meta": " · ".join(filter(None, parts))}

    def _item(self, item: Item) -> dict[str, Any]:
        frame, lead = self.frame, item.lead
        return {
            **self.brief(item),
            "source": plain(lead.source_name),
            "time": frame.time(lead.at) if lead.dated else frame.say("seen", time=frame.time(lead.at)),
            "tongue": frame.tongue(lead.language) if lead.language != frame.language else "",
            "owners": frame.say("owners", n=item.owners) if item.owners > 1 else "",
            "archive": links.article(self.archive_url, lead.id),
            "excerpt": item.excerpt,
            "countries": [frame.tag(slug) for slug in item.tags if slug.startswith("country:")],
            "organisations": [frame.tag(slug) for slug in item.tags if slug.startswith("org:")],
            "others": [self.other(report, item) for report in item.others[:NAMED]],
            "others_more": self._more(len(item.others) - NAMED),
            "remarks": self.remarks(item),
        }

    def brief(self, item: Item) -> dict[str, Any]:
        lead = item.lead
        return {
            "title": headline(lead),
            "url": links.safe(lead.url),
            "language": lead.language or "und",
            "direction": direction(lead.language),
        }

    def other(self, report: Report, item: Item) -> dict[str, str]:
        notes = (
            self.frame.tongue(report.language) if report.language != self.frame.language else "",
            self.frame.say("copy") if report.copy and report != item.first else "",  # who has it first copied nobody
        )
        return {
            "source": plain(report.source_name),
            "url": links.safe(report.url),
            "note": ", ".join(filter(None, notes)),
        }

    def remarks(self, item: Item) -> list[str]:
        """What else is to be said of a story, a line each."""
        frame = self.frame
        said = []
        if item.told_at:
            said.append(frame.say("told", date=frame.date(item.told_at)))
        if item.first:
            said.append(frame.say("first", source=plain(item.first.source_name), time=frame.time(item.first.at)))
        if item.also_in and len(self.digest.sections) > 1:
            names = {one.asked.watchlist.name: one for one in self.digest.sections}
            titles = [self.section_name(names[name]) for name in item.also_in]
            said.append(f"{frame.say('also_in')}: {', '.join(titles)}")
        return said

    def figures(self) -> list[dict[str, str]]:
        frame, digest = self.frame, self.digest
        day = digest.until.astimezone(frame.zone).date().isoformat()
        window = links.window(self.archive_url, digest.since, digest.until, frame.zone)
        urls = {"stories": f"{self.archive_url}?date={day}"}
        if not digest.dated:
            urls["articles"] = links.came_in(self.archive_url, digest.since, digest.until)
        return [
            {
                "value": frame.number(figure.value),
                "label": frame.say(f"figure_{figure.kind}", n=figure.value),
                "usual": "" if figure.usual is None else self._usual(figure.usual),
                "url": urls.get(figure.kind, window),
            }
            for figure in digest.figures
        ]

    def changes(self, changes: Changes) -> dict[str, Any]:
        frame = self.frame
        return {
            "pairs": [
                {"text": f"{frame.tag(one)} – {frame.tag(other)}", "url": self._about(one, other)}
                for one, other in changes.pairs
            ],
            "surges": [
                {
                    "text": frame.say("surge", tag=frame.tag(one.tag), n=one.articles, m=frame.number(one.usual)),
                    "url": self._about(one.tag),
                }
                for one in changes.surges
            ],
            "edits": [
                {
                    "url": links.safe(edit.report.url),
                    "text": frame.say(
                        "edit",
                        source=plain(edit.report.source_name),
                        after=headline(edit.report),
                        before=clip(plain(edit.before), 240),
                    ),
                }
                for edit in changes.edits
            ],
        }

    def _about(self, *tags: str) -> str:
        """Where the reading room lists what is about all of these tags in the digest's window."""
        asked: dict[str, list[str]] = {}
        for slug in tags:
            kind, _, code = slug.partition(":")
            asked.setdefault(kind, []).append(code)
        if any(len(codes) > 1 for codes in asked.values()):  # a search takes any of two countries, not both
            one, other = tags
            return links.pair(self.archive_url, one, other)
        return links.window(self.archive_url, self.digest.since, self.digest.until, self.frame.zone, **asked)

    def _usual(self, value: float) -> str:
        return self.frame.say("usual", n=self.frame.number(value))

    def _more(self, left: int) -> str:
        return self.frame.say("and_more", n=left) if left > 0 else ""

    def _remainder(self, left: int) -> str:
        return self.frame.say("remainder", n=left) if left > 0 else ""


def _coverage(digest: Digest, frame: Frame) -> dict[str, Any]:
    """What could not be read and since when, in one paragraph."""
    coverage: Coverage = digest.coverage
    said: list[str] = []
    stale = coverage.last_run is None or coverage.last_run < digest.since
    if stale and coverage.last_run is not None:
        said.append(frame.say("stale", date=frame.time(coverage.last_run)))
    if coverage.unread:
        named = [
            f"{plain(one.name)} ({frame.say('since', date=frame.date(one.since)) if one.since else frame.say('never')})"
            for one in coverage.unread[:UNREAD]
        ]
        more = len(coverage.unread) - len(named)
        listed = ", ".join(named) + (f" {frame.say('and_more', n=more)}" if more else "")
        said.append(f"{frame.say('unread', n=len(coverage.unread), m=coverage.sources)} {listed}.")
    elif not said:
        said.append(frame.say("read_all", n=coverage.sources))
    return {"text": " ".join(said), "bad": bool(stale or coverage.unread)}
