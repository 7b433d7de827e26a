"""Finds running heads, running feet and page numbers by what repeats from page to page. Drops no text of the body."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.outside.reading.lines import Line

ROWS = 2  # at the top and at the bottom of a page
LEAST_PAGES = 3
FARTHEST = 6  # pages between two occurrences of one running head
NEAR = 3.0  # points that its place may vary
LONGEST = 250  # characters
LONG_KEY = 60  # of a long head only the beginning must agree: print-outs of web pages cut addresses anywhere
CLEAR = 1.1  # the white between running head and body, as a multiple of the distance of lines
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_COUNTER = r"(?:\d+|[ivxlc]+)(?: ?(?:of|/|\|) ?\d+)?"
_PAGE_NUMBER = re.compile(rf"[-–—|\s]*(?:page )?({_COUNTER})[-–—|\s]*", re.IGNORECASE)
_COUNTED = re.compile(r"(\d+(?: ?(?:of|/) ?\d+)?)(?: \|)? (.*\D)|(.*\D)(?:\| |[ |])(\d+(?: ?(?:of|/) ?\d+)?)")
_BODY = re.compile(
    r"(?:appendix|annex|annexe|case|case study|chapter|conclusion|episode|exercise|figure|finding|key practice episode|"
    r"learning point|lesson|module|part|practice episode|question|recommendation|section|stage|step|table|theme|volume)"
)


class _Row(NamedTuple):
    """All lines on one baseline near an edge of a page.

    `outer` and `inner` are the white towards the edge row and towards the body, in points; `outer` is 0 for the edge
    row itself. `keys` are what must agree for two rows to be the same running head.
    """

    page: int
    top: bool
    y: float
    outer: float
    inner: float
    keys: tuple[str, ...]
    lines: tuple[int, ...]


def usual_distance(pages: Sequence[Sequence[Line]]) -> float:
    """The commonest distance of two lines that follow each other, in points."""
    counts: dict[float, int] = defaultdict(int)
    for lines in pages:
        for upper, lower in itertools.pairwise(lines):
            distance = upper.y1 - lower.y0
            if 4 < distance < 60:
                counts[round(distance * 2) / 2] += 1
    return max(counts, key=lambda distance: counts[distance]) if counts else 12.0


def find_running(pages: Sequence[Sequence[Line]], pitch: float) -> list[set[int]]:
    """For every page the positions of its lines that are running heads, feet or page numbers.

    `pitch` is the usual distance of lines in points.
    """
    rows = [row for number, lines in enumerate(pages) for row in _edge_rows(number, lines)]
    edge = {at for at, row in enumerate(rows) if not row.outer}
    chosen = _repeated(rows, edge, pitch)
    chosen |= _in_their_place(rows, chosen, pitch)
    beside = {(rows[at].page, rows[at].top) for at in chosen}
    second = {at for at, row in enumerate(rows) if (row.page, row.top) in beside and 0 < row.outer <= row.inner + 1}
    chosen |= _repeated(rows, second, pitch)
    running = [_sideways(number, lines, {key for at in chosen for key in rows[at].keys}) for number, lines in enumerate(pages)]
    for at in chosen:
        running[rows[at].page].update(rows[at].lines)
    return running


def _edge_rows(page: int, lines: Sequence[Line]) -> list[_Row]:
    level = [at for at, line in enumerate(lines) if not line.is_sideways]
    baselines: list[list[int]] = []
    for at in sorted(level, key=lambda at: -lines[at].y0):
        if baselines and lines[baselines[-1][0]].y0 - lines[at].y0 < 1:
            baselines[-1].append(at)
        else:
            baselines.append([at])
    if len(baselines) < 2:
        return []
    gaps = [a - b for a, b in itertools.pairwise([lines[row[0]].y0 for row in baselines])]
    count = min(ROWS, len(gaps))
    rows = []
    for place in range(count):
        keys = _keys(page, [lines[at] for at in baselines[place]])
        above = gaps[place - 1] if place else 0.0
        rows.append(_Row(page, True, lines[baselines[place][0]].y0, above, gaps[place], keys, tuple(baselines[place])))
    for place in range(count):
        row = baselines[-1 - place]
        below = gaps[-place] if place else 0.0
        keys = _keys(page, [lines[at] for at in row])
        rows.append(_Row(page, False, lines[row[0]].y0, below, gaps[-1 - place], keys, tuple(row)))
    return rows


def _keys(page: int, row: Sequence[Line]) -> tuple[str, ...]:
    """The words as they are, and the words beside a number that counts pages. None for what may be a table."""
    ordered = [line.text for line in sorted(row, key=lambda line: line.x0)]
    if len(ordered) > 2 and not any(_PAGE_NUMBER.fullmatch(text) for text in ordered):
        return ()
    text = " ".join(" ".join(ordered).split()).casefold()
    if len(text) > LONGEST:
        return ()
    if whole := _PAGE_NUMBER.fullmatch(text):
        return (f"#{_value(whole[1]) - page}",)
    keys = [text[:LONG_KEY]]
    if counted := _COUNTED.fullmatch(text):
        number, words = counted[1] or counted[4], (counted[2] or counted[3]).strip(" |")
        if not _BODY.fullmatch(words):
            keys.append(f"{words[:LONG_KEY]}#{_value(number) - page}")
    return tuple(keys)


def _value(counter: str) -> int:
    """The number of "12", "12 of 40", or "xii"."""
    if first := re.match(r"\d{1,9}", counter):
        return int(first[0])
    values = [_ROMAN[letter] for letter in counter.casefold()]
    return sum(-a if a < b else a for a, b in itertools.pairwise([*values, 0]))


def _repeated(rows: Sequence[_Row], among: Iterable[int], pitch: float) -> set[int]:
    """Rows whose words come back at the same height on enough pages of a stretch."""
    alike: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for at in sorted(among):
        for key in rows[at].keys:
            alike[rows[at].top, key].append(at)
    chosen: set[int] = set()
    for group in alike.values():
        for stretch in _stretches(rows, group):
            gaps = sorted(rows[at].inner for at in stretch)
            if _is_dense([rows[at].page for at in stretch]) and gaps[len(gaps) // 2] >= CLEAR * pitch:
                chosen.update(stretch)
    return chosen


def _stretches(rows: Sequence[_Row], group: Sequence[int]) -> list[list[int]]:
    """The group cut wherever the height changes or too many pages lie between."""
    stretches: list[list[int]] = []
    for at in group:
        for stretch in reversed(stretches[-8:]):
            last = rows[stretch[-1]]
            if abs(last.y - rows[at].y) <= NEAR and rows[at].page - last.page <= FARTHEST:
                stretch.append(at)
                break
        else:
            stretches.append([at])
    return stretches


def _is_dense(found: Sequence[int]) -> bool:
    """On at least three pages, and on half of all pages of the stretch or of its odd or even ones."""
    pages = set(found)
    span = max(pages) - min(pages) + 1
    if len({page % 2 for page in pages}) == 1:
        span = (span + 1) // 2
    return len(pages) >= LEAST_PAGES and 2 * len(pages) >= span


def _in_their_place(rows: Sequence[_Row], chosen: set[int], pitch: float) -> set[int]:
    """Rows clear of the body at a height where a third of the pages have a running head: heads of short chapters."""
    heights: dict[tuple[bool, int], int] = defaultdict(int)
    for at in chosen:
        heights[rows[at].top, round(rows[at].y)] += 1
    most = max(5, len({row.page for row in rows}) // 3)
    return {
        at
        for at, row in enumerate(rows)
        if row.keys
        and not row.outer
        and row.inner >= 1.5 * pitch
        and len(row.keys[0]) < LONG_KEY
        and not row.keys[0].endswith((".", ":", ";", ","))
        and heights[row.top, round(row.y)] >= most
    }


def _sideways(page: int, lines: Sequence[Line], known: set[str]) -> set[int]:
    """Running heads that stand across the text, as on a page turned for a wide table."""
    across = [at for at, line in enumerate(lines) if line.is_sideways or len(line.text) == 1]
    found = {at for at in across if not known.isdisjoint(_keys(page, [lines[at]]))}
    return found if any(lines[at].is_sideways for at in found) else set()
