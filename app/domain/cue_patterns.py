"""The patterns that cues are found with, as data: what each points at and why. `app/outside/cue_patterns.py` reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.cue import CueKind
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
    """Every pattern of one version, with the wordings of the traps by name.

    `by_anchor` tells by word which of `lines` may match: line n needs a word that gives 2n and one that gives 2n + 1.
    """

    version: str
    patterns: tuple[CuePattern, ...]
    whys: Mapping[CueKind, str]
    traps: Mapping[str, Words]
    lines: tuple[tuple[CuePattern, Line], ...] = field(init=False, repr=False)
    by_anchor: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)
    stems: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        lines = [(pattern, line) for pattern in self.patterns for line in pattern.words.lines]
        anchors: dict[str, list[int]] = {}
        for number, (_, line) in enumerate(lines):
            for anchor in line.anchors:
                anchors.setdefault(anchor, []).append(2 * number)
            for anchor in line.others or line.anchors:
                anchors.setdefault(anchor, []).append(2 * number + 1)
        object.__setattr__(self, "lines", tuple(lines))
        object.__setattr__(self, "by_anchor", {anchor: tuple(numbers) for anchor, numbers in anchors.items()})
        object.__setattr__(self, "stems", frozenset(anchor[:-1] for anchor in anchors if anchor.endswith("*")))

    def of_kind(self, kind: CueKind) -> tuple[CuePattern, ...]:
        """The patterns of one kind, in order."""
        return tuple(pattern for pattern in self.patterns if pattern.kind is kind)

    def called(self, pattern_id: str) -> CuePattern | None:
        """The pattern of this id, if this version has it."""
        return next((pattern for pattern in self.patterns if pattern.id == pattern_id), None)
