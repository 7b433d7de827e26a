"""Papers and their pages in the database, always within a board. Not the original files (`app/outside/files.py`)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.data.audit import add_event
from app.data.rows import Plain, once, read_rows, table
from app.data.tables import DocumentOutlineRow, DocumentPageRow, DocumentRow, ReviewRow
from app.domain.audit import AuditEvent
from app.domain.document import Document, DocumentKind, FileFormat, OutlineItem, Page, PictureStatus, ReadingStatus, versioned
from app.domain.errors import NotFoundError
from app.domain.passage import PaperPage
from app.domain.skeleton import skeleton

NO_PAPER = "We could not find that paper. It may belong to another board."
NO_PAGE = "This paper has no such page."

_paper, _page_row, _outline = table(DocumentRow), table(DocumentPageRow), table(DocumentOutlineRow)
PAGE_COLUMNS = ("number", "text", "label", "places", "running", "from_picture", "is_picture")
PAPERS = (
    sqlalchemy.select(*_paper.c)
    .where(_paper.c.review_id == bindparam("review"), _paper.c.board_id == bindparam("board"))
    .order_by(_paper.c.added_at, _paper.c.id)
)
PAPER = PAPERS.where(_paper.c.id == bindparam("document"))
PAGE = (
    sqlalchemy.select(*(_page_row.c[name] for name in PAGE_COLUMNS))
    .join(_paper, _paper.c.id == _page_row.c.document_id)
    .where(
        _page_row.c.document_id == bindparam("document"),
        _page_row.c.number == bindparam("number"),
        _paper.c.board_id == bindparam("board"),
    )
)
OUTLINE = (
    sqlalchemy.select(_outline.c.title, _outline.c.page, _outline.c.level, _page_row.c.label)
    .join(_paper, _paper.c.id == _outline.c.document_id)
    .outerjoin(_page_row, (_page_row.c.document_id == _outline.c.document_id) & (_page_row.c.number == _outline.c.page))
    .where(_outline.c.document_id == bindparam("document"), _paper.c.board_id == bindparam("board"))
    .order_by(_outline.c.position)
    .limit(bindparam("most"))
)


def list_documents(db: Session, board: str, review_id: str) -> tuple[Document, ...]:
    """The papers of a review in the order in which they were added."""

    def find() -> tuple[Document, ...]:
        return tuple(_document(row) for row in read_rows(db, PAPERS, review=review_id, board=board))

    return once(db, ("papers", board, review_id), find)


def get_document(db: Session, board: str, review_id: str, document_id: str) -> Document:
    """One paper of the review. Raises NotFoundError, also for a paper of another review or board."""
    found = read_rows(db, PAPER, review=review_id, board=board, document=document_id)
    if not found:
        raise NotFoundError(NO_PAPER)
    return _document(found[0])


def find_same(db: Session, board: str, review_id: str, sha256: str) -> Document | None:
    """The paper of this review with the same content, if there is one. Waits for whoever adds papers to the review now."""
    db.exec(select(ReviewRow.id).where(ReviewRow.id == review_id).with_for_update()).first()
    query = select(DocumentRow).where(
        DocumentRow.review_id == review_id, DocumentRow.board_id == board, DocumentRow.sha256 == sha256
    )
    row = db.exec(query.limit(1)).first()
    return _document(row) if row else None


def add_document(db: Session, board: str, document: Document, stored_as: str, audit: AuditEvent) -> Document:
    """Store a paper whose file is kept already under `stored_as`, a path below the folder of files."""
    db.add(
        DocumentRow(
            id=document.id,
            board_id=board,
            review_id=document.review,
            kind=document.kind.value,
            agency=document.agency,
            title=document.title,
            filename=document.filename,
            size=document.size,
            sha256=document.sha256,
            stored_as=stored_as,
            status=document.status.value,
            sentence=document.sentence,
            added_at=document.added_at,
            added_by=document.added_by,
            version=document.version,
            replaces=document.replaces or None,
        )
    )
    db.flush()
    add_event(db, audit)
    return document


def describe_document(
    db: Session, board: str, document: Document, kind: DocumentKind, agency: str, title: str, audit: AuditEvent
) -> None:
    """Change what a paper is said to be."""
    row = _row(db, board, document.review, document.id)
    row.kind, row.agency, row.title = kind.value, agency, title
    db.add(row)
    add_event(db, audit)


def stored_as(db: Session, board: str, document_id: str) -> str:
    """Where the original lies, as a path below the folder of files. Raises NotFoundError."""
    query = select(DocumentRow.stored_as).where(DocumentRow.id == document_id, DocumentRow.board_id == board)
    found = db.exec(query).first()
    if found is None:
        raise NotFoundError(NO_PAPER)
    return found


def get_page(db: Session, board: str, document_id: str, number: int) -> Page:
    """One page of text. Raises NotFoundError. Costs one indexed row, however long the paper is."""
    found = read_rows(db, PAGE, document=document_id, number=number, board=board) if 0 < number < 1_000_000 else ()
    if not found:
        raise NotFoundError(NO_PAGE)
    return _as_page(*found[0])


def page_labelled(db: Session, board: str, document_id: str, label: str) -> int | None:
    """The first page that carries this printed number."""
    query = (
        select(DocumentPageRow.number)
        .join(DocumentRow, col(DocumentRow.id) == DocumentPageRow.document_id)
        .where(DocumentPageRow.document_id == document_id, DocumentPageRow.label == label, DocumentRow.board_id == board)
        .order_by(col(DocumentPageRow.number))
    )
    return db.exec(query.limit(1)).first()


def pages_of(db: Session, board: str, review_id: str, document_id: str = "", *, older: bool = False) -> tuple[PaperPage, ...]:
    """All pages of the review's papers in reading order, or those of one paper, to find a quote in.

    Of a paper that has been replaced only the newest version is given, unless the older one is asked for by its id, or `older`
    ones altogether.
    """
    query = (
        select(DocumentPageRow, DocumentRow.title, DocumentRow.version, DocumentRow.replaced_by)
        .join(DocumentRow, col(DocumentRow.id) == DocumentPageRow.document_id)
        .where(DocumentRow.review_id == review_id, DocumentRow.board_id == board)
        .order_by(col(DocumentRow.added_at), col(DocumentRow.id), col(DocumentPageRow.number))
    )
    if document_id:
        query = query.where(DocumentRow.id == document_id)
    elif not older:
        query = query.where(col(DocumentRow.replaced_by).is_(None))
    found = db.exec(query).all()
    return tuple(
        PaperPage(row.document_id, _page(row), versioned(title, version, by is not None)) for row, title, version, by in found
    )


@dataclass(frozen=True)
class PageToSearch:
    """A page that may hold what is searched for, with the title of its paper. `places` is as stored."""

    document: str
    title: str
    number: int
    label: str
    text: str
    places: str
    from_picture: bool = False

    def place_at(self, offset: int) -> str:
        """How to cite what stands at this offset."""
        return _as_page(self.number, self.text, self.label, self.places, "[]").place_at(offset)


def pages_holding(db: Session, board: str, review_id: str, words: str, document_id: str = "") -> list[PageToSearch]:
    """The pages whose bare letters hold those of `words`, in reading order: all pages that can hold a hit, and a few more.

    Of a paper that has been replaced only the newest version is searched, unless the older one is asked for by its id.
    """
    page, paper = DocumentPageRow, DocumentRow
    # Plain columns: a common word is on every page, and rows as objects would cost more than the searching.
    own = (page.number, page.label, page.text, page.places, page.from_picture)
    columns = (page.document_id, paper.title, *own, paper.version, paper.replaced_by)
    query = (
        sqlalchemy.select(*columns)  # type: ignore[call-overload]
        .join(paper, col(paper.id) == page.document_id)
        .where(paper.review_id == review_id, paper.board_id == board)
        .where(col(page.search).contains(skeleton(words), autoescape=True))
        .order_by(col(paper.added_at), col(paper.id), col(page.number))
    )
    query = query.where(paper.id == document_id if document_id else col(paper.replaced_by).is_(None))
    return [
        PageToSearch(document, versioned(title, version, by is not None), *rest)
        for document, title, *rest, version, by in db.connection().execute(query)
    ]


def outline_of(db: Session, board: str, document_id: str, most: int = 10_000) -> tuple[OutlineItem, ...]:
    """The contents that the file carries, in order, no more than `most`; empty where it carries none."""
    found = read_rows(db, OUTLINE, document=document_id, board=board, most=most)
    return tuple(OutlineItem(title, page, level, label or "") for title, page, level, label in found)


def _row(db: Session, board: str, review_id: str, document_id: str) -> DocumentRow:
    query = select(DocumentRow).where(
        DocumentRow.id == document_id, DocumentRow.review_id == review_id, DocumentRow.board_id == board
    )
    row = db.exec(query).first()
    if row is None:
        raise NotFoundError(NO_PAPER)
    return row


def _document(row: DocumentRow | Plain) -> Document:
    return Document(
        id=row.id,
        review=row.review_id,
        kind=DocumentKind(row.kind),
        agency=row.agency,
        title=row.title,
        filename=row.filename,
        size=row.size,
        sha256=row.sha256,
        status=ReadingStatus(row.status),
        sentence=row.sentence,
        added_at=row.added_at,
        added_by=row.added_by,
        format=FileFormat(row.format) if row.format else None,
        page_count=row.page_count,
        pages_read=row.pages_read,
        pictures=PictureStatus(row.pictures),
        picture_pages=row.picture_pages,
        pictures_read=row.pictures_read,
        version=row.version,
        replaces=row.replaces or "",
        replaced_by=row.replaced_by or "",
        replaced_at=row.replaced_at,
    )


def _page(row: DocumentPageRow) -> Page:
    return _as_page(row.number, row.text, row.label, row.places, row.running, row.from_picture, row.is_picture)


def _as_page(
    number: int, text: str, label: str, places: str, running: str, from_picture: bool = False, is_picture: bool = False
) -> Page:
    found: Sequence[tuple[int, str]] = json.loads(places)
    where = tuple((at, name) for at, name in found)
    return Page(number, text, label, where, tuple(json.loads(running)), from_picture, is_picture)
