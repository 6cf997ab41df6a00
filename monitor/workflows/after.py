"""What follows a collect: what waits in the outbox is sent, and alerts are told. It never fails the collect."""

from __future__ import annotations

from pathlib import Path

from monitor.errors import Locked, MonitorError
from monitor.model.settings import Config
from monitor.store.private import private_path
from monitor.workflows.alert import tell
from monitor.workflows.outbox import outbox, send_waiting


def after_collect(config: Config, db: Path) -> tuple[str, ...]:
    """Send and tell what there is, and return what went wrong, a line each; `monitor health` shows it too.

    Where another process is sending, that one does it.
    """
    said: list[str] = []
    try:
        if config.alerts:
            for told in tell(config, db):
                said += told.errors
        if config.mail is not None and private_path(db).exists():
            with outbox(db) as private:
                sent = send_waiting(config, private)
                said += [sent.down] if sent.down else []
    except Locked:
        pass
    except MonitorError as error:
        said.append(str(error))
    return tuple(dict.fromkeys(said))
