"""The people of a board: who is on it, their roles, disabling and enabling, sign-in links, and which board one works on."""

from collections.abc import Callable
from datetime import timedelta

from app.data import account as accounts
from app.data import letter as letters
from app.data import people as data
from app.data import second_factor as factors
from app.data import sign_in as sign_ins
from app.data.people import Listed
from app.data.session import Session
from app.domain import letter as writing
from app.domain.account import Board, Person, Role
from app.domain.audit import event
from app.domain.clock import now
from app.domain.errors import InvalidError, NotFoundError
from app.domain.letter import Delivery, Letter, LetterKind
from app.domain.permission import check_change_people, check_give_roles, check_see_people, check_take_off_factor
from app.outside.passwords import hash_token, new_token
from app.services import mail
from app.settings import Settings

NO_ROLE = "Choose at least one role. To take all of them away, disable the account."
LAST = "This is the board’s only administrator. Make somebody else an administrator first."
ONESELF = "You cannot disable your own account. Ask another administrator of your board."
ELSEWHERE = (
    "This account is used on another board, too, so its sign-in link is never shown here. It can be sent by e-mail where a mail "
    "server is set up, or made by whoever runs this service: plumbline account link."
)
NO_FACTOR = "This person has no second factor, so there is none to take off."
FACTOR_ELSEWHERE = (
    "This account is used on another board, too, so its second factor is not taken off here. Whoever runs this service can do "
    "it: plumbline account reset."
)
DISABLED = "This account is disabled on your board. Enable it first."


def list_people(person: Person, db: Session) -> tuple[Listed, ...]:
    """Everybody with an account on the board, those disabled on it last."""
    check_see_people(person)
    return data.list_people(db, person.board)


def get_listed(person: Person, db: Session, account: str) -> Listed:
    """One of them, to be changed. Raises NotFoundError."""
    check_change_people(person)
    return data.get_listed(db, person.board, account)


def names_of(person: Person, db: Session, role: Role) -> tuple[str, ...]:
    """The names of those on the person's board who hold this role: whom to ask. Everybody on the board may know them."""
    return data.holders(db, person.board.id, role)


def change_roles(person: Person, db: Session, account: str, roles: frozenset[Role]) -> None:
    """Give this account these roles in place of those that it had. Raises InvalidError without a role, or without an
    administrator left.
    """
    listed = get_listed(person, db, account)
    had = listed.person.roles
    check_give_roles(person, account, roles - had)
    if not roles:
        raise InvalidError(NO_ROLE, "roles")
    if Role.ADMINISTRATOR in had - roles:
        _check_one_remains(person, db, account)
    if roles != had:
        told = event(person, "roles changed", "account", account, detail=f"{_listing(had)} → {_listing(roles)}")
        data.set_roles(db, person.board.id, account, roles, told)


def disable_account(person: Person, db: Session, account: str) -> None:
    """Close the board to this account at once, wherever it is signed in; its roles are kept. Raises InvalidError."""
    listed = get_listed(person, db, account)
    if account == person.id:
        raise InvalidError(ONESELF)
    if Role.ADMINISTRATOR in listed.person.roles:
        _check_one_remains(person, db, account)
    if listed.closed_at is None:
        data.set_closed(db, person.board.id, account, True, event(person, "account disabled", "account", account))


def enable_account(person: Person, db: Session, account: str) -> None:
    """Open the board to this account again, with the roles that it had. Raises NotFoundError."""
    listed = get_listed(person, db, account)
    if listed.closed_at is not None:
        data.set_closed(db, person.board.id, account, False, event(person, "account enabled", "account", account))


def show_link(person: Person, db: Session, settings: Settings, account: str) -> str:
    """The address of a new one-time sign-in link, to be handed to its owner. Raises InvalidError where it would open another
    board, too, and for a disabled account.
    """
    listed = _enabled(person, db, account)
    if listed.elsewhere:
        raise InvalidError(ELSEWHERE)
    token = new_token()
    told = event(person, "sign-in link created", "account", account)
    sign_ins.add_link(db, account, hash_token(token), now() + timedelta(minutes=settings.link_minutes), told)
    return mail.link_address(settings, token)


def send_link(person: Person, db: Session, account: str, ring: Callable[[], None]) -> None:
    """Have a one-time sign-in link sent to its owner. Raises InvalidError for a disabled account."""
    owner = _enabled(person, db, account).person
    mail.send_later(person, db, LetterKind.SIGN_IN_LINK, account, Letter(owner.email, "", ""), ring)


def take_off_second_factor(person: Person, db: Session, settings: Settings, account: str, ring: Callable[[], None]) -> None:
    """For somebody of the board who lost phone and recovery codes: forget both and end all their sessions; they are told by
    e-mail where letters can be sent. Raises InvalidError where there is none, or where it guards another board, too.
    """
    check_take_off_factor(person, account)
    listed = get_listed(person, db, account)
    if not listed.has_second_factor:
        raise InvalidError(NO_FACTOR, "factor")
    if listed.elsewhere:
        raise InvalidError(FACTOR_ELSEWHERE, "factor")
    factors.remove_second_factor(db, account, event(person, "second factor taken off", "account", account))
    sign_ins.end_other_sign_ins(db, account, "", event(person, "all sessions ended", "account", account))
    if settings.sends_letters:
        owner = listed.person
        letter = writing.factor_off(owner.email, owner.name, person.board, person.name, f"{settings.address}/sign-in")
        mail.send_later(person, db, LetterKind.FACTOR_OFF, account, letter, ring)


def link_delivery(person: Person, db: Session, account: str) -> Delivery | None:
    """What became of the newest sign-in link that was to be sent to this person."""
    check_change_people(person)
    return letters.deliveries(db, person.board.id, LetterKind.SIGN_IN_LINK, [account]).get(account)


def list_boards(person: Person, db: Session) -> tuple[Board, ...]:
    """The boards on which one has a role."""
    return accounts.boards_of(db, person.id)


def change_board(person: Person, db: Session, token: str, board: str) -> None:
    """Work on another of one's boards in this browser, whose token this is. Raises NotFoundError."""
    there = accounts.person_on_board(db, person.id, board)
    if there is None:
        raise NotFoundError("You have no role on that board. Go back and choose one of yours.")
    if board != person.board.id:
        data.change_board(db, person.id, hash_token(token), board, event(there, "board opened", "account", person.id))


def _enabled(person: Person, db: Session, account: str) -> Listed:
    listed = get_listed(person, db, account)
    if listed.closed_at is not None:
        raise InvalidError(DISABLED)
    return listed


def _check_one_remains(person: Person, db: Session, account: str) -> None:
    if not data.open_administrators(db, person.board.id) - {account}:
        raise InvalidError(LAST, "roles")


def _listing(roles: frozenset[Role]) -> str:
    return ", ".join(sorted(roles))
