"""Signing in with the organisation's account, against a real provider in a process of its own, the whole way round."""

import html
import os
import re
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlmodel import select

from app.data import audit as trail
from app.data.session import work
from app.data.tables import ProviderStartRow
from app.domain import clock
from app.domain.account import Person, Role
from app.main import create_app
from app.outside import openid
from app.services import account as passwords
from app.services import invitation as invitations
from app.services import sign_in_factor as factors
from app.services import sign_in_provider as providers
from app.settings import ROOT, Settings
from app.web.deps import COOKIE, PROVIDER_COOKIE
from tests.browsing import Browser, open_browser
from tests.conftest import ClientFor, Stored
from tests.journeys.serving import free_port
from tests.openid.provider import CLIENT, SECRET

START = "/sign-in/provider"
BACK = "/sign-in/provider/back"
# The provider of these tests speaks plain HTTP; reading all known certificates for each question would take most of the time.
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass(frozen=True)
class Organisation:
    """The provider that runs, and what a person does there."""

    issuer: str

    def says(self, **changes: object) -> None:
        """Have it say something else in the ID tokens to come."""
        httpx.post(f"{self.issuer}/next", json=changes, verify=PLAIN).raise_for_status()

    def sign_in(self, address: str, email: str) -> str:
        """Open the page to which one was sent, fill in its form, and give the path to which one is sent back."""
        page = httpx.get(address, verify=PLAIN)
        page.raise_for_status()
        (action,) = re.findall(r'action="([^"]+)"', page.text)
        answer = httpx.post(f"{self.issuer}{html.unescape(action)}", data={"email": email}, verify=PLAIN)
        assert answer.status_code == 302
        back = urlsplit(answer.headers["location"])
        return f"{back.path}?{back.query}"


@pytest.fixture(scope="module")
def running() -> Iterator[Organisation]:
    port = free_port()
    command = [sys.executable, "-m", "tests.openid.provider", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    organisation = Organisation(f"http://127.0.0.1:{port}")
    until = time.monotonic() + 30
    while True:
        try:
            httpx.get(f"{organisation.issuer}/keys", verify=PLAIN).raise_for_status()
            break
        except httpx.HTTPError:
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
    yield organisation
    process.terminate()
    process.wait(10)


@pytest.fixture
def organisation(running: Organisation) -> Organisation:
    """The provider, saying what is true."""
    running.says()
    return running


def configured(settings: Settings, issuer: str, **more: object) -> Settings:
    """The test's settings with a provider."""
    changes = {
        "PLUMBLINE_VAR": settings.var_dir,
        "PLUMBLINE_OPENID_ISSUER": issuer,
        "PLUMBLINE_OPENID_CLIENT_ID": CLIENT,
        "PLUMBLINE_OPENID_CLIENT_SECRET": SECRET,
    }
    return Settings(**changes, **more)


@pytest.fixture
def browser(settings: Settings, organisation: Organisation) -> Iterator[Browser]:
    """A browser at a service that has this provider, in which nobody is signed in."""
    with open_browser(create_app(configured(settings, organisation.issuer))) as opened:
        yield opened


def leave(browser: Browser, **form: str) -> str:
    """Press the button; gives the address at the provider."""
    answer = browser.post(START, data=form)
    assert answer.status_code == 200
    addresses = {html.unescape(each) for each in re.findall(r'(?:href="|url=)(http[^"]+)"', answer.text)}
    assert len(addresses) == 1, "the link and what leads there by itself agree"
    return addresses.pop()


def round_trip(browser: Browser, organisation: Organisation, email: str, **form: str) -> httpx.Response:
    """All the way there and back."""
    answer: httpx.Response = browser.get(organisation.sign_in(leave(browser, **form), email))
    return answer


def test_a_person_with_an_account_is_let_in_and_brought_to_the_page(
    browser: Browser, organisation: Organisation, alice: Person, stored: Stored
) -> None:
    assert "Sign in with your organisation&#39;s account" in browser.get("/sign-in").text
    answer = round_trip(browser, organisation, "Alice@Wexcombe.example", next="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "with the organisation&#39;s account" in browser.get("/account").text
    assert PROVIDER_COOKIE not in browser.cookies
    with stored() as db:
        actions = [entry.event.action for entry in trail.list_events(db, alice.board.id, limit=2)]
    assert actions == ["signed in with the organisation's account", "organisation's account bound"]


def test_what_is_asked_at_the_provider_has_state_nonce_and_a_challenge(browser: Browser, organisation: Organisation) -> None:
    address = urlsplit(leave(browser))
    asked = parse_qs(address.query)
    assert f"{address.scheme}://{address.netloc}" == organisation.issuer
    assert asked["redirect_uri"] == [f"http://127.0.0.1:8000{BACK}"]
    assert asked["scope"] == ["openid email profile"]
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert SECRET not in address.query


def test_from_the_second_time_on_the_subject_counts_and_not_the_address(
    browser: Browser, organisation: Organisation, alice: Person, bob: Person
) -> None:
    round_trip(browser, organisation, alice.email)
    browser.post("/sign-out")
    organisation.says(email=bob.email)
    round_trip(browser, organisation, alice.email)
    assert alice.name in browser.get("/account").text
    browser.post("/sign-out")
    organisation.says(sub="somebody new")
    refused = round_trip(browser, organisation, alice.email)
    assert refused.status_code == 403
    assert "already used by another account" in refused.text


def test_somebody_without_an_account_is_told_so(browser: Browser, organisation: Organisation) -> None:
    answer = round_trip(browser, organisation, "stranger@wexcombe.example")
    assert answer.status_code == 403
    assert "you have no account here yet" in answer.text
    assert "open the link of the invitation first" in answer.text
    assert 'href="#provider"' in answer.text
    assert COOKIE not in browser.cookies


@pytest.mark.parametrize(
    ("claims", "let_in"),
    [
        ({"email_verified": False}, False),
        ({"email_verified": None}, False),
        ({"email_verified": None, "xms_edov": False}, False),
        ({"email_verified": None, "xms_edov": True}, True),
        ({"email_verified": None, "xms_edov": "1"}, True),
        ({"email": None}, False),
        ({"email": ["alice@wexcombe.example"]}, False),
    ],
)
def test_only_an_address_for_which_the_provider_vouches_finds_an_account(
    browser: Browser, organisation: Organisation, alice: Person, claims: dict[str, object], let_in: bool
) -> None:
    organisation.says(**claims)
    answer = round_trip(browser, organisation, alice.email)
    assert answer.status_code == (303 if let_in else 403)
    assert (COOKIE in browser.cookies) is let_in
    if not let_in:
        assert "does not vouch for your e-mail address" in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"aud": "another service"},
        {"aud": ["another service", "a third"]},
        {"aud": [CLIENT, "another service"]},
        {"aud": [CLIENT, "another service"], "azp": "another service"},
        {"aud": None},
        {"iss": "http://127.0.0.1:1"},
        {"iss": None},
        {"sub": None},
        {"sub": 7},
        {"exp": None},
        {"exp": "tomorrow"},
        {"moved": -300 - openid.SKEW - 5},
        {"moved": openid.SKEW + 60},
        {"strange_key": True},
        {"unsigned": True},
    ],
    ids=str,
)
def test_a_token_that_is_not_right_lets_nobody_in(
    browser: Browser, organisation: Organisation, alice: Person, wrong: dict[str, object]
) -> None:
    organisation.says(**wrong)
    answer = round_trip(browser, organisation, alice.email)
    assert answer.status_code == 503
    assert "could not be trusted" in answer.text
    assert COOKIE not in browser.cookies
    assert browser.get("/account").status_code == 401


@pytest.mark.parametrize("moved", [-300 - openid.SKEW + 20, openid.SKEW - 20])
def test_the_clocks_may_be_two_minutes_apart(browser: Browser, organisation: Organisation, alice: Person, moved: int) -> None:
    organisation.says(moved=moved)
    assert round_trip(browser, organisation, alice.email).status_code == 303


def test_what_came_back_once_is_not_taken_again(browser: Browser, organisation: Organisation, alice: Person) -> None:
    leave(browser)
    back = organisation.sign_in(leave(browser), alice.email)
    cookie = browser.cookies[PROVIDER_COOKIE]
    assert browser.get(back).status_code == 303
    browser.cookies.clear()
    browser.cookies.set(PROVIDER_COOKIE, cookie, domain="127.0.0.1", path="/sign-in")
    again = browser.get(back)
    assert again.status_code == 403
    assert "was begun in another browser" in again.text
    assert COOKIE not in browser.cookies


def test_what_one_browser_began_another_cannot_end(
    browser: Browser, organisation: Organisation, settings: Settings, alice: Person
) -> None:
    back = organisation.sign_in(leave(browser), alice.email)
    with open_browser(create_app(configured(settings, organisation.issuer))) as other:
        assert other.get(back).status_code == 403
        leave(other)
        assert other.get(back).status_code == 403
        assert COOKIE not in other.cookies
    assert browser.get(back).status_code == 303


def test_whoever_takes_longer_than_ten_minutes_begins_again(
    browser: Browser, organisation: Organisation, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = organisation.sign_in(leave(browser), alice.email)
    later = clock.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr("app.data.sign_in_provider.now", lambda: later)
    assert browser.get(back).status_code == 403
    leave(browser)
    with work(browser.app.state.settings.database) as db:
        assert len(db.exec(select(ProviderStartRow)).all()) == 1, "what is too old is forgotten"


@pytest.mark.parametrize("query", ["", "?state=made-up&code=x", "?code=x", "?error=access_denied&state=made-up"])
def test_a_made_up_way_back_leads_nowhere(browser: Browser, query: str) -> None:
    leave(browser)
    assert browser.get(BACK + query).status_code == 403


def test_somebody_whom_the_provider_turns_away_is_told_so(browser: Browser, organisation: Organisation) -> None:
    state = parse_qs(urlsplit(leave(browser)).query)["state"][0]
    answer = browser.get(f"{BACK}?error=access_denied&state={state}")
    assert answer.status_code == 503
    assert "did not let you in" in answer.text


def test_an_answer_of_another_issuer_is_refused(browser: Browser, organisation: Organisation, alice: Person) -> None:
    back = organisation.sign_in(leave(browser), alice.email)
    assert browser.get(f"{back}&iss=https://elsewhere.example").status_code == 503


def test_a_code_that_the_provider_does_not_know_lets_nobody_in(browser: Browser) -> None:
    state = parse_qs(urlsplit(leave(browser)).query)["state"][0]
    answer = browser.get(f"{BACK}?code=made-up&state={state}")
    assert (answer.status_code, "could not be trusted" in answer.text) == (503, True)


def test_a_provider_that_does_not_answer_gives_a_sentence_and_keeps_what_was_typed(settings: Settings) -> None:
    with open_browser(create_app(configured(settings, f"http://127.0.0.1:{free_port()}"))) as browser:
        answer = browser.post(START, data={"resume": "/reviews/new", "typed": '[["reference", "WX-1"]]'})
        assert answer.status_code == 503
        assert "did not answer" in answer.text
        assert "WX-1" in answer.text


def test_a_provider_for_every_tenant_is_refused(settings: Settings, organisation: Organisation) -> None:
    # It says that it is the issuer with another name, as the common endpoint of Microsoft Entra ID does.
    other = organisation.issuer.replace("127.0.0.1", "localhost")
    with open_browser(create_app(configured(settings, other))) as browser:
        answer = browser.post(START)
        assert (answer.status_code, "could not be trusted" in answer.text) == (503, True)


def test_a_provider_without_https_elsewhere_is_not_even_asked(settings: Settings) -> None:
    # Asking would fail this test: it may reach for nothing beyond this machine.
    with open_browser(create_app(configured(settings, "http://login.elsewhere.example"))) as browser:
        assert "could not be trusted" in browser.post(START).text


def test_what_was_typed_while_signed_out_comes_back_from_the_provider(
    browser: Browser, organisation: Organisation, alice: Person
) -> None:
    typed = 'Words & "more" <words>\nin two lines'
    asked = browser.post("/reviews/new", data={"reference": typed})
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked.text)
    answer = round_trip(browser, organisation, alice.email, **{name: html.unescape(value) for name, value in fields})
    assert answer.status_code == 200
    assert 'action="/reviews/new"' in answer.text
    assert "&lt;words&gt;\nin two lines" in answer.text
    assert COOKIE in browser.cookies


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x"])
def test_coming_back_never_leads_elsewhere(browser: Browser, organisation: Organisation, alice: Person, elsewhere: str) -> None:
    assert round_trip(browser, organisation, alice.email, next=elsewhere).headers["location"] == "/"


def test_the_provider_stands_for_the_second_factor(
    browser: Browser, organisation: Organisation, alice: Person, stored: Stored
) -> None:
    with stored() as db:
        factors.begin_second_factor(alice, db)
        import pyotp

        waiting = factors.waiting_secret(alice, db)
        assert waiting
        factors.confirm_second_factor(alice, db, pyotp.TOTP(waiting[0]).now())
    assert round_trip(browser, organisation, alice.email).status_code == 303
    assert browser.get("/account").status_code == 200


def test_somebody_who_was_reset_is_found_by_the_address_again(
    browser: Browser, organisation: Organisation, alice: Person, stored: Stored
) -> None:
    round_trip(browser, organisation, alice.email)
    with stored() as db:
        factors.reset_sign_in(db, alice.email)
    assert browser.get("/account").status_code == 401
    organisation.says(sub="somebody new")
    assert round_trip(browser, organisation, alice.email).status_code == 303


def test_without_a_provider_there_is_no_button_and_no_way(anonymous: Browser) -> None:
    assert START not in anonymous.get("/sign-in").text
    assert anonymous.post(START).status_code == 404
    assert anonymous.get(f"{BACK}?state=x&code=y").status_code == 404


def test_where_passwords_are_off_none_is_asked_for_or_taken(
    settings: Settings, organisation: Organisation, alice: Person, client_for: ClientFor
) -> None:
    app = create_app(configured(settings, organisation.issuer, PLUMBLINE_PASSWORDS=False))
    with open_browser(app) as browser:
        page = browser.get("/sign-in").text
        assert 'type="password"' not in page
        assert START in page
        refused = browser.post("/sign-in", data={"email": alice.email, "password": "whatever it is"})
        assert (refused.status_code, providers.UNKNOWN in refused.text) == (403, False)
        assert "Passwords are not used here" in refused.text
        round_trip(browser, organisation, alice.email)
        assert 'name="password"' not in browser.get("/account").text
        assert browser.post("/account/password", data={"password": "x" * 20, "again": "x" * 20}).status_code == 403


def test_where_passwords_are_off_an_invitation_leads_to_signing_in_with_the_organisation(
    settings: Settings, organisation: Organisation, erin: Person, stored: Stored
) -> None:
    guest = invitations.Guest("Gina Marsh", "gina@marsh.example", "", frozenset({Role.APPRAISER}))
    with stored() as db:
        link = invitations.invite(erin, db, settings, guest, lambda: None)
    path = urlsplit(link).path
    with open_browser(create_app(configured(settings, organisation.issuer, PLUMBLINE_PASSWORDS=False))) as too_early:
        assert round_trip(too_early, organisation, "gina@marsh.example").status_code == 403, "being added takes her consent"
    with open_browser(create_app(configured(settings, organisation.issuer, PLUMBLINE_PASSWORDS=False))) as browser:
        page = browser.get(path).text
        assert "without a password" in page
        assert 'type="password"' not in page
        nameless = browser.post(path, data={"name": ""})
        assert (nameless.status_code, 'type="password"' in nameless.text) == (422, False)
        accepted = browser.post(path, data={"name": "Gina R. Marsh"})
        assert accepted.status_code == 303
        assert COOKIE not in browser.cookies, "the link of the invitation opens no board"
        led_to = browser.get(accepted.headers["location"]).text
        assert "Now sign in with your organisation’s account" in led_to
        assert START in led_to
        assert round_trip(browser, organisation, "Gina@Marsh.example").status_code == 303
        assert "Gina R. Marsh" in browser.get("/account").text
        assert browser.get("/reviews").status_code == 200
    with stored() as db:
        assert not passwords.has_password(next(one for one in passwords.list_everybody(db) if one.name == "Gina R. Marsh"), db)


def test_without_passwords_and_provider_an_invitation_signs_in_by_a_link(
    settings: Settings, erin: Person, stored: Stored
) -> None:
    guest = invitations.Guest("Gina Marsh", "gina@marsh.example", "", frozenset({Role.APPRAISER}))
    with stored() as db:
        path = urlsplit(invitations.invite(erin, db, settings, guest, lambda: None)).path
    links_only = Settings(PLUMBLINE_VAR=settings.var_dir, PLUMBLINE_PASSWORDS=False)
    with open_browser(create_app(links_only)) as browser:
        assert 'type="password"' not in browser.get(path).text
        answer = browser.post(path, data={"name": "Gina Marsh"})
        assert browser.post(answer.headers["location"]).status_code == 303
        assert browser.get("/reviews").status_code == 200


def test_half_a_provider_is_no_setting(settings: Settings) -> None:
    with pytest.raises(ValueError, match="go together"):
        Settings(PLUMBLINE_VAR=settings.var_dir, PLUMBLINE_OPENID_ISSUER="https://login.elsewhere.example")


def test_the_libraries_of_the_network_are_loaded_only_when_they_are_needed() -> None:
    code = (
        "import sys, app.main; print([name for name in ('httpx', 'authlib', 'joserfc', 'cryptography') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
