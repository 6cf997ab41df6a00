"""A story for the reading room's tests: one event told by several in two languages, copied, retitled, and abused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from monitor.model.verdict import Copy, Duplicate, New, Revised
from monitor.store import open_archive
from monitor.workflows.cluster import cluster
from tests.browse.hostile import RUN
from tests.shelf import NOW, article, keep, known, mentions

FIRST = (
    "A road bridge over the Kura near Vardzia fell into the river on Monday morning, and two lorry drivers are missing."
    "\nDivers searched the Kura below Vardzia, and the road to the village is closed."
)
NEXT = (
    "Divers searched the Kura near Vardzia for two lorry drivers who were on the road bridge when it fell on Monday."
    "\nThe bridge had been inspected in May, the road agency in Georgia said."
)
RUSSIAN = (
    "Автомобильный мост через Куру у Вардзии в Грузии рухнул в реку в понедельник утром, два водителя пропали."
    "\nВодолазы ищут водителей грузовиков в Куре ниже Вардзии, дорога к селу закрыта."
)
ABUSED = f"Two drivers missing after bridge over Kura near Vardzia falls <img src=x onerror={RUN}>"


def tell(path: Path) -> Mapping[str, int]:
    """Tell it in an archive that tests.shelf has filled; return the story's id, and that of its edited article."""
    with open_archive(path, now=NOW) as archive:
        run = archive.start_run("collect", now=NOW, version="0.1.0", host="desk")
        first = article(301, "kura-wire", "Road bridge over the Kura near Vardzia falls", hours=5, body=FIRST)
        following = article(302, "caspian-courier", "Divers search the Kura near Vardzia", hours=4, body=NEXT)
        russian = article(
            303, "yuzhny-vestnik", "Мост через Куру у Вардзии рухнул", hours=3, body=RUSSIAN, language="ru"
        )
        abused = replace(article(304, "quiet-quarterly", ABUSED, hours=2, body=NEXT.replace("May", "June")), summary="")
        tellings = (first, following, russian, abused)
        told, *_ = [keep(archive, run, New(article=said), mentions(GE=0.9)) for said in tellings]
        copied = Duplicate(
            article=article(305, "caspian-courier", first.title, hours=1, body=FIRST),
            copy=Copy(of=known(archive, first.url_key), score=1.0, why="hash"),
        )
        keep(archive, run, copied, mentions(GE=0.9))
        sooner = Duplicate(  # the same text, published first and found later
            article=article(306, "quiet-quarterly", first.title, hours=6, body=FIRST),
            copy=Copy(of=known(archive, first.url_key), score=1.0, why="hash"),
        )
        keep(archive, run, sooner, mentions(GE=0.9))
        renamed = replace(first, title="Bridge over the Kura near Vardzia falls; two missing", content_hash="1:renamed")
        keep(archive, run, Revised(article=renamed, of=known(archive, first.url_key)), mentions(GE=0.9))
        cluster(archive)
        story = archive.value("SELECT story_id FROM articles WHERE id = ?", (told,))
    return {"story": story, "edited": told}
