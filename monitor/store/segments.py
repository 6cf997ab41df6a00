"""The pieces of the full-text index, which are put together while nobody waits for an article.

FTS5's own automatic merging does so within insertions, the more the larger the archive is; it is off (schema, 0020).
https://www.sqlite.org/fts5.html#the_merge_command
"""

from __future__ import annotations

from monitor.store.database import Database

PAGES = 500  # of 4 kB, that one step writes: some hundredths of a second
STEPS = 4  # of one call: an article's words are written again a few times, so that four keep up with 500 articles


def merge_segments(archive: Database, *, steps: int = STEPS) -> bool:
    """Whether pieces of the full-text index were put together up to the last step, so that there may be more to do.

    Each step is one transaction. Where nobody calls for long, what is left is done when an article comes that makes 64
    pieces of a size: that is once slow, and no harm.
    """
    for _ in range(steps):
        before = archive.connection.total_changes
        archive.write("INSERT INTO articles_fts (articles_fts, rank) VALUES ('merge', ?)", (PAGES,))
        if archive.connection.total_changes - before <= 1:  # the statement itself counts as one
            return False
    return True
