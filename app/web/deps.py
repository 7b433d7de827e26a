"""What routes ask for: the database, the signed-in person, the form. And the route class that ends the work."""

from collections.abc import Callable, Coroutine
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


class WorkRoute(APIRoute):
    """A route whose database work is kept, once, when the answer is good, before the answer leaves the house."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()

        async def handle_and_finish(request: Request) -> Response:
            try:
                answer = await handle(request)
            except BaseException:
                await _finish(request, good=False)
                raise
            await _finish(request, good=answer.status_code < 400 or getattr(request.state, "keep", False))
            return answer

        return handle_and_finish


async def _finish(request: Request, *, good: bool) -> None:
    db: Session | None = getattr(request.state, "db", None)
    if db is not None:
        request.state.db = None
        await run_in_threadpool(finish, db, good=good)


def keep_what_was_saved(request: Request) -> None:
    """Commit although the answer is a refusal: part of a form was saved, and the page says which part was not."""
    request.state.keep = True


def get_settings_of(request: Request) -> Settings:
    """The settings with which the app was made."""
    settings: Settings = request.app.state.settings
    return settings


async def get_db(request: Request) -> Session:
    """The session of this request, opened when first asked for. It touches no database yet, and so needs no thread."""
    db: Session | None = getattr(request.state, "db", None)
    if db is None:
        settings: Settings = request.app.state.settings
        db = open_session(settings.database, writes=request.method not in SAFE_METHODS)
        request.state.db = db
    return db


Db = Annotated[Session, Depends(get_db)]


def get_person_or_none(request: Request, db: Db) -> Person | None:
    """Who is signed in, if anybody."""
    token = request.cookies.get(COOKIE, "")
    person = sign_in.who_is(db, token) if token else None
    request.state.person = person
    required = get_settings_of(request).roles_with_factor
    request.state.lacks_factor = person is not None and lacks_factor(person, db, token, required)
    return person


Anybody = Annotated[Person | None, Depends(get_person_or_none)]


async def get_beginner(anybody: Anybody) -> Person:
    """Who is signed in. Raises NeedsSignIn, which the error pages turn into the sign-in page."""
    if anybody is None:
        raise NeedsSignIn
    return anybody


# For the pages on which a second factor is set up, and for no others: their role may take one before anything else.
Beginner = Annotated[Person, Depends(get_beginner)]


async def get_declarer(request: Request, person: Beginner) -> Person:
    """Who is signed in. Raises NeedsFactor where their role takes a second factor first, which leads to its page."""
    if request.state.lacks_factor:
        raise NeedsFactor
    return person


# For the page on which interests are declared, and for no other that has a review in its address.
Declarer = Annotated[Person, Depends(get_declarer)]
# What a name in an address tells of: a review, or something that belongs to one.
OF_REVIEWS = {"review_id": "review", "appraisal_id": "appraisal", "report_id": "report"}


def get_person(request: Request, db: Db, person: Declarer) -> Person:
    """Who is signed in. Raises what `check_open` does where the address names something of a review that is not open to them."""
    for name, kind in OF_REVIEWS.items():
        if thing := request.path_params.get(name):
            check_open(person, db, kind, thing)
    return person


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
