"""Agreement against published worked examples: the figures that authors and manuals print for tables that they print."""

import pytest

from app.domain.agreement import Agreement, Coefficient
from app.domain.agreement_spread import van_der_eijk
from tests.domain import agreements as printed
from tests.domain.agreements import Table, measure

THOUSANDTH = 0.0005
HUNDREDTH = 0.005


def value(coefficient: Coefficient) -> float:
    assert coefficient.value is not None, coefficient.why_not
    return coefficient.value


def of(agreement: Agreement, *names: str) -> list[float]:
    """The values of several coefficients."""
    return [value(agreement.coefficient(name)) for name in names]


# table, scale, name of the coefficient, figure in print, and by how much it may differ, as it was rounded
IN_PRINT = {
    "Krippendorff 2011 A, two values": (printed.TWO_VALUES, (0, 1), {"alpha_nominal": 0.095}, THOUSANDTH),
    "Krippendorff 2011 B, five values": (printed.FIVE_VALUES, (1, 2, 3, 4, 5), {"alpha_nominal": 0.692}, THOUSANDTH),
    "Krippendorff 2011 C and D, four observers": (
        printed.FOUR_BY_TWELVE,
        (1, 2, 3, 4, 5),
        {"alpha_nominal": 0.743, "alpha_ordinal": 0.815, "alpha_interval": 0.849},
        THOUSANDTH,
    ),
    "Hayes and Krippendorff 2007, five observers": (printed.NEWS_TONE, (0, 1, 2, 3), {"alpha_ordinal": 0.7598}, 0.00005),
    "Gwet 2014, four raters, no weights": (printed.GWET_TWELVE, (1, 2, 3, 4, 5), {"ac1": 0.77544}, 0.000005),
    "irrCAC, four raters, weights": (
        printed.GWET_TWELVE,
        (1, 2, 3, 4, 5),
        {"ac2_linear": 0.859, "ac2_ordinal": 0.899, "ac2_quadratic": 0.914, "alpha_nominal": 0.743, "alpha_interval": 0.849},
        THOUSANDTH,
    ),
    "irrCAC, five observers": (printed.FIVE_OBSERVERS, (0, 1, 2, 3), {"ac1": 0.497, "alpha_nominal": 0.481}, 0.00055),
    "irrCAC, fifteen people": (printed.FOUR_BY_FIFTEEN, (1, 2, 3), {"ac1": 0.208, "alpha_nominal": 0.143}, THOUSANDTH),
    "irrCAC, two abstractors": (printed.ABSTRACTORS, (0, 1, 2), {"ac1": 0.8493305}, 0.00000005),
    "Shrout and Fleiss 1979": (printed.SHROUT_FLEISS, range(1, 11), {"icc_2_1": 0.29, "icc_2_k": 0.62}, HUNDREDTH),
    "irr, anxiety": (printed.ANXIETY, range(1, 7), {"icc_2_1": 0.197998}, 0.0000005),
}


@pytest.mark.parametrize("name", IN_PRINT)
def test_what_is_in_print_is_reached(name: str) -> None:
    rows, scale, figures, near = IN_PRINT[name]
    assert of(measure(rows, tuple(scale)), *figures) == pytest.approx(list(figures.values()), abs=near)


# table, scale, and Cohen's kappa plain, linear and quadratic, None where the source gives none
KAPPAS: dict[str, tuple[Table, tuple[float, ...], tuple[float | None, float | None, float | None], float]] = {
    "Stata, two radiologists": (printed.RADIOLOGISTS, (0, 1, 2, 3), (0.4728, 0.5684, None), 0.00005),
    "SAS, two dermatologists": (printed.DERMATOLOGISTS, (0, 1, 2, 3), (0.3449, None, None), 0.00005),
    "Fleiss 1981": (printed.FLEISS_PAIR, (0, 1, 2), (0.676, None, None), THOUSANDTH),
    "Cohen 1968": (printed.COHEN, (0, 1, 2), (0.492, None, None), THOUSANDTH),
    "irrCAC, two abstractors": (printed.ABSTRACTORS, (0, 1, 2), (0.7964094, None, None), 0.00000005),
    "irr, anxiety, first two": ([row[:2] for row in printed.ANXIETY], tuple(range(1, 7)), (0.119, 0.189, 0.297), THOUSANDTH),
}


@pytest.mark.parametrize("name", KAPPAS)
def test_kappas_in_print_are_reached(name: str) -> None:
    rows, scale, figures, near = KAPPAS[name]
    (pair,) = measure(rows, scale).pairs
    found = (pair.kappa, pair.kappa_linear, pair.kappa_quadratic)
    for coefficient, figure in zip(found, figures, strict=True):
        if figure is not None:
            assert value(coefficient) == pytest.approx(figure, abs=near)


@pytest.mark.parametrize(
    ("counts", "expected", "near"),
    [
        ((30, 40, 210, 130, 530, 50, 10), 0.6113333, 0.00000005),  # van der Eijk 2001, page 331; the figure from agrmt
        ((2.4, 2.8, 3.2, 6.2, 13.5, 30.4, 41.6), 0.61, HUNDREDTH),  # the same article: where people place the PvdA
        ((1.6, 2.6, 8.2, 21, 29.3, 27, 10.3), 0.48, HUNDREDTH),  # and D66
        ((2, 0, 1, 1), 0.08, HUNDREDTH),  # the vignette of agrmt
        ((4, 0, 0, 0), 1, 1e-12),
        ((1, 1, 1, 1), 0, 1e-12),
        ((2, 0, 0, 2), -1, 1e-12),
    ],
)
def test_van_der_eijks_agreement_in_print_is_reached(counts: tuple[float, ...], expected: float, near: float) -> None:
    assert value(van_der_eijk(counts)) == pytest.approx(expected, abs=near)


def test_the_layers_of_van_der_eijks_own_example_are_reached() -> None:
    layers = ("1111111", "1111110", "0111110", "0011110", "0011100", "0010100", "0000100")
    found = [value(van_der_eijk([int(place) for place in layer])) for layer in layers]
    assert found == pytest.approx([0, 0.167, 0.333, 0.5, 0.667, 0.467, 1], abs=THOUSANDTH)


def test_shares_are_over_all_pairs_of_appraisers_and_markers() -> None:
    found = measure([(0, 0, 3), (1, 2, None), (2, 2, 2)], (0, 1, 2, 3))
    assert found.comparisons == 7
    assert of(found, "exact", "within_one") == pytest.approx([4 / 7, 5 / 7])


def test_within_one_means_neighbours_on_the_scale_whatever_their_values() -> None:
    assert of(measure([(0, 10), (10, 11), (0, 11)], (0, 10, 11)), "within_one") == pytest.approx([2 / 3])


def test_linear_and_quadratic_weights_go_by_value_and_ordinal_weights_by_rank() -> None:
    rows = [(0, 1), (0, 1), (1, 10), (10, 10), (0, 0)]
    stretched, even = measure(rows, (0, 1, 10)), measure([[min(grade, 2) for grade in row] for row in rows], (0, 1, 2))
    assert of(stretched, "ac1", "ac2_ordinal", "alpha_ordinal") == pytest.approx(of(even, "ac1", "ac2_ordinal", "alpha_ordinal"))
    assert stretched.ac2_linear != even.ac2_linear
    assert stretched.ac2_quadratic != even.ac2_quadratic
    assert stretched.alpha_interval != even.alpha_interval


def test_grades_that_never_occur_belong_to_the_scale_all_the_same() -> None:
    rows = [(1, 1), (1, 2), (2, 2), (1, 2)]
    narrow, wide = measure(rows, (1, 2)), measure(rows, (0, 1, 2, 3))
    assert of(narrow, "ac1") == pytest.approx([(0.5 - 0.5) / 0.5])
    assert of(wide, "ac1") == pytest.approx([(0.5 - 0.5 / 3) / (1 - 0.5 / 3)])
    assert of(narrow, "alpha_ordinal") == pytest.approx(of(wide, "alpha_ordinal"))


def test_intraclass_correlations_leave_out_markers_that_somebody_did_not_grade() -> None:
    more = measure([*printed.SHROUT_FLEISS, (1, None, 1, 10)], tuple(range(1, 11)))
    assert of(more, "icc_2_1", "icc_2_k") == of(measure(printed.SHROUT_FLEISS, tuple(range(1, 11))), "icc_2_1", "icc_2_k")
    assert more.complete == 6


def test_an_appraiser_who_withdrew_before_grading_does_not_undo_the_intraclass_correlation() -> None:
    absent = [(*row, None) for row in printed.SHROUT_FLEISS]
    assert of(measure(absent, tuple(range(1, 11))), "icc_2_1") == pytest.approx([0.29], abs=HUNDREDTH)


def test_intraclass_correlations_are_the_same_for_many_appraisers_and_few_markers() -> None:
    """The squared totals of appraisers come by another way where there are more appraisers than markers."""
    rows = [[(3 * place + marker * place * place) % 4 for place in range(9)] for marker in range(4)]
    mean = sum(map(sum, rows)) / 36
    between = 9 * sum((sum(row) / 9 - mean) ** 2 for row in rows)
    appraising = 4 * sum((sum(column) / 4 - mean) ** 2 for column in zip(*rows, strict=True))
    rest = (sum((grade - mean) ** 2 for row in rows for grade in row) - between - appraising) / 24
    above, bias = between / 3 - rest, (appraising / 8 - rest) / 4
    found = of(measure(rows, (0, 1, 2, 3)), "icc_2_1", "icc_2_k")
    assert found == pytest.approx([above / (between / 3 + 8 * rest + 9 * bias), above / (between / 3 + bias)])


def test_the_spread_of_a_marker_is_its_median_its_ends_and_the_steps_between_appraisers() -> None:
    first, second = measure([(3, 1, 2, None), (2, 2, 2, 2)], (0, 1, 2, 3)).markers
    assert (first.n, first.median, first.low, first.high, first.counts) == (3, 2, 1, 3, (0, 1, 1, 1))
    assert (first.pairs, first.steps, first.share, second.steps, second.share) == (3, 4, 1.0, 0, 0.0)
    assert first.agreement is None
    assert first.lower_quartile is None


def test_eight_grades_bring_quartiles_and_van_der_eijks_agreement() -> None:
    (marker,) = measure([(0, 1, 1, 1, 2, 2, 3, 3)], (0, 1, 2, 3)).markers
    assert (marker.lower_quartile, marker.upper_quartile) == (1.0, 2.25)
    assert marker.agreement == van_der_eijk((1, 3, 2, 2))
    (fewer,) = measure([(0, 1, 1, 1, 2, 2, 3, None)], (0, 1, 2, 3)).markers
    assert fewer.agreement is None


def test_severity_is_the_mean_difference_from_the_others_on_the_same_markers() -> None:
    strict, mild, third = measure([(0, 2, 1), (1, 3, 1), (None, 3, None)], (0, 1, 2, 3)).severity
    assert (strict.markers, strict.from_median, strict.from_mean) == (2, -1.25, -1.25)
    assert (mild.markers, mild.from_median) == (2, 1.75)
    assert third.from_median == pytest.approx(-0.5)


def test_severity_from_the_median_withstands_one_odd_grade_that_moves_the_mean() -> None:
    first = measure([(1, 1, 1, 4)], (1, 2, 3, 4)).severity[0]
    assert (first.from_median, first.from_mean) == (0, -1)


def test_pairs_stand_in_the_order_of_the_appraisers_and_can_be_left_out() -> None:
    found = measure([(0, 1, None), (1, 1, 1), (2, 1, 2)], (0, 1, 2))
    assert [(pair.a[-1], pair.b[-1], pair.markers) for pair in found.pairs] == [("1", "2", 3), ("1", "3", 2), ("2", "3", 2)]
