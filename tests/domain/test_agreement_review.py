"""What is compared: grades of the scale alone, in the order of the instrument, and what became of them later."""

from app.domain.agreement import COEFFICIENTS, measure_agreement
from app.domain.agreement_explained import EXPLAINED
from app.domain.agreement_note import note_on
from app.domain.agreement_review import Changed, GradesGiven, changes_between, grade_at, ratings_of, tell_apart
from app.domain.instrument import Grade
from tests.domain.instruments import make_instrument

TINY = make_instrument()
FIRST, SECOND = (marker.id for marker in TINY.markers[:2])
ALICE = GradesGiven("Alice", {FIRST: Grade.GOOD, SECOND: Grade.NOT_ENOUGH_INFORMATION})
BOB = GradesGiven("Bob", {FIRST: Grade.INADEQUATE, SECOND: Grade.OUTSTANDING})


def test_blank_not_enough_information_and_not_applicable_are_missing_and_never_a_grade() -> None:
    ratings = ratings_of(TINY, [ALICE, BOB, GradesGiven("Gail", {FIRST: Grade.NOT_APPLICABLE})])
    assert ratings.scale == (0, 1, 2, 3)
    assert ratings.markers[:2] == (TINY.markers[0].name, TINY.markers[1].name)
    assert ratings.grades[0] == (2, 0, None)
    assert ratings.grades[1] == (None, 3, None)
    assert all(row == (None, None, None) for row in ratings.grades[2:])


def test_two_people_of_one_name_are_told_apart() -> None:
    assert tell_apart(["Jo", "Al", "Jo", "Jo"]) == ("Jo", "Al", "Jo (2)", "Jo (3)")


def test_only_what_was_changed_is_listed() -> None:
    later = GradesGiven("Alice", {FIRST: Grade.GOOD, SECOND: Grade.ADEQUATE})
    assert changes_between(TINY, [ALICE, BOB], [later, BOB]) == (
        Changed(TINY.markers[1].name, "Alice", Grade.NOT_ENOUGH_INFORMATION, Grade.ADEQUATE),
    )
    assert changes_between(TINY, [ALICE, BOB], [ALICE, BOB]) == ()


def test_a_place_on_the_scale_has_words() -> None:
    assert [grade_at(value) for value in (0, 1, 1.5, 3)] == ["inadequate", "adequate", "between adequate and good", "outstanding"]


def test_the_note_for_a_report_names_no_appraiser() -> None:
    measured = measure_agreement(ratings_of(TINY, [ALICE, BOB]), draws=10)
    note = note_on(measured, grade_at)
    assert "(inadequate to good)" in " ".join(note.sentences)
    assert not any(name in " ".join((*note.sentences, note.methods)) for name in ("Alice", "Bob"))


def test_every_figure_is_explained() -> None:
    assert set(EXPLAINED) == set(COEFFICIENTS)
