"""Routes for the papers of a review: adding, listing, describing, the original. Looking into them is in `document_read.py`."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from app.domain.errors import InvalidFieldsError
from app.domain.permission import check_register
from app.jobs import queue_reading
from app.services import document as documents
from app.services import document_look, document_picture, document_read
from app.services import review as reviews
from app.services.document_version import versions_of
from app.web import urls
from app.web.deps import Db, FormOf, SettingsOf, SignedIn, WorkRoute, keep_what_was_saved
from app.web.document_pages import (
    DescribedPaper,
    PaperPage,
    PapersAddPage,
    PapersDescribePage,
    PapersPage,
    description,
    typed,
)
from app.web.forms import Form
from app.web.render import show, wants_fragment
from app.web.upload import LARGEST_REQUEST, MOST_FILES, FilesOf

router = APIRouter(route_class=WorkRoute)

Ids = Annotated[list[str] | None, Query()]
NO_FILES = "Choose one or more files."


@router.get("/reviews/{review_id}/papers")
def papers(request: Request, db: Db, person: SignedIn, review_id: str) -> Response:
    """The papers with how far reading them has come; htmx gets the list alone."""
    review = reviews.get_review(person, db, review_id)
    page = PapersPage(review, documents.list_papers(person, db, review_id))
    return show(request, "document/_list.html" if wants_fragment(request) else "document/papers.html", page)


@router.get("/reviews/{review_id}/papers/add")
def choose_files(request: Request, db: Db, person: SignedIn, settings: SettingsOf, review_id: str) -> Response:
    """The form with which files are chosen."""
    review = documents.check_add_papers(person, db, review_id)
    return show(request, "document/add.html", PapersAddPage(review, settings.upload_megabytes, settings.upload_pages))


@router.post("/reviews/{review_id}/papers/add", max_body_size=LARGEST_REQUEST)
def add_papers(request: Request, sent: FilesOf, db: Db, person: SignedIn, settings: SettingsOf, review_id: str) -> Response:
    """Store the files and have them read; then ask what they are. What was refused is said file by file."""
    review = documents.check_add_papers(person, db, review_id)
    added = documents.add_papers(person, db, review_id, sent, settings.files_dir, queue_reading(settings))
    if added.documents and not added.refused:
        return RedirectResponse(urls.papers_describe(review_id, [paper.id for paper in added.documents]), status_code=303)
    errors = {f"file-{place}": f"{file.filename}: {file.sentence}" for place, file in enumerate(added.refused, start=1)}
    if added.documents:
        keep_what_was_saved(request)
        entries = tuple(typed(paper, review) for paper in added.documents)
        page = PapersDescribePage(review, entries, just_added=True, refused=added.refused, errors=errors)
        return show(request, "document/describe.html", page, status=422)
    again = PapersAddPage(review, settings.upload_megabytes, settings.upload_pages, added.refused, errors or {"files": NO_FILES})
    return show(request, "document/add.html", again, status=422)


@router.get("/reviews/{review_id}/papers/describe")
def ask_what_papers_are(request: Request, db: Db, person: SignedIn, review_id: str, paper: Ids = None) -> Response:
    """The form for the papers that were just added."""
    check_register(person)
    review = reviews.get_review(person, db, review_id)
    found = [documents.get_paper(person, db, review_id, document_id) for document_id in (paper or [])[:MOST_FILES]]
    entries = tuple(typed(document, review) for document in found)
    return show(request, "document/describe.html", PapersDescribePage(review, entries, just_added=True))


@router.post("/reviews/{review_id}/papers/describe")
def describe_papers(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str) -> Response:
    """Keep what was said about several papers."""
    return _describe(request, db, person, form, review_id, form.texts("paper")[:MOST_FILES], just_added=True)


@router.get("/reviews/{review_id}/papers/{document_id}/edit")
def edit_paper(request: Request, db: Db, person: SignedIn, review_id: str, document_id: str) -> Response:
    """The same form for one paper."""
    check_register(person)
    review = reviews.get_review(person, db, review_id)
    entry = typed(documents.get_paper(person, db, review_id, document_id), review)
    return show(request, "document/describe.html", PapersDescribePage(review, (entry,), just_added=False))


@router.post("/reviews/{review_id}/papers/{document_id}/edit")
def save_paper(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str, document_id: str) -> Response:
    """Keep what was said about one paper."""
    return _describe(request, db, person, form, review_id, [document_id], just_added=False)


def _describe(
    request: Request, db: Db, person: SignedIn, form: Form, review_id: str, ids: list[str], *, just_added: bool
) -> Response:
    review = reviews.get_review(person, db, review_id)
    found = [documents.get_paper(person, db, review_id, document_id) for document_id in ids]
    entries = tuple(
        DescribedPaper(
            paper,
            form.text(f"kind-{paper.id}"),
            form.text(f"agency-{paper.id}"),
            form.text(f"other-{paper.id}"),
            form.text(f"title-{paper.id}"),
        )
        for paper in found
    )
    try:
        documents.describe_papers(person, db, review_id, {entry.paper.id: description(entry) for entry in entries})
    except InvalidFieldsError as error:
        page = PapersDescribePage(review, entries, just_added=just_added, errors=error.fields)
        return show(request, "document/describe.html", page, status=422)
    return RedirectResponse(urls.papers_status(review_id) if just_added else urls.paper(review_id, ids[0]), status_code=303)


@router.get("/reviews/{review_id}/papers/{document_id}")
def paper(request: Request, db: Db, person: SignedIn, settings: SettingsOf, review_id: str, document_id: str) -> Response:
    """One paper."""
    review = reviews.get_review(person, db, review_id)
    found = documents.get_paper(person, db, review_id, document_id)
    contents = document_look.contents_of(person, db, found)
    added_by = documents.added_by(db, found)
    page = PaperPage(
        review,
        found,
        contents,
        added_by,
        versions_of(person, db, found),
        unread_pictures=document_picture.count_unread(person, db, found),
        can_read_pictures=document_picture.can_read_pictures(settings),
    )
    return show(request, "document/paper.html", page)


@router.post("/reviews/{review_id}/papers/{document_id}/read-again")
def read_again(db: Db, person: SignedIn, settings: SettingsOf, review_id: str, document_id: str) -> Response:
    """Have a paper that could not be read wait once more."""
    document_read.read_again(person, db, review_id, document_id, queue_reading(settings))
    return RedirectResponse(urls.papers_status(review_id), status_code=303)


@router.post("/reviews/{review_id}/papers/{document_id}/read-pictures")
def read_pictures(db: Db, person: SignedIn, settings: SettingsOf, review_id: str, document_id: str) -> Response:
    """Have the pictures of a paper read."""
    document_picture.ask_to_read_pictures(person, db, settings, review_id, document_id, queue_reading(settings))
    return RedirectResponse(urls.papers_status(review_id), status_code=303)


@router.get("/reviews/{review_id}/papers/{document_id}/original")
def original(db: Db, person: SignedIn, settings: SettingsOf, review_id: str, document_id: str) -> Response:
    """The file as it was uploaded, to be saved and never shown by the browser."""
    found, path = documents.fetch_original(person, db, review_id, document_id, settings.files_dir)
    kind = found.format.media_type if found.format else "application/octet-stream"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.filename, safe='')}"}
    return FileResponse(path, media_type=kind, headers=headers)
