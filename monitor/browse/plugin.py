"""What the reading room adds to Datasette: its search, links between what belongs together, quiet headers."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from sqlite3 import Connection, Row
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from markupsafe import Markup, escape

from monitor.store.fts import sought

NOTHING = '""'  # an FTS5 query that finds nothing and is no error
QUIET = [
    (b"referrer-policy", b"no-referrer"),  # publishers need not learn who reads them
    (b"x-robots-tag", b"noindex"),
    (b"x-content-type-options", b"nosniff"),
]
Asgi = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]  # Datasette has no types
def prepare_connection(conn: Connection) -> None:
    """Give SQL a function that makes of any typed text a full-text query that is no error.

    It takes the place of Datasette's own, to which an empty search is a syntax error.
    """
    for name in ("press_query", "escape_fts"):
        conn.create_function(name, 1, lambda text: sought(str(text or "")).expression or NOTHING)


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """The address of the search, which outlasts how it is made."""
    return [(r"^/search$", _search)]


async def _search(datasette: Datasette, request: Request) -> Response:
    words = urlencode({"q": request.args.get("q") or ""})
    return Response.redirect(f"{datasette.urls.database('press')}/search?{words}")


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Row, value: Any, column: str, database: str, datasette: Datasette) -> Markup | None:
    """Titles lead to their article, tags to the articles about them."""
    if database != "press" or not isinstance(value, str):
        return None
    names = row.keys()
    if column == "title" and "id" in names and "source" in names:
        address = f"{datasette.urls.table('press', 'articles')}/{int(row['id'])}"
        return Markup('<a href="{}">{}</a>').format(address, value)
    if column in {"countries", "organisations"} and value.startswith("["):
        return _tags(value, column, datasette)
    return None


def _tags(value: str, column: str, datasette: Datasette) -> Markup | None:
    try:
        codes = json.loads(value)
    except ValueError:
        return None
    articles = datasette.urls.table("press", "articles")
    if not codes:
        return Markup("&nbsp;")
    return Markup(" ").join(
        Markup('<a href="{}?{}">{}</a>').format(articles, urlencode({f"{column}__arraycontains": code}), escape(code))
        for code in codes
    )


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper() -> Callable[[Asgi], Asgi]:
    """Every answer tells browsers to tell nobody."""

    def wrap(app: Asgi) -> Asgi:
        async def answer(scope: dict[str, Any], receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
            async def quietly(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    message = {**message, "headers": [*message.get("headers", []), *QUIET]}
                await send(message)

            await app(scope, receive, quietly)

        return answer

    return wrap
