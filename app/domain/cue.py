"""Cues: wording in a paper that a reader should look at, and what a person made of it. Finding them: `cues.py`.

A cue points and never decides; no count of cues becomes a grade.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CueKind(StrEnum):
    """What a cue points at. Stored values, and the words of `plumbline cues`."""

    HINDSIGHT = "hindsight"
    OUTCOME = "outcome"
    JUDGEMENT = "judgement"
    EXPLAINS = "explains"
    CONTEXT = "context"
    GOOD_PRACTICE = "good-practice"
    CHILD_VOICE = "child-voice"
    FAMILY_VOICE = "family-voice"
    PRACTITIONER_VOICE = "practitioner-voice"
    BIAS_TECHNIQUE = "bias-technique"

    @property
    def label(self) -> str:
        """The words for a page."""
        return LABELS[self]


LABELS: dict[CueKind, str] = {
    CueKind.HINDSIGHT: "Hindsight",
    CueKind.OUTCOME: "Judging by the outcome",
    CueKind.JUDGEMENT: "Judgement without a reason",
    CueKind.EXPLAINS: "Explains",
    CueKind.CONTEXT: "Working context",
    CueKind.GOOD_PRACTICE: "Good practice",
    CueKind.CHILD_VOICE: "Child’s voice",
    CueKind.FAMILY_VOICE: "Family’s voice",
    CueKind.PRACTITIONER_VOICE: "Practitioner’s voice",
    CueKind.BIAS_TECHNIQUE: "Bias held down",
}


@dataclass(frozen=True)
class Cue:
    """One cue. `start` and `end` are offsets in characters into the text of page `page`, end exclusive, and
    `text` is exactly what stands between them.

    `sentence` is the sentence around it on one line, which may have begun on an earlier page or end on a later one.
    `pattern` names the pattern that found it, in `markers/cues`.
    """

    page: int
    start: int
    end: int
    kind: CueKind
    text: str
    sentence: str
    pattern: str = ""

    @property
    def key(self) -> str:
        """What stays the same when the paper is studied again: kind and place."""
        return f"{self.kind}.{self.page}.{self.start}.{self.end}"


class CueDecision(StrEnum):
    """What a person made of a cue. Stored values."""

    KEPT = "kept"
    DISMISSED = "dismissed"
    UNDECIDED = "undecided"  # a decision that was taken back


@dataclass(frozen=True)
class CueMark:
    """A person's newest decision on a cue. `word` says why, in a few words; `marker` is for what it was kept as evidence."""

    document: str
    key: str
    decision: CueDecision
    word: str
    marker: str
    by: str
    by_name: str
    at: datetime
