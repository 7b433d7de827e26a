"""Intraclass correlation of Shrout and Fleiss: ICC(2,1) and ICC(2,k), on markers that every appraiser graded."""

from collections.abc import Sequence
from operator import mul

from app.domain.agreement_alpha import Times
from app.domain.agreement_ratings import NO_VARIATION, Figure, NotDefined

FEW_APPRAISERS = "fewer than two appraisers gave any grade"
FEW_COMPLETE = "fewer than two markers were graded by every appraiser"
NO_MEANING = "appraisers differ so much more than markers do that the formula has no meaning here"


class IccSums:
    """ICC(2,1), the reliability of one appraiser, and ICC(2,k), that of the mean of all, both for absolute agreement.

    Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428, case 2: two-way random effects. With mean squares of
    markers R, appraisers C and rest E, n markers and k appraisers:
    ICC(2,1) = (R - E) / (R + (k - 1) E + k (C - E) / n) and ICC(2,k) = (R - E) / (R + (C - E) / n).

    The formula knows no missing grades: markers that somebody did not grade are left out. Appraisers without any grade do
    not count as somebody. Both are at most 1 while their denominator is above nought, and not defined where it is not.
    Either may fall below -1 in small tables.
    """

    names = ("icc_2_1", "icc_2_k")

    def __init__(self, positions: Sequence[Sequence[int | None]], values: Sequence[int]) -> None:
        graded = [
            column for column in range(len(positions[0]) if positions else 0) if any(r[column] is not None for r in positions)
        ]
        self.appraisers = len(graded)
        self.rows: list[list[int]] = []
        self.numbers: list[int] = []  # which marker each complete row is
        for number, row in enumerate(positions):
            grades = [values[position] for column in graded if (position := row[column]) is not None]
            if grades and len(grades) == len(graded):
                self.rows.append(grades)
                self.numbers.append(number)
        self.sums = [sum(row) for row in self.rows]
        self.squares = [sum(map(mul, row, row)) for row in self.rows]
        # The squared totals of appraisers, through whichever is the smaller table: appraisers, or markers by markers.
        wide = len(self.rows) < self.appraisers
        self.products = [[sum(map(mul, row, other)) for other in self.rows] for row in self.rows] if wide else None
        self.columns = [] if wide else [list(column) for column in zip(*self.rows, strict=True)]

    def __call__(self, times: Times) -> tuple[Figure, ...]:
        """The two coefficients in the order of `names`; below -1 where the formula gives that."""
        mine = [times[number] for number in self.numbers]
        markers, appraisers = sum(mine), self.appraisers
        if appraisers < 2:
            return (NotDefined(FEW_APPRAISERS),) * 2
        if markers < 2 or len(self.rows) < 2:
            return (NotDefined(FEW_COMPLETE),) * 2
        # Sums of squares times markers times appraisers, in whole numbers, so that nothing is lost where they are equal.
        total = sum(map(mul, mine, self.sums)) ** 2
        whole = markers * appraisers * sum(map(mul, mine, self.squares)) - total
        between = markers * sum(map(mul, mine, map(mul, self.sums, self.sums))) - total
        appraising = appraisers * self._squared_totals(mine) - total
        if not whole:
            return (NotDefined(NO_VARIATION),) * 2
        rest = (whole - between - appraising) / ((markers - 1) * (appraisers - 1))
        of_markers, of_appraisers = between / (markers - 1), appraising / (appraisers - 1)
        bias = (of_appraisers - rest) / markers
        above = of_markers - rest
        one = _ratio(above, of_markers + (appraisers - 1) * rest + appraisers * bias)
        return one, _ratio(above, of_markers + bias)

    def _squared_totals(self, times: Times) -> int:
        if self.products is None:
            return sum(sum(map(mul, times, column)) ** 2 for column in self.columns)
        return sum(map(mul, times, (sum(map(mul, times, row)) for row in self.products)))


def _ratio(above: float, below: float) -> Figure:
    return above / below if below > 0 else NotDefined(NO_MEANING)
