"""The labelled sentences have the shape that the measures rely on. What the patterns make of them is measured elsewhere."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.domain.cue import CueKind

SENTENCES = Path(__file__).with_name("sentences.jsonl")
SECOND = Path(__file__).with_name("second.jsonl")
MAIN_KINDS = [Path(__file__).with_name(name) for name in ("main-kinds.jsonl", "main-kinds-kept.jsonl")]
MAIN = {"hindsight", "outcome", "judgemental", "explains", "context"}
TRAPS = {"denial", "technique", "possess", "reported", "reason", "recommendation", "procedure", "heading", "other"}


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def sentences() -> list[dict[str, Any]]:
    return read_lines(SENTENCES)


@pytest.mark.parametrize("path", [SENTENCES, SECOND], ids=lambda path: path.stem)
def test_each_line_has_a_text_known_kinds_and_a_known_trap(path: Path) -> None:
    known = {str(kind) for kind in CueKind}
    for sentence in read_lines(path):
        assert set(sentence) == {"text", "kinds", "also", "trap"}
        assert sentence["text"].strip() == sentence["text"] != ""
        assert set(sentence["kinds"]) | set(sentence["also"]) <= known, sentence["text"]
        assert not set(sentence["kinds"]) & set(sentence["also"]), sentence["text"]
        assert sentence["trap"] in TRAPS | {""}, sentence["text"]


def test_no_sentence_stands_twice_in_either_file() -> None:
    texts = Counter(sentence["text"].casefold() for path in (SENTENCES, SECOND) for sentence in read_lines(path))
    assert [text for text, times in texts.items() if times > 1] == []


@pytest.mark.parametrize("path", MAIN_KINDS, ids=lambda path: path.stem)
def test_each_line_with_a_main_kind_is_sound_and_stands_once(path: Path) -> None:
    lines = read_lines(path)
    assert len({line["text"].casefold() for one in MAIN_KINDS for line in read_lines(one)}) == sum(
        len(read_lines(one)) for one in MAIN_KINDS
    )
    assert {line["cue"] for line in lines} == MAIN | {"none"}
    for line in lines:
        assert set(line) == {"text", "cue", "also", "negated"}
        assert set(line["also"]) <= MAIN - {line["cue"]}, line["text"]


def test_the_second_set_has_at_least_120_sentences_and_asks_for_every_kind() -> None:
    second = read_lines(SECOND)
    assert len(second) >= 120
    assert {kind for sentence in second for kind in sentence["kinds"]} == {str(kind) for kind in CueKind}


def test_there_are_at_least_250_sentences_and_about_half_are_traps(sentences: list[dict[str, Any]]) -> None:
    traps = sum(sentence["trap"] != "" for sentence in sentences)
    assert len(sentences) >= 250
    assert 0.4 <= traps / len(sentences) <= 0.6


@pytest.mark.parametrize("kind", list(CueKind))
def test_each_kind_is_asked_for_at_least_15_times(sentences: list[dict[str, Any]], kind: CueKind) -> None:
    assert sum(kind in sentence["kinds"] for sentence in sentences) >= 15


def test_odd_and_even_lines_hold_the_same_mix(sentences: list[dict[str, Any]]) -> None:
    odd, even = (Counter(kind for sentence in half for kind in sentence["kinds"]) for half in (sentences[::2], sentences[1::2]))
    assert all(abs(odd[kind] - even[kind]) <= 0.5 * min(odd[kind], even[kind]) for kind in CueKind), (odd, even)
