"""Collect: plan which feeds are due, ingest what the crawl brings, finish the run."""

from monitor.workflows.collect.collect import Report, collect, rehearse, session

__all__ = ["Report", "collect", "rehearse", "session"]
