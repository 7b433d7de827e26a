"""What the page of a review says to whom: the next step, and who may open which appraisal."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.data.report import IssuedReport
from app.domain.account import Board, Person, Role
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.document import Document, DocumentKind, ReadingStatus
from app.domain.instrument import Grade
from app.domain.review import Review
from app.domain.round import Round, RoundSettings
from app.services.review import OpenedReview
from app.web import urls
from app.web.review_view import next_step, page_of
from tests.factories import make_facts

WHEN = datetime(2016, 5, 1, tzinfo=UTC)
BOARD = Board("board", "Wexcombe Safeguarding Partnership")
REVIEW = Review("review", BOARD.id, make_facts(), 1, WHEN, "erin")
PAPER = Document(
    id="paper",
    review=REVIEW.id,
    kind=DocumentKind.AGENCY,
    agency="Wexcombe Council",
    title="IMR",
    filename="imr.pdf",
    size=1,
    sha256="0" * 64,
    status=ReadingStatus.READY,
    sentence="",
    added_at=WHEN,
    added_by="erin",
)
DRAFT = Appraisal("one", BOARD.id, REVIEW.id, "tiny", "1.0", "alice", "Alice Hartwell", AppraisalState.DRAFT, WHEN)
SUBMITTED = replace(DRAFT, state=AppraisalState.SUBMITTED, submitted_at=WHEN)
BOBS = replace(DRAFT, id="two", appraiser="bob", appraiser_name="Bob Lyle")
REPORT = IssuedReport("report", REVIEW.id, DRAFT.id, 1, Grade.GOOD, "Erin Maddox", "Manager", "", "0" * 64, WHEN, "Erin Maddox")
ROUND = Round(REVIEW.id, RoundSettings(), (), (), ())
NOTHING = OpenedReview(REVIEW, (), ROUND, ())
PAPERS = replace(NOTHING, papers=(PAPER,))


def after(*appraisals: Appraisal) -> OpenedReview:
    return replace(PAPERS, round=replace(ROUND, appraisals=appraisals))


def person(name: str, *roles: Role) -> Person:
    return Person(name, name.title(), f"{name}@wexcombe.example", BOARD, frozenset(roles))


ALICE, BOB = person("alice", Role.APPRAISER), person("bob", Role.APPRAISER)
CAROL, ERIN = person("carol", Role.MODERATOR), person("erin", Role.COMMISSIONER)


@pytest.mark.parametrize(
    ("who", "opened", "sentence", "href"),
    [
        (ERIN, NOTHING, "Next: add the papers", urls.papers_add("review")),
        (ALICE, NOTHING, "Next: a commissioner of your board adds the papers.", ""),
        (ALICE, PAPERS, "Next: appraise the review.", urls.appraisal_start("review")),
        (ERIN, PAPERS, "Next: choose who appraises the review.", "/reviews/review/team/add"),
        (
            ALICE,
            after(DRAFT),
            "Next: carry on with your appraisal.",
            urls.appraisal("one"),
        ),
        (
            BOB,
            after(DRAFT),
            "Next: appraise the review.",
            urls.appraisal_start("review"),
        ),
        (ERIN, after(DRAFT), "Waiting for the appraisal of Alice Hartwell.", "/reviews/review/grid"),
        (
            ERIN,
            after(DRAFT, BOBS),
            "None of the 2 appraisals is in. Waiting for Alice Hartwell and Bob Lyle.",
            "/reviews/review/grid",
        ),
        (CAROL, after(SUBMITTED, BOBS), "1 of the 2 appraisals is in. Waiting for Bob Lyle.", "/reviews/review/grid"),
        (ALICE, after(SUBMITTED, BOBS), "Yours is submitted. 1 of the 2 appraisals is in.", ""),
        (CAROL, after(SUBMITTED), "Next: judge the adequacy", urls.adequacy("one")),
        (
            ERIN,
            after(SUBMITTED),
            "read the report through and issue it",
            urls.report_preview("one"),
        ),
        (
            ALICE,
            after(SUBMITTED),
            "Next: a moderator judges adequacy.",
            urls.adequacy("one"),
        ),
        (
            ALICE,
            replace(after(SUBMITTED), reports=(REPORT,)),
            "has been issued",
            urls.report("report"),
        ),
    ],
)
def test_each_person_is_told_the_next_step_that_is_theirs(who: Person, opened: OpenedReview, sentence: str, href: str) -> None:
    step = next_step(who, opened)
    assert sentence in step.sentence
    assert step.href == href
    assert bool(step.words) == bool(href)


def test_only_a_moderator_is_offered_to_open_the_round_early_and_only_once_something_is_in() -> None:
    offered = {who.id: next_step(who, after(SUBMITTED, BOBS)).also[1] for who in (ALICE, CAROL, ERIN)}
    assert offered == {"alice": "", "carol": urls.round_open("review"), "erin": ""}
    assert next_step(CAROL, after(DRAFT, BOBS)).also == ("", "")


def test_a_draft_can_be_opened_by_its_appraiser_alone_and_a_submitted_appraisal_by_all_who_do_not_still_appraise() -> None:
    def links(who: Person, appraisal: Appraisal) -> list[str]:
        return [line.href for line in page_of(who, after(appraisal)).appraisals]

    assert links(ALICE, DRAFT) == [urls.appraisal("one")]
    assert links(BOB, DRAFT) == links(ERIN, DRAFT) == links(CAROL, DRAFT) == [""]
    assert links(CAROL, SUBMITTED) == links(ERIN, SUBMITTED) == links(ALICE, SUBMITTED) == [urls.appraisal("one")]
    assert links(BOB, SUBMITTED) == [""]


def test_an_appraiser_may_open_the_appraisals_of_others_once_their_own_is_submitted() -> None:
    own = replace(DRAFT, id="two", appraiser="bob")

    def links(*appraisals: Appraisal) -> list[str]:
        return [line.href for line in page_of(BOB, after(*appraisals)).appraisals]

    assert links(SUBMITTED, own) == ["", urls.appraisal("two")]
    assert links(SUBMITTED, replace(own, state=AppraisalState.SUBMITTED)) == [urls.appraisal("one"), urls.appraisal("two")]


def test_an_appraisal_is_offered_to_appraisers_without_one_once_there_are_papers() -> None:
    assert page_of(BOB, after(DRAFT)).may_start
    assert not page_of(ALICE, after(DRAFT)).may_start
    assert not page_of(BOB, NOTHING).may_start
    assert not page_of(ERIN, PAPERS).may_start


def test_an_agency_report_among_the_papers_counts_for_its_agency() -> None:
    def sentence(opened: OpenedReview) -> str:
        return next(line.check.sentence for line in page_of(ERIN, opened).checks if line.check.id == "reports-present")

    there = replace(PAPERS, agencies=frozenset({"Wexcombe Council"}))
    assert sentence(there) == "There is no agency report among the papers from Wexcombe Health Trust."
    assert "Wexcombe Health Trust and Wexcombe Council" in sentence(PAPERS)
