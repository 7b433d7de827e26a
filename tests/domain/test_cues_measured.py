"""The cues against labelled sentences and against procedures that hold none. The floors lie a little below what was measured."""

from pathlib import Path

import pytest

from tests.bench.cue_scores import false_alarms, macro, read_sentences, score
from tests.house.tree import ROOT
from tests.outside.cue_folder import patterns

PATTERNS = patterns(ROOT)
SENTENCES = ROOT / "tests" / "cues"


@pytest.mark.parametrize(
    ("file", "first", "floor"),
    [("sentences.jsonl", 1, 0.90), ("sentences.jsonl", 0, 0.60), ("second.jsonl", None, 0.55)],
    ids=["learned-from", "held-out", "second"],
)
def test_cues_agree_with_the_labels(file: str, first: int | None, floor: float) -> None:
    sentences = read_sentences(SENTENCES / file, PATTERNS)
    scores = score(sentences if first is None else sentences[first::2])
    assert macro(scores) >= floor, scores


def test_procedures_raise_few_false_alarms() -> None:
    text = Path(SENTENCES / "procedures.txt").read_text(encoding="utf-8")
    assert false_alarms(text, PATTERNS) <= 4
