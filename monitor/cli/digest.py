"""`monitor digest`."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.context import Invocation
from monitor.cli.params import length
from monitor.cli.params import since as moment

if TYPE_CHECKING:
    from monitor.model.settings import Config, DigestPlan
    from monitor.workflows.digest import Made
    from monitor.workflows.outbox import Sent


PATIENCE = timedelta(minutes=15)  # for the mail of another digest that is due at the same minute


@click.command(name="digest")
@click.argument("name")
@click.option("--since", type=moment, metavar="TIME", help="Look back: what is dated from then on (7d, 2026-11-20).")
@click.option("--until", type=moment, metavar="TIME", help="Up to then.")
@click.option("--preview", is_flag=True, help="Open it in the browser.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write it to files there.")
@click.option("--send", is_flag=True, help="Mail it, and what still waits of it.")
@click.option("--daily", is_flag=True, help="With --send: once a day, however often it is called.")
@click.option("--wait", "patience", type=length, metavar="1h", help="For another that is sending [default: 15m].")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(
    invocation: Invocation,
    name: str,
    since: datetime | None,
    until: datetime | None,
    preview: bool,
    out: Path | None,
    send: bool,
    daily: bool,
    patience: timedelta | None,
    as_json: bool,
) -> int:
    """Make a press review, and show or mail it.

    It tells what its watchlists found since the last one. Without a flag its text is printed. --out writes a
    message (.eml), a page (.html), text (.txt), Markdown (.md), an Atom feed (.atom) and, where python-docx is
    installed, a Word file (.docx). --send goes out exactly once to each recipient: what could not be sent waits in
    the outbox, and the same call sends it later. It waits where another process is sending.

    Example:
      monitor digest morning --preview
      monitor digest morning --since 7d --out reviews
      monitor digest morning --send
    """
    if preview and out is not None:
        raise click.UsageError("--preview or --out, not both")
    if daily and not send:
        raise click.UsageError("--daily is for --send")
    from monitor.config import load
    from monitor.workflows.digest import named

    config = load(invocation.config_path)
    plan = named(config, name)
    if send:
        waits = PATIENCE if patience is None else patience
        return _send(invocation, config, plan, since=since, until=until, daily=daily, patience=waits, as_json=as_json)
    made = _look(invocation, config, plan, since=since, until=until)
    files = _write(invocation, config, made, out, preview=preview)
    from monitor.deliver.files import anonymous

    if as_json:
        _print_json(made, files=files)
    elif not files:
        print(anonymous(made.rendered.plain), end="")
    else:
        print("\n".join(map(str, files)))
    if preview:
        _open(files[0])
    return 0


def _look(
    invocation: Invocation, config: Config, plan: DigestPlan, *, since: datetime | None, until: datetime | None
) -> Made:
    """Make a digest that is only looked at: nothing is kept of it."""
    from monitor import clock
    from monitor.cli.reader import reading
    from monitor.store.private import open_private, private_path
    from monitor.workflows.digest import make, window_of

    now = clock.now()
    with reading(invocation) as archive:
        if not private_path(invocation.db_path).exists():
            return make(config, archive, None, plan, window_of(None, plan, now=now, since=since, until=until))
        with open_private(invocation.db_path, now=now) as private:
            return make(config, archive, private, plan, window_of(private, plan, now=now, since=since, until=until))


def _write(invocation: Invocation, config: Config, made: Made, out: Path | None, *, preview: bool) -> list[Path]:
    from monitor.deliver import files

    if preview:
        return [files.page(made.rendered.html, invocation.db_path.parent / "preview", made.plan.name)]
    if out is None:
        return []
    from monitor.workflows.digest import folder_of, unsent

    stem = folder_of(out, made)
    return files.write(stem, made.digest, made.rendered, unsent(made), config=config, plan=made.plan)


def _open(page: Path) -> None:
    """Open a page in the browser, where there is somebody to look at it."""
    if sys.stdout.isatty():
        click.launch(page.as_uri())


def _send(
    invocation: Invocation,
    config: Config,
    plan: DigestPlan,
    *,
    since: datetime | None,
    until: datetime | None,
    daily: bool,
    patience: timedelta,
    as_json: bool,
) -> int:
    from monitor.errors import MailDown
    from monitor.workflows.send import send

    made, sent, waiting = send(
        config, invocation.db_path, plan, since=since, until=until, daily=daily, patience=patience
    )
    if as_json:
        _print_json(made, sent=sent, name=plan.name, waiting=waiting)
    elif not invocation.quiet:
        _tell(plan, made, sent)
    if sent.down:
        raise MailDown(sent.down)
    if (sent.refused or sent.failed) and invocation.quiet:
        _tell(plan, made, sent)
    return 0


def _tell(plan: DigestPlan, made: Made | None, sent: Sent) -> None:
    about = f"{len(made.digest.items)} stories" if made else "nothing new to be made"
    parts = [f"{sent.sent} sent"]
    parts += [f"{number} {word}" for number, word in (
        (sent.later, "to be tried again"), (sent.refused, "refused for good: see `monitor health`"),
        (sent.failed, "given up"),
    ) if number]  # fmt: skip
    print(f"monitor: {plan.name}: {about}; {', '.join(parts)}", file=sys.stderr)


def _print_json(made: Made | None, **more: Any) -> None:
    from monitor.cli.lines import json_text

    said: dict[str, Any] = {}
    if made is not None:
        digest = made.digest
        said = {
            "name": digest.name,
            "since": digest.since,
            "until": digest.until,
            "subject": made.rendered.subject,
            "stories": len(digest.items),
            "told": made.rendered.told,
            "bytes": len(made.rendered.html.encode()),
            "figures": {figure.kind: {"value": figure.value, "usual": figure.usual} for figure in digest.figures},
            "top": digest.top,
            "sections": [
                {
                    "id": one.asked.watchlist.id,
                    "name": one.asked.watchlist.name,
                    "stories": one.stories,
                    "items": one.items,
                }
                for one in digest.sections
            ],
            "coverage": digest.coverage,
            "changes": digest.changes,
        }
    if "files" in more:
        more["files"] = [str(file) for file in more["files"]]
    print(json_text({**said, **more}, indent=2))
