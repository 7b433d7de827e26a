"""Routes of agreement: the page on how far the appraisers of a review agree, and their grades as CSV."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services import agreement as agreements
from app.web.agreement_pages import page_of
from app.web.deps import Db, SignedIn, WorkRoute
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews/{review_id}/agreement")
def agreement_page(request: Request, db: Db, person: SignedIn, review_id: str) -> Response:
    """How far the appraisers agree, once the round is open."""
    return show(request, "agreement/page.html", page_of(agreements.open_agreement(person, db, review_id)))


@router.get("/reviews/{review_id}/agreement.csv")
def agreement_table(db: Db, person: SignedIn, review_id: str) -> Response:
    """The grades as a table that a spreadsheet reads."""
    name, table = agreements.export_matrix(person, db, review_id)
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "-" for c in name)
    headers = {"Content-Disposition": f'attachment; filename="{safe}.csv"'}
    # With the mark at the front by which spreadsheets know the encoding.
    return Response(table.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)
