"""Routes of the marker page: showing it with the papers beside it, saving all of it, saving one field."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.appraisal import Place
from app.domain.entry import LENS, key_of
from app.domain.errors import InvalidError
from app.domain.instrument import Marker
from app.domain.permission import can_change_appraisal
from app.services import appraisal as appraisals
from app.services.appraisal import OpenAppraisal
from app.services.appraisal_save import Saved, Typed, save_fields, save_in_marker
from app.services.cue_words import prepare_questions
from app.services.evidence import add_passages
from app.services.evidence_move import moved_evidence
from app.services.finder import read_mark
from app.services.outcome_hold import changed_after_opening
from app.services.second_round import first_grade
from app.services.second_round_lock import kept_markers
from app.web import urls
from app.web.agreement_drawing import draw_first
from app.web.appraisal_pages import EvidenceForm, FieldFragment, MarkerPage, PromptLine, SavedField
from app.web.deps import Db, FormOf, SignedIn, WorkRoute, keep_what_was_saved
from app.web.evidence import add_from_form, evidence_form, other_source_page
from app.web.evidence_page import cite_page_form
from app.web.forms import Form, clean
from app.web.marker_fields import FIELDS, all_fields, evidence_lines, saved_field, typed_fields, with_choice, with_questions
from app.web.paper_panel import PanelPlace, build_panel, page_number, place_from_form
from app.web.render import show, wants_fragment

router = APIRouter(route_class=WorkRoute)
SLUG = re.compile(r"[a-z0-9-]{1,80}")


@router.get("/appraisals/{appraisal_id}/markers/{marker_id}")
def marker_page(request: Request, db: Db, person: SignedIn, appraisal_id: str, marker_id: str) -> Response:
    """The marker with the papers beside it; htmx gets the papers alone."""
    asked = {name: request.query_params.get(name, "") for name in ("paper", "page", "q", "passage", "saved")}
    opened = appraisals.open_marker(person, db, appraisal_id, marker_id)
    marker = opened.marker(marker_id)
    place = PanelPlace(asked["paper"], page_number(asked["page"]), clean(asked["q"])[:200], passage=asked["passage"])
    shown = _page(person, db, opened, marker, place, message="Saved." if asked["saved"] else "")
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
    kept = marker.id in kept_markers(person, db, opened.appraisal, opened.instrument)
    can_change = can_change_appraisal(person, opened.appraisal, opened.round) and not kept
    second = first_grade(person, db, opened.appraisal, marker)
    fields = all_fields(opened.entries, marker, typed or (), saved)
    if can_change:
        prepare_questions()
        fields = {name: with_questions(field) for name, field in fields.items()}
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
        can_change=can_change,
        asks_recorded_reason=bool(area and area.id in opened.instrument.excusable_areas),
        previous=markers[here - 1] if here else None,
        next=markers[here + 1] if here + 1 < len(markers) else None,
        moved=moved_evidence(person, db, opened, marker.id),
        second=second[0] if second else None,
        first=draw_first(second[1]) if second and second[1] else None,
        kept=kept,
        changed=marker.id in changed_after_opening(person, db, opened.appraisal),
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
    typed = with_choice(typed_fields(form, marker), form, marker.id)
    place, evidence = place_from_form(form), evidence_form(form)
    if not (typed or evidence.is_typed or can_change_appraisal(person, opened.appraisal, opened.round)):
        # Somebody who only reads turned the papers beside the marker; there is nothing to save.
        looks = _passages_of(form, appraisal_id, marker_id) or _stay(appraisal_id, marker, place, "papers")
        return RedirectResponse(looks, status_code=303)
    saved = save_fields(person, db, appraisal_id, typed)
    opened = appraisals.open_marker(person, db, appraisal_id, marker_id)
    if saved.conflicts or saved.problems:
        keep_what_was_saved(request)
        page = _page(person, db, opened, marker, place, typed=typed, saved=saved, evidence=evidence)
        return show(request, "appraisal/marker.html", page, status=409 if saved.conflicts else 422)
    if form.text("do") == "cite-page":
        return _cite_page(request, db, person, opened, marker, place, evidence)
    if form.text("do") == "other" and evidence.is_typed:
        return show(request, "evidence/other.html", other_source_page(opened, marker, evidence))
    if place.moved and evidence.is_typed and form.text("do") in ("", "save"):
        return show(request, "appraisal/marker.html", _page(person, db, opened, marker, place, evidence=evidence))
    if form.text("do") == "evidence" or evidence.is_typed:
        return _add_evidence(request, db, person, form, opened, marker, place)
    if form.text("use"):
        mark, bearing = read_mark(form.text("use"))
        add_passages(person, db, appraisal_id, [marker_id], mark, bearing, "")
        return RedirectResponse(_stay(appraisal_id, marker, place, "evidence"), status_code=303)
    return RedirectResponse(_next_address(form, opened, marker, place), status_code=303)


def _passages_of(form: Form, appraisal_id: str, marker_id: str) -> str:
    """Where likely passages are shown, if a button asked for those of a prompt."""
    prompt = form.text("passages")
    return urls.passages(appraisal_id, marker_id, prompt) if SLUG.fullmatch(prompt) else ""


def _cite_page(
    request: Request, db: Db, person: Person, opened: OpenAppraisal, marker: Marker, place: PanelPlace, evidence: EvidenceForm
) -> Response:
    """To citing the open page, which is a picture, with what was typed as evidence already."""
    appraisal = opened.appraisal.id
    if not evidence.is_typed:
        return RedirectResponse(
            urls.evidence_page(appraisal, paper=place.paper, page=place.page, marker=marker.id), status_code=303
        )
    return show(
        request, "evidence/page.html", cite_page_form(person, db, appraisal, place.paper, place.page, marker.id, evidence)
    )


def _add_evidence(
    request: Request, db: Db, person: Person, form: Form, opened: OpenAppraisal, marker: Marker, place: PanelPlace
) -> Response:
    """Add what was typed, then go on; or ask once more, or let the person choose a passage."""
    evidence = evidence_form(form)
    try:
        answer = add_from_form(request, person, db, opened, marker, evidence)
    except InvalidError as error:
        keep_what_was_saved(request)
        errors = {f"ev-{error.field or 'quote'}": error.sentence}
        page = _page(person, db, opened, marker, place, evidence=evidence, errors=errors)
        return show(request, "appraisal/marker.html", page, status=422)
    if answer is not None:
        return answer
    if form.text("do") == "evidence":
        return RedirectResponse(_stay(opened.appraisal.id, marker, place, "evidence"), status_code=303)
    return RedirectResponse(_next_address(form, opened, marker, place), status_code=303)


def _stay(appraisal_id: str, marker: Marker, place: PanelPlace, at: str = "") -> str:
    return urls.marker(appraisal_id, marker.id, paper=place.paper, page=place.page, q=place.q, passage=place.passage, at=at)


def _next_address(form: Form, opened: OpenAppraisal, marker: Marker, place: PanelPlace) -> str:
    """Where the pressed button leads after saving."""
    do = form.text("do")
    appraisal_id = opened.appraisal.id
    if asked := _passages_of(form, appraisal_id, marker.id):
        return asked
    if do == "list":
        return urls.appraisal(appraisal_id)
    if do in ("next", "previous"):
        markers = opened.instrument.markers
        step = markers.index(marker) + (1 if do == "next" else -1)
        following = markers[min(max(step, 0), len(markers) - 1)]
        return urls.marker(appraisal_id, following.id, paper=place.paper, page=place.page)
    if do == "other":
        return urls.evidence_other(appraisal_id, marker.id)
    if place.moved:
        return _stay(appraisal_id, marker, place, "mark" if place.passage else "papers")
    address = _stay(appraisal_id, marker, place)
    return address + ("&" if "?" in address else "?") + "saved=yes"


@router.post("/appraisals/{appraisal_id}/markers/{marker_id}/field")
def save_one_field(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str, marker_id: str) -> Response:
    """Save one field for htmx, which gets back how that went. Without htmx the buttons save the whole page; what comes here
    all the same and cannot be saved is told on a page of its own.
    """
    name = form.text("field")
    key = key_of(marker_id, name)
    typed = Typed(key, form.text(name), form.number(f"v:{name}"))
    judged, saved = save_in_marker(person, db, appraisal_id, marker_id, typed)
    if not wants_fragment(request):
        if refused := saved.conflicts.get(key) or saved.problems.get(key):
            raise refused
        return RedirectResponse(_page_of_field(appraisal_id, marker_id, name), status_code=303)
    shown = with_questions(saved_field(judged.entries, marker_id, name, typed, saved))
    marker = None if marker_id == LENS else judged.marker(marker_id)
    fragment = FieldFragment(judged.appraisal, shown, judged.gaps_of(marker) if marker else (), marker)
    status = 409 if saved.conflicts else 422 if saved.problems else 200
    return show(request, "appraisal/_field_saved.html", fragment, status=status)


def _page_of_field(appraisal_id: str, marker_id: str, name: str) -> str:
    return urls.lens(appraisal_id, name) if marker_id == LENS else urls.marker(appraisal_id, marker_id)
