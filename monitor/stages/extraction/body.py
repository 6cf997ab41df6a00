"""Which part of the page holds the article's text.

Every block of prose speaks for the elements around it, every block of links or labels against them; the element with
the best balance, the deepest of equals, holds the article (after the idea of Readability, and of maximum subsequence
segmentation, Pasternack and Roth 2009). What classes call the surroundings of an article is left out of the count,
unless it holds much of the page's prose: then the class means something else there. `lines` says which blocks of that
part stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

from lxml.etree import _Element as Element

from monitor.stages.extraction import lines
from monitor.stages.extraction.blocks import Block, Reader

Sums = Mapping[Element, float]

LEAVES = frozenset(("p", "td", "li", "blockquote"))  # too small to hold an article
# Of the page's prose, what may be held and still be a surrounding: by elements that look the same and are surely or
# maybe named so, and by all that share a word that often means something else.
MOST_SURELY, MOST_MAYBE, MOST_WORD = 0.7, 0.35, 0.6
PENALTY, LINK_PENALTY = 10.0, 0.3  # of a block that is not prose, and of each of its characters that is a link
CORE = 0.75  # of the holder's prose that a part of it must have for the rest to be beside the article
LITTLE, MORE = 250, 3  # characters of prose below which lists are looked for, and how much more they must hold
ROWS, LINKED = 8, 0.3  # of a list that is an article, at least; and the share of links in it at most
FRAMES = frozenset(("article", "main"))
LEAD_IN = frozenset(("p", "div", "h2", "li"))  # what may stand before the core and still belong to the article


class Choice(NamedTuple):
    """A page's blocks, the element that holds the article, what is around it by name, and the prose of elements."""

    blocks: list[Block]
    holder: Element
    surroundings: set[Element]
    prose: Sums


def read(tree: Element, title: str) -> tuple[list[Block], list[Block]]:
    """Return all blocks of the page, and those that are the article's text."""
    choice = choose(tree)
    return choice.blocks, text_of(choice, title)


def choose(tree: Element) -> Choice:
    """Return where on the page the article is."""
    body = tree.find("body")
    root = tree if body is None else body
    blocks = Reader().read(root)
    prose = summed(blocks, lines.weight)
    surroundings = named_surroundings(blocks, prose, prose.get(root, 0.0))
    for block in blocks:
        block.kept = not any(element in surroundings for element, _ in block.around)
    return Choice(blocks, worthiest(blocks, root), surroundings, prose)


def text_of(choice: Choice, title: str) -> list[Block]:
    """Return the blocks that are the article's text."""
    inside = [block for block in choice.blocks if block.kept and is_in(block, choice.holder)]
    found = lines.tidy(without_edges(inside, choice.holder), choice.holder, choice.prose, title)
    length = sum(len(block.text) for block in found)
    if length < LITTLE:
        listed = listing(choice, title)
        if sum(len(block.text) for block in listed) > MORE * length:
            return listed
    return found


def listing(choice: Choice, title: str) -> list[Block]:
    """Return the lines of an article that is made of lists: of results, of names."""
    frames = (part for part in (choice.holder, *choice.holder.iterancestors()) if part.tag in FRAMES)
    frame = next(frames, None)
    if frame is None:
        return []
    inside = [block for block in choice.blocks if block.kept and is_in(block, frame) and not block.mostly_links]
    rows = [block for block in inside if block.tag in lines.LISTED]
    linked = sum(block.linked for block in choice.blocks if block.kept and is_in(block, frame))
    if len(rows) < ROWS or linked > LINKED * sum(len(block.text) for block in inside):
        return []
    return lines.without_title([block for block in inside if not lines.is_appeal(block)], title)


def summed(blocks: list[Block], measure: Callable[[Block], float]) -> Sums:
    """Return a measure of the blocks summed up for every element that holds some of them."""
    found: dict[Element, float] = defaultdict(float)
    for block in blocks:
        if amount := measure(block):
            found[block.element] += amount
            for ancestor in block.element.iterancestors():
                found[ancestor] += amount
    return found


def worth(block: Block) -> float:
    """Return what a block counts for or against an element that holds it."""
    if not block.kept:
        return -PENALTY
    prose = lines.weight(block)
    if prose or (block.tag in lines.HEADINGS and not block.mostly_links):
        return prose
    return -PENALTY - LINK_PENALTY * block.linked


def named_surroundings(blocks: list[Block], prose: Sums, whole: float) -> set[Element]:
    """Return the elements that are around the article by name and, together with their likes, hold little prose."""
    named = {element: naming for block in blocks for element, naming in block.around}
    looks = {element: look_of(element) for element in named}
    shares: dict[object, float] = defaultdict(float)
    for element, naming in named.items():
        above = [ancestor for ancestor in element.iterancestors() if ancestor in named]
        if not any(looks[ancestor] == looks[element] for ancestor in above):
            shares[looks[element]] += prose.get(element, 0.0)
        if not any(named[ancestor] == naming for ancestor in above):
            shares[naming] += prose.get(element, 0.0)
    return {
        element
        for element, naming in named.items()
        if shares[looks[element]] <= (MOST_SURELY if naming.sure else MOST_MAYBE) * whole
        and (naming.sure or shares[naming] <= MOST_WORD * whole)
    }


def look_of(element: Element) -> tuple[str, ...]:
    """Return what makes elements alike: tag and class, or id where there is no class."""
    return str(element.tag), element.get("class") or "", "" if element.get("class") else element.get("id") or ""


def worthiest(blocks: list[Block], root: Element) -> Element:
    """Return the element with the best balance of prose against what is none, the deepest of equals."""
    best, most = root, 0.0
    for element, balance in summed(blocks, worth).items():
        if element.tag in LEAVES:
            continue
        if balance > most or (balance == most and best in element.iterancestors()):
            best, most = element, balance
    return best


def is_in(block: Block, element: Element) -> bool:
    """Tell whether a block stands in an element."""
    return block.element is element or element in block.element.iterancestors()


def without_edges(blocks: list[Block], holder: Element) -> list[Block]:
    """Return the blocks without what follows the core of the text, and without the labels before it."""
    prose = summed(blocks, lines.weight)
    core = holder
    while True:
        best = max(core, key=lambda child: prose.get(child, 0.0), default=None)
        if best is None or best.tag in LEAVES or prose.get(best, 0.0) < max(CORE * prose.get(holder, 0.0), 1.0):
            break
        core = best
    inside = [is_in(block, core) for block in blocks]
    if core is holder or True not in inside:
        return blocks
    first, last = inside.index(True), len(inside) - inside[::-1].index(True)
    before = [block for block in blocks[:first] if block.tag in LEAD_IN and lines.weight(block) > 0]
    return [*before, *blocks[first:last]]
