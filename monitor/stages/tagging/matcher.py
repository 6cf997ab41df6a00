"""Finds the names of a gazetteer in a text: whole words, any ending, the longest name first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from monitor.gazetteer import Alias, Gazetteer
from monitor.stages.tagging import inflect
from monitor.stages.tagging.chinese import is_cut, simplified, thirds
from monitor.stages.tagging.forms import SHORT, Form, Node, Opening, Openings, is_accepted, ordered
from monitor.stages.tagging.words import GAP, NUMBERED, UNSPACED, WORD, fold, is_shouted, plain, words

LONGEST_ENDING = 14  # letters that may follow a stem
LONGEST_UNSPACED = 20  # characters of a name in a script without spaces
REMEMBERED = 60_000  # words whose look-up is kept, of all sets of languages together
_SURE = 3  # letters at most by which names wait for the words of a text
PAIR = 2  # characters: a country's one and what stands beside it
_ONE = frozenset({"short", "compound"})  # rules of names by one character
_WHOSE = frozenset("方军媒企警商股")  # whose those are: 中美军方, 在俄军人
_STATES = frozenset("国防 国家 国务 国会 国际 国内 国旗 国民 国产".split())  # 中美国防部长: not of 美国 alone
_PERSIAN = frozenset("پچژگک\u200c")  # letters of words that have no Arabic particles written on to them
HEAD = 80  # characters from the beginning, where datelines stand in capitals
_ACCENTED = frozenset({"az", "tr", "vi"})  # where a letter without its mark is another letter


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: `text` is what stands at [start, end) under one or more aliases.

    `rule` is that of the first alias, `tags` the slugs of all, in order, each once; none for a decoy.
    """

    start: int
    end: int
    text: str
    aliases: tuple[Alias, ...]
    rule: str = field(init=False)
    tags: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Note what is asked of a hit again and again."""
        first = self.aliases[0]
        several = len(self.aliases) > 1
        tags = tuple(dict.fromkeys(tag for alias in self.aliases for tag in alias.tags)) if several else first.tags
        object.__setattr__(self, "rule", first.rule)
        object.__setattr__(self, "tags", tags)


class Matcher:
    """A gazetteer made ready. `find` gives the hits of a text.

    A name is taken apart only when a word of a text in its language begins as it does: most texts are in one language
    and name few of the world's names, and every process makes a matcher of its own. What is found does not depend on
    what was read before.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._waiting: dict[str, list[tuple[int, Alias]]] = {}  # by how their first words begin
        # Of beginnings that have been asked for: the names in languages that have not.
        self._left: dict[str, dict[tuple[str, ...], list[tuple[int, Alias]]]] = {}
        self._roots: dict[int, Node] = {}
        self._root = Node(self._roots)
        self._stems: dict[str, list[tuple[int, object]]] = {}
        self._ids: dict[object, int] = {}
        self._spoken: dict[tuple[str, ...], tuple[str, ...]] = {}  # one tuple for all that are equal
        self._together: dict[frozenset[str], frozenset[str]] = {}
        self._places: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._unspaced: dict[str, dict[str, list[Alias]]] = {}
        self._openings: dict[tuple[frozenset[str], bool], Openings] = {}
        self._parts: dict[str, tuple[int, ...]] = {}
        self._parts_of: dict[str, list[str]] = {}  # by how they begin: which a new stem may change
        for rank, alias in enumerate(gazetteer.aliases):
            if alias.rule != "drop":
                self._note(rank, alias)

    def _note(self, rank: int, alias: Alias) -> None:
        first = WORD.search(alias.text)
        if not alias.text.isascii() and UNSPACED.search(alias.text):
            text = simplified(alias.text.rstrip("*!"))
            self._unspaced.setdefault(text[:2], {}).setdefault(text, []).append(alias)
        elif first:
            folded = fold(first.group())
            for word in (folded,) if folded.isascii() else dict.fromkeys((folded, plain(folded))):
                self._waiting.setdefault(word[: _sure(len(word))], []).append((rank, alias))

    def _prepare(self, folded: str, languages: frozenset[str]) -> None:
        """Take apart the names of these languages, and of none, that may begin with a word."""
        for length in range(1, _SURE + 1):
            begun = folded[:length]
            if begun in self._waiting:
                left = self._left[begun] = {}
                for one in self._waiting.pop(begun):
                    left.setdefault(one[1].languages, []).append(one)
            if begun in self._left:
                left = self._left[begun]
                for spoken in [one for one in left if not one or not languages.isdisjoint(one)]:
                    for rank, alias in left.pop(spoken):
                        self._add(rank, alias)
                if not left:
                    del self._left[begun]

    def _add(self, rank: int, alias: Alias) -> None:
        text = alias.text.rstrip("*!")
        found = tuple(words(text))
        exact = alias.rule == "acronym" or (
            len(found) == 1 and alias.rule != "town" and len(text) > 1 and _is_spelt(text, alias.rule)
        )
        capitals = tuple(place for place, word in enumerate(found) if word[0].isupper())
        capitals = self._places.setdefault(capitals, capitals)
        for language in _inflecting(alias.languages):
            if language in inflect.LOOSE_LANGUAGES:
                languages = tuple(one for one in alias.languages if one in inflect.LOOSE_LANGUAGES)
            else:
                languages = (language,) if language else alias.languages
            english = alias.rule == "demonym" and alias.languages == ("en",) and len(found) == 1
            languages = self._spoken.setdefault(languages, languages)
            form = Form(rank, alias, languages, found if exact else (), capitals, "," in text, english)
            self._insert(form, found, language)

    def _insert(self, form: Form, said: tuple[str, ...], language: str) -> None:
        alias, exact = form.alias, bool(form.letters)
        nodes = [self._root]
        for place, word in enumerate(said):
            last = place == len(said) - 1
            folded = fold(word)
            if (exact and language not in {"ka", "ar", "fa"}) or alias.text.endswith("!") or alias.rule == "prefix":
                found: list[inflect.Stem] = [(folded, None)]
            else:
                found = list(
                    inflect.stems(folded, language, alias.rule, starred=last and alias.text[-1] == "*", last=last)
                )
            if not exact and language not in _ACCENTED and (bare := plain(folded)) != folded and bare.isascii():
                found += [(plain(stem), endings) for stem, endings in found]
            nodes = [node.child(self._stem(stem)) for node in nodes for stem in found]
            if place == 0:
                for node in nodes:
                    node.small |= form.small
                    spoken = None if node.spoken is None or not form.languages else node.spoken.union(form.languages)
                    node.spoken = self._together.setdefault(spoken, spoken) if spoken else spoken
        for node in nodes:
            if form not in node.aliases:
                node.aliases = (*node.aliases, form)

    def _stem(self, stem: inflect.Stem) -> int:
        number = self._ids.get(stem)
        if number is None:
            number = self._ids[stem] = len(self._ids)
            self._stems.setdefault(stem[0], []).append((number, stem[1]))
            for word in self._parts_of.pop(stem[0][:2], ()):  # which may be the new stem
                self._parts.pop(word, None)
        return number

    def _begun(self, word: str, languages: frozenset[str]) -> Iterator[list[Node]]:
        """Yield, for each spelling of a word, where names begin: all of these languages', however many still wait."""
        for spelling in spellings(word):
            self._prepare(spelling, languages)
            yield [self._roots[number] for number in self._numbers(spelling) if number in self._roots]

    def _opening(self, languages: frozenset[str], *, shouted: bool) -> Openings:
        """Return what each word opens in a text of these languages, as far as it was asked before."""
        if sum(map(len, self._openings.values())) > REMEMBERED:
            self._openings.clear()
        asked = languages, shouted
        found = self._openings.get(asked)
        if found is None:
            found = self._openings[asked] = Openings(self._begun, languages, shouted=shouted)
        return found

    def _part(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the stems, of the names taken apart so far, that a word may be."""
        variants = spellings(word)
        found = tuple(dict.fromkeys(number for spelling in variants for number in self._numbers(spelling)))
        if len(self._parts) > REMEMBERED:
            self._parts.clear()
            self._parts_of.clear()
        for begun in {spelling[:length] for spelling in variants for length in (1, 2)}:
            self._parts_of.setdefault(begun, []).append(word)
        self._parts[word] = found
        return found

    def _numbers(self, folded: str) -> Iterator[int]:
        length = len(folded)
        for cut in range(length, max(0, length - LONGEST_ENDING), -1):
            for number, endings in self._stems.get(folded[:cut], ()):
                if endings is None:
                    if cut == length:
                        yield number
                elif endings.fullmatch(folded, cut):  # type: ignore[attr-defined]
                    yield number

    def find(self, text: str, languages: frozenset[str], *, shouted: bool | None = None) -> list[Hit]:
        """Return the hits of a text in its order; of overlapping names the first and longest.

        Only aliases of one of the `languages` (or of no language) count. A text that is `shouted` (set in capitals;
        looked up where None) tells nothing by its capitals.
        """
        shouted = is_shouted(text) if shouted is None else shouted
        hits = list(self._spaced(text, languages, shouted=shouted))
        runs = [run.span() for run in NUMBERED.finditer(text)] if self._unspaced and UNSPACED.search(text) else []
        if runs:
            simple = simplified(text)
            more = [hit for run in runs for hit in self._run(text, simple, *run, languages)]
            hits = sorted([*hits, *more], key=lambda hit: hit.start)
        return hits

    def _spaced(self, text: str, languages: frozenset[str], *, shouted: bool) -> Iterator[Hit]:
        openings = self._opening(languages, shouted=shouted)
        tokens = list(WORD.finditer(text))
        opened = [openings[token[0]] for token in tokens]
        taken = 0
        for place, opening in enumerate(opened):
            if opening is None or place < taken:
                continue
            for last, forms in reversed(self._walk(text, tokens, place, opening)):
                start, end = tokens[place].start(), tokens[last].end()
                said = [token[0] for token in tokens[place : last + 1]]
                if place == last and SHORT >= len(said[0]) > 1 and said[0].isupper() and not shouted and start > HEAD:
                    forms = [form for form in forms if form.letters]  # noqa: PLW2901 - the walk is not used again
                accepted = [f for f in forms if is_accepted(f, text[start:end], said, languages, shouted=shouted)]
                if accepted:
                    yield Hit(start, end, text[start:end], _best(ordered(accepted, text[start:end], languages)))
                    taken = last + 1
                    break

    def _walk(
        self, text: str, tokens: list[re.Match[str]], place: int, opening: Opening
    ) -> list[tuple[int, Sequence[Form]]]:
        """Return (last token, forms) for every name that begins at a token, the shortest first."""
        ends: list[tuple[int, Sequence[Form]]] = [(place, opening.forms)] if opening.forms else []
        further, last = opening.further, place
        while further:
            last += 1
            if last >= len(tokens):
                break
            word = tokens[last][0]
            numbers = self._parts[word] if word in self._parts else self._part(word)
            nodes = [children[n] for children in further for n in numbers if n in children] if numbers else []
            if not nodes or not GAP.fullmatch(text, tokens[last - 1].end(), tokens[last].start()):
                break
            forms = [form for node in nodes for form in node.aliases]
            if forms:
                ends.append((last, forms))
            further = tuple(node.children for node in nodes if node.children)
        return ends

    def _run(self, text: str, simple: str, start: int, end: int, languages: frozenset[str]) -> Iterator[Hit]:
        """Yield the hits in a run without spaces; `simple` is the text in simplified characters."""
        place = start
        while place < end:
            names = self._unspaced.get(simple[place : place + 2])
            step = 1
            if names:
                for length in range(min(LONGEST_UNSPACED, len(text) - place), 1, -1):
                    aliases = names.get(simple[place : place + length])
                    if aliases is None or _cuts_katakana(text, place, place + length):
                        continue
                    spoken = [a for a in aliases if not a.languages or languages.intersection(a.languages)]
                    if spoken and not (spoken[0].rule in _ONE and self._hides(simple, place, length)):
                        yield Hit(place, place + length, text[place : place + length], _best(spoken))
                        step = length
                        if third := self._third(simple, place + length) if spoken[0].rule == "compound" else None:
                            step += 1
                            yield Hit(place + length, place + step, text[place + length : place + step], (third,))
                        break
            place += step

    def _third(self, simple: str, place: int) -> Alias | None:
        """Return what a character behind a pair of countries is, where it is one more: the 韩 of 美日韩."""
        third = thirds().get(simple[place : place + 1])
        begun = self._unspaced.get(simple[place : place + PAIR], {})
        if third is None or is_cut(simple, place, place + 1) or any(simple.startswith(name, place) for name in begun):
            return None
        return third

    def _hides(self, simple: str, place: int, length: int) -> bool:
        """Return whether one character is a part of a word there, or a longer name begins with it: 在日内瓦."""
        if is_cut(simple, place, place + length):
            return True
        if length > PAIR or simple[place + length : place + length + 2] in _STATES:
            return False
        names = self._unspaced.get(simple[place + 1 : place + 1 + PAIR], {})
        return any(
            aliases[0].tags
            and aliases[0].rule not in _ONE
            and (len(name) > PAIR or name[1] not in _WHOSE)
            and simple.startswith(name, place + 1)
            for name, aliases in names.items()
        )


def _is_spelt(text: str, rule: str) -> bool:
    """Return whether the capitals of one word are a part of it: FIFA, and of bodies CoE, who is no Sebastian Coe."""
    if text.isupper():
        return text.lower() != text
    return rule == "organisation" and len(text) <= SHORT and not text[1:].islower() and text.isalpha()


def _sure(length: int) -> int:
    """Return how many letters of a name's first word, of a length, no ending can change: see inflect.stems."""
    return min(max(length // 2, 1), _SURE)


def spellings(word: str) -> list[str]:
    """Return a word of a text folded, and what remains of it without particles written on to its front."""
    folded = fold(word)
    if folded and "\u0590" <= folded[0] <= "\u06ff" and not _PERSIAN.intersection(word):
        return [folded, *inflect.unprefixed(folded)]
    return [folded]


def _inflecting(languages: tuple[str, ...]) -> Iterable[str]:
    """Return the languages whose endings differ from the bare word, or one that stands for the rest."""
    inflecting = [language for language in languages if language in inflect.INFLECTING]
    loose = [language for language in inflecting if language in inflect.LOOSE_LANGUAGES]
    own = [language for language in inflecting if language not in inflect.LOOSE_LANGUAGES]
    found = [*own, *loose[:1]]  # one stands for all that are alike
    return found if len(inflecting) == len(languages) and inflecting else [*found, ""]


def _best(aliases: list[Alias]) -> tuple[Alias, ...]:
    """Return the aliases that stand: a decoy wins over all; each tag once."""
    decoys = [alias for alias in aliases if not alias.tags]
    if decoys:
        return (decoys[0],)
    chosen: dict[tuple[str, ...], Alias] = {}
    for alias in sorted(aliases, key=lambda alias: alias.rule == "prefix"):  # the weaker evidence
        chosen.setdefault(alias.tags, alias)
    return tuple(chosen.values())


def _cuts_katakana(text: str, start: int, end: int) -> bool:
    def is_katakana(place: int) -> bool:
        return 0 <= place < len(text) and "\u30a1" <= text[place] <= "\u30fc"

    return (is_katakana(start) and is_katakana(start - 1)) or (is_katakana(end - 1) and is_katakana(end))
