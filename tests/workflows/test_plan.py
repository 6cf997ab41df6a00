"""Pages that are looked at again never crowd out what is new: few of a host in a run."""

from __future__ import annotations

from monitor.model.article import Entry
from monitor.model.filing import Recheck
from monitor.workflows.collect.plan import MOST_RECHECKS, _few_a_host


def recheck(host: str, number: int) -> Recheck:
    url = f"https://{host}/{number}"
    return Recheck(feed_id=1, entry_key=url, article_id=number, url=url, entry=Entry(url=url))


def test_the_longest_due_are_looked_at_again_and_few_of_a_host() -> None:
    due = [recheck("busy.example", number) for number in range(50)] + [recheck("quiet.example", 60)]
    kept = _few_a_host(due)
    assert [one.article_id for one in kept] == [*range(MOST_RECHECKS), 60]
