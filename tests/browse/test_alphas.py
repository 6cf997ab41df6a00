"""The plugin keeps to what Datasette 0.65 and the alphas of 1.0 have in common."""

from __future__ import annotations

import ast
from pathlib import Path

import monitor.browse

# What both have, looked up in 0.65.5 and in 1.0a41, on which the room was opened by hand.
NAMES = {
    "datasette": {"hookimpl"},
    "datasette.app": {"Datasette"},
    "datasette.database": {"Database", "QueryInterrupted"},
    "datasette.plugins": {"pm"},
    "datasette.utils": {"sqlite_timelimit"},
    "datasette.utils.asgi": {"Response"},
}
HOOKS = {
    "asgi_wrapper",
    "menu_links",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_routes",
    "render_cell",
}


def trees() -> dict[str, ast.Module]:
    folder = Path(monitor.browse.__file__).parent
    return {file.name: ast.parse(file.read_text("utf-8")) for file in folder.rglob("*.py")}


def test_only_names_that_both_have_are_imported() -> None:
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "datasette":
                assert {alias.name for alias in node.names} <= NAMES.get(node.module or "", set()), name


def test_only_hooks_that_both_have_are_used() -> None:
    hooks = {
        node.name
        for node in ast.walk(trees()["plugin.py"])
        if isinstance(node, ast.FunctionDef)
        and any("hookimpl" in ast.unparse(decorator) for decorator in node.decorator_list)
    }
    assert hooks == HOOKS
