"""Ranking passages for a prompt."""

from dataclasses import replace

import pytest

from app.domain.document import DocumentKind
from app.domain.finder import AT_LEAST, LONGEST, SHOWN, Candidate, Idea, PromptWords, rank, words_of_prompt
from app.domain.instrument import Lens, Marker, Prompt
from app.domain.study import Part

WANTED = PromptWords(
    "p1",
    (Idea((("caseload",), ("high", "workload")), 3), Idea((("becaus",),), 2)),
    (("caseload",), ("high", "workload"), ("because",)),
)
PROMPT = Prompt("p1", "Are the caseloads of the social workers explained?", lenses=(Lens.WHY,))
MARKER = Marker(1, "setting", "The setting", "only", "The review describes supervision.", "It matters.", (PROMPT,), {})
BOTH = "The caseload of the team had grown, and she did not visit because there was no time left in that week."
ONE = "The caseload of the team is given in the second table, with the figures of the two years before and after."


def made(text: str, *, start: int = 0, **changes: object) -> Candidate:
    plain = Candidate("doc", "Overview report", DocumentKind.OVERVIEW, 1, start, text, Part.ANALYSIS)
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_passage_that_holds_more_of_the_ideas_comes_first() -> None:
    found = rank(WANTED, [made(ONE), made(BOTH, start=500)], 50)
    assert [suggestion.text for suggestion in found] == [BOTH, ONE]


def test_words_are_marked_where_they_stand_and_sequences_as_one() -> None:
    text = "There was a high workload in those months, and caseloads were high: that is all that anybody remembers now."
    (found,) = rank(WANTED, [made(text, start=40)], 50)
    assert [text[start:end] for start, end in found.marks] == ["high workload", "caseloads"]
    assert (found.start, found.end) == (40, 40 + len(text))


def test_a_word_of_a_sequence_alone_is_no_match() -> None:
    assert (
        rank(WANTED, [made("The workload was low, and high hopes were placed upon the new team by everybody there.")], 50) == ()
    )


def test_headings_are_left_out() -> None:
    assert rank(WANTED, [made("Caseload because caseload", part=Part.HEADING)], 50) == ()


def test_chronology_is_pushed_below_analysis_where_reasons_are_asked_for() -> None:
    story, analysis = made(BOTH, part=Part.CHRONOLOGY), made(ONE, start=500)
    assert rank(WANTED, [story, analysis], 50)[0].candidate is story
    assert rank(replace(WANTED, asks_reasons=True), [story, analysis], 50)[0].candidate is analysis
    listed = made(BOTH, kind=DocumentKind.CHRONOLOGY, part=Part.OTHER)
    assert rank(replace(WANTED, asks_reasons=True), [listed, analysis], 50)[0].candidate is analysis


def test_a_favoured_kind_of_paper_and_part_come_first_among_equals() -> None:
    other = "The caseload of the team had grown, and he did not telephone because there was no line free on the day."
    candidates = [made(BOTH), made(other, start=500, kind=DocumentKind.TERMS), made(ONE, start=900, part=Part.METHOD)]
    terms = rank(replace(WANTED, kinds=frozenset({DocumentKind.TERMS})), candidates, 50)
    assert terms[0].candidate.kind is DocumentKind.TERMS
    method = rank(replace(WANTED, parts=frozenset({Part.METHOD})), [made(ONE), candidates[2]], 50)
    assert method[0].candidate.part is Part.METHOD


def test_what_is_said_twice_is_shown_once_with_the_other_place() -> None:
    summary = made(BOTH.replace("no time left", "no time"), page=2)
    (found,) = rank(WANTED, [made(BOTH, page=20), summary], 50)
    assert {found.candidate.page, found.also[0].page} == {2, 20}


HEAD = "The caseload of the team had grown in that winter, and the visits that were planned could not be made"
TAIL = "because there was no time left in the week, which nobody told the manager of the service."


@pytest.mark.parametrize(
    ("second", "count"),
    [
        (made(TAIL, page=2), 1),
        (made(TAIL, page=3), 2),
        (made(TAIL, page=2, start=300), 2),
        (made(TAIL, page=2, document="other"), 2),
        (made(f"7. It was so {TAIL}", page=2), 2),
    ],
    ids=["over the end of a page", "two pages on", "further down", "in another paper", "a numbered paragraph"],
)
def test_a_statement_that_runs_over_the_end_of_a_page_is_one_suggestion(second: Candidate, count: int) -> None:
    found = rank(WANTED, [made(HEAD, start=900), second], 50)
    assert len(found) == count
    assert [len(one.rest) for one in found] == ([1] if count == 1 else [0, 0])


def test_a_paragraph_that_ended_on_its_page_is_not_joined_to_the_next_one() -> None:
    assert len(rank(WANTED, [made(f"{HEAD}.", start=900), made(TAIL, page=2)], 50)) == 2


def test_of_a_long_paragraph_the_best_sentences_are_taken() -> None:
    filler = "Nothing of this kind was said at the meeting of the panel in the month of May. " * 12
    text = filler + BOTH + " " + filler
    (found,) = rank(WANTED, [made(text, start=7)], 50)
    assert BOTH in found.text
    assert len(found.text) <= LONGEST
    assert text[found.start - 7 : found.end - 7] == found.text
    assert [found.text[start:end] for start, end in found.marks] == ["caseload", "because"]


def test_the_best_of_thousands_of_short_sentences_are_found_without_a_long_time() -> None:
    text = "Caseload. " * 3_000 + "She did so because of it. " + "Caseload. " * 3_000
    (found,) = rank(WANTED, [made(text)], 50)
    assert "because of it" in found.text
    assert len(found.text) <= LONGEST


def test_a_very_short_paragraph_does_not_beat_one_that_says_something() -> None:
    assert rank(WANTED, [made("Caseload because"), made(BOTH, start=500)], 50)[0].text == BOTH


def test_weak_suggestions_are_shown_only_to_make_up_five() -> None:
    def other(number: int) -> str:
        # Numbers that are words of their own, so that no two of them say nearly the same.
        return " ".join(f"word{number}{place}" for place in range(20))

    weak = [made(f"{other(number)} because", start=number, document=f"d{number}") for number in range(20)]
    assert len(rank(WANTED, weak, 5000)) == SHOWN
    strong = made(BOTH, start=900)
    assert len(rank(replace(WANTED, ideas=(Idea((("caseload",),), 9), WANTED.ideas[1])), [strong, *weak], 5000)) == AT_LEAST


def test_without_words_as_data_those_of_the_prompt_are_looked_for() -> None:
    wanted = words_of_prompt(PROMPT, MARKER)
    assert wanted.asks_reasons
    asked = [words[0] for words in wanted.words]
    assert asked[:4] == ["caseloads", "social", "workers", "explained"]
    assert "supervision" in asked
    assert "the" not in asked
    assert [suggestion.text for suggestion in rank(wanted, [made(ONE)], 50)] == [ONE]
