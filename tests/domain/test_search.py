"""Finding words in the text of a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidError
from app.domain.search import AROUND, MOST, check_query, context, find_words
from app.domain.skeleton import skeleton

TEXT = (
    "The multi-agency panel saw neglect’s traces; a multi agency plan. Multiagency work: neglected “child’s” needs. The rapist."
)


def found(query: str, text: str = TEXT) -> list[str]:
    """The words at each hit."""
    return [text[start:end] for start, end in find_words(text, check_query(query))]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("multi-agency", ["multi-agency", "multi agency", "Multiagency"]),
        ("multi agency", ["multi-agency", "multi agency"]),
        ("MULTIAGENCY", ["Multiagency"]),
        ("neglect", ["neglect", "neglect"]),
        ("neglect's", ["neglect’s"]),
        ("childs needs", ["child’s” needs"]),
        ('"child\'s"', ["child’s"]),
        ("gency", []),
        ("therapist", []),
        ("the rapist", ["The rapist"]),
        ("100%", []),
        ("(plan", []),
        ("pl.n", []),
    ],
)
def test_words_are_found_as_a_person_means_them(query: str, hits: list[str]) -> None:
    assert found(query) == hits


def test_signs_of_the_pattern_language_are_plain_signs() -> None:
    assert found("50% (of", "About 50% (of them) were seen, and 50 percent of others.") == ["50% (of"]
    assert found(r"a\d", r"Form a\d and a1.") == [r"a\d"]


def test_words_are_found_over_the_end_of_a_paragraph() -> None:
    assert found("first second", "the first\n\nsecond words") == ["first\n\nsecond"]


@pytest.mark.parametrize("query", ["", " ", "a", "-", "”", "' -", "\u00ad"])
def test_a_query_needs_two_letters(query: str) -> None:
    with pytest.raises(InvalidError, match="two letters"):
        check_query(query)


def test_a_query_has_an_end() -> None:
    with pytest.raises(InvalidError, match=str(MOST)):
        check_query("ab " * MOST)


def test_a_query_is_put_on_one_line() -> None:
    assert check_query("  two\n words ") == "two words"


def test_the_context_is_cut_at_spaces_and_put_on_one_line() -> None:
    text = "word " * 40 + "HIT," + "\n\nnext " * 40
    start = text.index("HIT")
    before, after = context(text, start, start + 3)
    assert before.startswith("word ")
    assert before.endswith("word ")
    assert after.startswith(", next ")
    assert after.endswith("next")
    assert len(before) <= AROUND + 1
    assert "\n" not in before + after


def test_a_hit_at_the_edge_of_a_page_has_no_context_there() -> None:
    assert context("alone", 0, 5) == ("", "")
    assert context("it stands", 3, 9) == ("it ", "")


@given(st.text(alphabet="ab -'\u2019\u00ad\n", max_size=60), st.text(alphabet="ab -'", min_size=1, max_size=8))
def test_every_page_with_a_hit_also_has_the_bare_letters_of_the_query(text: str, query: str) -> None:
    try:
        query = check_query(query)
    except InvalidError:
        return
    hits = find_words(text, query)
    assert all(start < end for start, end in hits)
    if hits:
        assert skeleton(query) in skeleton(text)
