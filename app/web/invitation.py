"""Routes for inviting people to a board, and for accepting. Only parsing and showing."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person, Role
from app.domain.errors import InvalidFieldsError
from app.domain.invitation import Invitation
from app.domain.permission import can_invite, check_invite
from app.jobs import queue_letters
from app.services import account as accounts
from app.services import invitation as invitations
from app.services import people
from app.services.invitation import Guest
from app.settings import Settings
from app.web import urls
from app.web.deps import COOKIE, Anybody, Db, FormOf, SettingsOf, SignedIn, WorkRoute
from app.web.people import roles_of
from app.web.people_pages import InvitationPage, InvitePage, LinkShownPage, boxes
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


@router.get("/people/invite")
def invite_page(request: Request, person: SignedIn, settings: SettingsOf) -> Response:
    """The form."""
    check_invite(person)
    page = InvitePage(Guest(), boxes(frozenset(), _offered(person)), settings.sends_letters)
    return show(request, "invitation/new.html", page)


@router.post("/people/invite")
def invite(request: Request, db: Db, person: SignedIn, settings: SettingsOf, form: FormOf) -> Response:
    """Invite somebody. The link is shown this once where it cannot be sent."""
    guest = Guest(form.text("name"), form.text("email"), form.text("post"), roles_of(form))
    try:
        link = invitations.invite(person, db, settings, guest, queue_letters(settings))
    except InvalidFieldsError as error:
        page = InvitePage(guest, boxes(guest.roles, _offered(person)), settings.sends_letters, error.fields)
        return show(request, "invitation/new.html", page, status=422)
    return _sent_or_shown(request, guest.name, link)


@router.post("/people/invitations/{invitation_id}/renew")
def renew(request: Request, db: Db, person: SignedIn, settings: SettingsOf, form: FormOf, invitation_id: str) -> Response:
    """Send an invitation anew, or show a new link."""
    ring = queue_letters(settings)
    link = invitations.renew_invitation(person, db, settings, invitation_id, ring, shown=form.ticked("show"))
    return _sent_or_shown(request, "", link)


@router.post("/people/invitations/{invitation_id}/withdraw")
def withdraw(db: Db, person: SignedIn, invitation_id: str) -> Response:
    """Withdraw an invitation."""
    invitations.withdraw_invitation(person, db, invitation_id)
    return RedirectResponse(urls.people("withdrawn"), status_code=303)


@router.get("/invitations/{token}")
def invitation_page(request: Request, db: Db, person: Anybody, token: str) -> Response:
    """What one is invited to, with the ways to accept."""
    return show(request, "invitation/page.html", _page(request, db, person, invitations.check_invitation(db, token), token))


@router.post("/invitations/{token}")
def accept(request: Request, db: Db, person: Anybody, settings: SettingsOf, form: FormOf, token: str) -> Response:
    """Accept: signed in, by the link for an account that there is, or by making an account."""
    if person is not None:
        there = invitations.accept_as(person, db, token)
        people.change_board(person, db, request.cookies.get(COOKIE, ""), there.board.id)
        return RedirectResponse(urls.home(), status_code=303)
    invitation = invitations.check_invitation(db, token)
    if invitations.has_account(db, invitation):
        invitations.accept_by_link(db, token)
        return RedirectResponse(urls.sign_in(accepted=True), status_code=303)
    name, post = form.text("name"), form.text("post")
    page = _page(request, db, None, invitation, token)
    try:
        secret = (form.secret("password"), form.secret("again")) if settings.passwords else None
        made = invitations.accept_as_new(db, token, name, post, secret)
    except InvalidFieldsError as error:
        again = replace(page, name=name, post=post, errors=error.fields)
        return show(request, "invitation/page.html", again, status=422)
    if settings.has_provider and not settings.passwords:
        # It is the organisation that says who somebody is: the link of the invitation alone opens no board here.
        return RedirectResponse(urls.sign_in(accepted=True), status_code=303)
    return RedirectResponse(urls.sign_in_link(accounts.create_link(db, made.email, settings.link_minutes)), status_code=303)


def _sent_or_shown(request: Request, name: str, link: str) -> Response:
    if not link:
        return RedirectResponse(urls.people("invited"), status_code=303)
    return show(request, "people/link.html", LinkShownPage(name, link, is_invitation=True))


def _page(request: Request, db: Db, person: Person | None, invitation: Invitation, token: str) -> InvitationPage:
    settings: Settings = request.app.state.settings
    return InvitationPage(
        invitation=invitation,
        token=token,
        has_account=invitations.has_account(db, invitation),
        signed_in_as=person.email if person else "",
        name=invitation.name,
        post=invitation.post,
        passwords=settings.passwords,
        has_provider=settings.has_provider,
    )


def _offered(person: Person) -> frozenset[Role]:
    return frozenset(role for role in Role if can_invite(person, (role,)))
