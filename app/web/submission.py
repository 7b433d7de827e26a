"""Routes of reopening one's own submitted appraisal, and of what was submitted before."""

from dataclasses import dataclass, field

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.appraisal import Appraisal
from app.domain.errors import InvalidError
from app.domain.instrument import Lens, Marker
from app.domain.judgement import Judgement
from app.domain.review import Review
from app.services import appraisal as appraisals
from app.services.submission import OpenSubmission, Submission, open_submission
from app.web import urls
from app.web.appraisal_pages import EvidenceLine, LensAnswer
from app.web.deps import Db, FormOf, SignedIn, WorkRoute
from app.web.marker_fields import evidence_lines
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


@dataclass(frozen=True)
class ReopenPage:
    """Why a submitted appraisal is taken back."""

    appraisal: Appraisal
    reason: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SubmittedMarker:
    """What was said about a marker."""

    marker: Marker
    judgement: Judgement
    answers: tuple[LensAnswer, ...]
    evidence: tuple[EvidenceLine, ...]


@dataclass(frozen=True)
class SubmissionPage:
    """What was submitted then."""

    review: Review
    appraisal: Appraisal
    submission: Submission
    markers: tuple[SubmittedMarker, ...]
    findings: tuple[tuple[Lens, str], ...]


@router.get("/appraisals/{appraisal_id}/reopen")
def reopen_page(request: Request, db: Db, person: SignedIn, appraisal_id: str) -> Response:
    """What reopening means, and why it is done."""
    return show(request, "appraisal/reopen.html", ReopenPage(appraisals.check_reopen(person, db, appraisal_id)))


@router.post("/appraisals/{appraisal_id}/reopen")
def reopen(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str) -> Response:
    """Take one's own submitted appraisal back."""
    reason = form.text("reason")
    try:
        appraisals.reopen_appraisal(person, db, appraisal_id, reason)
    except InvalidError as error:
        page = ReopenPage(appraisals.check_reopen(person, db, appraisal_id), reason, {error.field: error.sentence})
        return show(request, "appraisal/reopen.html", page, status=422)
    return RedirectResponse(urls.appraisal(appraisal_id), status_code=303)


@router.get("/appraisals/{appraisal_id}/submissions/{submission}")
def submission_page(request: Request, db: Db, person: SignedIn, appraisal_id: str, submission: int) -> Response:
    """What an appraisal said when it was submitted for the first, second … time."""
    return show(request, "appraisal/submission.html", _page(open_submission(person, db, appraisal_id, submission)))


def _page(opened: OpenSubmission) -> SubmissionPage:
    markers = []
    for marker in opened.instrument.markers:
        judgement = opened.judgements[marker.id]
        answers = tuple(LensAnswer(prompt, answer) for prompt in marker.prompts if (answer := judgement.answers.get(prompt.id)))
        lines = evidence_lines(opened.appraisal, judgement.evidence)
        markers.append(SubmittedMarker(marker, judgement, answers, tuple(lines)))
    return SubmissionPage(opened.review, opened.appraisal, opened.submission, tuple(markers), tuple(opened.findings.items()))
