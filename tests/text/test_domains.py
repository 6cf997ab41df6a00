"""Whose an address is, and which page of theirs."""

from __future__ import annotations

import pytest

from monitor.text.urls import edition, is_home, registrable_domain, same_publisher


@pytest.mark.parametrize(
    ("place", "domain"),
    [
        ("https://news.bbc.co.uk/1/hi", "bbc.co.uk"),
        ("en.trend.az", "trend.az"),
        ("https://mfa.gov.az/en", "mfa.gov.az"),
        ("one.blogspot.com", "one.blogspot.com"),
        ("blogspot.com", "blogspot.com"),
        ("www.gov.uk", "www.gov.uk"),
        ("https://127.0.0.1:8000/a", "127.0.0.1"),
        ("http://[2001:DB8::1]:80/", "[2001:db8::1]"),
        ("localhost:8000", "localhost"),
        ("press.room.test", "room.test"),
    ],
)
def test_the_domain_that_somebody_registered(place: str, domain: str) -> None:
    assert registrable_domain(place) == domain


def test_publishers_are_told_apart_by_what_they_registered() -> None:
    assert same_publisher("https://en.example.org/1", "http://example.org")
    assert not same_publisher("https://one.github.io/1", "https://two.github.io/1")
    assert not same_publisher("https://example.org", "")


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("https://example.org", True),
        ("https://example.org/index.php?utm_source=rss", True),
        ("https://example.org/en/", True),
        ("https://example.org/en-us", True),
        ("https://example.org/az/home", True),
        ("https://example.org/?p=5", False),
        ("https://example.org/en/news", False),
        ("https://example.org/a", False),
        ("no address at all", False),
    ],
)
def test_front_pages_are_known(address: str, home: bool) -> None:
    assert is_home(address) is home


def test_the_language_that_an_address_names() -> None:
    keys = ["example.org/ru/1", "en.example.org/1", "example.org/1?lang=az", "example.org/1", "it.org/1"]
    assert [edition(key) for key in keys] == ["ru", "en", "az", None, None]
