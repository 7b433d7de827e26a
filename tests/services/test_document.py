"""Adding papers, saying what they are, and the original."""

from pathlib import Path

import pytest

from app.data.audit import list_events
from app.data.session import Session, finish, open_session
from app.domain.document import DocumentKind, ReadingStatus
from app.domain.errors import InvalidFieldsError, NotAllowedError, NotFoundError
from app.domain.review import Review, ReviewStatus
from app.outside.files import INCOMING
from app.services import document as documents
from app.services import review as reviews
from app.services.document import Added, Description, Sent
from app.settings import Settings
from tests.conftest import Stored
from tests.factories import People, make_review
from tests.papers import add_file, send


@pytest.fixture
def review(db: Session, people: People) -> Review:
    """A review of Erin's board."""
    return make_review(db, people.erin)


def add(db: Session, settings: Settings, people: People, review: Review, *files: tuple[str, bytes]) -> Added:
    """Erin adds these files."""
    return documents.add_papers(people.erin, db, review.id, send(settings, *files), settings.files_dir, lambda _: None)


def files_in(folder: Path) -> list[Path]:
    """All files below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def test_each_file_becomes_a_paper_that_waits_to_be_read(db: Session, settings: Settings, people: People, review: Review) -> None:
    added = add(db, settings, people, review, ("overview report.pdf", b"one"), ("IMR police.docx", b"two"))
    assert [(paper.title, paper.kind, paper.status, paper.size) for paper in added.documents] == [
        ("Overview report", DocumentKind.OVERVIEW, ReadingStatus.QUEUED, 3),
        ("IMR police", DocumentKind.AGENCY, ReadingStatus.QUEUED, 3),
    ]
    _, path = documents.fetch_original(people.alice, db, review.id, added.documents[1].id, settings.files_dir)
    assert path.read_bytes() == b"two"
    assert reviews.get_review(people.erin, db, review.id).status is ReviewStatus.PAPERS


def test_one_bad_file_spoils_none_of_the_others(db: Session, settings: Settings, people: People, review: Review) -> None:
    sent = [Sent("huge.pdf", None, "Too large."), *send(settings, ("fine.pdf", b"fine"), ("again.pdf", b"fine"))]
    added = documents.add_papers(people.erin, db, review.id, sent, settings.files_dir, lambda _: None)
    assert [paper.filename for paper in added.documents] == ["fine.pdf"]
    assert [(file.filename, file.same_as and file.same_as.filename) for file in added.refused] == [
        ("huge.pdf", None),
        ("again.pdf", "fine.pdf"),
    ]
    assert "same file as “Fine”" in added.refused[1].sentence


def test_the_same_file_again_is_said_and_not_stored_twice(
    db: Session, settings: Settings, people: People, review: Review
) -> None:
    first = add(db, settings, people, review, ("one.pdf", b"same"))
    again = add(db, settings, people, review, ("two.pdf", b"same"))
    assert again.documents == ()
    assert again.refused[0].same_as == first.documents[0]
    other = make_review(db, people.erin, "WX-2015-04")
    assert len(add(db, settings, people, other, ("one.pdf", b"same")).documents) == 1


def test_nothing_is_added_without_the_right_or_to_another_board(
    db: Session, settings: Settings, people: People, review: Review
) -> None:
    sent = send(settings, ("one.pdf", b"x"))
    with pytest.raises(NotAllowedError):
        documents.add_papers(people.alice, db, review.id, sent, settings.files_dir, lambda _: None)
    with pytest.raises(NotFoundError):
        documents.add_papers(people.dave, db, review.id, sent, settings.files_dir, lambda _: None)
    assert documents.list_papers(people.alice, db, review.id) == ()


def test_jobs_are_queued_once_the_work_is_kept(settings: Settings, people: People, stored: Stored) -> None:
    with stored() as db:
        review = make_review(db, people.erin)
    queued: list[str] = []
    db = open_session(settings.database)
    sent = send(settings, ("one.pdf", b"x"))
    added = documents.add_papers(people.erin, db, review.id, sent, settings.files_dir, queued.append)
    assert queued == []
    finish(db, good=True)
    assert queued == [added.documents[0].id]


def test_files_of_work_that_is_dropped_are_removed(settings: Settings, people: People, stored: Stored) -> None:
    with stored() as db:
        review = make_review(db, people.erin)
    queued: list[str] = []
    db = open_session(settings.database)
    sent = send(settings, ("one.pdf", b"x"))
    documents.add_papers(people.erin, db, review.id, sent, settings.files_dir, queued.append)
    assert len(files_in(settings.files_dir)) == 1
    finish(db, good=False)
    assert files_in(settings.files_dir) == []
    assert queued == []
    assert (settings.files_dir / INCOMING).is_dir()


def test_what_papers_are_can_be_said_and_is_on_the_trail(db: Session, settings: Settings, people: People, review: Review) -> None:
    paper = add_file(db, settings, people.erin, review)
    said = {paper.id: Description("agency", "Wexcombe Council", "Housing report")}
    documents.describe_papers(people.erin, db, review.id, said)
    documents.describe_papers(people.erin, db, review.id, said)
    now = documents.get_paper(people.alice, db, review.id, paper.id)
    assert (now.kind, now.agency, now.title) == (DocumentKind.AGENCY, "Wexcombe Council", "Housing report")
    actions = [entry.event.action for entry in list_events(db, people.erin.board.id, review=review.id)]
    assert actions.count("paper described") == 1
    assert actions.count("paper added") == 1


def test_an_agency_belongs_to_an_agency_report_alone(db: Session, settings: Settings, people: People, review: Review) -> None:
    paper = add_file(db, settings, people.erin, review)
    documents.describe_papers(people.erin, db, review.id, {paper.id: Description("terms", "Wexcombe Council", "Terms")})
    assert documents.get_paper(people.erin, db, review.id, paper.id).agency == ""


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        (Description("agency", "", "IMR"), "agency", "Say which agency wrote “IMR”."),
        (Description("agency", "a" * 201, "IMR"), "agency", "200 characters"),
        (Description("poem", "", "IMR"), "kind", "Say what kind of paper"),
        (Description("other", "", ""), "title", "title"),
        (Description("other", "", "t" * 201), "title", "200 characters"),
    ],
)
def test_what_cannot_be_so_is_refused_by_field(
    db: Session, settings: Settings, people: People, review: Review, said: Description, field: str, sentence: str
) -> None:
    paper = add_file(db, settings, people.erin, review)
    with pytest.raises(InvalidFieldsError) as refused:
        documents.describe_papers(people.erin, db, review.id, {paper.id: said})
    assert sentence in refused.value.fields[f"{field}-{paper.id}"]
    assert documents.get_paper(people.erin, db, review.id, paper.id) == paper


def test_papers_are_for_readers_of_the_board(db: Session, settings: Settings, people: People, review: Review) -> None:
    paper = add_file(db, settings, people.erin, review)
    with pytest.raises(NotAllowedError):
        documents.list_papers(people.frank, db, review.id)
    with pytest.raises(NotAllowedError):
        documents.describe_papers(people.alice, db, review.id, {paper.id: Description("other", "", "Mine")})
    with pytest.raises(NotFoundError):
        documents.get_paper(people.dave, db, review.id, paper.id)
    with pytest.raises(NotFoundError):
        documents.fetch_original(people.dave, db, review.id, paper.id, settings.files_dir)
