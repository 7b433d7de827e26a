"""The cues against labelled sentences and against procedures that hold none. The floors lie a little below what was measured."""

from pathlib import Path

import pytest

from tests.bench.cue_scores import false_alarms, macro, read_labels, read_sentences, score
from tests.house.tree import ROOT
from tests.outside.cue_folder import patterns

PATTERNS = patterns(ROOT)
SENTENCES = ROOT / "tests" / "cues"


@pytest.mark.parametrize(
    ("file", "floor"),
    [("sentences.jsonl", 0.92), ("second.jsonl", 0.67)],
    ids=["learned-from", "held-out"],
)
def test_cues_agree_with_the_labels(file: str, floor: float) -> None:
    scores = score(read_sentences(SENTENCES / file, PATTERNS))
    assert macro(scores) >= floor, scores


@pytest.mark.parametrize(
    ("file", "floor"),
    [("main-kinds.jsonl", 0.88), ("main-kinds-kept.jsonl", 0.81)],
    ids=["learned-from", "held-out"],
)
def test_cues_agree_with_one_main_kind_as_others_label_it(file: str, floor: float) -> None:
    scores = score(read_labels(SENTENCES / file, PATTERNS, also_wanted=False))
    assert macro(scores) >= floor, scores


def test_procedures_raise_few_false_alarms() -> None:
    text = Path(SENTENCES / "procedures.txt").read_text(encoding="utf-8")
    assert false_alarms(text, PATTERNS) <= 3
