"""What is compared: the grades that appraisers gave to markers, on the scale of the instrument. No coefficient stands here."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

NO_VARIATION = "there was no variation"
NO_PAIRS = "no marker was graded by two appraisers"
ONE_MARKER = "only one marker was graded by two or more appraisers"


@dataclass(frozen=True)
class NotDefined:
    """The outcome of a formula that gives no number, with the reason in words that follow "not defined:"."""

    reason: str


Figure = float | NotDefined


@dataclass(frozen=True)
class Coefficient:
    """A share or coefficient with its interval, or the reason why there is none.

    `value` is None where it is not defined, and `why_not` then says why. `low` and `high` bound the interval, None where
    there is no interval; `why_no_interval` then says why, unless the value itself is missing.
    """

    value: float | None
    why_not: str = ""
    low: float | None = None
    high: float | None = None
    why_no_interval: str = ""


@dataclass(frozen=True)
class Ratings:
    """The grades of one review: a row for each marker, in each row one grade for each appraiser, None where there is none.

    `scale` holds every grade the instrument knows, rising, whether it occurs or not. "Not enough information" and "not
    applicable" are no grades: they are None. Raises ValueError where the parts do not fit together.
    """

    scale: tuple[float, ...]
    appraisers: tuple[str, ...]
    markers: tuple[str, ...]
    grades: tuple[tuple[float | None, ...], ...]

    def __post_init__(self) -> None:
        check_scale(self.scale)
        if len(self.grades) != len(self.markers):
            raise ValueError(f"{len(self.markers)} markers but {len(self.grades)} rows of grades")
        known = {None, *self.scale}
        for marker, row in zip(self.markers, self.grades, strict=True):
            if len(row) != len(self.appraisers):
                raise ValueError(f"{marker}: {len(row)} grades but {len(self.appraisers)} appraisers")
            for grade in row:
                if grade not in known:
                    raise ValueError(f"{marker}: {grade} is not on the scale")

    def positions(self) -> list[list[int | None]]:
        """The grades as positions on the scale, 0 for the lowest."""
        place: dict[float | None, int | None] = {value: position for position, value in enumerate(self.scale)}
        place[None] = None
        return [[place[grade] for grade in row] for row in self.grades]


def check_scale(scale: Sequence[float]) -> None:
    """Raises ValueError unless the scale has two values or more that rise."""
    if len(scale) < 2:
        raise ValueError("a scale has at least two values")
    if not all(math.isfinite(value) for value in scale):
        raise ValueError("a scale consists of finite numbers")
    if any(first >= second for first, second in pairwise(scale)):
        raise ValueError("the values of a scale rise")


def count_grades(positions: Sequence[Sequence[int | None]], size: int) -> list[list[int]]:
    """For each marker, how many appraisers gave each grade of a scale with `size` values."""
    found = []
    for row in positions:
        counts = [0] * size
        for position in row:
            if position is not None:
                counts[position] += 1
        found.append(counts)
    return found


def whole_values(scale: Sequence[float]) -> list[int]:
    """The values of a scale, stretched alike until all are whole numbers.

    No coefficient changes when a scale is stretched; with whole numbers sums come out exactly, in whatever order.
    """
    exact = [Fraction(str(value)) for value in scale]
    stretch = math.lcm(*(value.denominator for value in exact))
    return [int(value * stretch) for value in exact]


def in_fixed_order(positions: Sequence[Sequence[int | None]], size: int) -> list[list[int | None]]:
    """The rows in an order that depends on the grades alone, not on how markers or appraisers were listed.

    The bootstrap draws rows by number, so that without this the same grades would get other intervals in another order.
    Rows that count the same are told apart by how far they lie from all others, in tables that are not very large.
    """
    counts = count_grades(positions, size)
    turned = [row[::-1] for row in counts]
    keys = turned if sorted(turned) < sorted(counts) else counts
    small = len(positions) ** 2 * (len(positions[0]) if positions else 0) <= 1_000_000
    apart = [sorted(_distance(row, other) for other in positions) for row in positions] if small else keys
    order = sorted(range(len(positions)), key=lambda number: (keys[number], apart[number]))
    return [list(positions[number]) for number in order]


def _distance(row: Sequence[int | None], other: Sequence[int | None]) -> int:
    return sum((a - b) ** 2 for a, b in zip(row, other, strict=True) if a is not None and b is not None)
