"""What routes ask for: the database, the signed-in person, the form. And the route class that ends the work.

A route is done in one thread from its first question to the database until the work is kept. Whoever has the turn to write would
keep all others waiting on every way back to the loop.
"""

from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from app.data.session import Session, finish, open_session
from app.domain.account import Person
from app.domain.errors import InvalidError
from app.services import sign_in
from app.services.sign_in_factor import lacks_factor
from app.services.team_look import check_open
from app.settings import Settings
from app.web.forms import Form
from app.web.security import SAFE_METHODS

COOKIE = "plumbline"
# Of a browser that gave the password and still has to give the code, and of one that was sent to the provider.
CODE_COOKIE = "plumbline-code"
PROVIDER_COOKIE = "plumbline-provider"
MOST_FIELDS = 2000
LARGEST_TEXT = 4 * 1024 * 1024


class NeedsSignIn(Exception):  # noqa: N818  # not an error: the sign-in page follows
    """The page is for people who are signed in."""


class NeedsFactor(Exception):  # noqa: N818  # setting up a second factor follows
    """The person's role takes a second factor, and they have none yet."""


class ForeignForm(Exception):  # noqa: N818
    """The form was sent by a page that is not ours."""


@dataclass(frozen=True)
class Later:
    """What a route is given once its thread has begun, instead of this."""

    ask: Callable[[], object]


REQUEST: ContextVar[Request] = ContextVar("request")


class WorkRoute(APIRoute):
    """A route whose database work is kept, once, when the answer is good, before the answer leaves the house."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **named: Any) -> None:  # noqa: ANN401  # as the framework has it
        super().__init__(path, _with_its_work(endpoint), **named)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()

        async def handle_and_tidy(request: Request) -> Response:
            REQUEST.set(request)
            try:
                return await handle(request)
            finally:
                # Where something was refused before the route itself began.
                if _is_open(request):
                    await run_in_threadpool(_finish, request, good=False)

        return handle_and_tidy


def _with_its_work(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """The route with what comes before and after it in the same thread."""

    @wraps(endpoint)
    def work(**given: object) -> Response:
        request = REQUEST.get()
        try:
            answer: Response = endpoint(**{name: one.ask() if isinstance(one, Later) else one for name, one in given.items()})
        except BaseException:
            _finish(request, good=False)
            raise
        _finish(request, good=answer.status_code < 400 or getattr(request.state, "keep", False))
        return answer

    return work


def _is_open(request: Request) -> bool:
    return getattr(request.state, "db", None) is not None


def _finish(request: Request, *, good: bool) -> None:
    if _is_open(request):
        db: Session = request.state.db
        request.state.db = None
        finish(db, good=good)


def keep_what_was_saved(request: Request) -> None:
    """Commit although the answer is a refusal: part of a form was saved, and the page says which part was not."""
    request.state.keep = True


def get_settings_of(request: Request) -> Settings:
    """The settings with which the app was made."""
    settings: Settings = request.app.state.settings
    return settings


def _db(request: Request) -> Session:
    db: Session | None = getattr(request.state, "db", None)
    if db is None:
        settings: Settings = request.app.state.settings
        db = open_session(settings.database, writes=request.method not in SAFE_METHODS)
        request.state.db = db
    return db


async def get_db(request: Request) -> Session:
    """The session of this request, opened when first asked for. It touches no database yet, and so needs no thread."""
    return _db(request)


Db = Annotated[Session, Depends(get_db)]


def _who(request: Request, db: Session) -> Person | None:
    token = request.cookies.get(COOKIE, "")
    person = sign_in.who_is(db, token) if token else None
    request.state.person = person
    required = get_settings_of(request).roles_with_factor
    request.state.lacks_factor = person is not None and lacks_factor(person, db, token, required)
    return person


def _beginner(request: Request, db: Session) -> Person:
    person = _who(request, db)
    if person is None:
        raise NeedsSignIn
    return person


def _declarer(request: Request, db: Session) -> Person:
    person = _beginner(request, db)
    if request.state.lacks_factor:
        raise NeedsFactor
    return person


# What a name in an address tells of: a review, or something that belongs to one.
OF_REVIEWS = {"review_id": "review", "appraisal_id": "appraisal", "report_id": "report"}


def _person(request: Request, db: Session) -> Person:
    person = _declarer(request, db)
    for name, kind in OF_REVIEWS.items():
        if thing := request.path_params.get(name):
            check_open(person, db, kind, thing)
    return person


async def get_person_or_none(request: Request) -> Later:
    """Who is signed in, if anybody."""
    return Later(lambda: _who(request, _db(request)))


async def get_beginner(request: Request) -> Later:
    """Who is signed in. Raises NeedsSignIn, which the error pages turn into the sign-in page."""
    return Later(lambda: _beginner(request, _db(request)))


async def get_declarer(request: Request) -> Later:
    """Who is signed in. Raises NeedsFactor where their role takes a second factor first, which leads to its page."""
    return Later(lambda: _declarer(request, _db(request)))


async def get_person(request: Request) -> Later:
    """Who is signed in. Raises what `check_open` does where the address names something of a review that is not open to them."""
    return Later(lambda: _person(request, _db(request)))


Anybody = Annotated[Person | None, Depends(get_person_or_none)]
# For the pages on which a second factor is set up, and for no others: their role may take one before anything else.
Beginner = Annotated[Person, Depends(get_beginner)]
# For the page on which interests are declared, and for no other that has a review in its address.
Declarer = Annotated[Person, Depends(get_declarer)]
SignedIn = Annotated[Person, Depends(get_person)]


async def read_form(request: Request) -> Form:
    """The submitted form. Raises InvalidError for one that is broken or far too large."""
    declared = request.headers.get("content-type", "")
    if not declared.startswith(("multipart/form-data", "application/x-www-form-urlencoded")):
        return Form()
    try:
        # No files: papers come in by `upload.py`, and here they would be spooled to the system's temporary folder.
        data = await request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=LARGEST_TEXT)
    except OSError:
        raise
    except Exception as error:  # the parser raises several kinds for broken or oversized forms
        raise InvalidError("The form could not be read. Go back, check what you entered and send it again.") from error
    form = Form(data)
    request.state.form = form
    return form


FormOf = Annotated[Form, Depends(read_form)]
SettingsOf = Annotated[Settings, Depends(get_settings_of)]
