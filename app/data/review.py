"""Reviews in the database: adding, reading, editing with a version guard, and lists that stay fast. Not papers or appraisals."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, select, update

from app.data.audit import add_event
from app.data.rows import Plain, read_rows, table
from app.data.tables import ReviewAgencyRow, ReviewPersonRow, ReviewRow
from app.domain.audit import AuditEvent
from app.domain.errors import ConflictError, InvalidFieldsError, NotFoundError
from app.domain.review import (
    DATE_LABELS,
    AgeBand,
    Agency,
    Harm,
    Involved,
    Part,
    Review,
    ReviewDates,
    ReviewFacts,
    ReviewLine,
    ReviewOrder,
    ReviewStatus,
)

NOT_FOUND = "We could not find that review. It may belong to another board."
TAKEN = "Your board already has a review with this reference. Choose another one."
NEWER = "Somebody saved changes to this review after you opened it."

_review, _person, _agency = table(ReviewRow), table(ReviewPersonRow), table(ReviewAgencyRow)
REVIEW = sqlalchemy.select(*_review.c).where(_review.c.id == bindparam("review"), _review.c.board_id == bindparam("board"))
PEOPLE = sqlalchemy.select(*_person.c).where(_person.c.review_id == bindparam("review")).order_by(_person.c.position)
AGENCIES = sqlalchemy.select(*_agency.c).where(_agency.c.review_id == bindparam("review")).order_by(_agency.c.position)

# Unknown dates come last either way. The reference is unique, so that no review stands on two pages of a list.
ORDERS: dict[ReviewOrder, tuple[ColumnElement[Any], ...]] = {
    ReviewOrder.NEWEST: (col(ReviewRow.registered_at).desc(), col(ReviewRow.reference).desc()),
    ReviewOrder.REFERENCE: (col(ReviewRow.reference).asc(),),
    ReviewOrder.DECISION: (col(ReviewRow.decision).desc().nulls_last(), col(ReviewRow.reference).desc()),
    ReviewOrder.DECISION_OLDEST: (col(ReviewRow.decision).asc().nulls_last(), col(ReviewRow.reference).asc()),
}


def add_review(db: Session, review: Review, audit: AuditEvent) -> Review:
    """Store a new review. Raises InvalidFieldsError when the board already has its reference."""
    row = ReviewRow(
        id=review.id,
        board_id=review.board,
        **_columns(review.facts),
        status=review.status.value,
        version=review.version,
        registered_at=review.registered_at,
        registered_by=review.registered_by,
    )
    db.add(row)
    _flush(db)
    _add_rows(db, review.id, review.facts)
    add_event(db, audit)
    return review


def get_review(db: Session, board: str, review_id: str, *, lists: bool = True) -> Review:
    """The review of this board. Raises NotFoundError, also for a review of another board.

    `lists=False` leaves out people and agencies, for pages that say no more of the review than its name.
    """
    rows = read_rows(db, REVIEW, review=review_id, board=board) if review_id.isalnum() else ()
    if not rows:
        raise NotFoundError(NOT_FOUND)
    found = rows[0]
    facts = ReviewFacts(
        reference=found.reference,
        dates=ReviewDates(**{name: getattr(found, name) for name in DATE_LABELS}),
        harm=Harm(found.harm) if found.harm else None,
        age_band=AgeBand(found.age_band) if found.age_band else None,
        method=found.method,
        people=tuple(_involved(row) for row in read_rows(db, PEOPLE, review=found.id)) if lists else (),
        agencies=tuple(Agency(row.name, row.report_expected) for row in read_rows(db, AGENCIES, review=found.id))
        if lists
        else (),
        fictional=found.fictional,
    )
    status = ReviewStatus(found.status)
    return Review(found.id, found.board_id, facts, found.version, found.registered_at, found.registered_by, status)


def save_facts(db: Session, review: Review, facts: ReviewFacts, audit: AuditEvent) -> Review:
    """Replace the facts of the review as it was read. Raises ConflictError when it has a newer version by now, and
    InvalidFieldsError when the board already has the reference."""
    query = (
        update(ReviewRow)
        .where(col(ReviewRow.id) == review.id, col(ReviewRow.board_id) == review.board)
        .where(col(ReviewRow.version) == review.version)
        .values(**_columns(facts), version=review.version + 1)
        .execution_options(synchronize_session=False)
    )
    try:
        changed = db.exec(query).rowcount
    except IntegrityError as error:
        raise InvalidFieldsError({"reference": TAKEN}) from error
    if not changed:
        newest = db.exec(select(ReviewRow.version).where(ReviewRow.id == review.id)).one()
        raise ConflictError(NEWER, "", "", newest)
    db.expire_all()
    if (facts.people, facts.agencies) != (review.facts.people, review.facts.agencies):
        db.exec(delete(ReviewPersonRow).where(col(ReviewPersonRow.review_id) == review.id))
        db.exec(delete(ReviewAgencyRow).where(col(ReviewAgencyRow.review_id) == review.id))
        _add_rows(db, review.id, facts)
    add_event(db, audit)
    return get_review(db, review.board, review.id)


def set_status(db: Session, review_id: str, status: ReviewStatus) -> None:
    """Move the review on to this status. Nothing happens when it is there already or further."""
    earlier = [step.value for step in status.earlier]
    behind = (col(ReviewRow.id) == review_id, col(ReviewRow.status).in_(earlier))
    db.exec(update(ReviewRow).where(*behind).values(status=status.value))


def list_reviews(
    db: Session,
    board: str,
    *,
    search: str = "",
    status: ReviewStatus | None = None,
    sort: ReviewOrder = ReviewOrder.NEWEST,
    offset: int = 0,
    limit: int = 25,
) -> tuple[tuple[ReviewLine, ...], int]:
    """Some reviews of this board, and how many there are in all. `search` is looked for anywhere in the reference, whatever
    its case. Each order has an index that gives it, so that a long list costs what a short one does."""
    wanted = [col(ReviewRow.board_id) == board]
    if search:
        pattern = "".join(f"\\{letter}" if letter in "\\%_" else letter for letter in search)
        # A query within the query, so that the pattern is not made lower case anew for each review.
        lowered = sqlalchemy.select(func.lower(f"%{pattern}%")).scalar_subquery()
        wanted.append(func.lower(ReviewRow.reference).like(lowered, escape="\\"))
    if status is not None:
        wanted.append(col(ReviewRow.status) == status.value)
    total = db.exec(select(func.count()).select_from(ReviewRow).where(*wanted)).one()
    if offset >= total:
        return (), total
    query = select(ReviewRow).where(*wanted).order_by(*ORDERS[sort]).offset(offset).limit(limit)
    return tuple(_line(row) for row in db.exec(query).all()), total


def references_of(db: Session, board: str, review_ids: Iterable[str]) -> dict[str, str]:
    """The references of these reviews of the board, by id."""
    query = select(ReviewRow.id, ReviewRow.reference).where(
        ReviewRow.board_id == board, col(ReviewRow.id).in_(sorted(review_ids))
    )
    return dict(db.exec(query).all())


def has_reference(db: Session, board: str, reference: str, *, other_than: str = "") -> bool:
    """Whether another review of this board has the reference, whatever its case."""
    query = select(ReviewRow.id).where(
        ReviewRow.board_id == board,
        func.lower(ReviewRow.reference) == func.lower(reference),
        ReviewRow.id != other_than,
    )
    return db.exec(query.limit(1)).first() is not None


def _columns(facts: ReviewFacts) -> dict[str, Any]:
    return {
        "reference": facts.reference,
        "harm": facts.harm.value if facts.harm else None,
        "age_band": facts.age_band.value if facts.age_band else None,
        "method": facts.method,
        "fictional": facts.fictional,
        **dict(facts.dates.in_order()),
    }


def _add_rows(db: Session, review_id: str, facts: ReviewFacts) -> None:
    for position, person in enumerate(facts.people):
        db.add(
            ReviewPersonRow(
                review_id=review_id,
                position=position,
                name=person.name,
                post=person.post,
                part=person.part.value,
                agency=person.agency,
                on_board=person.on_board,
                independent_of_agencies=person.independent_of_agencies,
                managed_the_case=person.managed_the_case,
            )
        )
    for position, agency in enumerate(facts.agencies):
        db.add(ReviewAgencyRow(review_id=review_id, position=position, name=agency.name, report_expected=agency.report_expected))
    db.flush()


def _flush(db: Session) -> None:
    try:
        db.flush()
    except IntegrityError as error:
        raise InvalidFieldsError({"reference": TAKEN}) from error


def _involved(row: Plain) -> Involved:
    return Involved(
        row.name,
        row.post,
        Part(row.part),
        row.agency,
        row.on_board,
        row.independent_of_agencies,
        row.managed_the_case,
    )


def _line(row: ReviewRow) -> ReviewLine:
    return ReviewLine(
        row.id,
        row.reference,
        row.decision,
        ReviewStatus(row.status),
        Harm(row.harm) if row.harm else None,
        row.registered_at,
        row.fictional,
    )
