"""Finding cues: the kinds, the traps, and where a cue stands. Sentences of the trade in number: `tests/cues`."""

import pytest

from app.domain.cue import CueKind
from app.domain.cue_folding import bare
from app.domain.cue_patterns import CuePattern
from app.domain.cues import cues_in_text, find_cues, kinds_in
from app.domain.document import Page
from tests.house.tree import ROOT
from tests.outside.cue_folder import patterns

PATTERNS = patterns(ROOT)


def kinds(sentence: str) -> set[str]:
    return {kind.value for kind in kinds_in(sentence, PATTERNS)}


@pytest.mark.parametrize("pattern", PATTERNS.patterns, ids=lambda pattern: pattern.id)
def test_every_example_has_its_kind_and_every_counter_example_has_not(pattern: CuePattern) -> None:
    assert pattern.words.regex.search(bare(pattern.example).text)
    assert pattern.kind in kinds_in(pattern.example, PATTERNS)
    assert pattern.kind not in kinds_in(pattern.counter_example, PATTERNS)


def test_every_kind_has_patterns_and_says_why_to_look() -> None:
    assert all(PATTERNS.of_kind(kind) for kind in CueKind)
    assert all(PATTERNS.whys[kind].endswith(".") for kind in CueKind)
    assert all(pattern.why.endswith(".") for pattern in PATTERNS.patterns)


@pytest.mark.parametrize(
    "sentence",
    [
        "None of this is said with the benefit of hindsight.",
        "The panel took care to avoid hindsight bias.",
        "It is easy to be wise after the event.",
        "The attack could not have been foreseen.",
        "The fall was neither predictable nor expected.",
    ],
)
def test_denied_hindsight_is_never_hindsight(sentence: str) -> None:
    assert kinds(sentence) <= {"bias-technique"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Every ward should have a named doctor.",
        "All staff should have the skills they need for this work.",
        "The policy must not be ignored and records must be kept.",
        "The board should ensure that caseloads are reviewed.",
        "Where a child is not seen, the manager must be told because the risk may have changed.",
        "That guidance be revised so that failures are reported.",
        "Failure to comply may lead to a fine and must be reported.",
    ],
)
def test_what_should_be_is_no_judgement_of_what_was(sentence: str) -> None:
    assert kinds(sentence) == set()


def test_should_have_done_is_a_judgement() -> None:
    assert kinds("The ward should have rung the mother.") == {"judgement"}
    assert kinds("There should have been a plan.") == {"judgement"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The uncle alleged that the school failed to pass on the letter.",
        "According to the caretaker, the office failed to answer.",
        "The neighbour complained that the council had ignored the letter.",
    ],
)
def test_what_others_are_reported_to_have_said_is_no_judgement_of_the_paper(sentence: str) -> None:
    assert "judgement" not in kinds(sentence)


def test_the_papers_own_finding_is_a_judgement_also_beside_what_others_said() -> None:
    assert "judgement" in kinds("The panel found that the school failed to pass on the letter.")
    assert "judgement" in kinds("The uncle said that he rang, but the review concluded that nobody failed to answer.")


def test_a_reason_in_the_sentence_turns_a_judgement_into_an_explanation() -> None:
    assert kinds("The team failed to visit because the road was under water.") == {"explains"}


def test_a_cause_that_is_judged_stays_judged_beside_the_explanation() -> None:
    assert kinds("Poor planning led to confusion about the date.") == {"judgement", "explains"}


def test_a_reason_in_the_next_sentence_of_the_paragraph_does_so_too() -> None:
    together = "The team failed to visit. This was because the road was under water."
    apart = together.replace(". ", ".\n\n")
    assert [cue.kind for cue in cues_in_text(together, PATTERNS)] == [CueKind.EXPLAINS]
    assert [cue.kind for cue in cues_in_text(apart, PATTERNS)] == [CueKind.JUDGEMENT, CueKind.EXPLAINS]


@pytest.mark.parametrize(
    "sentence", ["", "   ", "Missed opportunities", "3.2 Failure to learn", "Lack of curiosity … 12", "Was it foreseeable?"]
)
def test_headings_contents_questions_and_nothing_hold_no_cue(sentence: str) -> None:
    assert kinds(sentence) == set()


def test_do_not_orders_only_where_a_sentence_begins_with_it() -> None:
    assert kinds("Her cousins do not accept what the letter says.") == {"family-voice"}
    assert kinds("Do not close a case because a family does not answer.") == set()


def test_a_cue_says_where_it_stands() -> None:
    pages = [
        Page(1, "Missed opportunities\n\n1.1 The office was open.\n\n1.2 In hindsight the\nletter came too"),
        Page(2, "late. The school failed to\nanswer it."),
    ]
    found = find_cues(pages, PATTERNS)
    assert [(cue.page, cue.kind.value, cue.text) for cue in found] == [
        (1, "hindsight", "In hindsight"),
        (2, "judgement", "late"),
        (2, "judgement", "failed to"),
    ]
    assert all(pages[cue.page - 1].text[cue.start : cue.end] == cue.text for cue in found)
    assert found[0].sentence == "In hindsight the letter came too late."
    assert all(PATTERNS.called(cue.pattern) for cue in found)


def test_a_text_without_pages_has_offsets_into_itself() -> None:
    text = "It was late.\r\nThe school failed \r\n to answer."
    (cue,) = cues_in_text(text, PATTERNS)
    assert (cue.page, text[cue.start : cue.end]) == (0, "failed \r\n to")


def test_typographic_and_plain_marks_are_the_same() -> None:
    assert kinds("They didn’t act “with the benefit of hindsight”, it was said.") == kinds(
        'They didn\'t act "with the benefit of hindsight", it was said.'
    )
    assert kinds("WITH HINDSIGHT IT WAS ON THE DESK.") == {"hindsight"}


@pytest.mark.parametrize(
    "text", ["had " * 20_000, "the was were had not " * 5_000, "(" * 50_000, "x" * 200_000, "\u0130failed to " * 500]
)
def test_no_text_makes_finding_slow_or_fail(text: str) -> None:
    assert isinstance(find_cues([Page(1, text)], PATTERNS), tuple)
    assert isinstance(kinds_in(text, PATTERNS), tuple)
