"""What the reading room adds to Datasette: its pages, a search that is never an error, and a gate before it all.

It keeps to what Datasette 0.65 and the alphas of 1.0 have in common; canned queries stand in datasette.yaml.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

from datasette import hookimpl
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Response
from jinja2 import Environment
from markupsafe import Markup, escape

from monitor import clock
from monitor.browse.desk import Desk
from monitor.browse.gate import STRICT, Asgi, Gate, guarded
from monitor.browse.labels import labelled
from monitor.browse.pages import article, front, search, source, story, subject
from monitor.browse.pages import files as lists
from monitor.browse.render import page
from monitor.errors import UnknownName
from monitor.store.fts import sought
from monitor.store.reading import Reading
from monitor.text.links import link

NOTHING = '""'  # an FTS5 query that finds nothing and is no error
PATIENCE = 30_000  # milliseconds for a page: each reads a bounded number of rows, and a busy disk is no reason to fail
STATIC = {
    "room.css": "text/css; charset=utf-8",
    "room.svg": "image/svg+xml",
    "tables.css": "text/css; charset=utf-8",
    "tables.js": "text/javascript; charset=utf-8",
}
Made = Callable[[Reading, Desk, Any], str]


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]  # Datasette has no types
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Give SQL a function that makes of any typed text a full-text query that is no error.

    It takes the place of Datasette's own, to which an empty search is a syntax error.
    """
    for name in ("press_query", "escape_fts"):
        conn.create_function(name, 1, lambda text: sought(str(text or "")).expression or NOTHING)


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Environment) -> None:
    """Give Datasette's templates, which ours stand around, the filter that names their fields."""
    env.filters["labelled"] = labelled


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """The room's pages."""
    return [
        (r"^/$", _front),
        (r"^/article/(?P<id>[0-9]{1,18})$", _article),
        (r"^/article/(?P<id>[0-9]{1,18})\.(?P<form>bib|ris|txt)$", _article_file),
        (r"^/story/(?P<id>[0-9]{1,18})$", _story),
        (r"^/(?P<kind>country|organisation)/(?P<code>[A-Za-z0-9-]{1,40})$", _subject),
        (r"^/(?P<kind>countries|organisations)$", _subjects),
        (r"^/source/(?P<id>[^/]{1,120})$", _source),
        (r"^/sources$", _sources),
        (r"^/search$", _search),
        (r"^/search\.(?P<form>csv|json|atom)$", _search_file),
        (r"^/room/(?P<name>[a-z.]{1,20})$", _static),
    ]


async def _front(datasette: Any, request: Any) -> Response:
    day, watch = request.args.get("date") or "", request.args.get("watch") or ""
    return await _page(datasette, lambda reading, desk, now: front.front_page(reading, desk, now, day=day, watch=watch))


async def _article(datasette: Any, request: Any) -> Response:
    number = int(request.url_vars["id"])
    return await _page(datasette, lambda reading, desk, now: article.article_page(reading, desk, now, number))


async def _article_file(datasette: Any, request: Any) -> Response:
    number, form = int(request.url_vars["id"]), request.url_vars["form"]
    text = await _read(datasette, lambda reading, desk, _now: article.article_file(reading, desk, number, form))
    if isinstance(text, Response):
        return text
    types = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems", "txt": "text/plain"}
    headers = {} if form == "txt" else {"Content-Disposition": f'attachment; filename="article-{number}.{form}"'}
    return Response(text, headers=headers | _STRICT, content_type=f"{types[form]}; charset=utf-8")


async def _story(datasette: Any, request: Any) -> Response:
    number = int(request.url_vars["id"])
    return await _page(datasette, lambda reading, desk, now: story.story_page(reading, desk, now, number))


async def _subject(datasette: Any, request: Any) -> Response:
    kind, code = request.url_vars["kind"], request.url_vars["code"]
    return await _page(datasette, lambda reading, desk, now: subject.subject_page(reading, desk, now, kind, code))


async def _subjects(datasette: Any, request: Any) -> Response:
    kind: subject.Kind = "country" if request.url_vars["kind"] == "countries" else "organisation"
    return await _page(datasette, lambda reading, desk, now: subject.subjects_page(reading, desk, now, kind))


async def _source(datasette: Any, request: Any) -> Response:
    name = unquote(request.url_vars["id"])
    return await _page(datasette, lambda reading, desk, now: source.source_page(reading, desk, now, name))


async def _sources(datasette: Any) -> Response:
    return await _page(datasette, source.sources_page)


async def _search(datasette: Any, request: Any) -> Response:
    said = _asked(request)
    return await _page(datasette, lambda reading, desk, now: search.search_page(reading, desk, now, said))


async def _search_file(datasette: Any, request: Any) -> Response:
    said, form = _asked(request), request.url_vars["form"]
    raw = request.args.get("raw") == "1"
    host = request.headers.get("host", "127.0.0.1")
    root = f"{request.scheme}://{host}/"
    place = lists.Place(root=root, own=root + said.link(f"search.{form}"))
    most = lists.ENTRIES if form == "atom" else lists.ROWS

    def made(reading: Reading, desk: Desk, now: Any) -> str:
        found = search.results(reading, desk, said, limit=most)
        return lists.list_file(form, found, said, place, now, raw=raw)

    text = await _read(datasette, made)
    if isinstance(text, Response):
        return text
    return Response(text, headers=dict(_STRICT), content_type=lists.TYPES[form])


def _asked(request: Any) -> search.Asked:
    return search.asked({name: request.args.getlist(name) for name in request.args.keys()})  # noqa: SIM118 - no dict


async def _static(request: Any) -> Response:
    name = request.url_vars["name"]
    if name not in STATIC:
        return Response.text("not found", status=404)
    text = (files("monitor.browse") / "static" / name).read_text("utf-8")
    return Response(text, headers=_STRICT | {"Cache-Control": "max-age=600"}, content_type=STATIC[name])


async def _page(datasette: Any, make: Made) -> Response:
    text = await _read(datasette, make)
    return text if isinstance(text, Response) else Response.html(text, headers=dict(_STRICT))


async def _read(datasette: Any, make: Made) -> str | Response:
    """What `make` reads and writes, on one of Datasette's connections; or the page that says why there is nothing."""
    desk: Desk = getattr(datasette, "press_desk", Desk())
    now = clock.now()
    database = datasette.get_database("press")

    def read(connection: sqlite3.Connection) -> str:
        with sqlite_timelimit(connection, PATIENCE):
            return make(Reading(database.path, connection), desk, now)

    try:
        text: str = await database.execute_fn(read)
    except (UnknownName, ValueError) as error:
        return _trouble(desk, now, 404, str(error))
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return _trouble(desk, now, 503, "This took too long. Ask for fewer days, or for something rarer.")
    return text


def _trouble(desk: Desk, now: Any, status: int, said: str) -> Response:
    text = page("trouble.html", desk=desk, now=now, title="Not found" if status == 404 else "Too much", reason=said)  # noqa: PLR2004
    return Response.html(text, status=status, headers=dict(_STRICT))


_STRICT = {"Content-Security-Policy": STRICT}


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Any, value: Any, column: str, database: str) -> Markup | None:
    """Titles lead to their article, tags and sources to their page; an address is a link only if it is one."""
    if database != "press" or not isinstance(value, str):
        return None
    names = row.keys()
    if column == "title" and "id" in names and "source" in names:
        return Markup('<a href="/article/{}">{}</a>').format(int(row["id"]), value)
    if column in {"countries", "organisations"} and value.startswith("["):
        return _tags(value, column)
    if value.startswith(("http:", "https:", "mailto:")) and not link(value):
        return escape(value)
    return None


def _tags(value: str, column: str) -> Markup | None:
    try:
        codes = json.loads(value)
    except ValueError:
        return None
    path = "country" if column == "countries" else "organisation"
    return Markup(" ").join(Markup('<a href="/{}/{}">{}</a>').format(path, code, code) for code in codes)


@hookimpl  # type: ignore[untyped-decorator]
def menu_links() -> list[dict[str, str]]:
    """The room's pages in Datasette's menu."""
    return [
        {"href": "/", "label": "Today"},
        {"href": "/search", "label": "Search"},
        {"href": "/press", "label": "Tables and queries"},
    ]


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[Asgi], Asgi]:
    """Nobody passes by the gate."""
    gate: Gate = getattr(datasette, "press_gate", Gate())
    return lambda app: guarded(app, gate)
