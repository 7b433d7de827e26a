"""What is said about agreement to people who know no statistics, and how it was measured."""

import pytest

from app.domain.agreement import Coefficient
from app.domain.agreement_methods import SOURCES, methods_paragraph
from app.domain.agreement_words import agreement_in_words, figure, moderation_in_words, number, percent
from tests.domain.agreements import FOUR_BY_TWELVE, Table, measure

SCALE = (0, 1, 2, 3)
ROWS: Table = [(3, 2, 3), (1, None, 2), (0, 2, 1), (2, 2, 2), (1, 1, None), (3, 1, 0)]


def words(rows: Table, draws: int = 100) -> list[str]:
    return list(agreement_in_words(measure(rows, SCALE, draws=draws)))


def test_it_says_what_was_compared_how_far_it_agrees_how_sure_that_is_and_who_and_what_stands_out() -> None:
    said = words(ROWS)
    assert said[0].startswith(
        "Three appraisers and six markers, on a scale of four grades. Six markers were graded by two appraisers"
    )
    assert "14 comparisons" in said[0]
    assert said[1].startswith("In 5 of 14 (36%) the two grades were the same; in 11 of 14 (79%)")
    assert "Krippendorff’s alpha (with his ordinal metric)" in said[2]
    assert "it is 0.22." in said[2]
    assert said[3].startswith("It rests on six markers.")
    assert said[3].endswith("From so few markers such a range tends to come out too narrow.")
    assert "(holistic review)" in said[4]
    assert "between about 0.4 and 0.6" in said[4]
    assert "We know of no such figures for serious case reviews." in said[4]
    assert said[5].startswith(
        "Two markers make up 77% of all difference, counted in steps of the scale: M6 (0 to 3) and M3 (0 to 2)."
    )
    assert said[5].endswith("On two markers all gave the same grade.")
    assert said[6] == (
        "Against the median of the others on the same markers, Appraiser 1 graded highest (0.08 above on average) and "
        "Appraiser 3 graded lowest (0.10 below on average), in units of the scale."
    )


def test_nothing_to_compare_is_said_in_one_sentence() -> None:
    (said,) = words([(1,), (2,)])
    assert said.endswith("No marker was graded by two appraisers, so there is nothing to compare.")


def test_where_all_gave_one_grade_the_words_say_that_chance_cannot_be_told() -> None:
    said = words([(2, 2), (2, 2), (2, 2)])
    assert said[1] == "In every comparison the two grades were the same."
    assert said[2] == (
        "How far that goes beyond chance is not defined: there was no variation: where all give one grade, agreeing cannot be "
        "told from chance."
    )
    assert said[3:] == ["On no marker did anybody differ."]


def test_one_marker_alone_is_said_to_be_too_few() -> None:
    said = words([(2, 1, 3)])
    assert said[2].endswith("not defined: only one marker was graded by two or more appraisers.")


def test_where_there_is_no_interval_the_words_say_why() -> None:
    assert "How sure one can be of this figure cannot be told: no draws were asked for." in words(ROWS, draws=0)


def test_two_appraisers_are_set_against_each_other() -> None:
    said = words([(3, 2), (2, 2), (1, 0), (3, 2)])
    assert said[-1] == "On the markers that both graded, Appraiser 1 graded 0.75 higher than Appraiser 2 on average."


def test_many_markers_bring_no_warning_of_narrow_intervals() -> None:
    assert "too narrow" not in " ".join(words([(0, 1), (1, 1), (2, 3)] * 10))


def test_no_verdict_is_passed_on_any_figure() -> None:
    agreement = measure(FOUR_BY_TWELVE, (1, 2, 3, 4, 5), draws=50)
    said = " ".join([*agreement_in_words(agreement), methods_paragraph(agreement)]).lower()
    verdicts = ("good", "poor", "moderate", "substantial", "excellent", "acceptable", "fair ", "green", "amber")
    assert [verdict for verdict in verdicts if verdict in said] == []


def test_before_and_after_moderation_stand_side_by_side_with_a_caution() -> None:
    said = moderation_in_words(measure(ROWS, SCALE, draws=50), measure([(2, 2), (1, 1), (0, 1)], SCALE, draws=50))
    assert said.startswith("Before moderation 36% of comparisons gave the same grade and alpha was 0.22 (")
    assert "after it 67% did" in said
    assert "no longer independent" in said


def test_the_methods_name_scale_markers_draws_seed_and_both_things_called_ordinal_alpha() -> None:
    said = methods_paragraph(measure(ROWS, SCALE, draws=50))
    for piece in ("scale 0, 1, 2, 3", "four markers that every appraiser graded", "from 50 bootstrap draws", "fixed seed 2016",
                  "ordinal and interval metric", "not the ordinal alpha that rests on polychoric correlations"):  # fmt: skip
        assert piece in said


def test_every_work_that_the_words_name_is_among_the_sources() -> None:
    agreement = measure(ROWS, SCALE, draws=50)
    said = " ".join([*agreement_in_words(agreement), methods_paragraph(agreement)])
    for author in ("Krippendorff", "Gwet", "Cohen", "Shrout", "Efron", "Hutchinson", "Lilford"):
        assert author in said
        assert any(author in source for source in SOURCES)
    assert any("van der Eijk" in source for source in SOURCES)


@pytest.mark.parametrize(
    ("coefficient", "said"),
    [
        (Coefficient(None, "there was no variation"), "not defined: there was no variation"),
        (Coefficient(0.5), "0.50"),
        (
            Coefficient(0.5, why_no_interval="it was not defined in 60 of 1,000 draws"),
            "0.50 (no interval: it was not defined in 60 of 1,000 draws)",
        ),
        (Coefficient(-0.5, low=-1.0, high=0.25), "−0.50 (−1.00 to 0.25)"),
        (Coefficient(-0.001), "0.00"),
    ],
)
def test_a_figure_comes_with_its_interval_or_its_reason(coefficient: Coefficient, said: str) -> None:
    assert figure(coefficient) == said


def test_shares_are_never_rounded_up_to_all_or_down_to_none() -> None:
    assert [percent(value) for value in (0, 0.001, 0.5, 0.999, 1)] == ["0%", "under 1%", "50%", "over 99%", "100%"]


def test_whole_values_of_a_scale_come_without_decimals() -> None:
    assert [number(value, 1) for value in (2, 1.5, -1, 2.0)] == ["2", "1.5", "−1", "2"]
