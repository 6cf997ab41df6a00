"""The names of a gazetteer as the matcher compares them, and what each word of a text begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from monitor.gazetteer import Alias
from monitor.stages.tagging.languages import ENGLISH
from monitor.stages.tagging.words import fold

SHORT = 5  # letters: so short a word in capitals is more likely an acronym (GAO, FICO) than a name
_ENGLISH = frozenset({"en", ENGLISH})
_LOOSE = frozenset({"name", "organisation"})  # one capital will do: южная Корея, Совет безопасности


@dataclass(slots=True)
class Node:
    """A word of names: which names end with it, and which words may follow."""

    children: dict[int, Node] | None = None  # most nodes are the end of a name
    aliases: tuple[Form, ...] = ()
    small: bool = False  # a name that begins here may do so in small letters
    spoken: frozenset[str] | None = frozenset()  # the languages of those names; None: any

    def opens(self, word: str, languages: frozenset[str], *, shouted: bool) -> bool:
        """Return whether a name that begins here may begin with this word in such a text: few do with `of`."""
        if self.spoken is not None and self.spoken.isdisjoint(languages):
            return False
        return self.small or shouted or not word[0].islower()

    def child(self, stem: int) -> Node:
        """The node behind a stem, which is made where there is none."""
        if self.children is None:
            self.children = {}
        found = self.children.get(stem)
        if found is None:
            found = self.children[stem] = Node()
        return found


@dataclass(frozen=True, slots=True)
class Form:
    """An alias as the matcher compares it: which capitals it needs."""

    rank: int  # in the gazetteer
    alias: Alias
    languages: tuple[str, ...]  # whose endings these are; empty: any
    letters: tuple[str, ...]  # of an acronym: these, in capitals; empty for all others
    capitals: tuple[int, ...]  # the words that begin with one
    comma: bool
    english: bool  # one English word for a people, which in other languages' texts is one of theirs: Dane, Pole, Bajan

    @property
    def small(self) -> bool:
        """Whether it may begin with a small letter, as `is_accepted` has it."""
        if self.letters:
            return not self.letters[0][0].isupper()
        return self.capitals != (0,) if self.alias.rule in _LOOSE else 0 not in self.capitals


@dataclass(frozen=True, slots=True)
class Opening:
    """What a word is in a text: names by itself, and what may follow where it is the first word of more."""

    forms: tuple[Form, ...]
    further: tuple[dict[int, Node], ...]


class Openings(dict[str, Opening | None]):
    """What words open in texts of some languages: each is looked up once, and most open nothing.

    `begun` yields, for each spelling of a word, where names of the languages begin: the first that opens any is its.
    """

    def __init__(
        self, begun: Callable[[str, frozenset[str]], Iterable[list[Node]]], languages: frozenset[str], *, shouted: bool
    ) -> None:
        super().__init__()
        self._begun, self._languages, self._shouted = begun, languages, shouted

    def __missing__(self, word: str) -> Opening | None:
        spoken = self._languages
        spellings = (
            [node for node in nodes if node.opens(word, spoken, shouted=self._shouted)]
            for nodes in self._begun(word, spoken)
        )
        nodes = next(filter(None, spellings), [])
        forms = tuple(
            form
            for node in nodes
            for form in node.aliases
            if not form.languages or not spoken.isdisjoint(form.languages)
        )
        further = tuple(node.children for node in nodes if node.children)
        self[word] = found = Opening(forms, further) if forms or further else None
        return found


def is_accepted(form: Form, matched: str, said: list[str], languages: frozenset[str], *, shouted: bool) -> bool:
    """Return whether what a text says, `matched` with its words `said`, is the alias in the capitals that it needs."""
    if form.languages and not languages.intersection(form.languages):
        return False
    if ("," in matched) != form.comma:
        return False
    if form.english and len(languages) > 1 and ENGLISH not in languages:
        return False
    if form.letters:
        return (
            shouted or all(s.startswith(w) for s, w in zip(said, form.letters, strict=True)) or _may_be_acronym(said[0])
        )
    if not form.capitals or shouted:
        return True
    enough = any if form.alias.rule in _LOOSE else all
    return enough(said[place][0].isupper() or not said[place][0].islower() for place in form.capitals)


def _may_be_acronym(word: str) -> bool:
    """Return whether a word may be an acronym: FİFA, Юнеско, and all in scripts without capitals."""
    caseless = word[0].upper() == word[0].lower() or "\u10d0" <= word[0] <= "\u10ff"  # Georgian has none in names
    return caseless or (not word.isascii() and (word.isupper() or (word[0].isupper() and len(word) >= SHORT)))


def ordered(forms: list[Form], matched: str, languages: frozenset[str]) -> list[Alias]:
    """Return the aliases of forms by their rank: those that are spelt as the text has them, where there are any.

    Indiana is a state, and not what is Indian in Portuguese: a name goes before a word. An acronym is first one of the
    text's own language, and then an English one: CAR is South Africa in Azerbaijani.
    """
    if len(forms) > 1:
        folded = fold(matched)
        spelt = [form for form in forms if fold(form.alias.text.rstrip("*!")) == folded]
        names = [form for form in spelt if form.capitals]
        acronyms = [form for form in spelt if form.letters and form.alias.text == matched]  # İİT is no IIT
        own = [form for form in acronyms if languages.intersection(form.alias.languages) - _ENGLISH]
        forms = sorted(own or acronyms or names or spelt or forms, key=lambda form: form.rank)
    return [form.alias for form in forms]
