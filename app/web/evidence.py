"""Routes for evidence: choosing among places, other sources, changing, copying and removing."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.errors import ConflictError, InvalidError, InvalidFieldsError
from app.domain.instrument import Marker
from app.domain.passage import Found, NearlyFound, NotFound, Passage
from app.domain.permission import check_change_appraisal
from app.services import appraisal as appraisals
from app.services import evidence as evidences
from app.services.appraisal import OpenAppraisal
from app.services.evidence import Mark, Outcome, passages_of
from app.web import urls
from app.web.appraisal_pages import ChoosePage, EvidenceForm, EvidencePage, OtherSourcePage
from app.web.deps import Db, FormOf, SignedIn, WorkRoute, keep_what_was_saved
from app.web.forms import Form
from app.web.marker_fields import passage_link
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


def evidence_form(form: Form) -> EvidenceForm:
    """The part of the marker's form that adds evidence."""
    names = ("quote", "bearing", "note", "document", "page", "start", "end", "older")
    return EvidenceForm(**{name: form.text(f"ev-{name}") for name in names})


def add_from_form(
    request: Request, person: Person, db: Db, opened: OpenAppraisal, marker: Marker, typed: EvidenceForm
) -> Response | None:
    """Add the evidence typed on the marker page. None when it was added; else a page on which to choose.

    Raises InvalidError, its field among quote, bearing and note.
    """
    if not typed.quote:
        raise InvalidError("Paste or mark the words to use as evidence.", "quote")
    if typed.bearing not in ("supports", "weakens"):
        raise InvalidError("Say whether the evidence supports or weakens.", "bearing")
    evidences.check_note(typed.note)
    appraisal_id = opened.appraisal.id
    mark = _mark(typed)
    if mark is not None:
        evidences.add_passages(person, db, appraisal_id, [marker.id], mark, typed.bearing, typed.note)
        return None
    outcome = evidences.look_for_quote(person, db, appraisal_id, typed.quote, older=bool(typed.older))
    if isinstance(outcome, NotFound):
        raise InvalidError(outcome.sentence, "quote")
    if isinstance(outcome, Found) and len(outcome.passages) == 1:
        evidences.add_found(person, db, appraisal_id, marker.id, outcome.passages[0], typed.bearing, typed.note)
        return None
    return show(request, "evidence/choose.html", _choose_page(opened, marker, typed, outcome))


def _mark(typed: EvidenceForm) -> Mark | None:
    numbers = (typed.page, typed.start, typed.end)
    if not typed.document or not all(text.isascii() and text.isdigit() and len(text) < 9 for text in numbers):
        return None
    return Mark(typed.document, *(int(text) for text in numbers))


def _choose_page(
    opened: OpenAppraisal, marker: Marker, typed: EvidenceForm, outcome: Outcome, errors: dict[str, str] | None = None
) -> ChoosePage:
    passages = outcome.passages if isinstance(outcome, Found) else ()
    near = outcome.candidates if isinstance(outcome, NearlyFound) else ()
    quote, bearing, note = typed.quote, typed.bearing, typed.note
    review, appraisal = opened.review, opened.appraisal
    return ChoosePage(review, appraisal, marker, quote, bearing, note, passages, near, typed.older, errors or {})


@router.post("/appraisals/{appraisal_id}/markers/{marker_id}/evidence")
def add_chosen(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str, marker_id: str) -> Response:
    """Add the place that was chosen among several, or the nearly found one."""
    opened = appraisals.open_marker(person, db, appraisal_id, marker_id)
    marker = opened.marker(marker_id)
    typed = EvidenceForm(form.text("quote"), form.text("bearing"), form.text("note"), older=form.text("older"))
    outcome = evidences.look_for_quote(person, db, appraisal_id, typed.quote, older=bool(typed.older))
    place = form.text("place")
    chosen = next((passage for passage in passages_of(outcome) if address_of(passage) == place), None)
    if chosen is None:
        keep_what_was_saved(request)
        errors = {"place": "Choose the passage you mean, or go back and change the quote."}
        return show(request, "evidence/choose.html", _choose_page(opened, marker, typed, outcome, errors), status=422)
    evidences.add_found(person, db, appraisal_id, marker.id, chosen, typed.bearing, typed.note)
    address = urls.marker(appraisal_id, marker_id, paper=chosen.document, page=chosen.page, at="evidence")
    return RedirectResponse(address, status_code=303)


def address_of(passage: Passage) -> str:
    """The passage as a value of a form: "<paper>:<page>:<start>-<end>"."""
    return f"{passage.document}:{passage.page}:{passage.start}-{passage.end}"


def other_source_page(opened: OpenAppraisal, marker: Marker, typed: EvidenceForm) -> OtherSourcePage:
    """The form for a source that is not in the papers, with what was typed as a quote that the papers do not have."""
    return OtherSourcePage(
        opened.review, opened.appraisal, marker, description=typed.quote, bearing=typed.bearing, note=typed.note
    )


@router.get("/appraisals/{appraisal_id}/markers/{marker_id}/evidence/other")
def other_page(request: Request, db: Db, person: SignedIn, appraisal_id: str, marker_id: str) -> Response:
    """Recording a source that is not in the papers."""
    opened = appraisals.open_marker(person, db, appraisal_id, marker_id)
    check_change_appraisal(person, opened.appraisal, opened.round)
    return show(request, "evidence/other.html", other_source_page(opened, opened.marker(marker_id), EvidenceForm()))


@router.post("/appraisals/{appraisal_id}/markers/{marker_id}/evidence/other")
def add_other(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str, marker_id: str) -> Response:
    """Add a source that is not in the papers."""
    typed = {name: form.text(name) for name in ("kind", "description", "dated", "bearing", "note")}
    try:
        evidences.add_other(person, db, appraisal_id, marker_id, **typed)
    except (InvalidFieldsError, InvalidError) as error:
        fields = error.fields if isinstance(error, InvalidFieldsError) else {error.field: error.sentence}
        opened = appraisals.open_marker(person, db, appraisal_id, marker_id)
        page = OtherSourcePage(opened.review, opened.appraisal, opened.marker(marker_id), **typed, errors=fields)
        return show(request, "evidence/other.html", page, status=422)
    return RedirectResponse(urls.marker(appraisal_id, marker_id, at="evidence"), status_code=303)


@router.get("/appraisals/{appraisal_id}/evidence/{evidence_id}")
def evidence_page(request: Request, db: Db, person: SignedIn, appraisal_id: str, evidence_id: str) -> Response:
    """Changing a piece of evidence."""
    return show(request, "evidence/edit.html", _evidence_page(person, db, appraisal_id, evidence_id))


def _evidence_page(
    person: Person,
    db: Db,
    appraisal_id: str,
    evidence_id: str,
    form: Form | None = None,
    conflict: ConflictError | None = None,
    errors: dict[str, str] | None = None,
) -> EvidencePage:
    evidence = evidences.get_evidence(person, db, appraisal_id, evidence_id)
    opened = appraisals.open_marker(person, db, appraisal_id, evidence.marker)
    return EvidencePage(
        opened.review,
        opened.appraisal,
        opened.marker(evidence.marker),
        evidence,
        passage_link(opened.appraisal, evidence),
        tuple(marker for marker in opened.instrument.markers if marker.id != evidence.marker),
        form.text("bearing") if form else evidence.bearing,
        form.text("note") if form else evidence.note,
        frozenset(form.texts("also")) if form else frozenset(),
        conflict,
        errors or {},
    )


@router.post("/appraisals/{appraisal_id}/evidence/{evidence_id}")
def change(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str, evidence_id: str) -> Response:
    """Change bearing and note, and use the passage for further markers."""
    bearing, note, seen = form.text("bearing"), form.text("note"), form.text("seen")
    try:
        evidence = evidences.change_evidence(person, db, appraisal_id, evidence_id, bearing, note, seen=seen)
    except InvalidError as error:
        page = _evidence_page(person, db, appraisal_id, evidence_id, form, errors={error.field: error.sentence})
        return show(request, "evidence/edit.html", page, status=422)
    except ConflictError as error:
        page = _evidence_page(person, db, appraisal_id, evidence_id, form, error, {"note": error.sentence})
        return show(request, "evidence/edit.html", page, status=409)
    evidences.copy_evidence(person, db, appraisal_id, evidence_id, form.texts("also"))
    return RedirectResponse(urls.marker(appraisal_id, evidence.marker, at="evidence"), status_code=303)


@router.post("/appraisals/{appraisal_id}/evidence/{evidence_id}/remove")
def remove(db: Db, person: SignedIn, appraisal_id: str, evidence_id: str) -> Response:
    """Remove a piece of evidence from its marker."""
    evidence = evidences.get_evidence(person, db, appraisal_id, evidence_id)
    evidences.remove_evidence(person, db, appraisal_id, evidence_id)
    return RedirectResponse(urls.marker(appraisal_id, evidence.marker, at="evidence"), status_code=303)
