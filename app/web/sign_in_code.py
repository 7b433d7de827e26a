"""Routes for the second step of signing in: the code of the second factor."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.services import sign_in_code as codes
from app.web import urls
from app.web.deps import CODE_COOKIE, Db, FormOf, SettingsOf, WorkRoute, keep_what_was_saved
from app.web.forms import clean
from app.web.render import show
from app.web.sign_in import go_on
from app.web.sign_in_cookies import address_of, browser_of
from app.web.sign_in_pages import CodePage, ask
from app.web.sign_in_typed import kept_fields

router = APIRouter(route_class=WorkRoute)


@router.get("/sign-in/code")
def code_page(request: Request, db: Db, next: str = "") -> Response:  # noqa: A002
    """The form, for a browser that gave a password or a link; to the beginning for any other."""
    name = _name(db, request.cookies.get(CODE_COOKIE, ""))
    if not name:
        return RedirectResponse(urls.sign_in(), status_code=303)
    return show(request, "sign_in/code.html", CodePage(name, clean(next)))


@router.post("/sign-in/code")
def give_code(request: Request, db: Db, form: FormOf, settings: SettingsOf) -> Response:
    """Sign in with the code."""
    token, address = request.cookies.get(CODE_COOKIE, ""), address_of(request)
    kept = kept_fields(form.text("typed"))
    limits = (settings.session_hours, settings.idle_minutes)
    page = CodePage(_name(db, token), form.text("next"), form.text("resume"), kept)
    try:
        codes.check_code_attempts(db, token, address)
        opened = codes.sign_in_with_code(db, token, form.text("code"), browser_of(request), *limits)
    except NotFoundError as error:
        # Begun too long ago: from the beginning, with what was typed kept.
        again = ask(request, "", page.next, page.resume, kept, {"email": error.sentence})
        return show(request, "sign_in/page.html", again, status=422)
    except NotAllowedError as error:
        return show(request, "sign_in/code.html", replace(page, errors={"code": error.sentence}), status=429)
    except InvalidError as error:
        if form.text("code"):
            codes.record_wrong_code(db, token, address)
            keep_what_was_saved(request)
        return show(request, "sign_in/code.html", replace(page, errors={"code": error.sentence}), status=422)
    return go_on(request, settings, opened, page.next, page.resume, kept)


def _name(db: Db, token: str) -> str:
    try:
        return codes.name_of_pending(db, token)
    except NotFoundError:
        return ""
