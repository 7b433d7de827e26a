"""Routes for signing in and out, and for one's own account."""

import json

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.data.session import work
from app.domain.errors import InvalidError, InvalidFieldsError, NotAllowedError
from app.services import account as accounts
from app.services import sign_in as signing
from app.settings import Settings
from app.web import urls
from app.web.deps import COOKIE, Anybody, Db, FormOf, SettingsOf, SignedIn, WorkRoute
from app.web.forms import Form, clean
from app.web.render import show
from app.web.sign_in_pages import AccountPage, LinkPage, ResumePage, SignInPage

router = APIRouter(route_class=WorkRoute)


def _safe_next(path: str) -> str:
    """Only a path of ours, so that a link cannot send people elsewhere after signing in."""
    # Browsers leave out tabs and line breaks in addresses, so that "/<tab>/elsewhere" would be "//elsewhere".
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours else urls.home()


def _browser(request: Request) -> str:
    return request.headers.get("user-agent", "")[:200]


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def _set_cookie(answer: Response, token: str, settings: Settings) -> None:
    answer.set_cookie(
        COOKIE,
        token,
        max_age=settings.session_hours * 3600,
        httponly=True,
        samesite="lax",
        secure=settings.cookies_are_secure,
        path="/",
    )


@router.get("/sign-in")
def sign_in_page(request: Request, person: Anybody, next: str = "") -> Response:  # noqa: A002
    """The form; straight on for people who are signed in."""
    if person is not None:
        return RedirectResponse(_safe_next(next), status_code=303)
    return show(request, "sign_in/page.html", SignInPage(next=clean(next)))


@router.post("/sign-in")
def sign_in(request: Request, db: Db, form: FormOf, settings: SettingsOf) -> Response:
    """Sign in with a password."""
    email = form.text("email")
    password = form.secret("password")
    kept = _kept(form)
    page = SignInPage(email, form.text("next"), form.text("resume"), kept)
    try:
        signing.check_attempts(db, email, _address(request))
        token = signing.sign_in_with_password(db, email, password[:1000], _browser(request), settings.session_hours)
    except NotAllowedError as error:
        errors = {"email": error.sentence}
        return show(request, "sign_in/page.html", SignInPage(email, page.next, page.resume, kept, errors), status=429)
    except InvalidError as error:
        db.rollback()
        with work(settings.database) as counting:
            signing.record_failure(counting, email, _address(request))
        errors = {error.field or "email": error.sentence}
        return show(request, "sign_in/page.html", SignInPage(email, page.next, page.resume, kept, errors), status=422)
    if page.resume and kept:
        answer: Response = show(request, "sign_in/resume.html", ResumePage(_safe_next(page.resume), kept))
    else:
        answer = RedirectResponse(_safe_next(page.next), status_code=303)
    _set_cookie(answer, token, settings)
    return answer


def _kept(form: Form) -> tuple[tuple[str, str], ...]:
    try:
        return tuple((clean(str(name)), clean(str(value))) for name, value in json.loads(form.text("typed") or "[]"))
    except (ValueError, TypeError, RecursionError):
        return ()


@router.get("/sign-in/link/{token}")
def link_page(request: Request, db: Db, token: str) -> Response:
    """Who the link is for, with a button."""
    return show(request, "sign_in/link.html", LinkPage(signing.check_link(db, token), token))


@router.post("/sign-in/link/{token}")
def use_link(request: Request, db: Db, token: str, settings: SettingsOf) -> Response:
    """Sign in with the link and use it up."""
    cookie = signing.sign_in_with_link(db, token, _browser(request), settings.session_hours)
    answer = RedirectResponse(urls.home(), status_code=303)
    _set_cookie(answer, cookie, settings)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, db: Db, person: Anybody) -> Response:
    """End this session."""
    if person is not None:
        signing.sign_out(person, db, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse(urls.sign_in(), status_code=303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


@router.get("/account")
def account_page(request: Request, db: Db, person: SignedIn, saved: str = "") -> Response:
    """Password and sessions."""
    page = AccountPage(signing.list_sign_ins(person, db), accounts.has_password(person, db), saved=bool(saved))
    return show(request, "sign_in/account.html", page)


@router.post("/account/password")
def set_password(request: Request, db: Db, person: SignedIn, form: FormOf) -> Response:
    """Set one's own password."""
    try:
        accounts.change_password(person, db, form.secret("password"), form.secret("again"))
    except InvalidFieldsError as error:
        page = AccountPage(signing.list_sign_ins(person, db), accounts.has_password(person, db), error.fields)
        return show(request, "sign_in/account.html", page, status=422)
    return RedirectResponse(urls.account() + "?saved=yes", status_code=303)


@router.post("/account/sessions/{sign_in_id}/end")
def end_session(db: Db, person: SignedIn, sign_in_id: str) -> Response:
    """End one of one's sessions."""
    signing.end_sign_in(person, db, sign_in_id)
    return RedirectResponse(urls.account(), status_code=303)
