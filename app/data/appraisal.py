"""Appraisals and their states in the database. Saved fields are in `entry.py`, evidence in `evidence.py`."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.data.audit import add_event
from app.data.ids import new_id
from app.data.session import write_later
from app.data.tables import AccountRow, AppraisalRow, AppraisalStateRow, ReviewRow
from app.domain.appraisal import Appraisal, AppraisalState, Place
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.errors import NotFoundError

MISSING = "We could not find that appraisal."


def add_appraisal(
    db: Session, *, board: str, review: str, instrument: str, version: str, appraiser: str, audit: AuditEvent
) -> Appraisal:
    """Start an appraisal in its first state."""
    moment = now()
    row = AppraisalRow(
        id=audit.subject_id,
        board_id=board,
        review_id=review,
        instrument=instrument,
        instrument_version=version,
        appraiser_id=appraiser,
        started_at=moment,
    )
    db.add(row)
    db.flush()
    db.add(AppraisalStateRow(appraisal_id=row.id, state=AppraisalState.DRAFT, at=moment, by=appraiser))
    db.flush()
    add_event(db, audit)
    return get_appraisal(db, board, row.id)


def new_appraisal_id() -> str:
    """An id for an appraisal that is about to be added."""
    return new_id()


def wait_for_turn(db: Session, review: str) -> None:
    """Wait for whoever starts an appraisal of this review now. SQLite has one writer at a time anyway."""
    db.exec(select(ReviewRow.id).where(ReviewRow.id == review).with_for_update()).first()


def get_appraisal(db: Session, board: str, appraisal: str) -> Appraisal:
    """The appraisal, if it is this board's. Raises NotFoundError."""
    found: tuple[Appraisal, ...] = ()
    if appraisal.isalnum():
        found = _load(db, select(AppraisalRow).where(AppraisalRow.id == appraisal, AppraisalRow.board_id == board))
    if not found:
        raise NotFoundError(MISSING)
    return found[0]


def list_appraisals(db: Session, board: str, review: str) -> tuple[Appraisal, ...]:
    """The appraisals of a review, oldest first."""
    query = select(AppraisalRow).where(AppraisalRow.review_id == review, AppraisalRow.board_id == board)
    return _load(db, query.order_by(col(AppraisalRow.started_at)))


def add_state(db: Session, appraisal: Appraisal, state: AppraisalState, by: str, audit: AuditEvent) -> None:
    """Enter a state; earlier ones stay on record."""
    db.add(AppraisalStateRow(appraisal_id=appraisal.id, state=state, at=now(), by=by))
    add_event(db, audit)


def remember_place(db: Session, appraisal: Appraisal, place: Place) -> None:
    """Keep where the appraiser was, once the page has been shown."""
    if place != appraisal.place:
        write_later(db, lambda writing: _set_place(writing, appraisal.id, place))


def _set_place(db: Session, appraisal: str, place: Place) -> None:
    row = db.get_one(AppraisalRow, appraisal)
    row.place_marker, row.place_document, row.place_page = place.marker, place.document, place.page
    db.add(row)


def _load(db: Session, query: object) -> tuple[Appraisal, ...]:
    rows = db.exec(query).all()  # type: ignore[call-overload]  # a Select of AppraisalRow, ordered or not
    if not rows:
        return ()
    ids = [row.id for row in rows]
    names = dict(
        db.exec(select(AccountRow.id, AccountRow.name).where(col(AccountRow.id).in_({row.appraiser_id for row in rows}))).all()
    )
    states: dict[str, tuple[AppraisalState, datetime]] = {}
    history = select(AppraisalStateRow).where(col(AppraisalStateRow.appraisal_id).in_(ids))
    for state in db.exec(history.order_by(col(AppraisalStateRow.id))).all():
        states[state.appraisal_id] = (AppraisalState(state.state), state.at)
    return tuple(_appraisal(row, names[row.appraiser_id], *states[row.id]) for row in rows)


def _appraisal(row: AppraisalRow, name: str, state: AppraisalState, since: datetime) -> Appraisal:
    return Appraisal(
        id=row.id,
        board=row.board_id,
        review=row.review_id,
        instrument=row.instrument,
        instrument_version=row.instrument_version,
        appraiser=row.appraiser_id,
        appraiser_name=name,
        state=state,
        started_at=row.started_at,
        submitted_at=since if state is AppraisalState.SUBMITTED else None,
        place=Place(row.place_marker, row.place_document, row.place_page),
    )
