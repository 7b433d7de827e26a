"""Where appraisers differ: spread, order, triggers, and passages that were read differently."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.instrument import Grade
from app.domain.judgement import Bearing, Confidence, Evidence, Judgement
from app.domain.moderation import Trigger, View, by_disagreement, compare, same_passages, spread_of
from app.domain.passage import Passage

O, G, A, I, NEI, NA = "outstanding", "good", "adequate", "inadequate", "nei", "na"  # noqa: E741
TRIGGERS = tuple(Trigger(rule, rule, "So.") for rule in ("gap", "straddle", "nei", "outlier", "low-confidence"))


def views(*grades: str, confidence: str = "", evidence: Sequence[Evidence] = ()) -> list[View]:
    sure = Confidence(confidence) if confidence else None
    return [
        View(f"of-{at}", f"person{at}", f"Appraiser {at}", Judgement("one", Grade(grade) if grade else None, confidence=sure))
        for at, grade in enumerate(grades)
    ]


def fired(*grades: str, confidence: str = "") -> set[str]:
    return {trigger.id for trigger in compare("one", views(*grades, confidence=confidence), TRIGGERS).triggers}


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        ((G, G), set()),
        ((G, A), set()),
        ((O, G, A), {"gap"}),
        ((A, O), {"gap"}),
        ((I, A), {"straddle"}),
        ((I, G), {"gap", "straddle"}),
        ((I, I), set()),
        ((G, NEI), {"nei"}),
        ((NEI, NEI), set()),
        ((NEI, NA), set()),
        ((G, NA), set()),
        ((G, ""), set()),
        ((I, G, G), {"gap", "straddle", "outlier"}),
        ((A, O, O, G), {"gap"}),
        ((A, O, O), {"gap", "outlier"}),
        ((I, G, O), {"gap", "straddle", "outlier"}),
        ((I, I, O, O), {"gap", "straddle"}),
        ((), set()),
    ],
)
def test_triggers_fire_on_what_should_be_talked_about(grades: tuple[str, ...], expected: set[str]) -> None:
    assert fired(*grades) == expected


def test_low_confidence_fires_only_where_everybody_is_unsure() -> None:
    assert fired(G, G, confidence="low") == {"low-confidence"}
    assert fired(G, confidence="low") == set(), "one person alone is not all round"
    mixed = [*views(G, confidence="low"), *views(G, confidence="high")]
    assert compare("one", mixed, TRIGGERS).triggers == ()


def test_the_spread_counts_every_grade_and_ranks_only_grades() -> None:
    spread = spread_of(views(I, G, NEI, G, ""))
    assert spread.counts == ((Grade.GOOD, 2), (Grade.INADEQUATE, 1), (Grade.NOT_ENOUGH_INFORMATION, 1))
    assert (spread.lowest, spread.median, spread.highest, spread.steps) == (Grade.INADEQUATE, Grade.GOOD, Grade.GOOD, 2)
    assert spread.words == "Inadequate to good"
    assert (spread_of(views(A, O)).median, spread_of(views(NEI, NEI)).words) == (Grade.ADEQUATE, "Not enough information")
    assert spread_of(views("")).words == "Not graded"


def test_the_widest_disagreement_stands_first_and_ties_keep_their_order() -> None:
    wanted = [(I, O), (I, G), (I, G, G), (G, A), (G, NEI), (G, G), (A, A)]
    found = [compare(str(at), views(*grades), TRIGGERS) for at, grades in enumerate(wanted)]
    assert [one.marker for one in by_disagreement(reversed(found))][:4] == ["0", "1", "2", "3"]
    assert [one.marker for one in by_disagreement(found)] == ["0", "1", "2", "3", "4", "5", "6"]


def test_agreed_means_several_with_one_grade_and_nothing_to_talk_about() -> None:
    assert compare("one", views(G, G), TRIGGERS).is_agreed
    assert compare("one", views(NEI, NEI), TRIGGERS).is_agreed
    for grades in ((G,), (G, A), ("", "")):
        assert not compare("one", views(*grades), TRIGGERS).is_agreed
    assert not compare("one", views(G, G, confidence="low"), TRIGGERS).is_agreed


@given(
    st.lists(st.sampled_from([O, G, A, I, NEI, NA, ""]), max_size=8).flatmap(lambda g: st.tuples(st.just(g), st.permutations(g)))
)
def test_the_order_of_appraisers_changes_nothing(both: tuple[list[str], list[str]]) -> None:
    one, other = (compare("one", views(*grades), TRIGGERS) for grades in both)
    assert (one.spread, one.triggers, one.is_agreed) == (other.spread, other.triggers, other.is_agreed)
    assert one.weight == pytest.approx(other.weight)


def cited(name: str, grade: str, bearing: Bearing, start: int, end: int, *, page: int = 4, document: str = "d") -> View:
    words = "x" * (end - start)
    passage = Passage(document, page, start, end, words, place=f"page {page}", document_title="Overview")
    return View(name, name, name, Judgement("one", Grade(grade), evidence=(Evidence(name, "one", bearing, "", passage),)))


def test_people_who_read_the_same_passage_and_graded_differently_are_told_in_one_sentence() -> None:
    up, down = Bearing.SUPPORTS, Bearing.WEAKENS
    (same,) = same_passages([cited("Ann", G, up, 0, 20), cited("Ben", I, down, 10, 30), cited("Cy", A, up, 19, 40)])
    assert same.sentence == (
        "Ann, Ben and Cy read the same passage on page 4 and graded differently: Ann good, Ben inadequate and Cy adequate."
    )
    (opposite,) = same_passages([cited("Ann", G, up, 0, 20), cited("Ben", G, down, 10, 30)])
    assert "opposite ways: for Ann it supports and for Ben it weakens the judgement." in opposite.sentence


@pytest.mark.parametrize(
    "other",
    [
        cited("Ben", G, Bearing.SUPPORTS, 10, 30),
        cited("Ben", I, Bearing.WEAKENS, 20, 30),
        cited("Ben", I, Bearing.WEAKENS, 0, 20, page=5),
        cited("Ben", I, Bearing.WEAKENS, 0, 20, document="e"),
    ],
)
def test_the_same_reading_and_other_places_are_not_told(other: View) -> None:
    assert same_passages([cited("Ann", G, Bearing.SUPPORTS, 0, 20), other]) == ()


def test_pages_that_are_pictures_are_the_same_place_without_words() -> None:
    (same,) = same_passages([cited("Ann", G, Bearing.SUPPORTS, 0, 0), cited("Ben", I, Bearing.SUPPORTS, 0, 0)])
    assert same.words == ""


def test_what_differs_is_told_only_where_there_are_two_grades_to_compare() -> None:
    assert compare("one", views(G, G), TRIGGERS).difference == "All agree."
    assert compare("one", views(G), TRIGGERS).difference == "There are not two grades to compare yet."
    assert compare("one", views(NEI), TRIGGERS).difference == "There are not two grades to compare yet."
    assert compare("one", views("outstanding", G), TRIGGERS).difference == "They differ by one grade at most."
