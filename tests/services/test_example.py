"""Loading the worked example: what stands afterwards, and that loading again goes on where it broke off or changes nothing."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel

from app.data import appraisal as appraisals
from app.data import document as documents
from app.data import report as reports
from app.data import review as reviews
from app.data.audit import list_events
from app.data.evidence import list_evidence
from app.data.migrate import migrate
from app.data.review import get_review
from app.data.round import get_round
from app.data.round_list import rounds_of
from app.data.session import Session, get_engine, work
from app.domain.account import Person, Role
from app.domain.appraisal import AppraisalState
from app.domain.document import Reading, ReadingStatus
from app.domain.errors import PlumblineError
from app.domain.instrument import Grade, Lens
from app.domain.review import Review, ReviewLine, ReviewStatus
from app.domain.round import Phase
from app.example import papers
from app.example.content import read_complete, read_half
from app.example.further import read_further
from app.example.papers import BuiltPaper, build_papers
from app.services import account as accounts
from app.services import document_read, example
from app.services.adequacy import open_adequacy
from app.services.agreement import open_agreement
from app.services.appraisal import open_appraisal
from app.services.report import FORMATS, read_report
from app.services.review import find_reviews
from app.settings import Settings
from app.web.report import render_report
from tests.outside.test_report_writers import docx_text, pdf_text, strings

# Tables in which an attempt that was broken off leaves nothing of its own; the trail tells of each attempt.
KEPT = ("document", "document_page", "appraisal", "entry", "evidence", "decision", "report", "report_file")


class BrokenOff(BaseException):
    """What stands for a killed process."""


@pytest.fixture(scope="module", autouse=True)
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Papers are built, and texts of the example read, once for all the times that it is loaded here."""
    built: dict[str, list[BuiltPaper]] = {}
    complete, half, further = read_complete(), read_half(), read_further()

    def copy(folder: Path, review: str = "") -> list[BuiltPaper]:
        if review not in built:
            built[review] = build_papers(tmp_path_factory.mktemp("papers"), review)
        return [replace(paper, path=Path(shutil.copy(paper.path, folder))) for paper in built[review]]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "build_papers", copy)
        patch.setattr(example, "read_complete", lambda: complete)
        patch.setattr(example, "read_half", lambda: half)
        patch.setattr(example, "read_further", lambda: further)
        yield


@dataclass(frozen=True)
class Loaded:
    """The example as it was loaded, and how many rows each table had when one of the further reviews stood."""

    settings: Settings
    with_one: dict[str, int]


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The example in a database. Tests only look at it, or load it once more."""
    settings = Settings(PLUMBLINE_VAR=tmp_path_factory.mktemp("loaded"))
    migrate(settings.database)
    with only_one():
        example.load_example(settings, render_report)
    with_one = counts(settings)
    example.load_example(settings, render_report)
    yield Loaded(settings, with_one)
    get_engine(settings.database).dispose()
    get_engine.cache_clear()


@contextmanager
def only_one() -> Iterator[None]:
    """The only further review is the one on which most was done: that shows as much as all of them, in less time."""
    first = read_further()[:1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(example, "read_further", lambda: first)
        yield


@pytest.fixture(scope="module")
def loaded(at_once: Loaded) -> Settings:
    """The settings of the example that was loaded."""
    return at_once.settings


@pytest.fixture
def db(loaded: Settings) -> Iterator[Session]:
    with work(loaded.database, writes=False) as db:
        yield db


def person(db: Session, name: str) -> Person:
    return next(found for found in accounts.list_everybody(db) if found.email == f"{name}@wexcombe.example")


def review_of(db: Session, reference: str = "WX-2016-03") -> ReviewLine:
    """A review of the example, the one with all its papers if no other is asked for."""
    [line], _ = reviews.list_reviews(db, person(db, "erin").board.id, search=reference)
    return line


def everything(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with work(settings.database, writes=False) as db:
        return {
            table.name: sorted(map(tuple, db.execute(table.select()).all()), key=repr)
            for table in SQLModel.metadata.sorted_tables
        }


def test_the_example_is_a_review_with_papers_that_were_all_read_and_say_that_they_are_fictional(db: Session) -> None:
    erin = person(db, "erin")
    line = review_of(db)
    assert line.fictional
    assert line.status is ReviewStatus.ISSUED
    stored = documents.list_documents(db, erin.board.id, line.id)
    assert len(stored) >= 7
    assert {paper.status for paper in stored} == {ReadingStatus.READY}
    assert max(paper.page_count for paper in stored) >= 30


def test_erin_may_do_everything_and_the_others_their_part(db: Session) -> None:
    assert person(db, "erin").roles == frozenset(Role)
    assert person(db, "alice").roles == person(db, "bob").roles == person(db, "imran").roles == frozenset({Role.APPRAISER})
    assert Role.MODERATOR in person(db, "carol").roles


def test_one_appraisal_is_complete_and_one_half_done(db: Session) -> None:
    erin = person(db, "erin")
    line = review_of(db)
    states = {found.appraiser_name: found.state for found in appraisals.list_appraisals(db, erin.board.id, line.id)}
    alice, bob = person(db, "alice"), person(db, "bob")
    assert states == {alice.name: AppraisalState.SUBMITTED, bob.name: AppraisalState.DRAFT}
    first, second = appraisals.list_appraisals(db, erin.board.id, line.id)
    complete, half = open_appraisal(alice, db, first.id), open_appraisal(bob, db, second.id)
    assert complete.gaps == ()
    started = [judgement for judgement in half.judgements.values() if judgement.is_started]
    assert 0 < len(started) < len(half.judgements)
    assert half.gaps
    said = {prompt.id for marker in complete.instrument.markers for prompt in marker.prompts}
    answered = {prompt for judgement in complete.judgements.values() for prompt in judgement.answers}
    assert answered <= said
    assert {f"lens/{lens}" for lens in Lens} <= set(complete.entries)


def test_the_rules_find_the_example_adequate_and_the_moderator_departs_where_it_says_so(db: Session) -> None:
    carol = person(db, "carol")
    line = review_of(db)
    first, _ = appraisals.list_appraisals(db, carol.board.id, line.id)
    adequacy = open_adequacy(carol, db, first.id)
    assert adequacy.is_decided
    assert adequacy.grade is adequacy.assessment.proposal is Grade.ADEQUATE
    assert adequacy.texts_to_read_again == ()
    wanted = read_complete().adequacy
    assert wanted
    departed = {choice.area for choice in wanted.areas if choice.grade}
    decided = {area.id for area in adequacy.assessment.areas if area.decided not in (None, area.proposal)}
    assert decided == departed


def test_its_report_is_issued_once_and_can_be_read(db: Session) -> None:
    erin = person(db, "erin")
    [report] = reports.list_reports(db, erin.board.id, review=review_of(db).id)
    assert (report.version, report.overall, report.reason) == (1, Grade.ADEQUATE, "")
    wanted = read_complete().adequacy
    assert wanted
    assert report.signatory == wanted.signatory.name
    assert read_report(erin, db, report.id).outcome.sentence == wanted.outcome


def test_loading_it_again_changes_nothing_at_all(loaded: Settings) -> None:
    before = everything(loaded)
    again = example.load_example(loaded, render_report)
    assert everything(loaded) == before
    assert again.email == "erin@wexcombe.example"
    assert not example.is_unfinished(loaded)


def test_broken_off_after_any_step_it_goes_on_where_it_stopped_and_ends_up_the_same(
    at_once: Loaded, empty_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(empty_settings.database)
    attempts = 0
    while True:
        attempts += 1
        with monkeypatch.context() as patch, only_one():
            patch.setattr(example, "work", breaking_off_in(attempts))
            try:
                example.load_example(empty_settings, render_report)
            except BrokenOff:
                assert example.is_unfinished(empty_settings)
                continue
        break
    assert attempts > 10
    assert not example.is_unfinished(empty_settings)
    assert counts(empty_settings) == at_once.with_one


def breaking_off_in(step: int) -> Callable[..., Any]:
    """`work` that breaks off at the end of this piece of work, before it is kept."""
    done = 0

    @contextmanager
    def breaking(url: str, **options: bool) -> Iterator[Session]:
        nonlocal done
        done += 1
        with work(url, **options) as db:
            yield db
            if done == step:
                raise BrokenOff

    return breaking


def counts(settings: Settings) -> dict[str, int]:
    return {table: len(rows) for table, rows in everything(settings).items()}


def test_broken_off_while_a_paper_is_read_or_read_badly_the_paper_is_read_again(
    at_once: Loaded, empty_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(empty_settings.database)

    def break_off(*_: object, **__: object) -> Reading:
        raise BrokenOff

    def take_too_long(*_: object, **__: object) -> Reading:
        return Reading(ReadingStatus.TIMED_OUT, "Too slow.")

    for read, refusal in ((break_off, BrokenOff), (take_too_long, PlumblineError)):
        with monkeypatch.context() as patch:
            patch.setattr(document_read, "read_file", read)
            with pytest.raises(refusal):
                example.load_example(empty_settings, render_report)
        assert example.is_unfinished(empty_settings)
    with only_one():
        example.load_example(empty_settings, render_report)
    assert {name: counts(empty_settings)[name] for name in KEPT} == {name: at_once.with_one[name] for name in KEPT}


def standing(db: Session, name: str) -> dict[str, str]:
    """What the list of reviews says of each, for this person."""
    found = find_reviews(person(db, name), db)
    return {line.reference: "; ".join(found.standing.get(line.id, ())) or line.status.label for line in found.lines}


def test_there_is_a_review_in_each_phase(db: Session) -> None:
    assert standing(db, "erin") == {
        "WX-2017-07": "Registered",
        "WX-2017-06": "Team chosen: 1 of 4 has declared interests",
        "WX-2017-05": "Appraising, each apart: 1 of 3 sent in",
        "WX-2017-04": "Moderation under way",
        "WX-2017-03": "Second round, each apart: 1 of 2 sent in",
        "WX-2017-02": "Consensus signed off",
        "WX-2016-11": "Report issued",
        "WX-2016-03": "Report issued",
    }
    rounds = {line.facts.reference: get_round(db, line.board, line.id) for line in lines_of(db)}
    assert {round_.phase for round_ in rounds.values()} == set(Phase)
    assert rounds["WX-2016-11"].consensus
    assert rounds["WX-2017-05"].settings.masked


def lines_of(db: Session) -> list[Review]:
    board = person(db, "erin").board.id
    return [get_review(db, board, line.id) for line in reviews.list_reviews(db, board)[0]]


def test_a_list_reads_of_many_rounds_what_is_read_of_one(db: Session) -> None:
    lines = lines_of(db)
    together = rounds_of(db, lines[0].board, [line.id for line in lines])
    for line in lines:
        apart = get_round(db, line.board, line.id)
        found = together[line.id]
        assert (found.phase, found.awaited, found.appraisals) == (apart.phase, apart.awaited, apart.appraisals)
        assert (found.consensus, found.in_second_round) == (apart.consensus, apart.in_second_round)
        assert {replace(one, name="") for one in apart.members} == set(found.members)
    assert rounds_of(db, "another-board", [line.id for line in lines])[lines[1].id].appraisals == ()


def test_each_is_told_what_waits_for_them(db: Session) -> None:
    bob, imran, carol = (standing(db, name) for name in ("bob", "imran", "carol"))
    assert bob["WX-2017-06"] == imran["WX-2017-06"] == "Waits for you: declare your interests"
    assert bob["WX-2017-05"] == "Waits for you: your appraisal, begun"
    assert imran["WX-2017-05"] == "Waits for you: begin your appraisal"
    assert bob["WX-2017-03"] == "Waits for you: the second round"
    assert carol["WX-2017-06"].endswith("Waits for you: declare your interests")
    assert bob["WX-2017-04"] == imran["WX-2017-03"] == "Closed to you: others appraise it"
    assert bob["WX-2016-03"] == "Report issued"


def test_three_appraisers_agree_about_as_far_as_is_usual_and_it_was_found_apart(db: Session) -> None:
    found = open_agreement(person(db, "carol"), db, review_of(db, "WX-2016-11").id)
    assert found.measured
    assert len(found.measured.appraisers) == 3
    assert found.measured.alpha_ordinal.value
    assert 0.4 <= found.measured.alpha_ordinal.value <= 0.6
    assert found.consensus


def test_every_quote_of_the_further_reviews_was_found_word_for_word(db: Session) -> None:
    erin = person(db, "erin")
    for further in read_further():
        review = review_of(db, further.reference)
        for own in further.appraisals:
            by = person(db, own.who)
            appraisal = appraisals.own_appraisal(db, erin.board.id, review.id, by.id)
            assert appraisal
            stored = {item.passage.words for item in list_evidence(db, appraisal.id) if item.passage}
            assert {item.quote for item in own.appraisal.evidence if item.paper} == stored


def test_everybody_did_their_part_under_their_own_name(db: Session) -> None:
    review = review_of(db, "WX-2016-11")
    events = [one.event for one in list_events(db, person(db, "erin").board.id, review=review.id, limit=5_000)]
    signed = {one.actor_id for one in events if one.action == "consensus signed"}
    submitted = {one.actor_id for one in events if one.action == "appraisal submitted"}
    assert signed == {person(db, name).id for name in ("alice", "bob", "imran", "carol")}
    assert submitted == {person(db, name).id for name in ("alice", "bob", "imran")}


@pytest.mark.parametrize("file_format", [*FORMATS, *(f"public.{name}" for name in FORMATS)])
def test_other_views_are_printed_with_their_reasons_in_every_format(db: Session, file_format: str) -> None:
    erin = person(db, "erin")
    [report] = reports.list_reports(db, erin.board.id, review=review_of(db, "WX-2016-11").id)
    _, content = reports.get_file(db, report.id, file_format)
    moderation = next(one.moderation for one in read_further() if one.reference == "WX-2016-11")
    assert moderation
    reasons = [view.reason for said in moderation.markers for view in said.minority]
    assert len(reasons) == 2
    said = squeezed(READ[file_format.removeprefix("public.")](content))
    assert [reason for reason in reasons if squeezed(reason) not in said] == []


READ: dict[str, Callable[[bytes], str]] = {
    "html": lambda content: unescape(content.decode()),
    "pdf": pdf_text,
    "docx": docx_text,
    "json": lambda content: "\n".join(strings(json.loads(content))),
}


def squeezed(text: str) -> str:
    """Without white space and without what breaks a word at the end of a line."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in "-\u00ad\u200b\ufffe\x02")
