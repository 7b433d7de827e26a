"""Which passages of the papers most likely bear on a prompt: pure rules of ranking. They suggest and never decide; a person
checks each. Candidates come from the full-text index (`app/data/full_text.py`), words from data (`markers/finder/`).

A prompt is a handful of *ideas*, each with the words that express it. A paragraph is better the more of the ideas it holds,
the rarer they are among the paragraphs of the review, and the more often it holds them: BM25 (Robertson and Zaragoza, "The
probabilistic relevance framework", 2009), with ideas in the place of words. Then the part of the paper counts, and its kind.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from app.domain.document import DocumentKind
from app.domain.instrument import Lens, Marker, Prompt
from app.domain.study import Part
from app.domain.word import Word, stem, stems_in, words_in

SATURATION, BY_LENGTH = 1.2, 0.6  # BM25's k1 and b
SHOWN, AT_LEAST = 8, 5
FAR_BEHIND = 0.35  # of the best one's score: more than five are shown only where they lie above it
FAVOURED = 1.3
SEQUENCE = 2  # a sequence of words counts as two: it says more surely what is meant
# Too few words for a passage that says something; shorter ones count in proportion.
FEW_WORDS = 14
LONGEST = 700  # characters of a passage; of a longer paragraph the best sentences are taken
ALIKE = 0.8
ABOVE_TEXT = 2  # characters above the text of a page that is the rest of a paragraph

PART_WEIGHTS: dict[Part, float] = {Part.CHRONOLOGY: 0.75, Part.RECOMMENDATIONS: 0.9, Part.OTHER: 0.95, Part.HEADING: 0.0}
KIND_WEIGHTS: dict[DocumentKind, float] = {DocumentKind.CHRONOLOGY: 0.7, DocumentKind.OTHER: 0.9}
CHRONOLOGY_FOR_REASONS = 0.3

_SENTENCE_END = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“\d])")
_ENDS = re.compile(r"[.!?:;…][”’\"')\]]*\Z")
_COMMON_WORDS = (
    "a about after all also an and any are as at be because been before being between both but by can case could did do does"
    " each enough even for from given had has have having her his how if in into is it its itself least made may might more"
    " most no not of on one only or other our out own said say says she should so some such than that the their them then"
    " there these they this those to too under was way well were what when where whether which who whom whose why will with"
    " would you your rather tell tells told look looked"
)
_COMMON = frozenset(map(stem, _COMMON_WORDS.split()))


@dataclass(frozen=True)
class Idea:
    """One thing that a passage may speak of: any of these words or sequences of words, as stems."""

    terms: tuple[tuple[str, ...], ...]
    weight: float = 1.0


@dataclass(frozen=True)
class PromptWords:
    """What to look for, for one prompt. `asks_reasons`: it asks why, so that a chronology is of little use. `words` are the
    same terms as they are asked of the index, not stemmed. `is_kept`: they are kept as data, and not the prompt's own words.
    """

    prompt: str
    ideas: tuple[Idea, ...]
    words: tuple[tuple[str, ...], ...]
    asks_reasons: bool = False
    kinds: frozenset[DocumentKind] = frozenset()
    parts: frozenset[Part] = frozenset()
    is_kept: bool = True


@dataclass(frozen=True)
class Candidate:
    """A paragraph of a paper that holds some of the words. `start` is its offset in the text of its page."""

    document: str
    title: str
    kind: DocumentKind
    page: int
    start: int
    text: str
    part: Part


@dataclass(frozen=True)
class Suggestion:
    """A passage that may bear on the prompt. `start` and `end` are offsets in the text of its page, and `marks` offsets in
    `text`, end exclusive. `fit` is the share of the prompt's ideas, by weight, that it speaks of. `also` are paragraphs that say
    nearly the same, `rest` is what stands of the same statement on the page before or after.
    """

    candidate: Candidate
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]
    score: float
    fit: float
    also: tuple[Candidate, ...] = ()
    rest: tuple[Candidate, ...] = ()


@dataclass
class _Read:
    """A candidate with its stems and, for each idea, the places (first and last word) at which it is spoken of."""

    candidate: Candidate
    stems: list[str]
    places: list[list[tuple[int, int]]] = field(default_factory=list)


@dataclass
class _Kept:
    """A candidate that becomes a suggestion, and what goes with it."""

    score: float
    read: _Read
    stems: set[str]
    also: list[Candidate] = field(default_factory=list)
    rest: list[Candidate] = field(default_factory=list)


def words_of_prompt(prompt: Prompt, marker: Marker) -> PromptWords:
    """What to look for where no words are kept as data: those of the prompt, and less so those of the marker's statement."""
    own = _telling(prompt.text)
    around = [word for word in _telling(f"{marker.title}. {marker.statement}") if stem(word) not in {stem(one) for one in own}]
    ideas = [Idea(((stem(word),),), 2.0) for word in own] + [Idea(((stem(word),),), 0.5) for word in around]
    words = tuple((word,) for word in (*own, *around))
    return PromptWords(prompt.id, tuple(ideas), words, asks_reasons=Lens.WHY in prompt.lenses, is_kept=False)


def _telling(text: str) -> list[str]:
    found = {stem(word): word for word in re.findall(r"[^\W\d_]{3,}", text)}
    return [word for known, word in found.items() if known not in _COMMON]


def rank(wanted: PromptWords, candidates: Iterable[Candidate], total: int, most: int = SHOWN) -> tuple[Suggestion, ...]:
    """The likeliest passages, best first. `total` counts the paragraphs of the review, in which an idea is rare or not."""
    read = [_read(wanted, candidate) for candidate in candidates if candidate.part is not Part.HEADING]
    if not read:
        return ()
    rarity = [_rarity(sum(1 for one in read if one.places[at]), max(total, len(read))) for at in range(len(wanted.ideas))]
    average = sum(len(one.stems) for one in read) / len(read)
    scored = sorted(((_score(wanted, one, rarity, average), one) for one in read), key=_order)
    return _without_doubles(wanted, scored, most)


def _order(scored: tuple[float, _Read]) -> tuple[float, str, int, int]:
    score, one = scored
    return (-score, one.candidate.document, one.candidate.page, one.candidate.start)


def _read(wanted: PromptWords, candidate: Candidate) -> _Read:
    stems = stems_in(candidate.text)
    at: dict[str, list[int]] = {}
    for place, word in enumerate(stems):
        at.setdefault(word, []).append(place)
    return _Read(candidate, stems, [_places(idea, stems, at) for idea in wanted.ideas])


def _places(idea: Idea, stems: Sequence[str], at: dict[str, list[int]]) -> list[tuple[int, int]]:
    found = []
    for term in idea.terms:
        for place in at.get(term[0], ()):
            last = place + len(term) - 1
            if len(term) == 1 or tuple(stems[place : last + 1]) == term:
                found.append((place, last))
    return found


def _rarity(holding: int, total: int) -> float:
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def _score(wanted: PromptWords, one: _Read, rarity: Sequence[float], average: float) -> float:
    length = 1 - BY_LENGTH + BY_LENGTH * len(one.stems) / average if average else 1.0
    score = 0.0
    for idea, places, rare in zip(wanted.ideas, one.places, rarity, strict=True):
        if places:
            times = _times(places)
            score += idea.weight * rare * times * (SATURATION + 1) / (times + SATURATION * length)
    short = min(1.0, len(one.stems) / FEW_WORDS)
    return score * (0.4 + 0.6 * _fit(wanted, one)) * short * _place_weight(wanted, one.candidate)


def _fit(wanted: PromptWords, one: _Read) -> float:
    whole = sum(idea.weight for idea in wanted.ideas)
    return sum(idea.weight for idea, places in zip(wanted.ideas, one.places, strict=True) if places) / whole


def _times(places: Sequence[tuple[int, int]]) -> int:
    """How often an idea is spoken of. Words that follow each other say more surely what is meant than one word does."""
    longest: dict[int, int] = {}
    for first, last in places:
        longest[first] = max(last - first, longest.get(first, 0))
    return sum(SEQUENCE if length else 1 for length in longest.values())


def _place_weight(wanted: PromptWords, candidate: Candidate) -> float:
    """How much the part of the paper and the kind of the paper speak for a passage."""
    chronology = candidate.part is Part.CHRONOLOGY or candidate.kind is DocumentKind.CHRONOLOGY
    weight = PART_WEIGHTS.get(candidate.part, 1.0) * KIND_WEIGHTS.get(candidate.kind, 1.0)
    if wanted.asks_reasons and chronology:
        return min(weight, CHRONOLOGY_FOR_REASONS)
    if candidate.part in wanted.parts:
        weight *= FAVOURED
    return weight * (FAVOURED if candidate.kind in wanted.kinds else 1.0)


def _without_doubles(wanted: PromptWords, scored: Sequence[tuple[float, _Read]], most: int) -> tuple[Suggestion, ...]:
    """The best, each statement once: what says nearly the same goes with it, and so does the rest of a statement that runs over
    the end of a page. Looks at a few more than are shown.
    """
    kept: list[_Kept] = []
    for score, one in scored[: most * 4]:
        if len(kept) >= AT_LEAST and score < scored[0][0] * FAR_BEHIND:
            break
        stems = set(one.stems)
        if same := next((entry for entry in kept if _are_alike(entry.stems, stems)), None):
            same.also.append(one.candidate)
        elif whole := next((entry for entry in kept if _are_one(entry.read.candidate, one.candidate)), None):
            whole.rest.append(one.candidate)
        elif score > 0:
            kept.append(_Kept(score, one, stems))
    return tuple(_suggestion(wanted, entry) for entry in kept[:most])


def _are_one(first: Candidate, second: Candidate) -> bool:
    """Whether the two are one paragraph that runs over the end of a page."""
    first, second = sorted((first, second), key=lambda one: one.page)
    if first.document != second.document or first.page + 1 != second.page or second.start > ABOVE_TEXT:
        return False
    ends, begins = first.text.rstrip(), second.text.lstrip()
    return bool(ends and begins) and not _ENDS.search(ends) and begins[0].isalpha()


def _are_alike(first: set[str], second: set[str]) -> bool:
    common = len(first & second)
    return common > 0 and common / len(first | second) >= ALIKE


def _suggestion(wanted: PromptWords, entry: _Kept) -> Suggestion:
    one, text = entry.read, entry.read.candidate.text
    words = words_in(text)
    spoken = sorted({place for places in one.places for place in places})
    spans = [(words[first].start, words[last].end) for first, last in spoken]
    start, end = _best_stretch(one, text, words) if len(text) > LONGEST else (0, len(text))
    marks = _merged((first - start, last - start) for first, last in spans if start <= first and last <= end)
    at = one.candidate.start
    also, rest = tuple(entry.also), tuple(entry.rest)
    return Suggestion(one.candidate, at + start, at + end, text[start:end], marks, entry.score, _fit(wanted, one), also, rest)


def _best_stretch(one: _Read, text: str, words: Sequence[Word]) -> tuple[int, int]:
    """The run of whole sentences, no longer than LONGEST, that holds most of the ideas; the whole where it has one sentence."""
    cuts = [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]
    best, chosen = -1.0, (0, len(text))
    ideas = [_first_ends((words[a].start, words[b].end) for a, b in places) for places in one.places if places]
    for first, start in enumerate(cuts[:-1]):
        for end in cuts[first + 1 :]:
            if end - start > LONGEST and end != cuts[first + 1]:
                break
            held = sum(ends[bisect_left(starts, start)] <= end for starts, ends in ideas)
            value = held - (end - start) / (LONGEST * 4)
            if value > best:
                best, chosen = value, (start, start + len(text[start:end].rstrip()))
    return chosen


def _first_ends(spans: Iterable[tuple[int, int]]) -> tuple[list[int], list[float]]:
    """Where the spans start, in order, and the first end of those that start there or later; behind all of them there is none.
    So whether one lies in a stretch is looked up, and a paragraph of thousands of sentences does not take minutes.
    """
    ordered = sorted(spans)
    ends = [*accumulate((float(end) for _, end in reversed(ordered)), min, initial=math.inf)]
    return [start for start, _ in ordered], ends[::-1]


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)
