"""Site spiders: thin entries to the one collect, for those who know Scrapy: `scrapy crawl mfa_az`."""

from __future__ import annotations

from monitor.crawl.spiders.collect import Collect


class ReportAz(Collect):
    """Collects Report.az."""

    name = "report_az"
    sources = ("report-az-en", "report-az")


class Trend(Collect):
    """Collects the Trend News Agency."""

    name = "trend"
    sources = ("trend-en", "trend-az")


class MfaAz(Collect):
    """Collects the foreign ministry of Azerbaijan."""

    name = "mfa_az"
    sources = ("mfa-az",)


class PresidentAz(Collect):
    """Collects the President of Azerbaijan."""

    name = "president_az"
    sources = ("president-az",)


class MfaAm(Collect):
    """Collects the foreign ministry of Armenia."""

    name = "mfa_am"
    sources = ("mfa-am",)


class PrimeMinisterAm(Collect):
    """Collects the Prime Minister of Armenia."""

    name = "primeminister_am"
    sources = ("primeminister-am",)


class Nato(Collect):
    """Collects NATO."""

    name = "nato"
    sources = ("nato",)


class Eeas(Collect):
    """Collects the European External Action Service."""

    name = "eeas"
    sources = ("eeas",)


class Osce(Collect):
    """Collects the OSCE."""

    name = "osce"
    sources = ("osce",)


class Pace(Collect):
    """Collects the Parliamentary Assembly of the Council of Europe."""

    name = "pace"
    sources = ("pace",)
