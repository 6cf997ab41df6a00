"""The articles that are compared with each other: of most of them, no more is looked at than which terms they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView, Mapping

from monitor.model.story import Kept, Told
from monitor.stages.clustering.terms import Terms, form_of, hashes_of, is_format_of, read, terms_of


class Window(Mapping[int, Terms]):
    """Articles by their ids, in the order given. What was kept of one is taken apart when it is asked for."""

    def __init__(self, articles: Iterable[Told | Kept | Terms]) -> None:
        self._articles = {one.id: read(one) if isinstance(one, Told) else one for one in articles}

    def __getitem__(self, article: int) -> Terms:
        one = self._articles[article]
        if isinstance(one, Kept):
            one = self._articles[article] = terms_of(one)
        return one

    def __contains__(self, article: object) -> bool:
        return article in self._articles

    def __iter__(self) -> Iterator[int]:
        return iter(self._articles)

    def __len__(self) -> int:
        return len(self._articles)

    def keys(self) -> KeysView[int]:
        """Return the ids, with which sets are made many times quicker than a mapping's own view does."""
        return self._articles.keys()

    def hashes(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Give of each article the hashes of its stems and keys; none of a format."""
        for article, one in self._articles.items():
            if isinstance(one, Kept):
                yield article, () if is_format_of(one.terms) else hashes_of(one.terms)
            else:
                yield article, () if one.format else one.stems + one.keys

    def said(self) -> Iterator[tuple[int, ...]]:
        """Give of each article the hashes of its stems and keys, of a format too: what terms are counted by."""
        for one in self._articles.values():
            yield hashes_of(one.terms) if isinstance(one, Kept) else one.stems + one.keys

    def forms(self) -> Iterator[tuple[int, tuple[str, int]]]:
        """Give of each article its outlet and its form: 0 of a format."""
        for article, one in self._articles.items():
            if isinstance(one, Kept):
                yield article, (one.source, form_of(one.terms))
            else:
                yield article, (one.source, 0 if one.format else one.form)
