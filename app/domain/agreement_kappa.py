"""Cohen's kappa for each pair of appraisers: plain, with linear and with quadratic weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from operator import mul

from app.domain.agreement_ratings import NO_VARIATION, Coefficient

NOT_TOGETHER = "the two graded no marker in common"
ONE_TOGETHER = "the two graded only one marker in common"
UNDEFINED = {reason: Coefficient(None, reason) for reason in (NO_VARIATION, NOT_TOGETHER, ONE_TOGETHER)}


@dataclass(frozen=True, slots=True)
class PairKappa:
    """Two appraisers, the number of markers both graded, and how far they agree beyond chance. No intervals."""

    a: str
    b: str
    markers: int
    kappa: Coefficient
    kappa_linear: Coefficient
    kappa_quadratic: Coefficient


def pair_kappas(
    positions: Sequence[Sequence[int | None]], appraisers: Sequence[str], values: Sequence[int]
) -> tuple[PairKappa, ...]:
    """Cohen's kappas of every two appraisers over the markers that both graded, in the order of the appraisers.

    Cohen (1960), Educational and Psychological Measurement 20, 37-46; weighted, Cohen (1968), Psychological Bulletin 70,
    213-220. Kappa is 1 - observed / expected disagreement, where a disagreement counts 1, the difference of the two values
    (linear) or its square (quadratic). Lies from -1 to 1. The expected disagreement is nought, and kappa not defined, only
    where both gave one and the same grade throughout.

    Each appraiser's grades are held as one whole number per grade, with a bit for each marker, so that a table of two
    appraisers is a matter of counting bits: 300 appraisers make 44,850 tables.
    """
    size = len(values)
    cards = [_card(positions, column, size) for column in range(len(appraisers))]
    costs = (
        [int(first != second) for first in values for second in values],
        [abs(first - second) for first in values for second in values],
        [(first - second) ** 2 for first in values for second in values],
    )
    return tuple(
        PairKappa(appraisers[a], appraisers[b], *_kappas(cards[a], cards[b], costs, size))
        for a, b in combinations(range(len(appraisers)), 2)
    )


def _card(positions: Sequence[Sequence[int | None]], column: int, size: int) -> list[int]:
    """For each grade, the markers to which one appraiser gave it, as bits."""
    card = [0] * size
    for marker, row in enumerate(positions):
        position = row[column]
        if position is not None:
            card[position] |= 1 << marker
    return card


def _kappas(
    first: Sequence[int], second: Sequence[int], costs: Sequence[Sequence[int]], size: int
) -> tuple[int, Coefficient, Coefficient, Coefficient]:
    table = [(mine & theirs).bit_count() for mine in first for theirs in second]
    markers = sum(table)
    if markers < 2:
        reason = UNDEFINED[ONE_TOGETHER if markers else NOT_TOGETHER]
        return markers, reason, reason, reason
    columns = [sum(table[start::size]) for start in range(size)]
    by_chance: list[int] = []
    for start in range(0, size * size, size):
        row = sum(table[start : start + size])
        by_chance += [row * column for column in columns]
    plain, linear, quadratic = costs
    return (
        markers,
        _kappa(markers, sum(map(mul, table, plain)), sum(map(mul, by_chance, plain))),
        _kappa(markers, sum(map(mul, table, linear)), sum(map(mul, by_chance, linear))),
        _kappa(markers, sum(map(mul, table, quadratic)), sum(map(mul, by_chance, quadratic))),
    )


@lru_cache(maxsize=4096)  # with few markers many pairs come to the same numbers
def _kappa(markers: int, observed: int, expected: int) -> Coefficient:
    return Coefficient(1 - markers * observed / expected) if expected else UNDEFINED[NO_VARIATION]
