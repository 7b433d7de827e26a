"""The people of a board as administrators see them: roles, last sign-in, second factor, disabled or not. Not signing in."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, func, select, update

from app.data.audit import add_event
from app.data.tables import AccountRow, BoardRow, MembershipRow, SecondFactorRow, SignInRow
from app.domain.account import Board, Person, Role
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.errors import NotFoundError

MISSING = "We could not find that person on your board."


@dataclass(frozen=True)
class Listed:
    """Somebody with an account on the board. `signed_in_at` is the last time on this board; `closed_at` when it was disabled
    there. `elsewhere`: the account has a role on another board, too.
    """

    person: Person
    signed_in_at: datetime | None
    has_second_factor: bool
    closed_at: datetime | None
    elsewhere: bool = False


def list_people(db: Session, board: Board) -> tuple[Listed, ...]:
    """Everybody with an account on this board, by name; those disabled on it last."""
    query = (
        select(AccountRow, MembershipRow)
        .join(MembershipRow, col(MembershipRow.account_id) == AccountRow.id)
        .where(MembershipRow.board_id == board.id, col(AccountRow.disabled_at).is_(None))
    )
    rows: dict[str, tuple[AccountRow, list[MembershipRow]]] = {}
    for account, membership in db.exec(query).all():
        rows.setdefault(account.id, (account, []))[1].append(membership)
    signed_in, factors = _signed_in(db, board.id), _with_factor(db, board.id)
    found = [_listed(board, *each, signed_in, factors) for each in rows.values()]
    return tuple(sorted(found, key=lambda one: (one.closed_at is not None, one.person.name.casefold(), one.person.id)))


def get_listed(db: Session, board: Board, account: str) -> Listed:
    """One of them. Raises NotFoundError."""
    for one in list_people(db, board):
        if one.person.id == account:
            others = select(func.count()).where(MembershipRow.account_id == account, MembershipRow.board_id != board.id)
            return Listed(one.person, one.signed_in_at, one.has_second_factor, one.closed_at, db.exec(others).one() > 0)
    raise NotFoundError(MISSING)


def holders(db: Session, board: str, role: Role) -> tuple[str, ...]:
    """The names of those who hold this role on the board and are not disabled, in order."""
    return tuple(name for _, name in _open_holders(db, board, role))


def open_administrators(db: Session, board: str) -> set[str]:
    """The accounts of the board's administrators. Others who would change them wait until this work is done."""
    db.exec(select(BoardRow).where(BoardRow.id == board).with_for_update()).one()
    return {account for account, _ in _open_holders(db, board, Role.ADMINISTRATOR)}


def set_roles(db: Session, board: str, account: str, roles: frozenset[Role], audit: AuditEvent) -> None:
    """Give this account these roles on the board in place of those that it had; what is disabled stays so."""
    here = (col(MembershipRow.account_id) == account, col(MembershipRow.board_id) == board)
    closed_at = db.exec(select(func.max(MembershipRow.closed_at)).where(*here)).one()
    db.exec(delete(MembershipRow).where(*here))
    db.add_all(MembershipRow(account_id=account, board_id=board, role=role, closed_at=closed_at) for role in sorted(roles))
    db.flush()
    add_event(db, audit)


def add_roles(db: Session, board: str, account: str, roles: frozenset[Role], audit: AuditEvent) -> None:
    """Give this account these roles on the board beside those that it has there."""
    here = select(MembershipRow.role).where(MembershipRow.account_id == account, MembershipRow.board_id == board)
    had = set(db.exec(here).all())
    db.add_all(MembershipRow(account_id=account, board_id=board, role=role) for role in sorted(roles) if role not in had)
    db.flush()
    add_event(db, audit)


def set_closed(db: Session, board: str, account: str, closed: bool, audit: AuditEvent) -> None:
    """Disable the account on this board, or enable it again. Its sessions on the board end with the next page they ask for."""
    here = (col(MembershipRow.account_id) == account, col(MembershipRow.board_id) == board)
    db.exec(update(MembershipRow).where(*here).values(closed_at=now() if closed else None))
    if closed:
        open_here = (col(SignInRow.account_id) == account, col(SignInRow.board_id) == board, col(SignInRow.ended_at).is_(None))
        db.exec(update(SignInRow).where(*open_here).values(ended_at=now()))
    add_event(db, audit)


def find_any_account(db: Session, email: str) -> tuple[str, bool] | None:
    """Id of the account with this address, closed ones too, and whether it is open; None where there is none."""
    row = db.exec(select(AccountRow).where(AccountRow.email == email.strip().lower())).first()
    return (row.id, row.disabled_at is None) if row else None


def is_on_board(db: Session, account: str, board: str) -> bool:
    """Whether the account has a role on this board, disabled or not."""
    query = select(MembershipRow.role).where(MembershipRow.account_id == account, MembershipRow.board_id == board)
    return db.exec(query.limit(1)).first() is not None


def change_board(db: Session, account: str, token_hash: str, board: str, audit: AuditEvent) -> None:
    """From now on this signed-in browser of the account works on that board."""
    mine = (col(SignInRow.token_hash) == token_hash, col(SignInRow.account_id) == account, col(SignInRow.ended_at).is_(None))
    db.exec(update(SignInRow).where(*mine).values(board_id=board))
    add_event(db, audit)


def _open_holders(db: Session, board: str, role: Role) -> list[tuple[str, str]]:
    query = (
        select(AccountRow.id, AccountRow.name)
        .join(MembershipRow, col(MembershipRow.account_id) == AccountRow.id)
        .where(
            MembershipRow.board_id == board,
            MembershipRow.role == role,
            col(MembershipRow.closed_at).is_(None),
            col(AccountRow.disabled_at).is_(None),
        )
        .order_by(AccountRow.name)
    )
    return list(db.exec(query).all())


def _signed_in(db: Session, board: str) -> dict[str, datetime]:
    query = select(SignInRow.account_id, func.max(SignInRow.started_at)).where(SignInRow.board_id == board)
    return dict(db.exec(query.group_by(col(SignInRow.account_id))).all())


def _with_factor(db: Session, board: str) -> set[str]:
    query = (
        select(SecondFactorRow.account_id)
        .join(MembershipRow, col(MembershipRow.account_id) == SecondFactorRow.account_id)
        .where(MembershipRow.board_id == board, col(SecondFactorRow.confirmed_at).is_not(None))
    )
    return set(db.exec(query).all())


def _listed(
    board: Board, row: AccountRow, memberships: list[MembershipRow], signed_in: dict[str, datetime], factors: set[str]
) -> Listed:
    roles = frozenset(Role(membership.role) for membership in memberships)
    person = Person(row.id, row.name, row.email, board, roles, row.post)
    return Listed(person, signed_in.get(row.id), row.id in factors, memberships[0].closed_at)
