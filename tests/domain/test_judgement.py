"""When a marker is complete: a grade, reasons, and evidence or where one looked for it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.instrument import Grade, Marker, Prompt
from app.domain.judgement import (
    Answer,
    Bearing,
    Choice,
    Confidence,
    Evidence,
    Judgement,
    OtherSource,
    SourceKind,
    gaps,
)
from app.domain.passage import Passage

MARKER = Marker(
    number=13,
    id="analysis",
    title="Analysis",
    stage="running",
    statement="The review explains.",
    why="Only explaining helps.",
    prompts=(Prompt("q1", "Does it ask why?"), Prompt("q2", "Does it look at the work of all agencies?")),
    descriptors={},
)
PASSAGE = Evidence("e1", "analysis", Bearing.SUPPORTS, "", Passage("paper", 1, 0, 5, "words"))
OTHER = Evidence("e2", "analysis", Bearing.WEAKENS, "", other=OtherSource(SourceKind.INTERVIEW, "The author."))
DONE = Judgement("analysis", grade=Grade.GOOD, reasons="It asks why.", evidence=(PASSAGE,))


def lacking(**changes: Any) -> list[str]:
    """The fields that are still missing in a complete judgement changed like this."""
    return [gap.field for gap in gaps(MARKER, replace(DONE, **changes))]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        ({"evidence": (OTHER,)}, []),
        ({"grade": None}, ["grade"]),
        ({"reasons": ""}, ["reasons"]),
        ({"reasons": " \n\t "}, ["reasons"]),
        ({"evidence": ()}, ["evidence"]),
        ({"evidence": (), "no_evidence": True}, ["where_looked"]),
        ({"evidence": (), "no_evidence": True, "where_looked": " "}, ["where_looked"]),
        ({"evidence": (), "no_evidence": True, "where_looked": "In all papers."}, []),
        ({"evidence": (), "where_looked": "In all papers."}, ["evidence"]),
        # With evidence, where one looked is nobody's business.
        ({"no_evidence": True}, []),
        ({"grade": None, "reasons": "", "evidence": ()}, ["grade", "reasons", "evidence"]),
        # Strengths, what to improve, confidence and answers are offered and not asked for.
        ({"strengths": "", "improve": "", "confidence": None, "answers": {}}, []),
    ],
)
def test_a_graded_marker_wants_grade_reasons_and_evidence_or_where_one_looked(
    changes: dict[str, Any], missing: list[str]
) -> None:
    assert lacking(**changes) == missing


@pytest.mark.parametrize("grade", [grade for grade in Grade if grade.is_graded])
def test_every_grade_wants_the_same(grade: Grade) -> None:
    assert lacking(grade=grade) == []
    assert lacking(grade=grade, reasons="", evidence=()) == ["reasons", "evidence"]


@pytest.mark.parametrize("grade", [Grade.NOT_ENOUGH_INFORMATION, Grade.NOT_APPLICABLE])
def test_what_is_no_grade_wants_its_reason_and_no_evidence(grade: Grade) -> None:
    assert lacking(grade=grade, evidence=()) == []
    missing = gaps(MARKER, Judgement("analysis", grade=grade))
    assert [gap.field for gap in missing] == ["reasons"]
    assert grade.label in missing[0].sentence


@pytest.mark.parametrize(
    ("choice", "note", "missing"),
    [
        (Choice.NOT_APPLICABLE, "", True),
        (Choice.NOT_APPLICABLE, "  ", True),
        (Choice.NOT_APPLICABLE, "There was no such agency.", False),
        (Choice.NOT_STATED, "", False),
        (Choice.NO, "", False),
        (None, "", False),
    ],
)
def test_an_answer_that_is_not_applicable_says_why(choice: Choice | None, note: str, missing: bool) -> None:
    found = gaps(MARKER, replace(DONE, answers={"q2": Answer("q2", choice, note)}))
    assert [gap.field for gap in found] == (["note:q2"] if missing else [])
    assert all("Does it look at the work of all agencies?" in gap.sentence for gap in found)


def test_every_gap_says_what_to_do_and_names_its_marker() -> None:
    empty = Judgement("analysis", answers={"q1": Answer("q1", Choice.NOT_APPLICABLE)})
    found = gaps(MARKER, empty)
    assert [gap.field for gap in found] == ["grade", "reasons", "evidence", "note:q1"]
    assert {gap.marker for gap in found} == {"analysis"}
    assert all(gap.sentence.endswith(".") for gap in found)


def test_the_answers_of_another_instrument_do_not_count() -> None:
    assert lacking(answers={"gone": Answer("gone", Choice.NOT_APPLICABLE)}) == []


@pytest.mark.parametrize(
    "said",
    [
        {"grade": Grade.NOT_APPLICABLE},
        {"reasons": "a"},
        {"strengths": "a"},
        {"improve": "a"},
        {"confidence": Confidence.LOW},
        {"no_evidence": True},
        {"where_looked": "In the chronology."},
        {"recorded_reason": "The trial."},
        {"evidence": (replace(PASSAGE, added_at=datetime(2016, 1, 1, tzinfo=UTC)),)},
        {"answers": {"q1": Answer("q1", Choice.NO)}},
        {"answers": {"q1": Answer("q1", None, "A note alone.")}},
    ],
)
def test_a_marker_is_started_once_anything_was_said(said: dict[str, Any]) -> None:
    assert Judgement("analysis", **said).is_started
    assert not Judgement("analysis", answers={"q1": Answer("q1")}).is_started


def test_every_choice_has_words() -> None:
    assert len({choice.label for choice in Choice}) == len(Choice)
