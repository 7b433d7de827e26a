"""Finding quotes: word for word, then tolerantly, then nearly; and never other words than the paper's own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.document import Page
from app.domain.errors import InvalidError
from app.domain.passage import CONTEXT, Found, NearlyFound, NotFound, PaperPage, Passage, find_quote, passage_at
from app.domain.skeleton import skeleton, skeleton_with_offsets

BODY = (
    "4.1 Robin was seen at home on two occasions. The health visitor wrote “a supportive partner” in the record.\n\n"
    "4.2 The well-being of the child was not discussed.3 The manager – new in post – did not know the family’s history."
)


def papers(*texts: str, document: str = "doc") -> list[PaperPage]:
    """Pages of one paper, numbered from 1."""
    return [PaperPage(document, Page(number, text), "Overview report") for number, text in enumerate(texts, start=1)]


def found(pages: list[PaperPage], quote: str) -> Found:
    """The result, which must be a find."""
    result = find_quote(pages, quote)
    assert isinstance(result, Found), result
    return result


def only(pages: list[PaperPage], quote: str) -> Passage:
    """The only passage found, which must be exactly what stands in its page."""
    (passage,) = found(pages, quote).passages
    text = {page.page.number: page.page.text for page in pages}[passage.page]
    assert passage.quote == text[passage.start : passage.end]
    assert text[: passage.start].endswith(passage.before)
    assert passage.before == text[max(0, passage.start - CONTEXT) : passage.start]
    return passage


def test_a_quote_is_found_word_for_word_with_its_place_and_context() -> None:
    pages = papers("Something else entirely.", BODY)
    assert found(pages, "Robin was seen at home").exact
    passage = only(pages, "  Robin was seen at home ")
    assert (passage.document, passage.page, passage.place) == ("doc", 2, "page 2")
    assert passage.document_title == "Overview report"
    assert passage.before == "4.1 "
    assert passage.after.startswith(" on two occasions. The health")
    assert len(passage.after) == CONTEXT


@pytest.mark.parametrize(
    "quote",
    [
        "Robin  was\nseen at \u00a0 home",
        "ROBIN WAS SEEN AT HOME",
        'wrote "a supportive partner" in the',
        "wrote 'a supportive partner' in the",
        "The wellbeing of the child was",
        "The well\u00adbeing of the child was",
        "The well‑being of the child was",
        "The manager - new in post - did",
        "The manager — new in post — did",
        "not know the family's history",
        "did not know the familys history",
        "occasions.The health visitor",
    ],
)
def test_spacing_hyphens_quotation_marks_and_case_do_not_matter(quote: str) -> None:
    pages = papers(BODY)
    assert not found(pages, quote).exact
    assert skeleton(only(pages, quote).quote) == skeleton(quote)


def test_ligatures_do_not_matter_in_the_quote_or_in_the_page() -> None:
    assert only(papers("The police officer filed it."), "The police oﬃcer ﬁled it").quote == "The police officer filed it"
    assert only(papers("The police oﬃcer ﬁled it."), "The police officer filed it").quote == "The police oﬃcer ﬁled it"


def test_every_occurrence_is_found_so_that_a_person_can_choose() -> None:
    pages = papers("He was seen alone. Later he was seen alone.", "There he was seen alone by them.")
    for quote in ("he was seen alone", "HE WAS  SEEN ALONE"):
        places = [(passage.page, passage.start) for passage in found(pages, quote).passages]
        assert places[-2:] == [(1, 25), (2, 6)]
    assert len(places) == 3  # with another case, the capital of the first is no difference


def test_a_quote_that_ends_inside_a_word_is_not_tolerated_when_it_is_not_word_for_word() -> None:
    assert isinstance(find_quote(papers("She was restless at night and cried."), "She was  rest"), NotFound | NearlyFound)


def test_a_quote_may_run_over_the_end_of_a_page() -> None:
    pages = papers("1 One.\n\nShe rang the service and was", "told that no visit could be made.\n\nTwo.")
    passage = only(pages, "rang the service and was told that no visit could be made")
    assert passage.quote == "rang the service and was"
    assert passage.runs_on == "told that no visit could be made"
    assert passage.words == "rang the service and was told that no visit could be made"
    assert passage.after == ".\n\nTwo."
    assert (passage.page, passage.place) == (1, "pages 1 to 2")


def test_footnotes_may_stand_between_the_halves_of_a_quote() -> None:
    pages = papers("She rang the service and was\n\n7 Interview, May.\n\n8 Letter.", "told that no visit could be made.")
    assert only(pages, "rang the service and was told that").runs_on == "told that"


def test_pages_that_begin_by_chance_as_a_quote_ends_are_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(
        "app.domain.passage.skeleton_with_offsets", lambda text: looked.append(text) or skeleton_with_offsets(text)
    )
    pages = papers(*(f"e{number} and so on, of something else altogether." for number in range(20)))
    assert isinstance(find_quote(pages, "The panel never asked anybody at alle"), NotFound)
    assert looked == [], "each would cost as much as reading the page letter by letter"


def test_text_that_merely_resumes_on_another_page_is_not_joined() -> None:
    apart = papers("She rang the service and was\n\nAnother paragraph follows here.", "told that no visit could be made.")
    assert not isinstance(find_quote(apart, "rang the service and was told that"), Found)
    of_two = [papers("She rang the service and was")[0], papers("", "told that no visit was made.", document="other")[1]]
    assert not isinstance(find_quote(of_two, "rang the service and was told that"), Found)


def test_words_that_a_quote_leaves_out_are_part_of_the_passage() -> None:
    for gap in ("…", "...", "[...]", "[…]", "(…)", " . . . "):
        passage = only(papers(BODY), f"Robin was seen at home {gap} wrote “a supportive partner”")
        assert passage.quote.startswith("Robin was seen at home on two occasions")
        assert passage.quote.endswith("wrote “a supportive partner”")


def test_a_quote_that_trails_off_is_found() -> None:
    assert only(papers(BODY), "… the manager new in post did not…").quote == "The manager – new in post – did not"


def test_footnote_numbers_of_the_paper_may_be_left_out_but_other_numbers_not() -> None:
    assert only(papers(BODY), "was not discussed. The manager").quote == "was not discussed.3 The manager"
    assert not isinstance(find_quote(papers("It weighed 5.12 kilograms then."), "It weighed 5. kilograms"), Found)
    assert not isinstance(find_quote(papers("See part No.13 of the paper."), "See part No.12 of the"), Found)


def test_a_near_miss_shows_the_difference_word_by_word() -> None:
    result = find_quote(papers("Nothing here.", BODY), "Robin was seen at school on three occasions")
    assert isinstance(result, NearlyFound)
    near = result.candidates[0]
    assert near.passage.page == 2
    assert near.passage.quote == BODY[near.passage.start : near.passage.end]
    assert 0.75 <= near.score < 1
    assert [(change.kind, change.document, change.quote) for change in near.changes] == [
        ("same", "Robin was seen at", "Robin was seen at"),
        ("changed", "home", "school"),
        ("same", "on", "on"),
        ("changed", "two", "three"),
        ("same", "occasions.", "occasions"),
    ]


def test_words_added_or_missing_are_shown_as_such() -> None:
    result = find_quote(papers(BODY), "The health visitor never wrote “a partner” in the record")
    assert isinstance(result, NearlyFound)
    kinds = [(change.kind, change.document or change.quote) for change in result.candidates[0].changes]
    assert ("only-quote", "never") in kinds
    assert any(kind != "same" and "supportive" in words for kind, words in kinds)


def test_a_near_miss_does_not_run_into_the_next_paragraph() -> None:
    result = find_quote(papers(BODY), "wrote “a supportive partner” in the record of the surgery")
    assert isinstance(result, NearlyFound)
    assert result.candidates[0].passage.quote == "wrote “a supportive partner” in the record."


def test_words_that_are_not_in_the_papers_are_refused_with_the_way_out() -> None:
    result = find_quote(papers(BODY), "The teacher telephoned the grandmother about the holiday")
    assert isinstance(result, NotFound)
    assert "source that is not in the papers" in result.sentence


def test_one_shared_word_is_no_near_miss() -> None:
    assert isinstance(find_quote(papers(BODY), "Families are different everywhere in the record"), NotFound)


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("", "Paste or type"),
        (" \n “” ", "Paste or type"),
        ("too short", "at least three words"),
        ("word " * 1_001, "at most 5,000"),
    ],
)
def test_a_quote_that_cannot_be_looked_for_is_refused_with_a_sentence(quote: str, said: str) -> None:
    with pytest.raises(InvalidError, match=said) as refusal:
        find_quote(papers(BODY), quote)
    assert refusal.value.field == "quote"


def test_one_long_word_is_enough_to_look_for() -> None:
    assert only(papers("A case of misclassification here."), "misclassification").quote == "misclassification"


def test_marked_text_becomes_a_passage_without_the_space_around_it() -> None:
    passage = passage_at(papers("One two  three\n\nfour")[0], 3, 9)
    assert (passage.start, passage.end, passage.quote, passage.before, passage.after) == (4, 7, "two", "One ", "  three\n\nfour")


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 4), (0, 99), (3, 4)])
def test_marks_that_do_not_lie_in_the_page_are_refused(start: int, end: int) -> None:
    with pytest.raises(InvalidError, match="Mark the words"):
        passage_at(papers("One two")[0], start, end)


def test_a_passage_of_a_flowing_paper_is_cited_by_heading_and_paragraph() -> None:
    page = Page(3, "Findings\n\nShe was not seen alone.", places=((0, "Findings"), (10, "Findings, paragraph 1")))
    assert only([PaperPage("doc", page)], "was not seen alone").place == "Findings, paragraph 1"


LETTERS = st.text(st.sampled_from("abc ABC-–’“ﬁ\u00ad\n.…é7"), max_size=40)


@settings(max_examples=100, deadline=None)
@given(LETTERS)
def test_every_letter_of_a_skeleton_comes_from_where_its_offset_says(text: str) -> None:
    letters, offsets = skeleton_with_offsets(text)
    assert letters == skeleton(text)
    assert len(offsets) == len(letters)
    assert offsets == sorted(offsets)
    assert all(letter in skeleton(text[offset]) for letter, offset in zip(letters, offsets, strict=True))


@settings(max_examples=100, deadline=None)
@given(LETTERS, LETTERS, LETTERS)
def test_what_is_found_is_always_exactly_what_stands_there(before: str, quote: str, after: str) -> None:
    pages = papers(before + quote, after, before + quote + after)
    try:
        result = find_quote(pages, quote)
    except InvalidError:
        return
    passages = result.passages if isinstance(result, Found) else ()
    assert isinstance(result, Found) or not (before + quote).count(quote)
    for passage in passages:
        assert passage.quote == pages[passage.page - 1].page.text[passage.start : passage.end]
        if passage.runs_on:
            assert pages[passage.page].page.text.startswith(passage.runs_on)
