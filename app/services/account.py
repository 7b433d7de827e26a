"""Creating boards and accounts, and setting one's password. Signing in is in `sign_in.py`."""

from datetime import timedelta

from app.data import account as accounts
from app.data import sign_in as sign_ins
from app.data.session import Session
from app.domain.account import Board, Person, Role
from app.domain.audit import event, system_event
from app.domain.clock import now
from app.domain.errors import InvalidError, InvalidFieldsError
from app.outside.passwords import hash_password, hash_token, new_token

SHORTEST_PASSWORD = 12


def create_account(db: Session, *, board_name: str, name: str, email: str, post: str = "", roles: frozenset[Role]) -> Person:
    """Create an account, and its board where it is new. By command line alone, so nobody acts.

    Raises InvalidError when the address is no address or is taken, or no role is given.
    """
    if "@" not in email or email != email.strip():
        raise InvalidError(f"“{email}” is not an e-mail address.", "email")
    if not roles:
        raise InvalidError("Give the account at least one role.", "roles")
    if accounts.find_account(db, email):
        raise InvalidError(f"There is already an account for {email}.", "email")
    board = accounts.find_board(db, board_name) or create_board(db, board_name)
    audit = system_event("account created", "account", email.lower(), board=board.id)
    return accounts.add_account(db, name=name, email=email, post=post, board=board, roles=roles, audit=audit)


def create_board(db: Session, name: str) -> Board:
    """Create a board. Raises InvalidError without a name."""
    if not name.strip():
        raise InvalidError("Give the board a name.", "board")
    return accounts.add_board(db, name.strip(), system_event("board created", "board", name.strip()))


def create_link(db: Session, email: str, minutes: int) -> str:
    """A one-time sign-in link's token for this account. Raises InvalidError when there is none."""
    found = accounts.find_account(db, email)
    if found is None:
        raise InvalidError(f"There is no account for {email}.", "email")
    token = new_token()
    audit = system_event("sign-in link created", "account", found[0])
    sign_ins.add_link(db, found[0], hash_token(token), now() + timedelta(minutes=minutes), audit)
    return token


def list_everybody(db: Session) -> tuple[Person, ...]:
    """Every account on each of its boards, oldest first. By command line alone, so nobody acts."""
    return accounts.everybody(db)


def first_person(db: Session) -> Person | None:
    """Whoever's account was made first, for the sign-in link that is printed at start; None while there is none."""
    return next(iter(accounts.everybody(db, limit=1)), None)


def change_password(person: Person, db: Session, password: str, again: str) -> None:
    """Set one's own password. Raises InvalidFieldsError when it is too short or the two differ."""
    problems: dict[str, str] = {}
    if len(password) < SHORTEST_PASSWORD:
        problems["password"] = f"Your password must have {SHORTEST_PASSWORD} characters or more."
    elif len(password) > 1000:
        problems["password"] = "Your password must have 1,000 characters or fewer."
    elif password.lower() in (person.email, person.name.lower()):
        problems["password"] = "Your password must not be your name or your e-mail address."
    elif password != again:
        problems["again"] = "Type the same password both times."
    if problems:
        raise InvalidFieldsError(problems)
    accounts.set_password(db, person.id, hash_password(password), event(person, "password set", "account", person.id))


def has_password(person: Person, db: Session) -> bool:
    """Whether the person has set a password yet."""
    found = accounts.find_account(db, person.email)
    return bool(found and found[1])
