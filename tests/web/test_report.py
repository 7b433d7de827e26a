"""The report on its pages: preview, signing, what was issued stays as it was, files with their names, and who may."""

import hashlib
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.data import report as stored_reports
from app.data.report import IssuedReport
from app.data.session import get_engine, work
from app.domain.appraisal import Appraisal
from app.services import adequacy as adequacies
from app.services import appraisal as appraisals
from app.services import evidence
from app.services import report as reports
from app.services import review as reviews
from app.services.appraisal_save import Typed, save_field
from app.settings import Settings
from app.web import urls
from app.web.report import TYPES, render_report
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, fill_appraisal, make_appraisal, make_paper, make_review

SIGNED = {"signatory": "Erin Maddox", "post": "Business manager", "version": "1"}
STARTS = {"pdf": b"%PDF-", "docx": b"PK", "html": b"<!DOCTYPE html>", "json": b"{"}


@dataclass(frozen=True)
class Once:
    """What all tests begin with, made once: databases to copy, without a report and with one issued, and what is in them."""

    without_report: Path
    with_report: Path
    done: Appraisal
    issued: IssuedReport


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory, _made_once: tuple[Path, People]) -> Once:
    folder = tmp_path_factory.mktemp("issued")
    settings = Settings(PLUMBLINE_VAR=folder)
    start, people = _made_once
    shutil.copyfile(start, folder / "plumbline.db")
    with work(settings.database) as db:
        done = make_appraisal(db, people.alice, make_review(db, people.erin).id)
        adequacy = adequacies.open_adequacy(people.carol, db, done.id)
        seen = {area.id: str(area.proposal) for area in adequacy.assessment.areas}
        adequacies.confirm_areas(people.carol, db, done.id, seen)
        adequacies.decide(people.carol, db, done.id, "overall", grade="good", reason="", based_on=0)
    get_engine(settings.database).dispose()
    shutil.copyfile(folder / "plumbline.db", folder / "without-report.db")
    with work(settings.database) as db:
        signed = {"signatory": "Erin Maddox", "post": "Manager", "reason": ""}
        issued = reports.issue_report(people.erin, db, done.id, version=1, **signed, render_html=render_report)
    get_engine(settings.database).dispose()
    return Once(folder / "without-report.db", folder / "plumbline.db", done, issued)


@pytest.fixture
def settings(request: pytest.FixtureRequest, empty_settings: Settings, once: Once, _made_once: tuple[Path, People]) -> Settings:
    """In the database of a test that asks for `done` or `issued` it is done or issued before anybody looks."""
    start = once.without_report if "done" in request.fixturenames else _made_once[0]
    start = once.with_report if "issued" in request.fixturenames else start
    shutil.copyfile(start, empty_settings.var_dir / "plumbline.db")
    return empty_settings


@pytest.fixture
def done(once: Once) -> Appraisal:
    """An appraisal that was submitted and judged: every marker good."""
    return once.done


@pytest.fixture
def issued(once: Once) -> IssuedReport:
    return once.issued


@pytest.fixture
def erin(client_for: ClientFor, people: People) -> Browser:
    """The commissioner's browser."""
    return client_for(people.erin)


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def inputs(html: str, name: str) -> list[str]:
    return [box.get("value") for box in parse(html).iter("input") if box.get("name") == name]


def value_of(html: str, name: str) -> str:
    return next("".join(box.itertext()) for box in parse(html).iter("textarea") if box.get("name") == name)


def listed(stored: Stored, done: Appraisal) -> tuple[IssuedReport, ...]:
    with stored() as db:
        return stored_reports.list_reports(db, done.board, appraisal=done.id)


# Preview.


def test_the_preview_says_that_it_is_one_and_what_stands_in_the_way(
    client_for: ClientFor, people: People, stored: Stored
) -> None:
    with stored() as db:
        draft = appraisals.start_appraisal(people.alice, db, make_review(db, people.erin).id)
    page = words(client_for(people.alice).get(urls.report_preview(draft.id)).text)
    assert "This is a preview. It has not been issued." in page
    assert "The appraisal has not been submitted." in page
    assert "Not every area and the overall grade have been confirmed or changed." in page


def test_a_preview_without_obstacles_leads_the_commissioner_alone_to_signing(
    client_for: ClientFor, people: People, erin: Browser, done: Appraisal
) -> None:
    assert urls.report_issue(done.id) in erin.get(urls.report_preview(done.id)).text
    for person in (people.alice, people.carol):
        page = client_for(person).get(urls.report_preview(done.id))
        assert page.status_code == 200
        assert urls.report_issue(done.id) not in page.text


@pytest.mark.parametrize("file_format", list(TYPES))
def test_the_preview_can_be_had_as_a_file_of_each_format(erin: Browser, done: Appraisal, file_format: str) -> None:
    answer = erin.get(urls.report_preview_file(done.id, file_format))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[file_format]
    assert answer.headers["content-disposition"] == f'attachment; filename="Adequacy report WX-2015-03 preview.{file_format}"'
    assert answer.content.startswith(STARTS[file_format])


@pytest.mark.parametrize("file_format", ["exe", "body", "PDF", "pdf.pdf", "%00", "x" * 3000])
def test_another_format_is_not_found(erin: Browser, done: Appraisal, issued: IssuedReport, file_format: str) -> None:
    assert erin.get(urls.report_preview_file(done.id, file_format)).status_code == 404
    assert erin.get(urls.report_file(issued.id, file_format)).status_code == 404


# Issuing.


def test_the_form_for_signing_proposes_ones_own_name_and_post(erin: Browser, done: Appraisal) -> None:
    page = erin.get(urls.report_issue(done.id)).text
    assert (inputs(page, "signatory"), inputs(page, "post")) == (["Erin Maddox"], ["Business manager"])
    assert inputs(page, "version") == ["1"]
    assert not [box for box in parse(page).iter("textarea") if box.get("name") == "reason"]


def test_an_issued_report_shows_its_version_signature_and_the_sum_of_its_data(
    erin: Browser, stored: Stored, done: Appraisal
) -> None:
    answer = erin.post(urls.report_issue(done.id), data=SIGNED)
    assert answer.status_code == 303
    page = erin.get(answer.headers["location"])
    text = words(page.text)
    assert "version 1. Signed by Erin Maddox, Business manager." in text
    [report] = listed(stored, done)
    data = erin.get(urls.report_file(report.id, "json")).content
    assert f"SHA-256 of the data: {hashlib.sha256(data).hexdigest()}" in text
    for file_format in TYPES:
        assert urls.report_file(report.id, file_format) in page.text
    assert "Adequacy report, version 1" in words(erin.get(urls.review(done.review)).text)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"signatory": ""}, ["signatory"]),
        ({"signatory": " \0 ", "post": ""}, ["signatory", "post"]),
        ({"post": "p" * 1_000_000}, ["post"]),
    ],
)
def test_a_signature_that_is_missing_or_too_long_is_told_with_the_rest_kept(
    erin: Browser, stored: Stored, done: Appraisal, changes: dict[str, str], fields: list[str]
) -> None:
    answer = erin.post(urls.report_issue(done.id), data=SIGNED | changes)
    assert answer.status_code == 422
    assert [field for field in ("signatory", "post", "reason") if f'href="#{field}"' in answer.text] == fields
    assert inputs(answer.text, "post") == [changes.get("post", SIGNED["post"]).strip()]
    assert listed(stored, done) == ()


def test_issuing_again_asks_why_and_leaves_the_first_version_byte_for_byte(
    erin: Browser, stored: Stored, done: Appraisal, issued: IssuedReport
) -> None:
    before = {name: erin.get(urls.report_file(issued.id, name)).content for name in TYPES}
    form = SIGNED | {"version": "2"}
    assert value_of(erin.get(urls.report_issue(done.id)).text, "reason") == ""
    refused = erin.post(urls.report_issue(done.id), data=form)
    assert refused.status_code == 422
    assert "Version 1 has been issued already. Say why you issue the report again." in words(refused.text)
    answer = erin.post(urls.report_issue(done.id), data=form | {"reason": "A date was wrong."})
    assert answer.status_code == 303
    page = words(erin.get(answer.headers["location"]).text)
    assert "Issued again because: A date was wrong." in page
    assert "All versions: version 2, version 1" in page
    first = words(erin.get(urls.report(issued.id)).text)
    assert "A newer version has been issued: version 2" in first
    assert {name: erin.get(urls.report_file(issued.id, name)).content for name in TYPES} == before
    assert [report.version for report in listed(stored, done)] == [2, 1]


def test_of_two_who_issue_the_same_version_the_second_is_told_and_nothing_is_issued(
    erin: Browser, stored: Stored, done: Appraisal
) -> None:
    assert erin.post(urls.report_issue(done.id), data=SIGNED).status_code == 303
    answer = erin.post(urls.report_issue(done.id), data=SIGNED | {"post": "Another post", "reason": "Mine"})
    assert answer.status_code == 409
    assert "Somebody issued this report in the meantime." in words(answer.text)
    assert inputs(answer.text, "version") == ["2"]
    assert (inputs(answer.text, "post"), value_of(answer.text, "reason")) == (["Another post"], "Mine")
    assert len(listed(stored, done)) == 1


def test_what_is_not_decided_is_not_issued_and_the_page_says_so(erin: Browser, people: People, stored: Stored) -> None:
    with stored() as db:
        done = make_appraisal(db, people.alice, make_review(db, people.erin).id)
    page = words(erin.get(urls.report_issue(done.id)).text)
    assert "The report cannot be issued yet: Not every area and the overall grade have been confirmed or changed." in page
    answer = erin.post(urls.report_issue(done.id), data=SIGNED)
    assert answer.status_code == 403
    assert "The report cannot be issued yet." in words(answer.text)
    assert listed(stored, done) == ()


@pytest.mark.parametrize(("name", "status"), [("alice", 403), ("carol", 403), ("frank", 403), ("dave", 404)])
def test_nobody_but_a_commissioner_of_the_board_signs(
    client_for: ClientFor, people: People, stored: Stored, done: Appraisal, name: str, status: int
) -> None:
    browser = client_for(getattr(people, name))
    assert browser.get(urls.report_issue(done.id)).status_code == status
    assert browser.post(urls.report_issue(done.id), data=SIGNED).status_code == status
    assert listed(stored, done) == ()


# What was issued.


@pytest.mark.parametrize("file_format", list(TYPES))
def test_every_format_is_handed_out_as_stored_with_its_type_and_name(
    erin: Browser, stored: Stored, issued: IssuedReport, file_format: str
) -> None:
    answer = erin.get(urls.report_file(issued.id, file_format))
    with stored() as db:
        assert answer.content == stored_reports.get_file(db, issued.id, file_format)[1]
    assert answer.headers["content-type"] == TYPES[file_format]
    assert answer.headers["content-disposition"] == f'attachment; filename="Adequacy report WX-2015-03 version 1.{file_format}"'
    assert answer.headers["cache-control"] == "no-store"


def test_the_web_page_of_a_report_stays_frozen_when_templates_and_facts_change(
    erin: Browser, people: People, stored: Stored, issued: IssuedReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, file = erin.get(urls.report(issued.id)).text, erin.get(urls.report_file(issued.id, "html")).content
    with stored() as db:
        review = reviews.get_review(people.erin, db, issued.review)
        reviews.edit_review(people.erin, db, review.id, review.version, replace(review.facts, method="Another method"))

    def write_anew() -> None:
        raise AssertionError("what was issued is not written anew")

    monkeypatch.setattr("app.web.report.environment", write_anew)
    with pytest.raises(AssertionError, match="not written anew"):
        erin.get(urls.report_preview_file(issued.appraisal, "html"))
    assert erin.get(urls.report(issued.id)).text == page
    assert erin.get(urls.report_file(issued.id, "html")).content == file


@pytest.mark.parametrize(("name", "status"), [("alice", 200), ("bob", 200), ("carol", 200), ("frank", 403), ("dave", 404)])
def test_an_issued_report_is_for_the_readers_of_the_board(
    client_for: ClientFor, people: People, issued: IssuedReport, name: str, status: int
) -> None:
    browser = client_for(getattr(people, name))
    assert browser.get(urls.report(issued.id)).status_code == status
    assert {browser.get(urls.report_file(issued.id, file_format)).status_code for file_format in TYPES} == {status}


def test_nobody_reads_a_report_without_being_signed_in(anonymous: Browser, issued: IssuedReport) -> None:
    assert anonymous.get(urls.report(issued.id)).status_code == 401
    assert anonymous.get(urls.report_file(issued.id, "json")).status_code == 401


@pytest.mark.parametrize("ident", ["nothing", "%00", "a%20b", "0" * 3000])
def test_a_report_that_does_not_exist_is_not_found(erin: Browser, ident: str) -> None:
    assert erin.get(urls.report(ident)).status_code == 404
    assert erin.get(urls.report_file(ident, "pdf")).status_code == 404


@pytest.mark.parametrize(
    ("reference", "called"),
    [
        ('WX "7"; x=y', "WX -7-- x-y"),
        ("WX/../..\\7", "WX-..-..-7"),
        ("Ŵ-3 ✓", "--3 -"),
        ("WX%0d%0aX", "WX-0d-0aX"),
    ],
)
def test_odd_references_cannot_spoil_the_name_of_a_file(
    erin: Browser, people: People, stored: Stored, reference: str, called: str
) -> None:
    with stored() as db:
        done = make_appraisal(db, people.alice, make_review(db, people.erin, reference).id)
    answer = erin.get(urls.report_preview_file(done.id, "json"))
    assert answer.headers["content-disposition"] == f'attachment; filename="Adequacy report {called} preview.json"'


def test_words_with_markup_stand_in_the_report_as_words(erin: Browser, people: People, stored: Stored, done: Appraisal) -> None:
    with stored() as db:
        adequacies.write_text(people.carol, db, done.id, "text/outcome", text="<script>alert(1)</script> & {{ 7*7 }}", based_on=0)
    location = erin.post(urls.report_issue(done.id), data=SIGNED).headers["location"]
    for address in (urls.report_preview(done.id), urls.report_preview_file(done.id, "html"), location, f"{location}.html"):
        page = erin.get(address).text
        assert "<script>alert" not in page
        assert "<script>alert(1)</script> & {{ 7*7 }}" in words(page)


def test_preview_and_issued_report_lead_to_each_quoted_page_in_the_version_that_they_cite(
    client_for: ClientFor, people: People, stored: Stored
) -> None:
    quoted = "Nobody asked the school what it had seen"
    with stored() as db:
        review = make_review(db, people.erin)
        paper = make_paper(db, people.erin, review.id, "A foreword.", f"So {quoted}.", title="Report")
        draft = appraisals.start_appraisal(people.alice, db, review.id)
        fill_appraisal(db, people.alice, draft)
        mark = evidence.Mark(paper.id, 2, 3, 3 + len(quoted))
        evidence.add_passages(people.alice, db, draft.id, ["analysis"], mark, "supports", "")
        save_field(people.alice, db, draft.id, Typed("analysis/no_evidence", "", 1))
        appraisals.submit_appraisal(people.alice, db, draft.id)
        adequacy = adequacies.open_adequacy(people.carol, db, draft.id)
        adequacies.confirm_areas(people.carol, db, draft.id, {area.id: str(area.proposal) for area in adequacy.assessment.areas})
        adequacies.decide(people.carol, db, draft.id, "overall", grade=str(adequacy.assessment.proposal), reason="", based_on=0)
        issued = reports.issue_report(
            people.erin, db, draft.id, version=1, signatory="Erin Maddox", post="Manager", reason="", render_html=render_report
        )
        make_paper(db, people.erin, review.id, "All is new.", title="Report", replaces=paper)
    href = f"{urls.paper_page(review.id, paper.id, 2, start=3, end=3 + len(quoted))}#mark"
    browser = client_for(people.carol)
    for address in (urls.report(issued.id), urls.report_preview(draft.id)):
        page = parse(browser.get(address).text)
        [link] = [node for node in page.iter("a") if node.get("href") == href]
        assert "page 2, quote 1" in "".join(link.itertext())
        assert [node.get("id") for node in page.iter("h3") if node.get("id") == "quote-1"] == ["quote-1"]
    shown = parse(browser.get(href.partition("#")[0]).text)
    assert ["".join(node.itertext()) for node in shown.iter("mark")] == [quoted]
    assert "papers/" not in browser.get(urls.report_public(issued.id)).text
