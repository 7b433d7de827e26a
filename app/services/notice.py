"""Word by e-mail to whoever is put on the team of a review, gets another due date, is withdrawn, or is asked for a second round.

A letter goes to the one whom it concerns and names the review by its reference: no name of anybody else, no reason, no grade.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.data import account as accounts
from app.data import review as reviews
from app.data.session import Session
from app.domain import letter as writing
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.letter import LetterKind
from app.domain.team import Member
from app.services.mail import send_later
from app.settings import Settings


@dataclass(frozen=True)
class Post:
    """How letters go: `ring` wakes whoever sends them. Without a mail server none are kept."""

    settings: Settings
    ring: Callable[[], None]


def tell_put_on_team(person: Person, db: Session, post: Post | None, member: Member) -> None:
    """They take part from now on, or again."""
    if found := _whom(person, db, post, member.person):
        reference, link = _review(person, db, found[1], member.review)
        letter = writing.put_on_team(found[0].email, found[0].name, reference, member.part, member.due, link)
        _send(person, db, found[1], LetterKind.PUT_ON_TEAM, member.id, letter, member.review)


def tell_due_date(person: Person, db: Session, post: Post | None, member: Member) -> None:
    """They have another due date, or none any more."""
    if found := _whom(person, db, post, member.person):
        reference, link = _review(person, db, found[1], member.review)
        letter = writing.due_date(found[0].email, found[0].name, reference, member.due, link)
        _send(person, db, found[1], LetterKind.DUE_DATE, member.id, letter, member.review)


def tell_withdrawn(person: Person, db: Session, post: Post | None, member: Member) -> None:
    """They no longer take part."""
    if found := _whom(person, db, post, member.person):
        reference, _ = _review(person, db, found[1], member.review)
        letter = writing.withdrawn(found[0].email, found[0].name, reference, member.part)
        _send(person, db, found[1], LetterKind.WITHDRAWN, member.id, letter, member.review)


def tell_second_round(person: Person, db: Session, post: Post | None, appraisal: Appraisal) -> None:
    """Their appraisal is open again."""
    if found := _whom(person, db, post, appraisal.appraiser):
        reference, link = _review(person, db, found[1], appraisal.review)
        letter = writing.second_round(found[0].email, found[0].name, reference, link)
        _send(person, db, found[1], LetterKind.SECOND_ROUND, appraisal.id, letter, appraisal.review)


def _whom(person: Person, db: Session, post: Post | None, account: str) -> tuple[Person, Post] | None:
    """Who is written to; nobody of what they did themselves, nor somebody whose account is closed."""
    if post is None or not post.settings.sends_letters or account == person.id:
        return None
    found = accounts.person_on_board(db, account, person.board.id)
    return (found, post) if found else None


def _review(person: Person, db: Session, post: Post, review_id: str) -> tuple[str, str]:
    facts = reviews.get_review(db, person.board.id, review_id, lists=False).facts
    return facts.reference, f"{post.settings.address}/reviews/{review_id}"


def _send(person: Person, db: Session, post: Post, kind: LetterKind, subject: str, letter: writing.Letter, review: str) -> None:
    send_later(person, db, kind, subject, letter, post.ring, review=review)
