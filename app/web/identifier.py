"""Routes about what may identify a person: in a paper, in a pasted text, and in a report before it is issued."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.permission import check_issue, check_read_papers
from app.services import identifier
from app.services import report as reports
from app.services import review as reviews
from app.web import urls
from app.web.deps import Db, FormOf, SignedIn, WorkRoute, keep_what_was_saved
from app.web.identifier_pages import (
    ReportIdentifiersPage,
    TextIdentifiersPage,
    asked_kinds,
    errors_of,
    groups_of,
    paper_page_of,
    typed_answers,
)
from app.web.render import show

router = APIRouter(route_class=WorkRoute)

LONGEST_TEXT = 500_000


@router.get("/identifiers")
def text_page(request: Request, person: SignedIn) -> Response:
    """A box into which a text can be pasted."""
    check_read_papers(person)
    return show(request, "identifier/text.html", TextIdentifiersPage())


@router.post("/identifiers")
def check_text(request: Request, person: SignedIn, form: FormOf) -> Response:
    """What may identify a person in the pasted text. Nothing is stored, so the answer is the page itself."""
    check_read_papers(person)
    text = form.text("text")
    if not text or len(text) > LONGEST_TEXT:
        sentence = "Paste or type a text." if not text else f"Shorten the text to {LONGEST_TEXT:,} characters or fewer."
        return show(request, "identifier/text.html", TextIdentifiersPage(text, None, {"text": sentence}), status=422)
    found = groups_of(text, identifier.check_text(person, text))
    return show(request, "identifier/text.html", TextIdentifiersPage(text, found))


@router.get("/reviews/{review_id}/papers/{document_id}/identifiers")
def paper_page(
    request: Request, db: Db, person: SignedIn, review_id: str, document_id: str, kind: str = "", page: int = 1
) -> Response:
    """What may identify a person in a paper, of one kind or of all, a screenful at a time."""
    review = reviews.get_review(person, db, review_id)
    paper, found = identifier.check_paper(person, db, review_id, document_id)
    return show(request, "identifier/paper.html", paper_page_of(review, paper, found, kind=kind, number=page))


@router.get("/appraisals/{appraisal_id}/identifiers")
def report_page(request: Request, db: Db, person: SignedIn, appraisal_id: str) -> Response:
    """Everything in the report that may identify a person, with its answers."""
    check_issue(person)
    preview = reports.prepare_report(person, db, appraisal_id)
    opened = preview.adequacy.opened
    kinds = asked_kinds(opened.review, opened.appraisal, preview.questions, {})
    page = ReportIdentifiersPage(opened.review, opened.appraisal, kinds, len(preview.unanswered))
    return show(request, "identifier/report.html", page)


@router.post("/appraisals/{appraisal_id}/identifiers")
def answer(request: Request, db: Db, person: SignedIn, form: FormOf, appraisal_id: str) -> Response:
    """Save the answers; those that can be are kept even where another one cannot."""
    check_issue(person)
    preview = reports.prepare_report(person, db, appraisal_id)
    opened = preview.adequacy.opened
    typed = typed_answers(form, preview.questions)
    problems = identifier.answer_questions(person, db, opened.appraisal, preview.questions, typed)
    if problems:
        keep_what_was_saved(request)
        kinds = asked_kinds(opened.review, opened.appraisal, preview.questions, typed)
        page = ReportIdentifiersPage(opened.review, opened.appraisal, kinds, len(problems), errors_of(problems, typed))
        return show(request, "identifier/report.html", page, status=422)
    return RedirectResponse(urls.report_issue(appraisal_id), status_code=303)
