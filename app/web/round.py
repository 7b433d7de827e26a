"""Routes of the settings of a round: what the commissioner chooses before the first appraisal is submitted."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.services import round_settings
from app.web import urls
from app.web.deps import Db, FormOf, SignedIn, WorkRoute
from app.web.render import show
from app.web.team_pages import RoundPage

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews/{review_id}/round")
def settings_page(request: Request, db: Db, person: SignedIn, review_id: str, saved: str = "") -> Response:
    """What is chosen now."""
    review, settings, can_change = round_settings.open_settings(person, db, review_id)
    return show(request, "team/round.html", RoundPage(review, settings, can_change, bool(saved)))


@router.post("/reviews/{review_id}/round")
def save_settings(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str) -> Response:
    """Choose whether names are masked."""
    review, settings, can_change = round_settings.open_settings(person, db, review_id)
    chosen = form.text("masked")
    if chosen not in ("yes", "no"):
        errors = {"masked": "Choose whether names are masked."}
        return show(request, "team/round.html", RoundPage(review, settings, can_change, errors=errors), status=422)
    round_settings.mask_names(person, db, review_id, masked=chosen == "yes")
    return RedirectResponse(urls.round_settings(review_id, saved="masks"), status_code=303)
