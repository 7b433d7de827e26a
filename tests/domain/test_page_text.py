"""Cleaning of raw text: what must never spoil search or quoting."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.page_text import clean, clean_pages


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("the ﬁrst oﬃcer of the ﬂeet saﬀron", "the first officer of the fleet saffron"),
        ("no\u00a0break\u2009thin\u3000wide", "no break thin wide"),
        ("a\x00b\x07c\x1fd\ufeffe\u200bf", "abcdef"),
        ("cafe\u0301", "café"),
        ("sub\u2011committee", "sub-committee"),
        ("one\r\ntwo\rthree", "one two three"),
        ("one\x0btwo\x0cthree\u2028four", "one two three four"),
        ("  much   space \t here ", "much space here"),
        ("first\n\nsecond\n \n\nthird", "first\n\nsecond\n\nthird"),
        ("Chapter 1 . . . . . . . . 5\n\nChapter 2 ........ 9", "Chapter 1 … 5\n\nChapter 2 … 9"),
        ("\uf0b7 a point of a list", "• a point of a list"),
        ("half\ud83d a pair", "half a pair"),
        ("", ""),
        ("\x02\ufffe\u00ad", "---"),
    ],
)
def test_characters_become_what_a_reader_sees(raw: str, read: str) -> None:
    assert clean(raw) == read


@pytest.mark.parametrize("mark", ["\u00ad\n", "\ufffe", "\x02", "-\n", "- \n", "\u2010\n"])
def test_a_word_broken_over_lines_is_joined_when_it_stands_elsewhere_in_the_paper(mark: str) -> None:
    assert clean_pages([f"The safe{mark}guarding board.", "On safeguarding."])[0] == "The safeguarding board."


@pytest.mark.parametrize("mark", ["\ufffe", "-\n"])
def test_a_hyphen_is_kept_when_the_paper_writes_the_word_with_one(mark: str) -> None:
    assert clean_pages([f"Their well{mark}being mattered.", "Children's well-being."])[0] == "Their well-being mattered."


def test_a_hyphen_is_kept_after_a_prefix_and_before_a_capital() -> None:
    assert clean("a multi-\nlayered plan of the non-\nEnglish staff") == "a multi-layered plan of the non-English staff"


def test_an_unknown_broken_word_goes_the_way_of_the_others() -> None:
    joined = ["a refer-\nral and an assess-\nment and some super-\nvision", "referral assessment"]
    assert clean_pages(joined)[0] == "a referral and an assessment and some supervision"
    kept = ["a cross-\nborder and a face-\nto and a door-\nkeeper", "face-to-face cross-border door-step"]
    assert clean_pages(kept)[0].startswith("a cross-border")


def test_dashes_numbers_and_words_that_share_an_ending_stay_as_they_are() -> None:
    assert clean("seen - at last -\nby 2014-\n2015 staff") == "seen - at last - by 2014-2015 staff"
    assert clean("a 24-\nhour line in Covid-\n19 times") == "a 24-hour line in Covid-19 times"
    assert clean("short-\nand long-term, mis\ufffeor disinformation") == "short- and long-term, mis- or disinformation"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_clean_text_is_plain_and_cleaning_it_again_changes_nothing(raw: str) -> None:
    text = clean(raw)
    assert text == unicodedata.normalize("NFC", text)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in text.replace("\n", ""))
    assert "  " not in text
    assert "\n\n\n" not in text
    assert text == text.strip(" \n")
    assert clean(text) == text
    text.encode()


def test_code_points_that_are_no_characters_are_left_out() -> None:
    assert clean("wo\ufdd0rds\U0001fffe of\U0010ffff a paper\uffff") == "words of a paper"
