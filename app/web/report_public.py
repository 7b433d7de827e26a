"""Routes of the public version of a report: as it would be issued, and as it was."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services import report as reports
from app.web.deps import Db, SignedIn, WorkRoute
from app.web.render import show
from app.web.report import LABELS, render_report, send_file
from app.web.report_pages import PublicPage, PublicPreviewPage

router = APIRouter(route_class=WorkRoute)


@router.get("/appraisals/{appraisal_id}/report/public")
def preview_page(request: Request, db: Db, person: SignedIn, appraisal_id: str) -> Response:
    """The public version as it would be issued with the answers given so far."""
    preview = reports.preview_report(person, db, appraisal_id)
    opened = preview.adequacy.opened
    page = PublicPreviewPage(opened.review, opened.appraisal, preview.public, len(preview.unanswered))
    return show(request, "report/public_preview.html", page)


@router.get("/appraisals/{appraisal_id}/report/public.{file_format}")
def preview_file(db: Db, person: SignedIn, appraisal_id: str, file_format: str) -> Response:
    """The previewed public version as a file."""
    public = reports.preview_report(person, db, appraisal_id).public
    return send_file(reports.write_file(public, file_format, render_report), file_format, reports.name_of(public))


@router.get("/reports/{report_id}/public")
def report_page(request: Request, db: Db, person: SignedIn, report_id: str) -> Response:
    """The public version of an issued report as a web page, exactly as it was frozen."""
    issued, body = reports.open_public(person, db, report_id)
    return show(request, "report/public.html", PublicPage(issued, body, LABELS))


@router.get("/reports/{report_id}/public.{file_format}")
def report_file(db: Db, person: SignedIn, report_id: str, file_format: str) -> Response:
    """One format of the public version of an issued report, byte for byte."""
    name, content = reports.fetch_public(person, db, report_id, file_format)
    return send_file(content, file_format, name)
