"""The index of wordings: it may name too many, and never leaves one out that stands in the sentence."""

import pytest

from app.domain.cue_folding import bare
from app.domain.cue_index import CueIndex
from app.domain.cue_words import compile_lists, compile_words
from app.domain.document import Page
from app.domain.sentences import sentences_of
from tests.house.tree import ROOT
from tests.outside.cue_folder import patterns

LISTS = compile_lists({"number": ["two", "3*", "*-odd"], "child": ["child", "young person", "*-year-old"]}, {})


def candidates(wording: str, sentence: str) -> list[int]:
    return CueIndex(compile_words([wording], LISTS).lines).candidates(bare(sentence).text)


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        ("lack of staff", "There was a lack of staff’s time."),
        ("caseload of <number>", "She had a caseload of 30 families."),
        ("caseload of <number>", "She had a caseload of thirty-odd families."),
        ("<child> said", "The 14-year-old said so."),
        ("<child> said", "A young person said so."),
        ("fail/s/ed ~ attend", "He failed at last to attend."),
        ("mis* signs", "They misread signs."),
        ("*ly late", "It was unfortunately late."),
        ("at 9 a.m. sharp", "They came at 9 a.m. sharp."),
        ("fiancé/e said", "Her fiancée said so."),
        ("follow-up (visit)? late", "The “follow-up” late in May was short."),
        (", they said", "It rained, they said."),
        ("^the (ward|unit) closed", "The unit closed."),
        ("^(the)? unit closed", "Unit closed."),
        ("why ~~ unclear", "Why nobody, in all those weeks, had asked her is unclear."),
        ("(no|little|the sort of) time (was|had been) left", "No time had been left."),
    ],
)
def test_a_wording_is_a_candidate_where_its_words_stand(wording: str, sentence: str) -> None:
    assert compile_words([wording], LISTS).regex.search(bare(sentence).text)
    assert candidates(wording, sentence) == [0]


@pytest.mark.parametrize(
    ("wording", "sentence"),
    [
        ("lack of staff", "There was a lack of time."),
        ("<child> said", "The parents said so."),
        ("caseload of <number>", "She had a caseload of families."),
        ("mis* signs", "They saw no signs."),
    ],
)
def test_a_wording_is_none_where_one_of_its_words_is_missing(wording: str, sentence: str) -> None:
    assert candidates(wording, sentence) == []


@pytest.mark.parametrize("wording", ["^unit closed", "^(the)? unit closed", "^<child>? closed"])
def test_what_must_begin_a_sentence_is_not_found_within_one(wording: str) -> None:
    assert not compile_words([wording], LISTS).regex.search(bare("In May the unit closed.").text)


def test_no_wording_of_ours_is_left_out_in_a_text_where_it_stands() -> None:
    found = patterns(ROOT)
    said = " ".join(pattern.example for pattern in found.patterns[::12])
    for sentence in sentences_of([Page(1, said)]):
        folded = bare(sentence.text).text
        standing = {number for number, (_, line) in enumerate(found.lines) if line.regex.search(folded)}
        assert standing <= set(found.index.candidates(folded))
