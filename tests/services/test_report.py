"""The adequacy report: what stands in the way, signing, numbering and freezing it, and who may fetch what was issued."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.data import report as stored_reports
from app.data.audit import list_events
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.clock import day_of
from app.domain.errors import ConflictError, InvalidFieldsError, NotAllowedError, NotFoundError
from app.domain.instrument import Grade
from app.domain.report import ReportData
from app.domain.review import ReviewStatus
from app.services import adequacy as adequacies
from app.services import appraisal as appraisals
from app.services import report as reports
from app.services import review as reviews
from app.services.appraisal_save import Typed, save_field
from app.services.report import BODY, FORMATS, WebReport
from tests.conftest import Stored
from tests.factories import People, make_appraisal, make_review

SIGNED = {"signatory": "Erin Maddox", "post": "Business manager", "reason": ""}


def render(data: ReportData) -> WebReport:
    return WebReport(f"<file>{data.heading.reference}</file>", f"<body>{data.outcome.sentence}</body>")


def decide_all(db: Session, carol: Person, done: Appraisal) -> None:
    """Confirm every area and the whole, as proposed."""
    adequacy = adequacies.open_adequacy(carol, db, done.id)
    seen = {area.id: str(area.proposal) for area in adequacy.assessment.areas}
    adequacies.confirm_areas(carol, db, done.id, seen)
    adequacies.decide(carol, db, done.id, "overall", grade=str(adequacy.assessment.proposal), reason="", based_on=0)


@pytest.fixture
def done(db: Session, people: People) -> Appraisal:
    """An appraisal that was submitted and judged: every marker good."""
    done = make_appraisal(db, people.alice, make_review(db, people.erin).id)
    decide_all(db, people.carol, done)
    return done


def issue(db: Session, person: Person, done: Appraisal, version: int = 1, **changes: Any) -> stored_reports.IssuedReport:
    return reports.issue_report(person, db, done.id, version=version, **{**SIGNED, **changes}, render_html=render)


def test_a_report_is_signed_numbered_dated_and_frozen_in_four_formats(db: Session, erin: Person, done: Appraisal) -> None:
    report = issue(db, erin, done)
    assert (report.version, report.signatory, report.post, report.overall) == (1, "Erin Maddox", "Business manager", Grade.GOOD)
    for name, start in (("json", b"{"), ("html", b"<file>WX-2015-03"), ("pdf", b"%PDF-"), ("docx", b"PK")):
        called, content = reports.fetch_file(erin, db, report.id, name)
        assert content.startswith(start)
        assert called == "WX-2015-03 version 1"
        assert stored_reports.get_file(db, report.id, name) == (hashlib.sha256(content).hexdigest(), content)
    assert reviews.get_review(erin, db, done.review).status is ReviewStatus.ISSUED


def test_the_sha_256_that_is_shown_is_that_of_the_data_as_stored(db: Session, erin: Person, done: Appraisal) -> None:
    report = issue(db, erin, done)
    _, content = reports.fetch_file(erin, db, report.id, "json")
    assert report.sha256 == hashlib.sha256(content).hexdigest()
    data = json.loads(content)
    assert data["heading"]["issue"] == {"version": 1, "on": day_of(report.issued_at).isoformat(), "reason": ""}
    assert reports.read_report(erin, db, report.id).heading.reference == "WX-2015-03"


def test_what_was_issued_stays_the_same_when_everything_under_it_changes(db: Session, people: People, done: Appraisal) -> None:
    report = issue(db, people.erin, done)
    before = {name: stored_reports.get_file(db, report.id, name) for name in (*FORMATS, BODY)}
    appraisals.reopen_appraisal(people.alice, db, done.id, "A page was missed.")
    save_field(people.alice, db, done.id, Typed("analysis/grade", "inadequate", 1))
    appraisals.submit_appraisal(people.alice, db, done.id)
    decide_again(db, people.carol, done)
    review = reviews.get_review(people.erin, db, done.review)
    reviews.edit_review(people.erin, db, review.id, review.version, replace(review.facts, reference="WX-NEW"))
    second = issue(db, people.erin, done, 2, reason="A grade was changed.")
    assert {name: stored_reports.get_file(db, report.id, name) for name in (*FORMATS, BODY)} == before
    assert reports.fetch_file(people.erin, db, report.id, "pdf")[0] == "WX-2015-03 version 1"
    assert reports.fetch_file(people.erin, db, second.id, "pdf")[0] == "WX-NEW version 2"
    assert (report.overall, second.overall) == (Grade.GOOD, Grade.INADEQUATE)
    assert [found.version for found in reports.list_versions(people.erin, db, done.id)] == [2, 1]


def decide_again(db: Session, carol: Person, done: Appraisal) -> None:
    adequacies.decide(carol, db, done.id, "area/analysis", grade="inadequate", reason="", based_on=1)
    adequacies.decide(carol, db, done.id, "overall", grade="inadequate", reason="", based_on=1)


def test_issuing_again_wants_a_reason_that_is_printed(db: Session, erin: Person, done: Appraisal) -> None:
    issue(db, erin, done)
    with pytest.raises(InvalidFieldsError) as refused:
        issue(db, erin, done, 2)
    assert refused.value.fields == {"reason": "Version 1 has been issued already. Say why you issue the report again."}
    second = issue(db, erin, done, 2, reason="A date was wrong.")
    assert second.reason == "A date was wrong."
    assert reports.read_report(erin, db, second.id).heading.issue.reason == "A date was wrong."


@pytest.mark.parametrize("version", [0, 2, 99, -1])
def test_a_version_that_was_issued_by_somebody_else_or_never_promised_is_a_conflict(
    db: Session, erin: Person, done: Appraisal, version: int
) -> None:
    with pytest.raises(ConflictError):
        issue(db, erin, done, version, reason="Once more")
    issue(db, erin, done)
    with pytest.raises(ConflictError, match="issued this report in the meantime"):
        issue(db, erin, done, 1, reason="Both pressed at once")
    assert stored_reports.newest_version(db, done.id) == 1


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"signatory": ""}, {"signatory"}),
        ({"post": ""}, {"post"}),
        ({"signatory": " \n ", "post": ""}, {"signatory", "post"}),
        ({"signatory": "x" * 201, "post": "x" * 1_000_000, "reason": "x" * 5001}, {"signatory", "post", "reason"}),
    ],
)
def test_without_a_proper_signature_nothing_is_issued(
    db: Session, erin: Person, done: Appraisal, changes: dict[str, str], fields: set[str]
) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        issue(db, erin, done, **changes)
    assert set(refused.value.fields) == fields
    assert stored_reports.newest_version(db, done.id) == 0


def test_a_signature_stands_on_one_line(db: Session, erin: Person, done: Appraisal) -> None:
    assert issue(db, erin, done, signatory="Erin\n  Maddox").signatory == "Erin Maddox"


@pytest.mark.parametrize("name", ["alice", "carol", "frank"])
def test_nobody_but_a_commissioner_issues(db: Session, people: People, done: Appraisal, name: str) -> None:
    with pytest.raises(NotAllowedError, match="Only a commissioner"):
        issue(db, getattr(people, name), done)
    assert stored_reports.newest_version(db, done.id) == 0


def test_what_is_not_decided_stands_in_the_way_and_is_told(db: Session, people: People) -> None:
    done = make_appraisal(db, people.alice, make_review(db, people.erin).id)
    preview = reports.preview_report(people.erin, db, done.id)
    assert preview.obstacles == ("Not every area and the overall grade have been confirmed or changed.",)
    with pytest.raises(NotAllowedError, match="cannot be issued yet"):
        issue(db, people.erin, done)
    decide_all(db, people.carol, done)
    assert reports.preview_report(people.erin, db, done.id).obstacles == ()


def test_words_written_for_another_grade_stand_in_the_way(db: Session, people: People, done: Appraisal) -> None:
    adequacies.write_text(people.carol, db, done.id, "text/outcome", text="A good review.", based_on=0)
    adequacies.decide(people.carol, db, done.id, "overall", grade="adequate", reason="Lower.", based_on=1)
    with pytest.raises(NotAllowedError, match="“The outcome in one sentence” was written when the overall grade"):
        issue(db, people.erin, done)


def test_a_draft_is_previewed_by_its_appraiser_alone_with_what_stands_in_the_way(db: Session, people: People) -> None:
    draft = appraisals.start_appraisal(people.alice, db, make_review(db, people.erin).id)
    preview = reports.preview_report(people.alice, db, draft.id)
    assert preview.obstacles[0] == "The appraisal has not been submitted."
    assert preview.data.heading.issue.is_preview
    assert reports.name_of(preview.data) == "WX-2015-03 preview"
    for person in (people.bob, people.carol, people.erin, people.frank):
        with pytest.raises(NotAllowedError):
            reports.preview_report(person, db, draft.id)
    with pytest.raises(NotFoundError):
        reports.preview_report(people.dave, db, draft.id)


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_can_be_previewed_even_of_an_empty_draft(db: Session, people: People, file_format: str) -> None:
    draft = appraisals.start_appraisal(people.alice, db, make_review(db, people.erin).id)
    data = reports.preview_report(people.alice, db, draft.id).data
    assert reports.write_file(data, file_format, render)


@pytest.mark.parametrize("file_format", ["", "body", "exe", "PDF", "pdf ", "../pdf"])
def test_another_format_is_not_found(db: Session, erin: Person, done: Appraisal, file_format: str) -> None:
    report = issue(db, erin, done)
    with pytest.raises(NotFoundError):
        reports.fetch_file(erin, db, report.id, file_format)
    with pytest.raises(NotFoundError):
        reports.write_file(reports.preview_report(erin, db, done.id).data, file_format, render)


def test_an_issued_report_is_read_by_the_board_and_not_by_an_administrator_or_another_board(
    db: Session, people: People, done: Appraisal
) -> None:
    report = issue(db, people.erin, done)
    for person in (people.alice, people.bob, people.carol, people.erin):
        assert reports.open_report(person, db, report.id)[1].startswith("<body>")
    for act in (reports.open_report, reports.read_report, lambda p, d, i: reports.fetch_file(p, d, i, "json")):
        with pytest.raises(NotAllowedError):
            act(people.frank, db, report.id)
        with pytest.raises(NotFoundError):
            act(people.dave, db, report.id)
    with pytest.raises(NotAllowedError):
        reports.list_versions(people.frank, db, done.id)
    assert reports.list_versions(people.dave, db, done.id) == ()


def test_issuing_and_every_look_are_on_the_trail_without_words_of_the_report(stored: Stored, people: People) -> None:
    with stored() as db:
        done = make_appraisal(db, people.alice, make_review(db, people.erin).id)
        decide_all(db, people.carol, done)
    with stored() as db:
        report = issue(db, people.erin, done)
    with stored() as db:
        reports.preview_report(people.carol, db, done.id)
    with stored() as db:
        reports.open_report(people.alice, db, report.id)
    with stored() as db:
        reports.fetch_file(people.bob, db, report.id, "pdf")
    with stored() as db:
        trail = [entry.event for entry in reversed(list_events(db, people.erin.board.id))][-4:]
    assert [(found.action, found.actor_id, found.detail) for found in trail] == [
        ("report issued", people.erin.id, "version 1"),
        ("report previewed", people.carol.id, ""),
        ("report opened", people.alice.id, "version 1"),
        ("report opened", people.bob.id, "version 1, pdf"),
    ]
    assert {found.review for found in trail} == {done.review}


def test_late_on_a_summer_evening_the_day_is_that_of_the_boards_and_not_of_utc() -> None:
    assert day_of(datetime(2016, 7, 1, 23, 30, tzinfo=UTC)).isoformat() == "2016-07-02"
    assert day_of(datetime(2016, 1, 1, 23, 30, tzinfo=UTC)).isoformat() == "2016-01-01"
