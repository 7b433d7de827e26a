"""One's own second factor: setting it up, recovery codes, turning it off. Signing in with it is in `sign_in_code.py`."""

from app.data import account as accounts
from app.data import second_factor as factors
from app.data import sign_in as sign_ins
from app.data import sign_in_provider as identities
from app.data.session import Session
from app.domain.account import Person, Role
from app.domain.audit import event, system_event
from app.domain.clock import now
from app.domain.errors import InvalidError, NotAllowedError
from app.domain.sign_in import Method, SecondFactor, plain_code
from app.outside.one_time_codes import address_of_secret, counter_of, new_recovery_codes, new_secret
from app.outside.passwords import hash_token, password_fits
from app.services.sign_in_code import USED_CODE, take_code

SERVICE = "Plumbline"
ON_ALREADY = "Your second factor is on already. To move it to another phone, turn it off and set it up again."
NOT_ON = "Your second factor is not on."
NOT_BEGUN = "Nothing waits to be confirmed. Begin setting up the second factor again."
NOT_YET = "That is not the code. Type the six digits that your phone shows now; its clock must be right to half a minute."


def get_second_factor(person: Person, db: Session) -> SecondFactor | None:
    """The second factor of this person, None while it is off."""
    return factors.find_second_factor(db, person.id)


def lacks_factor(person: Person, db: Session, token: str, required: frozenset[Role]) -> bool:
    """Whether the person must set up a second factor before anything else in this browser, whose token this is: they hold one of
    these roles and have none. Whoever signed in with the organisation's account brought the organisation's own.
    """
    if not person.has(*required) or sign_ins.method_of(db, hash_token(token)) == Method.PROVIDER:
        return False
    return factors.secret_of(db, person.id, confirmed=True) is None


def begin_second_factor(person: Person, db: Session) -> None:
    """Make a secret for one's phone, which counts once it is confirmed. Raises NotAllowedError when one is on."""
    if factors.find_second_factor(db, person.id):
        raise NotAllowedError(ON_ALREADY)
    factors.begin_second_factor(db, person.id, new_secret())


def waiting_secret(person: Person, db: Session) -> tuple[str, str] | None:
    """The secret that waits to be confirmed, and what its picture says to a phone. Once it is confirmed nobody sees it again."""
    secret = factors.secret_of(db, person.id, confirmed=False)
    return (secret, address_of_secret(secret, person.email, SERVICE)) if secret else None


def confirm_second_factor(person: Person, db: Session, typed: str) -> tuple[str, ...]:
    """Turn it on with a code from the phone; returns the recovery codes, which are not kept and cannot be shown again.

    Raises InvalidError for a wrong code, NotAllowedError when nothing waits.
    """
    secret = factors.secret_of(db, person.id, confirmed=False)
    if secret is None:
        raise NotAllowedError(ON_ALREADY if factors.find_second_factor(db, person.id) else NOT_BEGUN)
    counter = counter_of(secret, plain_code(typed), now())
    if counter is None:
        raise InvalidError(NOT_YET, "code")
    if not factors.take_counter(db, person.id, counter):
        raise InvalidError(USED_CODE, "code")
    codes = new_recovery_codes()
    told = event(person, "second factor turned on", "account", person.id)
    factors.set_second_factor(db, person.id, _hashes(codes), told)
    return codes


def renew_recovery_codes(person: Person, db: Session, typed: str) -> tuple[str, ...]:
    """Fresh recovery codes in place of all earlier ones. Raises InvalidError for a wrong code, NotAllowedError when it is off."""
    _check_on(person, db)
    take_code(db, person.id, typed)
    codes = new_recovery_codes()
    factors.change_recovery_codes(db, person.id, _hashes(codes), event(person, "recovery codes renewed", "account", person.id))
    return codes


def turn_off_second_factor(person: Person, db: Session, code: str, password: str) -> None:
    """Turn it off with a code, or with the password where no code is given. Raises InvalidError when that is wrong."""
    _check_on(person, db)
    if plain_code(code):
        take_code(db, person.id, code)
    elif not password:
        raise InvalidError("Type a code or your password.", "off-code")
    else:
        found = accounts.find_account(db, person.email)
        if not password_fits(found[1] if found else None, password):
            raise InvalidError("That is not your password.", "off-password")
    factors.remove_second_factor(db, person.id, event(person, "second factor turned off", "account", person.id))


def reset_sign_in(db: Session, email: str) -> None:
    """For somebody who lost phone and recovery codes, or got a new account at the provider: forget both, and end all sessions.

    By command line alone, so nobody acts. Raises InvalidError when there is no such account.
    """
    found = accounts.find_account(db, email)
    if found is None:
        raise InvalidError(f"There is no account for {email}.", "email")
    factors.remove_second_factor(db, found[0], system_event("second factor turned off", "account", found[0]))
    identities.remove_identities(db, found[0], system_event("organisation's account unbound", "account", found[0]))
    sign_ins.end_other_sign_ins(db, found[0], "", system_event("all sessions ended", "account", found[0]))


def _check_on(person: Person, db: Session) -> None:
    if factors.find_second_factor(db, person.id) is None:
        raise NotAllowedError(NOT_ON)


def _hashes(codes: tuple[str, ...]) -> list[str]:
    return [hash_token(plain_code(code)) for code in codes]
