"""Routes for registering, finding and opening reviews. Editing is in `review_edit.py`."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.errors import InvalidFieldsError
from app.domain.permission import check_register
from app.domain.review import ReviewFacts, ReviewOrder, ReviewStatus
from app.services import review as reviews
from app.web import urls
from app.web.deps import Db, FormOf, SignedIn, WorkRoute
from app.web.forms import clean
from app.web.render import show
from app.web.review_edit import PARTS
from app.web.review_form import TypedDetails, choose
from app.web.review_pages import ReviewNewPage, ReviewsPage
from app.web.review_view import page_of

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews")
def list_reviews(request: Request, db: Db, person: SignedIn) -> Response:
    """The board's reviews. What the address asks for and does not exist is left out."""
    asked = {name: clean(request.query_params.get(name, ""))[:100] for name in ("search", "status", "sort", "page")}
    status = choose(ReviewStatus, asked["status"])
    sort = choose(ReviewOrder, asked["sort"]) or ReviewOrder.NEWEST
    number = int(asked["page"]) if re.fullmatch(r"[0-9]{1,9}", asked["page"]) else 1
    found = reviews.find_reviews(person, db, search=asked["search"], status=status, sort=sort, number=number)
    page = ReviewsPage(found, asked["search"], status.value if status else "", "" if sort is ReviewOrder.NEWEST else sort.value)
    return show(request, "review/list.html", page)


@router.get("/reviews/new")
def new_review(request: Request, person: SignedIn) -> Response:
    """The short form."""
    check_register(person)
    return show(request, "review/new.html", ReviewNewPage())


@router.post("/reviews/new")
def register_review(request: Request, db: Db, person: SignedIn, form: FormOf) -> Response:
    """Register, then open the review."""
    typed = TypedDetails.read(form)
    facts, _ = typed.apply(ReviewFacts(""))
    try:
        review = reviews.register_review(person, db, facts)
    except InvalidFieldsError as error:
        return show(request, "review/new.html", ReviewNewPage(typed, error.fields), status=422)
    return RedirectResponse(urls.review(review.id), status_code=303)


@router.get("/reviews/{review_id}")
def review_page(request: Request, db: Db, person: SignedIn, review_id: str, saved: str = "") -> Response:
    """One review."""
    opened = reviews.open_review(person, db, review_id)
    return show(request, "review/page.html", page_of(person, opened, saved if saved in PARTS else ""))
