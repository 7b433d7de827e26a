"""Finds running heads, running feet and page numbers by what repeats from page to page. Drops no text of the body."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from app.outside.reading.lines import Line

ROWS = 2  # at the top and at the bottom of a page
LEAST_PAGES = 3
FARTHEST = 6  # pages between two occurrences of one running head
NEAR = 3.0  # points that its place may vary
LONGEST = 250  # characters
LONG_KEY = 40  # of a long head only the beginning must agree: print-outs of web pages cut addresses anywhere
CLEAR = 1.25  # the white between running head and body, as a multiple of the distance of lines
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page )?(?:\d+|[ivxlc]+)(?: ?(?:of|/|\|) ?\d+)?", re.IGNORECASE)


class _Row(NamedTuple):
    """All lines on one baseline near an edge of a page. `gap` is the white towards the body, in points."""

    page: int
    top: bool
    y: float
    key: str
    gap: float
    lines: tuple[int, ...]


def find_running(pages: Sequence[Sequence[Line]]) -> list[set[int]]:
    """For every page the positions of its lines that are running heads, feet or page numbers."""
    rows = [row for number, lines in enumerate(pages) for row in _edge_rows(number, lines)]
    pitch = _usual_distance(pages)
    chosen = _repeated(rows, pitch)
    chosen |= _in_their_place(rows, chosen, pitch)
    running: list[set[int]] = [set() for _ in pages]
    for at in chosen:
        running[rows[at].page].update(rows[at].lines)
    return running


def _edge_rows(page: int, lines: Sequence[Line]) -> list[_Row]:
    order = sorted(range(len(lines)), key=lambda at: -lines[at].y0)
    baselines: list[list[int]] = []
    for at in order:
        if baselines and lines[baselines[-1][0]].y0 - lines[at].y0 < 1:
            baselines[-1].append(at)
        else:
            baselines.append([at])
    if len(baselines) < 2:
        return []
    heights = [lines[row[0]].y0 for row in baselines]
    rows = []
    for place in range(min(ROWS, len(baselines) - 1)):
        rows.append(_row(page, True, lines, baselines[place], heights[place] - heights[place + 1]))
    for place in range(max(len(baselines) - ROWS, 1), len(baselines)):
        rows.append(_row(page, False, lines, baselines[place], heights[place - 1] - heights[place]))
    return rows


def _row(page: int, top: bool, lines: Sequence[Line], row: list[int], gap: float) -> _Row:
    text = " ".join(lines[at].text for at in sorted(row, key=lambda at: lines[at].x0))
    key = "#" if _PAGE_NUMBER.fullmatch(text) else _NUMBER.sub("#", text.casefold())
    if LONG_KEY * 1.5 < len(key) <= LONGEST:
        key = key[:LONG_KEY]
    return _Row(page, top, lines[row[0]].y0, key, gap, tuple(row))


def _usual_distance(pages: Sequence[Sequence[Line]]) -> float:
    """The commonest distance of two lines that follow each other, in points."""
    counts: dict[float, int] = defaultdict(int)
    for lines in pages:
        for upper, lower in zip(lines, lines[1:], strict=False):
            distance = upper.y1 - lower.y0
            if 4 < distance < 60:
                counts[round(distance * 2) / 2] += 1
    return max(counts, key=lambda distance: counts[distance]) if counts else 12.0


def _repeated(rows: Sequence[_Row], pitch: float) -> set[int]:
    """Rows whose words come back at the same height on enough pages of a stretch."""
    alike: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if len(row.key) <= LONGEST:
            alike[row.top, row.key].append(at)
    chosen: set[int] = set()
    for group in alike.values():
        if len(group) < LEAST_PAGES:
            continue
        for stretch in _stretches(rows, group):
            gaps = sorted(rows[at].gap for at in stretch)
            if _dense(rows, stretch) and (gaps[len(gaps) // 2] >= CLEAR * pitch or _second_row(rows, stretch, chosen)):
                chosen.update(stretch)
    return chosen


def _stretches(rows: Sequence[_Row], group: Sequence[int]) -> list[list[int]]:
    """The group cut wherever the height changes or too many pages lie between."""
    stretches: list[list[int]] = []
    for at in group:
        for stretch in reversed(stretches):
            last = rows[stretch[-1]]
            if abs(last.y - rows[at].y) <= NEAR and rows[at].page - last.page <= FARTHEST:
                stretch.append(at)
                break
        else:
            stretches.append([at])
    return stretches


def _dense(rows: Sequence[_Row], stretch: Sequence[int]) -> bool:
    """On at least three pages, and on half of all pages of the stretch or of its odd or even ones."""
    pages = {rows[at].page for at in stretch}
    span = max(pages) - min(pages) + 1
    if len({page % 2 for page in pages}) == 1:
        span = (span + 1) // 2
    return len(pages) >= LEAST_PAGES and 2 * len(pages) >= span


def _second_row(rows: Sequence[_Row], stretch: Sequence[int], chosen: set[int]) -> bool:
    """Whether the row stands between the edge and a running head that is already known, as in heads of two lines."""
    known = {(rows[at].page, rows[at].top): rows[at].y for at in chosen}
    inside = 0
    for at in stretch:
        row = rows[at]
        y = known.get((row.page, row.top))
        inside += y is not None and (row.y > y if row.top else row.y < y)
    return 2 * inside > len(stretch)


def _in_their_place(rows: Sequence[_Row], chosen: set[int], pitch: float) -> set[int]:
    """Rows clear of the body at a height where most pages have a running head: heads of chapters of one or two pages."""
    heights: dict[tuple[bool, int], int] = defaultdict(int)
    for at in chosen:
        heights[rows[at].top, round(rows[at].y)] += 1
    return {
        at
        for at, row in enumerate(rows)
        if at not in chosen
        and row.gap >= 1.5 * pitch
        and len(row.key) <= 100
        and not row.key.endswith(".")
        and heights[row.top, round(row.y)] >= max(5, len({row.page for row in rows}) // 3)
    }
