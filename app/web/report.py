"""Routes of the adequacy report: preview, issue, and the issued versions in all formats."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.errors import ConflictError, InvalidFieldsError
from app.domain.identifier_report import Question, unanswered
from app.domain.permission import check_issue
from app.domain.report import ReportData
from app.services import identifier
from app.services import report as reports
from app.services.identifier import Typed
from app.services.report import Preview, UnansweredError, WebReport
from app.web import urls
from app.web.deps import Db, FormOf, SignedIn, WorkRoute, keep_what_was_saved
from app.web.identifier_pages import asked_kinds, errors_of, typed_answers
from app.web.render import environment, show
from app.web.report_pages import IssuePage, PreviewPage, ReportPage, Signing, places_of

router = APIRouter(route_class=WorkRoute)

TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
LABELS = (("pdf", "PDF"), ("docx", "Word"), ("html", "Web page"), ("json", "Data (JSON)"))


def render_report(data: ReportData) -> WebReport:
    """The report's HTML: as a file with a style of its own, and without a page around it."""
    body = environment().get_template("report/_report.html").render(report=data)
    heading = "Adequacy report, public version" if data.public else "Adequacy report"
    file = environment().get_template("report/standalone.html").render(body=body, title=reports.name_of(data), heading=heading)
    return WebReport(file, body)


@router.get("/appraisals/{appraisal_id}/report")
def preview_page(request: Request, db: Db, person: SignedIn, appraisal_id: str) -> Response:
    """The report as it would be issued now."""
    preview = reports.preview_report(person, db, appraisal_id)
    opened = preview.adequacy.opened
    waiting = len(preview.unanswered)
    page = PreviewPage(opened.review, opened.appraisal, preview.data, preview.obstacles, preview.versions, waiting)
    return show(request, "report/preview.html", page)


@router.get("/appraisals/{appraisal_id}/report.{file_format}")
def preview_file(db: Db, person: SignedIn, appraisal_id: str, file_format: str) -> Response:
    """The previewed report as a file."""
    preview = reports.preview_report(person, db, appraisal_id)
    return send_file(reports.write_file(preview.data, file_format, render_report), file_format, reports.name_of(preview.data))


@router.get("/appraisals/{appraisal_id}/issue")
def issue_page(request: Request, db: Db, person: SignedIn, appraisal_id: str) -> Response:
    """Signing and issuing."""
    check_issue(person)
    preview = reports.prepare_report(person, db, appraisal_id)
    return show(request, "report/issue.html", _issue_page(preview, preview.questions, Signing(person.name, person.post)))


def _issue_page(
    preview: Preview, questions: tuple[Question, ...], signing: Signing, typed: dict[str, Typed] | None = None, **errors: str
) -> IssuePage:
    opened = preview.adequacy.opened
    still = unanswered(questions)
    return IssuePage(
        review=opened.review,
        appraisal=opened.appraisal,
        version=preview.versions[0].version + 1 if preview.versions else 1,
        obstacles=preview.obstacles,
        kinds=asked_kinds(opened.review, opened.appraisal, still, typed or {}),
        unanswered=len(still),
        answered=len(questions) - len(still),
        signing=signing,
        errors=errors,
    )


@router.post("/appraisals/{appraisal_id}/issue")
def issue(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str) -> Response:
    """Keep the answers about personal data, sign and issue; the report is frozen."""
    check_issue(person)
    preview = reports.prepare_report(person, db, appraisal_id)
    signing = Signing(form.text("signatory"), form.text("post"), form.text("reason"))
    questions = reports.ask_about_issue(person, db, appraisal_id, preview, signing.reason)
    typed = {key: said for key, said in typed_answers(form, unanswered(questions)).items() if said.answer or said.reason}
    if problems := identifier.answer_questions(person, db, preview.adequacy.opened.appraisal, questions, typed):
        return _not_issued(request, person, db, preview, signing, typed, 422, **errors_of(problems, typed))
    try:
        issued = reports.issue_report(
            person, db, appraisal_id, version=form.number("version"), render_html=render_report,
            signatory=signing.signatory, post=signing.post, reason=signing.reason,
        )  # fmt: skip
    except UnansweredError as error:
        missing = {f"answer-{question.key}": f"Say what is to be done about “{question.words}”." for question in error.questions}
        return _not_issued(request, person, db, preview, signing, typed, 422, **missing)
    except InvalidFieldsError as error:
        return _not_issued(request, person, db, preview, signing, typed, 422, **error.fields)
    except ConflictError as error:
        return _not_issued(request, person, db, preview, signing, typed, 409, signatory=error.sentence)
    return RedirectResponse(urls.report(issued.id), status_code=303)


def _not_issued(
    request: Request,
    person: Person,
    db: Db,
    preview: Preview,
    signing: Signing,
    typed: dict[str, Typed],
    status: int,
    **errors: str,
) -> Response:
    """The form again with everything that was typed. What was answered well is kept, and not asked again."""
    keep_what_was_saved(request)
    appraisal_id = preview.adequacy.opened.appraisal.id
    questions = reports.ask_about_issue(person, db, appraisal_id, preview, signing.reason)
    page = _issue_page(preview, questions, signing, typed, **errors)
    return show(request, "report/issue.html", page, status=status)


@router.get("/reports/{report_id}.{file_format}")
def report_file(db: Db, person: SignedIn, report_id: str, file_format: str) -> Response:
    """One format of an issued report, byte for byte."""
    name, content = reports.fetch_file(person, db, report_id, file_format)
    return send_file(content, file_format, name)


@router.get("/reports/{report_id}")
def report_page(request: Request, db: Db, person: SignedIn, report_id: str) -> Response:
    """An issued report as a web page, exactly as it was frozen."""
    issued, body = reports.open_report(person, db, report_id)
    versions = reports.list_versions(person, db, issued.appraisal)
    places = places_of(reports.read_report(person, db, report_id), issued.review)
    page = ReportPage(issued, versions[0], versions, body, LABELS, reports.has_public(person, db, issued), places)
    return show(request, "report/page.html", page)


def send_file(content: bytes, file_format: str, name: str) -> Response:
    """A report as a file, under its name as far as that is safe in one."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "-" for c in name)
    headers = {"Content-Disposition": f'attachment; filename="Adequacy report {safe}.{file_format}"'}
    return Response(content, media_type=TYPES[file_format], headers=headers)
