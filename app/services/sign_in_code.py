"""The second step of signing in: the code of the second factor, or a recovery code, given once and a limited number of times."""

from app.data import account as accounts
from app.data import second_factor as factors
from app.data import sign_in as sign_ins
from app.data.session import Session
from app.domain.clock import now
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.sign_in import Method, is_from_phone, plain_code
from app.outside.one_time_codes import counter_of
from app.outside.passwords import hash_token
from app.services.sign_in import MOST_ATTEMPTS, MOST_ATTEMPTS_PER_ADDRESS, WINDOW, start_session

TOO_LATE = "You took too long, or this sign-in is over. Sign in again."
WRONG_CODE = "That is not the code. Type the one that your phone shows now, or a recovery code that you have not used."
USED_CODE = "That code has been used. Wait until your phone shows the next one, and type that."
TOO_MANY_CODES = "There were too many wrong codes. Wait 15 minutes and try again."


def name_of_pending(db: Session, token: str) -> str:
    """Whose code is asked for. Raises NotFoundError when nobody's is."""
    return accounts.name_of(db, _pending(db, token)[0])


def check_code_attempts(db: Session, token: str, address: str) -> None:
    """Raise NotAllowedError after too many wrong codes for this account, however often it began to sign in, or from there.

    Raises NotFoundError when this browser waits for no code.
    """
    check_account_attempts(db, _pending(db, token)[0])
    if sign_ins.count_attempts(db, _address_key(address), now() - WINDOW) >= MOST_ATTEMPTS_PER_ADDRESS:
        raise NotAllowedError(TOO_MANY_CODES)


def record_wrong_code(db: Session, token: str, address: str) -> None:
    """Count a wrong code, in one transaction with looking at it: of many that come at once no more are tried."""
    found = factors.find_pending(db, hash_token(token))
    if found:
        record_account_failure(db, found[0])
    sign_ins.add_attempt(db, _address_key(address))


def check_account_attempts(db: Session, account: str) -> None:
    """Raise NotAllowedError after too many wrong codes for this account."""
    sign_ins.wait_for_turn(db)
    if sign_ins.count_attempts(db, _code_key(account), now() - WINDOW) >= MOST_ATTEMPTS:
        raise NotAllowedError(TOO_MANY_CODES)


def record_account_failure(db: Session, account: str) -> None:
    """Count a wrong code for this account."""
    sign_ins.add_attempt(db, _code_key(account))


def sign_in_with_code(db: Session, token: str, typed: str, browser: str, hours: int, idle_minutes: int = 0) -> str:
    """Let the waiting browser in; returns the token for the cookie. Raises InvalidError for a code that is wrong or was used,
    NotFoundError when this browser does not wait, or not any longer.
    """
    account, method = _pending(db, token)
    recovery = take_code(db, account, typed)
    if not factors.drop_pending(db, hash_token(token)):
        raise NotFoundError(TOO_LATE)
    return start_session(db, account, method.followed_by(recovery=recovery), browser, hours, idle_minutes)


def take_code(db: Session, account: str, typed: str) -> bool:
    """Use up a code of this account; says whether it was a recovery code. Raises InvalidError when it is none that counts."""
    code = plain_code(typed)
    if not is_from_phone(code):
        if not code or not factors.take_recovery_code(db, account, hash_token(code)):
            raise InvalidError(WRONG_CODE if code else "Type the code.", "code")
        return True
    secret = factors.secret_of(db, account, confirmed=True)
    counter = counter_of(secret, code, now()) if secret else None
    if counter is None:
        raise InvalidError(WRONG_CODE, "code")
    if not factors.take_counter(db, account, counter):
        raise InvalidError(USED_CODE, "code")
    return False


def _pending(db: Session, token: str) -> tuple[str, Method]:
    found = factors.find_pending(db, hash_token(token)) if token else None
    if found is None:
        raise NotFoundError(TOO_LATE)
    return found


def _code_key(account: str) -> str:
    return "code:" + hash_token(account)


def _address_key(address: str) -> str:
    return "address:" + hash_token(address)
