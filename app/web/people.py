"""Routes for the people of a board, the table of permissions, and the boards one works on. Invitations: `invitation.py`."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person, Role
from app.domain.errors import InvalidError
from app.domain.permission import can_change_people, check_take_off_factor
from app.domain.permission_table import RULES
from app.jobs import queue_letters
from app.services import invitation as invitations
from app.services import people
from app.settings import Settings
from app.web import urls
from app.web.deps import COOKIE, Db, FormOf, SettingsOf, SignedIn, WorkRoute
from app.web.forms import Form
from app.web.people_pages import DONE, BoardsPage, FactorOffPage, LinkShownPage, PeoplePage, PermissionsPage, PersonPage, boxes
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


def roles_of(form: Form) -> frozenset[Role]:
    """The roles that were ticked; what is no role is passed over."""
    return frozenset(Role(value) for value in form.texts("roles") if value in list(Role))


@router.get("/people")
def people_page(request: Request, db: Db, person: SignedIn, settings: SettingsOf, done: str = "") -> Response:
    """Who is on the board, and who is invited."""
    page = PeoplePage(
        people=people.list_people(person, db),
        invited=invitations.list_invitations(person, db),
        can_change=can_change_people(person),
        sends_letters=settings.sends_letters,
        done=DONE.get(done, ""),
    )
    return show(request, "people/page.html", page)


@router.get("/people/permissions")
def permissions(request: Request, db: Db, person: SignedIn) -> Response:
    """Who may do what, for everybody who is signed in."""
    page = PermissionsPage(RULES, boxes(person.roles), person.roles, people.names_of(person, db, Role.ADMINISTRATOR))
    return show(request, "people/permissions.html", page)


@router.get("/people/{account}")
def person_page(request: Request, db: Db, person: SignedIn, settings: SettingsOf, account: str, done: str = "") -> Response:
    """One account, to be changed."""
    page = _page(person, db, settings, account)
    return show(request, "people/person.html", replace(page, done=DONE.get(done, "")))


@router.post("/people/{account}/roles")
def change_roles(request: Request, db: Db, person: SignedIn, settings: SettingsOf, form: FormOf, account: str) -> Response:
    """Change somebody's roles."""
    chosen = roles_of(form)
    try:
        people.change_roles(person, db, account, chosen)
    except InvalidError as error:
        page = _page(person, db, settings, account)
        again = replace(page, roles=boxes(chosen, _offered(page)), errors={"roles": error.sentence})
        return show(request, "people/person.html", again, status=422)
    if account == person.id:  # who gave up a role may not see this page any more
        return RedirectResponse(urls.permissions(), status_code=303)
    return RedirectResponse(urls.person(account, "roles"), status_code=303)


@router.post("/people/{account}/disable")
def disable(request: Request, db: Db, person: SignedIn, settings: SettingsOf, account: str) -> Response:
    """Disable an account on the board."""
    try:
        people.disable_account(person, db, account)
    except InvalidError as error:
        page = replace(_page(person, db, settings, account), errors={"disable": error.sentence})
        return show(request, "people/person.html", page, status=422)
    return RedirectResponse(urls.person(account, "disabled"), status_code=303)


@router.post("/people/{account}/enable")
def enable(db: Db, person: SignedIn, account: str) -> Response:
    """Enable it again."""
    people.enable_account(person, db, account)
    return RedirectResponse(urls.person(account, "enabled"), status_code=303)


@router.post("/people/{account}/link")
def make_link(request: Request, db: Db, person: SignedIn, settings: SettingsOf, form: FormOf, account: str) -> Response:
    """Make a one-time sign-in link: sent, or shown once where it cannot be sent or that was asked for."""
    try:
        if settings.sends_letters and not form.ticked("show"):
            people.send_link(person, db, account, queue_letters(settings))
            return RedirectResponse(urls.person(account, "link"), status_code=303)
        link = people.show_link(person, db, settings, account)
    except InvalidError as error:
        page = replace(_page(person, db, settings, account), errors={"link": error.sentence})
        return show(request, "people/person.html", page, status=422)
    name = people.get_listed(person, db, account).person.name
    return show(request, "people/link.html", LinkShownPage(name, link, is_invitation=False, minutes=settings.link_minutes))


@router.get("/people/{account}/second-factor")
def ask_about_factor(request: Request, db: Db, person: SignedIn, settings: SettingsOf, account: str) -> Response:
    """Ask once more before a second factor is taken off."""
    check_take_off_factor(person, account)
    page = FactorOffPage(people.get_listed(person, db, account), settings.sends_letters)
    return show(request, "people/second_factor.html", page)


@router.post("/people/{account}/second-factor")
def take_off_factor(request: Request, db: Db, person: SignedIn, settings: SettingsOf, account: str) -> Response:
    """Take it off."""
    try:
        people.take_off_second_factor(person, db, settings, account, queue_letters(settings))
    except InvalidError as error:
        page = FactorOffPage(people.get_listed(person, db, account), settings.sends_letters, {"factor": error.sentence})
        return show(request, "people/second_factor.html", page, status=422)
    return RedirectResponse(urls.person(account, "factor"), status_code=303)


@router.get("/account/boards")
def boards_page(request: Request, db: Db, person: SignedIn) -> Response:
    """One's boards, and which one works on."""
    return show(request, "people/boards.html", BoardsPage(people.list_boards(person, db), person.board.id))


@router.post("/account/boards")
def change_board(request: Request, db: Db, person: SignedIn, form: FormOf) -> Response:
    """Work on another board."""
    people.change_board(person, db, request.cookies.get(COOKIE, ""), form.text("board"))
    return RedirectResponse(urls.home(), status_code=303)


def _page(person: Person, db: Db, settings: Settings, account: str) -> PersonPage:
    listed = people.get_listed(person, db, account)
    page = PersonPage(
        listed=listed,
        roles=(),
        oneself=account == person.id,
        sends_letters=settings.sends_letters,
        delivery=people.link_delivery(person, db, account),
    )
    return replace(page, roles=boxes(listed.person.roles, _offered(page)))


def _offered(page: PersonPage) -> frozenset[Role]:
    return page.listed.person.roles if page.oneself else frozenset(Role)
