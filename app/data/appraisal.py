"""Appraisals and their states in the database. Saved fields are in `entry.py`, evidence in `evidence.py`."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, Select, bindparam
from sqlmodel import Session, col, func, select

from app.data.audit import add_event
from app.data.ids import new_id
from app.data.rows import Plain, read_rows, table
from app.data.session import write_later
from app.data.tables import AccountRow, AppraisalRow, AppraisalStateRow, ReviewRow
from app.domain.appraisal import Appraisal, AppraisalKind, AppraisalState, Place, StateChange
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.errors import NotFoundError

MISSING = "We could not find that appraisal."

_own, _account, _state = table(AppraisalRow), table(AccountRow), table(AppraisalStateRow)
_any = _state.alias()
_newest = sqlalchemy.select(func.max(_any.c.id)).where(_any.c.appraisal_id == _own.c.id).correlate(_own).scalar_subquery()


def _where(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Appraisals of one board, each with its appraiser's name and its newest state, oldest first."""
    return (
        sqlalchemy.select(*_own.c, _account.c.name.label("appraiser_name"), _state.c.state, _state.c.at.label("since"))
        .join(_account, _account.c.id == _own.c.appraiser_id)
        .join(_state, _state.c.id == _newest)
        .where(_own.c.board_id == bindparam("board"), *conditions)
        .order_by(_own.c.started_at, _own.c.id)
    )


ONE = _where(_own.c.id == bindparam("appraisal"))
OF_REVIEW = _where(_own.c.review_id == bindparam("review"))
OF_REVIEWS = _where(_own.c.review_id.in_(bindparam("reviews", expanding=True)))
OF_PERSON = _where(_own.c.appraiser_id == bindparam("person"))


def add_appraisal(
    db: Session,
    *,
    board: str,
    review: str,
    instrument: str,
    version: str,
    appraiser: str,
    audit: AuditEvent,
    kind: AppraisalKind = AppraisalKind.INDEPENDENT,
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
        kind=kind,
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
    found = read_rows(db, ONE, appraisal=appraisal, board=board) if appraisal.isalnum() else ()
    if not found:
        raise NotFoundError(MISSING)
    return _appraisal(found[0])


def list_appraisals(db: Session, board: str, review: str) -> tuple[Appraisal, ...]:
    """The appraisals of a review, oldest first."""
    return tuple(_appraisal(row) for row in read_rows(db, OF_REVIEW, review=review, board=board))


def list_of_reviews(db: Session, board: str, reviews: Sequence[str]) -> tuple[Appraisal, ...]:
    """The appraisals of several reviews, oldest first."""
    return tuple(_appraisal(row) for row in read_rows(db, OF_REVIEWS, reviews=list(reviews), board=board))


def own_appraisal(db: Session, board: str, review: str, person: str) -> Appraisal | None:
    """The independent appraisal of this review that this person began."""
    found = (one for one in list_appraisals(db, board, review) if one.appraiser == person and not one.is_consensus)
    return next(found, None)


def list_own(db: Session, board: str, person: str) -> tuple[Appraisal, ...]:
    """Every appraisal on this board that this person began."""
    return tuple(_appraisal(row) for row in read_rows(db, OF_PERSON, person=person, board=board))


def add_state(db: Session, appraisal: Appraisal, state: AppraisalState, by: str, audit: AuditEvent, reason: str = "") -> None:
    """Enter a state; earlier ones stay on record."""
    db.add(AppraisalStateRow(appraisal_id=appraisal.id, state=state, at=now(), by=by, reason=reason))
    add_event(db, audit)


def list_states(db: Session, appraisal: str) -> tuple[StateChange, ...]:
    """Every state that the appraisal entered, oldest first."""
    query = (
        select(AppraisalStateRow, AccountRow.name)
        .join(AccountRow, col(AccountRow.id) == AppraisalStateRow.by)
        .where(AppraisalStateRow.appraisal_id == appraisal)
        .order_by(col(AppraisalStateRow.id))
    )
    return tuple(StateChange(AppraisalState(row.state), row.at, name, row.reason) for row, name in db.exec(query).all())


def remember_place(db: Session, appraisal: Appraisal, place: Place) -> None:
    """Keep where the appraiser was, once the page has been shown."""
    if place != appraisal.place:
        write_later(db, lambda writing: _set_place(writing, appraisal.id, place))


def _set_place(db: Session, appraisal: str, place: Place) -> None:
    row = db.get_one(AppraisalRow, appraisal)
    row.place_marker, row.place_document, row.place_page = place.marker, place.document, place.page
    db.add(row)


def _appraisal(row: Plain) -> Appraisal:
    state = AppraisalState(row.state)
    return Appraisal(
        id=row.id,
        board=row.board_id,
        review=row.review_id,
        instrument=row.instrument,
        instrument_version=row.instrument_version,
        appraiser=row.appraiser_id,
        appraiser_name=row.appraiser_name,
        state=state,
        started_at=row.started_at,
        submitted_at=row.since if state is AppraisalState.SUBMITTED else None,
        place=Place(row.place_marker, row.place_document, row.place_page),
        kind=AppraisalKind(row.kind),
    )
