"""The timeline of a review as a picture: where each mark stands. Widths are per cent, so that it fits every screen; the
numbers in the marks lead to the table beside it.
"""

from dataclasses import dataclass
from datetime import date

from app.domain.regime import TIMELINE_LABELS, TimelineEntry

LEFT, WIDTH = 4.0, 92.0
# Marks nearer than this share of the width would touch on a narrow screen, so the later one stands higher.
APART = 0.085
LANE = 28
RADIUS = 11
LABELS_APART = 0.17


@dataclass(frozen=True)
class Mark:
    """A numbered mark: `x` in per cent of the width, `y` in pixels from the top."""

    number: int
    x: float
    y: int
    entry: TimelineEntry


@dataclass(frozen=True)
class Tick:
    """A label under the line: `x` in per cent, `anchor` as SVG names it."""

    x: float
    words: str
    anchor: str


@dataclass(frozen=True)
class TimelineChart:
    """The whole picture; empty where no date is known. The band runs from the decision to the limit."""

    marks: tuple[Mark, ...] = ()
    ticks: tuple[Tick, ...] = ()
    line: int = 0
    band_x: float = 0
    band_width: float = 0

    @property
    def height(self) -> int:
        """In pixels, with room for the labels under the line."""
        return self.line + 30


def draw_timeline(entries: tuple[TimelineEntry, ...]) -> TimelineChart:
    """Place the entries, which are in time order."""
    if not entries:
        return TimelineChart()
    lanes = pick_lanes([entry.share for entry in entries])
    line = (max(lanes) + 1) * LANE + 10
    marks = tuple(
        Mark(number, across(entry.share), line - 8 - RADIUS - lane * LANE, entry)
        for number, (entry, lane) in enumerate(zip(entries, lanes, strict=True), start=1)
    )
    start = next((entry.share for entry in entries if entry.label == TIMELINE_LABELS["decision"]), 0.0)
    end = next((entry.share for entry in entries if entry.is_limit), start)
    return TimelineChart(marks, pick_ticks(entries), line, across(start), round((end - start) * WIDTH, 2))


def across(share: float) -> float:
    """A share of the line as per cent of the width of the picture."""
    return round(LEFT + share * WIDTH, 2)


def pick_lanes(shares: list[float]) -> list[int]:
    """For each mark the lowest lane in which it touches no earlier one."""
    last: list[float] = []
    lanes: list[int] = []
    for share in shares:
        lane = next((lane for lane, taken in enumerate(last) if share - taken >= APART), len(last))
        if lane == len(last):
            last.append(share)
        last[lane] = share
        lanes.append(lane)
    return lanes


def pick_ticks(entries: tuple[TimelineEntry, ...]) -> tuple[Tick, ...]:
    """The first and the last month, and the years between them that leave room for their labels."""
    first, last = entries[0].when, entries[-1].when
    ticks = [Tick(LEFT, f"{first:%b %Y}", "start")]
    if first == last:
        return tuple(ticks)
    span = (last - first).days
    placed = 0.0
    for year in range(first.year + 1, last.year + 1):
        share = (date(year, 1, 1) - first).days / span
        if share - placed >= LABELS_APART and 1 - share >= LABELS_APART:
            ticks.append(Tick(across(share), str(year), "middle"))
            placed = share
    return (*ticks, Tick(LEFT + WIDTH, f"{last:%b %Y}", "end"))
