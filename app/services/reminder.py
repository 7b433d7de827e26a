"""Reminding appraisers of what is awaited: when a commissioner asks, and every day of what is due tomorrow or late. Letters go
out by `mail.py`; without a mail server their text is there to copy.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from app.data import account as accounts
from app.data import letter as letters
from app.data import review as reviews
from app.data import round as rounds
from app.data import team
from app.data.session import Session, after_commit, work
from app.domain import letter as writing
from app.domain.account import Person
from app.domain.audit import system_event
from app.domain.clock import LONDON, day_of, now
from app.domain.errors import NotFoundError
from app.domain.letter import Letter, LetterKind
from app.domain.permission import check_manage_team
from app.domain.review import Review
from app.services.mail import send_later
from app.services.team import Mate, mates_of, open_team, reminded_on
from app.settings import Settings

LATE, ALL = "late", "all"
# The hour in London at which the day's reminders begin.
MORNING = 7
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Reminder:
    """A letter to an appraiser, not sent yet. `was_today`: one was asked for today already, so that this is not sent."""

    mate: Mate
    letter: Letter
    was_today: bool


@dataclass(frozen=True)
class Reminders:
    """Whom to remind of a review, with the letters."""

    review: Review
    reminders: tuple[Reminder, ...]


def write_reminders(person: Person, db: Session, review_id: str, whom: str, settings: Settings) -> Reminders:
    """The letters to those who are `whom`: "late", "all" who are awaited, or the id of one member. Raises NotFoundError."""
    check_manage_team(person)
    opened = open_team(person, db, review_id)
    wanted = [
        mate
        for mate in opened.mates
        if mate.is_awaited and (whom == ALL or mate.member.id == whom or (whom == LATE and mate.is_late))
    ]
    if whom not in (LATE, ALL) and not wanted:
        raise NotFoundError("There is nobody on the team who could be reminded so.")
    found = [(mate, _letter(db, settings, person.board.id, opened.review, mate)) for mate in wanted]
    moment = now()
    return Reminders(
        opened.review, tuple(Reminder(mate, letter, reminded_on(mate, moment)) for mate, letter in found if letter is not None)
    )


def send_reminders(
    person: Person, db: Session, review_id: str, whom: str, settings: Settings, ring: Callable[[], None]
) -> tuple[str, ...]:
    """Have these letters sent; nobody gets two on one day. Gives the names of those who get one, in order of the team."""
    found = write_reminders(person, db, review_id, whom, settings)
    fresh = [reminder for reminder in found.reminders if not reminder.was_today]
    for reminder in fresh:
        send_later(person, db, LetterKind.REMINDER, reminder.mate.member.id, reminder.letter, ring, review=review_id)
    return tuple(reminder.mate.member.name for reminder in fresh)


def remind_of_dates(settings: Settings, ring: Callable[[], None]) -> int:
    """Once a day, from the morning on: a letter to each appraiser whose due date is tomorrow or has passed. One letter a day per
    person, for the review of which they have heard least lately. Gives how many letters are on their way.
    """
    moment = now()
    if not settings.sends_letters or moment.astimezone(LONDON).hour < MORNING:
        return 0
    with work(settings.database, writes=False) as db:
        if not team.reviews_due(db, day_of(moment) + timedelta(days=1)):
            return 0
    with work(settings.database) as db:
        awaited = _awaited(db, moment)
        for board, review, mate in awaited:
            letter = _letter(db, settings, board, review, mate)
            if letter is not None:
                told = system_event("reminder to be sent", "reminder", mate.member.id, board=board)
                told = replace(told, review=review.id)
                letters.add_letter(db, board, LetterKind.REMINDER, mate.member.id, letter, asked_by=None, audit=told)
        if awaited:
            after_commit(db, ring)
        return len(awaited)


def _awaited(db: Session, moment: datetime) -> list[tuple[str, Review, Mate]]:
    """Whom to remind now, each person once: board, review and member."""
    today = day_of(moment)
    chosen: dict[str, tuple[str, Review, Mate]] = {}
    heard_today: set[str] = set()
    for board, review_id in team.reviews_due(db, today + timedelta(days=1)):
        round_ = rounds.get_round(db, board, review_id)
        reminders = letters.deliveries(db, board, LetterKind.REMINDER, [member.id for member in round_.members])
        review = reviews.get_review(db, board, review_id, lists=False)
        for mate in mates_of(round_, today, reminders):
            person, due = mate.member.person, mate.member.due
            if reminded_on(mate, moment):
                heard_today.add(person)
            if mate.is_awaited and due is not None and (mate.is_late or due == today + timedelta(days=1)):
                before = chosen.get(person)
                if before is None or _heard(mate) < _heard(before[2]):
                    chosen[person] = (board, review, mate)
    return [found for person, found in chosen.items() if person not in heard_today]


def _heard(mate: Mate) -> datetime:
    return mate.reminder.asked_at if mate.reminder else LONG_AGO


def _letter(db: Session, settings: Settings, board: str, review: Review, mate: Mate) -> Letter | None:
    """The reminder of this member; None where they have no open account any more."""
    found = accounts.person_on_board(db, mate.member.person, board)
    if found is None:
        return None
    link = f"{settings.address}/reviews/{review.id}"
    return writing.reminder(found.email, found.name, review.facts.reference, mate.member.due, link)
