"""By what rules a source's pages are read: so that stored pages are read again when these have changed."""

from __future__ import annotations

from hashlib import sha256

from monitor.model.source import Source

EXTRACTOR = "blocks/2"  # raised with every change of what is read of a page


def rules_of(source: Source) -> str:
    """Return a name for all that decides how a page of this source is read: the program and the source's own keys."""
    own = repr((source.article, source.timezone, source.languages, source.rights, source.name, source.homepage))
    return f"{EXTRACTOR} {sha256(own.encode()).hexdigest()[:12]}"
