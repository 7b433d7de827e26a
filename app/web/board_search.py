"""The route on which all papers of a board are searched. Searching those of one review is in `document_read.py`."""

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.data.board_search import HitOrder
from app.domain.board_search import Narrowed
from app.domain.document import DocumentKind
from app.domain.errors import InvalidError
from app.domain.permission import check_read_papers
from app.domain.review import ReviewStatus
from app.services.board_search import search_board
from app.web.board_search_pages import DATES, BoardSearchPage
from app.web.deps import Db, SignedIn, WorkRoute
from app.web.forms import Form, TypedDate, read_date
from app.web.render import show

router = APIRouter(route_class=WorkRoute)
LONGEST_REFERENCE = 100
NOTHING_TYPED = "Type the words to look for."
CHOICES = {"kind": DocumentKind, "status": ReviewStatus, "order": HitOrder}


@router.get("/search")
def search(request: Request, db: Db, person: SignedIn) -> Response:
    """The form, and what was found."""
    check_read_papers(person)
    form = Form(FormData(dict(request.query_params)))
    chosen = {name: form.text(name) if form.text(name) in set(kinds) else "" for name, kinds in CHOICES.items()}
    dates = {name: read_date(form, name, label) for name, label in DATES.items()}
    reference = form.text("reference")[:LONGEST_REFERENCE]
    page = BoardSearchPage(
        q=form.text("q"),
        kind=chosen["kind"],
        reference=reference,
        status=chosen["status"],
        order=chosen["order"] or HitOrder.BEST,
        dates=dates,
        asked={name: value for name in request.query_params if name != "page" and (value := form.text(name))},
        errors=_wrong_dates(dates),
    )
    if page.errors:
        return show(request, "search/page.html", page, status=422)
    if not page.q:
        wrong = {"q": NOTHING_TYPED} if "q" in request.query_params else {}
        return show(request, "search/page.html", replace(page, errors=wrong), status=422 if wrong else 200)
    days = [dates[name].value for name in DATES]
    narrowed = Narrowed(page.kind, reference, page.status, *days)
    try:
        found = search_board(person, db, page.q, narrowed, order=HitOrder(page.order), number=form.number("page", 1))
    except InvalidError as error:
        return show(request, "search/page.html", replace(page, errors={error.field or "q": error.sentence}), status=422)
    return show(request, "search/page.html", replace(page, found=found))


def _wrong_dates(dates: Mapping[str, TypedDate]) -> dict[str, str]:
    """What is wrong with the dates, each and as pairs."""
    wrong = {name: typed.problem for name, typed in dates.items() if typed.problem}
    for what in ("added", "decided"):
        first, last = dates[f"{what}-from"].value, dates[f"{what}-to"].value
        if first and last and first > last:
            wrong[f"{what}-to"] = f"“{DATES[f'{what}-to']}” must not lie before “{DATES[f'{what}-from']}”."
    return wrong
