"""The chain of the trail: its written form stays as it is, and of rows that do not fit the first is named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.domain.audit import CHAINED, CLOCK, TRAIL, AuditEntry, AuditEvent, system_event
from app.domain.audit_chain import Misfit, Noted, as_json, check_chain, exported, hash_of, read_noted, sealed, written_form
from app.domain.errors import InvalidFieldsError

START = datetime(2016, 3, 3, 14, 5, 6, 120, tzinfo=UTC)


def event(subject: str, action: str = "page opened") -> AuditEvent:
    return AuditEvent(action, "document", subject, "p1", "Zoë O’Hara", "b1", "r1", "page 2")


def chain(*events: AuditEvent, numbers: tuple[int, ...] = (), seconds: tuple[int, ...] = ()) -> list[AuditEntry]:
    made: list[AuditEntry] = []
    for place, each in enumerate(events):
        number = numbers[place] if numbers else place + 1
        at = START + timedelta(seconds=seconds[place] if seconds else place)
        made.append(sealed(AuditEntry(number, at, each), made[-1].hash if made else ""))
    return made


@pytest.fixture
def rows() -> list[AuditEntry]:
    return chain(*(event(f"d{number}") for number in range(1, 7)))


def test_the_written_form_is_what_the_documents_say_and_never_changes() -> None:
    (row,) = chain(event("d1"))
    assert as_json(written_form(row)) == (
        '{"number":1,"at":"2016-03-03T14:05:06.000120Z","board":"b1","actor":"p1","actor_name":"Zo\\u00eb O\\u2019Hara",'
        '"action":"page opened","subject_kind":"document","subject":"d1","review":"r1","detail":"page 2","previous":""}'
    )
    assert row.hash == "06d68e1127359af74ac1c703f404f50c067c62100e94a31a96dd6b2ee3d04af6"


def test_the_hash_does_not_depend_on_the_zone_in_which_a_time_is_told() -> None:
    (row,) = chain(event("d1"))
    assert hash_of(replace(row, at=row.at.astimezone(timezone(timedelta(hours=5))))) == row.hash


def test_rows_that_follow_each_other_fit(rows: list[AuditEntry]) -> None:
    checked = check_chain(rows)
    assert (checked.count, checked.last, checked.fault) == (6, Noted(6, rows[-1].hash), None)
    assert check_chain([]).fault is None
    assert check_chain(rows[3:], after=Noted(3, rows[2].hash)).fault is None


CHANGES = {
    "at": START,
    "previous": "",
    **dict.fromkeys(("action", "subject_kind", "subject_id", "actor_id", "actor_name", "board", "review", "detail"), "other"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_any_field_is_found_in_its_row(rows: list[AuditEntry], name: str) -> None:
    row, change = rows[3], {name: CHANGES[name]}
    rows[3] = replace(row, **change) if hasattr(row, name) else replace(row, event=replace(row.event, **change))
    fault = check_chain(rows).fault
    assert fault
    assert (fault.number, fault.misfit) == (4, Misfit.CONTENT)
    assert fault.sentence.startswith("Row 4 was changed after it was written")


def test_a_changed_row_whose_hash_was_made_new_is_found_in_the_next(rows: list[AuditEntry]) -> None:
    rows[3] = sealed(replace(rows[3], event=event("other")), rows[3].previous)
    fault = check_chain(rows).fault
    assert fault
    assert (fault.number, fault.misfit) == (5, Misfit.LINK)
    assert "Row 5 does not follow row 4" in fault.sentence


@pytest.mark.parametrize(
    ("taken", "number", "words"),
    [
        (slice(2, 3), 4, "Row 3 is missing: row 4 comes next."),
        (slice(1, 4), 5, "Rows 2 to 4 are missing"),
        (slice(0, 1), 2, "Row 1 is"),
    ],
)
def test_rows_that_were_taken_out_are_missed(rows: list[AuditEntry], taken: slice, number: int, words: str) -> None:
    del rows[taken]
    fault = check_chain(rows).fault
    assert fault
    assert (fault.number, fault.misfit) == (number, Misfit.GAP)
    assert words in fault.sentence


def test_rows_that_were_taken_out_are_missed_though_the_chain_was_made_new() -> None:
    fault = check_chain(chain(event("d1"), event("d2"), event("d4"), numbers=(1, 2, 4))).fault
    assert fault
    assert (fault.number, fault.misfit) == (4, Misfit.GAP)


def test_a_row_that_was_put_in_from_outside_is_found(rows: list[AuditEntry]) -> None:
    fault = check_chain([*rows, AuditEntry(7, rows[-1].at, event("d7"))]).fault
    assert fault
    assert "Row 7 is not chained" in fault.sentence


def test_a_time_that_goes_back_is_found_unless_it_is_little_or_a_row_says_so() -> None:
    events = [event("d1"), event("d2"), event("d3")]
    fault = check_chain(chain(*events, seconds=(100, 39, 101))).fault
    assert fault
    assert (fault.number, fault.misfit) == (2, Misfit.TIME)
    assert check_chain(chain(*events, seconds=(100, 40, 101))).fault is None
    told = chain(events[0], system_event(CLOCK, TRAIL, "1"), events[1], seconds=(5000, 0, 1))
    assert check_chain(told).fault is None


def test_gaps_and_times_from_before_the_chaining_are_no_fault_but_later_ones_are() -> None:
    old, mark = [event("d3"), event("d4"), event("d8")], system_event(CHAINED, TRAIL, "8")
    numbers, seconds = (3, 4, 8, 9), (500, 0, 501, 502)
    assert check_chain(chain(*old, mark, numbers=numbers, seconds=seconds)).fault is None
    late = chain(*old, mark, event("d9"), numbers=(*numbers, 11), seconds=(*seconds, 503))
    assert check_chain(late).fault == check_chain(late[3:], after=Noted(8, late[2].hash)).fault
    changed = chain(*old, mark, numbers=numbers, seconds=seconds)
    changed[2] = replace(changed[2], event=event("other"))
    fault = check_chain(changed).fault
    assert fault
    assert (fault.number, fault.misfit) == (8, Misfit.CONTENT), "not the gap, which is none"
    without = check_chain(changed[:3]).fault
    assert without
    assert without.misfit is Misfit.GAP, "without the row that tells of the chaining it is one"


def test_a_mark_made_by_a_board_forgives_nothing() -> None:
    forged = AuditEvent(CHAINED, TRAIL, "x", "p1", "Dave", "b2")
    fault = check_chain(chain(event("d1"), event("d3"), forged, numbers=(1, 3, 4))).fault
    assert fault
    assert fault.misfit is Misfit.GAP


def test_the_row_that_was_noted_must_still_be_there(rows: list[AuditEntry]) -> None:
    assert check_chain(rows, noted=Noted(4, rows[3].hash)).fault is None
    other = check_chain(rows, noted=Noted(4, "0" * 64)).fault
    assert other
    assert other.misfit is Misfit.NOTED
    assert "Row 4 is not the one that was noted" in other.sentence
    cut = check_chain(rows[:3], noted=Noted(4, rows[3].hash)).fault
    assert cut
    assert "ends with row 3" in cut.sentence
    nothing = check_chain([], noted=Noted(4, rows[3].hash)).fault
    assert nothing
    assert "is empty" in nothing.sentence


def test_a_whole_chain_made_new_fits_and_only_what_was_noted_shows_it(rows: list[AuditEntry]) -> None:
    new = chain(event("other"), *(row.event for row in rows[1:]))
    assert check_chain(new).fault is None
    assert check_chain(new, noted=Noted(6, rows[-1].hash)).fault


def test_a_closed_row_is_exported_as_its_two_hashes_alone(rows: list[AuditEntry]) -> None:
    assert exported(rows[1], closed=True) == f'{{"previous":"{rows[0].hash}","hash":"{rows[1].hash}"}}'
    assert exported(rows[1]).endswith(f'"previous":"{rows[0].hash}","hash":"{rows[1].hash}"}}')


def test_what_was_noted_is_read_as_people_type_it() -> None:
    assert read_noted("", " ") is None
    assert read_noted(" 1,200 ", f" {'AB' * 32}\n") == Noted(1200, "ab" * 32)


@pytest.mark.parametrize(
    ("number", "digest", "wrong"),
    [
        ("x", "ab" * 32, {"number"}),
        ("0", "ab" * 32, {"number"}),
        ("-3", "ab" * 32, {"number"}),
        ("²", "ab" * 32, {"number"}),
        ("9" * 400, "ab" * 32, {"number"}),
        ("7", "", {"hash"}),
        ("7", "g" * 64, {"hash"}),
        ("", "ab" * 31, {"number", "hash"}),
    ],
)
def test_what_cannot_have_been_noted_is_refused_in_its_field(number: str, digest: str, wrong: set[str]) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        read_noted(number, digest)
    assert set(refused.value.fields) == wrong
