"""Likely passages for a prompt, and making one of them evidence. Suggestions that a person checks: nothing here decides."""

from dataclasses import dataclass

from app.data import document as documents
from app.data import evidence as evidences
from app.data import full_text
from app.data.audit import add_look
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.audit import event
from app.domain.errors import InvalidError, NotFoundError
from app.domain.finder import Candidate, Suggestion, rank
from app.domain.instrument import Marker, Prompt
from app.domain.judgement import Evidence
from app.domain.outcome_hold import Hold
from app.domain.passage import Passage
from app.domain.permission import can_change_appraisal
from app.outside.finder_words import find_prompt_words
from app.services import appraisal as appraisals
from app.services.appraisal import OpenAppraisal
from app.services.evidence import Mark, add_passages
from app.services.outcome_hold import hold_of
from app.settings import get_settings

# The engine's best are ranked again by the rules of the domain; more would cost time and change little.
MOST_CANDIDATES = 500
GOOD_FIT = 0.8  # of the ideas of a prompt, by weight


@dataclass(frozen=True)
class LikelyPassage:
    """A suggestion with how to cite it. `evidence` holds the pieces of this appraisal's evidence that it overlaps. `also` and
    `rest` are those of the suggestion with their places. `from_picture`: its words were read off a picture by machine.
    """

    suggestion: Suggestion
    place: str
    also: tuple[tuple[Candidate, str], ...]
    rest: tuple[tuple[Candidate, str], ...]
    evidence: tuple[Evidence, ...]
    from_picture: bool


@dataclass(frozen=True)
class LikelyPassages:
    """The likely passages for one prompt, best first. `not_searched` names papers that have no text to look in, or none yet.

    `fits_well`: one of them speaks of most of what the prompt asks about, as far as its words are kept as data.
    """

    opened: OpenAppraisal
    marker: Marker
    prompt: Prompt
    passages: tuple[LikelyPassage, ...]
    not_searched: tuple[str, ...]
    can_use: bool
    fits_well: bool


def suggest_passages(person: Person, db: Session, appraisal_id: str, marker_id: str, prompt_id: str) -> LikelyPassages:
    """The likeliest passages of the review's papers for one prompt. Raises NotFoundError for a prompt of another marker."""
    opened = appraisals.open_marker(person, db, appraisal_id, marker_id)
    marker = opened.marker(marker_id)
    prompt = _prompt(marker, prompt_id)
    appraisal, board = opened.appraisal, person.board.id
    wanted = find_prompt_words(get_settings().markers_dir, opened.instrument.id, opened.instrument.version)[prompt.id]
    candidates = full_text.find_candidates(db, board, appraisal.review, wanted.words, MOST_CANDIDATES)
    hold = hold_of(person, db, appraisal.review)
    candidates = tuple(one for one in candidates if not hold.closes_page(one.document, one.page))
    total = full_text.count_paragraphs(db, board, appraisal.review)
    ranked = rank(wanted, candidates, total)
    cited = [item for item in evidences.list_evidence(db, appraisal.id) if item.passage]
    passages = tuple(_likely(db, board, suggestion, cited) for suggestion in ranked)
    told = f"{prompt.id}: {len(passages)} passages suggested"
    add_look(db, event(person, "passages suggested", "review", appraisal.review, review=appraisal.review, detail=told))
    waiting = _not_searched(db, board, appraisal, hold)
    fits = not wanted.is_kept or any(suggestion.fit >= GOOD_FIT for suggestion in ranked)
    return LikelyPassages(opened, marker, prompt, passages, waiting, can_change_appraisal(person, appraisal, opened.round), fits)


def use_passage(
    person: Person, db: Session, appraisal_id: str, marker_id: str, prompt_id: str, mark: Mark, bearing: str
) -> Evidence:
    """Make a suggested passage evidence for its marker. Raises NotFoundError for a place that is not in the papers."""
    opened = appraisals.open_marker(person, db, appraisal_id, marker_id)
    _prompt(opened.marker(marker_id), prompt_id)
    return add_passages(person, db, appraisal_id, [marker_id], mark, bearing, "")[0]


def read_mark(value: str) -> tuple[Mark, str]:
    """The place and bearing that a button names, as "<paper>:<page>:<start>:<end>:<bearing>". Raises InvalidError."""
    parts = value.split(":")
    numbers = parts[1:4]
    if len(parts) != 5 or not all(number.isascii() and number.isdigit() and len(number) < 9 for number in numbers):
        raise InvalidError("Press one of the buttons beside a passage.", "use")
    return Mark(parts[0], int(numbers[0]), int(numbers[1]), int(numbers[2])), parts[4]


def overlaps(passage: Passage, suggestion: Suggestion) -> bool:
    """Whether a cited passage shares some words with this suggestion."""
    place = suggestion.candidate
    same_page = (passage.document, passage.page) == (place.document, place.page)
    return same_page and passage.start < suggestion.end and suggestion.start < passage.end


def _prompt(marker: Marker, prompt_id: str) -> Prompt:
    for prompt in marker.prompts:
        if prompt.id == prompt_id:
            return prompt
    raise NotFoundError("We could not find that question.")


def _likely(db: Session, board: str, suggestion: Suggestion, cited: list[Evidence]) -> LikelyPassage:
    taken = tuple(item for item in cited if item.passage and overlaps(item.passage, suggestion))
    also, rest = (
        tuple((other, _place(db, board, other, other.start)) for other in others) for others in (suggestion.also, suggestion.rest)
    )
    page = documents.get_page(db, board, suggestion.candidate.document, suggestion.candidate.page)
    return LikelyPassage(suggestion, page.place_at(suggestion.start), also, rest, taken, page.from_picture)


def _place(db: Session, board: str, candidate: Candidate, start: int) -> str:
    return documents.get_page(db, board, candidate.document, candidate.page).place_at(start)


def _not_searched(db: Session, board: str, appraisal: Appraisal, hold: Hold) -> tuple[str, ...]:
    searched = full_text.searched_documents(db, board, appraisal.review)
    papers = documents.list_documents(db, board, appraisal.review)
    return tuple(hold.shown(paper).title for paper in papers if paper.id not in searched and not paper.replaced_by)
