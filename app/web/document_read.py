"""Routes for looking into papers: their pages, the pages as printed, searching."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services import document_look
from app.services import review as reviews
from app.web.deps import Db, SignedIn, WorkRoute
from app.web.document_pages import PaperPagePage
from app.web.document_text import page_text
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews/{review_id}/papers/{document_id}/pages/{number}")
def page(request: Request, db: Db, person: SignedIn, review_id: str, document_id: str, number: int) -> Response:
    """One page of a paper."""
    review = reviews.get_review(person, db, review_id)
    paper, found = document_look.open_page(person, db, review_id, document_id, number)
    return show(request, "document/page.html", PaperPagePage(review, paper, page_text(found)))
