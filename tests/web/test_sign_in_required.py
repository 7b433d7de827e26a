"""Roles that take a second factor: nothing else opens until it is set up; the organisation's account brings its own."""

import re
from collections.abc import Iterator

import pyotp
import pytest
from fastapi import FastAPI

from app.data.session import work
from app.domain.account import Person
from app.domain.sign_in import Method
from app.main import create_app
from app.services import sign_in as signing
from app.settings import Settings
from app.web.errors import WORDS
from tests.browsing import Browser, open_browser
from tests.factories import make_token
from tests.house.routes import EVERYBODY, ROUTES

PAGE = "/account/second-factor"
OPEN = {
    f"GET {PAGE}",
    f"POST {PAGE}",
    f"POST {PAGE}/confirm",
    *(route for route, access in ROUTES.items() if access.who >= EVERYBODY),
}
CLOSED = sorted(set(ROUTES) - OPEN)


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    """The app where administrators and commissioners need a second factor."""
    return create_app(Settings(PLUMBLINE_VAR=settings.var_dir, PLUMBLINE_FACTOR_ROLES="administrator, commissioner"))


@pytest.fixture
def browser(app: FastAPI, settings: Settings, frank: Person) -> Iterator[Browser]:
    """An administrator's, who has no second factor yet."""
    opened = open_browser(app, make_token(settings, frank))
    yield opened
    opened.close()


def set_up(browser: Browser) -> str:
    """Set the second factor up on its page; gives the page with the recovery codes."""
    browser.post(PAGE)
    (key,) = re.findall(r'<span class="app-secret app-break">([A-Z2-7 ]+)</span>', browser.get(PAGE).text)
    done = browser.post(f"{PAGE}/confirm", data={"code": pyotp.TOTP(key.replace(" ", "")).now()})
    assert done.status_code == 200
    return done.text


def test_nothing_opens_but_setting_it_up_and_signing_out(browser: Browser) -> None:
    """At every address of the application, from the list of routes."""
    assert len(CLOSED) > 60
    for route in CLOSED:
        method, path = route.split()
        address = re.sub(r"\{[^}]*\}", "1", path)  # a number, too: some are asked for one before anything else
        answer = browser.get(address) if method == "GET" else browser.post(address)
        assert (answer.status_code, answer.headers.get("location")) == (303, PAGE), route


def test_what_was_typed_is_kept_and_a_fragment_gets_a_sentence(browser: Browser) -> None:
    typed = browser.post("/reviews/new", data={"reference": "WX-2017-09"})
    assert typed.status_code == 403
    assert "Set up your second factor first" in typed.text
    assert "WX-2017-09" in typed.text
    fragment = browser.get("/people", headers={"HX-Request": "true"})
    assert (fragment.status_code, WORDS[403][1] in fragment.text) == (403, False)
    assert "it leads you to setting one up" in fragment.text


def test_once_it_is_set_up_everything_opens_as_before(browser: Browser) -> None:
    page = browser.get(PAGE).text
    assert "The role of administrator takes a second factor" in page
    assert "until then nothing else opens" in page
    codes = set_up(browser)
    assert 'class="govuk-button" href="/"' in codes, "on to where one was going, past one's own account"
    assert browser.get("/people").status_code == 200
    assert "you are led to set it up again" in browser.get(PAGE).text


def test_whoever_turns_it_off_is_led_to_set_it_up_again(browser: Browser) -> None:
    code = re.findall(r'<li class="app-secret">([A-Z0-9-]+)</li>', set_up(browser))[0]
    assert browser.post(f"{PAGE}/off", data={"off-code": code}).status_code == 303
    assert browser.get("/people").headers["location"] == PAGE


def test_signing_out_is_always_possible(browser: Browser) -> None:
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert browser.get("/people").status_code == 401


def test_other_roles_are_not_asked(app: FastAPI, settings: Settings, alice: Person) -> None:
    with open_browser(app, make_token(settings, alice)) as hers:
        assert hers.get("/account").status_code == 200
        assert "takes a second factor on this service" not in hers.get(PAGE).text


def test_the_organisations_account_brings_its_own(app: FastAPI, settings: Settings, frank: Person) -> None:
    with work(settings.database) as db:
        token = signing.start_session(db, frank.id, Method.PROVIDER, "a browser", settings.session_hours, 0)
    with open_browser(app, token) as his:
        assert his.get("/people").status_code == 200


@pytest.mark.parametrize(
    "written", ["administrator,commissioner", " Commissioner  ADMINISTRATOR ", "commissioner, administrator"]
)
def test_roles_may_be_written_as_one_likes(written: str) -> None:
    assert {role.value for role in Settings(PLUMBLINE_FACTOR_ROLES=written).roles_with_factor} == {
        "administrator",
        "commissioner",
    }


def test_a_word_that_is_no_role_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="there is no role king"):
        Settings(PLUMBLINE_FACTOR_ROLES="king")
