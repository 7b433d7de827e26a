"""Routes and pages for citing a page that is a picture without text, from a marker or from reading the paper."""

from dataclasses import dataclass, field

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.document import Document
from app.domain.errors import InvalidError, InvalidFieldsError
from app.domain.passage import Passage
from app.domain.review import Review
from app.services import review as reviews
from app.services.evidence_page import cite_page, page_to_cite
from app.web import urls
from app.web.appraisal_pages import EvidenceForm
from app.web.deps import Db, FormOf, SignedIn, WorkRoute
from app.web.paper_panel import page_number
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


@dataclass(frozen=True)
class CitePage:
    """Citing a page as such. `marker` is the one that is chosen, `back` where one came from. A page that cannot be cited so,
    because it has text (now), shows what was typed and leads to the page.
    """

    review: Review
    appraisal_id: str
    paper: Document
    passage: Passage
    markers: tuple[tuple[str, str], ...]
    back: str
    marker: str = ""
    bearing: str = ""
    note: str = ""
    can_be_cited: bool = True
    errors: dict[str, str] = field(default_factory=dict)


def cite_page_form(
    person: Person, db: Db, appraisal_id: str, document: str, number: int, marker: str, typed: EvidenceForm,
    errors: dict[str, str] | None = None,
) -> CitePage:  # fmt: skip
    """The form, with what was typed on the marker page. Raises NotFoundError."""
    wanted = page_to_cite(person, db, appraisal_id, document, number)
    markers = (("", "Choose a marker"), *((one.id, one.name) for one in wanted.instrument.markers))
    here = urls.paper_page(wanted.appraisal.review, document, number)
    back = urls.marker(appraisal_id, marker, paper=document, page=number, at="papers") if marker in dict(markers[1:]) else here
    return CitePage(
        reviews.get_review(person, db, wanted.appraisal.review), appraisal_id, wanted.paper, wanted.passage, markers, back,
        marker, typed.bearing, typed.note or typed.quote, wanted.can_be_cited, errors or {},
    )  # fmt: skip


@router.get("/appraisals/{appraisal_id}/cite-page")
def form_page(
    request: Request, db: Db, person: SignedIn, appraisal_id: str, paper: str = "", page: str = "", marker: str = ""
) -> Response:
    """The form. Where the page got text meanwhile, the page itself, to quote from."""
    shown = cite_page_form(person, db, appraisal_id, paper, page_number(page), marker, EvidenceForm())
    if not shown.can_be_cited:
        return RedirectResponse(urls.paper_page(shown.review.id, paper, shown.passage.page), status_code=303)
    return show(request, "evidence/page.html", shown)


@router.post("/appraisals/{appraisal_id}/cite-page")
def add(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str) -> Response:
    """Add the page as evidence, and go to its marker."""
    paper, number, marker = form.text("paper"), form.number("page"), form.text("marker")
    bearing, note = form.text("bearing"), form.text("note")
    try:
        cite_page(person, db, appraisal_id, paper, number, marker=marker, bearing=bearing, note=note)
    except (InvalidFieldsError, InvalidError) as error:
        typed = EvidenceForm(bearing=bearing, note=note)
        told = error.fields if isinstance(error, InvalidFieldsError) else {"note": error.sentence}
        shown = cite_page_form(person, db, appraisal_id, paper, number, marker, typed, told)
        return show(request, "evidence/page.html", shown, status=422)
    return RedirectResponse(urls.marker(appraisal_id, marker, paper=paper, page=number, at="evidence"), status_code=303)
