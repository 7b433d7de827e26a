"""Reading, checking and exporting the trail: who may, page by page, and only of one's own board."""

import json

import pytest

from app.data.audit import add_event, list_events, newest_row, read_chain
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event, system_event
from app.domain.audit_chain import Misfit, Noted
from app.domain.errors import NotAllowedError
from app.services import audit
from tests.conftest import Stored
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


@pytest.mark.parametrize("name", ["alice", "carol"])
def test_others_neither_check_nor_download_the_trail(db: Session, people: People, name: str) -> None:
    with pytest.raises(NotAllowedError):
        audit.check_trail(getattr(people, name), db)
    with pytest.raises(NotAllowedError):
        audit.export_trail(getattr(people, name), db, [].append)


def newest(db: Session) -> Noted:
    found = newest_row(db)
    assert found
    return found


def test_checking_tells_the_newest_row_and_whether_the_noted_one_stands(db: Session, people: People) -> None:
    add(db, people.alice, 3)
    noted = newest(db)
    add(db, people.dave, 3)
    found = audit.check_trail(people.erin, db, noted)
    assert (found.first, found.newest, found.checked.fault) == (1, newest(db), None)
    wrong = audit.check_trail(people.erin, db, Noted(noted.number, "0" * 64)).checked.fault
    assert wrong
    assert wrong.misfit is Misfit.NOTED


def test_a_page_checks_the_newest_rows_and_still_looks_up_an_older_one_that_was_noted(db: Session, people: People) -> None:
    add(db, people.alice, 3)
    noted = newest(db)
    add(db, people.alice, 10)
    end = newest(db).number
    found = audit.check_trail(people.erin, db, noted, most=4)
    assert (found.first, found.checked.count, found.checked.fault) == (end - 3, 4, None)
    for number, digest in ((noted.number, "0" * 64), (1, noted.hash), (end + 1, noted.hash)):
        fault = audit.check_trail(people.erin, db, Noted(number, digest), most=4).checked.fault
        assert fault
        assert (fault.number, fault.misfit) == (number, Misfit.NOTED)


def lines_for(person: Person, db: Session) -> list[dict[str, object]]:
    """The export as this person gets it."""
    written: list[str] = []
    assert audit.export_trail(person, db, written.append) == len(written)
    return [json.loads(line) for line in written]


def test_an_export_has_the_rows_of_the_board_and_of_others_two_hashes_and_nothing_else(db: Session, people: People) -> None:
    add(db, people.alice, 2)
    add(db, people.dave, 2)
    rows = list(read_chain(db))
    lines = lines_for(people.frank, db)
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        assert (line["previous"], line["hash"]) == (row.previous, row.hash)
        if row.event.board == people.frank.board.id:
            assert line["subject"] == row.event.subject_id
        else:
            assert set(line) == {"previous", "hash"}
    assert people.dave.board.id not in json.dumps(lines)
    assert "Dave" not in json.dumps(lines)


def test_older_rows_that_name_a_field_are_shown_without_it_and_exported_closed(db: Session, people: People) -> None:
    add_event(db, event(people.alice, "saved", "appraisal", "a1", review="r1", detail="analysis/where_looked"))
    assert audit.list_trail(people.erin, db, 1)[0][0].event.told_detail == "analysis"
    assert set(lines_for(people.erin, db)[-1]) == {"previous", "hash"}
    add_event(db, event(people.alice, "decided", "appraisal", "a1", review="r1", detail="area/analysis"))
    assert audit.list_trail(people.erin, db, 1)[0][0].event.told_detail == "area/analysis"
    assert lines_for(people.erin, db)[-1]["detail"] == "area/analysis"


def test_what_the_trail_tells_of_itself_is_open_to_every_board(db: Session, people: People) -> None:
    add_event(db, system_event("trail chained", "trail", "7"))
    assert lines_for(people.dave, db)[-1]["action"] == "trail chained"


def test_a_download_is_itself_on_the_trail(stored: Stored, people: People) -> None:
    with stored() as db:
        count = len(lines_for(people.erin, db))
    with stored() as db:
        told = audit.list_trail(people.erin, db, 1)[0][0].event
    assert (told.action, told.actor_id, told.detail) == ("trail downloaded", people.erin.id, f"{count} rows")
