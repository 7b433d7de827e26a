"""How well the evidence finder does on the labelled pairs: shared by the test and by the measures. Not a test."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app.data import document as documents
from app.data import full_text
from app.data.session import Session
from app.domain.document import Page
from app.domain.finder import Suggestion, rank
from app.domain.instrument import Instrument
from app.domain.skeleton import skeleton
from app.example.content import read_complete, read_half
from app.example.papers import list_papers
from app.outside.finder_words import find_prompt_words
from app.services.finder import MOST_CANDIDATES
from app.settings import ROOT

PAIRS = Path(__file__).with_name("pairs.yaml")
AT = 5
LONG_ENOUGH = 60  # bare letters by which a quote is told; it may run on over the foot of a page


@dataclass(frozen=True)
class Place:
    """Words in a paper of the example, named by its key."""

    paper: str
    words: str


@dataclass(frozen=True)
class Pair:
    """A prompt and the passages of which one is to be suggested."""

    prompt: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Result:
    """What became of the pairs. `found` has those of which a place stands among the first `AT` suggestions."""

    pairs: tuple[Pair, ...]
    found: frozenset[Pair]
    marker_of: Mapping[str, str]

    @property
    def recall(self) -> float:
        """The share of the pairs that were found."""
        return len(self.found) / len(self.pairs)

    @property
    def missed(self) -> tuple[Pair, ...]:
        """The pairs that were not found, in the order of the file."""
        return tuple(pair for pair in self.pairs if pair not in self.found)

    def macro(self, by: Mapping[str, str]) -> float:
        """The mean of the recalls of each prompt, marker or whatever `by` says that a prompt belongs to."""
        found: dict[str, list[bool]] = defaultdict(list)
        for pair in self.pairs:
            found[by[pair.prompt]].append(pair in self.found)
        return sum(sum(group) / len(group) for group in found.values()) / len(found)

    @property
    def by_prompt(self) -> float:
        """The mean over the prompts."""
        return self.macro({pair.prompt: pair.prompt for pair in self.pairs})

    @property
    def by_marker(self) -> float:
        """The mean over the markers."""
        return self.macro(self.marker_of)


def read_pairs() -> tuple[Pair, ...]:
    """All labelled pairs."""
    loaded: dict[str, Any] = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    return tuple(
        Pair(entry["prompt"], tuple(Place(one["paper"], one["words"]) for one in (entry, *entry.get("or", ()))))
        for entry in loaded["pairs"]
    )


def papers_by_key(db: Session, board: str, review_id: str) -> dict[str, str]:
    """The ids of the example's papers by their keys."""
    stored = {(paper.kind, paper.agency): paper.id for paper in documents.list_documents(db, board, review_id)}
    return {paper.key: stored[paper.kind, paper.agency] for paper in list_papers()}


def read_words(db: Session, board: str, review_id: str) -> dict[str, str]:
    """The bare letters of each paper, by its id."""
    texts: dict[str, str] = defaultdict(str)
    for page in documents.pages_of(db, board, review_id):
        texts[page.document] += skeleton(page.page.text)
    return texts


def measure_finder(db: Session, board: str, review_id: str, instrument: Instrument) -> Result:
    """Look for every labelled prompt as the marker page does, and compare."""
    pairs, keys = read_pairs(), papers_by_key(db, board, review_id)
    pages = {(page.document, page.page.number): page.page for page in documents.pages_of(db, board, review_id)}
    finder = _Finder(db, board, review_id, instrument)
    shown = {prompt: finder.first(prompt) for prompt in {pair.prompt for pair in pairs}}
    found = frozenset(pair for pair in pairs if _is_found(pair, shown[pair.prompt], keys, pages))
    return Result(pairs, found, {prompt.id: marker.id for marker in instrument.markers for prompt in marker.prompts})


@dataclass(frozen=True)
class Cited:
    """How many of the quotes that the example's appraisals cite are among the first suggestions for their marker's prompts."""

    found: int
    total: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.found / self.total


def measure_cited(db: Session, board: str, review_id: str, instrument: Instrument) -> Cited:
    """What appraisers cited for a marker, written before there was a finder: is it suggested for any prompt of the marker?"""
    keys, finder = papers_by_key(db, board, review_id), _Finder(db, board, review_id, instrument)
    quotes = {
        (item.marker, keys[item.paper], skeleton(item.quote)[:LONG_ENOUGH])
        for appraisal in (read_complete(), read_half())
        for item in appraisal.evidence
        if item.quote
    }
    shown = {
        marker: [
            (place.document, skeleton(place.text))
            for prompt in instrument.marker(marker).prompts
            for one in finder.first(prompt.id)
            for place in (one.candidate, *one.also, *one.rest)
        ]
        for marker in {marker for marker, _, _ in quotes}
    }
    found = sum(any(paper == document and quote in text for document, text in shown[marker]) for marker, paper, quote in quotes)
    return Cited(found, len(quotes))


class _Finder:
    """The finder on one review, as the marker page asks it."""

    def __init__(self, db: Session, board: str, review_id: str, instrument: Instrument) -> None:
        self.db, self.board, self.review = db, board, review_id
        self.words = find_prompt_words(ROOT / "markers", instrument.id, instrument.version)
        self.total = full_text.count_paragraphs(db, board, review_id)

    def first(self, prompt: str) -> Sequence[Suggestion]:
        """The first suggestions for a prompt."""
        wanted = self.words[prompt]
        candidates = full_text.find_candidates(self.db, self.board, self.review, wanted.words, MOST_CANDIDATES)
        return rank(wanted, candidates, self.total, AT)


def _is_found(pair: Pair, shown: Sequence[Suggestion], keys: Mapping[str, str], pages: Mapping[tuple[str, int], Page]) -> bool:
    held = []
    for one in shown:
        # What would be quoted, by its offsets, and not what the suggestion says that it is.
        text = pages[one.candidate.document, one.candidate.page].text[one.start : one.end]
        held += [(one.candidate.document, skeleton(text)), *((other.document, skeleton(other.text)) for other in one.also)]
    wanted = [(keys[place.paper], skeleton(place.words)) for place in pair.places]
    return any(document == paper and words in text for document, text in held for paper, words in wanted)
