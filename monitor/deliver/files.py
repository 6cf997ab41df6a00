"""A digest as files: the message, a page, text, Markdown, an Atom feed, and Word where python-docx is installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from monitor.deliver.atom import atom
from monitor.deliver.message import message, message_id
from monitor.deliver.render import Rendered, markdown
from monitor.deliver.view import UNSUBSCRIBE
from monitor.errors import CantCreate
from monitor.model.digest import Digest
from monitor.model.outbox import Issue
from monitor.model.settings import Config, DigestPlan, Mail

NOBODY = "recipient@example.invalid"


def write(
    stem: Path, digest: Digest, rendered: Rendered, issue: Issue, *, config: Config, plan: DigestPlan
) -> list[Path]:
    """Write a digest to STEM.eml, .html, .txt, .md, .atom and .docx; return the files. Raises CantCreate.

    Text, Markdown, Atom and Word hold every story; the mail and the page as many as a mail has room for.
    """
    archive_url = config.settings.archive_url
    mail = config.mail or Mail(sender="press@example.invalid")
    letter = message(
        issue, NOBODY, message_id(issue.key, NOBODY, mail.sender), "preview", mail=mail, title=plan.title,
        reply_to=plan.reply_to,
    )  # fmt: skip
    contents: dict[str, bytes] = {
        ".eml": letter.as_bytes(),
        ".html": anonymous(rendered.html).encode(),
        ".txt": anonymous(rendered.plain).encode(),
        ".md": markdown(digest, archive_url).encode(),
        ".atom": atom(digest, archive_url),
    }
    if find_spec("docx") is not None:
        from monitor.deliver.word import word

        contents[".docx"] = word(digest, archive_url)
    return [_put(stem.with_name(stem.name + ending), content) for ending, content in contents.items()]


def page(html: str, folder: Path, name: str) -> Path:
    """Write a digest's page to be looked at; return where."""
    return _put(folder / f"{name}.html", anonymous(html).encode())


def anonymous(text: str) -> str:
    """What nobody receives unsubscribes nobody."""
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if UNSUBSCRIBE not in line or "</" in line).replace(UNSUBSCRIBE, "#")


def _put(path: Path, content: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise CantCreate(f"{path} can't be written: {error.strerror}") from error
    return path
