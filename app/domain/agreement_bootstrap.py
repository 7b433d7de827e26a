"""Percentile intervals by drawing markers again and again, with a fixed seed, so that the same grades give the same intervals."""

import random
from collections.abc import Iterator, Sequence
from typing import Protocol

from app.domain.agreement_alpha import Times
from app.domain.agreement_ratings import Coefficient, Figure, NotDefined

DRAWS = 1000
SEED = 2016
MOST_UNDEFINED = 0.05  # of the draws: above this an interval would tell of the other draws alone
NOISE = 1e-9
ONE_COMPARED = "an interval needs two compared markers or more"
NONE_DRAWN = "no draws were asked for"


class Sums(Protocol):
    """What gives figures from sums over markers: `names` in order, and the figures when each marker counts so many times."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the figures."""

    def __call__(self, times: Times) -> tuple[Figure, ...]:
        """The figures, in the order of `names`."""


def with_intervals(
    parts: Sequence[Sums], markers: int, compared: int, draws: int = DRAWS, seed: int = SEED
) -> dict[str, Coefficient]:
    """Every figure of the parts by its name, with the 2.5th and 97.5th percentile over draws of markers.

    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13: as many markers as there are, `markers`, are
    drawn with replacement. Appraisers are not drawn: the intervals say nothing about other appraisers. `compared` counts the
    markers with two grades or more. A draw in which a figure is not defined is left out of its interval, and where that
    is more than one draw in 20 there is no interval. What a formula gives below -1 counts as -1 in a draw.
    """
    estimates = [part([1] * markers) for part in parts]
    rows: list[list[list[Figure]]] = [[[] for _ in part.names] for part in parts]
    if compared > 1:
        for times in draw_markers(markers, draws, seed):
            for part, found in zip(parts, rows, strict=True):
                for figure, kept in zip(part(times), found, strict=True):
                    kept.append(figure)
    why_none = ONE_COMPARED if compared < 2 else NONE_DRAWN if draws < 1 else ""
    return {
        name: settle(estimate, drawn, why_none)
        for part, figures, found in zip(parts, estimates, rows, strict=True)
        for name, estimate, drawn in zip(part.names, figures, found, strict=True)
    }


def draw_markers(markers: int, draws: int, seed: int) -> Iterator[list[int]]:
    """For each draw how often each marker is in it."""
    chance = random.Random(seed)  # noqa: S311  # nothing is kept secret here
    numbers = range(markers)
    for _ in range(draws):
        times = [0] * markers
        for number in chance.choices(numbers, k=markers):
            times[number] += 1
        yield times


def settle(estimate: Figure, drawn: Sequence[Figure], why_none: str = "") -> Coefficient:
    """The figure as people see it, with the interval from its draws.

    Nothing outside -1 to 1 is a coefficient: below -1, which AC2 and the intraclass correlation can reach, it is not
    defined, and the reason says what the formula gave.
    """
    if isinstance(estimate, NotDefined):
        return Coefficient(None, estimate.reason)
    if estimate < -1 - NOISE:
        told = f"−{-estimate:.2f}, below −1"
        return Coefficient(None, f"the formula gave {told}, which says no more than agreement worse than chance")
    value = within_bounds(estimate)
    if why_none:
        return Coefficient(value, why_no_interval=why_none)
    known = sorted(within_bounds(figure) for figure in drawn if not isinstance(figure, NotDefined))
    missing = len(drawn) - len(known)
    if missing > MOST_UNDEFINED * len(drawn):
        return Coefficient(value, why_no_interval=f"it was not defined in {missing:,} of {len(drawn):,} draws")
    return Coefficient(value, low=percentile(known, 0.025), high=percentile(known, 0.975))


def within_bounds(figure: float) -> float:
    """The figure, or the nearer end of -1 to 1."""
    return min(1.0, max(-1.0, figure))


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which this share of the ordered values lies, between two of them in proportion.

    Definition 7 of Hyndman and Fan (1996), The American Statistician 50, 361-365. Raises IndexError for no values.
    """
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
