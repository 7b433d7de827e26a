"""Routes for the papers of a review: adding, listing, describing, the original. Looking into them is in `document_read.py`."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.jobs import queue_reading
from app.services import document as documents
from app.services import review as reviews
from app.web import urls
from app.web.deps import Db, SettingsOf, SignedIn, WorkRoute
from app.web.document_pages import PapersAddPage, PapersPage
from app.web.render import show
from app.web.upload import LARGEST_REQUEST, FilesOf

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews/{review_id}/papers")
def papers(request: Request, db: Db, person: SignedIn, review_id: str) -> Response:
    """How far reading the papers has come."""
    review = reviews.get_review(person, db, review_id)
    return show(request, "document/papers.html", PapersPage(review, documents.list_papers(person, db, review_id)))


@router.get("/reviews/{review_id}/papers/add")
def choose_files(request: Request, db: Db, person: SignedIn, settings: SettingsOf, review_id: str) -> Response:
    """The form with which files are chosen."""
    review = documents.check_add_papers(person, db, review_id)
    return show(request, "document/add.html", PapersAddPage(review, settings.upload_megabytes))


@router.post("/reviews/{review_id}/papers/add", max_body_size=LARGEST_REQUEST)
def add_papers(request: Request, sent: FilesOf, db: Db, person: SignedIn, settings: SettingsOf, review_id: str) -> Response:
    """Store the files and have them read."""
    added = documents.add_papers(person, db, review_id, sent, settings.files_dir, queue_reading(settings))
    return RedirectResponse(urls.papers_status(review_id), status_code=303)
