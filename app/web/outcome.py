"""Routes of holding back what happened to the child: the commissioner's choice, and opening it."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.errors import InvalidFieldsError
from app.services import outcome as outcomes
from app.services.outcome import OutcomeChoice
from app.web import urls
from app.web.deps import Db, FormOf, SignedIn, WorkRoute
from app.web.forms import Form
from app.web.outcome_pages import OutcomePage, OutcomePaper, OutcomeSettingsPage
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews/{review_id}/outcome")
def outcome_page(request: Request, db: Db, person: SignedIn, review_id: str) -> Response:
    """What is held back from this person."""
    review, hold = outcomes.look_at_hold(person, db, review_id)
    return show(request, "outcome/open.html", OutcomePage(review, hold))


@router.post("/reviews/{review_id}/outcome")
def open_outcome(db: Db, person: SignedIn, review_id: str) -> Response:
    """Open it."""
    outcomes.open_outcome(person, db, review_id)
    return RedirectResponse(urls.outcome(review_id), status_code=303)


@router.get("/reviews/{review_id}/round/outcome")
def settings_page(request: Request, db: Db, person: SignedIn, review_id: str, saved: str = "") -> Response:
    """What is chosen now."""
    choice = outcomes.open_choice(person, db, review_id)
    return show(request, "outcome/settings.html", _page(choice, saved=bool(saved)))


@router.post("/reviews/{review_id}/round/outcome")
def save_settings(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str) -> Response:
    """Keep the choice."""
    choice = outcomes.open_choice(person, db, review_id)
    held = form.text("held")
    typed = {paper.id: form.text(f"pages-{paper.id}") for paper in choice.papers}
    if held not in ("yes", "no"):
        errors = {"held": "Choose whether the outcome is held back."}
        return show(request, "outcome/settings.html", _page(choice, form, errors=errors), status=422)
    try:
        outcomes.hold_back(
            person, db, review_id, held=held == "yes", stages=form.texts("stage"), papers=form.texts("paper"), pages=typed
        )
    except InvalidFieldsError as error:
        return show(request, "outcome/settings.html", _page(choice, form, errors=error.fields), status=422)
    return RedirectResponse(urls.outcome_settings(review_id, saved="yes"), status_code=303)


def _page(
    choice: OutcomeChoice, form: Form | None = None, *, saved: bool = False, errors: dict[str, str] | None = None
) -> OutcomeSettingsPage:
    """The page as it is stored, or as it was typed."""
    stages = choice.instrument.stages
    if form is None:
        held = "yes" if choice.settings.outcome_held else "no"
        chosen = choice.settings.process_stages or tuple(stage.id for stage in stages[:-1])
        marks = choice.marks
        papers = tuple(
            OutcomePaper(one, marks.has_paper(one.id), ", ".join(part.words for part in marks.pages.get(one.id, ())))
            for one in choice.papers
        )
    else:
        held, chosen = form.text("held"), tuple(form.texts("stage"))
        papers = tuple(OutcomePaper(one, one.id in form.texts("paper"), form.text(f"pages-{one.id}")) for one in choice.papers)
    return OutcomeSettingsPage(choice.review, choice.instrument, held, chosen, papers, choice.can_change, saved, errors or {})
