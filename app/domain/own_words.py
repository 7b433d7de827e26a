"""An appraiser's own words: where they judge with hindsight, by the outcome, or blame, they are asked about it. Never a block."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.cue import Cue, CueKind, PointedOut
from app.domain.cue_folding import bare
from app.domain.cue_patterns import CuePatterns
from app.domain.cue_words import Words
from app.domain.cues import cues_in_text

MOST = 3  # questions at one field: more would shout
_QUOTED = re.compile(r"“[^”]{1,2000}”|\"[^\"]{1,2000}\"|‘[^’]{1,400}(?:’\w[^’]{0,400}){0,8}’(?!\w)")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")


@dataclass(frozen=True)
class OwnQuestion:
    """A question, and after which kinds of cue or wordings of its own it is asked.

    `not_about`: words that, earlier in the sentence, say that it speaks of the review itself.
    """

    id: str
    question: str
    kinds: tuple[CueKind, ...] = ()
    words: Words | None = None
    not_about: frozenset[str] = frozenset()


def point_out(text: str, questions: Sequence[OwnQuestion], patterns: CuePatterns) -> tuple[PointedOut, ...]:
    """The questions about this text in the order of its words, each once, one about the same words, and no more than `MOST`.

    What stands in quotation marks is quoted from a paper and passed over.
    """
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    cues = cues_in_text(text, patterns)
    asked: dict[str, tuple[int, PointedOut]] = {}
    for question in questions:
        for start, end in sorted(_places(text, question, cues)):
            if any(first < end and start < last for first, last in quoted) or _is_about(text, start, question.not_about):
                continue
            asked.setdefault(question.id, (start, PointedOut(" ".join(text[start:end].split()), question.question)))
            break
    in_order = [pointed for _, pointed in sorted(asked.values(), key=lambda item: item[0])]
    once = {pointed.words: pointed for pointed in reversed(in_order)}
    return tuple(pointed for pointed in in_order if once[pointed.words] is pointed)[:MOST]


def _places(text: str, question: OwnQuestion, cues: Sequence[Cue]) -> list[tuple[int, int]]:
    plain = bare(text)
    own = [plain.place(*match.span()) for match in question.words.regex.finditer(plain.text)] if question.words else []
    return own + [(cue.start, cue.end) for cue in cues if cue.kind in question.kinds]


def _is_about(text: str, start: int, words: frozenset[str]) -> bool:
    """Whether one of these words stands in the same sentence before this place."""
    if not words:
        return False
    begins = max((match.end() for match in _SENTENCE_END.finditer(text, 0, start)), default=0)
    return not words.isdisjoint(re.findall(r"[a-z]+", text[begins:start].lower()))
