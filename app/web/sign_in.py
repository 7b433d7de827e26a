"""Routes for signing in and out. One's own account is in `sign_in_account.py`."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.data.session import work
from app.domain.errors import InvalidError, NotAllowedError
from app.services import sign_in as signing
from app.services import sign_in_code as codes
from app.settings import Settings
from app.web import urls
from app.web.deps import COOKIE, Anybody, Db, FormOf, SettingsOf, WorkRoute
from app.web.forms import clean
from app.web.render import show
from app.web.sign_in_cookies import address_of, browser_of, set_cookie, set_waiting_cookie
from app.web.sign_in_pages import CodePage, LinkPage, ResumePage, SignInPage, Typed, ask
from app.web.sign_in_typed import kept_fields, safe_next

NO_PASSWORDS = "Passwords are not used here. Sign in with your organisation's account, or ask for a one-time sign-in link."

router = APIRouter(route_class=WorkRoute)


@router.get("/sign-in")
def sign_in_page(request: Request, person: Anybody, next: str = "", accepted: str = "") -> Response:  # noqa: A002
    """The form; straight on for people who are signed in."""
    if person is not None:
        return RedirectResponse(safe_next(next), status_code=303)
    return show(request, "sign_in/page.html", replace(ask(request, next=clean(next)), accepted=bool(accepted)))


@router.post("/sign-in")
def sign_in(request: Request, db: Db, form: FormOf, settings: SettingsOf) -> Response:
    """Sign in with a password."""
    email = form.text("email")
    password = form.secret("password")
    kept = kept_fields(form.text("typed"))
    page = ask(request, email, form.text("next"), form.text("resume"), kept)
    if not settings.passwords:
        return show(request, "sign_in/page.html", replace(page, errors={"main-content": NO_PASSWORDS}), status=403)
    address = address_of(request)
    limits = (settings.session_hours, settings.idle_minutes)
    try:
        with work(settings.database) as counting:
            signing.check_attempts(counting, email, address)
            attempt = signing.record_failure(counting, email, address)
        with work(settings.database, writes=False) as reading:
            token = signing.sign_in_with_password(db, email, password[:1000], browser_of(request), *limits, reading=reading)
        signing.forget_failure(db, attempt)
    except NotAllowedError as error:
        return show(request, "sign_in/page.html", replace(page, errors={"email": error.sentence}), status=429)
    except InvalidError as error:
        errors = {error.field or "email": error.sentence}
        return show(request, "sign_in/page.html", replace(page, errors=errors), status=422)
    if signing.needs_code(db, token):
        return _ask_for_code(request, db, settings, token, page)
    return go_on(request, settings, token, page.next, page.resume, kept)


def go_on(request: Request, settings: Settings, token: str, next: str, resume: str, kept: Typed) -> Response:  # noqa: A002
    """Let the browser in: to the page that it wanted, or to the form that it had sent while signed out."""
    if resume and kept:
        answer: Response = show(request, "sign_in/resume.html", ResumePage(safe_next(resume), kept))
    else:
        answer = RedirectResponse(safe_next(next), status_code=303)
    set_cookie(answer, token, settings)
    return answer


def _ask_for_code(request: Request, db: Db, settings: Settings, token: str, page: SignInPage) -> Response:
    if page.resume and page.typed:
        asked = CodePage(codes.name_of_pending(db, token), page.next, page.resume, page.typed)
        answer: Response = show(request, "sign_in/code.html", asked)
    else:
        answer = RedirectResponse(urls.sign_in_code(page.next), status_code=303)
    set_waiting_cookie(answer, token, settings)
    return answer


@router.get("/sign-in/link/{token}")
def link_page(request: Request, db: Db, token: str) -> Response:
    """Who the link is for, with a button."""
    return show(request, "sign_in/link.html", LinkPage(signing.check_link(db, token), token))


@router.post("/sign-in/link/{token}")
def use_link(request: Request, db: Db, token: str, settings: SettingsOf) -> Response:
    """Sign in with the link and use it up."""
    limits = (settings.session_hours, settings.idle_minutes)
    opened = signing.sign_in_with_link(db, token, browser_of(request), *limits)
    if signing.needs_code(db, opened):
        return _ask_for_code(request, db, settings, opened, SignInPage())
    return go_on(request, settings, opened, "", "", ())


@router.post("/sign-out")
def sign_out(request: Request, db: Db, person: Anybody) -> Response:
    """End this session."""
    if person is not None:
        signing.sign_out(person, db, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse(urls.sign_in(), status_code=303)
    answer.delete_cookie(COOKIE, path="/")
    return answer
