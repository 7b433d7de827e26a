"""Evidence and newer versions of papers: looking for it again in the background, and what a person says about each piece."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.data import document as documents
from app.data import evidence as evidences
from app.data import evidence_move as moves
from app.data.audit import add_look
from app.data.evidence_move import Newest, ToMove
from app.data.session import Session, work
from app.domain.account import Person
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.audit import event
from app.domain.document import Document
from app.domain.document_version import newest_version
from app.domain.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from app.domain.judgement import Evidence
from app.domain.nearly import Change
from app.domain.passage import PICTURE, Found, NearlyFound, NotFound, Passage, find_quote, sheets_of
from app.domain.relocation import Move, MoveOutcome, compare_words, relocate
from app.domain.review import Review
from app.domain.round import Round
from app.services.appraisal import OpenAppraisal, get_own_draft, open_appraisal
from app.services.evidence import LONGEST_NOTE, passages_of
from app.services.instrument import instrument_of
from app.services.outcome_hold import hold_of
from app.services.second_round_lock import check_not_kept
from app.settings import Settings

CHANGED = (
    "This piece of evidence was decided on in the meantime, or a still newer version was read. Look at it, then decide again."
)
BATCH = 20


def move_evidence(settings: Settings, document_id: str = "", *, again: bool = False) -> int:
    """Look for all evidence that cites an older version in the version that replaced it; returns for how many pieces.

    For all papers, or for the versions of one; `again` when that has more text now, so that what was lost may be found. Each
    piece is looked for once, however often this is called and wherever it was broken off: what is still to do stands in the
    database.
    """
    with work(settings.database, writes=False) as db:
        newest = moves.newest_versions(db, document_id)
    return sum(_move_to(settings, one, again) for one in newest)


def _move_to(settings: Settings, newest: Newest, again: bool) -> int:
    with work(settings.database, writes=False) as db:
        waiting = moves.evidence_to_move(db, newest, again=again)
        if not waiting:
            return 0
        cited = {item.passage.document for item in waiting}
        pages = {
            one: sheets_of(documents.pages_of(db, newest.board, newest.review, one)) for one in (*sorted(cited), newest.document)
        }
    done = 0
    for at in range(0, len(waiting), BATCH):
        found = []
        for item in waiting[at : at + BATCH]:
            now = relocate(item.passage, pages[item.passage.document], pages[newest.document])
            if not again or now.outcome is not MoveOutcome.LOST:
                found.append((item, Move(newest.document, now.outcome, now.passage)))
        done += _keep(settings, newest, found, again)
    return done


def _keep(settings: Settings, newest: Newest, found: Sequence[tuple[ToMove, Move]], again: bool) -> int:
    """Add the rows of those pieces for which nobody else has in the meantime."""
    with work(settings.database) as db:
        moves.lock(db, [newest.document])
        if not any(one.document == newest.document for one in moves.newest_versions(db, newest.document)):
            return 0  # a still newer version came; it is looked for there
        still = {item.evidence for item in moves.evidence_to_move(db, newest, again=again)}
        kept = [(item, move) for item, move in found if item.evidence in still]
        for item, move in kept:
            moves.add_found_again(db, item.evidence, move)
        return len(kept)


@dataclass(frozen=True)
class MovedEvidence:
    """A piece of evidence whose paper was replaced, as it would be cited in a draft now, with its newest move.

    `before` is the passage as it was cited before that move, in the version `older`; `changes` lead from the new words to the
    old ones. `move` is None while it waits to be looked for in the version in force, `newest`.
    """

    evidence: Evidence
    older: Document
    newest: Document
    before: Passage
    move: Move | None
    changes: tuple[Change, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a person has to decide."""
        return self.move is not None and self.move.outcome.is_open

    @property
    def same_words(self) -> bool:
        """Whether the proposed place has the very words, so that only which place is meant is uncertain."""
        proposed = self.move.passage if self.move else None
        return proposed is not None and proposed.words == self.before.words

    @property
    def is_still_picture(self) -> bool:
        """Whether the proposed place is a picture without text, which is known by the pages around it alone."""
        proposed = self.move.passage if self.move else None
        return proposed is not None and proposed.is_page and proposed.place.endswith(f"({PICTURE})")


@dataclass(frozen=True)
class Moved:
    """What became of the evidence of one appraisal. `frozen`: it is submitted, and what came later does not count in it.
    `round` is that of a consensus.

    Each list is in the order of the markers.
    """

    appraisal: Appraisal
    review: Review
    items: tuple[MovedEvidence, ...]
    frozen: bool = False
    round: Round | None = None

    def with_outcome(self, *outcomes: MoveOutcome) -> tuple[MovedEvidence, ...]:
        """Those that ended so."""
        return tuple(item for item in self.items if item.move and item.move.outcome in outcomes)

    @property
    def found(self) -> int:
        """How many were found again."""
        return len(self.with_outcome(MoveOutcome.FOUND))

    @property
    def changed(self) -> int:
        """How many have other words now and wait for a person."""
        return len(self.with_outcome(MoveOutcome.CHANGED))

    @property
    def lost(self) -> int:
        """How many lost their place and wait for a person."""
        return len(self.with_outcome(MoveOutcome.LOST))

    @property
    def waiting(self) -> int:
        """How many have not been looked for yet."""
        return sum(item.move is None for item in self.items)

    @property
    def open(self) -> int:
        """How many wait for a person."""
        return self.changed + self.lost


def moved_evidence(person: Person, db: Session, opened: OpenAppraisal, marker: str = "") -> Moved:
    """What became of the evidence of an opened appraisal, or of one of its markers, for a count: words are not compared."""
    return _moved(person, db, opened, marker, compare=False)


def open_moved(person: Person, db: Session, appraisal_id: str) -> Moved:
    """The same with old and new words compared. It quotes the papers, so that this is a look."""
    opened = open_appraisal(person, db, appraisal_id)
    add_look(db, event(person, "moved evidence opened", "appraisal", appraisal_id, review=opened.review.id))
    return _moved(person, db, opened, "", compare=True)


def _moved(person: Person, db: Session, opened: OpenAppraisal, marker: str, *, compare: bool) -> Moved:
    appraisal = opened.appraisal
    frozen = appraisal.state is AppraisalState.SUBMITTED
    papers = {paper.id: paper for paper in documents.list_documents(db, person.board.id, appraisal.review)}
    if not any(paper.replaced_by for paper in papers.values()):
        return Moved(appraisal, opened.review, (), frozen, opened.round)
    all_moves = moves.moves_of(db, appraisal.id)
    found = (
        _item(evidence, all_moves.get(evidence.id, ()), papers, compare)
        for evidence in evidences.original_evidence(db, appraisal.id)
        if marker in ("", evidence.marker)
    )
    order = {each.id: at for at, each in enumerate(opened.instrument.markers)}
    items = sorted((item for item in found if item), key=lambda item: order.get(item.evidence.marker, len(order)))
    return Moved(appraisal, opened.review, tuple(items), frozen, opened.round)


def _item(original: Evidence, its_moves: Sequence[Move], papers: dict[str, Document], compare: bool) -> MovedEvidence | None:
    first = papers.get(original.passage.document) if original.passage else None
    if first is None or not first.replaced_by:
        return None
    newest = newest_version(first, tuple(papers.values()))
    last = its_moves[-1] if its_moves else None
    if last and last.document != newest.id and last.outcome is not MoveOutcome.KEPT:
        last = None  # a still newer version came, in which it was not looked for yet
    current = evidences.moved(original, its_moves)
    before = evidences.moved(original, its_moves[:-1]).passage if last else current.passage
    assert before
    changes = compare_words(last.passage.words, before.words) if compare and last and last.passage else ()
    return MovedEvidence(current, papers[before.document], newest, before, last, changes)


def get_moved(person: Person, db: Session, appraisal_id: str, evidence_id: str) -> tuple[Moved, MovedEvidence]:
    """One of them. Raises NotFoundError where it is not there, or its paper was not replaced."""
    moved = open_moved(person, db, appraisal_id)
    for item in moved.items:
        if item.evidence.id == evidence_id:
            return moved, item
    raise NotFoundError(evidences.MISSING)


def get_own_moved(person: Person, db: Session, appraisal_id: str, evidence_id: str) -> tuple[Moved, MovedEvidence]:
    """The same of one's own draft, to decide about it. Raises NotAllowedError for another's, or once it is submitted."""
    get_own_draft(person, db, appraisal_id)
    return get_moved(person, db, appraisal_id, evidence_id)


def accept_changed(person: Person, db: Session, appraisal_id: str, evidence_id: str, *, seen: int) -> None:
    """Cite the changed words at their proposed place from now on. `seen` is the id of the move that the page had shown.

    Raises ConflictError when something was decided in the meantime.
    """
    item = _to_decide(person, db, appraisal_id, evidence_id, seen)
    assert item.move
    if item.move.outcome is not MoveOutcome.CHANGED or item.move.passage is None or item.move.document != item.newest.id:
        raise NotAllowedError("There are no changed words to accept for this piece of evidence.")
    _decide(person, db, appraisal_id, evidence_id, Move(item.move.document, MoveOutcome.ACCEPTED, item.move.passage))


def keep_older(person: Person, db: Session, appraisal_id: str, evidence_id: str, reason: str, *, seen: int) -> None:
    """Keep citing the older version, for a reason. Raises InvalidError without one, ConflictError as above."""
    item = _to_decide(person, db, appraisal_id, evidence_id, seen)
    if not reason:
        raise InvalidError("Say why the older version is to be cited.", "reason")
    if len(reason) > LONGEST_NOTE:
        raise InvalidError(f"Shorten the reason to {LONGEST_NOTE:,} characters or fewer.", "reason")
    assert item.move
    _decide(person, db, appraisal_id, evidence_id, Move(item.newest.id, MoveOutcome.KEPT, note=reason))


def look_in_newer(person: Person, db: Session, appraisal_id: str, evidence_id: str, quote: str) -> Found | NearlyFound | NotFound:
    """Look for words in the newer version, to place the evidence by hand. Raises InvalidError for too short or long a quote."""
    appraisal = get_own_draft(person, db, appraisal_id)
    _, item = get_moved(person, db, appraisal_id, evidence_id)
    if item.move is None:
        raise NotAllowedError("This piece of evidence is still being looked for. Wait a moment, then open the page again.")
    hold_of(person, db, appraisal.review).check_whole(item.newest.id)
    outcome = find_quote(documents.pages_of(db, person.board.id, appraisal.review, item.newest.id), quote)
    found = f"{len(passages_of(outcome))} places found"
    add_look(db, event(person, "quote looked for", "document", item.newest.id, review=appraisal.review, detail=found))
    return outcome


def place_by_hand(person: Person, db: Session, appraisal_id: str, evidence_id: str, passage: Passage, *, seen: int) -> None:
    """Cite it at this place, which `look_in_newer` found, from now on. Raises ConflictError as above."""
    item = _to_decide(person, db, appraisal_id, evidence_id, seen)
    assert item.move
    _decide(person, db, appraisal_id, evidence_id, Move(item.newest.id, MoveOutcome.PLACED, passage))


def _to_decide(person: Person, db: Session, appraisal_id: str, evidence_id: str, seen: int) -> MovedEvidence:
    get_own_draft(person, db, appraisal_id)
    _, item = get_moved(person, db, appraisal_id, evidence_id)
    if item.move is None or item.move.id != seen:
        raise ConflictError(CHANGED, "", "", item.move.id if item.move else 0)
    return item


def _decide(person: Person, db: Session, appraisal_id: str, evidence_id: str, move: Move) -> None:
    appraisal = get_own_draft(person, db, appraisal_id)
    marker = evidences.get_evidence(db, appraisal_id, evidence_id).marker
    check_not_kept(person, db, appraisal, instrument_of(appraisal), marker)
    audit = event(person, "moved evidence decided", "evidence", evidence_id, review=appraisal.review)
    moves.add_move(db, evidence_id, replace(move, by=person.id), audit)
