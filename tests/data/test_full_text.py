"""The index of words: kept by the database, scoped, and asked with plain words only."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.data import full_text
from app.data import study as studies
from app.data.session import Session
from app.domain.document import Document
from app.domain.study import Part
from tests.factories import People, make_review
from tests.finder.papers import make_studied, study

FIRST, SECOND = "They were neglecting the caseloads.", "Supervision was cancelled twice; nobody knew."


@pytest.fixture
def paper(db: Session, people: People) -> Document:
    """A studied paper of Erin's board."""
    return make_studied(db, people.erin, make_review(db, people.erin).id, FIRST, SECOND)


def found(db: Session, people: People, paper: Document, *words: str) -> list[str]:
    terms = [tuple(one.split()) for one in words]
    return [one.text for one in full_text.find_candidates(db, people.erin.board.id, paper.review, terms, 10)]


def test_words_are_found_with_other_endings_and_sequences_in_their_order(db: Session, people: People, paper: Document) -> None:
    assert found(db, people, paper, "neglected") == [FIRST]
    assert set(found(db, people, paper, "caseload", "supervise")) == {FIRST, SECOND}
    assert found(db, people, paper, "cancelled twice") == [SECOND]
    assert found(db, people, paper, "twice cancelled") == []
    assert found(db, people, paper) == []


def test_a_candidate_has_its_place(db: Session, people: People, paper: Document) -> None:
    (candidate,) = full_text.find_candidates(db, people.erin.board.id, paper.review, [("supervision",)], 10)
    assert (candidate.document, candidate.page, candidate.start, candidate.part) == (paper.id, 2, 0, Part.ANALYSIS)
    assert full_text.count_paragraphs(db, people.erin.board.id, paper.review) == 2
    assert full_text.searched_documents(db, people.erin.board.id, paper.review) == {paper.id}


def test_a_paper_that_is_studied_again_is_found_by_its_new_words_alone(db: Session, people: People, paper: Document) -> None:
    study(db, paper, "A wholly new text about thresholds.")
    assert found(db, people, paper, "supervision", "caseload") == []
    assert found(db, people, paper, "threshold") == ["A wholly new text about thresholds."]
    full_text.check_index(db)
    studies.drop_study(db, paper.id)
    assert found(db, people, paper, "threshold") == []
    full_text.check_index(db)


def test_a_changed_paragraph_is_found_by_its_new_words(db: Session, people: People, paper: Document) -> None:
    db.connection().execute(text("UPDATE document_paragraph SET text = 'Only thresholds.' WHERE page = 1"))
    assert found(db, people, paper, "neglect") == []
    assert found(db, people, paper, "threshold") == ["Only thresholds."]
    full_text.check_index(db)


def test_an_index_that_went_astray_is_noticed_and_made_anew(db: Session, people: People, paper: Document) -> None:
    db.connection().execute(text("INSERT INTO document_words (document_words) VALUES ('delete-all')"))
    with pytest.raises(DatabaseError):
        full_text.check_index(db)
    assert found(db, people, paper, "neglect") == []
    full_text.rebuild_index(db)
    full_text.check_index(db)
    assert found(db, people, paper, "neglect") == [FIRST]


def test_headings_other_reviews_and_other_boards_are_left_out(db: Session, people: People, paper: Document) -> None:
    make_studied(db, people.erin, make_review(db, people.erin, "WX-2").id, FIRST)
    make_studied(db, people.dave, make_review(db, people.dave).id, FIRST)
    assert found(db, people, paper, "neglect") == [FIRST]
    assert full_text.find_candidates(db, people.dave.board.id, paper.review, [("neglect",)], 10) == ()
    study(db, paper, FIRST, part=Part.HEADING)
    assert found(db, people, paper, "neglect") == []


def test_an_older_version_of_a_paper_is_left_out(db: Session, people: People, paper: Document) -> None:
    db.connection().execute(text("UPDATE document SET replaced_by = 'newer' WHERE id = :id"), {"id": paper.id})
    assert found(db, people, paper, "neglect") == []


@pytest.mark.parametrize(
    "typed",
    ['"', '") OR text:(neglecting', "NEAR(neglecting", "text : supervision", "-neglecting", "neglect^", "NOT", "a\x00b", "'x'"],
)
def test_what_is_typed_is_never_read_as_syntax(db: Session, people: People, paper: Document, typed: str) -> None:
    alone = full_text.ask_all(db, [(typed,)], scope=f"b{people.erin.board.id}")
    if alone is not None:
        query = text(f"SELECT count(*) FROM {alone.joined} WHERE {alone.where}")
        found_alone = db.connection().execute(query, {"match": alone.match}).scalar()
        assert found_alone == (1 if typed in ("-neglecting", "neglect^") else 0), alone.match
    assert SECOND in found(db, people, paper, "supervision", typed)


def test_no_other_boards_paragraphs_are_gone_through_in_postgresql() -> None:
    assert "document.board_id = :board" in full_text.POSTGRES.where
