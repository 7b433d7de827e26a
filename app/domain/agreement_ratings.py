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
        if len(set(self.markers)) != len(self.markers):
            raise ValueError("two markers have one name")
        if len(self.grades) != len(self.markers):
            raise ValueError(f"{len(self.markers)} markers but {len(self.grades)} rows of grades")
        known = {None, *self.scale}
        for marker, row in zip(self.markers, self.grades, strict=True):
            if len(row) != len(self.appraisers):
                raise ValueError(f"{marker}: {len(row)} grades but {len(self.appraisers)} appraisers")
            for grade in row:
                if grade not in known:
                    raise ValueError(f"{marker}: {grade} is not on the scale")

    def in_name_order(self) -> "Ratings":
        """The same grades with the markers in the order of their names, however they were listed."""
        order = sorted(range(len(self.markers)), key=lambda number: self.markers[number])
        markers = tuple(self.markers[number] for number in order)
        return Ratings(self.scale, self.appraisers, markers, tuple(self.grades[number] for number in order))

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
