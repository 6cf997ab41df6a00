"""Caliber.Az in its three languages: `scrapy crawl caliber_az`."""

from __future__ import annotations

from monitor.crawl.spiders.collect import Collect


class CaliberAz(Collect):
    """Collects Caliber.Az."""

    name = "caliber_az"
    sources = ("caliber-az-en", "caliber-az-ru", "caliber-az-az")
