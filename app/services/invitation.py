"""Inviting people to a board by a one-time link, and accepting. Being added takes the consent of whoever is invited."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.data import account as accounts
from app.data import invitation as invitations
from app.data import letter as letters
from app.data import people
from app.data.ids import new_id
from app.data.session import Session
from app.domain.account import Person, Role
from app.domain.audit import event
from app.domain.clock import now
from app.domain.errors import InvalidFieldsError, NotAllowedError, NotFoundError
from app.domain.invitation import LASTS, Invitation, InvitationState
from app.domain.letter import Delivery, Letter, LetterKind, is_address
from app.domain.permission import can_invite, check_invite, check_see_people
from app.outside.passwords import hash_token, new_token
from app.services import account as passwords
from app.services import mail
from app.settings import Settings

LONGEST = 200
DEAD = "This invitation was used or withdrawn, or is too old. Ask whoever invited you for a new one."
ANSWERED = "This invitation was accepted or withdrawn in the meantime."


@dataclass(frozen=True)
class Guest:
    """Whom to invite, as typed."""

    name: str = ""
    email: str = ""
    post: str = ""
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Listed:
    """An invitation that is open or too old, what became of its letter, and whether the person may renew or withdraw it."""

    invitation: Invitation
    state: InvitationState
    delivery: Delivery | None
    can_change: bool


def list_invitations(person: Person, db: Session) -> tuple[Listed, ...]:
    """Invitations to the board that nobody has accepted or withdrawn, newest first."""
    check_see_people(person)
    found = invitations.list_invitations(db, person.board.id)
    sent = letters.deliveries(db, person.board.id, LetterKind.INVITATION, [one.id for one in found])
    return tuple(Listed(one, one.state(now()), sent.get(one.id), can_invite(person, one.roles)) for one in found)


def invite(person: Person, db: Session, settings: Settings, guest: Guest, ring: Callable[[], None]) -> str:
    """Invite somebody. The address of the link, to be shown once; empty where it is sent by e-mail.

    Raises InvalidFieldsError. `ring` wakes whoever sends.
    """
    check_invite(person, guest.roles)
    guest = replace(guest, email=guest.email.lower())
    if problems := _problems(person, db, guest):
        raise InvalidFieldsError(problems)
    token, moment = new_token(), now()
    invitation = Invitation(
        id=new_id(),
        board=person.board,
        email=guest.email,
        name=guest.name,
        post=guest.post,
        roles=guest.roles,
        invited_by=person.id,
        invited_by_name=person.name,
        invited_at=moment,
        expires_at=moment + LASTS,
    )
    told = event(person, "invited", "invitation", invitation.id, detail=", ".join(sorted(guest.roles)))
    invitations.add_invitation(db, invitation, hash_token(token), told)
    return _deliver(person, db, settings, invitation, token, ring)


def renew_invitation(
    person: Person, db: Session, settings: Settings, invitation: str, ring: Callable[[], None], *, shown: bool = False
) -> str:
    """Give an invitation a new link, for seven days; the one before works no more. Gives what `invite` gives.

    `shown`: show the link even where it could be sent. Raises NotFoundError, and NotAllowedError once it was answered.
    """
    found = _to_change(person, db, invitation)
    token = new_token()
    told = event(person, "invitation renewed", "invitation", found.id)
    if not invitations.set_token(db, found.id, hash_token(token), now() + LASTS, told):
        raise NotAllowedError(ANSWERED)
    if not shown:
        return _deliver(person, db, settings, found, token, ring)
    letters.drop_letters(db, person.board.id, LetterKind.INVITATION, found.id)  # one under way would bring another link
    return mail.invitation_address(settings, token)


def withdraw_invitation(person: Person, db: Session, invitation: str) -> None:
    """Take an invitation back. Raises NotFoundError, and NotAllowedError once it was answered."""
    found = _to_change(person, db, invitation)
    if not invitations.end_invitation(db, found.id, person.id, event(person, "invitation withdrawn", "invitation", found.id)):
        raise NotAllowedError(ANSWERED)


def check_invitation(db: Session, token: str) -> Invitation:
    """The invitation of this link, while it works. Raises NotFoundError with a sentence when it does not."""
    found = invitations.find_invitation(db, token_hash=hash_token(token))
    if found is None or found.state(now()) is not InvitationState.WAITING:
        raise NotFoundError(DEAD)
    inviter = accounts.person_on_board(db, found.invited_by, found.board.id)
    if inviter is None or not can_invite(inviter, found.roles):
        raise NotFoundError(DEAD)
    return found


def has_account(db: Session, invitation: Invitation) -> bool:
    """Whether whoever is invited has an account already. Raises NotFoundError where it is closed, here or altogether."""
    found = people.find_any_account(db, invitation.email)
    if found is None:
        return False
    account, is_open = found
    here = people.is_on_board(db, account, invitation.board.id)
    if not is_open or (here and accounts.person_on_board(db, account, invitation.board.id) is None):
        raise NotFoundError("The account with this address is disabled. Ask an administrator of the board.")
    return True


def accept_as_new(db: Session, token: str, name: str, post: str, secret: tuple[str, str] | None) -> Person:
    """Accept as somebody without an account: makes it, with the invitation's address and roles. `secret` is the password, typed
    twice; None where passwords are not used. Raises InvalidFieldsError for what was typed, and NotFoundError where the link does
    not work or there is an account already.
    """
    invitation = check_invitation(db, token)
    if has_account(db, invitation):
        raise NotFoundError("There is an account with this address already. Open the link again.")
    if problem := _name_problem(name):
        raise InvalidFieldsError({"name": problem})
    person = Person(new_id(), name, invitation.email, invitation.board, invitation.roles, post[:LONGEST])
    told = event(person, "account created", "account", invitation.email)
    person = accounts.add_account(
        db, name=name, email=person.email, post=person.post, board=person.board, roles=person.roles, audit=told
    )
    if secret is not None:
        passwords.change_password(person, db, *secret)
    _use(db, invitation, person, "with a new account")
    return person


def accept_by_link(db: Session, token: str) -> Person:
    """Accept for the account with the invitation's address: whoever has the link may. It adds the roles and signs nobody in."""
    invitation = check_invitation(db, token)
    if not has_account(db, invitation):
        raise NotFoundError(DEAD)
    found = people.find_any_account(db, invitation.email)
    assert found
    return _add(db, invitation, found[0], "by the link, without signing in")


def accept_as(person: Person, db: Session, token: str) -> Person:
    """Accept while signed in. Gives the person as they are on the new board. Raises NotAllowedError for somebody else's."""
    invitation = check_invitation(db, token)
    has_account(db, invitation)
    if person.email != invitation.email:
        raise NotAllowedError(f"This invitation is for another address than yours. You are signed in as {person.email}.")
    return _add(db, invitation, person.id, "signed in")


def _add(db: Session, invitation: Invitation, account: str, how: str) -> Person:
    name = accounts.name_of(db, account)
    person = Person(account, name, invitation.email, invitation.board, invitation.roles)
    _use(db, invitation, person, how)
    told = event(person, "roles added", "account", account, detail=", ".join(sorted(invitation.roles)))
    people.add_roles(db, invitation.board.id, account, invitation.roles, told)
    return person


def _use(db: Session, invitation: Invitation, person: Person, how: str) -> None:
    told = event(person, "invitation accepted", "invitation", invitation.id, detail=how)
    if not invitations.use_invitation(db, invitation.id, person.id, told):
        raise NotFoundError(DEAD)


def _deliver(
    person: Person, db: Session, settings: Settings, invitation: Invitation, token: str, ring: Callable[[], None]
) -> str:
    if not settings.sends_letters:
        return mail.invitation_address(settings, token)
    mail.send_later(person, db, LetterKind.INVITATION, invitation.id, Letter(invitation.email, "", ""), ring)
    return ""


def _to_change(person: Person, db: Session, invitation: str) -> Invitation:
    check_invite(person)
    found = invitations.get_invitation(db, person.board.id, invitation)
    check_invite(person, found.roles)
    return found


def _problems(person: Person, db: Session, guest: Guest) -> dict[str, str]:
    problems: dict[str, str] = {}
    if problem := _name_problem(guest.name):
        problems["name"] = problem
    if not is_address(guest.email):
        problems["email"] = "Enter an e-mail address, such as name@board.example."
    elif problem := _already_here(person, db, guest.email):
        problems["email"] = problem
    if len(guest.post) > LONGEST:
        problems["post"] = f"The post must have {LONGEST} characters or fewer."
    if not guest.roles:
        problems["roles"] = "Choose at least one role."
    return problems


def _name_problem(name: str) -> str:
    if not name:
        return "Enter a name."
    return f"The name must have {LONGEST} characters or fewer." if len(name) > LONGEST else ""


def _already_here(person: Person, db: Session, email: str) -> str:
    found = people.find_any_account(db, email)
    if found and people.is_on_board(db, found[0], person.board.id):
        return "There is an account with this address on your board already. An administrator can change its roles."
    if any(one.email == email for one in invitations.list_invitations(db, person.board.id)):
        return "This address is invited already. Send the invitation anew, or withdraw it first."
    return ""
