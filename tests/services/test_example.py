"""Loading the worked example: what stands afterwards, and that loading again goes on where it broke off or changes nothing."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from app.data import appraisal as appraisals
from app.data import document as documents
from app.data import report as reports
from app.data import review as reviews
from app.data.migrate import migrate
from app.data.session import Session, get_engine, work
from app.domain.account import Person, Role
from app.domain.appraisal import AppraisalState
from app.domain.document import Reading, ReadingStatus
from app.domain.errors import PlumblineError
from app.domain.instrument import Grade, Lens
from app.domain.review import ReviewLine, ReviewStatus
from app.example import papers
from app.example.content import read_complete, read_half
from app.example.further import read_further
from app.example.papers import BuiltPaper, build_papers
from app.services import account as accounts
from app.services import document_read, example
from app.services.adequacy import open_adequacy
from app.services.appraisal import open_appraisal
from app.services.report import read_report
from app.settings import Settings
from app.web.report import render_report

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
    """The example as it was loaded, and how many rows each table had when two of the further reviews stood."""

    settings: Settings
    with_two: dict[str, int]


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The example in a database. Tests only look at it, or load it once more."""
    settings = Settings(PLUMBLINE_VAR=tmp_path_factory.mktemp("loaded"))
    migrate(settings.database)
    with only_two():
        example.load_example(settings, render_report)
    with_two = counts(settings)
    example.load_example(settings, render_report)
    yield Loaded(settings, with_two)
    get_engine(settings.database).dispose()
    get_engine.cache_clear()


@contextmanager
def only_two() -> Iterator[None]:
    """The further reviews are the two on which most was done: that shows as much as all of them, in less time."""
    two = example.read_further()[:2]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(example, "read_further", lambda: two)
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
            table.name: sorted(map(tuple, db.execute(select(table)).all()), key=repr) for table in SQLModel.metadata.sorted_tables
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
        with monkeypatch.context() as patch, only_two():
            patch.setattr(example, "work", breaking_off_in(attempts))
            try:
                example.load_example(empty_settings, render_report)
            except BrokenOff:
                assert example.is_unfinished(empty_settings)
                continue
        break
    assert attempts > 10
    assert not example.is_unfinished(empty_settings)
    assert counts(empty_settings) == at_once.with_two


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
    with only_two():
        example.load_example(empty_settings, render_report)
    assert {name: counts(empty_settings)[name] for name in KEPT} == {name: at_once.with_two[name] for name in KEPT}
