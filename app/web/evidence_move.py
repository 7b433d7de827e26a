"""Routes for evidence whose papers were replaced: what became of it, and what its appraiser says to that."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.data.session import Session
from app.domain.account import Person
from app.domain.errors import InvalidError
from app.domain.passage import Found, NearlyFound, NotFound
from app.domain.permission import can_change_appraisal
from app.services import evidence_move as moving
from app.services.evidence import passages_of
from app.services.instrument import instrument_of
from app.web import urls
from app.web.deps import Db, FormOf, SignedIn, WorkRoute, keep_what_was_saved
from app.web.document_version_pages import EvidenceMovePage, MovedPage
from app.web.evidence import address_of
from app.web.forms import Form
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


@router.get("/appraisals/{appraisal_id}/moved")
def moved_page(request: Request, db: Db, person: SignedIn, appraisal_id: str) -> Response:
    """Every piece of evidence whose paper was replaced."""
    moved = moving.open_moved(person, db, appraisal_id)
    page = MovedPage(moved, instrument_of(moved.appraisal), can_change_appraisal(person, moved.appraisal, moved.round))
    return show(request, "evidence/moved.html", page)


@router.get("/appraisals/{appraisal_id}/evidence/{evidence_id}/move")
def decide_page(request: Request, db: Db, person: SignedIn, appraisal_id: str, evidence_id: str) -> Response:
    """Deciding about one of them."""
    return show(request, "evidence/move.html", _page(person, db, appraisal_id, evidence_id))


def _page(
    person: Person,
    db: Session,
    appraisal_id: str,
    evidence_id: str,
    form: Form | None = None,
    outcome: Found | NearlyFound | NotFound | None = None,
    errors: dict[str, str] | None = None,
) -> EvidenceMovePage:
    moved, item = moving.get_own_moved(person, db, appraisal_id, evidence_id)
    return EvidenceMovePage(
        moved,
        item,
        instrument_of(moved.appraisal).marker(item.evidence.marker),
        can_change_appraisal(person, moved.appraisal, moved.round),
        form.text("quote") if form else "",
        form.text("reason") if form else "",
        outcome.passages if isinstance(outcome, Found) else (),
        outcome.candidates if isinstance(outcome, NearlyFound) else (),
        errors or {},
    )


@router.post("/appraisals/{appraisal_id}/evidence/{evidence_id}/move")
def decide(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str, evidence_id: str) -> Response:
    """Do what the pressed button says: accept, keep, look for words, place."""
    try:
        outcome = _decide(person, db, form, appraisal_id, evidence_id)
    except InvalidError as error:
        keep_what_was_saved(request)
        again = (
            moving.look_in_newer(person, db, appraisal_id, evidence_id, form.text("quote")) if error.field == "place" else None
        )
        page = _page(person, db, appraisal_id, evidence_id, form, again, {error.field or "quote": error.sentence})
        return show(request, "evidence/move.html", page, status=422)
    if outcome is not None:
        return show(request, "evidence/move.html", _page(person, db, appraisal_id, evidence_id, form, outcome))
    return RedirectResponse(urls.moved(appraisal_id), status_code=303)


def _decide(
    person: Person, db: Session, form: Form, appraisal_id: str, evidence_id: str
) -> Found | NearlyFound | NotFound | None:
    """None when it is decided; else places in the newer version to choose from. Raises InvalidError."""
    do, seen = form.text("do"), form.number("seen")
    if do == "accept":
        moving.accept_changed(person, db, appraisal_id, evidence_id, seen=seen)
        return None
    if do == "keep":
        moving.keep_older(person, db, appraisal_id, evidence_id, form.text("reason"), seen=seen)
        return None
    if do not in ("look", "place"):
        raise InvalidError("Say what is to be done with this piece of evidence.")
    outcome = moving.look_in_newer(person, db, appraisal_id, evidence_id, form.text("quote"))
    if isinstance(outcome, NotFound):
        raise InvalidError("We could not find these words in the newer version. Copy them from its page.", "quote")
    places = passages_of(outcome)
    chosen = next((place for place in places if address_of(place) == form.text("place")), None)
    if chosen is None and isinstance(outcome, Found) and len(places) == 1:
        chosen = places[0]
    if chosen is None:
        if do == "place":
            raise InvalidError("Choose the place you mean, or look for other words.", "place")
        return outcome
    moving.place_by_hand(person, db, appraisal_id, evidence_id, chosen, seen=seen)
    return None
