"""Routes of the marker page: showing it with the papers beside it, saving all of it, saving one field."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.appraisal import Place
from app.domain.entry import LENS, fields_of, key_of
from app.domain.errors import ConflictError, InvalidError, NotFoundError
from app.domain.instrument import Marker
from app.domain.permission import can_change_appraisal
from app.services import appraisal as appraisals
from app.services.appraisal import OpenAppraisal
from app.services.appraisal_save import Saved, Typed, save_field, save_fields
from app.web import urls
from app.web.appraisal_pages import EvidenceForm, FieldFragment, MarkerPage, PromptLine, SavedField
from app.web.deps import Db, FormOf, SignedIn, WorkRoute, keep_what_was_saved
from app.web.evidence import add_from_form, evidence_form
from app.web.forms import Form
from app.web.marker_fields import FIELDS, all_fields, evidence_lines, saved_field, typed_fields
from app.web.paper_panel import PanelPlace, build_panel, page_number, place_from_form
from app.web.render import show, wants_fragment

router = APIRouter(route_class=WorkRoute)


@router.get("/appraisals/{appraisal_id}/markers/{marker_id}")
def marker_page(
    request: Request,
    db: Db,
    person: SignedIn,
    appraisal_id: str,
    marker_id: str,
    paper: str = "",
    page: str = "",
    q: str = "",
    passage: str = "",
    saved: str = "",
) -> Response:
    """The marker with the papers beside it; htmx gets the papers alone."""
    opened = appraisals.open_marker(person, db, appraisal_id, marker_id)
    marker = opened.marker(marker_id)
    place = PanelPlace(paper, page_number(page), q[:200], passage=passage)
    shown = _page(person, db, opened, marker, place, message="Saved." if saved else "")
    appraisals.remember_place(person, db, opened.appraisal, Place(marker.id, shown.panel.document_id, shown.panel.page_number))
    if wants_fragment(request):
        return show(request, "appraisal/_papers.html", shown)
    return show(request, "appraisal/marker.html", shown)


def _page(
    person: Person,
    db: Db,
    opened: OpenAppraisal,
    marker: Marker,
    place: PanelPlace,
    *,
    typed: list[Typed] | None = None,
    saved: Saved | None = None,
    evidence: EvidenceForm | None = None,
    errors: dict[str, str] | None = None,
    message: str = "",
) -> MarkerPage:
    fields = all_fields(opened.entries, marker, typed or (), saved)
    markers = opened.instrument.markers
    here = markers.index(marker)
    area = opened.instrument.area_of(marker.id)
    problems = {item.id: item.problem or _conflict_words(item) for item in fields.values() if item.problem or item.conflict}
    return MarkerPage(
        review=opened.review,
        appraisal=opened.appraisal,
        instrument=opened.instrument,
        marker=marker,
        stage=next(stage.title for stage in opened.instrument.stages if marker in stage.markers),
        prompts=tuple(
            PromptLine(prompt, fields[f"answer:{prompt.id}"], fields[f"note:{prompt.id}"]) for prompt in marker.prompts
        ),
        fields={name: fields[name] for name in FIELDS},
        evidence=evidence_lines(opened.appraisal, opened.judgements[marker.id].evidence),
        gaps=opened.gaps_of(marker) if opened.judgements[marker.id].is_started else (),
        panel=build_panel(person, db, opened.appraisal, place, opened.judgements[marker.id].evidence),
        evidence_form=evidence or EvidenceForm(),
        can_change=can_change_appraisal(person, opened.appraisal),
        asks_recorded_reason=bool(area and area.id in opened.instrument.excusable_areas),
        previous=markers[here - 1] if here else None,
        next=markers[here + 1] if here + 1 < len(markers) else None,
        errors={**problems, **(errors or {})},
        message=message,
    )


def _conflict_words(item: SavedField) -> str:
    words = "An answer" if item.name.startswith("answer:") else "A note" if item.name.startswith("note:") else "This field"
    return f"{words} was saved in the meantime with something newer: compare the two and choose."


@router.post("/appraisals/{appraisal_id}/markers/{marker_id}")
def save_marker(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str, marker_id: str) -> Response:
    """Save everything on the page, then do what the pressed button asks."""
    opened = appraisals.open_marker(person, db, appraisal_id, marker_id)
    marker = opened.marker(marker_id)
    typed = _without_taken(typed_fields(form, marker), form, marker)
    saved = save_fields(person, db, appraisal_id, typed)
    place = place_from_form(form)
    wants_evidence = form.text("do") == "evidence" or bool(form.text("ev-quote"))
    if saved.conflicts or saved.problems:
        keep_what_was_saved(request)
        opened = appraisals.open_marker(person, db, appraisal_id, marker_id)
        page = _page(person, db, opened, marker, place, typed=typed, saved=saved, evidence=evidence_form(form))
        return show(request, "appraisal/marker.html", page, status=409 if saved.conflicts else 422)
    if wants_evidence:
        try:
            answer = add_from_form(request, person, db, opened, marker, evidence_form(form))
        except InvalidError as error:
            keep_what_was_saved(request)
            opened = appraisals.open_marker(person, db, appraisal_id, marker_id)
            errors = {f"ev-{error.field or 'quote'}": error.sentence}
            page = _page(person, db, opened, marker, place, evidence=evidence_form(form), errors=errors)
            return show(request, "appraisal/marker.html", page, status=422)
        if answer is not None:
            keep_what_was_saved(request)
            return answer
        return RedirectResponse(_stay(appraisal_id, marker, place, "evidence"), status_code=303)
    return RedirectResponse(_next_address(form, opened, marker, place), status_code=303)


def _without_taken(typed: list[Typed], form: Form, marker: Marker) -> list[Typed]:
    """Leave out the field for which the person chose the newer text."""
    taken = key_of(marker.id, form.text("take"))
    return [item for item in typed if item.key != taken]


def _stay(appraisal_id: str, marker: Marker, place: PanelPlace, at: str = "") -> str:
    return urls.marker(appraisal_id, marker.id, paper=place.paper, page=place.page, q=place.q, passage=place.passage, at=at)


def _next_address(form: Form, opened: OpenAppraisal, marker: Marker, place: PanelPlace) -> str:
    """Where the pressed button leads after saving."""
    do = form.text("do")
    appraisal_id = opened.appraisal.id
    if do == "list":
        return urls.appraisal(appraisal_id)
    if do == "next":
        markers = opened.instrument.markers
        following = markers[min(markers.index(marker) + 1, len(markers) - 1)]
        return urls.marker(appraisal_id, following.id, paper=place.paper, page=place.page)
    if do == "other":
        return urls.evidence_other(appraisal_id, marker.id)
    if form.text("go") or place.moved:
        return _stay(appraisal_id, marker, place, "papers")
    address = _stay(appraisal_id, marker, place)
    return address + ("&" if "?" in address else "?") + "saved=yes"


@router.post("/appraisals/{appraisal_id}/markers/{marker_id}/field")
def save_one_field(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str, marker_id: str) -> Response:
    """Save one field for htmx; without it, the whole page is saved by its buttons."""
    name = form.text("field")
    key = key_of(marker_id, name)
    typed = Typed(key, form.text(name), form.number(f"v:{name}"))
    status = 200
    try:
        save_field(person, db, appraisal_id, typed)
        outcome = None
    except ConflictError as error:
        outcome, status = Saved({}, {key: error}, {}), 409
    except InvalidError as error:
        outcome, status = Saved({}, {}, {key: error}), 422
    opened = appraisals.open_marker(person, db, appraisal_id, marker_id)
    shown = saved_field(opened.entries, marker_id, name, typed, outcome)
    marker = None if marker_id == LENS else opened.marker(marker_id)
    if marker is not None and name not in fields_of(marker):
        raise NotFoundError
    gaps = opened.gaps_of(marker) if marker else ()
    fragment = FieldFragment(opened.appraisal, shown, gaps, marker)
    if not wants_fragment(request):
        return RedirectResponse(urls.marker(appraisal_id, marker_id), status_code=303)
    return show(request, "appraisal/_field_saved.html", fragment, status=status)
