"""Papers that have been studied, for tests of the index, the finder and the search."""

from app.data import study as studies
from app.data.session import Session
from app.domain.account import Person
from app.domain.document import Document
from app.domain.study import Part, StudiedParagraph, Study
from tests.factories import make_paper

VERSION = "1.0/tests"


def study(db: Session, paper: Document, *texts: str, part: Part = Part.ANALYSIS) -> None:
    """Keep each of these as the one paragraph of its page."""
    paragraphs = tuple(StudiedParagraph(page, 0, len(words), words, part) for page, words in enumerate(texts, start=1))
    studies.save_study(db, paper.id, Study(VERSION, paragraphs=paragraphs))


def make_studied(db: Session, person: Person, review_id: str, *texts: str, title: str = "Overview report") -> Document:
    """A paper with these texts as its pages, each one paragraph."""
    paper = make_paper(db, person, review_id, *texts, title=title)
    study(db, paper, *texts)
    return paper
