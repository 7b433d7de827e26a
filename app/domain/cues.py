"""Finds cues in the text of papers. The patterns are data, the traps stand in `cue_traps.py`; no cue decides anything."""

from collections.abc import Iterator, Mapping, Sequence

from app.domain.blocks import BlockKind, kind_of
from app.domain.cue import Cue, CueKind
from app.domain.cue_folding import bare
from app.domain.cue_patterns import CuePattern, CuePatterns
from app.domain.cue_traps import Spot, settle, without_judgement
from app.domain.cue_words import Line
from app.domain.document import Page
from app.domain.sentences import Sentence, in_lengths, sentences_of, unnumbered

_BESIDE = 60  # characters beside a match among which words that rule it out are looked for
_APART = 2  # characters between: a blank, and a quotation mark


def find_cues(pages: Sequence[Page], patterns: CuePatterns) -> tuple[Cue, ...]:
    """The cues in these pages, in order of place.

    A judgement is left out where the sentence or the next one of the same paragraph gives a reason.
    """
    sentences = sentences_of(pages)
    found = [_spots(sentence.text, patterns) for sentence in sentences]
    texts = {page.number: page.text for page in pages}
    cues = []
    for place, (sentence, spots) in enumerate(zip(sentences, found, strict=True)):
        if spots and _explained_next(sentences, found, place):
            spots = without_judgement(spots)
        cues += [cue for spot in spots if (cue := _cue(sentence, spot, texts)).text]
    return tuple(cues)


def kinds_in(sentence: str, patterns: CuePatterns) -> tuple[CueKind, ...]:
    """The kinds of cue in one sentence by itself, each once, in the order of the kinds."""
    text = " ".join(sentence.split())
    if kind_of(text) in (BlockKind.HEADING, BlockKind.CONTENTS):
        return ()
    text = unnumbered(text)
    kinds = {spot.kind for start, end in in_lengths(text, 0, len(text)) for spot in _spots(text[start:end], patterns)}
    return tuple(kind for kind in CueKind if kind in kinds)


def cues_in_text(text: str, patterns: CuePatterns) -> tuple[Cue, ...]:
    """The cues in a text that has no pages, such as somebody's reasons. Offsets are into the text; the page is 0."""
    return find_cues([Page(0, text)], patterns)


def _spots(text: str, patterns: CuePatterns) -> list[Spot]:
    """What remains of the patterns in a sentence once its traps are known. Offsets are into the sentence."""
    seen = bare(text)
    folded = seen.text
    found = [spot for number in patterns.index.candidates(folded) for spot in _matches(folded, *patterns.lines[number])]
    if not found:
        return []
    spots = settle(folded, found, patterns)
    if not seen.left_out:
        return spots
    return [Spot(*seen.place(spot.start, spot.end), spot.kind, spot.pattern) for spot in spots]


def _matches(folded: str, pattern: CuePattern, line: Line) -> Iterator[Spot]:
    """Where this line of a pattern stands, unless something rules it out."""
    for match in line.regex.finditer(folded):
        start, end = match.span()
        if not _ruled_out(folded, start, end, pattern):
            yield Spot(start, end, pattern.kind, pattern)


def _ruled_out(folded: str, start: int, end: int, pattern: CuePattern) -> bool:
    if pattern.unless and pattern.unless.regex.search(folded):
        return True
    if pattern.not_after:
        before = pattern.not_after.regex.finditer(folded, max(0, start - _BESIDE), start)
        if any(match.end() >= start - _APART for match in before):
            return True
    after = pattern.not_before.regex.search(folded, end, end + _BESIDE) if pattern.not_before else None
    return after is not None and after.start() <= end + _APART


def _explained_next(sentences: Sequence[Sentence], found: Sequence[Sequence[Spot]], place: int) -> bool:
    """Whether the next sentence of the same paragraph gives a reason."""
    after = place + 1
    if after >= len(sentences) or sentences[after].block != sentences[place].block:
        return False
    return any(spot.kind is CueKind.EXPLAINS for spot in found[after])


def _cue(sentence: Sentence, spot: Spot, texts: Mapping[int, str]) -> Cue:
    page, start, end = sentence.place(spot.start, spot.end)
    text = texts[page][start:end]
    return Cue(page, start, end, spot.kind, text, sentence.text, spot.pattern.id)
