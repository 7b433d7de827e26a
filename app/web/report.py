"""Routes of the adequacy report: preview, issue, and the issued versions in all formats."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.errors import ConflictError, InvalidFieldsError
from app.domain.permission import check_issue
from app.domain.report import ReportData
from app.services import report as reports
from app.services.report import WebReport
from app.web import urls
from app.web.deps import Db, FormOf, SignedIn, WorkRoute
from app.web.render import environment, show
from app.web.report_pages import IssuePage, PreviewPage, ReportPage

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
    file = environment().get_template("report/standalone.html").render(body=body, title=reports.name_of(data))
    return WebReport(file, body)


@router.get("/appraisals/{appraisal_id}/report")
def preview_page(request: Request, db: Db, person: SignedIn, appraisal_id: str) -> Response:
    """The report as it would be issued now."""
    preview = reports.preview_report(person, db, appraisal_id)
    opened = preview.adequacy.opened
    page = PreviewPage(opened.review, opened.appraisal, preview.data, preview.obstacles, preview.versions)
    return show(request, "report/preview.html", page)


@router.get("/appraisals/{appraisal_id}/report.{file_format}")
def preview_file(db: Db, person: SignedIn, appraisal_id: str, file_format: str) -> Response:
    """The previewed report as a file."""
    preview = reports.preview_report(person, db, appraisal_id)
    return _file(reports.write_file(preview.data, file_format, render_report), file_format, reports.name_of(preview.data))


@router.get("/appraisals/{appraisal_id}/issue")
def issue_page(request: Request, db: Db, person: SignedIn, appraisal_id: str) -> Response:
    """Signing and issuing."""
    check_issue(person)
    page = _issue_page(person, db, appraisal_id, person.name, person.post, "", {})
    return show(request, "report/issue.html", page)


def _issue_page(
    person: Person, db: Db, appraisal_id: str, signatory: str, post: str, reason: str, errors: dict[str, str]
) -> IssuePage:
    preview = reports.prepare_report(person, db, appraisal_id)
    opened = preview.adequacy.opened
    version = preview.versions[0].version + 1 if preview.versions else 1
    return IssuePage(opened.review, opened.appraisal, version, preview.obstacles, signatory, post, reason, errors)


@router.post("/appraisals/{appraisal_id}/issue")
def issue(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str) -> Response:
    """Sign and issue; the report is frozen."""
    signatory, post, reason = form.text("signatory"), form.text("post"), form.text("reason")
    signed = {"signatory": signatory, "post": post, "reason": reason}
    try:
        issued = reports.issue_report(
            person, db, appraisal_id, version=form.number("version"), **signed, render_html=render_report
        )
    except InvalidFieldsError as error:
        page = _issue_page(person, db, appraisal_id, signatory, post, reason, error.fields)
        return show(request, "report/issue.html", page, status=422)
    except ConflictError as error:
        page = _issue_page(person, db, appraisal_id, signatory, post, reason, {"signatory": error.sentence})
        return show(request, "report/issue.html", page, status=409)
    return RedirectResponse(urls.report(issued.id), status_code=303)


@router.get("/reports/{report_id}.{file_format}")
def report_file(db: Db, person: SignedIn, report_id: str, file_format: str) -> Response:
    """One format of an issued report, byte for byte."""
    name, content = reports.fetch_file(person, db, report_id, file_format)
    return _file(content, file_format, name)


@router.get("/reports/{report_id}")
def report_page(request: Request, db: Db, person: SignedIn, report_id: str) -> Response:
    """An issued report as a web page, exactly as it was frozen."""
    issued, body = reports.open_report(person, db, report_id)
    versions = reports.list_versions(person, db, issued.appraisal)
    page = ReportPage(issued, versions[0], versions, body, LABELS)
    return show(request, "report/page.html", page)


def _file(content: bytes, file_format: str, name: str) -> Response:
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "-" for c in name)
    headers = {"Content-Disposition": f'attachment; filename="Adequacy report {safe}.{file_format}"'}
    return Response(content, media_type=TYPES[file_format], headers=headers)
