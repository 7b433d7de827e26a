"""Reading the trail: who may, page by page, and only of one's own board."""

import pytest

from app.data.audit import add_event, list_events
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event
from app.domain.errors import NotAllowedError
from app.services import audit
from tests.factories import People


def add(db: Session, person: Person, count: int) -> None:
    for number in range(count):
        add_event(db, event(person, "counted", "number", str(number)))
    db.flush()


@pytest.mark.parametrize("name", ["erin", "frank"])
def test_commissioners_and_administrators_read_the_trail(db: Session, people: People, name: str) -> None:
    add(db, people.alice, 3)
    entries, has_more = audit.list_trail(getattr(people, name), db, 1)
    assert [entry.event.subject_id for entry in entries[:3]] == ["2", "1", "0"]
    assert not has_more


@pytest.mark.parametrize("name", ["alice", "carol"])
def test_others_do_not_read_it(db: Session, people: People, name: str) -> None:
    with pytest.raises(NotAllowedError, match="Only a commissioner or an administrator"):
        audit.list_trail(getattr(people, name), db, 1)


def test_the_trail_of_another_board_is_not_shown(db: Session, people: People) -> None:
    add(db, people.alice, 1)
    entries, _ = audit.list_trail(people.dave, db, 1)
    assert {entry.event.board for entry in entries} <= {people.dave.board.id}
    assert not any(entry.event.action == "counted" for entry in entries)


def test_the_trail_is_cut_into_pages_without_gap_or_overlap(db: Session, people: People) -> None:
    add(db, people.alice, 2 * audit.PER_PAGE)
    whole = list_events(db, people.erin.board.id, limit=1000)
    pages = [audit.list_trail(people.erin, db, number) for number in (1, 2, 3)]
    assert tuple(entry for entries, _ in pages for entry in entries) == whole[: 3 * audit.PER_PAGE]
    assert [len(pages[0][0]), len(pages[1][0])] == [audit.PER_PAGE, audit.PER_PAGE]
    assert [has_more for _, has_more in pages] == [True, True, False]


@pytest.mark.parametrize("page", [0, -5, 10**30])
def test_a_page_that_there_cannot_be_is_the_first_or_empty(db: Session, people: People, page: int) -> None:
    entries, has_more = audit.list_trail(people.erin, db, page)
    assert not has_more
    assert entries == (audit.list_trail(people.erin, db, 1)[0] if page < 1 else ())


def test_the_database_answers(db: Session) -> None:
    audit.check_database(db)
