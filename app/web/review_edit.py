"""Routes for editing the facts of a review, one part at a time: details, dates, agencies, people."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.clock import now
from app.domain.errors import ConflictError, InvalidFieldsError, NotFoundError
from app.domain.permission import check_register
from app.domain.review_check import check_facts, tidy_facts
from app.domain.review_words import differences
from app.services import review as reviews
from app.web import urls
from app.web.deps import Db, FormOf, SignedIn, WorkRoute
from app.web.render import show
from app.web.review_form import Typed, TypedDates, TypedDetails
from app.web.review_pages import ReviewEditPage
from app.web.review_rows import TypedAgencies, TypedPeople

router = APIRouter(route_class=WorkRoute)

PARTS: dict[str, type[Typed]] = {
    "details": TypedDetails,
    "dates": TypedDates,
    "agencies": TypedAgencies,
    "people": TypedPeople,
}


@router.get("/reviews/{review_id}/edit/{part}")
def edit_page(request: Request, db: Db, person: SignedIn, review_id: str, part: str) -> Response:
    """One part of the facts in a form."""
    check_register(person)
    review = reviews.look_at_review(person, db, review_id)
    return _show(request, ReviewEditPage(review, part, _kind(part).of(review.facts), review.version))


@router.post("/reviews/{review_id}/edit/{part}")
def save_part(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str, part: str) -> Response:
    """Save the part and go back to the review, or show the form again with a row more or less."""
    check_register(person)
    review = reviews.get_review(person, db, review_id)
    typed, version = _kind(part).read(form), form.number("version")
    changed = typed.change_rows(form.text("do"))
    if changed is not None:
        return _show(request, ReviewEditPage(review, part, changed, version))
    typed = typed.filled()
    facts, problems = typed.apply(review.facts)
    if problems:
        # The service would refuse what is no date or no part; with its own problems the person sees all at once.
        problems = check_facts(tidy_facts(facts), now().date()) | problems
        return _refuse(request, ReviewEditPage(review, part, typed, version), problems)
    try:
        reviews.edit_review(person, db, review_id, version, facts)
    except InvalidFieldsError as error:
        return _refuse(request, ReviewEditPage(review, part, typed, version), error.fields)
    except ConflictError as error:
        found = differences(review.facts, facts)
        if found:
            page = ReviewEditPage(review, part, typed, error.newest, conflict=True, differences=found)
            return _show(request, page, 409)
    return RedirectResponse(urls.review(review_id, saved=part), status_code=303)


def _kind(part: str) -> type[Typed]:
    if part not in PARTS:
        raise NotFoundError
    return PARTS[part]


def _refuse(request: Request, page: ReviewEditPage, problems: dict[str, str]) -> Response:
    in_order = {name: problems[name] for name in page.typed.fields if name in problems} | problems
    return _show(request, replace(page, errors=in_order), 422)


def _show(request: Request, page: ReviewEditPage, status: int = 200) -> Response:
    return show(request, f"review/edit_{page.part}.html", page, status=status)
