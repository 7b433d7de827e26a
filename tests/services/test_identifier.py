"""What may identify a person: asked about before issuing, answered by rows that are only added, and left out of the public
version in every format.
"""

import io
import json
import re
import zipfile

import pypdf
import pytest
from sqlmodel import select

from app.data import report as stored_reports
from app.data.audit import list_events
from app.data.session import Session
from app.data.tables import IdentifierAnswerRow
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.identifier import Answer, IdentifierKind
from app.domain.identifier_report import Question
from app.domain.report_public import GONE
from app.outside.json_out import report_json
from app.services import appraisal as appraisals
from app.services import identifier
from app.services import report as reports
from app.services.identifier import Typed
from app.services.report import FORMATS, PUBLIC, UnansweredError
from app.web.report import render_report
from tests.conftest import Stored
from tests.factories import People, make_paper, make_review
from tests.identifiers.reports import DAY, NAME, SCHOOL, SECRETS, make_identifying


@pytest.fixture
def done(db: Session, people: People) -> Appraisal:
    """A decided appraisal that writes about a person, a school and a day."""
    return make_identifying(db, people)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDF and Word are not written: where only data and pages are looked at."""
    monkeypatch.setattr(reports, "_writers", lambda: {"json": report_json, "pdf": lambda _: b"%PDF-", "docx": lambda _: b"PK"})


def issue(db: Session, person: Person, done: Appraisal, version: int = 1, reason: str = "") -> stored_reports.IssuedReport:
    return reports.issue_report(
        person, db, done.id, version=version, signatory="Erin Maddox", post="Manager", reason=reason, render_html=render_report
    )


def questions(db: Session, person: Person, done: Appraisal) -> dict[str, Question]:
    return {question.words: question for question in reports.prepare_report(person, db, done.id).questions}


def answer_all(db: Session, person: Person, done: Appraisal, said: Typed) -> None:
    preview = reports.prepare_report(person, db, done.id)
    assert identifier.answer_questions(person, db, done, preview.questions, {q.key: said for q in preview.questions}) == {}


def texts_of(file_format: str, content: bytes) -> str:
    """Everything in a file that can be read: text, properties, names and attributes."""
    if file_format == "pdf":
        pdf = pypdf.PdfReader(io.BytesIO(content))
        told = " ".join(str(value) for value in (pdf.metadata or {}).values())
        return told + " ".join(page.extract_text() for page in pdf.pages) + content.decode("latin-1")
    if file_format == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as word:
            return " ".join(name + word.read(name).decode("utf-8", "replace") for name in word.namelist())
    return content.decode()


def plain(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad-]+", "", text).casefold()


def test_the_same_words_in_many_places_are_one_question_with_every_place(db: Session, erin: Person, done: Appraisal) -> None:
    asked = questions(db, erin, done)
    assert {question.kind for question in asked.values()} == {IdentifierKind.NAME, IdentifierKind.SCHOOL, IdentifierKind.DATE}
    labels = " | ".join(place.text.label for place in asked[NAME].places)
    for place in (
        "The reasons",
        "Papers of the review",
        "Analysis: reasons",
        ": strengths",
        ": evidence",
        "Quote 1: ",
    ):
        assert place in labels, labels
    assert asked[NAME].places[0].words.casefold() == NAME.casefold()


@pytest.mark.usefixtures("quick")
def test_issuing_waits_until_each_is_answered(db: Session, erin: Person, done: Appraisal) -> None:
    with pytest.raises(UnansweredError, match="Answer first about") as refused:
        issue(db, erin, done)
    assert {question.words for question in refused.value.questions} >= {NAME, SCHOOL}
    assert stored_reports.newest_version(db, done.id) == 0
    answer_all(db, erin, done, Typed("kept", "All invented."))
    assert issue(db, erin, done).left_out == ()


@pytest.mark.usefixtures("quick")
def test_words_typed_as_the_reason_for_issuing_again_are_asked_about_too(db: Session, erin: Person, done: Appraisal) -> None:
    answer_all(db, erin, done, Typed("kept", "All invented."))
    issue(db, erin, done)
    with pytest.raises(UnansweredError) as refused:
        issue(db, erin, done, 2, reason="Because Wilfred Oakhanger asked.")
    assert [question.words for question in refused.value.questions] == ["Wilfred Oakhanger"]


def test_answers_are_only_added_with_author_and_the_newest_counts(db: Session, people: People, done: Appraisal) -> None:
    answer_all(db, people.erin, done, Typed("kept", "Public."))
    answer_all(db, people.erin, done, Typed("kept", "Public."))
    number = len(questions(db, people.erin, done))
    assert len(db.exec(select(IdentifierAnswerRow)).all()) == number
    answer_all(db, people.erin, done, Typed("left-out", ""))
    assert len(db.exec(select(IdentifierAnswerRow)).all()) == 2 * number
    answer = questions(db, people.erin, done)[NAME].answer
    assert answer
    assert (answer.answer, answer.by_name) == (Answer.LEFT_OUT, "Erin Maddox")
    trail = [entry.event for entry in list_events(db, people.erin.board.id) if entry.event.action == "personal data answered"]
    assert [found.detail for found in trail] == [
        f"{number} answered: {number} to leave out",
        f"{number} answered: 0 to leave out",
    ]
    assert not any(secret in str(trail) for secret in SECRETS)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Typed("kept", ""), "Say why these words can stay in the public version."),
        (Typed("", "Because."), "Choose whether to keep these words or to leave them out."),
        (Typed("forget", ""), "Choose whether to keep these words or to leave them out."),
        (Typed("left-out", "x" * 1001), "Shorten the reason to 1,000 characters or fewer."),
    ],
)
def test_an_answer_that_cannot_be_kept_is_told_and_the_others_are_kept(
    db: Session, erin: Person, done: Appraisal, said: Typed, sentence: str
) -> None:
    preview = reports.prepare_report(erin, db, done.id)
    typed = {question.key: Typed("left-out", "") for question in preview.questions}
    wrong = preview.questions[0].key
    assert identifier.answer_questions(erin, db, done, preview.questions, typed | {wrong: said}) == {wrong: sentence}
    assert [q.key for q in reports.prepare_report(erin, db, done.id).unanswered] == [wrong]


def test_nobody_but_a_commissioner_answers(db: Session, people: People, done: Appraisal) -> None:
    asked = reports.prepare_report(people.carol, db, done.id).questions
    for person in (people.alice, people.carol, people.frank):
        with pytest.raises(NotAllowedError):
            identifier.answer_questions(person, db, done, asked, {})


def test_no_format_of_the_public_version_has_what_was_left_out_and_each_says_so(
    db: Session, erin: Person, done: Appraisal
) -> None:
    answer_all(db, erin, done, Typed("left-out", ""))
    report = issue(db, erin, done)
    assert {gone.words.casefold() for gone in report.left_out} >= {NAME.casefold(), SCHOOL.casefold(), DAY.casefold()}
    for name in FORMATS:
        called, content = reports.fetch_public(erin, db, report.id, name)
        text = plain(texts_of(name, content))
        assert [secret for secret in SECRETS if plain(secret) in text] == [], name
        assert plain(GONE) in text, name
        assert called == "WX-2015-03 version 1, public version"
    _, body = reports.open_public(erin, db, report.id)
    assert not any(secret in body for secret in SECRETS)
    full = plain(texts_of("json", reports.fetch_file(erin, db, report.id, "json")[1]))
    assert all(plain(secret) in full for secret in (NAME, SCHOOL, DAY, "09/05/2014"))


@pytest.mark.usefixtures("quick")
def test_the_public_version_has_no_words_around_quotes_and_no_ids_of_papers(db: Session, erin: Person, done: Appraisal) -> None:
    answer_all(db, erin, done, Typed("kept", "All invented."))
    report = issue(db, erin, done)
    full = json.loads(reports.fetch_file(erin, db, report.id, "json")[1])
    public = json.loads(reports.fetch_public(erin, db, report.id, "json")[1])
    assert [quote["quote"] for quote in public["quotes"]] == [quote["quote"] for quote in full["quotes"]]
    assert {(quote["before"], quote["after"], quote["document"], quote["start"]) for quote in public["quotes"]} == {
        ("", "", "", 0)
    }
    assert not any(paper["id"] in str(public) or paper["sha256"] in str(public) for paper in full["papers"])
    assert "Nothing in it was found that had to be left out." in public["public"]["sentence"]
    assert full["public"] is None


def test_the_incident_is_dated_by_its_month_in_the_public_version_unless_its_day_was_kept(
    db: Session, erin: Person, people: People
) -> None:
    review = make_review(db, people.erin)
    draft = appraisals.start_appraisal(people.alice, db, review.id)
    public = reports.preview_report(people.alice, db, draft.id).public
    said = {fact.name: fact.words for fact in public.heading.facts}
    assert said["Date of the incident"] == "January 2015"
    assert "Incident" not in {row.label for row in public.timeline}
    assert public.timeline[0].share == 0.0
    assert "12 January 2015" not in str(public)


@pytest.mark.usefixtures("quick")
def test_what_was_issued_as_public_stays_when_answers_change(db: Session, erin: Person, done: Appraisal) -> None:
    answer_all(db, erin, done, Typed("left-out", ""))
    report = issue(db, erin, done)
    before = {name: stored_reports.get_file(db, report.id, PUBLIC + name) for name in FORMATS}
    answer_all(db, erin, done, Typed("kept", "All invented."))
    issue(db, erin, done, 2, reason="Once more.")
    assert {name: stored_reports.get_file(db, report.id, PUBLIC + name) for name in FORMATS} == before
    assert stored_reports.get_report(db, erin.board.id, report.id).left_out == report.left_out


@pytest.mark.usefixtures("quick")
def test_a_report_issued_without_a_public_version_says_so(db: Session, erin: Person, done: Appraisal) -> None:
    answer_all(db, erin, done, Typed("left-out", ""))
    report = issue(db, erin, done)
    for name in (*FORMATS, "body"):
        row = db.get(stored_reports.ReportFileRow, (report.id, PUBLIC + name))
        db.delete(row)
    assert not reports.has_public(erin, db, report)
    with pytest.raises(NotFoundError, match="issued without a public version"):
        reports.open_public(erin, db, report.id)


def test_a_paper_is_checked_page_by_page_and_the_look_is_on_the_trail(stored: Stored, people: People) -> None:
    with stored() as db:
        review = make_review(db, people.erin)
        paper = make_paper(db, people.erin, review.id, "Nothing here.", f"It was {NAME} who rang.")
    with stored() as db:
        checked, found = identifier.check_paper(people.bob, db, review.id, paper.id)
    assert checked.id == paper.id
    assert [(page.page.number, [item.text for item in page.found]) for page in found] == [(2, [NAME])]
    with stored() as db:
        newest = list_events(db, people.erin.board.id)[0].event
        assert (newest.action, newest.subject_id, newest.actor_id) == ("paper checked for personal data", paper.id, people.bob.id)
        with pytest.raises(NotAllowedError):
            identifier.check_paper(people.frank, db, review.id, paper.id)
        with pytest.raises(NotFoundError):
            identifier.check_paper(people.dave, db, review.id, paper.id)


def test_a_pasted_text_is_checked_and_kept_nowhere(db: Session, people: People) -> None:
    before = len(list_events(db, people.erin.board.id))
    assert [item.text for item in identifier.check_text(people.alice, f"It was {NAME}.")] == [NAME]
    assert len(list_events(db, people.erin.board.id)) == before
    with pytest.raises(NotAllowedError):
        identifier.check_text(people.frank, NAME)
