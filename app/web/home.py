"""The first page, the help, and the health check."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from app.domain.cue import CueKind
from app.domain.permission import can_read_papers
from app.outside.tesseract import PACKAGES
from app.services import audit
from app.services.cue_words import why_look_at_kinds
from app.services.document_picture import can_read_pictures
from app.web import urls
from app.web.deps import Anybody, Db, SettingsOf, WorkRoute
from app.web.keys import KEYS, Key
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


@dataclass(frozen=True)
class HelpPage:
    """A page that explains, in words."""

    signed_in: bool


@dataclass(frozen=True)
class HowItWorksPage(HelpPage):
    """The help itself, with whether text is read off pictures here, the packages that do it, and why to look at each kind of
    cue.
    """

    reads_pictures: bool
    picture_packages: str
    kinds: tuple[tuple[CueKind, str], ...]


@dataclass(frozen=True)
class KeysPage(HelpPage):
    """The keys that press what a page shows."""

    keys: tuple[Key, ...]


@router.get("/")
def home(person: Anybody) -> Response:
    """To the reviews, to the trail for those who may not read papers, or to signing in."""
    if person is None:
        return RedirectResponse(urls.sign_in(), status_code=303)
    return RedirectResponse(urls.reviews() if can_read_papers(person) else urls.trail(), status_code=303)


@router.get("/help")
def help_page(request: Request, person: Anybody, settings: SettingsOf) -> Response:
    """How Plumbline works."""
    page = HowItWorksPage(person is not None, can_read_pictures(settings), PACKAGES, why_look_at_kinds())
    return show(request, "home/help.html", page)


@router.get("/help/keys")
def keys_page(request: Request, person: Anybody) -> Response:
    """The keys, and how to turn them off."""
    return show(request, "home/keys.html", KeysPage(person is not None, KEYS))


@router.get("/accessibility")
def accessibility(request: Request, person: Anybody) -> Response:
    """The accessibility statement."""
    return show(request, "home/accessibility.html", HelpPage(person is not None))


@router.get("/health")
def health(db: Db) -> Response:
    """For machines that watch over the service: the database answers."""
    audit.check_database(db)
    return PlainTextResponse("ok\n")
