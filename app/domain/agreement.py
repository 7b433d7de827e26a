"""How far several appraisers agree: shares, coefficients with intervals, spread per marker, severity. What it means in
words stands in `agreement_words.py`, reading and writing tables in `agreement_table.py`, JSON in `agreement_json.py`.

The scale is the instrument's, never the grades that happen to occur. A missing grade is missing, never a category. What is
not defined is None with its reason, never 0, 1 or nan.
"""

from dataclasses import dataclass

from app.domain.agreement_alpha import AlphaSums
from app.domain.agreement_bootstrap import DRAWS, SEED, with_intervals
from app.domain.agreement_gwet import GwetSums, ShareSums
from app.domain.agreement_icc import IccSums
from app.domain.agreement_kappa import PairKappa, pair_kappas
from app.domain.agreement_ratings import Coefficient, Ratings, count_grades, whole_values
from app.domain.agreement_spread import MarkerSpread, Severity, severity_of, spread_of

__all__ = ["COEFFICIENTS", "DRAWS", "SEED", "Agreement", "Coefficient", "MarkerSpread", "PairKappa", "Ratings", "Severity",
           "measure_agreement"]  # fmt: skip

COEFFICIENTS = {
    "exact": "Same grade",
    "within_one": "Same or next grade",
    "alpha_nominal": "Krippendorff’s alpha, nominal",
    "alpha_ordinal": "Krippendorff’s alpha, ordinal metric",
    "alpha_interval": "Krippendorff’s alpha, interval",
    "ac1": "Gwet’s AC1",
    "ac2_linear": "Gwet’s AC2, linear weights",
    "ac2_ordinal": "Gwet’s AC2, ordinal weights",
    "ac2_quadratic": "Gwet’s AC2, quadratic weights",
    "icc_2_1": "Intraclass correlation, one appraiser",
    "icc_2_k": "Intraclass correlation, mean of all",
}


@dataclass(frozen=True)
class Agreement:
    """Everything that is said about the agreement of the appraisers of one review.

    Shares run from 0 to 1, coefficients from -1 to 1. `compared` counts markers that two appraisers or more graded,
    `comparisons` pairs of grades on the same marker, `complete` the markers behind the intraclass correlations.
    `pairs` is empty where pairs were not asked for.
    """

    scale: tuple[float, ...]
    appraisers: tuple[str, ...]
    compared: int
    comparisons: int
    complete: int
    draws: int
    seed: int
    exact: Coefficient
    within_one: Coefficient
    alpha_nominal: Coefficient
    alpha_ordinal: Coefficient
    alpha_interval: Coefficient
    ac1: Coefficient
    ac2_linear: Coefficient
    ac2_ordinal: Coefficient
    ac2_quadratic: Coefficient
    icc_2_1: Coefficient
    icc_2_k: Coefficient
    markers: tuple[MarkerSpread, ...]
    pairs: tuple[PairKappa, ...]
    severity: tuple[Severity, ...]

    def coefficient(self, name: str) -> Coefficient:
        """The share or coefficient with this name of `COEFFICIENTS`. Raises KeyError."""
        if name not in COEFFICIENTS:
            raise KeyError(name)
        found: Coefficient = getattr(self, name)
        return found


def measure_agreement(ratings: Ratings, *, draws: int = DRAWS, seed: int = SEED, pairs: bool = True) -> Agreement:
    """Measure the agreement of all appraisers on all markers. The sources of the formulas stand with each of them.

    The same grades with the same seed give the same intervals, in whatever order markers and appraisers are listed: markers
    are drawn in the order of their names.
    """
    positions, values, size = ratings.positions(), whole_values(ratings.scale), len(ratings.scale)
    counts = count_grades(positions, size)
    named = ratings.in_name_order().positions()
    tally = count_grades(named, size)
    correlation = IccSums(named, values)
    parts = (ShareSums(tally), AlphaSums(tally, values), GwetSums(tally, values), correlation)
    compared = sum(1 for row in counts if sum(row) > 1)
    return Agreement(
        scale=ratings.scale,
        appraisers=ratings.appraisers,
        compared=compared,
        comparisons=sum(sum(row) * (sum(row) - 1) // 2 for row in counts),
        complete=len(correlation.rows),
        draws=draws,
        seed=seed,
        markers=spread_of(ratings.markers, counts, ratings.scale),
        pairs=pair_kappas(positions, ratings.appraisers, values) if pairs else (),
        severity=severity_of(positions, ratings.appraisers, counts, ratings.scale),
        **with_intervals(parts, len(positions), compared, draws, seed),
    )
