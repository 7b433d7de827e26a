"""Invitations: who may make which, a link that works once for seven days, and nobody is added who did not accept."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.data import account as accounts
from app.data import audit as trail
from app.data.session import Session
from app.data.tables import InvitationRow, LetterRow
from app.domain.account import Person, Role
from app.domain.clock import now
from app.domain.errors import InvalidFieldsError, NotAllowedError, NotFoundError
from app.domain.invitation import InvitationState
from app.services import invitation as invitations
from app.services import people, sign_in
from app.services.invitation import Guest
from app.settings import Settings

APPRAISER = frozenset({Role.APPRAISER})
GINA = Guest("Gina Marsh", "gina@marsh.example", "Reviewer", APPRAISER)
PASSWORD = "kettles over quiet orchards"


def ring() -> None:
    """Nobody listens."""


def invite(db: Session, settings: Settings, person: Person, guest: Guest = GINA) -> str:
    """The token of a new invitation."""
    return invitations.invite(person, db, settings, guest, ring).rpartition("/")[2]


def accept(db: Session, token: str) -> Person:
    return invitations.accept_as_new(db, token, "Gina Marsh", "Reviewer", (PASSWORD, PASSWORD))


def age(db: Session, days: float) -> None:
    """Put all invitations so many days back."""
    for row in db.exec(select(InvitationRow)).all():
        row.expires_at -= timedelta(days=days)
        db.add(row)
    db.flush()


def test_accepting_makes_an_account_with_the_roles_and_a_password(db: Session, settings: Settings, erin: Person) -> None:
    gina = accept(db, invite(db, settings, erin))
    assert accounts.person_on_board(db, gina.id, erin.board.id) == Person(
        gina.id, "Gina Marsh", "gina@marsh.example", erin.board, APPRAISER, "Reviewer"
    )
    assert sign_in.sign_in_with_password(db, "gina@marsh.example", PASSWORD, "a browser", 12)
    actions = [entry.event.action for entry in trail.list_events(db, erin.board.id, limit=5)]
    assert {"invited", "account created", "password set", "invitation accepted"} <= set(actions)


def test_the_link_is_kept_as_a_hash_alone(db: Session, settings: Settings, erin: Person) -> None:
    token = invite(db, settings, erin)
    row = db.exec(select(InvitationRow)).one()
    assert token not in repr(row)
    assert token not in repr(trail.list_events(db, erin.board.id))


def test_a_link_works_once(db: Session, settings: Settings, erin: Person) -> None:
    token = invite(db, settings, erin)
    accept(db, token)
    for again in (lambda: accept(db, token), lambda: invitations.check_invitation(db, token)):
        with pytest.raises(NotFoundError, match="used or withdrawn"):
            again()


def test_a_link_works_for_seven_days(db: Session, settings: Settings, erin: Person) -> None:
    token = invite(db, settings, erin)
    age(db, 6.99)
    assert invitations.check_invitation(db, token).state(now()) is InvitationState.WAITING
    age(db, 0.02)
    with pytest.raises(NotFoundError, match="too old"):
        invitations.check_invitation(db, token)
    assert invitations.list_invitations(erin, db)[0].state is InvitationState.EXPIRED


def test_an_invitation_that_is_withdrawn_works_no_more_and_cannot_be_sent(db: Session, settings: Settings, erin: Person) -> None:
    token = invite(db, settings, erin)
    found = invitations.list_invitations(erin, db)[0].invitation
    invitations.withdraw_invitation(erin, db, found.id)
    with pytest.raises(NotFoundError):
        invitations.check_invitation(db, token)
    assert invitations.list_invitations(erin, db) == ()
    with pytest.raises(NotAllowedError, match="in the meantime"):
        invitations.renew_invitation(erin, db, settings, found.id, ring)
    with pytest.raises(NotAllowedError, match="in the meantime"):
        invitations.withdraw_invitation(erin, db, found.id)


def test_a_new_link_takes_the_place_of_the_old_one_for_seven_days(db: Session, settings: Settings, erin: Person) -> None:
    old = invite(db, settings, erin)
    age(db, 8)
    found = invitations.list_invitations(erin, db)[0].invitation
    new = invitations.renew_invitation(erin, db, settings, found.id, ring).rpartition("/")[2]
    with pytest.raises(NotFoundError):
        invitations.check_invitation(db, old)
    assert invitations.check_invitation(db, new).expires_at > now() + timedelta(days=6.9)


def test_a_commissioner_invites_appraisers_and_moderators_alone(db: Session, settings: Settings, erin: Person) -> None:
    invite(db, settings, erin, Guest("Gina", "g@m.example", roles=frozenset({Role.APPRAISER, Role.MODERATOR})))
    for role in (Role.ADMINISTRATOR, Role.COMMISSIONER):
        with pytest.raises(NotAllowedError, match="A commissioner can invite"):
            invite(db, settings, erin, Guest("Hugo", "h@m.example", roles=frozenset({role})))


def test_a_commissioner_cannot_touch_an_invitation_that_they_could_not_make(
    db: Session, settings: Settings, erin: Person, frank: Person
) -> None:
    invite(db, settings, frank, Guest("Hugo", "h@m.example", roles=frozenset({Role.ADMINISTRATOR})))
    listed = invitations.list_invitations(erin, db)[0]
    assert not listed.can_change
    with pytest.raises(NotAllowedError):
        invitations.withdraw_invitation(erin, db, listed.invitation.id)
    with pytest.raises(NotAllowedError):
        invitations.renew_invitation(erin, db, settings, listed.invitation.id, ring)


def test_appraisers_and_moderators_invite_nobody(db: Session, settings: Settings, alice: Person, carol: Person) -> None:
    for person in (alice, carol):
        with pytest.raises(NotAllowedError):
            invite(db, settings, person)


@pytest.mark.parametrize(
    ("guest", "field"),
    [
        (Guest("", "g@m.example", "", APPRAISER), "name"),
        (Guest("G" * 201, "g@m.example", "", APPRAISER), "name"),
        (Guest("Gina", "nowhere", "", APPRAISER), "email"),
        (Guest("Gina", "g@m.example, h@m.example", "", APPRAISER), "email"),
        (Guest("Gina", "g@m.example\nBcc: h@m.example", "", APPRAISER), "email"),
        (Guest("Gina", "ALICE@wexcombe.example", "", APPRAISER), "email"),
        (Guest("Gina", "g@m.example", "P" * 201, APPRAISER), "post"),
        (Guest("Gina", "g@m.example", "", frozenset()), "roles"),
    ],
)
def test_what_cannot_be_invited_is_refused_beside_its_field(
    db: Session, settings: Settings, frank: Person, guest: Guest, field: str
) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        invite(db, settings, frank, guest)
    assert list(refused.value.fields) == [field]


def test_an_address_is_invited_once_at_a_time(db: Session, settings: Settings, erin: Person) -> None:
    invite(db, settings, erin)
    with pytest.raises(InvalidFieldsError) as refused:
        invite(db, settings, erin, Guest("Gina", "GINA@marsh.example", "", APPRAISER))
    assert "invited already" in refused.value.fields["email"]


def test_inviting_an_address_of_another_board_adds_nothing_and_tells_nothing(
    db: Session, settings: Settings, erin: Person, dave: Person
) -> None:
    invite(db, settings, erin, Guest("Dave", dave.email, "", APPRAISER))
    assert accounts.person_on_board(db, dave.id, erin.board.id) is None
    assert dave.id not in repr(invitations.list_invitations(erin, db))


def test_somebody_of_another_board_accepts_while_signed_in(db: Session, settings: Settings, erin: Person, dave: Person) -> None:
    token = invite(db, settings, erin, Guest("Dave", dave.email, "", APPRAISER))
    there = invitations.accept_as(dave, db, token)
    assert (there.id, there.board) == (dave.id, erin.board)
    found = accounts.person_on_board(db, dave.id, erin.board.id)
    assert found
    assert found.roles == APPRAISER
    assert accounts.person_on_board(db, dave.id, dave.board.id) == dave
    with pytest.raises(NotFoundError):
        invitations.accept_as(dave, db, token)


def test_or_by_the_link_which_signs_nobody_in(db: Session, settings: Settings, erin: Person, dave: Person) -> None:
    token = invite(db, settings, erin, Guest("Dave", dave.email, "", APPRAISER))
    with pytest.raises(NotFoundError, match="already"):
        accept(db, token)
    invitations.accept_by_link(db, token)
    assert accounts.person_on_board(db, dave.id, erin.board.id)
    told = next(e.event for e in trail.list_events(db, erin.board.id) if e.event.action == "invitation accepted")
    assert told.detail == "by the link, without signing in"


def test_somebody_else_cannot_accept(db: Session, settings: Settings, erin: Person, alice: Person) -> None:
    with pytest.raises(NotAllowedError, match="another address than yours"):
        invitations.accept_as(alice, db, invite(db, settings, erin))


def test_an_invitation_dies_with_the_right_of_whoever_made_it(
    db: Session, settings: Settings, erin: Person, frank: Person
) -> None:
    token = invite(db, settings, erin)
    people.change_roles(frank, db, erin.id, frozenset({Role.APPRAISER}))
    with pytest.raises(NotFoundError):
        invitations.check_invitation(db, token)
    found = invitations.list_invitations(frank, db)[0].invitation
    new = invitations.renew_invitation(frank, db, settings, found.id, ring).rpartition("/")[2]
    assert invitations.check_invitation(db, new).invited_by == frank.id


def test_who_is_disabled_on_the_board_comes_back_through_an_administrator_and_no_invitation(
    db: Session, settings: Settings, erin: Person, frank: Person, dave: Person
) -> None:
    token = invite(db, settings, erin, Guest("Dave", dave.email, "", APPRAISER))
    first = invitations.accept_as(dave, db, token)
    people.disable_account(frank, db, first.id)
    with pytest.raises(InvalidFieldsError):
        invite(db, settings, erin, Guest("Dave", dave.email, "", APPRAISER))


def test_a_poor_password_makes_no_account(db: Session, settings: Settings, erin: Person) -> None:
    token = invite(db, settings, erin)
    with pytest.raises(InvalidFieldsError) as refused:
        invitations.accept_as_new(db, token, "Gina Marsh", "", ("short", "short"))
    assert list(refused.value.fields) == ["password"]


def test_an_invitation_of_another_board_is_not_there(db: Session, settings: Settings, erin: Person, dave: Person) -> None:
    invite(db, settings, erin)
    found = invitations.list_invitations(erin, db)[0].invitation
    assert invitations.list_invitations(dave, db) == ()
    with pytest.raises(NotFoundError):
        invitations.withdraw_invitation(dave, db, found.id)
    with pytest.raises(NotFoundError):
        invitations.renew_invitation(dave, db, settings, found.id, ring)


def test_where_letters_are_sent_no_link_is_made_before_the_letter(db: Session, settings: Settings, erin: Person) -> None:
    sending = settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_sender": "p@wexcombe.example"})
    assert invitations.invite(erin, db, sending, GINA, ring) == ""
    row = db.exec(select(LetterRow)).one()
    assert (row.text, row.subject, row.address) == ("", "", "gina@marsh.example")
    listed = invitations.list_invitations(erin, db)[0]
    assert listed.delivery
    assert listed.delivery.sent_at is None
