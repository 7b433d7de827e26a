"""Invitations in the database. Their tokens are kept as hashes alone."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from app.data.audit import add_event
from app.data.tables import AccountRow, BoardRow, InvitationRow
from app.domain.account import Board, Role
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.errors import NotFoundError
from app.domain.invitation import Invitation

MISSING = "We could not find that invitation on your board."


def add_invitation(db: Session, invitation: Invitation, token_hash: str, audit: AuditEvent) -> None:
    """Store an invitation."""
    db.add(
        InvitationRow(
            id=invitation.id,
            board_id=invitation.board.id,
            email=invitation.email,
            name=invitation.name,
            post=invitation.post,
            roles=" ".join(sorted(invitation.roles)),
            token_hash=token_hash,
            invited_by=invitation.invited_by,
            invited_at=invitation.invited_at,
            expires_at=invitation.expires_at,
        )
    )
    db.flush()
    add_event(db, audit)


def list_invitations(db: Session, board: str) -> tuple[Invitation, ...]:
    """Invitations to this board that were neither accepted nor withdrawn, newest first; those that are too old among them."""
    query = _query().where(
        InvitationRow.board_id == board, col(InvitationRow.accepted_at).is_(None), col(InvitationRow.withdrawn_at).is_(None)
    )
    rows = db.exec(query.order_by(col(InvitationRow.invited_at).desc(), InvitationRow.id)).all()
    return tuple(_invitation(row) for row in rows)


def get_invitation(db: Session, board: str, invitation: str) -> Invitation:
    """One invitation to this board. Raises NotFoundError."""
    row = db.exec(_query().where(InvitationRow.id == invitation, InvitationRow.board_id == board)).first()
    if row is None:
        raise NotFoundError(MISSING)
    return _invitation(row)


def find_invitation(db: Session, *, token_hash: str = "", invitation: str = "") -> Invitation | None:
    """The invitation with this token, whatever its state, or with this id. Asked before anybody is on a board."""
    query = _query()
    query = query.where(InvitationRow.token_hash == token_hash) if token_hash else query.where(InvitationRow.id == invitation)
    row = db.exec(query).first()
    return _invitation(row) if row else None


def set_token(db: Session, invitation: str, token_hash: str, expires_at: datetime, audit: AuditEvent | None) -> bool:
    """Give the invitation another link; the one before works no more. False once it was accepted or withdrawn.

    Whoever's event it is stands for the invitation from now on. No event where the worker writes the link into a letter: that
    the letter was asked for stands on the trail.
    """
    changes: dict[str, Any] = {"token_hash": token_hash, "expires_at": expires_at}
    if audit:
        changes["invited_by"] = audit.actor_id
    changed = db.exec(update(InvitationRow).where(*_open(invitation)).values(**changes))
    if changed.rowcount == 1 and audit:
        add_event(db, audit)
    return changed.rowcount == 1


def use_invitation(db: Session, invitation: str, account: str, audit: AuditEvent) -> bool:
    """Mark the invitation as accepted by this account. False where somebody used or withdrew it meanwhile: it works once."""
    changed = db.exec(update(InvitationRow).where(*_open(invitation)).values(accepted_at=now(), accepted_by=account))
    if changed.rowcount == 1:
        add_event(db, audit)
    return changed.rowcount == 1


def end_invitation(db: Session, invitation: str, by: str, audit: AuditEvent) -> bool:
    """Withdraw the invitation. False once it was accepted or withdrawn."""
    changed = db.exec(update(InvitationRow).where(*_open(invitation)).values(withdrawn_at=now(), withdrawn_by=by))
    if changed.rowcount == 1:
        add_event(db, audit)
    return changed.rowcount == 1


def _open(invitation: str) -> tuple[Any, ...]:
    row = InvitationRow
    return (col(row.id) == invitation, col(row.accepted_at).is_(None), col(row.withdrawn_at).is_(None))


def _query() -> SelectOfScalar[Any]:
    return (
        select(InvitationRow, BoardRow.name, AccountRow.name)  # type: ignore[return-value]
        .join(BoardRow, col(BoardRow.id) == InvitationRow.board_id)
        .join(AccountRow, col(AccountRow.id) == InvitationRow.invited_by)
        .execution_options(populate_existing=True)
    )


def _invitation(found: Any) -> Invitation:  # noqa: ANN401  # a row of the query above
    row, board, inviter = found
    return Invitation(
        id=row.id,
        board=Board(row.board_id, board),
        email=row.email,
        name=row.name,
        post=row.post,
        roles=frozenset(Role(role) for role in row.roles.split()),
        invited_by=row.invited_by,
        invited_by_name=inviter,
        invited_at=row.invited_at,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        withdrawn_at=row.withdrawn_at,
    )
