"""What is not defined says so and why: it is never 0, 1 or nan."""

import pytest

from app.domain.agreement import COEFFICIENTS, Ratings
from app.domain.agreement_bootstrap import percentile, settle
from app.domain.agreement_json import agreement_as_json
from app.domain.agreement_ratings import NotDefined
from app.domain.agreement_spread import van_der_eijk
from tests.domain.agreements import Table, measure

SCALE = (0, 1, 2, 3)
CHANCE_CORRECTED = [name for name in COEFFICIENTS if name not in ("exact", "within_one")]


def why(rows: Table, names: list[str] = CHANCE_CORRECTED) -> set[tuple[float | None, str]]:
    """The values and reasons of coefficients, which should be one."""
    found = measure(rows, SCALE, draws=20)
    return {(found.coefficient(name).value, found.coefficient(name).why_not) for name in names}


def test_where_all_gave_the_same_agreement_is_full_and_no_coefficient_is_defined() -> None:
    rows = [(2, 2, 2)] * 5
    found = measure(rows, SCALE)
    assert (found.exact.value, found.within_one.value) == (1, 1)
    assert why(rows) == {(None, "there was no variation")}
    assert {pair.kappa.why_not for pair in found.pairs} == {"there was no variation"}
    assert found.markers[0].share is None


def test_a_grade_that_nobody_can_be_compared_with_is_no_variation() -> None:
    names = [name for name in CHANCE_CORRECTED if not name.startswith("icc")]
    assert why([(2, 2), (2, 2), (0, None)], names) == {(None, "there was no variation")}


@pytest.mark.parametrize("rows", [[(1,), (2,)], [(1, None), (None, 2)], [(None, None)] * 3])
def test_without_two_grades_on_one_marker_nothing_is_defined(rows: Table) -> None:
    names = ["exact", "within_one", *(name for name in CHANCE_CORRECTED if not name.startswith("icc"))]
    assert why(rows, names) == {(None, "no marker was graded by two appraisers")}
    assert all(value is None for value, _ in why(rows))


def test_one_marker_is_too_few_for_a_coefficient_and_for_an_interval() -> None:
    found = measure([(0, 1, 3), (1, None, None)], SCALE, draws=20)
    assert found.alpha_ordinal.why_not == found.ac2_ordinal.why_not == "only one marker was graded by two or more appraisers"
    assert found.icc_2_1.why_not == "fewer than two markers were graded by every appraiser"
    assert (found.exact.value, found.exact.low, found.exact.high) == (0, None, None)
    assert found.exact.why_no_interval == "an interval needs two compared markers or more"


def test_two_appraisers_who_share_too_few_markers_have_no_kappa() -> None:
    first, second, third = measure([(0, None, 1), (1, None, 1), (None, 2, 2)], SCALE).pairs
    assert (first.markers, first.kappa.value, first.kappa.why_not) == (0, None, "the two graded no marker in common")
    assert second.kappa.value == 0  # one of the two gave one grade throughout: kappa is defined, and 0
    assert (third.markers, third.kappa_linear.why_not) == (1, "the two graded only one marker in common")


def test_one_appraiser_is_too_few_for_an_intraclass_correlation() -> None:
    found = measure([(0, None), (1, None)], SCALE)
    assert found.icc_2_k.why_not == "fewer than two appraisers gave any grade"


def test_an_intraclass_correlation_without_meaning_is_not_defined() -> None:
    found = measure([(0, 3), (3, 0)], SCALE)
    assert found.icc_2_1.value is None
    assert found.icc_2_1.why_not.startswith("appraisers differ so much more than markers do")


def test_what_a_formula_gives_below_minus_one_is_told_and_not_shown_as_a_coefficient() -> None:
    opposed = [(0, 3)] * 4 + [(3, 0)] * 3 + [(1, 2)] * 2 + [(2, 1)]
    found = measure(opposed, SCALE, draws=50)
    assert found.ac2_quadratic.value is None
    assert found.ac2_quadratic.why_not.startswith("the formula gave −1.3")
    assert found.ac1.value is not None
    assert found.alpha_interval.value is not None


def test_a_scale_of_two_grades_has_no_van_der_eijks_agreement() -> None:
    (marker,) = measure([(0, 1) * 4], (0, 1)).markers
    assert marker.agreement is not None
    assert marker.agreement.value is None
    assert van_der_eijk((0, 0, 0)).why_not == "nobody gave a grade"


def test_an_interval_is_left_out_where_many_draws_have_no_figure() -> None:
    drawn = [0.5] * 90 + [NotDefined("there was no variation")] * 10
    found = settle(0.4, drawn)
    assert (found.value, found.low, found.why_no_interval) == (0.4, None, "it was not defined in 10 of 100 draws")
    assert settle(0.4, drawn[:94]).low == 0.5


def test_percentiles_lie_between_ordered_values_in_proportion() -> None:
    assert percentile([0, 1, 2, 3, 4], 0.5) == 2
    assert percentile([0, 1], 0.025) == pytest.approx(0.025)
    assert percentile([7], 0.975) == 7


def test_json_gives_a_reason_for_every_figure_that_is_not_defined() -> None:
    told = agreement_as_json(measure([(2, 2, None), (2, 2, None), (None, None, None)], SCALE, draws=5))
    places = [name for name in COEFFICIENTS if told[name] is None]
    places += [f"pairs[{at}].{key}" for at, pair in enumerate(told["pairs"]) for key, value in pair.items() if value is None]
    places += [f"markers[{at}].{key}" for at, row in enumerate(told["markers"]) for key, value in row.items() if value is None]
    places += [f"severity[{at}].{key}" for at, row in enumerate(told["severity"]) for key, value in row.items() if value is None]
    assert set(places) == set(told["not_defined"])
    assert "pairs[1].kappa" in places
    assert "markers[2].median" in places
    assert "severity[2].from_mean" in places


@pytest.mark.parametrize(
    ("scale", "rows", "wrong"),
    [
        ((1,), [(1,)], "at least two values"),
        ((1, 1), [(1,)], "rise"),
        ((2, 1), [(1,)], "rise"),
        ((0, float("inf")), [(0,)], "finite"),
        ((0, 1), [(2,)], "M1: 2 is not on the scale"),
        ((0, 1), [(0, 1), (0,)], "M2: 1 grades but 2 appraisers"),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(scale: tuple[float, ...], rows: Table, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        measure(rows, scale)


def test_every_row_needs_a_marker() -> None:
    with pytest.raises(ValueError, match="1 markers but 2 rows"):
        Ratings((0, 1), ("A",), ("M1",), ((0,), (1,)))
    with pytest.raises(ValueError, match="two markers have one name"):
        Ratings((0, 1), ("A",), ("M1", "M1"), ((0,), (1,)))
