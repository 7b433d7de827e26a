"""Signing in and out: by password or by one-time link, with limited attempts, in sessions that can be ended.

With a second factor on, a password or a link opens no session yet: `sign_in_code.py` has what follows.
"""

from datetime import timedelta

from app.data import account as accounts
from app.data import second_factor as factors
from app.data import sign_in as sign_ins
from app.data.session import Session
from app.data.sign_in import SignIn
from app.domain.account import Person
from app.domain.audit import event
from app.domain.clock import now
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.sign_in import Method
from app.outside.passwords import hash_token, new_token, password_fits

MOST_ATTEMPTS = 5
# An office often shares one network address, so that more is allowed for it than for one account.
MOST_ATTEMPTS_PER_ADDRESS = 30
WINDOW = timedelta(minutes=15)
# How long a browser that gave the password may take to give the code.
PENDING = timedelta(minutes=10)

REFUSED = "The e-mail address or the password is not right. Check both and try again."
TOO_MANY = "There were too many attempts to sign in. Wait 15 minutes and try again, or ask for a sign-in link."
LINK_DEAD = "This sign-in link has been used already or is too old. Ask your administrator for a new one."
NO_BOARD = "Your account has no role on any board yet. Ask your administrator for one."


def check_attempts(db: Session, email: str, address: str) -> None:
    """Raise NotAllowedError when there were too many failures for this account or from this network address."""
    sign_ins.wait_for_turn(db)
    since = now() - WINDOW
    if sign_ins.count_attempts(db, _email_key(email), since) >= MOST_ATTEMPTS:
        raise NotAllowedError(TOO_MANY)
    if sign_ins.count_attempts(db, _address_key(address), since) >= MOST_ATTEMPTS_PER_ADDRESS:
        raise NotAllowedError(TOO_MANY)


def record_failure(db: Session, email: str, address: str) -> tuple[int, ...]:
    """Count one failure for both; returns what `forget_failure` takes back where it was none.

    Runs in one transaction with `check_attempts`, before the password is looked at: of many that come at once no more are tried.
    """
    return sign_ins.add_attempt(db, _email_key(email)), sign_ins.add_attempt(db, _address_key(address))


def forget_failure(db: Session, attempts: tuple[int, ...]) -> None:
    """The password was right."""
    sign_ins.drop_attempts(db, attempts)


def sign_in_with_password(
    db: Session, email: str, password: str, browser: str, hours: int, idle_minutes: int = 0, *, reading: Session | None = None
) -> str:
    """Sign in; returns the token for the cookie. Raises InvalidError when refused, without telling what was wrong.

    Where the person has a second factor the token opens nothing yet: `needs_code` says so. The password is checked, which takes
    long, beside `reading` if that is given, and `db` is asked only then: nobody who writes has to wait for it.
    """
    found = accounts.find_account(reading or db, email)
    if not password_fits(found[1] if found else None, password) or found is None:
        raise InvalidError(REFUSED, "password")
    return _let_in_or_wait(db, found[0], Method.PASSWORD, browser, hours, idle_minutes)


def check_link(db: Session, token: str) -> str:
    """The name of the person for whom this link works. Raises NotFoundError with a sentence when it does not."""
    account = sign_ins.link_account(db, hash_token(token))
    if account is None:
        raise NotFoundError(LINK_DEAD)
    return accounts.name_of(db, account)


def sign_in_with_link(db: Session, token: str, browser: str, hours: int, idle_minutes: int = 0) -> str:
    """Sign in with a one-time link and use it up; returns the token for the cookie. Raises NotFoundError.

    Where the person has a second factor the token opens nothing yet: `needs_code` says so.
    """
    account = sign_ins.link_account(db, hash_token(token))
    if account is None or not sign_ins.use_link(db, hash_token(token)):
        raise NotFoundError(LINK_DEAD)
    return _let_in_or_wait(db, account, Method.LINK, browser, hours, idle_minutes)


def needs_code(db: Session, token: str) -> bool:
    """Whether a browser with this token still has to give the code of the second factor."""
    return factors.find_pending(db, hash_token(token)) is not None


def who_is(db: Session, token: str) -> Person | None:
    """Who is signed in with the token of this cookie."""
    return sign_ins.signed_in_person(db, hash_token(token))


def sign_out(person: Person, db: Session, token: str) -> None:
    """End the session of this browser."""
    sign_ins.end_sign_in(db, person.id, event(person, "signed out", "account", person.id), token_hash=hash_token(token))


def list_sign_ins(person: Person, db: Session, token: str = "") -> tuple[SignIn, ...]:
    """The browsers in which this person is signed in; `token` is that of the browser that asks."""
    return sign_ins.list_sign_ins(db, person.id, hash_token(token))


def end_sign_in(person: Person, db: Session, sign_in: str) -> None:
    """End one of one's own sessions. Raises NotFoundError when there is none such."""
    if not sign_ins.end_sign_in(db, person.id, event(person, "session ended", "account", person.id), sign_in=sign_in):
        raise NotFoundError("That session has already ended.")


def end_other_sign_ins(person: Person, db: Session, token: str) -> None:
    """End all of one's sessions but the one with this token."""
    told = event(person, "other sessions ended", "account", person.id)
    sign_ins.end_other_sign_ins(db, person.id, hash_token(token), told)


def start_session(db: Session, account: str, method: Method, browser: str, hours: int, idle_minutes: int) -> str:
    """Let somebody in who has shown all that they have to; returns the token for the cookie.

    The session ends after the hours, and sooner after so many minutes without a page. Raises InvalidError without a board.
    """
    person = _person(db, account)
    token = new_token()
    audit = event(person, f"signed in with {method}", "account", account)
    expires = now() + timedelta(hours=hours)
    sign_ins.add_sign_in(db, person, hash_token(token), browser, method, expires, idle_minutes, audit)
    return token


def _let_in_or_wait(db: Session, account: str, method: Method, browser: str, hours: int, idle_minutes: int) -> str:
    if factors.find_second_factor(db, account) is None:
        return start_session(db, account, method, browser, hours, idle_minutes)
    _person(db, account)
    token = new_token()
    factors.put_pending(db, account, hash_token(token), method, now() + PENDING)
    return token


def _person(db: Session, account: str) -> Person:
    boards = accounts.boards_of(db, account)
    person = accounts.person_on_board(db, account, boards[0].id) if boards else None
    if person is None:
        raise InvalidError(NO_BOARD)
    return person


def _email_key(email: str) -> str:
    return "email:" + hash_token(email.strip().lower())


def _address_key(address: str) -> str:
    return "address:" + hash_token(address)
