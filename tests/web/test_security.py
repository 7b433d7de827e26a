"""What keeps pages safe: foreign forms are refused, every answer has its headers, cookies have their flags."""

import pytest
from fastapi import FastAPI

from app.domain.account import Person
from app.main import create_app
from app.services import account as accounts
from app.settings import Settings
from app.web.deps import COOKIE
from app.web.security import HEADERS, POLICY
from tests.browsing import Browser, open_browser
from tests.conftest import ClientFor, Stored
from tests.factories import make_token

OURS = "http://127.0.0.1:8000"
# What a browser says about where a form comes from, whether it carries the cookie, and whether the form is taken.
FORMS = [
    ({"sec-fetch-site": "same-origin"}, True, True),
    ({"sec-fetch-site": "none"}, True, True),
    ({"sec-fetch-site": "same-site"}, True, False),
    ({"sec-fetch-site": "cross-site"}, True, False),
    ({"sec-fetch-site": "cross-site"}, False, False),
    ({"sec-fetch-site": "anything else"}, True, False),
    ({"sec-fetch-site": ""}, True, False),
    ({"sec-fetch-site": "cross-site", "origin": OURS}, True, False),
    ({"origin": OURS}, True, True),
    ({"origin": "http://127.0.0.1:8001"}, True, False),
    ({"origin": "https://elsewhere.example"}, True, False),
    ({"origin": "http://127.0.0.1:8000.elsewhere.example"}, True, False),
    ({"origin": "null"}, True, False),
    ({"origin": "https://elsewhere.example"}, False, False),
    ({}, True, False),
    ({}, False, True),
]


@pytest.mark.parametrize(("headers", "with_cookie", "taken"), FORMS)
def test_a_form_is_taken_only_from_a_page_of_ours(
    app: FastAPI, settings: Settings, alice: Person, headers: dict[str, str], with_cookie: bool, taken: bool
) -> None:
    token = make_token(settings, alice) if with_cookie else ""
    with open_browser(app, token) as browser:
        del browser.headers["sec-fetch-site"]
        answer = browser.post("/sign-out", headers=headers)
        assert answer.status_code == (303 if taken else 403)
        if with_cookie:
            # The refused form has done nothing: the session goes on.
            browser.cookies.clear()
            browser.cookies.set(COOKIE, token, domain="127.0.0.1", path="/")
            assert browser.get("/account").status_code == (401 if taken else 200)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_unsafe_methods_are_refused_as_well(client_for: ClientFor, alice: Person, method: str) -> None:
    browser = client_for(alice)
    answer = browser.request(method, "/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code in (403, 405)
    assert browser.get("/account").status_code == 200


ANSWERS = {
    "a page": "/account",
    "a redirect": "/",
    "a page that is not there": "/nothing-here",
    "a file": "/static/css/plumbline.css",
    "a file that is not there": "/static/nothing.css",
    "a file outside": "/static/..%2f..%2fmain.py",
    "the health check": "/health",
}


@pytest.mark.parametrize("path", ANSWERS.values(), ids=ANSWERS.keys())
def test_every_answer_has_the_headers(client_for: ClientFor, alice: Person, path: str) -> None:
    answer = client_for(alice).get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_refusals_and_mistakes_have_the_headers_too(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.services.audit.check_database", lambda db: 1 // 0)
    with open_browser(create_app(settings), raise_server_exceptions=False) as browser:
        for answer in (
            browser.get("/health"),
            browser.post("/sign-in", headers={"sec-fetch-site": "cross-site"}),
            browser.request("BREW", "/sign-in"),
        ):
            assert answer.status_code in (403, 405, 500)
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe-" not in POLICY
    assert "http" not in POLICY
    assert "*" not in POLICY
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"


def test_pages_are_kept_nowhere_and_files_of_ours_for_a_year(client_for: ClientFor, alice: Person) -> None:
    browser = client_for(alice)
    assert browser.get("/account").headers["cache-control"] == "no-store"
    assert browser.get("/static/css/plumbline.css").headers["cache-control"] == "public, max-age=31536000, immutable"


def sign_in_cookie(browser: Browser, stored: Stored, person: Person) -> str:
    with stored() as db:
        token = accounts.create_link(db, person.email, 60)
    return browser.post(f"/sign-in/link/{token}").headers["set-cookie"]


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_from_elsewhere(anonymous: Browser, stored: Stored, alice: Person) -> None:
    parts = [part.strip().lower() for part in sign_in_cookie(anonymous, stored, alice).split(";")]
    assert {"httponly", "samesite=lax", "path=/"} <= set(parts)
    assert not any(part.startswith("domain") for part in parts)


@pytest.mark.parametrize(
    ("changes", "secure"),
    [
        ({}, False),
        ({"host": "0.0.0.0"}, True),
        ({"PLUMBLINE_URL": "https://plumbline.wexcombe.example"}, True),
        ({"host": "0.0.0.0", "PLUMBLINE_SECURE_COOKIES": "no"}, False),
        ({"PLUMBLINE_SECURE_COOKIES": "yes"}, True),
    ],
)
def test_off_this_machine_the_cookie_goes_over_https_alone(
    settings: Settings, stored: Stored, alice: Person, changes: dict[str, str], secure: bool
) -> None:
    changed = Settings(PLUMBLINE_VAR=settings.var_dir, **changes)
    with open_browser(create_app(changed)) as browser:
        assert ("; secure" in sign_in_cookie(browser, stored, alice).lower()) is secure


def test_a_token_is_not_kept_as_it_is(app: FastAPI, settings: Settings, alice: Person) -> None:
    token = make_token(settings, alice)
    for path in settings.var_dir.iterdir():
        assert token.encode() not in path.read_bytes()


@pytest.mark.parametrize("value", ["x", "x" * 100_000, "ümlaut", "a b", '"'])
def test_an_odd_cookie_is_nobody(app: FastAPI, value: str) -> None:
    with open_browser(app) as browser:
        answer = browser.get("/account", headers=[("cookie", f"{COOKIE}={value}".encode())])
        assert answer.status_code == 401


def test_no_address_that_is_given_out_names_the_host_of_the_request(client_for: ClientFor, frank: Person, bob: Person) -> None:
    browser = client_for(frank)
    browser.headers["host"] = "elsewhere.example"
    for path in (
        "/",
        "/people",
        "/people/",
        "/trail/",
        "/reviews/made-up/",
        "//elsewhere.example/",
        "/people/invite",
        "/account/",
    ):
        answer = browser.get(path)
        assert "elsewhere" not in str(answer.headers), path
        assert "elsewhere" not in answer.text, path
    guest = {"name": "Gina Marsh", "email": "gina@marsh.example", "roles": "appraiser"}
    for path, sent in (("/people/invite", guest), (f"/people/{bob.id}/link", {})):
        shown = browser.post(path, data=sent)
        assert "http://127.0.0.1:8000/" in shown.text
        assert "elsewhere" not in shown.text


def test_there_are_no_pages_about_the_programming_interface(anonymous: Browser) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert anonymous.get(path).status_code == 404
