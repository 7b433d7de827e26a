"""Krippendorff's alpha with nominal, ordinal and interval metric, through the coincidence matrix.

Not the "ordinal alpha" of Zumbo, Gadermann and Zeisser (2007, Journal of Modern Applied Statistical Methods 6(1), 21-29),
which is Cronbach's alpha on polychoric correlations and says how well items measure one thing. We give that one nowhere:
whatever is called ordinal here is Krippendorff's alpha with his ordinal metric.
"""

from collections.abc import Callable, Sequence
from operator import mul

from app.domain.agreement_ratings import NO_PAIRS, NO_VARIATION, ONE_MARKER, Figure, NotDefined

NAMES = ("alpha_nominal", "alpha_ordinal", "alpha_interval")
Times = Sequence[int]  # how often each marker counts: once in the estimate, as often as drawn in the bootstrap


class AlphaSums:
    """Krippendorff's alpha from sums over markers, so that a draw of the bootstrap is the same sums with other multiples.

    Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania, sections C and D;
    Krippendorff (2004), Content Analysis, 2nd ed., chapter 11. Alpha is 1 - observed / expected disagreement. A marker with
    m >= 2 grades adds n_c n_k / (m - 1) to the coincidences of the grades c and k; markers with one grade pair with nothing
    and are left out. Squared differences: nominal 1; interval (c - k)^2; ordinal the square of the number of grades given
    from c to k, half of those at either end, which is the difference between the mean ranks of c and k.
    Takes time linear in the number of appraisers. Always above -1 and at most 1.
    """

    names = NAMES

    def __init__(self, counts: Sequence[Sequence[int]], values: Sequence[int]) -> None:
        paired = [row if sum(row) > 1 else [0] * len(row) for row in counts]
        self.compared = sum(1 for row in paired if any(row))
        used = [grade for grade in range(len(values)) if any(row[grade] for row in paired)]
        self.values = [values[grade] for grade in used]
        self.totals = [[row[grade] for row in paired] for grade in used]
        self.together: list[tuple[int, int, list[float]]] = []
        for low, first in enumerate(used):
            for high, second in enumerate(used[low + 1 :], start=low + 1):
                column = [row[first] * row[second] / (sum(row) - 1) if any(row) else 0.0 for row in paired]
                if any(column):
                    self.together.append((low, high, column))

    def __call__(self, times: Times) -> tuple[Figure, ...]:
        """The three alphas in the order of `names`."""
        if self.compared < 2:
            return (NotDefined(ONE_MARKER if self.compared else NO_PAIRS),) * 3
        totals = [sum(map(mul, times, column)) for column in self.totals]
        together = [(low, high, sum(map(mul, times, column))) for low, high, column in self.together]
        if not any(totals):
            return (NotDefined(NO_PAIRS),) * 3
        ranks = mean_ranks(totals)
        values = self.values
        return (
            _alpha(totals, together, lambda *_: 1),
            _alpha(totals, together, lambda low, high: (ranks[high] - ranks[low]) ** 2),
            _alpha(totals, together, lambda low, high: (values[high] - values[low]) ** 2),
        )


def mean_ranks(totals: Sequence[int]) -> list[int]:
    """Twice the mean rank of each grade, counted from nought; twice, so that it is a whole number."""
    ranks, below = [], 0
    for total in totals:
        ranks.append(2 * below + total)
        below += total
    return ranks


def _alpha(totals: Sequence[int], together: Sequence[tuple[int, int, float]], metric: Callable[[int, int], int]) -> Figure:
    expected = 0
    for high in range(1, len(totals)):
        for low in range(high):
            if totals[low] and totals[high]:
                expected += totals[low] * totals[high] * metric(low, high)
    if not expected:
        return NotDefined(NO_VARIATION)
    observed = sum(pairs * metric(low, high) for low, high, pairs in together)
    return 1 - (sum(totals) - 1) * observed / expected
