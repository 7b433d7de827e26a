"""The saved fields of an appraisal: which there are, what they may hold, and the judgement made from them."""

from datetime import UTC, datetime

import pytest

from app.domain.appraisal import Entry
from app.domain.entry import check_entry, fields_of, judgement_from, judgements_from, key_of, words_of
from app.domain.errors import InvalidError, NotFoundError
from app.domain.instrument import Grade, Lens
from app.domain.judgement import Answer, Bearing, Choice, Confidence, Evidence, OtherSource, SourceKind
from tests.domain.instruments import make_instrument

INSTRUMENT = make_instrument()
MARKER = INSTRUMENT.markers[12]
LONGEST = 50


def check(key: str, value: str) -> None:
    check_entry(INSTRUMENT, key, value, LONGEST)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("grade", grade.value) for grade in Grade),
        *(("confidence", confidence.value) for confidence in Confidence),
        *(("answer:qm13-q1", choice.value) for choice in Choice),
        ("no_evidence", "yes"),
        ("reasons", "Any words, <b>marked up</b> or not."),
        ("note:qm13-q2", "grade"),
        ("recorded_reason", "x" * LONGEST),
    ],
)
def test_a_field_takes_what_it_is_for_and_can_be_emptied(field: str, value: str) -> None:
    check(key_of("qm13", field), value)
    check(key_of("qm13", field), "")


@pytest.mark.parametrize("lens", list(Lens))
def test_each_lens_takes_a_finding(lens: Lens) -> None:
    check(f"lens/{lens}", "A finding.")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/",
        "qm13",
        "qm13/",
        "qm13/Grade",
        "qm13/grade ",
        "qm13/grade/",
        "qm13/evidence",
        "qm13/answer:",
        "qm13/answer:qm12-q1",
        "qm13/note",
        "qm99/grade",
        "QM13/grade",
        "../grade",
        "lens",
        "lens/",
        "lens/luck",
        "lens/why/why",
        "qm13\0/grade",
    ],
)
def test_a_field_that_the_instrument_does_not_have_is_not_found(key: str) -> None:
    with pytest.raises(NotFoundError):
        check(key, "good")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("grade", "excellent"),
        ("grade", "Good"),
        ("grade", " good"),
        ("grade", "good\n"),
        ("confidence", "yes"),
        ("no_evidence", "no"),
        ("answer:qm13-q1", "maybe"),
        ("answer:qm13-q1", "Yes"),
        ("grade", "x" * 1_000_000),
    ],
)
def test_a_choice_that_no_page_offers_is_refused(field: str, value: str) -> None:
    with pytest.raises(InvalidError) as refused:
        check(key_of("qm13", field), value)
    assert refused.value.field == field
    assert refused.value.sentence == "Choose one of the options."


@pytest.mark.parametrize("key", ["qm13/reasons", "qm13/note:qm13-q1", "lens/why"])
def test_a_text_that_is_too_long_is_refused_with_both_lengths(key: str) -> None:
    with pytest.raises(InvalidError, match=r"1,000,000 characters\. Shorten it to 50") as refused:
        check(key, "x" * 1_000_000)
    assert refused.value.field == key.partition("/")[2]
    check(key, "x" * LONGEST)


def test_every_field_of_a_marker_stands_once_and_in_the_order_of_the_page() -> None:
    fields = fields_of(MARKER)
    assert len(set(fields)) == len(fields)
    assert fields[:4] == ("answer:qm13-q1", "note:qm13-q1", "answer:qm13-q2", "note:qm13-q2")
    for field in fields:
        check(key_of("qm13", field), "")


def test_a_judgement_is_put_together_from_its_own_marker_alone() -> None:
    mine = Evidence("e1", "qm13", Bearing.SUPPORTS, "", other=OtherSource(SourceKind.LETTER, "A letter."))
    theirs = Evidence("e2", "qm12", Bearing.SUPPORTS, "", other=OtherSource(SourceKind.LETTER, "A letter."))
    values = {
        "qm13/grade": "nei",
        "qm13/confidence": "low",
        "qm13/no_evidence": "yes",
        "qm13/reasons": "Reasons",
        "qm13/strengths": "Strengths",
        "qm13/improve": "Improve",
        "qm13/where_looked": "Looked",
        "qm13/recorded_reason": "Recorded",
        "qm13/answer:qm13-q1": "na",
        "qm13/note:qm13-q1": "Because.",
        "qm13/note:qm13-q2": "A note alone.",
        "qm12/grade": "good",
        "qm1/reasons": "Of marker 1",
    }
    found = judgement_from(MARKER, values, [mine, theirs])
    assert (found.grade, found.confidence, found.no_evidence) == (Grade.NOT_ENOUGH_INFORMATION, Confidence.LOW, True)
    assert (found.reasons, found.strengths, found.improve) == ("Reasons", "Strengths", "Improve")
    assert (found.where_looked, found.recorded_reason) == ("Looked", "Recorded")
    assert found.answers == {
        "qm13-q1": Answer("qm13-q1", Choice.NOT_APPLICABLE, "Because."),
        "qm13-q2": Answer("qm13-q2", None, "A note alone."),
    }
    assert found.evidence == (mine,)


def test_emptied_fields_count_as_never_filled() -> None:
    keys = [key_of("qm13", field) for field in fields_of(MARKER)]
    empty = {key: Entry(key, "", 2, datetime(2016, 1, 1, tzinfo=UTC), "Alice") for key in keys}
    found = judgements_from(INSTRUMENT.markers, empty, [])
    assert found == judgements_from(INSTRUMENT.markers, {}, [])
    assert not found["qm13"].is_started
    assert list(found) == [marker.id for marker in INSTRUMENT.markers]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("grade", "nei", "Not enough information"),
        ("confidence", "high", "High"),
        ("answer:qm13-q1", "not-stated", "Not stated in the papers"),
        ("no_evidence", "yes", "Yes"),
        ("grade", "", ""),
        ("reasons", "good", "good"),
        ("grade", "no such grade", "no such grade"),
    ],
)
def test_a_stored_value_has_the_words_of_the_page(field: str, value: str, words: str) -> None:
    assert words_of(field, value) == words
