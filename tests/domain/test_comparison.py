"""Comparing two versions: what happens to paragraphs and pages in a table of cases, and what always holds."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import comparison
from app.domain.comparison import Comparison, PageStep, Step, compare, paragraphs
from app.domain.comparison_words import MOST_WORDS, word_changes
from app.domain.document import Page


def pages(*texts: str) -> list[Page]:
    return [Page(number, text) for number, text in enumerate(texts, start=1)]


ONE = "The panel met eight times between March and July.\n\nIt read the records of nine agencies."
TWO = "The school was never asked what it had seen.\n\nTwo visits were missed in the spring of that year."
THREE = "Nobody looked at how busy the team was.\n\nThe caseload was twice what had been agreed."
ROW = "Two more visits were missed in the spring of that year, and nobody wrote down why."
FOUR = "The board accepted all of the findings.\n\nIt will report on them in six months’ time."


def shape(comparison: Comparison) -> list[tuple[str, int, int]]:
    """Of each section what happened to its page, its old number and its new one."""
    return [(section.step.value, section.old, section.new) for section in comparison.sections]


def changes(comparison: Comparison) -> dict[str, int]:
    """How many paragraphs went each way."""
    return {step.value: count for step in Step if (count := comparison.paragraphs(step))}


CASES = {
    "nothing": ((ONE, TWO), (ONE, TWO), [("same", 1, 1), ("same", 2, 2)], {"same": 4}),
    "spacing, hyphens and quotation marks": ((ONE, FOUR), (ONE.replace("records of", "records  of"), FOUR.replace("’", "'")),
                                             [("same", 1, 1), ("same", 2, 2)], {"same": 4}),
    "a word": ((ONE, TWO), (ONE, TWO.replace("never asked", "hardly asked")), [("same", 1, 1), ("changed", 2, 2)],
               {"same": 3, "changed": 1}),
    "a paragraph put in": ((ONE,), (ONE + "\n\nNo agency refused.",), [("changed", 1, 1)], {"same": 2, "added": 1}),
    "a paragraph taken out": ((ONE, TWO), (ONE, "The school was never asked what it had seen."),
                              [("same", 1, 1), ("changed", 2, 2)], {"same": 3, "removed": 1}),
    "a page put in": ((ONE, TWO), (ONE, FOUR, TWO), [("same", 1, 1), ("added", 0, 2), ("same", 2, 3)], {"same": 4, "added": 2}),
    "a page taken out": ((ONE, TWO, THREE), (ONE, THREE), [("same", 1, 1), ("removed", 2, 0), ("same", 3, 2)],
                         {"same": 4, "removed": 2}),
    "the first page taken out": ((ONE, TWO), (TWO,), [("removed", 1, 0), ("same", 2, 1)], {"same": 2, "removed": 2}),
    "a page moved to the front": ((ONE, TWO, THREE, FOUR), (FOUR, ONE, TWO, THREE),
                                  [("moved", 4, 1), ("same", 1, 2), ("same", 2, 3), ("same", 3, 4)], {"same": 6, "moved": 2}),
    "lines that fall on other pages": (("It ran over the", "end of it.\n\n" + ONE), ("It ran over the end of it.\n\n" + ONE,),
                                       [("same", 2, 1)], {"same": 3}),
    "a paragraph moved and changed": ((ONE, f"{FOUR}\n\n{ROW}", THREE),
                                      (ROW.replace("spring", "summer") + "\n\n" + ONE, FOUR, THREE),
                                      [("changed", 1, 1), ("same", 2, 2), ("same", 3, 3)], {"same": 6, "moved": 1}),
    "everything": ((ONE,), (FOUR,), [("removed", 1, 0), ("added", 0, 1)], {"removed": 2, "added": 2}),
    "no text on either side": (("",), ("",), [("same", 0, 1)], {}),
    "no pages before": ((), (ONE,), [("added", 0, 1)], {"added": 2}),
    "no pages after": ((ONE,), (), [("removed", 1, 0)], {"removed": 2}),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sections", "counts"), CASES.values(), ids=CASES)
def test_what_changed(
    old: tuple[str, ...], new: tuple[str, ...], sections: list[tuple[str, int, int]], counts: dict[str, int]
) -> None:
    comparison = compare(pages(*old), pages(*new))
    assert (shape(comparison), changes(comparison)) == (sections, counts)
    assert comparison.is_same == (set(counts) <= {"same"})


def test_each_old_page_is_told_too() -> None:
    comparison = compare(pages(ONE, TWO, THREE, FOUR), pages(FOUR, ONE, THREE.replace("team", "office")))
    assert [step.value for _, step in comparison.older] == ["same", "removed", "changed", "moved"]
    assert [comparison.pages(step) for step in PageStep] == [1, 1, 0, 1, 1]


def test_of_many_paragraphs_that_are_alike_those_are_paired_that_have_most_in_common() -> None:
    rows = [f"Visit {number}: the health visitor saw the child at home for {number * 7} minutes." for number in range(1, 7)]
    new = [row.replace("at home", "at the clinic") for row in rows if "Visit 3" not in row]
    found = compare(pages("\n\n".join(rows)), pages("\n\n".join(new))).sections[0].items
    paired = [(item.old.text[:8], item.new.text[:8]) for item in found if item.old and item.new]
    assert paired == [(f"Visit {number}:", f"Visit {number}:") for number in (1, 2, 4, 5, 6)]
    assert [item.old.text[:8] for item in found if item.old and not item.new] == ["Visit 3:"]


def test_words_are_told_apart_and_make_up_both_texts() -> None:
    steps = word_changes("The school was never asked", "The school was hardly ever asked again")
    assert [(step.kind, step.quote, step.document) for step in steps] == [
        ("same", "The school was", "The school was"),
        ("changed", "never", "hardly ever"),
        ("same", "asked", "asked"),
        ("only-document", "", "again"),
    ]


words = st.lists(st.sampled_from(("child", "family", "review", "seen", "the", "a", "Visit")), min_size=1, max_size=6).map(
    " ".join
)
texts = st.lists(st.lists(words, max_size=4).map("\n\n".join), max_size=4)


@given(texts, texts)
def test_every_paragraph_of_both_versions_stands_in_exactly_one_place(old: list[str], new: list[str]) -> None:
    before, after = pages(*old), pages(*new)
    comparison = compare(before, after)
    items = [item for section in comparison.sections for item in section.items]
    assert [item.new for item in items if item.new] == paragraphs(after)
    assert Counter(item.old.text for item in items if item.old) == Counter(para.text for para in paragraphs(before))
    assert [section.new for section in comparison.sections if section.new] == [page.number for page in after]
    assert compare(after, after).is_same
    for item in items:
        assert (item.old is None) == (item.step is Step.ADDED)
        assert (item.new is None) == (item.step is Step.REMOVED)


@given(words, words, st.booleans())
def test_the_steps_between_words_make_up_both_texts_in_long_ones_too(old: str, new: str, long: bool) -> None:
    padding = " same" * MOST_WORDS if long else ""
    steps = word_changes(f"{old}{padding}", f"{new}{padding}")
    assert " ".join(step.quote for step in steps if step.quote) == f"{old}{padding}"
    assert " ".join(step.document for step in steps if step.document) == f"{new}{padding}"
    assert all(step.kind != "same" or step.quote == step.document for step in steps)


def test_of_more_rewritten_text_than_can_be_compared_in_time_the_rest_is_new_and_taken_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new = pages(f"Visited in May.\n\n{ONE}\n\nVisited in June."), pages(f"Visited in August.\n\n{ONE}\n\nVisited in July.")
    assert changes(compare(old, new)) == {"same": 2, "changed": 2}
    monkeypatch.setattr(comparison, "MOST_READ", len("Visited in May."))
    assert changes(compare(old, new)) == {"same": 2, "changed": 1, "added": 1, "removed": 1}
