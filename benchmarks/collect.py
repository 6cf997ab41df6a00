"""How fast a whole collect is: `python -m benchmarks.collect [--corpus MANIFEST] [--pages N] [--feeds N] [--json]`.

Pages are served from a local site, a host and an RSS feed an outlet, and fetched by `monitor collect` into an empty
archive, by bare Scrapy that only downloads them, and by Scrapy with trafilatura in its callback. Then everything is
collected again, which should ask for no page. `--out` writes what the archive holds, for a scorer of extraction. With
--feeds: that many feeds that all answer 304, by `monitor collect` and by bare Scrapy. Without a corpus, pages are made
up. Times are of one run on one machine, the start of the program included: only ratios mean something elsewhere.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any
from urllib.parse import unquote

from benchmarks.site import Site, etag_of, path_of, rss

SETTINGS = {
    "delay": "0s", "per_host": 8, "newest": 10000, "private_networks": ["127.0.0.0/8"], "contact": "press@example.org",
}  # fmt: skip
RIGHTS = {"rights": "licensed", "rights_note": "a benchmark on this machine"}  # pages that reserve their text count too
MADE_UP = 200
ROUNDS = 3
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Took:
    """What a program cost, and the JSON object it printed last."""

    seconds: float
    cpu: float
    said: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Stand:
    """A page on the site, and the rows of the manifest that it is."""

    outlet: int
    path: str
    body: bytes
    language: str
    ids: tuple[str, ...]


def took(command: Sequence[str], stdin: str = "") -> Took:
    """Run a program to its end; its workers' time counts as its own."""
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with closing(process.stdin):
        process.stdin.write(stdin)
    with closing(process.stdout):
        said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    cpu = usage.ru_utime + usage.ru_stime
    return Took(seconds=perf_counter() - began, cpu=cpu, said=json.loads(said.strip().splitlines()[-1]))


def stands(rows: Sequence[Row], pages: int) -> list[Stand]:
    """Where the rows stand; repeated under further addresses until there are `pages` (0: each once)."""
    outlets = {publisher: number for number, publisher in enumerate(dict.fromkeys(row["publisher"] for row in rows))}
    found: dict[tuple[int, str], Stand] = {}
    for copy in count():
        for row in rows:
            outlet, path = outlets[row["publisher"]], path_of(row["url"])
            if copy:
                path += f"{'&' if '?' in path else '?'}copy={copy}"
            before = found.get((outlet, path))
            found[outlet, path] = Stand(
                outlet=outlet, path=path, body=row["html"], language=next(iter(row.get("lang") or ["en"])),
                ids=(*(before.ids if before else ()), row["id"]),
            )  # fmt: skip
            if len(found) == pages:
                return list(found.values())
        if not pages:
            break
    return list(found.values())


def corpus(manifest: Path) -> list[Row]:
    """The rows of a manifest, with their HTML."""
    rows = [json.loads(line) for line in manifest.read_text().splitlines() if line.strip()]
    return [{**row, "html": gzip.decompress((manifest.parent / row["html_path"]).read_bytes())} for row in rows]


def made_up(pages: int) -> list[Row]:
    """Pages of made-up words, for who has no corpus."""
    dice = Random(7)
    words = ["".join(dice.choices("aeioulnrstkm", k=dice.randint(2, 9))) for _ in range(5000)]
    rows: list[Row] = []
    for number in range(pages):
        title = " ".join(dice.choices(words, k=8)).capitalize()
        text = "".join(f"<p>{' '.join(dice.choices(words, k=60)).capitalize()}.</p>" for _ in range(8))
        article = f"<body><article><h1>{title}</h1>{text}</article></body>"
        html = f"<html lang=en><head><title>{title}</title></head>{article}</html>"
        url = f"https://example.org/{number}.html"
        rows.append({"id": str(number), "url": url, "publisher": str(number % 20), "html": html.encode()})
    return rows


def configuration(folder: Path, feeds: Mapping[str, tuple[str, str]]) -> list[str]:
    """Write a feeds.yaml with these feeds (id: url, language); returns the command that collects them."""
    sources = [
        {"id": name, "name": name, "languages": [language], "feeds": [{"url": url, "kind": "rss"}], **RIGHTS}
        for name, (url, language) in feeds.items()
    ]
    (folder / "feeds.yaml").write_text(json.dumps({"settings": SETTINGS, "sources": sources}))  # JSON is YAML
    where = ["--config", str(folder / "feeds.yaml"), "--db", str(folder / "press.db")]
    return ["monitor", *where, "collect", "--all", "--json"]


def collect_pages(rows: Sequence[Row], pages: int, out: Path | None) -> dict[str, float]:
    """The figures of a collect of pages beside the two spiders."""
    with tempfile.TemporaryDirectory(prefix="collect-") as name, Site(Path(name)) as site:
        there = stands(rows, pages)
        feeds: dict[str, tuple[str, str]] = {}
        for number in {stand.outlet for stand in there}:
            ours = [stand for stand in there if stand.outlet == number]
            host = site.host(number)
            for stand in ours:
                site.write(host, stand.path, stand.body, "text/html")
            links = [site.url(host, stand.path) for stand in ours]
            path = f"/feeds/{number}.xml"
            site.write(host, path, rss(f"Outlet {number}", site.url(host, "/"), links), "application/rss+xml")
            feeds[f"outlet-{number}"] = (site.url(host, path), ours[0].language)
        site.serve()
        urls = [site.url(site.host(stand.outlet), stand.path) for stand in there]
        asked = json.dumps([(url, None) for url in (*(url for url, _ in feeds.values()), *urls)])
        collect = configuration(Path(name), feeds)
        first, download, inline = (
            took(collect), took(["benchmarks.bare", "download"], asked), took(["benchmarks.bare", "inline"], asked)
        )  # fmt: skip
        site.asked()
        again = took(collect)
        pages_asked = {unquote(url.removeprefix("http://").replace(f":{site.port}", "")) for url in urls}
        fetched_again = sum(times for url, times in site.asked().items() if url in pages_asked)
        if out is not None:
            _predict(Path(name) / "press.db", dict(zip(urls, there, strict=True)), out)
    figures = {
        "pages": float(len(there)), "articles": float(first.said["new"] + first.said["duplicates"]),
        "lag_seconds": float(first.said["lag_seconds"]),
    }  # fmt: skip
    for what, run in (("collect", first), ("download", download), ("inline", inline), ("again", again)):
        figures |= {f"{what}_seconds": run.seconds, f"{what}_cpu": run.cpu, f"{what}_rate": len(there) / run.seconds}
    return {
        **figures, "to_download": first.seconds / download.seconds, "to_inline": first.seconds / inline.seconds,
        "pages_again": float(fetched_again), "new_again": float(again.said["new"]),
        "revised_again": float(again.said["revised"]),
    }  # fmt: skip


def collect_feeds(feeds: int) -> dict[str, float]:
    """The figures of a collect of feeds that all answer 304 beside bare Scrapy asking the same."""
    with tempfile.TemporaryDirectory(prefix="collect-") as name, Site(Path(name)) as site:
        rows = []
        for number in range(feeds):
            host, path = site.host(number), f"/feeds/{number}.xml"
            body = rss(f"Outlet {number}", site.url(host, "/"), ())
            site.write(host, path, body, "application/rss+xml")
            rows.append((site.url(host, path), etag_of(body)))
        site.serve()
        collect = configuration(Path(name), {f"outlet-{n}": (url, "en") for n, (url, _) in enumerate(rows)})
        took(collect)
        rounds = [(took(collect), took(["benchmarks.bare", "download"], json.dumps(rows))) for _ in range(ROUNDS)]
    # Of several rounds, one after the other, the quickest of each: what else the machine does only ever adds.
    ours, bare = (min(each, key=lambda one: one.seconds) for each in zip(*rounds, strict=True))
    assert bare.said["statuses"] == {"304": feeds}, bare.said
    return {
        "feeds": float(feeds), "not_modified": float(ours.said["feeds"]["not_modified"]),
        "collect_seconds": ours.seconds, "collect_cpu": ours.cpu, "bare_seconds": bare.seconds, "bare_cpu": bare.cpu,
        "to_bare": ours.seconds / bare.seconds, "to_bare_cpu": ours.cpu / bare.cpu,
    }  # fmt: skip


def _predict(database: Path, there: Mapping[str, Stand], out: Path) -> None:
    """Write what the archive holds of each row of the manifest."""
    columns = "a.title, a.summary, a.authors, a.published_at, a.body"
    query = f"SELECT e.url, {columns} FROM entries e JOIN articles a ON a.id = e.article_id"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as archive, out.open("w") as file:
        for url, title, summary, authors, published, body in archive.execute(query):
            row = {
                "title": title,
                "summary": summary,
                "authors": json.loads(authors),
                "published": published,
                "body": body,
            }
            for name in there[url].ids if url in there else ():
                file.write(json.dumps({"id": name, **row}, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="a manifest.jsonl with html_path, url, publisher, lang")
    parser.add_argument("--pages", type=int, default=0, help="so many pages, the corpus being repeated")
    parser.add_argument("--feeds", type=int, default=0, help="measure feeds that all answer 304 instead")
    parser.add_argument("--out", type=Path, help="write what the archive holds, a row a page")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.feeds:
        figures = collect_feeds(options.feeds)
    else:
        rows = corpus(options.corpus) if options.corpus else made_up(options.pages or MADE_UP)
        figures = collect_pages(rows, options.pages, options.out)
    rounded = {name: round(value, 2) for name, value in figures.items()}
    print(json.dumps(rounded) if options.json else "  ".join(f"{name} {value:g}" for name, value in rounded.items()))


if __name__ == "__main__":
    main()
