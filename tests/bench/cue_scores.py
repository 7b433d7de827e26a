"""How well the cues agree with labelled sentences: F1 per kind. Not the timing, and not the sentences themselves."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.cue_patterns import CuePatterns
from app.domain.cues import find_cues, kinds_in
from app.domain.document import Page

# The words of the hand-labelled files, where they are not ours.
NAMES = {"judgemental": "judgement"}
NONE = "none"
CORE = frozenset({"hindsight", "outcome", "judgement", "explains", "context"})


@dataclass(frozen=True)
class Labelled:
    """A sentence with the kinds that must be found in it, those that may be, and those that were."""

    text: str
    wanted: frozenset[str]
    allowed: frozenset[str]
    found: frozenset[str]


def score(sentences: Iterable[Labelled]) -> dict[str, float]:
    """F1 for each kind that some sentence wants, by kind."""
    rows = list(sentences)
    return {kind: _f1(kind, rows) for kind in sorted({kind for row in rows for kind in row.wanted})}


def macro(scores: dict[str, float]) -> float:
    """The mean over the kinds."""
    return sum(scores.values()) / len(scores)


def _f1(kind: str, rows: Sequence[Labelled]) -> float:
    hit = sum(kind in row.wanted and kind in row.found for row in rows)
    missed = sum(kind in row.wanted and kind not in row.found for row in rows)
    wrong = sum(kind in row.found and kind not in row.wanted and kind not in row.allowed for row in rows)
    return 2 * hit / (2 * hit + missed + wrong)


def read_sentences(path: Path, patterns: CuePatterns) -> list[Labelled]:
    """Sentences of `tests/cues`."""
    said = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Labelled(one["text"], frozenset(one["kinds"]), frozenset(one["also"]), _found(one["text"], patterns)) for one in said]


def read_labels(path: Path, patterns: CuePatterns, *, also_wanted: bool) -> list[Labelled]:
    """Sentences labelled with one main kind, "none" among them, and further ones that are wanted or only allowed.

    Kinds that these labels do not know are left out of what was found.
    """
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        main = NAMES.get(said["cue"], said["cue"])
        also = frozenset(NAMES.get(kind, kind) for kind in said["also"])
        wanted = frozenset({main}) | (also if also_wanted and main != NONE else frozenset())
        found = (_found(said["text"], patterns) & CORE) or frozenset({NONE})
        rows.append(Labelled(said["text"], wanted, also, found))
    return rows


def false_alarms(text: str, patterns: CuePatterns) -> float:
    """Cues per 1,000 words in a text that should hold none."""
    return 1000 * len(find_cues([Page(1, text)], patterns)) / len(text.split())


def _found(text: str, patterns: CuePatterns) -> frozenset[str]:
    return frozenset(kind.value for kind in kinds_in(text, patterns))
