"""The words by which identifiers are found: that they can be read, and that what is wrong is named."""

from pathlib import Path

import pytest

from app.outside.identifier_words import IdentifierWordsError, find_identifier_words, load_identifier_words
from app.settings import get_settings


def test_the_words_in_use_can_be_read_and_no_list_says_the_opposite_of_another() -> None:
    words = find_identifier_words(get_settings().markers_dir)
    assert words.version == "1.0"
    assert "ofsted" in words.never
    assert not words.never & words.seldom
    assert not words.given & words.company
    assert all(word == word.lower() for word in words.never | words.seldom | words.given | words.company)
    assert all(condition.words and condition.why.endswith(".") for condition in words.conditions)


def test_a_first_name_that_can_stand_alone_is_not_a_word_of_the_trade() -> None:
    words = find_identifier_words(get_settings().markers_dir)
    assert sorted(words.given & (words.never | words.seldom)) == []


def test_what_is_wrong_is_named_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(IdentifierWordsError, match=r"words\.yaml"):
        load_identifier_words(tmp_path)
    (tmp_path / "words.yaml").write_text("groups:\n  - {id: x, part: sometimes, words: a b}\n")
    with pytest.raises(IdentifierWordsError, match=r"words\.yaml, line 2"):
        load_identifier_words(tmp_path)
