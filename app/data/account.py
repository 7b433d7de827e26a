"""Accounts, boards and roles in the database. Not sign-in (`sign_in.py`)."""

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.data.audit import add_event
from app.data.ids import new_id
from app.data.rows import read_rows, table
from app.data.tables import AccountRow, BoardRow, MembershipRow
from app.domain.account import Board, Person, Role
from app.domain.audit import AuditEvent
from app.domain.clock import now

# Roles of an account that was disabled on their board are kept, and count for nothing.
OPEN = col(MembershipRow.closed_at).is_(None)

_account, _board, _membership = table(AccountRow), table(BoardRow), table(MembershipRow)
ON_BOARD = (
    sqlalchemy.select(
        *(_account.c[name] for name in ("id", "name", "email", "post")),
        _board.c.id.label("board_id"),
        _board.c.name.label("board_name"),
        _membership.c.role,
    )
    .select_from(_account)
    .join(_membership, _membership.c.account_id == _account.c.id)
    .join(_board, _board.c.id == _membership.c.board_id)
    .where(
        _account.c.id == bindparam("account"),
        _board.c.id == bindparam("board"),
        _account.c.disabled_at.is_(None),
        _membership.c.closed_at.is_(None),
    )
)


def add_board(db: Session, name: str, audit: AuditEvent) -> Board:
    """Create a board."""
    row = BoardRow(id=new_id(), name=name, created_at=now())
    db.add(row)
    db.flush()
    add_event(db, audit)
    return Board(row.id, row.name)


def find_board(db: Session, name: str) -> Board | None:
    """The board of this name."""
    row = db.exec(select(BoardRow).where(BoardRow.name == name)).first()
    return Board(row.id, row.name) if row else None


def is_empty(db: Session) -> bool:
    """Whether nobody has an account yet."""
    return db.exec(select(AccountRow.id).limit(1)).first() is None


def add_account(
    db: Session, *, name: str, email: str, post: str, board: Board, roles: frozenset[Role], audit: AuditEvent
) -> Person:
    """Create an account with roles on one board. The e-mail address is kept in lower case."""
    row = AccountRow(id=new_id(), name=name, email=email.lower(), post=post, created_at=now())
    db.add(row)
    db.flush()
    for role in sorted(roles):
        db.add(MembershipRow(account_id=row.id, board_id=board.id, role=role))
    db.flush()
    add_event(db, audit)
    return Person(row.id, row.name, row.email, board, roles, row.post)


def find_account(db: Session, email: str) -> tuple[str, str | None] | None:
    """Id and password hash of the account with this address, or None. Closed accounts are not found."""
    query = select(AccountRow).where(AccountRow.email == email.strip().lower(), col(AccountRow.disabled_at).is_(None))
    row = db.exec(query).first()
    return (row.id, row.password_hash) if row else None


def person_on_board(db: Session, account: str, board: str) -> Person | None:
    """The person with their roles on this board; None when closed, disabled on this board, or not a member."""
    rows = read_rows(db, ON_BOARD, account=account, board=board)
    if not rows:
        return None
    found = rows[0]
    roles = frozenset(Role(row.role) for row in rows)
    return Person(found.id, found.name, found.email, Board(found.board_id, found.board_name), roles, found.post)


def boards_of(db: Session, account: str) -> tuple[Board, ...]:
    """The boards on which this account has a role, by name."""
    query = (
        select(BoardRow)
        .join(MembershipRow, col(MembershipRow.board_id) == BoardRow.id)
        .where(MembershipRow.account_id == account, OPEN)
        .distinct()
        .order_by(BoardRow.name)
    )
    return tuple(Board(row.id, row.name) for row in db.exec(query).all())


def people_of(db: Session, board: str) -> tuple[Person, ...]:
    """Everybody with a role on this board, by name."""
    query = (
        select(AccountRow.name, AccountRow.id)  # the name, too: PostgreSQL orders what is distinct by what is chosen alone
        .join(MembershipRow, col(MembershipRow.account_id) == AccountRow.id)
        .where(MembershipRow.board_id == board, OPEN)
        .distinct()
        .order_by(AccountRow.name, AccountRow.id)
    )
    people = (person_on_board(db, account, board) for _, account in db.exec(query).all())
    return tuple(person for person in people if person)


def everybody(db: Session, limit: int | None = None) -> tuple[Person, ...]:
    """Every open account on each of its boards, in the order in which the accounts were made."""
    query = (
        select(AccountRow.id, MembershipRow.board_id)
        .join(MembershipRow, col(MembershipRow.account_id) == AccountRow.id)
        .where(col(AccountRow.disabled_at).is_(None), OPEN)
        .group_by(col(AccountRow.id), col(AccountRow.created_at), col(MembershipRow.board_id))
        .order_by(col(AccountRow.created_at), AccountRow.id, MembershipRow.board_id)
        .limit(limit)
    )
    people = (person_on_board(db, account, board) for account, board in db.exec(query).all())
    return tuple(person for person in people if person)


def name_of(db: Session, account: str) -> str:
    """The name of whoever holds this account."""
    return db.exec(select(AccountRow.name).where(AccountRow.id == account)).one()


def set_password(db: Session, account: str, password_hash: str, audit: AuditEvent) -> None:
    """Store the hash of a new password."""
    row = db.get_one(AccountRow, account)
    row.password_hash = password_hash
    db.add(row)
    add_event(db, audit)
