"""Routes of an appraisal as a whole: starting it, its task list, its lenses, submitting. Reopening is in `submission.py`."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.entry import LENS, key_of
from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.instrument import Lens, Marker
from app.domain.permission import can_change_appraisal
from app.services import appraisal as appraisals
from app.services.appraisal import NotCompleteError, OpenAppraisal
from app.services.appraisal_save import Typed, save_fields
from app.services.evidence_move import moved_evidence
from app.services.instrument import get_instrument
from app.services.outcome_hold import changed_after_opening, hold_of
from app.services.second_round import second_round_of
from app.services.second_round_lock import kept_markers
from app.services.submission import list_submissions
from app.web import urls
from app.web.appraisal_pages import (
    LensAnswer,
    LensMarker,
    LensPage,
    LensTask,
    SavedField,
    StartPage,
    SubmitGap,
    SubmitPage,
    Task,
    TaskListPage,
    TaskStage,
)
from app.web.cue import lens_cues
from app.web.deps import Db, FormOf, SignedIn, WorkRoute, keep_what_was_saved
from app.web.marker_fields import evidence_lines, saved_field, with_choice, with_questions
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews/{review_id}/appraisals/new")
def start_page(request: Request, db: Db, person: SignedIn, review_id: str) -> Response:
    """What starting an appraisal means. One that was started before is opened instead."""
    review, existing = appraisals.check_start(person, db, review_id)
    if existing is not None:
        return RedirectResponse(urls.appraisal(existing.id), status_code=303)
    return show(request, "appraisal/start.html", StartPage(review, get_instrument()))


@router.post("/reviews/{review_id}/appraisals/new")
def start(db: Db, person: SignedIn, review_id: str) -> Response:
    """Start one's own appraisal."""
    appraisal = appraisals.start_appraisal(person, db, review_id)
    return RedirectResponse(urls.appraisal(appraisal.id), status_code=303)


@router.get("/appraisals/{appraisal_id}")
def task_list(request: Request, db: Db, person: SignedIn, appraisal_id: str) -> Response:
    """The markers by stage with what is done."""
    opened = appraisals.open_appraisal(person, db, appraisal_id)
    return show(request, "appraisal/tasks.html", _task_list(person, db, opened))


def _task_list(person: Person, db: Db, opened: OpenAppraisal) -> TaskListPage:
    moved = moved_evidence(person, db, opened)
    hold, changed = hold_of(person, db, opened.review.id), changed_after_opening(person, db, opened.appraisal)
    tasks = {marker.id: _task(opened, marker) for marker in opened.instrument.markers}
    findings = _findings(opened)
    mine = opened.appraisal.appraiser == person.id and not opened.appraisal.is_consensus
    return TaskListPage(
        review=opened.review,
        appraisal=opened.appraisal,
        instrument=opened.instrument,
        stages=tuple(
            TaskStage(stage.title, tuple(tasks[marker.id] for marker in stage.markers)) for stage in opened.instrument.stages
        ),
        lenses=tuple(LensTask(lens, lens in findings) for lens in Lens),
        complete=sum(task.status == "complete" for task in tasks.values()),
        total=len(tasks),
        can_change=can_change_appraisal(person, opened.appraisal, opened.round),
        can_reopen=mine and opened.appraisal.submitted_at is not None,
        resume=_resume(opened) if mine else "",
        moved=moved,
        hold=hold,
        changed=changed,
        submissions=list_submissions(person, db, opened.appraisal),
        second=second_round_of(person, db, opened.appraisal) if mine else None,
        kept=kept_markers(person, db, opened.appraisal, opened.instrument) if mine else frozenset(),
    )


def _findings(opened: OpenAppraisal) -> set[Lens]:
    return {lens for lens in Lens if (entry := opened.entries.get(key_of(LENS, lens))) and entry.value}


def _task(opened: OpenAppraisal, marker: Marker) -> Task:
    judgement = opened.judgements[marker.id]
    missing = len(opened.gaps_of(marker))
    status = "complete" if not missing else "started" if judgement.is_started else "todo"
    return Task(marker, status, judgement.grade, len(judgement.evidence), missing)


def _resume(opened: OpenAppraisal) -> str:
    place = opened.appraisal.place
    if not place.marker:
        return ""
    return urls.marker(opened.appraisal.id, place.marker, paper=place.document, page=place.page)


@router.get("/appraisals/{appraisal_id}/lenses/{lens_id}")
def lens_page(request: Request, db: Db, person: SignedIn, appraisal_id: str, lens_id: str, saved: str = "") -> Response:
    """The prompts tagged with this lens, with answers and evidence, and the finding."""
    lens = _lens(lens_id)
    opened = appraisals.open_lens(person, db, appraisal_id, lens)
    finding = saved_field(opened.entries, LENS, lens.value)
    page = _lens_page(person, db, opened, lens, finding, "Your finding is saved." if saved else "")
    return show(request, "appraisal/lens.html", page)


def _lens(lens_id: str) -> Lens:
    if lens_id not in set(Lens):
        raise NotFoundError
    return Lens(lens_id)


def _lens_page(person: Person, db: Db, opened: OpenAppraisal, lens: Lens, finding: SavedField, message: str = "") -> LensPage:
    markers = []
    for marker in opened.instrument.markers:
        judgement = opened.judgements[marker.id]
        answers = tuple(
            LensAnswer(prompt, judgement.answers.get(prompt.id)) for prompt in marker.prompts if lens in prompt.lenses
        )
        if answers:
            lines = evidence_lines(opened.appraisal, judgement.evidence)
            markers.append(LensMarker(marker, judgement, answers, lines))
    order = tuple(Lens)
    following = order[order.index(lens) + 1] if lens is not order[-1] else None
    errors = {finding.id: finding.problem} if finding.problem else {}
    can_change = can_change_appraisal(person, opened.appraisal, opened.round)
    return LensPage(
        opened.review,
        opened.appraisal,
        lens,
        tuple(markers),
        with_questions(finding) if can_change else finding,
        can_change,
        following,
        lens_cues(person, db, opened.review.id, lens),
        errors,
        message,
    )


@router.post("/appraisals/{appraisal_id}/lenses/{lens_id}")
def save_lens(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str, lens_id: str) -> Response:
    """Save the finding."""
    lens = _lens(lens_id)
    key = key_of(LENS, lens)
    typed = Typed(key, form.text(lens), form.number(f"v:{lens}"))
    saved = save_fields(person, db, appraisal_id, with_choice([typed], form, LENS))
    if saved.conflicts or saved.problems:
        keep_what_was_saved(request)
        opened = appraisals.open_appraisal(person, db, appraisal_id)
        finding = saved_field(opened.entries, LENS, lens, typed, saved)
        status = 409 if saved.conflicts else 422
        return show(request, "appraisal/lens.html", _lens_page(person, db, opened, lens, finding), status=status)
    following = form.text("go")
    if following in set(Lens):
        return RedirectResponse(urls.lens(appraisal_id, following), status_code=303)
    return RedirectResponse(urls.lens(appraisal_id, lens) + "?saved=yes", status_code=303)


@router.get("/appraisals/{appraisal_id}/submit")
def submit_page(request: Request, db: Db, person: SignedIn, appraisal_id: str) -> Response:
    """What is missing, or what submitting means."""
    opened = appraisals.open_appraisal(person, db, appraisal_id)
    if opened.appraisal.is_consensus:
        return RedirectResponse(urls.consensus_sign(opened.review.id), status_code=303)
    if not can_change_appraisal(person, opened.appraisal, opened.round):
        raise NotAllowedError("This appraisal cannot be submitted by you now.")
    return show(request, "appraisal/submit.html", _submit_page(opened))


def _submit_page(opened: OpenAppraisal) -> SubmitPage:
    missing = tuple(SubmitGap(marker, gaps) for marker in opened.instrument.markers if (gaps := opened.gaps_of(marker)))
    empty = tuple(lens for lens in Lens if lens not in _findings(opened))
    return SubmitPage(opened.review, opened.appraisal, missing, empty, sum(len(item.gaps) for item in missing))


@router.post("/appraisals/{appraisal_id}/submit")
def submit(request: Request, db: Db, person: SignedIn, appraisal_id: str) -> Response:
    """Submit, or list what is missing."""
    try:
        appraisals.submit_appraisal(person, db, appraisal_id)
    except NotCompleteError:
        opened = appraisals.open_appraisal(person, db, appraisal_id)
        return show(request, "appraisal/submit.html", _submit_page(opened), status=422)
    return RedirectResponse(urls.appraisal(appraisal_id), status_code=303)
