"""Routes for judging adequacy: the proposals with their rules, and a person's decision on each."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.errors import ConflictError, InvalidFieldsError, NotFoundError
from app.domain.instrument import Grade, Marker
from app.domain.permission import can_decide_adequacy, check_decide_adequacy
from app.services import adequacy as adequacies
from app.services import report as reports
from app.services.adequacy import AREA, OVERALL, TEXTS, Adequacy
from app.services.report import Preview
from app.services.report_consensus import own_assessments
from app.web import urls
from app.web.adequacy_pages import AdequacyPage, AreaLine, DecidePage, RuleLine, Step, TextPage
from app.web.deps import Db, FormOf, SignedIn, WorkRoute
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


@router.get("/appraisals/{appraisal_id}/adequacy")
def adequacy_page(request: Request, db: Db, person: SignedIn, appraisal_id: str) -> Response:
    """Areas, rules and the overall grade."""
    adequacy = adequacies.open_adequacy(person, db, appraisal_id)
    page = replace(_page(person, adequacy), own=own_assessments(person, db, adequacy.opened))
    return show(request, "adequacy/page.html", page)


def _page(person: Person, adequacy: Adequacy) -> AdequacyPage:
    opened, assessment = adequacy.opened, adequacy.assessment
    return AdequacyPage(
        review=opened.review,
        appraisal=opened.appraisal,
        areas=tuple(
            AreaLine(result, _markers(adequacy, result.id), adequacy.area_decision(result.id)) for result in assessment.areas
        ),
        rules=_rules(adequacy),
        proposal=assessment.proposal,
        so_far=assessment.so_far,
        provisional=assessment.provisional,
        missing=tuple(f"{item.title}: {_names(adequacy, item.markers)}" for item in assessment.missing),
        overall=adequacy.overall_decision,
        steps=tuple(
            Step(opened.instrument.marker(step.marker), step.before, step.after, step.overall) for step in adequacy.what_if
        ),
        can_decide=can_decide_adequacy(person, opened.appraisal),
        is_decided=adequacy.is_decided,
        texts=tuple(
            (subject, title, decision.text if (decision := adequacy.decided.get(subject)) else "")
            for subject, title in TEXTS.items()
        ),
    )


def _markers(adequacy: Adequacy, area_id: str) -> tuple[tuple[Marker, Grade | None], ...]:
    instrument = adequacy.opened.instrument
    area = next(area for area in instrument.areas if area.id == area_id)
    return tuple((instrument.marker(m), adequacy.opened.judgements[m].grade) for m in area.markers)


def _names(adequacy: Adequacy, markers: tuple[str, ...]) -> str:
    return ", ".join(adequacy.opened.instrument.marker(marker).name for marker in markers)


def _rules(adequacy: Adequacy) -> tuple[RuleLine, ...]:
    titles = {area.id: area.title for area in adequacy.opened.instrument.areas}
    return tuple(RuleLine(step, tuple(titles[area] for area in step.areas)) for step in adequacy.assessment.trace)


@router.get("/appraisals/{appraisal_id}/adequacy/text/{name}")
def text_page(request: Request, db: Db, person: SignedIn, appraisal_id: str, name: str) -> Response:
    """The generated text, to be replaced by one's own."""
    return show(request, "adequacy/text.html", _text_page(person, db, appraisal_id, f"text/{name}"))


def _text_page(
    person: Person,
    db: Db,
    appraisal_id: str,
    subject: str,
    typed: str | None = None,
    conflict: ConflictError | None = None,
    errors: dict[str, str] | None = None,
) -> TextPage:
    preview = reports.prepare_report(person, db, appraisal_id)
    opened = preview.adequacy.opened
    check_decide_adequacy(person, opened.appraisal)
    if subject not in TEXTS:
        raise NotFoundError
    decision = preview.adequacy.decided.get(subject)
    text = typed if typed is not None else (decision.text if decision and decision.text else _generated(preview, subject))
    version = conflict.newest if conflict else decision.version if decision else 0
    return TextPage(opened.review, opened.appraisal, subject, TEXTS[subject], text, version, conflict, errors or {})


def _generated(preview: Preview, subject: str) -> str:
    outcome = preview.data.outcome
    return outcome.sentence if subject == "text/outcome" else "\n\n".join(outcome.reasons)


@router.post("/appraisals/{appraisal_id}/adequacy/text/{name}")
def write_text(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str, name: str) -> Response:
    """Keep one's own words."""
    subject = f"text/{name}"
    text = "" if form.text("do") == "generated" else form.text("text")
    preview = reports.prepare_report(person, db, appraisal_id)
    own = preview.adequacy.decided.get(subject)
    if not (own and own.text) and text.split() == _generated(preview, subject).split():
        text = ""  # Plumbline's own words, saved as they were: they go on following the grades
    try:
        adequacies.write_text(person, db, appraisal_id, subject, text=text, based_on=form.number("version"))
    except InvalidFieldsError as error:
        page = _text_page(person, db, appraisal_id, subject, text, errors=error.fields)
        return show(request, "adequacy/text.html", page, status=422)
    except ConflictError as error:
        page = _text_page(person, db, appraisal_id, subject, text, error, {"text": error.sentence})
        return show(request, "adequacy/text.html", page, status=409)
    return RedirectResponse(urls.adequacy(appraisal_id), status_code=303)


@router.get("/appraisals/{appraisal_id}/adequacy/{subject:path}")
def decide_page(request: Request, db: Db, person: SignedIn, appraisal_id: str, subject: str) -> Response:
    """One area or the whole: the proposal, and the choice."""
    return show(request, "adequacy/decide.html", _decide_page(person, db, appraisal_id, subject))


def _decide_page(
    person: Person,
    db: Db,
    appraisal_id: str,
    subject: str,
    typed: tuple[str, str] | None = None,
    conflict: ConflictError | None = None,
    errors: dict[str, str] | None = None,
) -> DecidePage:
    adequacy = adequacies.open_adequacy(person, db, appraisal_id)
    check_decide_adequacy(person, adequacy.opened.appraisal)
    decision = adequacy.decided.get(subject)
    if subject == OVERALL:
        markers: tuple[tuple[Marker, Grade | None], ...] = ()
        title, proposal, rules = "Overall", adequacy.assessment.proposal, _rules(adequacy)
    else:
        result = next((area for area in adequacy.assessment.areas if AREA + area.id == subject), None)
        if result is None:
            raise NotFoundError("We could not find that area.")
        title, proposal, markers, rules = result.title, result.proposal, _markers(adequacy, result.id), ()
    counts = adequacy.overall_decision if subject == OVERALL else adequacy.area_decision(subject.removeprefix(AREA))
    stored = counts.grade if counts else proposal
    grade, reason = typed or (stored.value if stored and stored.is_graded else "", counts.text if counts else "")
    return DecidePage(
        adequacy.opened.review,
        adequacy.opened.appraisal,
        subject,
        title,
        proposal,
        adequacy.assessment.so_far,
        markers,
        rules,
        grade,
        reason,
        conflict.newest if conflict else decision.version if decision else 0,
        decision if decision and not counts and not conflict else None,
        conflict,
        errors or {},
    )


@router.post("/appraisals/{appraisal_id}/adequacy/{subject:path}")
def decide(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str, subject: str) -> Response:
    """Confirm, or depart with a reason."""
    grade, reason, version = form.text("grade"), form.text("reason"), form.number("version")
    seen = form.text("seen") if form.has("seen") else None
    try:
        adequacies.decide(person, db, appraisal_id, subject, grade=grade, reason=reason, based_on=version, seen=seen)
    except InvalidFieldsError as error:
        page = _decide_page(person, db, appraisal_id, subject, (grade, reason), errors=error.fields)
        return show(request, "adequacy/decide.html", page, status=422)
    except ConflictError as error:
        page = _decide_page(person, db, appraisal_id, subject, (grade, reason), error, {"grade": error.sentence})
        return show(request, "adequacy/decide.html", page, status=409)
    return RedirectResponse(urls.adequacy(appraisal_id), status_code=303)


@router.post("/appraisals/{appraisal_id}/adequacy")
def confirm_areas(db: Db, person: SignedIn, form: FormOf, appraisal_id: str) -> Response:
    """Confirm the proposal of every area that has not been decided yet."""
    seen = dict(item.rpartition(":")[::2] for item in form.texts("seen"))
    adequacies.confirm_areas(person, db, appraisal_id, seen)
    return RedirectResponse(urls.adequacy(appraisal_id), status_code=303)
