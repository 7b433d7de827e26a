"""What the page shows that compares two versions: a part of the changes, folded where nothing changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from app.domain.comparison import Comparison, Item, PageStep, Section, Step
from app.domain.comparison_words import word_changes
from app.domain.document import Document
from app.domain.nearly import Change
from app.domain.review import Review
from app.web.comparison_strip import Strip, StripRow, span, strip_rows, strips

STEPS = (PageStep.CHANGED, PageStep.ADDED, PageStep.REMOVED, PageStep.MOVED, PageStep.SAME)
MOST = 60  # paragraphs that changed, on one page of a comparison


@dataclass(frozen=True)
class CompareRow:
    """A paragraph that changed, or a run of `count` that did not. `changes` are the words of one that changed, moved or not."""

    step: Step
    place: str = ""
    text: str = ""
    changes: tuple[Change, ...] = ()
    count: int = 0
    moved_from: int = 0


@dataclass(frozen=True)
class CompareSection:
    """A page with its changes; or unchanged pages that stand together, which have no rows. `new` and `old` are spans in words,
    `page` and `old_page` the numbers to open, 0 for none.
    """

    step: PageStep
    new: str
    old: str
    page: int
    old_page: int
    rows: tuple[CompareRow, ...] = ()
    count: int = 1


@dataclass(frozen=True)
class ComparePage:
    """Two versions compared; `sections` are those of page `number` of `pages`. Nothing but choices where `comparison` is None."""

    review: Review
    newer: Document
    older: Document | None
    choices: tuple[tuple[str, str], ...]
    comparison: Comparison | None = None
    sections: tuple[CompareSection, ...] = ()
    number: int = 1
    pages: int = 1
    strips: tuple[Strip, ...] = ()
    table: tuple[StripRow, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """What a page is called: files that flow have no fixed pages."""
        return "Page" if self.newer.format is None or self.newer.format.has_fixed_pages else "Part"

    @property
    def steps(self) -> tuple[PageStep, ...]:
        """What happened to pages, to be counted: those ways that any page went, and always the changed ones."""
        found = {section.step for section in self.comparison.sections} if self.comparison else set()
        return tuple(step for step in STEPS if step in found or step is PageStep.CHANGED)

    @property
    def paragraph_counts(self) -> tuple[tuple[str, int], ...]:
        """What happened to paragraphs, in words and numbers."""
        words = {
            Step.CHANGED: "changed",
            Step.ADDED: "new",
            Step.REMOVED: "taken out",
            Step.MOVED: "moved",
            Step.SAME: "unchanged",
        }
        return tuple((name, self.comparison.paragraphs(step)) for step, name in words.items()) if self.comparison else ()

    @property
    def are_versions(self) -> bool:
        """Whether the two are versions of one paper that follow one another, and not two papers."""
        return self.older is not None and self.older.title == self.newer.title and self.older.version != self.newer.version


def compare_page(
    review: Review,
    newer: Document,
    older: Document | None,
    others: Iterable[Document],
    comparison: Comparison | None,
    number: int,
) -> ComparePage:
    """The page with one part of the changes; `number` is brought into the range that there is."""
    choices = tuple((paper.id, paper.name) for paper in others)
    if comparison is None or older is None:
        return ComparePage(review, newer, older, choices)
    parts = list(_parts(comparison.sections))
    number = min(max(1, number), len(parts))
    shown = tuple(_section(*found) for found in parts[number - 1])
    table = strip_rows(comparison)
    return ComparePage(review, newer, older, choices, comparison, shown, number, len(parts), strips(comparison), table)


Shown = tuple[list[Section], list[Item]]


def _parts(sections: Iterable[Section]) -> Iterator[list[Shown]]:
    """Sections with the items of each that are shown, in parts of not too many changes; long pages go over several parts."""
    part: list[Shown] = []
    room = MOST
    for is_same, found in groupby(sections, key=lambda section: section.step is PageStep.SAME):
        group = list(found)
        if is_same:
            part.append((group, []))
            continue
        for section in group:
            items = list(section.items)
            while items:
                taken, room = _take(items, room)
                part.append(([section], items[:taken]))
                items = items[taken:]
                if not room:
                    yield part
                    part, room = [], MOST
    if part or room == MOST:
        yield part


def _take(items: list[Item], room: int) -> tuple[int, int]:
    """How many of these items are taken before as many changes as there is room for; and the room that is left."""
    for at, item in enumerate(items):
        room -= item.step is not Step.SAME
        if not room:
            return at + 1, 0
    return len(items), room


def _section(group: list[Section], items: list[Item]) -> CompareSection:
    first = group[0]
    new, old = span([section.new for section in group]), span([section.old for section in group])
    rows = tuple(
        row for is_same, run in groupby(items, key=lambda item: item.step is Step.SAME) for row in _rows(is_same, list(run))
    )
    return CompareSection(first.step, new, old, first.new, first.old, rows, len(group))


def _rows(is_same: bool, items: list[Item]) -> Iterator[CompareRow]:
    if is_same:
        yield CompareRow(Step.SAME, count=len(items))
        return
    for item in items:
        para = item.new or item.old
        assert para
        both = item.old is not None and item.new is not None and item.old.key != item.new.key
        changes = word_changes(item.old.text, item.new.text) if both and item.old and item.new else ()
        moved_from = item.old.page if item.step is Step.MOVED and item.old else 0
        yield CompareRow(item.step, item.place, para.text, changes, moved_from=moved_from)
