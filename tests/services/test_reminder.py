"""Reminding appraisers: once a day each, of what is due tomorrow or late, and nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from app.data import team as stored_team
from app.domain.account import Person
from app.domain.clock import day_of, now
from app.domain.errors import NotAllowedError
from app.services import declaration as declarations
from app.services import reminder, team
from app.services.appraisal import start_appraisal
from app.settings import Settings
from tests.conftest import Stored
from tests.factories import People, make_appraisal, make_review

SENDING = {"smtp_host": "127.0.0.1", "smtp_sender": "p@wexcombe.example"}
# Tomorrow's time, so that a due date of today has passed.
NOON = datetime.combine(day_of(now()), datetime.min.time(), UTC) + timedelta(days=1, hours=12)


class Bell:
    """Counts how often the worker is woken."""

    def __init__(self) -> None:
        self.rung = 0

    def __call__(self) -> None:
        self.rung += 1


def be_tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be noon of the next day for whoever reminds."""
    for module in ("app.services.reminder", "app.services.team", "app.data.letter"):
        monkeypatch.setattr(f"{module}.now", lambda: NOON)


def put(stored: Stored, erin: Person, person: Person, days: int, reference: str = "WX-2015-03") -> str:
    """A review with this appraiser, due in so many days from the real today."""
    with stored() as db:
        review = make_review(db, erin, reference).id
        team.put_on_team(erin, db, review, [("appraiser", person.id)], day_of(now()) + timedelta(days=days))
        declarations.declare_interests(person, db, review, has_any=False, interests="", takes_part="yes")
        return review


@pytest.mark.parametrize(("days", "letters"), [(0, 1), (1, 0), (2, 1), (3, 0)])
def test_who_is_late_or_due_tomorrow_is_reminded_once_a_day(
    settings: Settings, stored: Stored, people: People, monkeypatch: pytest.MonkeyPatch, days: int, letters: int
) -> None:
    put(stored, people.erin, people.alice, days)
    bell, sending = Bell(), settings.model_copy(update=SENDING)
    be_tomorrow(monkeypatch)
    assert reminder.remind_of_dates(sending, bell) == letters
    assert bell.rung == letters
    assert reminder.remind_of_dates(sending, bell) == 0, "nobody is reminded twice a day"


def test_nobody_is_reminded_at_night_or_without_a_mail_server(
    settings: Settings, stored: Stored, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(stored, people.erin, people.alice, 0)
    be_tomorrow(monkeypatch)
    assert reminder.remind_of_dates(settings, Bell()) == 0
    monkeypatch.setattr("app.services.reminder.now", lambda: NOON - timedelta(hours=9))
    assert reminder.remind_of_dates(settings.model_copy(update=SENDING), Bell()) == 0


def test_whoever_has_submitted_or_was_withdrawn_is_left_alone(
    settings: Settings, stored: Stored, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = put(stored, people.erin, people.alice, 0)
    gone = put(stored, people.erin, people.bob, 0, "WX-2")
    with stored() as db:
        make_appraisal(db, people.alice, done)
        member = stored_team.list_members(db, people.erin.board.id, gone)[0].id
        team.withdraw(people.erin, db, gone, member, "Illness.")
    be_tomorrow(monkeypatch)
    assert reminder.remind_of_dates(settings.model_copy(update=SENDING), Bell()) == 0


def test_two_reviews_of_one_person_bring_one_letter(
    settings: Settings, stored: Stored, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    for reference in ("WX-3", "WX-4"):
        put(stored, people.erin, people.alice, 0, reference)
    be_tomorrow(monkeypatch)
    assert reminder.remind_of_dates(settings.model_copy(update=SENDING), Bell()) == 1


def test_a_commissioner_sends_reminders_and_nobody_else(settings: Settings, stored: Stored, people: People) -> None:
    review = put(stored, people.erin, people.alice, 5)
    sending, bell = settings.model_copy(update=SENDING), Bell()
    with stored() as db:
        start_appraisal(people.alice, db, review)
        with pytest.raises(NotAllowedError):
            reminder.send_reminders(people.carol, db, review, reminder.ALL, sending, bell)
        assert reminder.send_reminders(people.erin, db, review, reminder.LATE, sending, bell) == ()
        assert reminder.send_reminders(people.erin, db, review, reminder.ALL, sending, bell) == ("Alice Hartwell",)
        assert reminder.send_reminders(people.erin, db, review, reminder.ALL, sending, bell) == ()
        letter = reminder.write_reminders(people.erin, db, review, reminder.ALL, sending).reminders[0].letter
    assert bell.rung == 1
    assert "WX-2015-03" in letter.text
    assert f"/reviews/{review}" in letter.text
