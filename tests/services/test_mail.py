"""Letters are asked for at once and sent by the worker: with a fresh link, again after a failure, and then given up."""

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from sqlmodel import select

from app.data import letter as letters
from app.data.tables import InvitationRow, LetterRow
from app.domain.account import Person, Role
from app.domain.clock import now
from app.domain.letter import PAUSES, Letter, LetterKind, reminder
from app.services import invitation as invitations
from app.services import mail, people, sign_in
from app.services import sign_in_factor as factors
from app.services.invitation import Guest
from app.settings import Settings
from app.web import urls
from tests.conftest import Stored
from tests.mail_server import Post, serving_mail, silent_server

GINA = Guest("Gina Marsh", "gina@marsh.example", "", frozenset({Role.APPRAISER}))


def ring() -> None:
    """Nobody listens: the tests send by themselves."""


def sending(settings: Settings, port: int) -> Settings:
    changes = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "smtp_sender": "p@wexcombe.example"}
    return settings.model_copy(update={**changes, "smtp_seconds": 1})


@pytest.fixture
def post() -> Iterator[Post]:
    with serving_mail() as post:
        yield post


def link_in(post: Post, number: int = -1) -> str:
    """The link of a letter."""
    text = post.letters[number].get_content()
    return next(line for line in text.splitlines() if line.startswith("http"))


def put_forward(stored: Stored) -> None:
    """As if the time of every next attempt had come."""
    with stored() as db:
        for row in db.exec(select(LetterRow).where(LetterRow.next_at.is_not(None))).all():
            row.next_at = now() - timedelta(seconds=1)
            db.add(row)


def only_letter(stored: Stored) -> LetterRow:
    with stored() as db:
        return db.exec(select(LetterRow)).one()


def test_whose_second_factor_was_taken_off_is_told(
    stored: Stored, settings: Settings, frank: Person, alice: Person, post: Post
) -> None:
    using = sending(settings, post.port)
    for sends in (settings, using):
        with stored() as db:
            factors.begin_second_factor(alice, db)
            waiting = factors.waiting_secret(alice, db)
            assert waiting
            factors.confirm_second_factor(alice, db, pyotp.TOTP(waiting[0]).now())
        with stored() as db:
            people.take_off_second_factor(frank, db, sends, alice.id, ring)
    mail.send_waiting(using)
    assert len(post.letters) == 1, "none is kept where none can be sent"
    assert post.envelopes[0][1] == [alice.email]
    text = post.letters[0].get_content()
    assert frank.name in text
    assert "Wherever you were signed in, you are signed out." in text
    assert link_in(post) == f"{settings.address}/sign-in"


def test_an_invitation_arrives_with_a_link_that_works(stored: Stored, settings: Settings, erin: Person, post: Post) -> None:
    using = sending(settings, post.port)
    with stored() as db:
        invitations.invite(erin, db, using, GINA, ring)
    assert mail.send_waiting(using) is None
    link = link_in(post)
    assert link.startswith(settings.address + urls.invitation(""))
    token = link.rpartition("/")[2]
    with stored() as db:
        assert invitations.check_invitation(db, token).email == "gina@marsh.example"
        assert token not in repr([*db.exec(select(LetterRow)), *db.exec(select(InvitationRow))])
        delivery = invitations.list_invitations(erin, db)[0].delivery
    assert delivery
    assert delivery.sent_at
    assert post.envelopes == [("p@wexcombe.example", ["gina@marsh.example"])]


def test_a_sign_in_link_arrives_and_signs_its_owner_in(
    stored: Stored, settings: Settings, frank: Person, alice: Person, post: Post
) -> None:
    using = sending(settings, post.port)
    with stored() as db:
        people.send_link(frank, db, alice.id, ring)
    mail.send_waiting(using)
    assert link_in(post).startswith(settings.address + urls.sign_in_link(""))
    with stored() as db:
        token = sign_in.sign_in_with_link(db, link_in(post).rpartition("/")[2], "a browser", 12)
        person = sign_in.who_is(db, token)
    assert person
    assert person.id == alice.id


def test_a_reminder_arrives_as_written(stored: Stored, settings: Settings, erin: Person, alice: Person, post: Post) -> None:
    letter = reminder(alice.email, alice.name, "WX-2015-03", None, "http://p/reviews/1")
    with stored() as db:
        mail.send_later(erin, db, LetterKind.REMINDER, "a-review alice", letter, ring)
    mail.send_waiting(sending(settings, post.port))
    assert post.letters[0].get_content().replace("\r\n", "\n") == letter.text
    assert only_letter(stored).text == "", "what was sent is not kept"


def test_a_letter_is_sent_once(stored: Stored, settings: Settings, erin: Person, post: Post) -> None:
    using = sending(settings, post.port)
    with stored() as db:
        invitations.invite(erin, db, using, GINA, ring)
    mail.send_waiting(using)
    put_forward(stored)
    mail.send_waiting(using)
    assert len(post.letters) == 1


def test_a_failure_is_told_tried_again_and_made_good(stored: Stored, settings: Settings, erin: Person) -> None:
    with serving_mail(answers=["451 not now"]) as post:
        using = sending(settings, post.port)
        with stored() as db:
            invitations.invite(erin, db, using, GINA, ring)
        pause = mail.send_waiting(using)
        assert pause is not None
        assert 50 < pause <= PAUSES[0].total_seconds()
        row = only_letter(stored)
        assert (row.attempts, row.problem) == (1, "The mail server refused the letter (451).")
        put_forward(stored)
        mail.send_waiting(using)
    assert (only_letter(stored).problem, len(post.letters)) == ("", 1)


def test_a_letter_that_never_goes_is_given_up(stored: Stored, settings: Settings, erin: Person) -> None:
    with serving_mail(answers=["451 not now"] * 9) as post:
        using = sending(settings, post.port)
        with stored() as db:
            invitations.invite(erin, db, using, GINA, ring)
        for _ in range(8):
            mail.send_waiting(using)
            put_forward(stored)
    row = only_letter(stored)
    assert row.attempts == len(PAUSES) + 1
    assert row.given_up_at
    assert row.problem


def test_an_address_that_nobody_has_is_given_up_at_once(stored: Stored, settings: Settings, erin: Person) -> None:
    with serving_mail(refused=frozenset({GINA.email})) as post:
        using = sending(settings, post.port)
        with stored() as db:
            invitations.invite(erin, db, using, GINA, ring)
        mail.send_waiting(using)
    row = only_letter(stored)
    assert (row.attempts, row.next_at) == (1, None)
    assert "refused the address" in row.problem


def test_a_silent_server_holds_up_nobody_who_asks_for_a_letter(stored: Stored, settings: Settings, erin: Person) -> None:
    with silent_server() as port:
        using = sending(settings, port)
        with stored() as db:
            invitations.invite(erin, db, using, GINA, ring)
        began = now()
        mail.send_waiting(using)
        assert now() - began < timedelta(seconds=5)
    assert only_letter(stored).problem == "The mail server did not answer in time (1 s)."


def test_asking_anew_replaces_the_letter_that_waits(stored: Stored, settings: Settings, erin: Person, post: Post) -> None:
    using = sending(settings, post.port)
    with stored() as db:
        invitations.invite(erin, db, using, GINA, ring)
        found = invitations.list_invitations(erin, db)[0].invitation
        invitations.renew_invitation(erin, db, using, found.id, ring)
    mail.send_waiting(using)
    assert len(post.letters) == 1


def test_a_link_shown_instead_stops_the_letter_that_would_end_it(
    stored: Stored, settings: Settings, erin: Person, post: Post
) -> None:
    using = sending(settings, post.port)
    with stored() as db:
        invitations.invite(erin, db, using, GINA, ring)
        found = invitations.list_invitations(erin, db)[0].invitation
        link = invitations.renew_invitation(erin, db, using, found.id, ring, shown=True)
    mail.send_waiting(using)
    assert post.letters == []
    with stored() as db:
        assert invitations.check_invitation(db, link.rpartition("/")[2])


@pytest.mark.parametrize("how", ["withdrawn", "disabled"])
def test_what_is_not_needed_any_more_is_not_sent(
    stored: Stored, settings: Settings, frank: Person, alice: Person, post: Post, how: str
) -> None:
    using = sending(settings, post.port)
    with stored() as db:
        if how == "withdrawn":
            invitations.invite(frank, db, using, GINA, ring)
            invitations.withdraw_invitation(frank, db, invitations.list_invitations(frank, db)[0].invitation.id)
        else:
            people.send_link(frank, db, alice.id, ring)
            people.disable_account(frank, db, alice.id)
    mail.send_waiting(using)
    assert post.letters == []
    assert only_letter(stored).given_up_at


def test_a_killed_sender_leaves_the_letter_to_the_next(stored: Stored, settings: Settings, erin: Person, post: Post) -> None:
    using = sending(settings, post.port)
    with stored() as db:
        invitations.invite(erin, db, using, GINA, ring)
    with stored() as db:
        assert letters.claim_letter(db)
    with stored() as db:
        assert letters.claim_letter(db) is None, "another is at it"
    put_forward(stored)
    mail.send_waiting(using)
    assert len(post.letters) == 1


def test_without_a_mail_server_nothing_is_tried(stored: Stored, settings: Settings, erin: Person) -> None:
    with stored() as db:
        mail.send_later(erin, db, LetterKind.REMINDER, "x", Letter("g@m.example", "A", "B"), ring)
    assert mail.send_waiting(settings) is None
    assert only_letter(stored).attempts == 0
