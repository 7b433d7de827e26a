"""Routes of a round: what the commissioner chooses before the first appraisal is submitted, and a moderator opening it early."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.errors import InvalidError
from app.services import round as rounds
from app.services import round_settings
from app.web import urls
from app.web.deps import Db, FormOf, SignedIn, WorkRoute
from app.web.render import show
from app.web.team_pages import OpenRoundPage, RoundPage

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


@router.get("/reviews/{review_id}/round/open")
def open_page(request: Request, db: Db, person: SignedIn, review_id: str) -> Response:
    """Who is waited for, and what opening the round now means."""
    return show(request, "team/open.html", OpenRoundPage(*rounds.look_at_opening(person, db, review_id)))


@router.post("/reviews/{review_id}/round/open")
def open_early(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str) -> Response:
    """Open it."""
    reason = form.text("reason")
    try:
        rounds.open_round(person, db, review_id, reason)
    except InvalidError as error:
        page = OpenRoundPage(*rounds.look_at_opening(person, db, review_id), reason, {error.field: error.sentence})
        return show(request, "team/open.html", page, status=422)
    return RedirectResponse(urls.review(review_id), status_code=303)
