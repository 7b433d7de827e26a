"""The picture of a comparison: a strip of pages for either version, drawn as few paths. Its table stands beside it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.domain.comparison import Comparison, PageStep, Section, Step

WIDTH, HEIGHT, LOW = 960, 36, 5
GAP = 0.12  # of a page's width


@dataclass(frozen=True)
class StripPath:
    """All pages of one strip that went one way. `d` is the path to draw."""

    step: PageStep
    d: str


@dataclass(frozen=True)
class Strip:
    """The pages of one version from left to right; the more of a page changed, the higher it stands."""

    paths: tuple[StripPath, ...]


@dataclass(frozen=True)
class StripRow:
    """A row of the table: pages that stand together and went one way. `old` and `new` are spans in words, "" for none."""

    step: PageStep
    new: str
    old: str
    changed: int
    added: int
    removed: int
    moved: int


def strips(comparison: Comparison) -> tuple[Strip, Strip]:
    """The strips of the older and of the newer version."""
    shares = {section.new: _share(section) for section in comparison.sections if section.new}
    newer = [(section.step, shares[section.new]) for section in comparison.sections if section.new]
    answering = {section.old: section for section in comparison.sections if section.old}
    older = [
        (step, _share(answering[number]) if step is PageStep.CHANGED and number in answering else 1.0)
        for number, step in comparison.older
    ]
    return _strip(older), _strip(newer)


def _share(section: Section) -> float:
    """How much of a page changed, from 0 to 1, by paragraphs."""
    return 1 - section.count(Step.SAME) / len(section.items) if section.items else 0.0


def _strip(pages: Sequence[tuple[PageStep, float]]) -> Strip:
    paths: dict[PageStep, list[str]] = defaultdict(list)
    width = WIDTH / max(1, len(pages))
    for number, (step, share) in enumerate(pages):
        height = LOW if step is PageStep.SAME else max(2 * LOW, round(HEIGHT * share))
        wide = round(width * (1 - GAP), 2)
        paths[step].append(f"M{round(number * width, 2):g} {HEIGHT}v-{height}h{wide:g}v{height}z")
    return Strip(tuple(StripPath(step, "".join(paths[step])) for step in PageStep if paths[step]))


def strip_rows(comparison: Comparison) -> tuple[StripRow, ...]:
    """The table of the picture: pages that stand together and went the same way share a row."""
    rows = []
    for step, found in groupby(comparison.sections, key=lambda section: section.step):
        group = list(found)
        counts = [sum(section.count(kind) for section in group) for kind in (Step.CHANGED, Step.ADDED, Step.REMOVED, Step.MOVED)]
        rows.append(StripRow(step, span([s.new for s in group]), span([s.old for s in group]), *counts))
    return tuple(rows)


def span(numbers: Sequence[int]) -> str:
    """Pages in words: "4", "4 to 9"; empty where there are none. Zeros stand for none."""
    found = [number for number in numbers if number]
    if not found:
        return ""
    return str(found[0]) if len(found) == 1 else f"{min(found)} to {max(found)}"
