"""Routes for looking into papers: their pages, the pages as printed, searching."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.document import Document
from app.domain.errors import InvalidError, NotFoundError
from app.domain.search import MOST
from app.services import document as documents
from app.services import document_look, document_search
from app.services import review as reviews
from app.web import urls
from app.web.deps import Db, SettingsOf, SignedIn, WorkRoute
from app.web.document_pages import MOST_CONTENTS, PaperPagePage, PapersSearchPage
from app.web.document_text import page_text
from app.web.forms import clean
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews/{review_id}/papers/{document_id}/pages")
def go_to_page(db: Db, person: SignedIn, review_id: str, document_id: str, n: str = "") -> Response:
    """To the page that was typed, by its printed number or by counting."""
    paper = documents.get_paper(person, db, review_id, document_id)
    number = document_look.page_called(person, db, paper, clean(n))
    return RedirectResponse(urls.paper_page(review_id, document_id, number), status_code=303)


@router.get("/reviews/{review_id}/papers/{document_id}/pages/{number}")
def page(
    request: Request, db: Db, person: SignedIn, review_id: str, document_id: str, number: int,
    passage: str = "", q: str = "", start: int = 0, end: int = 0,
) -> Response:  # fmt: skip
    """One page of a paper, with a passage or the hits of a search marked."""
    q = clean(q)[:MOST]
    review = reviews.get_review(person, db, review_id)
    if not document_look.can_be_looked_at(documents.get_paper(person, db, review_id, document_id)):
        return RedirectResponse(urls.paper(review_id, document_id), status_code=303)
    paper, found = document_look.open_page(person, db, review_id, document_id, number)
    cited, note = document_look.cited_on(person, db, document_id, number, passage) if passage else ((), "")
    marks = [*document_search.marks_in(found, q), *cited, (start, end)]
    at = cited[0][0] if cited else start if end else -1
    shown = PaperPagePage(
        review, paper, page_text(found, marks, at), document_look.contents_of(person, db, paper, MOST_CONTENTS + 1),
        document_look.has_pictures(paper), found.running, q, note,
    )  # fmt: skip
    return show(request, "document/page.html", shown)


@router.get("/reviews/{review_id}/papers/{document_id}/pages/{number}/picture")
def picture(db: Db, person: SignedIn, settings: SettingsOf, review_id: str, document_id: str, number: int) -> Response:
    """The page as printed."""
    drawn = document_look.draw_page(person, db, review_id, document_id, number, settings.files_dir, settings.pictures_dir)
    return Response(drawn, media_type="image/png")


@router.get("/reviews/{review_id}/search")
def search(request: Request, db: Db, person: SignedIn, review_id: str, q: str = "", paper: str = "", page: int = 1) -> Response:
    """Searching all papers of the review, or one of them."""
    q = clean(q)
    review = reviews.get_review(person, db, review_id)
    papers = documents.list_papers(person, db, review_id)
    one = _one(papers, paper)
    if not q:
        return show(request, "document/search.html", PapersSearchPage(review, papers, q, one, None))
    try:
        found = document_search.search_papers(person, db, review_id, q, document=paper, number=page)
    except InvalidError as error:
        wrong = PapersSearchPage(review, papers, q, one, None, {error.field or "q": error.sentence})
        return show(request, "document/search.html", wrong, status=422)
    return show(request, "document/search.html", PapersSearchPage(review, papers, found.query, one, found))


def _one(papers: tuple[Document, ...], paper: str) -> Document | None:
    if not paper:
        return None
    for document in papers:
        if document.id == paper:
            return document
    raise NotFoundError("We could not find that paper. It may belong to another board.")
