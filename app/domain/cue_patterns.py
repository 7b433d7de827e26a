"""The patterns that cues are found with, as data: what each points at and why. `app/outside/cue_patterns.py` reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.cue import CueKind
from app.domain.cue_index import CueIndex
from app.domain.cue_words import Line, Words


@dataclass(frozen=True)
class CuePattern:
    """One pattern. It finds `words`, unless one of the others stands where its name says.

    `example` is a sentence in which it finds its kind, `counter_example` one in which nothing of that kind is found.
    `why` says in one sentence why a reader should look.
    """

    id: str
    kind: CueKind
    why: str
    example: str
    counter_example: str
    words: Words
    unless: Words | None = None  # anywhere in the sentence
    not_after: Words | None = None  # right before the words
    not_before: Words | None = None  # right after them
    also_normative: bool = False  # counts in sentences that only say what should be done, too
    only_past: bool = False  # counts only in sentences that tell of what has been
    cause_first: bool = False  # of a reason: what stands before the words is the cause, and not what is explained


@dataclass(frozen=True)
class CuePatterns:
    """Every pattern of one version, with the wordings of the traps by name. `index` tells which of `lines` may match."""

    version: str
    patterns: tuple[CuePattern, ...]
    whys: Mapping[CueKind, str]
    traps: Mapping[str, Words]
    lines: tuple[tuple[CuePattern, Line], ...] = field(init=False, repr=False)
    index: CueIndex = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lines = tuple((pattern, line) for pattern in self.patterns for line in pattern.words.lines)
        object.__setattr__(self, "lines", lines)
        object.__setattr__(self, "index", CueIndex([line for _, line in lines]))

    def of_kind(self, kind: CueKind) -> tuple[CuePattern, ...]:
        """The patterns of one kind, in order."""
        return tuple(pattern for pattern in self.patterns if pattern.kind is kind)

    def called(self, pattern_id: str) -> CuePattern | None:
        """The pattern of this id, if this version has it."""
        return next((pattern for pattern in self.patterns if pattern.id == pattern_id), None)
