"""Cues in a list, sentence by sentence: a sentence with several cues is printed once. Not how cues stand in a page's text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.domain.cue import Cue, CueDecision, CueKind
from app.services.cue import MarkedCue

LINE_BREAKS = 40  # by how many characters a sentence may be longer on its page than on one line

MOST_WORDS = 40  # characters


@dataclass(frozen=True)
class Piece:
    """A run of a sentence. `kinds` are those of the cues that cover all of it; none where it is no cue."""

    text: str
    kinds: tuple[CueKind, ...] = ()


@dataclass(frozen=True)
class CueSentence:
    """A sentence in pieces, and its cues in reading order."""

    pieces: tuple[Piece, ...]
    cues: tuple[MarkedCue, ...]

    @property
    def page(self) -> int:
        """The page on which its first cue stands."""
        return self.cues[0].cue.page

    def words_of(self, marked: MarkedCue) -> str:
        """The words of one of its cues, shortened, where others of it are of the same kind and the name would not tell which."""
        if sum(one.cue.kind is marked.cue.kind for one in self.cues) < 2:
            return ""
        words = " ".join(marked.cue.text.split())
        return words if len(words) <= MOST_WORDS else f"{words[: MOST_WORDS - 1].rstrip()}…"

    @property
    def is_dismissed(self) -> bool:
        """Whether the reader has dismissed every cue of it."""
        return all(one.mine is not None and one.mine.decision is CueDecision.DISMISSED for one in self.cues)


def sentences_of(found: Iterable[MarkedCue]) -> tuple[CueSentence, ...]:
    """Cues in reading order, gathered by the sentence in which they stand."""
    groups: list[list[MarkedCue]] = []
    for marked in found:
        if groups and _same_sentence(groups[-1][0].cue, marked.cue):
            groups[-1].append(marked)
        else:
            groups.append([marked])
    return tuple(CueSentence(_pieces([one.cue for one in group]), tuple(group)) for group in groups)


def _same_sentence(first: Cue, other: Cue) -> bool:
    """The same words at the same place: a sentence may stand twice on a page, as a heading and its running head do."""
    if first.sentence != other.sentence:
        return False
    near = other.start - first.start < len(first.sentence) + LINE_BREAKS
    return (first.page == other.page and near) or first.page + 1 == other.page


def _pieces(cues: Sequence[Cue]) -> tuple[Piece, ...]:
    sentence = cues[0].sentence
    spans = _spans(sentence, cues)
    cuts = sorted({0, len(sentence), *(cut for start, end, _ in spans for cut in (start, end))})
    return tuple(
        Piece(sentence[start:end], tuple(dict.fromkeys(kind for first, last, kind in spans if first <= start and end <= last)))
        for start, end in pairwise(cuts)
    )


def _spans(sentence: str, cues: Sequence[Cue]) -> list[tuple[int, int, CueKind]]:
    """Where the words of each cue stand in the sentence: nearest to where their distance from the cue before puts them, as a
    sentence may say the same words twice. A cue whose words are not on one line is left out.
    """
    spans: list[tuple[int, int, CueKind]] = []
    before: tuple[Cue, int] | None = None
    for cue in cues:
        words = " ".join(cue.text.split())
        places = [at for at in range(len(sentence)) if words and sentence.startswith(words, at)]
        if not places:
            continue
        expected = before[1] + cue.start - before[0].start if before and before[0].page == cue.page else places[0]
        at = min(places, key=lambda place: abs(place - expected))
        spans.append((at, at + len(words), cue.kind))
        before = (cue, at)
    return spans
