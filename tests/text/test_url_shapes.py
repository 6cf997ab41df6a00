"""Addresses as the content systems of the world's press make them: each article keeps its own key, however it came."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.urls import normalise, url_key

# {} is what tells two articles of the same outlet apart.
SHAPES = [
    "https://www.example.org/2026/11/23/world/talks-{}.html",
    "https://www.example.org/?p={}",
    "https://www.example.org/?page_id={}",
    "https://www.example.org/{}",
    "https://www.example.org/?{}",
    "https://www.example.org/index.php?{}",
    "https://www.example.org/index.php?newsid={}",
    "https://www.example.org/index.php/news/{}",
    "https://www.example.org/index.php?option=com_content&view=article&id={}:talks&catid=5&Itemid=7",
    "https://www.example.org/index.php?id={}&tx_ttnews%5Btt_news%5D=5&cHash=0f",
    "https://www.example.org/index.php?id=7&tx_ttnews[tt_news]={}",
    "https://www.example.org/?q=node/{}",
    "https://www.example.org/news/?ELEMENT_ID={}",
    "https://www.example.org/modules.php?name=News&file=article&sid={}",
    "https://www.example.org/article.php?sid={}",
    "https://www.example.org/article.php?cid={}",
    "https://www.example.org/story.asp?ref={}",
    "https://www.example.org/story.asp?source={}",
    "https://www.example.org/story.asp?f={}",
    "https://www.example.org/story.asp?r={}",
    "https://www.example.org/story.asp?track={}",
    "https://www.example.org/story.asp?feed={}",
    "https://www.example.org/Default.aspx?tabid=55&ctl=Details&mid=5&ItemID={}",
    "https://www.example.org/DEFAULT.ASP?uid={}",
    "https://www.example.org/print.php?type=A&item_id={}",
    "https://www.example.org/news.nsf/0/{}?OpenDocument",
    "https://www.example.org/index.cfm?fuseaction=home.story&storyID={}",
    "https://www.example.org/servlet/story;id={}",
    "https://www.example.org/articleshow/{}.cms",
    "https://www.example.org/spiegel/0,1518,{},00.html",
    "https://www.example.org/artykul,{},talks.html",
    "https://www.example.org/news/view/id/{}/lang/en",
    "https://www.example.org/showthread.php?t={}",
    "https://www.example.org/watch?v={}",
    "https://www.example.org/story?id={}&page=1",
    "https://www.example.org/live/a?pinned_post={}",
    "https://www.example.org/xeber/talks-{}?lang=az",
    "https://www.example.org/2026/11/новость-{}/",
    "https://www.example.org/ru/news/%D0%B0-{}",
    "https://www.example.org/a/#!/news/{}",
    "https://www.example.org/app#/article/{}",
    "https://www.example.org/s/story/{}/amp",
    "https://m.example.org/node/{}",
    "https://news.google.com/rss/articles/{}?oc=5",
    "https://www.example.org/fsp/redirect?ids={}",
    "https://www.example.org/get?type=pdf&code={}",
    "https://www.example.org/get?view={}",
    "https://www.example.org/get?format={}",
    "https://www.example.org/get?mode={}",
    "https://www.example.org/print/{}",
    "https://www.example.org/get?print={}",
    "https://www.example.org/get?mobile={}",
    "https://www.example.org/rss/{}",
    "https://www.example.org/get?rss={}",
    "https://t.me/example/{}",
    "https://www.facebook.com/example/posts/{}",
    "https://www.facebook.com/permalink.php?story_fbid={}&id=7",
    "https://www.youtube.com/watch?v={}&feature=share",
    "https://web.archive.org/web/20211123000000/https://example.org/{}",
    "https://www.google.com/url?sa=t&url=https%3A%2F%2Fexample.org%2F{}",
]
NAMES = st.one_of(
    st.integers(10, 10**12).map(str),
    st.from_regex(r"[a-z]{3,9}(-[a-z]{3,9}){1,3}", fullmatch=True),
    st.from_regex(r"[0-9a-f]{8}-[0-9a-f]{4}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9_-]{11}", fullmatch=True),
)
CHANNELS = [
    "utm_source=rss&utm_medium=feed",
    "fbclid=IwAR1_x-2",
    "at_medium=RSS",
    "ref=rss",
    "CMP=share_btn_fb",
    "from=twitter",
]


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=15)
@given(one=NAMES, other=NAMES)
def test_two_articles_of_an_outlet_never_share_a_key(shape: str, one: str, other: str) -> None:
    first, second = shape.format(one), shape.format(other)
    assert (url_key(first) == url_key(second)) == (one == other)
    assert (normalise(first) == normalise(second)) == (one == other)


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if "#" not in shape and "url=" not in shape])
@pytest.mark.parametrize("channel", CHANNELS)
def test_an_article_keeps_its_key_however_it_came(shape: str, channel: str) -> None:
    address = shape.format(46487)
    assert url_key(f"{address}{'&' if '?' in address else '?'}{channel}") == url_key(address)


def test_the_benchmark_counts_what_matches_and_what_is_wrong(tmp_path: Path) -> None:
    corpus, out = tmp_path / "urls.jsonl", tmp_path / "keys.jsonl"
    rows = [
        {"id": 1, "input": "https://example.org/a?utm_source=x", "expected": "https://example.org/a"},
        {"id": 2, "input": "https://example.org/a", "expected": "https://example.org/b"},
        {"id": 3, "input": "https://example.org/a?id=1", "other": "https://example.org/a?id=2"},
        {"id": 4, "input": "https://example.org/a", "other": "https://www.example.org/a/"},
        {"id": 5, "input": "https://example.org/c"},
        {"id": 6, "url": "http://example.org/c/"},
        {"id": 7, "input": "no address"},
    ]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    command = [sys.executable, "-m", "benchmarks.urls", "--corpus", str(corpus), "--out", str(out), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    assert {name: figures[name] for name in ("same", "matched", "different", "false", "alone", "collisions")} == {
        "same": 2, "matched": 1, "different": 2, "false": 1, "alone": 3, "collisions": 1,
    }  # fmt: skip
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == ["2", "4"]
    keys = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert keys[0] == {"id": 1, "key": "example.org/a", "other_key": "example.org/a"}
    assert keys[6]["key"].startswith("refused: ")
