"""What changed between two versions of a paper: paragraph by paragraph, then page by page. Pages are matched by what stands on
them, not by their numbers. How two paragraphs differ word by word is in `comparison_words.py`.
"""

import itertools
import re
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from app.domain.document import Page
from app.domain.skeleton import skeleton

ALIKE = 0.5  # share of words in common that makes two paragraphs the same one, changed
LARGEST_BLOCK = 400_000  # pairs of paragraphs that are compared by their order
MOST_PAIRS = 20_000  # pairs of paragraphs that are compared by their words, in one place
MOST_READ = 40_000_000  # characters in all such pairs together, about a second: the server itself compares
LEAST_GROUPS = 4  # groups of words that tell a paragraph that was moved and changed
LEAST_MOVED = 20  # letters; what is shorter stands everywhere
_BREAK = re.compile(r"\n\s*\n")
_ENDS = re.compile(r"[.!?:;…][”’\"')\]]*\Z")


class Step(StrEnum):
    """What happened to a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


class PageStep(StrEnum):
    """What happened to a page as a whole."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"

    @property
    def label(self) -> str:
        """The words for a page."""
        return {"same": "Unchanged", "changed": "Changed", "added": "New", "removed": "Taken out", "moved": "Moved"}[self.value]


@dataclass(frozen=True)
class Para:
    """A paragraph: the number of the page on which it begins, how to cite it, its text, and its bare letters to compare."""

    page: int
    place: str
    text: str
    key: str


@dataclass(frozen=True)
class Item:
    """A paragraph of the older version and what became of it in the newer one; one of the two is missing where it was added or
    taken out.
    """

    step: Step
    old: Para | None
    new: Para | None

    @property
    def place(self) -> str:
        """How to cite it, in the newer version where it stands there."""
        para = self.new or self.old
        return para.place if para else ""


@dataclass(frozen=True)
class Section:
    """A page of the newer version with the paragraphs on it and those taken out there; or, with `new` 0, a page that was taken
    out. `old` is the page of the older version that answers it, 0 where none does.
    """

    step: PageStep
    old: int
    new: int
    items: tuple[Item, ...]

    def count(self, step: Step) -> int:
        """How many of its paragraphs went this way."""
        return sum(item.step is step for item in self.items)


@dataclass(frozen=True)
class Comparison:
    """Two versions compared. `sections` are in the order of the newer version; `older` has a step for each old page."""

    sections: tuple[Section, ...]
    older: tuple[tuple[int, PageStep], ...]

    def pages(self, step: PageStep) -> int:
        """How many pages went this way."""
        return sum(section.step is step for section in self.sections)

    def paragraphs(self, step: Step) -> int:
        """How many paragraphs went this way."""
        return sum(section.count(step) for section in self.sections)

    @property
    def is_same(self) -> bool:
        """Whether the texts are the same, page by page in the same order."""
        return all(section.step is PageStep.SAME for section in self.sections)


def compare(older: Sequence[Page], newer: Sequence[Page]) -> Comparison:
    """Compare the pages of two versions. Spacing, hyphens, quotation marks and case do not count as changes.

    Every paragraph of both stands in exactly one item; one that was moved may have been changed too. Takes well under a second
    for some hundred pages: paragraphs are matched by their letters first, and by their words only where they do not match.
    """
    old, new = paragraphs(older), paragraphs(newer)
    items = _moved_and_changed(list(_items(old, new)))
    return Comparison(tuple(_sections(items, newer)), tuple(_older(items, older)))


def paragraphs(pages: Sequence[Page]) -> list[Para]:
    """The paragraphs of these pages; one that goes on over the end of a page is one, on the page where it begins."""
    found: list[Para] = []
    for page in pages:
        start = 0
        for gap in [*_BREAK.finditer(page.text), None]:
            text = page.text[start : gap.start() if gap else len(page.text)].strip()
            if text and start == 0 and found and _goes_on(found[-1], page.number, text):
                before = found.pop()
                text = f"{before.text} {text}"
                found.append(Para(before.page, before.place, text, skeleton(text)))
            elif text:
                found.append(Para(page.number, page.place_at(start), text, skeleton(text) or text))
            start = gap.end() if gap else start
    return found


def _goes_on(before: Para, page: int, text: str) -> bool:
    return before.page + 1 == page and text[0].islower() and not _ENDS.search(before.text)


@dataclass(frozen=True)
class _Gap:
    """Paragraphs between two matches, which have to be matched otherwise."""

    old: list[Para]
    new: list[Para]


def _items(old: Sequence[Para], new: Sequence[Para]) -> Iterator[Item]:
    """Every paragraph's item, in the order of the newer version; what was taken out stands where it would stand."""
    parts = list(_matched(old, new))
    gaps = [part for part in parts if isinstance(part, _Gap)]
    moved = _moved(gaps)
    left = MOST_READ
    for part in parts:
        if isinstance(part, _Gap):
            gone = [para for para in part.old if id(para) not in moved]
            come = [para for para in part.new if id(para) not in moved]
            cost = len(come) * sum(len(para.text) for para in gone)
            pairs = list(_pairs(gone, come)) if cost <= left else []
            left -= cost if cost <= left else 0
            yield from _within(part, moved, gone, pairs)
        else:
            yield Item(Step.SAME, *part)


def _matched(old: Sequence[Para], new: Sequence[Para]) -> Iterator[tuple[Para, Para] | _Gap]:
    """Paragraphs with the same letters in the same order, and what lies between. Paragraphs that stand once in each version
    are matched first, so that the rest falls into small pieces.
    """
    before = (0, 0)
    for at_old, at_new in [*_anchors(old, new), (len(old), len(new))]:
        yield from _in_order(old[before[0] : at_old], new[before[1] : at_new])
        if at_old < len(old) and at_new < len(new):
            yield old[at_old], new[at_new]
        before = (at_old + 1, at_new + 1)


def _anchors(old: Sequence[Para], new: Sequence[Para]) -> list[tuple[int, int]]:
    """Places of paragraphs that stand once in each, the longest row of them that is in order in both."""
    places = _once(new)
    pairs = [(at, places[key]) for key, at in _once(old).items() if key in places]
    ends: list[int] = []  # the smallest new place at which a row of each length ends
    last: list[int] = []  # the pair at that end
    came_from = [-1] * len(pairs)
    for number, (_, at) in enumerate(pairs):
        length = bisect_left(ends, at)
        came_from[number] = last[length - 1] if length else -1
        ends[length : length + 1] = [at]
        last[length : length + 1] = [number]
    row: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        row.append(pairs[number])
        number = came_from[number]
    return row[::-1]


def _once(paras: Sequence[Para]) -> dict[str, int]:
    count = Counter(para.key for para in paras)
    return {para.key: at for at, para in enumerate(paras) if count[para.key] == 1}


def _in_order(old: Sequence[Para], new: Sequence[Para]) -> Iterator[tuple[Para, Para] | _Gap]:
    if not old or not new or len(old) * len(new) > LARGEST_BLOCK:
        if old or new:
            yield _Gap(list(old), list(new))
        return
    matcher = SequenceMatcher(None, [para.key for para in old], [para.key for para in new], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield _Gap(list(old[a:b]), list(new[c:d]))


def _moved(gaps: Iterable[_Gap]) -> dict[int, Para]:
    """Paragraphs that were taken out in one place and put in in another: by identity of the new one, and of the old one."""
    waiting: dict[str, deque[Para]] = defaultdict(deque)
    gaps = list(gaps)
    for para in itertools.chain.from_iterable(gap.old for gap in gaps):
        if len(para.key) >= LEAST_MOVED:
            waiting[para.key].append(para)
    found: dict[int, Para] = {}
    for para in itertools.chain.from_iterable(gap.new for gap in gaps):
        if waiting[para.key]:
            before = waiting[para.key].popleft()
            found[id(para)], found[id(before)] = before, para
    return found


def _within(gap: _Gap, moved: dict[int, Para], gone: list[Para], pairs: list[tuple[Para, Para]]) -> Iterator[Item]:
    """The items of a gap. `gone`: its older paragraphs that were not moved; `pairs`: those of them that were changed."""
    answers = {id(new): before for before, new in pairs}
    paired = {id(para) for para in answers.values()}
    left = deque(gone)
    for para in [*gap.new, None]:
        while left and id(left[0]) not in paired:
            yield Item(Step.REMOVED, left.popleft(), None)
        if para is None:
            return
        if id(para) in moved:
            yield Item(Step.MOVED, moved[id(para)], para)
        elif id(para) in answers:
            yield Item(Step.CHANGED, left.popleft(), para)
        else:
            yield Item(Step.ADDED, None, para)


def _moved_and_changed(items: list[Item]) -> list[Item]:
    """Paragraphs that were moved to another place and changed there too put together, by the groups of words they share."""
    taken: list[Para | None] = [item.old for item in items if item.step is Step.REMOVED]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, para in enumerate(taken):
        for group in _groups(para.text) if para else ():
            holders[group].append(number)
    found: dict[int, Para] = {}
    for item in items:
        if item.step is not Step.ADDED or item.new is None:
            continue
        groups = _groups(item.new.text)
        if len(groups) < LEAST_GROUPS:
            continue
        votes = Counter(number for group in groups for number in holders.get(group, ())[:20])
        best = next((number for number, _ in votes.most_common(3) if taken[number] is not None), -1)
        before = taken[best] if best >= 0 else None
        if before is not None and 2 * votes[best] >= ALIKE * (len(groups) + len(_groups(before.text))):
            found[id(item.new)], found[id(before)] = before, item.new
            taken[best] = None
    return [
        Item(Step.MOVED, found[id(item.new)], item.new) if id(item.new) in found else item
        for item in items
        if item.new is not None or id(item.old) not in found
    ]


def _groups(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return set(zip(words, words[1:], words[2:], strict=False))


def _pairs(old: Sequence[Para], new: Sequence[Para]) -> Iterator[tuple[Para, Para]]:
    """Paragraphs that are alike, in order: the pairs with most in common altogether."""
    if not old or not new or len(old) * len(new) > MOST_PAIRS:
        return
    words = [Counter(para.text.casefold().split()) for para in (*old, *new)]
    ours, theirs = words[: len(old)], words[len(old) :]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a, b in itertools.product(range(len(old) - 1, -1, -1), range(len(new) - 1, -1, -1)):
        alike = _alike(ours[a], theirs[b])
        best[a][b] = max(best[a + 1][b], best[a][b + 1], alike + best[a + 1][b + 1] if alike >= ALIKE else 0.0)
    a = b = 0
    while a < len(old) and b < len(new):
        if best[a][b] == best[a + 1][b]:
            a += 1
        elif best[a][b] == best[a][b + 1]:
            b += 1
        else:
            yield old[a], new[b]
            a, b = a + 1, b + 1


def _alike(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    if not total or 2 * min(one.total(), other.total()) < ALIKE * total:
        return 0.0
    return 2 * sum(min(count, other[word]) for word, count in one.items() if word in other) / total


def _sections(items: Sequence[Item], newer: Sequence[Page]) -> Iterator[Section]:
    """The items by page of the newer version; old pages of which nothing is left have a section of their own."""
    gone = _gone(items)
    on_page: dict[int, list[Item]] = defaultdict(list)
    taken_out: dict[int, dict[int, list[Item]]] = defaultdict(lambda: defaultdict(list))
    page = 0
    for item in items:
        if item.new:
            page = item.new.page
            on_page[page].append(item)
        elif item.old and item.old.page in gone:
            taken_out[page][item.old.page].append(item)
        else:
            on_page[page].append(item)
    first = newer[0].number if newer else 0
    if first and 0 in on_page:  # taken out before anything of the newer version
        on_page[first] = [*on_page.pop(0), *on_page[first]]
    for number in [0, *(page.number for page in newer)]:
        if number or on_page[0]:
            yield _section(number, tuple(on_page[number]))
        for old, removed in taken_out[number].items():
            yield Section(PageStep.REMOVED, old, 0, tuple(removed))


def _gone(items: Iterable[Item]) -> set[int]:
    """Old pages all of whose paragraphs were taken out."""
    left = {item.old.page for item in items if item.old and item.step is not Step.REMOVED}
    return {item.old.page for item in items if item.old} - left


def _section(number: int, items: tuple[Item, ...]) -> Section:
    weights: Counter[int] = Counter()
    for item in items:
        if item.old and item.new:
            weights[item.old.page] += len(item.old.text)
    old = weights.most_common(1)[0][0] if weights else 0
    return Section(_step({item.step for item in items}), old, number, items)


def _step(steps: set[Step]) -> PageStep:
    if len(steps) <= 1:
        return PageStep(next(iter(steps), Step.SAME).value)
    return PageStep.CHANGED


def _older(items: Iterable[Item], older: Sequence[Page]) -> Iterator[tuple[int, PageStep]]:
    steps: dict[int, set[Step]] = defaultdict(set)
    for item in items:
        if item.old:
            steps[item.old.page].add(item.step)
    for page in older:
        yield page.number, _step(steps[page.number])
