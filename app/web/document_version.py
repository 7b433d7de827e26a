"""Routes for versions of papers: replacing one by a newer file. Comparing two is in `document_compare.py`."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.document import Document
from app.jobs import queue_reading
from app.services import document_version as versions
from app.services.document import Refused
from app.services.document_version import Replacing
from app.settings import Settings
from app.web import urls
from app.web.deps import Db, SettingsOf, SignedIn, WorkRoute
from app.web.document_version_pages import PaperReplacePage
from app.web.render import show
from app.web.upload import LARGEST_REQUEST, FilesOf

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews/{review_id}/papers/{document_id}/replace")
def choose_newer(request: Request, db: Db, person: SignedIn, settings: SettingsOf, review_id: str, document_id: str) -> Response:
    """The form with which the newer version is chosen, or why there is none to choose."""
    replacing = versions.check_replace(person, db, review_id, document_id)
    return show(request, "document/replace.html", _page(replacing, settings, replacing.stands))


def _page(replacing: Replacing, settings: Settings, refused: Refused | None) -> PaperReplacePage:
    stands = replacing.stands is not None
    errors = {"files": refused.sentence} if refused and not stands else {}
    return PaperReplacePage(
        replacing.review, replacing.paper, settings.upload_megabytes, settings.upload_pages, refused, stands, errors
    )


@router.post("/reviews/{review_id}/papers/{document_id}/replace", max_body_size=LARGEST_REQUEST)
def replace_paper(
    request: Request, sent: FilesOf, db: Db, person: SignedIn, settings: SettingsOf, review_id: str, document_id: str
) -> Response:
    """Store the newer version and have it read; or say why not."""
    made = versions.replace_paper(person, db, review_id, document_id, sent, settings.files_dir, queue_reading(settings))
    if isinstance(made, Document):
        return RedirectResponse(urls.paper(review_id, made.id), status_code=303)
    replacing = versions.check_replace(person, db, review_id, document_id)
    page = _page(replacing, settings, made)
    return show(request, "document/replace.html", page, status=409 if page.stands else 422)
