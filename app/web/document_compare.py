"""The route that compares two versions of a paper, or two papers."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.services import document_compare as comparing
from app.services import review as reviews
from app.web.deps import Db, SignedIn, WorkRoute
from app.web.document_compare_pages import compare_page
from app.web.render import show

router = APIRouter(route_class=WorkRoute)

With = Annotated[str, Query(alias="with")]


@router.get("/reviews/{review_id}/papers/{document_id}/compare")
def compare(
    request: Request, db: Db, person: SignedIn, review_id: str, document_id: str, older: With = "", page: int = 1
) -> Response:
    """What changed, page by page. Long comparisons have pages of their own."""
    review = reviews.get_review(person, db, review_id)
    found = comparing.compare_papers(person, db, review_id, document_id, older)
    shown = compare_page(review, found.newer, found.older, found.others, found.comparison, page)
    return show(request, "document/compare.html", shown)
