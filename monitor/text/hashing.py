"""Fingerprints of texts, entries and documents. A prefix names the recipe, so that a better one can follow."""

from __future__ import annotations

import re
from hashlib import blake2b

from monitor.model.article import Entry
from monitor.text.words import words

_RECIPE = "1"
_BYTES = 16  # 128 bits: no two of any archive's articles collide by chance
# Numbers in a feed that count its readers: "12 comments", "Просмотров: 345". They change without the entry changing.
_COUNTED = (
    r"comments?|views?|shares?|likes?|reads?|kommentare?|aufrufe|commentaires?|vues|partages?|comentarios?|visitas?"
    r"|vistas|commenti|visualizzazioni|yorum|okunma|görüntülenme|şərh|baxış|oxunub|комментари\w*|просмотр\w*|коментар\w*"
    r"|перегляд\w*"
)
_COUNTERS = re.compile(rf"\b(?:\d+ ){{1,3}}(?={_COUNTED}\b)|\b(?P<noun>{_COUNTED})(?: \d+){{1,3}}\b")


def _fingerprint(text: str) -> str:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES)
    return f"{_RECIPE}:{digest.hexdigest()}"


def content_hash(title: str, summary: str, body: str) -> str:
    """Return a fingerprint of an article's words in their order: `1:` and 32 hexadecimal digits.

    It is the same under another typography (case, quotes, dashes, white space: see `words`) and wherever the
    standfirst stands, in the summary or at the head of the body; another word, number or currency makes another one.

    >>> content_hash("A “deal”", "", "Talks  resumed.") == content_hash('A "deal"', "Talks", "resumed")
    True
    """
    return _fingerprint(" ".join(words(f"{title}\n{summary}\n{body}")))


def entry_hash(entry: Entry) -> str:
    """Return a fingerprint of what a feed says an article is, to notice that it was edited.

    Only title, summary and body count: ids, dates and addresses that change at every fetch, and counters of comments
    and readers, do not.
    """
    said = " ".join(words(f"{entry.title}\n{entry.summary}\n{entry.body}"))
    return _fingerprint(_COUNTERS.sub(lambda counter: counter["noun"] or "", said))


def entry_key(guid: str | None, url_key: str | None) -> str:
    """Return the name of an entry within its feed: 32 hexadecimal digits over id and address, as neither is enough.

    Ids repeat under several addresses, and change under one.
    """
    said = f"{guid or ''}\x00{url_key or ''}"
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest()


def line_hash(line: str) -> int:
    """Return a fingerprint of the words of a line, 48 bits, to know it again in another text."""
    digest = blake2b(" ".join(words(line)).encode("utf-8", "surrogatepass"), digest_size=6).digest()
    return int.from_bytes(digest)


def body_hash(document: bytes) -> str:
    """Return a fingerprint of a document's bytes: 32 hexadecimal digits."""
    return blake2b(document, digest_size=_BYTES).hexdigest()
