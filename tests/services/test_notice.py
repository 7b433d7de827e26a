"""Word of the team by e-mail: to whom it goes, and to whom not. What it says is in tests/house/test_letters_everywhere.py."""

from datetime import timedelta

from sqlmodel import select

from app.data import people as stored_people
from app.data import team as stored_team
from app.data.session import Session
from app.data.tables import LetterRow
from app.domain.account import Person, Role
from app.domain.audit import event
from app.domain.clock import day_of, now
from app.domain.letter import LetterKind
from app.services import declaration, team
from app.services.notice import Post
from app.settings import Settings
from tests.conftest import Stored
from tests.factories import People, make_review

SENDING = {"smtp_host": "127.0.0.1", "smtp_sender": "p@wexcombe.example"}
TOMORROW = day_of(now()) + timedelta(days=1)


def ring() -> None:
    """Nobody listens."""


def letters(stored: Stored) -> list[tuple[str, str]]:
    with stored() as db:
        return sorted((row.kind, row.address) for row in db.exec(select(LetterRow)).all())


def place_of(db: Session, person: Person, review: str) -> str:
    return next(one.id for one in stored_team.list_members(db, person.board.id, review) if one.person == person.id)


def test_each_who_is_concerned_is_told_and_nobody_else(settings: Settings, stored: Stored, people: People) -> None:
    post = Post(settings.model_copy(update=SENDING), ring)
    erin, alice, bob = people.erin, people.alice, people.bob
    with stored() as db:
        review = make_review(db, erin).id
        team.put_on_team(erin, db, review, [("appraiser", alice.id), ("appraiser", bob.id)], None, post)
        team.set_due_date(erin, db, review, place_of(db, alice, review), TOMORROW, post)
        team.set_due_date(erin, db, review, place_of(db, bob, review), None, post)  # as it was
        team.withdraw(erin, db, review, place_of(db, bob, review), "Illness.", post)
    put, due, gone = LetterKind.PUT_ON_TEAM, LetterKind.DUE_DATE, LetterKind.WITHDRAWN
    assert letters(stored) == sorted([(put, alice.email), (put, bob.email), (due, alice.email), (gone, bob.email)])


def test_without_a_mail_server_nothing_is_kept(settings: Settings, stored: Stored, people: People) -> None:
    with stored() as db:
        review = make_review(db, people.erin).id
        team.put_on_team(people.erin, db, review, [("appraiser", people.alice.id)], None, Post(settings, ring))
    assert letters(stored) == []


def test_nobody_is_told_of_what_they_did_themselves_or_once_their_account_is_closed(
    settings: Settings, stored: Stored, people: People
) -> None:
    erin, bob, post = people.erin, people.bob, Post(settings.model_copy(update=SENDING), ring)
    with stored() as db:
        told = event(erin, "roles added", "account", erin.id)
        stored_people.add_roles(db, erin.board.id, erin.id, frozenset({Role.APPRAISER}), told)
        review = make_review(db, erin).id
        team.put_on_team(erin, db, review, [("appraiser", erin.id), ("appraiser", bob.id)], None)
        stored_people.set_closed(db, erin.board.id, bob.id, True, event(erin, "account disabled", "account", bob.id))
        declaration.declare_interests(erin, db, review, has_any=False, interests="", takes_part="yes")
        for one in (erin, bob):
            team.set_due_date(erin, db, review, place_of(db, one, review), TOMORROW, post)
    assert letters(stored) == []
