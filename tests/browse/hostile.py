"""What a hostile publisher may write: titles that want to be executed, links that want to be clicked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from monitor.model.verdict import New
from monitor.store import open_archive
from tests.shelf import NOW, article, fill, keep, mentions

RUN = "window.hit=1"
TITLES = (
    f"<script>{RUN}</script>",
    f"</title></h1><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><svg onload={RUN}>',
    f"' onmouseover='{RUN}",
    f'<a href="javascript:{RUN}">click</a>',
    "{{ 7*191 }}{% include 'front.html' %}${7*191}",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    "<style>body{display:none}</style>",
    "<iframe src=https://evil.example/></iframe>",
    "<form action=https://evil.example/><input name=a>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    f"<math><mtext><option></option><mglyph><svg><mtext><style><a title='</style><img src=x onerror={RUN}>'>",
    f"<details open ontoggle={RUN}>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    f"]]><script>{RUN}</script><![CDATA[",
    "--><!--",
    '=HYPERLINK("https://evil.example")',
)  # fmt: skip
LINKS = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"java\nscript:{RUN}",
    f"jav\tascript:{RUN}",
    f" javascript:{RUN}",
    f"\x01javascript:{RUN}",
    f"&#106;avascript:{RUN}",
    f"javascript&colon;{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"vbscript:{RUN}",
    "file:///etc/passwd",
    "//evil.example/x",
    "blob:https://evil.example/x",
    f'https://evil.example/" onmouseover="{RUN}',
    f"https://evil.example/'onclick='{RUN}",
    f"https://evil.example/><script>{RUN}</script>",
    "https://evil.example/\nLocation: x",
    f"https:javascript:{RUN}",
)


def fill_with_mischief(path: Path) -> Mapping[str, int]:
    """The shelf, and an article for each title and each link, as if nothing had been cleaned on the way in."""
    ids = dict(fill(path))
    with open_archive(path, now=NOW) as archive:
        run = archive.start_run("collect", now=NOW, version="0.1.0", host="desk")
        for number, title in enumerate(TITLES):
            said = replace(article(100 + number, "kura-wire", title, hours=1, body=title), summary=title)
            ids[f"title{number}"] = keep(archive, run, New(article=said), mentions(GE=0.9))
        for number, link in enumerate(LINKS):
            said = replace(article(200 + number, "kura-wire", f"Link {number}", hours=1), url=link, authors=(link,))
            ids[f"link{number}"] = keep(archive, run, New(article=said), mentions(GE=0.9))
    return ids
