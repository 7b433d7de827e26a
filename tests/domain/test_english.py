"""Small pieces of English: numbers, dates, lists and the first sentence of a text."""

from datetime import date

import pytest

from app.domain.english import and_list, count, first_sentence, full_stop, in_words, lower_start, sentences_of, spell


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One sentence only", "One sentence only."),
        ("First one. Second one.", "First one."),
        ("See p. 12 of the report. Then stop.", "See p. 12 of the report."),
        ("Some items (e.g. Visits) are thin.  More\nfollows.", "Some items (e.g. Visits) are thin."),
        ("She said “stop.” They did not.", "She said “stop.”"),
        ("Is it so? It is.", "Is it so?"),
        ("The panel (see J. Smith) met. End.", "The panel (see J. Smith) met."),
        ("Version 2.1 was used. End.", "Version 2.1 was used."),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_at_its_own_full_stop(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_a_text_is_divided_into_its_sentences_and_nothing_is_lost() -> None:
    text = "One (see p. 3). “Two?” Three, e.g. this"
    assert sentences_of(text) == ["One (see p. 3).", "“Two?”", "Three, e.g. this."]
    assert sentences_of("  ") == []


@pytest.mark.parametrize(
    ("text", "stopped"), [("a", "a."), ("a.", "a."), ("a?", "a?"), ("“a.”", "“a.”"), ("a ", "a."), ("", ""), ("(a)", "(a).")]
)
def test_a_full_stop_is_added_only_where_none_stands(text: str, stopped: str) -> None:
    assert full_stop(text) == stopped


def test_words_inside_a_sentence_lose_their_capital_but_abbreviations_keep_it() -> None:
    assert lower_start("Reviews are there") == "reviews are there"
    assert lower_start("NHS staff were asked") == "NHS staff were asked"
    assert lower_start("A list") == "a list"
    assert lower_start("I was asked") == "I was asked"
    assert lower_start("") == ""


def test_numbers_dates_and_lists_read_as_a_person_writes_them() -> None:
    assert (spell(4), spell(18)) == ("four", "18")
    assert (count(1, "day"), count(2, "day")) == ("1 day", "2 days")
    assert in_words(date(2010, 3, 3)) == "3 March 2010"
    assert (and_list([]), and_list(["a"]), and_list(["a", "b"]), and_list(["a", "b", "c"])) == ("", "a", "a and b", "a, b and c")
