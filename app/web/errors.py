"""Error pages: every refusal is a page with a sentence, never a trace and never JSON."""

import logging
import re
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.data.session import work
from app.domain.account import Person, Role
from app.domain.errors import (
    BusyError,
    ConflictError,
    DeclarationNeededError,
    InvalidError,
    InvalidFieldsError,
    NotAllowedError,
    NotFoundError,
    PlumblineError,
    StorageFullError,
)
from app.domain.permission_table import Rule, rule_of
from app.services import people
from app.web import urls
from app.web.deps import ForeignForm, NeedsFactor, NeedsSignIn, get_settings_of, read_form
from app.web.render import show, wants_fragment
from app.web.sign_in_pages import ask

log = logging.getLogger("plumbline")

# Names of fields that are neither shown again nor kept on the way through signing in: passwords, codes, tokens.
SECRET = re.compile(r"(^|-)(password|again|token|code)(-|$)")

# 413 and 405 come from the framework; the rest are ours.
WORDS: dict[int, tuple[str, str]] = {
    403: ("You cannot do that", "You do not have permission to do this."),
    404: (
        "Page not found",
        "Check the address. If you followed a link, the thing may have been moved or may belong to another board.",
    ),
    405: ("That did not work", "This address cannot be used in that way. Go back and use the buttons on the page."),
    409: ("Something newer was saved", "Somebody saved something newer in the meantime. Open the page again and compare."),
    413: ("That is too large", "What you sent is larger than this service takes. Go back and send less at once."),
    422: ("That could not be read", "Something in the request could not be understood. Go back, check it and try again."),
    500: (
        "Something went wrong",
        "This is our mistake. Nothing that was saved before is lost. Go back and try again; then tell whoever runs this service.",
    ),
    503: ("Please try again", "The service was busy for too long, so this was not done. Wait a moment and try again."),
    507: ("There is no room", "The disk is full, so nothing was saved. Tell whoever looks after this service."),
}
STATUS: dict[type[PlumblineError], int] = {
    NotFoundError: 404,
    NotAllowedError: 403,
    ConflictError: 409,
    InvalidError: 422,
    InvalidFieldsError: 422,
    BusyError: 503,
    StorageFullError: 507,
}


@dataclass(frozen=True)
class Refusal:
    """What somebody was not allowed to do, which roles it takes, which they have, and the names of those who can help."""

    rule: Rule
    mine: tuple[Role, ...]
    helpers: tuple[tuple[Role, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ErrorPage:
    """A page that says what happened and what to do. `typed` is what the person had entered, so that it can be copied."""

    title: str
    sentence: str
    status: int
    typed: tuple[tuple[str, str], ...] = ()
    refusal: Refusal | None = None


def add_error_pages(app: FastAPI) -> None:
    """Register every handler."""
    app.add_exception_handler(PlumblineError, _ours)
    app.add_exception_handler(DeclarationNeededError, _needs_declaration)
    app.add_exception_handler(NeedsSignIn, _needs_sign_in)
    app.add_exception_handler(NeedsFactor, _needs_factor)
    app.add_exception_handler(ForeignForm, _foreign_form)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(OSError, _disk)
    app.add_exception_handler(Exception, _unexpected)


async def _typed(request: Request) -> tuple[tuple[str, str], ...]:
    if request.method != "POST" or request.headers.get("content-type", "").startswith("multipart/"):
        return ()
    try:
        # The handler of unexpected errors cannot read the form any more, but sees the one that the route has read.
        form = getattr(request.state, "form", None) or await read_form(request)
    except Exception:  # noqa: BLE001  # an error page must not fail because the form does
        return ()
    return tuple((name, value) for name, value in form.pairs() if value and not SECRET.search(name))


async def _page(request: Request, status: int, sentence: str = "", title: str = "", refusal: Refusal | None = None) -> Response:
    known = WORDS.get(status, WORDS[500] if status >= 500 else WORDS[422])
    page = ErrorPage(title or known[0], sentence or known[1], status, await _typed(request), refusal)
    if wants_fragment(request):
        return show(request, "error/_message.html", page, status=status)
    return show(request, "error/page.html", page, status=status)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, PlumblineError)
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    rule = rule_of(error) if status == 403 else None
    person: Person | None = getattr(request.state, "person", None)
    refusal = await run_in_threadpool(_refusal, request, rule, person) if rule and person else None
    return await _page(request, status, error.sentence, refusal=refusal)


def _refusal(request: Request, rule: Rule, person: Person) -> Refusal:
    with work(get_settings_of(request).database, writes=False) as db:
        found = [(role, people.names_of(person, db, role)) for role in rule.whom_to_ask(person.roles)]
    others = [(role, tuple(name for name in names if name != person.name)) for role, names in found]
    return Refusal(rule, tuple(sorted(person.roles)), tuple((role, names) for role, names in others if names))


async def _needs_declaration(request: Request, error: Exception) -> Response:
    assert isinstance(error, DeclarationNeededError)
    # What somebody typed before they were put on the team must not be lost on the way.
    if wants_fragment(request) or await _typed(request):
        return await _page(request, 403, error.sentence, "Declare your interests first")
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = asked if request.method == "GET" else ""
    return RedirectResponse(urls.declaration(error.review, back), status_code=303)


async def _needs_sign_in(request: Request, _error: Exception) -> Response:
    if wants_fragment(request):
        sentence = "You have been signed out, so this was not saved. Sign in again in another tab, then save once more here."
        return await _page(request, 401, sentence, "Sign in again")
    typed = await _typed(request)
    wanted = request.url.path if request.method == "GET" else ""
    page = ask(request, next=wanted, resume=request.url.path if typed else "", typed=typed)
    return show(request, "sign_in/page.html", page, status=401)


async def _needs_factor(request: Request, _error: Exception) -> Response:
    if wants_fragment(request) or await _typed(request):
        sentence = (
            "Your role takes a second factor, and you have none yet, so this was not done. Open any page in another tab: "
            "it leads you to setting one up. Then do this once more here."
        )
        return await _page(request, 403, sentence, "Set up your second factor first")
    return RedirectResponse(urls.second_factor(), status_code=303)


async def _foreign_form(request: Request, _error: Exception) -> Response:
    return await _page(
        request, 403, "This form was not sent from a page of this service, so nothing was done. Open the page here and try again."
    )


async def _framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return await _page(request, error.status_code)


async def _validation(request: Request, _error: Exception) -> Response:
    # A word where a number belongs in an address is a page that does not exist.
    return await _page(request, 404 if request.method in ("GET", "HEAD") else 422)


async def _disk(request: Request, error: Exception) -> Response:
    assert isinstance(error, OSError)
    if error.errno in (28, 122):  # no space left, quota exceeded
        return await _page(request, 507)
    return await _unexpected(request, error)


async def _unexpected(request: Request, error: Exception) -> Response:
    # The path and the kind of error are enough to find it; a message could carry the text of a case.
    token = request.path_params.get("token", "")  # of a sign-in link, which still works
    path = request.url.path.replace(token, "…") if token else request.url.path
    log.error("unexpected %s at %s %s", type(error).__name__, request.method, path)
    return await _page(request, 500)


# A browser shows an answer only once it could send everything, so that much more is read and forgotten.
MOST_PASSED_OVER = 4_000_000_000


class TooLargePage:
    """Puts a page in place of the bare words with which the framework refuses a request that is too large."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and every answer but that one back."""
        refused = False

        async def send_page(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] == 413:
                refused = Headers(raw=message["headers"]).get("content-type", "").startswith("text/plain")
            if not refused:
                await send(message)

        await self.app(scope, receive, send_page)
        if refused:
            await _pass_over(receive)
            page = ErrorPage(*WORDS[413], 413)
            await show(Request(scope), "error/page.html", page, status=413)(scope, receive, send)


async def _pass_over(receive: Receive) -> None:
    passed = 0
    while passed <= MOST_PASSED_OVER:
        message = await receive()
        passed += len(message.get("body", b""))
        if not message.get("more_body"):
            return
