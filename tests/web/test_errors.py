"""Error pages: whatever goes wrong is a page with a sentence, never a trace and never JSON."""

import errno
import logging
import re

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response

from app.domain.account import Person
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError, StorageFullError
from app.main import LARGEST_FORM, create_app
from app.settings import Settings
from app.web.deps import Db, FormOf, WorkRoute
from app.web.render import TEMPLATES
from tests.browsing import Browser, open_browser
from tests.conftest import ClientFor

SECRET = "the words of a case"
FAILURES: dict[str, tuple[Exception, int]] = {
    "not-found": (NotFoundError(), 404),
    "not-allowed": (NotAllowedError("Only a commissioner can do that."), 403),
    "invalid": (InvalidError("That cannot be taken."), 422),
    "full": (StorageFullError("The disk is full."), 507),
    "no-room": (OSError(errno.ENOSPC, "No space left on device"), 507),
    "quota": (OSError(errno.EDQUOT, "Quota exceeded"), 507),
    "other-disk": (OSError(errno.EIO, SECRET), 500),
    "mistake": (ZeroDivisionError(SECRET), 500),
}


@pytest.fixture
def failing(settings: Settings) -> Browser:
    """A browser at an app with a route for each failure."""
    app = create_app(settings)

    def make(failure: Exception) -> object:
        def route(request: Request, db: Db, form: FormOf) -> Response:
            raise failure

        return route

    for name, (failure, _) in FAILURES.items():
        app.router.add_api_route(f"/fail/{name}", make(failure), methods=["GET", "POST"], route_class_override=WorkRoute)
    return open_browser(app, raise_server_exceptions=False)


def is_page(answer: object, status: int) -> None:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1" in answer.text
    for sign in ("Traceback", "Error(", "site-packages", "sqlalchemy", '{"detail"', SECRET):
        assert sign not in answer.text


@pytest.mark.parametrize("name", FAILURES)
def test_each_failure_is_a_page_with_a_sentence(failing: Browser, name: str) -> None:
    failure, status = FAILURES[name]
    answer = failing.get(f"/fail/{name}")
    is_page(answer, status)
    if hasattr(failure, "sentence"):
        assert failure.sentence in answer.text


def test_a_mistake_is_logged_without_the_words_of_a_case(failing: Browser, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="plumbline"):
        failing.get("/fail/mistake?q=secret")
    ours = [record for record in caplog.records if record.name == "plumbline"]
    assert [record.getMessage() for record in ours] == ["unexpected ZeroDivisionError at GET /fail/mistake"]
    assert not any(record.exc_info for record in ours)


@pytest.mark.parametrize("name", FAILURES)
def test_htmx_gets_a_message_to_show_in_its_place(failing: Browser, name: str) -> None:
    answer = failing.get(f"/fail/{name}", headers={"hx-request": "true"})
    assert answer.status_code == FAILURES[name][1]
    assert "<html" not in answer.text
    assert "govuk-error-message" in answer.text
    assert SECRET not in answer.text


def test_what_was_typed_stands_on_the_page_of_a_failure(failing: Browser) -> None:
    answer = failing.post("/fail/mistake", data={"reasons": "Typed <with> care & time", "password": "never shown"})
    is_page(answer, 500)
    assert "Typed &lt;with&gt; care &amp; time" in answer.text
    assert "never shown" not in answer.text


def test_no_password_and_no_code_stands_on_the_page_of_a_failure_or_on_that_of_signing_in(
    failing: Browser, anonymous: Browser
) -> None:
    written = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    asked = re.findall(r'text\("([\w-]+)"[^\n]*(?:type="password"|one-time-code)', written)
    assert {"password", "again", "code", "off-code", "off-password"} <= set(asked)
    typed = {name: f"secret of {name}" for name in asked}
    assert "secret of" not in failing.post("/fail/mistake", data=typed).text
    told = anonymous.post("/account/second-factor/off", data=typed | {"note": "kept for later"})
    assert "kept for later" in told.text
    assert "secret of" not in told.text


def test_an_address_that_is_not_there_is_a_page(anonymous: Browser) -> None:
    for path in ("/nothing", "/reviews/../nothing", "/%00", "/" + "x" * 5000, "/\N{SNOWMAN}", "/static/%00", "/static/"):
        is_page(anonymous.get(path), 404)


def test_a_method_that_is_not_there_is_a_page(anonymous: Browser) -> None:
    for method in ("DELETE", "PUT", "BREW"):
        is_page(anonymous.request(method, "/help"), 405)


def test_a_number_that_is_none_is_a_page(client_for: ClientFor, erin: Person) -> None:
    browser = client_for(erin)
    for value in ("x", "1.5", "9" * 400):
        answer = browser.get(f"/trail?page={value}")
        assert answer.status_code in (200, 404)
    for value in ("-5", "0", "99999999999999999999"):
        assert browser.get(f"/trail?page={value}").status_code == 200


def test_a_form_that_is_too_large_is_a_page(anonymous: Browser) -> None:
    is_page(anonymous.post("/sign-in", data={"email": "x" * (LARGEST_FORM + 1)}), 413)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--y\r\nbroken"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nnever ended'),
        ("application/x-www-form-urlencoded; charset=nothing", b"email=%ff%fe&password=%00"),
        ("application/x-www-form-urlencoded", b"&&&=&email&%zz"),
        ("application/json", b'{"email": 1}'),
        ("", b"\x00\x01"),
    ],
)
def test_a_broken_form_is_a_page(anonymous: Browser, kind: str, content: bytes) -> None:
    answer = anonymous.post("/sign-in", content=content, headers={"content-type": kind} if kind else {})
    is_page(answer, 422)


def test_a_form_of_too_many_fields_is_a_page(anonymous: Browser) -> None:
    is_page(anonymous.post("/sign-in", data={f"field{number}": "x" for number in range(2001)}), 422)


def test_the_first_page_leads_on(anonymous: Browser, client_for: ClientFor, alice: Person) -> None:
    assert anonymous.get("/").headers["location"] == "/sign-in"
    assert client_for(alice).get("/").headers["location"] == "/reviews"


def test_help_and_accessibility_can_be_read_by_anybody(anonymous: Browser, app: FastAPI) -> None:
    for path in ("/help", "/accessibility", "/sign-in"):
        assert anonymous.get(path).status_code == 200
