"""Routes of the evidence finder: likely passages for a prompt, and making one of them evidence."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.errors import InvalidError
from app.services import finder
from app.web import urls
from app.web.deps import Db, FormOf, SignedIn, WorkRoute
from app.web.finder_pages import PassagesPage, passage_lines
from app.web.marker_fields import evidence_lines
from app.web.render import show, wants_fragment

router = APIRouter(route_class=WorkRoute)
PASSAGES = "/appraisals/{appraisal_id}/markers/{marker_id}/prompts/{prompt_id}/passages"


@router.get(PASSAGES)
def likely_passages(
    request: Request, db: Db, person: SignedIn, appraisal_id: str, marker_id: str, prompt_id: str, used: str = ""
) -> Response:
    """The likely passages; htmx gets them alone, to stand under the prompt."""
    page = _page(person, db, appraisal_id, marker_id, prompt_id, used=used)
    return show(request, "finder/_beside.html" if wants_fragment(request) else "finder/passages.html", page)


@router.post(PASSAGES)
def use(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str, marker_id: str, prompt_id: str) -> Response:
    """Make a suggested passage evidence for the marker."""
    pressed = form.text("use")
    try:
        mark, bearing = finder.read_mark(pressed)
        finder.use_passage(person, db, appraisal_id, marker_id, prompt_id, mark, bearing)
    except InvalidError as error:
        page = _page(person, db, appraisal_id, marker_id, prompt_id, errors={"passages": error.sentence})
        return show(request, "finder/_beside.html" if wants_fragment(request) else "finder/passages.html", page, status=422)
    used = pressed.rpartition(":")[0]
    if wants_fragment(request):
        return show(request, "finder/_beside.html", _page(person, db, appraisal_id, marker_id, prompt_id, used=used))
    address = urls.passages(appraisal_id, marker_id, prompt_id, used=used)
    return RedirectResponse(f"{address}#used", status_code=303)


def _page(
    person: Person,
    db: Db,
    appraisal_id: str,
    marker_id: str,
    prompt_id: str,
    *,
    used: str = "",
    errors: dict[str, str] | None = None,
) -> PassagesPage:
    found = finder.suggest_passages(person, db, appraisal_id, marker_id, prompt_id)
    opened = found.opened
    return PassagesPage(
        review=opened.review,
        appraisal=opened.appraisal,
        marker=found.marker,
        prompt=found.prompt,
        passages=passage_lines(found),
        not_searched=found.not_searched,
        can_change=found.can_use,
        evidence=evidence_lines(opened.appraisal, opened.judgements[marker_id].evidence),
        fits_well=found.fits_well,
        used=used,
        errors=errors or {},
    )
