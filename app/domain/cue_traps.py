"""What keeps a wording from being a cue: denial, other people's words, a reason beside it, and sentences about what should be.

The wordings of the traps are data (`traps.yaml` beside the patterns); how they work on each other is here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.cue import CueKind
from app.domain.cue_patterns import CuePatterns

NOT_IN_NORMS = frozenset({CueKind.JUDGEMENT, CueKind.EXPLAINS, CueKind.CONTEXT, CueKind.OUTCOME, CueKind.GOOD_PRACTICE})
_HINDSIGHT_WORD = re.compile(r"hindsight|retrospect|looking back|wise after")


@dataclass(frozen=True)
class Spot:
    """A wording that a pattern found in a folded sentence: offsets in it, end exclusive."""

    start: int
    end: int
    kind: CueKind
    pattern: str
    also_normative: bool = False


def settle(text: str, spots: Sequence[Spot], patterns: CuePatterns) -> list[Spot]:
    """The spots that remain once the traps of this folded sentence are known, in order of place."""
    kept = _without_denied(text, spots, patterns)
    kept = _without_norms(text, kept, patterns)
    kept = _without_reported(text, kept, patterns)
    if any(spot.kind is CueKind.EXPLAINS for spot in kept):
        kept = without_judgement(kept)
    return _merged(kept)


def without_judgement(spots: Sequence[Spot]) -> list[Spot]:
    """The spots of a sentence for whose judgement a reason is given."""
    return [spot for spot in spots if spot.kind is not CueKind.JUDGEMENT]


def _has(patterns: CuePatterns, trap: str, text: str) -> bool:
    words = patterns.traps.get(trap)
    return words is not None and words.regex.search(text) is not None


def _without_denied(text: str, spots: Sequence[Spot], patterns: CuePatterns) -> list[Spot]:
    """Hindsight that is denied or warned of is none: it says what was done against it."""
    if not any(spot.kind is CueKind.HINDSIGHT for spot in spots):
        return list(spots)
    warned = [spot for spot in spots if spot.kind is CueKind.BIAS_TECHNIQUE]
    denied = [match.span() for match in patterns.traps["denial"].regex.finditer(text)] if "denial" in patterns.traps else []

    def stays(spot: Spot) -> bool:
        if spot.kind is not CueKind.HINDSIGHT:
            return True
        if warned and _HINDSIGHT_WORD.search(text, spot.start, spot.end):
            return False
        touching = [*((other.start, other.end) for other in warned), *denied]
        return not any(start < spot.end and spot.start < end for start, end in touching)

    kept = [spot for spot in spots if stays(spot)]
    return (
        kept
        if warned
        else [
            _as_technique(spot) if spot not in kept and _is_word(text, spot) else spot
            for spot in spots
            if spot in kept or _is_word(text, spot)
        ]
    )


def _is_word(text: str, spot: Spot) -> bool:
    return _HINDSIGHT_WORD.search(text, spot.start, spot.end) is not None


def _as_technique(spot: Spot) -> Spot:
    return replace(spot, kind=CueKind.BIAS_TECHNIQUE)


def _without_norms(text: str, spots: Sequence[Spot], patterns: CuePatterns) -> list[Spot]:
    """What should be done, or is to be done if something happens, judges and explains nothing that was done."""
    if not any(spot.kind in NOT_IN_NORMS for spot in spots):
        return list(spots)
    if _has(patterns, "past", text):
        return list(spots)
    if not (_has(patterns, "normative", text) or _has(patterns, "conditional", text)):
        return list(spots)
    return [spot for spot in spots if spot.kind not in NOT_IN_NORMS or spot.also_normative]


def _without_reported(text: str, spots: Sequence[Spot], patterns: CuePatterns) -> list[Spot]:
    """What others are reported to have said is not the paper's own judgement."""
    if "reported" not in patterns.traps or not any(spot.kind is CueKind.JUDGEMENT for spot in spots):
        return list(spots)
    theirs = [match.span() for match in patterns.traps["reported"].regex.finditer(text)]
    if not theirs:
        return list(spots)
    own = [match.span() for match in patterns.traps["endorsed"].regex.finditer(text)]
    theirs = [(start, end) for start, end in theirs if not any(first <= start and end <= last for first, last in own)]
    return [spot for spot in spots if spot.kind is not CueKind.JUDGEMENT or not _is_theirs(text, spot, theirs, own)]


def _is_theirs(text: str, spot: Spot, theirs: Sequence[tuple[int, int]], own: Sequence[tuple[int, int]]) -> bool:
    before = max((end for _, end in theirs if end <= spot.start), default=-1)
    mine = max((end for _, end in own if end <= spot.start), default=-1)
    if before > mine:
        return True
    return any(start >= spot.end and text[:start].rstrip().endswith((",", '"')) and len(text) - end < 80 for start, end in theirs)


def _merged(spots: Sequence[Spot]) -> list[Spot]:
    """One spot where several of a kind overlap: the longest."""
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda one: (one.start - one.end, one.start)):
        if not any(other.kind is spot.kind and other.start < spot.end and spot.start < other.end for other in kept):
            kept.append(spot)
    return sorted(kept, key=lambda one: (one.start, one.end, one.kind))
