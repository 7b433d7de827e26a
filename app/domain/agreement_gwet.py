"""Gwet's AC1 and AC2, and the plain shares of equal and neighbouring grades."""

from collections.abc import Sequence
from operator import mul

from app.domain.agreement_alpha import Times
from app.domain.agreement_ratings import NO_PAIRS, NO_VARIATION, ONE_MARKER, Figure, NotDefined

Weights = list[list[float]]


class ShareSums:
    """Exact agreement, and agreement within one grade: shares of all pairs of grades that two appraisers gave to one marker.

    Within one grade means the same grade or its neighbour on the scale. Every pair counts alike, so a marker that more
    appraisers graded counts more.
    """

    names = ("exact", "within_one")

    def __init__(self, counts: Sequence[Sequence[int]]) -> None:
        self.pairs = [sum(row) * (sum(row) - 1) // 2 for row in counts]
        self.same = [sum(count * (count - 1) // 2 for count in row) for row in counts]
        self.near = [same + sum(map(mul, row, row[1:])) for same, row in zip(self.same, counts, strict=True)]

    def __call__(self, times: Times) -> tuple[Figure, ...]:
        """The two shares in the order of `names`, from 0 to 1."""
        pairs = sum(map(mul, times, self.pairs))
        if not pairs:
            return (NotDefined(NO_PAIRS),) * 2
        return sum(map(mul, times, self.same)) / pairs, sum(map(mul, times, self.near)) / pairs


class GwetSums:
    """Gwet's AC1 (no weights) and AC2 (linear, ordinal, quadratic weights), missing grades allowed, from sums over markers.

    Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., chapters 2 and 3, and Gwet (2008), British Journal of
    Mathematical and Statistical Psychology 61, 29-48, computed as in his R package irrCAC (gwet.ac1.raw). Agreement is the
    mean over markers with two grades or more; the share of each grade is the mean over markers with any grade; agreement by
    chance is T / (q (q - 1)) times the sum of p (1 - p), where T adds up all weights and q counts the grades of the scale.
    AC1 lies from -1 to 1. AC2 may fall below -1, as all its chance agreement can exceed one half.
    """

    names = ("ac1", "ac2_linear", "ac2_ordinal", "ac2_quadratic")

    def __init__(self, counts: Sequence[Sequence[int]], values: Sequence[int]) -> None:
        size = len(values)
        sizes = [sum(row) for row in counts]
        weights = (identity_weights(size), linear_weights(values), ordinal_weights(size), quadratic_weights(values))
        self.chance = [sum(map(sum, table)) / (size * (size - 1)) for table in weights]
        self.compared = [int(total > 1) for total in sizes]
        self.graded = [int(total > 0) for total in sizes]
        self.agree = [
            [_agreement(row, table) if total > 1 else 0.0 for row, total in zip(counts, sizes, strict=True)] for table in weights
        ]
        self.shares = [
            [row[grade] / total if total else 0.0 for row, total in zip(counts, sizes, strict=True)] for grade in range(size)
        ]
        self.used = [
            [int(total > 1 and row[grade] > 0) for row, total in zip(counts, sizes, strict=True)] for grade in range(size)
        ]

    def __call__(self, times: Times) -> tuple[Figure, ...]:
        """The four coefficients in the order of `names`."""
        why_not = self._why_not(times)
        if why_not:
            return (NotDefined(why_not),) * 4
        compared, graded = sum(map(mul, times, self.compared)), sum(map(mul, times, self.graded))
        shares = [sum(map(mul, times, column)) / graded for column in self.shares]
        spread = sum(share * (1 - share) for share in shares)
        found = []
        for column, chance in zip(self.agree, self.chance, strict=True):
            by_chance = chance * spread
            found.append((sum(map(mul, times, column)) / compared - by_chance) / (1 - by_chance))
        return tuple(found)

    def _why_not(self, times: Times) -> str:
        """Why the coefficients are not defined. All who could be compared gave the same: AC would be 1, and say nothing."""
        if sum(self.compared) < 2:
            return ONE_MARKER if any(self.compared) else NO_PAIRS
        used = sum(1 for column in self.used if any(map(mul, times, column)))
        return NO_VARIATION if used == 1 else "" if used else NO_PAIRS


def _agreement(row: Sequence[int], weights: Weights) -> float:
    """The mean weight of all pairs of grades on one marker."""
    total = sum(row)
    found: float = sum(
        count * (sum(map(mul, weights[grade], row)) - 1)  # less one: nobody is compared with themselves
        for grade, count in enumerate(row)
        if count
    )
    return found / (total * (total - 1))


def identity_weights(size: int) -> Weights:
    """1 for the same grade, 0 for any other."""
    return [[float(first == second) for second in range(size)] for first in range(size)]


def linear_weights(values: Sequence[int]) -> Weights:
    """1 less the difference of two grades as a share of the whole scale, by value (Gwet 2014, chapter 3)."""
    width = values[-1] - values[0]
    return [[1 - abs(first - second) / width for second in values] for first in values]


def quadratic_weights(values: Sequence[int]) -> Weights:
    """1 less the squared difference of two grades as a share of the largest, by value (Gwet 2014, chapter 3)."""
    width = (values[-1] - values[0]) ** 2
    return [[1 - (first - second) ** 2 / width for second in values] for first in values]


def ordinal_weights(size: int) -> Weights:
    """1 less the number of pairs among the grades from one to the other as a share of the most, by rank (Gwet 2014)."""
    most = size * (size - 1) / 2
    return [[1 - (abs(first - second) + 1) * abs(first - second) / 2 / most for second in range(size)] for first in range(size)]
