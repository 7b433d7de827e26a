"""Profiles of papers: looking at one, and at several side by side. Points at things; no count becomes a grade.

Looks are put on the trail. What people made of cues is no part of a profile.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.data import document as documents
from app.data import document_study as studying
from app.data import study as studies
from app.data.audit import add_look, has_looked
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event
from app.domain.clock import now
from app.domain.cue import CueKind
from app.domain.document import Document, DocumentKind, ReadingStatus
from app.domain.permission import check_read_papers
from app.domain.study import Profile, Studying
from app.services.document import get_paper
from app.services.document_look import SAME_LOOK
from app.services.outcome_hold import hold_of
from app.services.team_look import check_review_open

MOST_SIDE_BY_SIDE = 8


@dataclass(frozen=True)
class PaperProfile:
    """A paper and its profile, None until it was studied. `places` tells how many cues of each kind begin on which page, and
    `labels` the printed numbers of pages that carry one.
    """

    paper: Document
    standing: Studying
    profile: Profile | None = None
    places: dict[CueKind, dict[int, int]] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)


def can_be_studied(paper: Document) -> bool:
    """Whether the paper has text to study."""
    return paper.status is ReadingStatus.READY


def open_profile(person: Person, db: Session, review_id: str, document_id: str, version: str) -> PaperProfile:
    """The profile of a paper. `version` is the one in which papers are studied now. Raises NotFoundError."""
    paper = get_paper(person, db, review_id, document_id)
    hold_of(person, db, review_id).check_whole(paper.id)
    standing = studying.standing_of(db, person.board.id, [paper.id], version)[paper.id]
    return _profile(person, db, paper, standing)


def choices_of(person: Person, db: Session, review_id: str) -> tuple[Document, ...]:
    """The papers of a review whose profiles can be put side by side: with text, and not replaced by a newer version."""
    check_review_open(person, db, review_id)
    found = documents.list_documents(db, person.board.id, review_id)
    hold = hold_of(person, db, review_id)
    return tuple(one for one in found if can_be_studied(one) and not one.replaced_by and not hold.closes_any(one.id))


def chosen_first(choices: Sequence[Document]) -> tuple[Document, ...]:
    """The papers to put side by side until somebody chooses: the agency reports, or else the first papers."""
    agency = [paper for paper in choices if paper.kind is DocumentKind.AGENCY]
    return tuple((agency if len(agency) > 1 else list(choices))[:MOST_SIDE_BY_SIDE])


def open_profiles(person: Person, db: Session, chosen: Sequence[Document], version: str) -> tuple[PaperProfile, ...]:
    """The profiles of several papers of the person's board, in this order."""
    check_read_papers(person)
    standing = studying.standing_of(db, person.board.id, [paper.id for paper in chosen], version)
    return tuple(_profile(person, db, paper, standing[paper.id]) for paper in chosen if paper.id in standing)


def _profile(person: Person, db: Session, paper: Document, standing: Studying) -> PaperProfile:
    board = person.board.id
    hold_of(person, db, paper.review).check_whole(paper.id)
    profile = studies.profile_of(db, board, paper.id) if can_be_studied(paper) else None
    if profile is None:
        return PaperProfile(paper, standing)
    look = event(person, "profile opened", "document", paper.id, review=paper.review)
    if not has_looked(db, look, now() - SAME_LOOK):
        add_look(db, look)
    places, labels = studies.places_of(db, board, paper.id), studies.page_labels(db, board, paper.id)
    return PaperProfile(paper, standing, profile, places, labels)
