"""Looking at the pages of papers. Every look is put on the trail, without the text that was seen."""

from app.data import document as documents
from app.data.audit import add_look
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event
from app.domain.document import Document, Page
from app.services.document import get_paper


def open_page(person: Person, db: Session, review_id: str, document_id: str, number: int) -> tuple[Document, Page]:
    """A paper and one of its pages. Raises NotFoundError."""
    paper = get_paper(person, db, review_id, document_id)
    page = documents.get_page(db, person.board.id, paper.id, number)
    add_look(db, event(person, "page opened", "document", paper.id, review=review_id, detail=f"page {number}"))
    return paper, page
