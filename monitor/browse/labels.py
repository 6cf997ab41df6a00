"""What Datasette's own pages lack for who can't see them: names for fields, and tables that a keyboard scrolls."""

from __future__ import annotations

import re

from markupsafe import Markup

NAMES = {
    "_filter_column": "Column to filter by",
    "_filter_op": "Comparison",
    "_filter_value": "Value to compare with",
    "_sort": "Sort by",
    "sql": "SQL",
}
_FIELD = re.compile(rf'<(?:select|input|textarea)\b[^>]*? name="({"|".join(NAMES)})(?:_\d+)?"')
_WRAPPER = '<div class="table-wrapper"'
_CROSS = 'class="cross"'


def labelled(page: str) -> Markup:
    """Return a piece of one of Datasette's pages with its fields named; what it has none of stays as it is.

    In what an archive says, no tag can stand: Datasette has escaped it.
    """
    page = _FIELD.sub(_named, page)
    page = page.replace(_WRAPPER, f'{_WRAPPER} tabindex="0" role="region" aria-label="Rows"')
    return Markup(page.replace(_CROSS, f'{_CROSS} aria-label="Take this away"'))  # noqa: S704 - it was markup before


def _named(found: re.Match[str]) -> str:
    field = found[0]
    return field if 'type="hidden"' in field else f'{field} aria-label="{NAMES[found[1]]}"'
