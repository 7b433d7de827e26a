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
    used = sorted({position for row in positions for position in row if position is not None})  # others change no kappa
    size = len(used)
    cards = [_card(positions, column, used) for column in range(len(appraisers))]
    linear = [abs(values[first] - values[second]) for first in used for second in used]
    quadratic = [cost * cost for cost in linear]
    found = []
    for a, b in combinations(range(len(appraisers)), 2):
        table = [(mine & theirs).bit_count() for mine in cards[a] for theirs in cards[b]]
        found.append(PairKappa(appraisers[a], appraisers[b], *_kappas(table, size, linear, quadratic)))
    return tuple(found)


def _card(positions: Sequence[Sequence[int | None]], column: int, used: Sequence[int]) -> list[int]:
    """For each grade, the markers to which one appraiser gave it, as bits."""
    return [sum(1 << marker for marker, row in enumerate(positions) if row[column] == grade) for grade in used]


def _kappas(
    table: list[int], size: int, linear: list[int], quadratic: list[int]
) -> tuple[int, Coefficient, Coefficient, Coefficient]:
    """How many markers both graded, and the kappas, from how often each grade met each."""
    markers = sum(table)
    if markers < 2:
        reason = UNDEFINED[ONE_TOGETHER if markers else NOT_TOGETHER]
        return markers, reason, reason, reason
    columns = [sum(table[start::size]) for start in range(size)]
    rows = [sum(table[start : start + size]) for start in range(0, size * size, size)]
    by_chance = [row * column for row in rows for column in columns]
    return (
        markers,
        _kappa(markers, markers - sum(table[:: size + 1]), markers * markers - sum(by_chance[:: size + 1])),
        _kappa(markers, sum(map(mul, table, linear)), sum(map(mul, by_chance, linear))),
        _kappa(markers, sum(map(mul, table, quadratic)), sum(map(mul, by_chance, quadratic))),
    )


@lru_cache(maxsize=4096)  # with few markers many pairs come to the same numbers
def _kappa(markers: int, observed: int, expected: int) -> Coefficient:
    return Coefficient(1 - markers * observed / expected) if expected else UNDEFINED[NO_VARIATION]
