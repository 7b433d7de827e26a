"""What keeps a wording from being a cue: denial, other people's words, a reason beside it, and sentences about what should be.

The wordings of the traps are data (`traps.yaml` beside the patterns); how they work on what was found is here.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.domain.cue import CueKind
from app.domain.cue_patterns import CuePattern, CuePatterns

NOT_ASKED = frozenset({CueKind.HINDSIGHT, CueKind.OUTCOME, CueKind.JUDGEMENT, CueKind.EXPLAINS, CueKind.CONTEXT})
VOICES = frozenset({CueKind.CHILD_VOICE, CueKind.FAMILY_VOICE})
THEIRS = frozenset({CueKind.OUTCOME, CueKind.EXPLAINS})  # what a child or a relative adds to their words is theirs as well
_NAMES_HINDSIGHT = re.compile(r"hindsight|retrospect|looking back|wise after|now know")
_TURN = re.compile(r"[,;:] (?:but|yet|however|nevertheless|nonetheless) ")
_SHORT_TAIL = 80  # characters of a sentence after which "…, she said" no longer stands at its end


Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Spot:
    """A wording that a pattern found in a folded sentence: offsets in it, end exclusive."""

    start: int
    end: int
    kind: CueKind
    pattern: CuePattern

    def touches(self, spans: Spans) -> bool:
        """Whether it shares a character with one of these."""
        return any(start < self.end and self.start < end for start, end in spans)


def settle(text: str, spots: Sequence[Spot], patterns: CuePatterns) -> list[Spot]:
    """The spots that remain once the traps of this folded sentence are known, in order of place."""
    kept = _without_norms(text, spots, patterns)
    kept = _without_denied_hindsight(text, kept, patterns)
    kept = _without_denied(text, kept, "denied-outcome", {CueKind.OUTCOME}, patterns)
    kept = _without_denied(text, kept, "denied", {CueKind.JUDGEMENT, CueKind.CONTEXT, CueKind.EXPLAINS}, patterns)
    kept = _without_reported(text, kept, patterns)
    return _merged(_without_explained(kept))


def without_judgement(spots: Sequence[Spot]) -> list[Spot]:
    """The spots of a sentence for whose judgement a reason is given."""
    return [spot for spot in spots if spot.kind is not CueKind.JUDGEMENT]


def _spans(patterns: CuePatterns, trap: str, text: str) -> list[tuple[int, int]]:
    words = patterns.traps.get(trap)
    return [match.span() for match in words.regex.finditer(text)] if words else []


def _has(patterns: CuePatterns, trap: str, text: str) -> bool:
    words = patterns.traps.get(trap)
    return words is not None and words.regex.search(text) is not None


def _without_norms(text: str, spots: Sequence[Spot], patterns: CuePatterns) -> list[Spot]:
    """What should be done, or is to be done if something happens, tells and judges nothing that was done. Nor does a question."""
    if text.endswith("?"):
        spots = [spot for spot in spots if spot.kind not in NOT_ASKED or _NAMES_HINDSIGHT.search(text, spot.start, spot.end)]
    if _has(patterns, "statute", text):
        return [spot for spot in spots if spot.pattern.also_normative]
    if _has(patterns, "past", text):
        return list(spots)
    if _has(patterns, "normative", text) or _has(patterns, "conditional", text):
        return [spot for spot in spots if spot.pattern.also_normative]
    if any(spot.pattern.only_past for spot in spots) and not _tells_past(text, patterns):
        return [spot for spot in spots if not spot.pattern.only_past]
    return list(spots)


def _tells_past(text: str, patterns: CuePatterns) -> bool:
    return _has(patterns, "past-tense", text) or not _has(patterns, "present", text)


def _without_denied_hindsight(text: str, spots: Sequence[Spot], patterns: CuePatterns) -> list[Spot]:
    """Hindsight that is denied is none. Where the word itself is denied, that says what was done against it."""
    if not any(spot.kind is CueKind.HINDSIGHT for spot in spots):
        return list(spots)
    warned = [(spot.start, spot.end) for spot in spots if spot.kind is CueKind.BIAS_TECHNIQUE]
    denied = _spans(patterns, "denial", text)
    if warned:
        return [spot for spot in spots if spot.kind is not CueKind.HINDSIGHT]
    kept: list[Spot] = []
    for spot in spots:
        if spot.kind is not CueKind.HINDSIGHT or not spot.touches(denied):
            kept.append(spot)
        elif _NAMES_HINDSIGHT.search(text, spot.start, spot.end):
            kept.append(Spot(spot.start, spot.end, CueKind.BIAS_TECHNIQUE, spot.pattern))
    return kept


def _without_denied(text: str, spots: Sequence[Spot], trap: str, kinds: Collection[CueKind], patterns: CuePatterns) -> list[Spot]:
    """What stands in or after words that deny it: that nothing was wrong, or that nothing would have changed the ending."""
    if not any(spot.kind in kinds for spot in spots):
        return list(spots)
    denied = _spans(patterns, trap, text)
    return [spot for spot in spots if spot.kind not in kinds or not any(_reaches(text, start, spot) for start, _ in denied)]


def _reaches(text: str, denial: int, spot: Spot) -> bool:
    """Whether a denial that begins here still holds where the spot stands: "…, but" turns to what is not denied."""
    return denial < spot.end and not _TURN.search(text, denial, spot.start)


def _without_reported(text: str, spots: Sequence[Spot], patterns: CuePatterns) -> list[Spot]:
    """What others are reported to have said is not the paper's own judgement."""
    voices = [(spot.start, spot.end) for spot in spots if spot.kind in VOICES]
    if voices:
        first = min(end for _, end in voices)
        spots = [spot for spot in spots if spot.kind not in THEIRS or spot.start < first]
    if not any(spot.kind is CueKind.JUDGEMENT for spot in spots):
        return list(spots)
    theirs = voices + _spans(patterns, "reported", text)
    after = _spans(patterns, "reported-after", text)
    own = _spans(patterns, "own-voice", text)
    theirs = [span for span in theirs if not any(first <= span[0] and span[1] <= last for first, last in own)]
    return [spot for spot in spots if not _is_theirs(text, spot, theirs, own, after)]


def _is_theirs(text: str, spot: Spot, theirs: Spans, own: Spans, after: Spans) -> bool:
    """Whether somebody else judges: the nearest words of saying before it are theirs, or such words end the sentence."""
    if spot.kind is not CueKind.JUDGEMENT:
        return False
    before = max((end for start, end in theirs if start <= spot.start), default=-1)
    mine = max((end for start, end in own if start <= spot.start), default=-1)
    if before >= 0:
        return before > mine
    return any(start >= spot.end and len(text) - end < _SHORT_TAIL for start, end in after)


def _without_explained(spots: Sequence[Spot]) -> list[Spot]:
    """A judgement for which the sentence gives a reason is none without a reason.

    Words that are hindsight, or tell the conditions of work, are not a judgement besides. What led to a death or another
    ending judges by it and is no reason. Where the cause is told first ("poor planning led to …"), what stands before it is
    the cause and still a judgement.
    """
    foresight = [(spot.start, spot.end) for spot in spots if spot.kind is CueKind.HINDSIGHT]
    conditions = [(spot.start, spot.end) for spot in spots if spot.kind is CueKind.CONTEXT]
    spots = [spot for spot in spots if spot.kind is not CueKind.JUDGEMENT or not spot.touches(foresight + conditions)]
    endings = foresight + [(spot.start, spot.end) for spot in spots if spot.kind is CueKind.OUTCOME]
    spots = [spot for spot in spots if spot.kind is not CueKind.EXPLAINS or not spot.touches(endings)]
    reasons = [spot for spot in spots if spot.kind is CueKind.EXPLAINS]
    if not reasons:
        return list(spots)
    firm = any(not reason.pattern.cause_first for reason in reasons)
    return [
        spot
        for spot in spots
        if spot.kind is not CueKind.JUDGEMENT or (not firm and all(spot.start < reason.start for reason in reasons))
    ]


def _merged(spots: Sequence[Spot]) -> list[Spot]:
    """One spot where several of a kind overlap: the longest."""
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda one: (one.start - one.end, one.start)):
        if not spot.touches([(other.start, other.end) for other in kept if other.kind is spot.kind]):
            kept.append(spot)
    return sorted(kept, key=lambda one: (one.start, one.end, one.kind))
