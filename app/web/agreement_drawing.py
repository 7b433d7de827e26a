"""The picture of how the grades of each marker lie: where which marks stand, in per cent of the width. Words stand beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.agreement import MarkerSpread
from app.domain.agreement_spread import spread_of
from app.domain.english import and_list
from app.domain.instrument import LABELS, ORDER, Grade
from app.services.second_round import FirstGrade

SMALLEST, LARGEST = 9.0, 15.0  # radius of a mark in pixels; the row is 34 high


@dataclass(frozen=True)
class Mark:
    """How many gave one grade. `x` is in per cent, `radius` in pixels; the number stands in the mark."""

    x: float
    radius: float
    times: int


@dataclass(frozen=True)
class SpreadRow:
    """One marker: its marks, the line from its lowest to its highest grade, and all of it in words and for the table.

    `low` and `high` are in per cent, `consensus_x` is None where there is no consensus yet. `missing` counts appraisers who
    gave no grade.
    """

    marker: str
    marks: tuple[Mark, ...]
    low: float
    high: float
    counts: tuple[int, ...]
    missing: int
    median: str
    words: str
    steps: int
    share: float | None
    consensus: str = ""
    consensus_x: float | None = None


def place_of(position: float, size: int) -> float:
    """The middle of a grade's column, in per cent of the width."""
    return round((position + 0.5) / size * 100, 3)


def draw_row(spread: MarkerSpread, people: int, median: str, consensus: Grade | None) -> SpreadRow:
    """One marker of the picture. `people` is how many were compared."""
    size = len(spread.counts)
    given = [place for place, count in enumerate(spread.counts) if count]
    most = max(people, 2)
    graded = consensus if consensus and consensus.is_graded else None
    return SpreadRow(
        marker=spread.marker,
        marks=tuple(Mark(place_of(place, size), radius_of(spread.counts[place], most), spread.counts[place]) for place in given),
        low=place_of(given[0], size) if given else 0.0,
        high=place_of(given[-1], size) if given else 0.0,
        counts=spread.counts,
        missing=people - spread.n,
        median=median,
        words=words_of(spread, people, consensus),
        steps=spread.steps,
        share=spread.share,
        consensus=consensus.label if consensus else "",
        consensus_x=place_of(graded.rank, size) if graded else None,
    )


@dataclass(frozen=True)
class FirstSpread:
    """How a marker fell in the first round: its picture, how many gave which grade, the best first, and one's own grade."""

    row: SpreadRow
    labels: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    own: str


def draw_first(grade: FirstGrade) -> FirstSpread:
    """The first round of one marker. Who gave which grade is not in it."""
    spread, name = grade.spread, grade.marker.name
    counts = [sum(count for given, count in spread.counts if given is one) for one in ORDER]
    (drawn,) = spread_of([name], [counts], range(len(ORDER)))
    row = draw_row(drawn, sum(count for _, count in spread.counts), spread.median.label if spread.median else "", None)
    shown = [one for one in LABELS if one.is_graded or one in dict(spread.counts)]
    told = tuple((one.label, dict(spread.counts).get(one, 0)) for one in shown)
    return FirstSpread(row, tuple(grade_labels()), told, grade.own.label if grade.own else "")


def radius_of(times: int, most: int) -> float:
    """The size of a mark: its surface grows with the number in it."""
    return round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt((times - 1) / (most - 1)), 2)


def words_of(spread: MarkerSpread, people: int, consensus: Grade | None) -> str:
    """One row in words, for those who cannot see it."""
    told = [f"{count} {label.lower()}" for count, label in zip(spread.counts, grade_labels(), strict=True) if count]
    gone = people - spread.n
    if gone:
        told.append(f"{gone} without a grade")
    agreed = f"; consensus {consensus.label.lower()}" if consensus else ""
    return f"{spread.marker}: {and_list(told)}{agreed}"


def grade_labels() -> Sequence[str]:
    """The grades in the order of the columns, the lowest first."""
    return tuple(LABELS[grade] for grade in ORDER)
