"""Replacing papers: which version is in force, what is refused, two people at once, versions that cannot be read."""

from pathlib import Path

import pytest

from app.data import document as documents
from app.data import document_read as readings
from app.data.audit import list_events
from app.data.session import Session
from app.data.tables import DocumentRow
from app.domain.account import Person
from app.domain.document import Document, DocumentKind, ReadingStatus
from app.domain.document_version import group_versions, is_coming, is_in_force
from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.review import Review
from app.services import document as papers
from app.services import document_read, document_search, evidence
from app.services import document_version as versions
from app.services.appraisal import start_appraisal
from app.services.document import Description, Refused
from app.settings import Settings
from tests import files
from tests.conftest import Stored
from tests.factories import People, make_review
from tests.papers import add_file, send

FIRST = files.pdf("The panel met twice.\n#pagebreak()\nThe school was never asked.")
SECOND = files.pdf("The panel met three times.\n#pagebreak()\nThe school was asked in the end.")
THIRD = files.pdf("The panel met four times.")


@pytest.fixture
def review(stored: Stored, people: People) -> Review:
    with stored() as db:
        return make_review(db, people.erin)


@pytest.fixture
def paper(stored: Stored, settings: Settings, people: People, review: Review) -> Document:
    """An overview report of two pages, read and described."""
    with stored() as db:
        added = add_file(db, settings, people.erin, review, content=FIRST)
        said = Description("agency", "Wexcombe Council", "What the council found")
        papers.describe_papers(people.erin, db, review.id, {added.id: said})
    document_read.read_paper(settings, added.id)
    return now(stored, people, added)


def now(stored: Stored, people: People, paper: Document) -> Document:
    with stored() as db:
        return documents.get_document(db, people.erin.board.id, paper.review, paper.id)


def add_version(
    stored: Stored, settings: Settings, person: Person, paper: Document, content: bytes, *, read: bool = True
) -> Document | Refused:
    with stored() as db:
        sent = send(settings, ("Another name.pdf", content))
        made = versions.replace_paper(person, db, paper.review, paper.id, sent, settings.files_dir, lambda _: None)
    if read and isinstance(made, Document):
        document_read.read_paper(settings, made.id)
    return made


def test_a_newer_version_takes_the_older_ones_place_once_it_has_been_read(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    made = add_version(stored, settings, people.erin, paper, SECOND, read=False)
    assert isinstance(made, Document)
    assert (made.version, made.replaces, made.kind, made.agency, made.title) == (
        2, paper.id, DocumentKind.AGENCY, "Wexcombe Council", "What the council found",
    )  # fmt: skip
    assert now(stored, people, paper).replaced_by == ""
    document_read.read_paper(settings, made.id)
    older = now(stored, people, paper)
    assert (older.replaced_by, older.name) == (made.id, "What the council found (version 1)")
    assert older.replaced_at
    with stored() as db:
        actions = [entry.event.action for entry in list_events(db, people.erin.board.id, review=paper.review)]
        assert documents.get_page(db, people.erin.board.id, paper.id, 2).text == "The school was never asked."
    assert actions[:2] == ["paper replaced", "paper read"]


@pytest.mark.parametrize("content", [SECOND[: len(SECOND) // 3], files.picture_pdf(1)], ids=["damaged", "pictures only"])
def test_a_version_that_cannot_be_read_leaves_the_older_one_in_force_and_another_can_be_tried(
    stored: Stored, settings: Settings, people: People, paper: Document, content: bytes
) -> None:
    settings = settings.model_copy(update={"tesseract": "no-such-program"})
    bad = add_version(stored, settings, people.erin, paper, content)
    assert isinstance(bad, Document)
    assert now(stored, people, paper).replaced_by == ""
    with stored() as db:
        listed = documents.list_documents(db, people.erin.board.id, paper.review)
        group = group_versions(listed)[0]
    assert (group.current.id, [one.id for one in group.coming]) == (paper.id, [bad.id])
    assert is_in_force(group.current, listed)
    assert is_coming(group.coming[0], listed)
    good = add_version(stored, settings, people.erin, paper, SECOND)
    assert isinstance(good, Document)
    assert now(stored, people, paper).replaced_by == good.id
    with stored() as db, pytest.raises(NotAllowedError, match="Another file has become the newer version"):
        document_read.read_again(people.erin, db, paper.review, bad.id, lambda _: None)


def test_two_people_who_replace_a_paper_at_once_do_not_both(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    first = add_version(stored, settings, people.erin, paper, SECOND, read=False)
    second = add_version(stored, settings, people.erin, paper, THIRD, read=False)
    assert isinstance(first, Document)
    assert isinstance(second, Refused)
    assert "has been added already" in second.sentence
    assert second.same_as
    assert second.same_as.id == first.id


def test_a_paper_that_was_replaced_is_not_replaced_again_and_the_newest_version_is_named(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    second = add_version(stored, settings, people.erin, paper, SECOND)
    assert isinstance(second, Document)
    third = add_version(stored, settings, people.erin, second, THIRD)
    assert isinstance(third, Document)
    for older in (paper, second):
        refused = add_version(stored, settings, people.erin, older, files.pdf("A fifth meeting."))
        assert isinstance(refused, Refused)
        assert "Replace the newest, version 3." in refused.sentence
        assert refused.same_as
        assert refused.same_as.id == third.id
    with stored() as db:
        found = versions.versions_of(people.alice, db, paper)
    assert [one.version for one in (found.current, *found.earlier)] == [3, 2, 1]
    assert (found.count, found.coming) == (3, ())


@pytest.mark.parametrize("same", [FIRST, SECOND])
def test_the_same_file_again_is_refused_with_its_sentence(
    stored: Stored, settings: Settings, people: People, paper: Document, same: bytes
) -> None:
    second = add_version(stored, settings, people.erin, paper, SECOND)
    assert isinstance(second, Document)
    refused = add_version(stored, settings, people.erin, second, same)
    assert isinstance(refused, Refused)
    assert "This is the same file as “What the council found (version" in refused.sentence


def test_one_file_is_wanted_and_a_bad_one_is_refused_with_its_reason(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    two = [("one.pdf", SECOND), ("two.pdf", THIRD)]
    for sent, words in (((), "Choose the file"), (two, "Choose one file"), ([], "Choose the file")):
        with stored() as db:
            refused = versions.replace_paper(
                people.erin, db, paper.review, paper.id, send(settings, *sent), settings.files_dir, lambda _: None
            )
        assert isinstance(refused, Refused)
        assert words in refused.sentence


def test_only_a_commissioner_of_the_board_replaces_papers(
    db: Session, settings: Settings, people: People, review: Review, tmp_path: Path
) -> None:
    for person, refusal in ((people.alice, NotAllowedError), (people.dave, NotFoundError)):
        with pytest.raises(refusal):
            versions.replace_paper(person, db, review.id, "any", [], tmp_path, lambda _: None)


def test_searches_and_quotes_look_into_the_version_in_force_and_into_older_ones_when_asked(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    second = add_version(stored, settings, people.erin, paper, SECOND)
    assert isinstance(second, Document)
    with stored() as db:
        found = document_search.search_papers(people.alice, db, paper.review, "school")
        assert [hits.title for hits in found.papers] == ["What the council found (version 2)"]
        found = document_search.search_papers(people.alice, db, paper.review, "school", document=paper.id)
        assert [hits.title for hits in found.papers] == ["What the council found (version 1)"]
        draft = start_appraisal(people.alice, db, paper.review)
        for words, document, count in (
            ("school was never asked", "", 0),
            ("school was never asked", paper.id, 1),
            ("was asked in the end", "", 1),
        ):
            outcome = evidence.look_for_quote(people.alice, db, draft.id, words, document)
            assert len([p for p in evidence.passages_of(outcome) if words in p.quote]) == count, words


def test_a_server_that_is_killed_between_storing_and_reading_goes_on_where_it_was(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    made = add_version(stored, settings, people.erin, paper, SECOND, read=False)
    assert isinstance(made, Document)
    with stored() as db:
        assert readings.claim_reading(db, made.id)
    assert now(stored, people, paper).replaced_by == ""
    assert document_read.take_up(settings, alone=True) == (made.id,)
    assert document_read.read_paper(settings, made.id) is ReadingStatus.READY
    assert now(stored, people, paper).replaced_by == made.id


def test_a_version_read_off_its_pictures_too_late_stands_behind_the_one_that_was_quicker(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    settings = settings.model_copy(update={"tesseract": "no-such-program"})
    slow = add_version(stored, settings, people.erin, paper, files.picture_pdf(1))
    assert isinstance(slow, Document)
    quick = add_version(stored, settings, people.erin, paper, SECOND)
    assert isinstance(quick, Document)
    with stored() as db:
        row = db.get(DocumentRow, slow.id)
        assert row
        row.status = ReadingStatus.READY.value
        db.add(row)
        db.flush()
        versions.put_in_force(db, slow.id, people.erin.board.id, paper.review)
    assert now(stored, people, slow).replaced_by == quick.id
    assert now(stored, people, paper).replaced_by == quick.id
    with stored() as db:
        assert versions.versions_of(people.alice, db, slow).current.id == quick.id
