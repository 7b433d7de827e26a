"""Routes for one's own account: password, sessions, second factor."""

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.errors import InvalidError, InvalidFieldsError, NotAllowedError
from app.outside.one_time_codes import picture_of
from app.services import account as accounts
from app.services import sign_in as signing
from app.services import sign_in_code as codes
from app.services import sign_in_factor as factors
from app.settings import Settings
from app.web import urls
from app.web.deps import COOKIE, Beginner, Db, FormOf, SettingsOf, SignedIn, WorkRoute, keep_what_was_saved
from app.web.render import show
from app.web.sign_in import NO_PASSWORDS
from app.web.sign_in_pages import AccountPage, RecoveryCodesPage, SecondFactorPage

router = APIRouter(route_class=WorkRoute)


@router.get("/account")
def account_page(request: Request, db: Db, person: SignedIn, settings: SettingsOf, saved: str = "") -> Response:
    """Password, second factor and sessions."""
    return show(request, "sign_in/account.html", _account(request, db, person, settings, saved=bool(saved)))


@router.post("/account/password")
def set_password(request: Request, db: Db, person: SignedIn, form: FormOf, settings: SettingsOf) -> Response:
    """Set one's own password."""
    if not settings.passwords:
        raise NotAllowedError(NO_PASSWORDS)
    code = form.text("password-code")
    try:
        if factors.get_second_factor(person, db):
            # Or whoever took over a session could turn the second factor off with a password of their own.
            codes.check_account_attempts(db, person.id)
            codes.take_code(db, person.id, code)
        accounts.change_password(person, db, form.secret("password"), form.secret("again"))
    except InvalidFieldsError as error:
        return _refuse_password(request, db, person, settings, error.fields)
    except NotAllowedError as error:
        return _refuse_password(request, db, person, settings, {"password-code": error.sentence})
    except InvalidError as error:
        if code:
            codes.record_account_failure(db, person.id)
            keep_what_was_saved(request)
        return _refuse_password(request, db, person, settings, {"password-code": error.sentence})
    return RedirectResponse(urls.account() + "?saved=yes", status_code=303)


def _refuse_password(request: Request, db: Db, person: Person, settings: Settings, errors: dict[str, str]) -> Response:
    page = _account(request, db, person, settings, errors=errors)
    return show(request, "sign_in/account.html", page, status=422)


def _account(
    request: Request, db: Db, person: Person, settings: Settings, *, errors: dict[str, str] | None = None, saved: bool = False
) -> AccountPage:
    return AccountPage(
        signing.list_sign_ins(person, db, request.cookies.get(COOKIE, "")),
        accounts.has_password(person, db),
        factors.get_second_factor(person, db),
        settings.session_hours,
        settings.idle_minutes,
        settings.passwords,
        errors or {},
        saved,
    )


@router.post("/account/sessions/{sign_in_id}/end")
def end_session(db: Db, person: SignedIn, sign_in_id: str) -> Response:
    """End one of one's sessions."""
    signing.end_sign_in(person, db, sign_in_id)
    return RedirectResponse(urls.account(), status_code=303)


@router.post("/account/end-other-sessions")
def end_other_sessions(request: Request, db: Db, person: SignedIn) -> Response:
    """End all of one's sessions but this one."""
    signing.end_other_sign_ins(person, db, request.cookies.get(COOKIE, ""))
    return RedirectResponse(urls.account(), status_code=303)


@router.get("/account/second-factor")
def second_factor_page(request: Request, db: Db, person: Beginner) -> Response:
    """What it is now: off, waiting for its first code, or on."""
    return show(request, "sign_in/second_factor.html", _factor(request, db, person))


@router.post("/account/second-factor")
def begin_second_factor(db: Db, person: Beginner) -> Response:
    """Begin setting it up."""
    factors.begin_second_factor(person, db)
    return RedirectResponse(urls.second_factor(), status_code=303)


@router.post("/account/second-factor/confirm")
def confirm_second_factor(request: Request, db: Db, person: Beginner, form: FormOf) -> Response:
    """Turn it on with a first code, and show the recovery codes."""
    typed = form.text("code")
    return _with_code(
        request,
        db,
        person,
        typed,
        lambda: _codes(request, factors.confirm_second_factor(person, db, typed), fresh=False),
    )


@router.post("/account/second-factor/recovery-codes")
def renew_recovery_codes(request: Request, db: Db, person: SignedIn, form: FormOf) -> Response:
    """Make fresh recovery codes, and show them."""
    typed = form.text("code")
    return _with_code(
        request, db, person, typed, lambda: _codes(request, factors.renew_recovery_codes(person, db, typed), fresh=True)
    )


@router.post("/account/second-factor/off")
def turn_off_second_factor(request: Request, db: Db, person: SignedIn, form: FormOf) -> Response:
    """Turn it off with a code or the password."""
    code, password = form.text("off-code"), form.secret("off-password")[:1000]

    def turn_off() -> Response:
        factors.turn_off_second_factor(person, db, code, password)
        return RedirectResponse(urls.second_factor(), status_code=303)

    return _with_code(request, db, person, code or password, turn_off, field="off-code")


def _codes(request: Request, codes_once: tuple[str, ...], *, fresh: bool) -> Response:
    # Whoever was led here by their role goes on to where they were going.
    page = RecoveryCodesPage(codes_once, fresh, urls.home() if request.state.lacks_factor else urls.account())
    return show(request, "sign_in/recovery_codes.html", page)


def _with_code(
    request: Request, db: Db, person: Person, typed: str, act: Callable[[], Response], field: str = "code"
) -> Response:
    """Do what takes a code. Whoever took over a session may not try codes without end, so that wrong ones count here as well."""
    try:
        codes.check_account_attempts(db, person.id)
    except NotAllowedError as error:
        return show(request, "sign_in/second_factor.html", _factor(request, db, person, {field: error.sentence}), status=429)
    try:
        return act()
    except InvalidError as error:
        if typed:
            codes.record_account_failure(db, person.id)
            keep_what_was_saved(request)
        errors = {field if error.field == "code" else error.field: error.sentence}
        return show(request, "sign_in/second_factor.html", _factor(request, db, person, errors), status=422)


def _factor(request: Request, db: Db, person: Person, errors: dict[str, str] | None = None) -> SecondFactorPage:
    settings: Settings = request.app.state.settings
    waiting = factors.waiting_secret(person, db)
    return SecondFactorPage(
        factors.get_second_factor(person, db),
        waiting[0] if waiting else "",
        picture_of(waiting[1]) if waiting else None,
        accounts.has_password(person, db),
        tuple(sorted(person.roles & settings.roles_with_factor)),
        request.state.lacks_factor,
        settings.has_provider,
        errors or {},
    )
