"""Cues: wording in a paper that a reader should look at, and what a person made of it. Finding them: `cues.py`.

A cue points and never decides; no count of cues becomes a grade.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import NotFoundError
from app.domain.instrument import Lens


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

    @property
    def letter(self) -> str:
        """Stands for the kind beside its colour, and in addresses: each its own."""
        return LETTERS[self]


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

LETTERS: dict[CueKind, str] = {
    CueKind.HINDSIGHT: "H",
    CueKind.OUTCOME: "O",
    CueKind.JUDGEMENT: "J",
    CueKind.EXPLAINS: "E",
    CueKind.CONTEXT: "W",
    CueKind.GOOD_PRACTICE: "G",
    CueKind.CHILD_VOICE: "C",
    CueKind.FAMILY_VOICE: "F",
    CueKind.PRACTITIONER_VOICE: "P",
    CueKind.BIAS_TECHNIQUE: "B",
}

# What is looked for until a person chooses: what is judged, and whether it is explained.
FIRST_KINDS = (CueKind.HINDSIGHT, CueKind.OUTCOME, CueKind.JUDGEMENT, CueKind.EXPLAINS)

# Which cues stand beside the prompts of a lens.
LENS_KINDS: dict[Lens, tuple[CueKind, ...]] = {
    Lens.HINDSIGHT: (CueKind.HINDSIGHT, CueKind.OUTCOME, CueKind.JUDGEMENT, CueKind.BIAS_TECHNIQUE),
    Lens.WHY: (CueKind.JUDGEMENT, CueKind.EXPLAINS, CueKind.CONTEXT),
    Lens.FAMILY: (CueKind.FAMILY_VOICE, CueKind.CHILD_VOICE),
    Lens.PRACTITIONERS: (CueKind.PRACTITIONER_VOICE,),
    Lens.IMPACT: (),
}

NO_CUE = "We could not find that cue. The paper may have been studied again since you opened the page."
_KEY = re.compile(r"([a-z-]+)\.([1-9]\d{0,5})\.(\d{1,7})\.(\d{1,7})", re.ASCII)


def kinds_of_letters(letters: str) -> tuple[CueKind, ...]:
    """The kinds that these letters stand for, in the order of the kinds; other characters are passed over."""
    return tuple(kind for kind in CueKind if kind.letter in letters)


def letters_of(kinds: Iterable[CueKind]) -> str:
    """The letters of these kinds; "-" for none, so that choosing nothing is a choice too."""
    return "".join(kind.letter for kind in kinds) or "-"


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

    @property
    def split_sentence(self) -> tuple[str, str, str]:
        """The sentence in three: before the cue's words, the words, after them. The first is all of it where they are not
        to be found in it on one line.
        """
        words = " ".join(self.text.split())
        before, found, after = self.sentence.partition(words) if words else (self.sentence, "", "")
        return before, found, after


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


@dataclass(frozen=True)
class PointedOut:
    """Words of the appraiser's own, and the question about them."""

    words: str
    question: str


def read_key(key: str) -> tuple[CueKind, int, int, int]:
    """Kind, page, start and end from a cue's key. Raises NotFoundError for what is none."""
    parts = _KEY.fullmatch(key)
    if parts is None or parts[1] not in set(CueKind):
        raise NotFoundError(NO_CUE)
    return CueKind(parts[1]), int(parts[2]), int(parts[3]), int(parts[4])
