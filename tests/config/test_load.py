"""What a whole feeds.yaml becomes."""

from __future__ import annotations

from datetime import date, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from monitor.model.settings import DigestPlan, Mail, Secret, Settings
from monitor.model.source import ArticleSelectors, Feed, ListingSelectors, Source
from monitor.model.watchlist import Watchlist
from tests.config.loading import SOURCE, loaded, problem, problems

WHOLE = """\
settings:
  timezone: Asia/Baku
  language: az
  contact: press@example.org
  private_networks: [127.0.0.0/8, "::1/128"]
  delay: 0.5s
  per_host: 2
  concurrency: 8
  every: 40m
  min: 5m
  max: 2d
  timeout: 20s
  deadline: 1h30m
  max_bytes: 4MiB
  newest: 10
  tries: 2
  cpu_seconds: 5
  workers: 1
  respect_robots: no
  pages: 7d
  archive_url: https://archive.example.org
  proxy: env:PROXY
sources:
  - id: caliber-az-en
    name: Caliber.Az
    country: AZ
    languages: [en]
    type: magazine
    owner: caliber-az
    tier: 2
    rights: licensed
    rights_note: by letter of 2026-11-01
    homepage: https://caliber.az/en/
    timezone: Asia/Baku
    feeds:
      - url: https://caliber.az/en/
        kind: listing
        link: ".float_block a[href*='/post/']"
        card: .float_block
        every: 20m
    article: {title: ".post_title", published: ".post_time", body: ".post_body p"}
watchlists:
  - {id: az-nato, name: Azerbaijan and NATO, countries: [AZ], organisations: [nato, nato-pa], text: "", mentions: any}
digests:
  - name: caucasus
    title: South Caucasus press review
    watchlists: [az-nato]
    at: "07:00"
    days: mon-fri
    to: ["env:DIGEST_TO"]
mail: {host: mail.example.org, port: 587, from: press@example.org, user: press, password: "env:SMTP_PASSWORD"}
"""


def test_every_setting_is_read(tmp_path: Path) -> None:
    assert loaded(tmp_path, WHOLE).settings == Settings(
        timezone="Asia/Baku",
        language="az",
        contact="press@example.org",
        private_networks=(ip_network("127.0.0.0/8"), ip_network("::1/128")),
        delay=timedelta(seconds=0.5),
        per_host=2,
        concurrency=8,
        every=timedelta(minutes=40),
        every_min=timedelta(minutes=5),
        every_max=timedelta(days=2),
        timeout=timedelta(seconds=20),
        deadline=timedelta(minutes=90),
        max_bytes=4 * 1024 * 1024,
        newest=10,
        tries=2,
        cpu_seconds=5,
        workers=1,
        respect_robots=False,
        pages=timedelta(days=7),
        archive_url="https://archive.example.org/",
        proxy=Secret(reference="env:PROXY"),
    )


def test_a_source_and_its_feeds_are_read(tmp_path: Path) -> None:
    config = loaded(tmp_path, WHOLE)
    assert config.sources == (
        Source(
            id="caliber-az-en",
            name="Caliber.Az",
            homepage="https://caliber.az/en/",
            country="AZ",
            languages=("en",),
            timezone="Asia/Baku",
            type="magazine",
            tier=2,
            owner="caliber-az",
            rights="licensed",
            rights_note="by letter of 2026-11-01",
            article=(ArticleSelectors(title=".post_title", published=".post_time", body=".post_body p"),),
        ),
    )
    assert config.feeds == (
        Feed(
            source="caliber-az-en",
            url="https://caliber.az/en/",
            kind="listing",
            every=timedelta(minutes=20),
            listing=ListingSelectors(link=".float_block a[href*='/post/']", card=".float_block"),
        ),
    )


def test_a_source_may_have_selectors_for_each_layout_of_its_pages(tmp_path: Path) -> None:
    text = WHOLE.replace(
        'article: {title: ".post_title", published: ".post_time", body: ".post_body p"}',
        "article:\n      - {body: .text p}\n      - {body: .post_body p, valid_until: 2026-06-30}",
    )
    assert loaded(tmp_path, text).sources[0].article == (
        ArticleSelectors(body=".text p"),
        ArticleSelectors(body=".post_body p", valid_until=date(2026, 6, 30)),
    )


def test_watchlists_digests_and_mail_are_read(tmp_path: Path) -> None:
    config = loaded(tmp_path, WHOLE)
    assert config.watchlists == (
        Watchlist(
            id="az-nato",
            name="Azerbaijan and NATO",
            countries=("AZ",),
            organisations=("nato", "nato-pa"),
            any_mention=True,
        ),
    )
    assert config.digests == (
        DigestPlan(
            name="caucasus",
            title="South Caucasus press review",
            watchlists=("az-nato",),
            days=("mon", "tue", "wed", "thu", "fri"),
            to=(Secret(reference="env:DIGEST_TO"),),
        ),
    )
    assert config.mail == Mail(
        host="mail.example.org",
        port=587,
        sender="press@example.org",
        user=Secret(reference="press"),
        password=Secret(reference="env:SMTP_PASSWORD"),
    )


def test_little_is_needed_and_the_rest_has_defaults(tmp_path: Path) -> None:
    config = loaded(tmp_path, SOURCE)
    assert config.settings == Settings()
    [source] = config.sources
    assert (source.homepage, source.owner, source.timezone) == ("https://news.example.org/", "example.org", "UTC")
    [feed] = config.feeds
    assert (feed.kind, feed.every, feed.listing) == ("auto", timedelta(minutes=30), None)
    assert config.path == tmp_path / "feeds.yaml"


@pytest.mark.parametrize(
    ("homepage", "owner"),
    [
        ("https://news.bbc.co.uk/1/hi", "bbc.co.uk"),
        ("https://en.trend.az/", "trend.az"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://press-room/", "press-room"),
    ],
)
def test_the_owner_is_who_registered_the_homepage(tmp_path: Path, homepage: str, owner: str) -> None:
    [source] = loaded(tmp_path, SOURCE + f"    homepage: {homepage}\n").sources
    assert source.owner == owner


def test_values_are_read_as_they_are_written_and_not_as_yaml_1_1_has_it(tmp_path: Path) -> None:
    text = SOURCE + "    country: NO\n    languages: [no]\n"
    text += "watchlists: [{id: no, countries: [NO]}]\ndigests: [{name: on, watchlists: [no], at: 7:30}]\n"
    config = loaded(tmp_path, text)
    assert (config.sources[0].country, config.sources[0].languages) == ("NO", ("no",))
    assert (config.digests[0].name, config.digests[0].at) == ("on", "07:30")


def test_one_value_stands_for_a_list_of_one_and_repetitions_count_once(tmp_path: Path) -> None:
    text = SOURCE + "    languages: en\nwatchlists: [{id: a, countries: az}]\n"
    text += "digests: [{name: d, watchlists: a, days: [mon, wed, mon-tue], to: desk@example.org}]\n"
    config = loaded(tmp_path, text)
    assert config.sources[0].languages == ("en",)
    assert config.watchlists[0].countries == ("AZ",)
    assert config.digests[0].days == ("mon", "tue", "wed")
    assert config.digests[0].to == (Secret(reference="desk@example.org"),)


def test_days_may_run_over_the_weekend(tmp_path: Path) -> None:
    config = loaded(tmp_path, "watchlists: [{id: a, text: x}]\ndigests: [{name: d, watchlists: [a], days: fri-mon}]\n")
    assert config.digests[0].days == ("mon", "fri", "sat", "sun")


def test_feeds_take_the_settings_cadence(tmp_path: Path) -> None:
    assert loaded(tmp_path, f"settings: {{every: 2h}}\n{SOURCE}").feeds[0].every == timedelta(hours=2)


def test_sources_that_are_off_are_named_and_not_read(tmp_path: Path) -> None:
    config = loaded(tmp_path, SOURCE + "  - {id: quiet, enabled: false}\n")
    assert [source.id for source in config.sources] == ["example-news"]
    assert config.disabled == ("quiet",)


def test_anchors_and_merges_work(tmp_path: Path) -> None:
    text = """\
sources:
  - &base
    id: one
    name: One
    country: AZ
    feeds: [{url: https://one.example.org/rss}]
  - <<: *base
    id: two
    feeds: [{url: https://two.example.org/rss}]
"""
    config = loaded(tmp_path, text)
    assert [(source.id, source.name, source.country) for source in config.sources] == [
        ("one", "One", "AZ"),
        ("two", "One", "AZ"),
    ]


def test_an_empty_file_says_how_to_begin(tmp_path: Path) -> None:
    for text in ("", "# nothing yet\n", "---\n", "~"):
        assert "monitor init" in problem(tmp_path, text).message


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    assert len(loaded(tmp_path, "\ufeff" + SOURCE).sources) == 1


def test_all_problems_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = """\
setings: {}
settings: {timezone: Baku, evry: 30m}
sources:
  - {id: A b, name: X, feeds: [{url: "ftp://x.example.org/"}]}
watchlists: [{id: w, countries: [Azerbaijan]}]
digests: [{name: d, watchlists: [v]}]
mail: {password: hunter2}
"""
    found = problems(tmp_path, text)
    assert [(one.line, one.key) for one in found] == [
        (1, "setings"),
        (2, "settings.timezone"),
        (2, "settings.evry"),
        (4, "sources[A b].id"),
        (4, "sources[A b].feeds[1].url"),
        (5, "watchlists[w].countries"),
        (6, "digests[d].watchlists"),
        (7, "mail.password"),
        (7, "mail"),
    ]
    assert all(one.file == str(tmp_path / "feeds.yaml") for one in found)
    assert all("expected" in one.message or "did you mean" in one.message for one in found)
    assert all("\n" not in str(one) for one in found)
