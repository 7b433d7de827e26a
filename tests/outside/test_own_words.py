"""The questions about an appraiser's own words, as they stand in markers/, asked of sentences as appraisers write them."""

from pathlib import Path

import pytest

from app.domain.own_words import MOST, point_out
from app.outside.cue_patterns import find_cue_patterns
from app.outside.own_words import QUESTIONS, OwnQuestionsError, load_own_questions

MARKERS = Path(__file__).parents[2] / "markers"


def asked(text: str) -> list[tuple[str, str]]:
    """The words that are pointed out, with the id of the question about them."""
    questions = load_own_questions(MARKERS)
    ids = {question.question: question.id for question in questions}
    return [(found.words, ids[found.question]) for found in point_out(text, questions, find_cue_patterns(MARKERS))]


@pytest.mark.parametrize(
    ("text", "words", "question"),
    [
        ("The health visitor should have known that Robin was at risk.", "should have known", "hindsight"),
        ("With hindsight the third visit was the last chance.", "With hindsight", "hindsight"),
        ("Robin’s death could have been prevented.", "could have been prevented", "outcome"),
        ("The social worker was negligent in closing the case.", "negligent", "blame"),
        ("Everybody knows that the school was at fault.", "was at fault", "blame"),
        ("The social worker failed to visit in March.", "failed to", "judgement"),
    ],
)
def test_hindsight_outcome_and_blame_are_asked_about(text: str, words: str, question: str) -> None:
    assert any(question == name and (words in found or found in words) for found, name in asked(text)), asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        "The report sets out, episode by episode, what practitioners knew and when.",
        "The review says that staff “should have known”, and never asks how.",
        'Page 12 has "with hindsight" twice.',
        "The report failed to say why the visits stopped.",
        "The panel’s chronology ignored the housing records.",
        "Sound: reasons are given for each decision, because the author asked the staff themselves.",
    ],
)
def test_judging_the_review_and_quoting_it_is_left_alone(text: str) -> None:
    assert asked(text) == []


def test_a_question_is_asked_once_and_few_are_asked_at_all() -> None:
    text = (
        "They should have known. They should have known it twice. The death could have been prevented. "
        "The officer was negligent. The nurse failed to act."
    )
    names = [name for _, name in asked(text)]
    assert len(names) == MOST == len(set(names))
    assert names[0] == "hindsight"


def test_the_same_words_are_not_asked_about_twice() -> None:
    found = asked("With hindsight the social worker should have known, and was negligent.")
    assert ("negligent", "blame") in found
    assert len({words for words, _ in found}) == len(found)


def test_words_are_given_as_they_were_written_on_one_line() -> None:
    assert asked("The nurse should\nhave known.")[0][0] == "should have known"


def test_a_file_with_mistakes_says_where_they_are(tmp_path: Path) -> None:
    path = tmp_path / QUESTIONS
    path.parent.mkdir(parents=True)
    path.write_text("questions:\n  - id: one\n    question: Why?\n    words: ['(open']\n    kinds: [foresight]\n")
    with pytest.raises(OwnQuestionsError) as caught:
        load_own_questions(tmp_path)
    assert {problem.line for problem in caught.value.problems} == {4, 5}
