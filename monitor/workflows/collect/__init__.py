"""Collect: plan which feeds are due, ingest what the crawl brings, finish the run."""

from monitor.workflows.collect.collect import Report, Wanted, collect, rehearse, session

__all__ = ["Report", "Wanted", "collect", "rehearse", "session"]
