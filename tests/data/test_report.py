"""Issued reports in the database: frozen, numbered once, and kept to their board."""

from dataclasses import replace
from hashlib import sha256

import pytest

from app.data import report as reports
from app.data.audit import list_events
from app.data.ids import new_id
from app.data.report import IssuedReport
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.audit import event
from app.domain.clock import now
from app.domain.errors import ConflictError, NotFoundError
from app.domain.instrument import Grade
from tests.factories import People, make_appraisal, make_review

FILES = {name: (sha256(content).hexdigest(), content) for name, content in (("json", b"{}\n"), ("pdf", bytes(range(256))))}


@pytest.fixture
def done(db: Session, people: People) -> Appraisal:
    return make_appraisal(db, people.alice, make_review(db, people.erin).id)


def issued(done: Appraisal, erin: Person, version: int = 1) -> IssuedReport:
    return IssuedReport(
        new_id(), done.review, done.id, version, Grade.GOOD, "Erin Maddox", "Manager", "", "0" * 64, now(), erin.id
    )


def add(db: Session, erin: Person, report: IssuedReport) -> None:
    told = event(erin, "report issued", "report", report.id, review=report.review, detail=f"version {report.version}")
    reports.add_report(db, erin.board.id, report, FILES, told)


def test_a_report_and_its_files_come_back_byte_for_byte(db: Session, erin: Person, done: Appraisal) -> None:
    report = issued(done, erin)
    add(db, erin, report)
    assert reports.get_report(db, erin.board.id, report.id) == replace(report, issued_by="Erin Maddox")
    assert {name: reports.get_file(db, report.id, name) for name in FILES} == FILES


def test_a_version_is_issued_once(db: Session, erin: Person, done: Appraisal) -> None:
    assert reports.newest_version(db, done.id) == 0
    add(db, erin, issued(done, erin))
    events = len(list_events(db, erin.board.id))
    with pytest.raises(ConflictError, match="Somebody issued this report in the meantime"):
        add(db, erin, issued(done, erin))
    assert len(list_events(db, erin.board.id)) == events
    assert reports.newest_version(db, done.id) == 1
    add(db, erin, issued(done, erin, 2))
    assert reports.newest_version(db, done.id) == 2


def test_reports_are_listed_newest_first_by_review_and_by_appraisal(db: Session, people: People, done: Appraisal) -> None:
    other = make_appraisal(db, people.bob, done.review)
    made = [issued(done, people.erin), issued(done, people.erin, 2), issued(other, people.erin)]
    for report in made:
        add(db, people.erin, report)
    board = people.erin.board.id
    assert [found.id for found in reports.list_reports(db, board, review=done.review)] == [r.id for r in reversed(made)]
    assert [found.version for found in reports.list_reports(db, board, appraisal=done.id)] == [2, 1]
    assert reports.list_reports(db, people.dave.board.id, review=done.review) == ()


def test_a_report_of_another_board_and_an_odd_id_are_not_found(db: Session, people: People, done: Appraisal) -> None:
    report = issued(done, people.erin)
    add(db, people.erin, report)
    for board, ident in (
        (people.dave.board.id, report.id),
        (people.erin.board.id, "nothing"),
        (people.erin.board.id, ""),
        (people.erin.board.id, "\0"),
    ):
        with pytest.raises(NotFoundError):
            reports.get_report(db, board, ident)


@pytest.mark.parametrize("name", ["docx", "", "PDF", "../pdf"])
def test_a_format_that_was_not_issued_is_not_found(db: Session, erin: Person, done: Appraisal, name: str) -> None:
    report = issued(done, erin)
    add(db, erin, report)
    with pytest.raises(NotFoundError):
        reports.get_file(db, report.id, name)
