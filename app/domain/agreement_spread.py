"""How the grades of each marker are spread, and who graded higher or lower than the others. No chance is reckoned with here."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from app.domain.agreement_ratings import Coefficient

MANY = 8  # appraisers on a marker, from which on quartiles and van der Eijk's agreement are given
TWO_GRADES = "van der Eijk's measure needs a scale of three grades or more"
NOBODY_ELSE = "nobody else graded a marker that this appraiser graded"


@dataclass(frozen=True)
class MarkerSpread:
    """How the grades of one marker lie. Values are those of the scale; None where nobody graded the marker.

    `counts` has one number for each grade of the scale. `steps` adds up, over all pairs of appraisers, how many grades they
    lie apart, and `share` is that as a share of all markers together, None where nobody differed anywhere. Quartiles and
    `agreement` (van der Eijk's A) are given for eight or more grades.
    """

    marker: str
    n: int
    median: float | None
    low: float | None
    high: float | None
    counts: tuple[int, ...]
    pairs: int
    steps: int
    share: float | None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    agreement: Coefficient | None = None


@dataclass(frozen=True)
class Severity:
    """How far an appraiser lies above (or below, negative) the others on the markers that they share, in units of the scale.

    `from_median` and `from_mean` are means over `markers` markers of the difference from the median and from the mean of
    the others; None where there are no such markers, and `why_not` then says so.
    """

    appraiser: str
    markers: int
    from_median: float | None
    from_mean: float | None
    why_not: str = ""


def spread_of(names: Sequence[str], counts: Sequence[Sequence[int]], scale: Sequence[float]) -> tuple[MarkerSpread, ...]:
    """The spread of every marker from its counts, in the order given."""
    steps = [_steps(row) for row in counts]
    whole = sum(steps)
    return tuple(
        _spread(name, row, scale, taken, taken / whole if whole else None)
        for name, row, taken in zip(names, counts, steps, strict=True)
    )


def _steps(row: Sequence[int]) -> int:
    return sum(row[low] * row[high] * (high - low) for low, high in combinations(range(len(row)), 2))


def _spread(name: str, row: Sequence[int], scale: Sequence[float], steps: int, share: float | None) -> MarkerSpread:
    grades = [value for value, count in zip(scale, row, strict=True) for _ in range(count)]
    n = len(grades)
    if not n:
        return MarkerSpread(name, 0, None, None, None, tuple(row), 0, 0, share)
    basic = MarkerSpread(name, n, statistics.median(grades), grades[0], grades[-1], tuple(row), n * (n - 1) // 2, steps, share)
    if n < MANY:
        return basic
    lower, _, upper = statistics.quantiles(grades, n=4, method="inclusive")
    return MarkerSpread(
        *(name, n, basic.median, basic.low, basic.high, basic.counts, basic.pairs, steps, share),
        lower_quartile=lower,
        upper_quartile=upper,
        agreement=van_der_eijk(row),
    )


def van_der_eijk(counts: Sequence[float]) -> Coefficient:
    """Van der Eijk's agreement A of how often each grade was given: 1 for one grade, 0 for evenly spread, -1 for the two ends.

    Van der Eijk (2001), Quality & Quantity 35(3), 325-341. The counts are taken apart into layers in each of which every
    grade occurs equally often or not at all; the A of the layers is averaged by their size.
    """
    if len(counts) < 3:
        return Coefficient(None, TWO_GRADES)
    left, whole, found = list(counts), sum(counts), 0.0
    if not whole:
        return Coefficient(None, "nobody gave a grade")
    while any(left):
        height = min(count for count in left if count)
        pattern = [count > 0 for count in left]
        found += height * sum(pattern) / whole * _layer(pattern)
        left = [count - height if count else 0 for count in left]
    return Coefficient(found)


def _layer(pattern: Sequence[bool]) -> float:
    """A of one layer: U (1 - (S - 1) / (K - 1)), where S of K grades occur (equations 2 and 3 of the article)."""
    size, present = len(pattern), sum(pattern)
    if present == 1:
        return 1.0
    one_peak = two_peaks = before = 0  # triples of grades in order: two present beside an absent one, and an absent one between
    for here in pattern:
        if here:
            before += 1
            continue
        after = present - before
        one_peak += before * (before - 1) // 2 + after * (after - 1) // 2
        two_peaks += before * after
    if not one_peak and not two_peaks:
        return 0.0  # every grade occurs
    unimodality = ((size - 2) * one_peak - (size - 1) * two_peaks) / ((size - 2) * (one_peak + two_peaks))
    return unimodality * (1 - (present - 1) / (size - 1))


def severity_of(
    positions: Sequence[Sequence[int | None]], appraisers: Sequence[str], counts: Sequence[Sequence[int]], scale: Sequence[float]
) -> tuple[Severity, ...]:
    """For every appraiser the mean difference from the median and the mean of the others, over the markers they share.

    Our own measure, chosen because it can be checked by hand. Others' grades are taken marker by marker, so that it does
    not matter who graded which markers.
    """
    others = [_others(row, scale) for row in counts]
    found = []
    for column, appraiser in enumerate(appraisers):
        own = [(marker, position) for marker, row in enumerate(positions) if (position := row[column]) is not None]
        gaps = [
            (scale[position] - there[0], scale[position] - there[1])
            for marker, position in own
            if (there := others[marker][position]) is not None
        ]
        if gaps:
            medians, means = zip(*gaps, strict=True)
            found.append(Severity(appraiser, len(gaps), statistics.fmean(medians), statistics.fmean(means)))
        else:
            found.append(Severity(appraiser, 0, None, None, NOBODY_ELSE))
    return tuple(found)


def _others(row: Sequence[int], scale: Sequence[float]) -> list[tuple[float, float] | None]:
    """For each grade, the median and mean of a marker without one appraiser who gave that grade."""
    found: list[tuple[float, float] | None] = []
    for taken in range(len(row)):
        grades = [value for place, value in enumerate(scale) for _ in range(row[place] - (place == taken))]
        found.append((statistics.median(grades), statistics.fmean(grades)) if row[taken] and grades else None)
    return found
