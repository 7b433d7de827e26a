"""The team of a review in the database: members with their newest declarations."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy
from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from app.data.audit import add_event
from app.data.ids import new_id
from app.data.rows import Plain, read_rows, table
from app.data.tables import AccountRow, AppraisalRow, DeclarationRow, ReportRow, ReviewRow, TeamMemberRow
from app.domain.appraisal import AppraisalKind
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.errors import NotFoundError
from app.domain.review import ReviewStatus
from app.domain.team import Declaration, Member, Part

MISSING = "We could not find that person on the team of this review."

_own, _review, _said, _any = table(TeamMemberRow), table(ReviewRow), table(DeclarationRow), table(DeclarationRow).alias()
_newest = (
    sqlalchemy.select(func.max(_any.c.id))
    .where(_any.c.review_id == _own.c.review_id, _any.c.person_id == _own.c.person_id)
    .correlate(_own)
    .scalar_subquery()
)
ON_BOARD = (
    sqlalchemy.select(*_own.c, _said.c.at.label("declared_at"), _said.c.interests, _said.c.takes_part)
    .join(_review, _review.c.id == _own.c.review_id)
    .outerjoin(_said, _said.c.id == _newest)
    .where(_review.c.board_id == bindparam("board"))
)
IN_REVIEWS = ON_BOARD.where(_own.c.review_id.in_(bindparam("reviews", expanding=True)))
EVERYWHERE = ON_BOARD.where(_own.c.person_id == bindparam("person"))
# One review: by its own id, or that to which an appraisal, or a report, belongs.
ONE_REVIEW = {"review": _own.c.review_id == bindparam("thing")} | {
    kind: _own.c.review_id
    == sqlalchemy.select(table(row).c.review_id).where(table(row).c.id == bindparam("thing")).scalar_subquery()
    for kind, row in (("appraisal", AppraisalRow), ("report", ReportRow))
}
IN_REVIEW_OF = {kind: EVERYWHERE.where(condition) for kind, condition in ONE_REVIEW.items()}
_mine, _begun = table(TeamMemberRow).alias(), table(AppraisalRow).alias()
_began = (_begun.c.appraiser_id == bindparam("person"), _begun.c.kind == AppraisalKind.INDEPENDENT.value)
OF_OTHERS = (
    sqlalchemy.select(_own.c.review_id)
    .join(_review, _review.c.id == _own.c.review_id)
    .where(
        _own.c.part == Part.APPRAISER.value,
        _review.c.board_id == bindparam("board"),
        _own.c.review_id.not_in(sqlalchemy.select(_mine.c.review_id).where(_mine.c.person_id == bindparam("person"))),
        _own.c.review_id.not_in(sqlalchemy.select(_begun.c.review_id).where(*_began)),
    )
    .distinct()
)
OF_OTHERS_IN = {kind: OF_OTHERS.where(condition) for kind, condition in ONE_REVIEW.items()}


def places_of(db: Session, board: str, person: str, kind: str = "", thing: str = "") -> tuple[Member, ...]:
    """This person's places on the teams of their board; on that of one review where a `thing` of the kind "review", "appraisal"
    or "report" is given. The names are left empty.
    """
    if kind and not thing.isalnum():
        return ()
    if not kind:
        rows = read_rows(db, EVERYWHERE, person=person, board=board)
    else:
        rows = read_rows(db, IN_REVIEW_OF[kind], person=person, board=board, thing=thing)
    return tuple(_member(row, "", _declared(row)) for row in rows)


def reviews_of_others(db: Session, board: str, person: str, kind: str = "", thing: str = "") -> tuple[str, ...]:
    """The reviews of the board for which appraisers were chosen and this person was not, and which they had not begun to appraise
    before; `kind` and `thing` narrow them as in `places_of`.
    """
    if kind and not thing.isalnum():
        return ()
    query = OF_OTHERS_IN[kind] if kind else OF_OTHERS
    values = {"thing": thing} if kind else {}
    return tuple(row.review_id for row in read_rows(db, query, person=person, board=board, **values))


def _declared(row: Plain) -> Declaration | None:
    return Declaration(row.declared_at, row.interests, row.takes_part) if row.declared_at else None


def list_members(db: Session, board: str, review: str) -> tuple[Member, ...]:
    """Everybody with a part in appraising this review, as they were added; those who no longer take part among them."""
    query = (
        select(TeamMemberRow, AccountRow.name)
        .join(ReviewRow, col(ReviewRow.id) == TeamMemberRow.review_id)
        .join(AccountRow, col(AccountRow.id) == TeamMemberRow.person_id)
        .where(TeamMemberRow.review_id == review, ReviewRow.board_id == board)
        .order_by(col(TeamMemberRow.added_at), col(TeamMemberRow.mask), col(TeamMemberRow.id))
    )
    rows = db.exec(query).all()
    declared = _declarations(db, review) if rows else {}
    return tuple(_member(row, name, declared.get(row.person_id)) for row, name in rows)


def members_of(db: Session, board: str, reviews: Sequence[str]) -> tuple[Member, ...]:
    """The same for several reviews at once, in no order. The names are left empty."""
    return tuple(_member(row, "", _declared(row)) for row in read_rows(db, IN_REVIEWS, reviews=list(reviews), board=board))


def add_member(
    db: Session, review: str, person: str, part: Part, *, mask: str, due: date | None, by: str, audit: AuditEvent
) -> None:
    """Give a person a part. One who had been withdrawn from it takes it up again, under the same mask."""
    row = _find(db, review, person, part)
    if row is None:
        row = TeamMemberRow(id=new_id(), review_id=review, person_id=person, part=part, mask=mask, added_at=now(), added_by=by)
    row.due = due
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = None, None, ""
    db.add(row)
    db.flush()
    add_event(db, audit)


def set_due(db: Session, review: str, person: str, part: Part, due: date | None, audit: AuditEvent) -> None:
    """Change by when this member is expected to be done. Raises NotFoundError."""
    row = _found(db, review, person, part)
    row.due = due
    db.add(row)
    add_event(db, audit)


def withdraw_member(db: Session, review: str, person: str, part: Part, *, reason: str, by: str, audit: AuditEvent) -> None:
    """Mark that this member no longer takes part. Raises NotFoundError."""
    row = _found(db, review, person, part)
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now(), by, reason
    db.add(row)
    add_event(db, audit)


def add_declaration(db: Session, review: str, person: str, *, interests: str, takes_part: bool, audit: AuditEvent) -> None:
    """Keep what this person declares about this review."""
    db.add(DeclarationRow(review_id=review, person_id=person, at=now(), interests=interests, takes_part=takes_part))
    db.flush()
    add_event(db, audit)


def reviews_due(db: Session, day: date) -> tuple[tuple[str, str], ...]:
    """Board and id of each review of any board that an appraiser, who was not withdrawn, is to have appraised by this day."""
    query = (
        select(ReviewRow.board_id, ReviewRow.id)
        .join(TeamMemberRow, col(TeamMemberRow.review_id) == ReviewRow.id)
        .where(
            TeamMemberRow.part == Part.APPRAISER,
            col(TeamMemberRow.withdrawn_at).is_(None),
            col(TeamMemberRow.due) <= day,
            ReviewRow.status != ReviewStatus.ISSUED,
        )
        .distinct()
        .order_by(ReviewRow.id)
    )
    return tuple((board, review) for board, review in db.exec(query).all())


def list_declarations(db: Session, review: str, person: str) -> tuple[Declaration, ...]:
    """Everything that this person declared about this review, oldest first."""
    query = select(DeclarationRow).where(DeclarationRow.review_id == review, DeclarationRow.person_id == person)
    rows = db.exec(query.order_by(col(DeclarationRow.id))).all()
    return tuple(Declaration(row.at, row.interests, row.takes_part) for row in rows)


def _declarations(db: Session, review: str) -> dict[str, Declaration]:
    rows = db.exec(select(DeclarationRow).where(DeclarationRow.review_id == review).order_by(col(DeclarationRow.id))).all()
    return {row.person_id: Declaration(row.at, row.interests, row.takes_part) for row in rows}


def _find(db: Session, review: str, person: str, part: Part) -> TeamMemberRow | None:
    query = select(TeamMemberRow).where(
        TeamMemberRow.review_id == review, TeamMemberRow.person_id == person, TeamMemberRow.part == part
    )
    return db.exec(query).first()


def _found(db: Session, review: str, person: str, part: Part) -> TeamMemberRow:
    row = _find(db, review, person, part)
    if row is None:
        raise NotFoundError(MISSING)
    return row


def _member(row: TeamMemberRow | Plain, name: str, declaration: Declaration | None) -> Member:
    return Member(
        person=row.person_id,
        name=name,
        part=Part(row.part),
        mask=row.mask,
        due=row.due,
        added_at=row.added_at,
        declaration=declaration,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
        id=row.id,
        review=row.review_id,
    )
