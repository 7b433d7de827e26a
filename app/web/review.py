"""Routes for registering, finding and opening reviews. Editing is in `review_edit.py`."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.errors import InvalidFieldsError
from app.domain.permission import check_register
from app.services import review as reviews
from app.web import urls
from app.web.deps import Db, FormOf, SignedIn, WorkRoute
from app.web.render import show
from app.web.review_form import details_facts, read_details
from app.web.review_pages import ReviewNewPage, ReviewPage

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews/new")
def new_review(request: Request, person: SignedIn) -> Response:
    """The short form."""
    check_register(person)
    return show(request, "review/new.html", ReviewNewPage())


@router.post("/reviews/new")
def register_review(request: Request, db: Db, person: SignedIn, form: FormOf) -> Response:
    """Register, then open the review."""
    typed = read_details(form)
    try:
        review = reviews.register_review(person, db, details_facts(typed))
    except InvalidFieldsError as error:
        return show(request, "review/new.html", ReviewNewPage(typed, error.fields), status=422)
    return RedirectResponse(urls.review(review.id), status_code=303)


@router.get("/reviews/{review_id}")
def review_page(request: Request, db: Db, person: SignedIn, review_id: str) -> Response:
    """One review."""
    review = reviews.open_review(person, db, review_id)
    return show(request, "review/page.html", ReviewPage(review))
