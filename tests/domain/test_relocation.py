"""Finding cited passages again in a newer version: a table of what happens to a paper, and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.document import Page
from app.domain.passage import PaperPage, Passage, Sheet, passage_at, sheets_of
from app.domain.relocation import Move, MoveOutcome, compare_words, relocate, settle

FOUND, CHANGED, LOST = MoveOutcome.FOUND, MoveOutcome.CHANGED, MoveOutcome.LOST
QUOTE = "nobody asked the school what it had seen"
BEFORE, AFTER = "The panel read the records of all agencies; ", ". The school was not at the meeting of the network."
PAGE = f"Findings\n\n{BEFORE}{QUOTE}{AFTER}\n\nThe review looks at this in its sixth chapter."


def sheets(*texts: str, document: str = "new") -> tuple[Sheet, ...]:
    """Pages with these texts."""
    return sheets_of([PaperPage(document, Page(number, text)) for number, text in enumerate(texts, start=1)])


def cited(words: str, *texts: str, nth: int = 0) -> tuple[Passage, tuple[Sheet, ...]]:
    """The nth place of these words in an older version with these pages, and its pages."""
    older = sheets(*texts, document="old")
    places = [
        passage_at(sheet.page, at, at + len(words))
        for sheet in older
        for at in range(len(sheet.text))
        if sheet.text.startswith(words, at)
    ]
    return places[nth], older


CASES = {
    "nothing changed": ((PAGE,), FOUND, QUOTE),
    "pages were put in before it": (("A new foreword.", "And one more page.", PAGE), FOUND, QUOTE),
    "everything else was rewritten": ((f"All of this is new text. {QUOTE.capitalize()} before the second birthday.",), FOUND,
                                      QUOTE.capitalize()),
    "lines are broken elsewhere": ((PAGE.replace("the school what", "the\nschool  what"),), FOUND,
                                   QUOTE.replace("the school", "the\nschool ")),
    "it runs over the end of a page": ((f"{BEFORE}nobody asked the school", f"what it had seen{AFTER}"), FOUND,
                                       "nobody asked the school"),
    "a word was changed": ((PAGE.replace("what it had seen", "what it had noticed"),), CHANGED,
                           QUOTE.replace("seen", "noticed.")),
    "the sentence was turned round": ((PAGE.replace(QUOTE, "what the teachers knew was never found out by anybody"),), CHANGED,
                                      "what the teachers knew was never found out by anybody"),
    "it was taken out": ((PAGE.replace(QUOTE + ". ", ""),), LOST, ""),
    "the page was taken out": (("Findings\n\nThe review looks at this in its sixth chapter.",), LOST, ""),
    "nothing is left": ((), LOST, ""),
}  # fmt: skip


@pytest.mark.parametrize(("newer", "outcome", "words"), CASES.values(), ids=CASES)
def test_what_becomes_of_a_passage(newer: tuple[str, ...], outcome: MoveOutcome, words: str) -> None:
    passage, older = cited(QUOTE, PAGE)
    found = relocate(passage, older, sheets(*newer))
    assert (found.outcome, found.passage.quote if found.passage else "") == (outcome, words)


def test_words_that_run_over_a_page_are_found_whole_on_one() -> None:
    older = sheets(f"{BEFORE}nobody asked the", f"school what it had seen{AFTER}", document="old")
    head = passage_at(older[0].page, older[0].text.index("nobody"), len(older[0].text))
    passage = Passage("old", 1, head.start, head.end, head.quote, head.before, AFTER, runs_on="school what it had seen")
    found = relocate(passage, older, sheets(PAGE))
    assert (found.outcome, found.passage and found.passage.words) == (FOUND, QUOTE)


TWICE = f"{PAGE}\n\nOf the nursery we can say the same:  {QUOTE} there, and it shows. More follows on the next page."


@pytest.mark.parametrize("nth", [0, 1])
def test_of_several_places_the_one_is_taken_where_the_text_around_agrees(nth: int) -> None:
    passage, older = cited(QUOTE, TWICE, nth=nth)
    moved = sheets("A new first page.", *reversed(TWICE.split("\n\n")))
    found = relocate(passage, older, moved).passage
    assert found
    assert moved[found.page - 1].text[: found.start].endswith(passage.before[-8:])


ROW = "Seen by the health visitor: yes."


@pytest.mark.parametrize("nth", [0, 1, 2])
def test_of_places_that_are_alike_throughout_the_one_is_taken_that_comes_as_late_among_them(nth: int) -> None:
    table = "\n\n".join(["Visits of the year", ROW, ROW, ROW, ROW, "End of the table."])
    passage, older = cited("health visitor: yes", table, nth=nth)
    found = relocate(passage, older, sheets("Before", table))
    assert found.outcome is FOUND
    assert found.passage
    assert (found.passage.page, found.passage.start) == (2, passage.start)


def test_where_it_stays_uncertain_which_place_is_meant_a_person_is_asked() -> None:
    passage, older = cited("health visitor: yes", "\n\n".join([ROW] * 4), nth=3)
    found = relocate(passage, older, sheets("\n\n".join([ROW] * 3)))
    assert (found.outcome, found.changes) == (CHANGED, ())


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("It says that the review was thorough. The family agreed with it.", FOUND),
        ("Nothing of the kind was ever written. A thorough search was made.", LOST),
    ],
)
def test_a_single_word_is_found_only_where_the_text_around_agrees(text: str, outcome: MoveOutcome) -> None:
    passage, older = cited("thorough", "We read that the review was thorough. The family agreed with it and said so.")
    assert relocate(passage, older, sheets(text)).outcome is outcome


def test_changed_words_are_told_word_by_word_from_the_new_to_the_old() -> None:
    passage, older = cited(QUOTE, PAGE)
    found = relocate(passage, older, sheets(PAGE.replace("had seen", "may have seen")))
    assert [(step.kind, step.document, step.quote) for step in found.changes if step.kind != "same"] == [
        ("changed", "may have", "had")
    ]
    assert compare_words("as it was", "as  it was") == ()
    assert compare_words("word " * 2000, "another " * 2000) == (), "too long to compare in a page's time"


def test_the_words_of_a_person_and_places_found_move_evidence_and_nothing_else_does() -> None:
    here, there = Passage("old", 1, 0, 4, "here"), Passage("new", 2, 5, 10, "there")
    for outcome in MoveOutcome:
        assert settle(here, [Move("new", outcome, there)]) == (there if outcome.has_place else here)
    kept = [Move("new", FOUND, there), Move("newest", MoveOutcome.KEPT)]
    assert settle(here, kept) == there
    assert settle(here, []) == here


WORDS = ("child", "family", "review", "panel", "agency", "seen", "wrote", "the", "a", "of", "–", "“it”", "well-known.")
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
texts = st.lists(st.lists(words, min_size=1, max_size=4).map("\n\n".join), min_size=1, max_size=4)


@given(texts, st.data())
def test_in_the_same_pages_a_passage_is_found_where_it_stands(pages: list[str], data: st.DataObject) -> None:
    each_once = [" ".join(f"{word}{at}{number}" for at, word in enumerate(text.split())) for number, text in enumerate(pages)]
    older, newer = sheets(*each_once, document="old"), sheets(*each_once)
    sheet = data.draw(st.sampled_from(older))
    first = data.draw(st.integers(0, len(sheet.text) - 1).filter(lambda at: not sheet.text[at].isspace()))
    passage = passage_at(sheet.page, first, data.draw(st.integers(first + 1, len(sheet.text))))
    found = relocate(passage, older, newer)
    if len(passage.words.split()) > 2:
        assert found.outcome is FOUND
        assert found.passage
        assert (found.passage.page, found.passage.start, found.passage.end) == (passage.page, passage.start, passage.end)


@given(texts, texts, words)
def test_whatever_the_two_versions_a_place_holds_words_of_the_newer_one(old: list[str], new: list[str], quote: str) -> None:
    passage, older = cited(quote, f"{quote} {old[0]}", *old[1:])
    newer = sheets(*new)
    found = relocate(passage, older, newer)
    if found.passage:
        text = newer[found.passage.page - 1].text
        assert found.passage.document == "new"
        assert text[found.passage.start : found.passage.end] == found.passage.quote
    else:
        assert found.outcome is LOST
    if any(quote in text for text in new) and len(quote.split()) > 2:
        assert found.outcome is not LOST
