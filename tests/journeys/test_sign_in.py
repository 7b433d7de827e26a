"""Signing in as a person does it: with a code from a phone, and by the organisation's provider, with scripts and without."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from app.domain import clock
from app.settings import ROOT
from app.web.deps import COOKIE
from tests.journeys.conftest import token_for
from tests.journeys.serving import Server, copy_of, environment, free_port
from tests.openid.provider import CLIENT, SECRET

pytestmark = pytest.mark.journey
ALICE = "alice@wexcombe.example"
WORDS = "a plumb line shows what is true"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A provider that runs; gives its issuer."""
    port = free_port()
    command = [sys.executable, "-m", "tests.openid.provider", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path_factory.mktemp("provider"), port))
    until = time.monotonic() + 30
    while not _answers(port):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/keys").is_success
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="module")
def served(provider: str, seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that has this provider."""
    server = copy_of(seeded, tmp_path_factory.mktemp("sign-in") / "var")
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("PLUMBLINE_OPENID_ISSUER", provider)
        changed.setenv("PLUMBLINE_OPENID_CLIENT_ID", CLIENT)
        changed.setenv("PLUMBLINE_OPENID_CLIENT_SECRET", SECRET)
        server.start()
    yield server
    server.stop()


@contextmanager
def window(chromium: Browser, *, scripts: bool) -> Iterator[Page]:
    """A window in which nobody is signed in. What the browser complains of fails the test."""
    context = chromium.new_context(java_script_enabled=scripts, locale="en-GB")
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    yield context.new_page()
    context.close()
    assert complaints == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_way_to_the_provider_and_back(chromium: Browser, served: Server, provider: str, scripts: bool) -> None:
    with window(chromium, scripts=scripts) as page:
        page.goto(f"{served.address}/reviews/new")
        page.get_by_role("button", name="Sign in with your organisation's account").click()
        # The page in between leads on by itself.
        page.wait_for_url(f"{provider}/authorize?**")
        page.get_by_label("Address").fill("erin@wexcombe.example")
        page.get_by_role("button", name="Sign in there").click()
        page.wait_for_url(f"{served.address}/reviews/new")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Register a review")


def test_a_second_factor_from_setting_it_up_to_signing_in_with_it(chromium: Browser, served: Server) -> None:
    """Without scripts: these pages have none of their own."""
    with window(chromium, scripts=False) as page:
        page.context.add_cookies([{"name": COOKIE, "value": token_for(served, ALICE), "url": served.address}])
        page.goto(f"{served.address}/account")
        page.get_by_label("New password").fill(WORDS)
        page.get_by_label("The same password again").fill(WORDS)
        page.get_by_role("button", name="Save password").click()
        page.get_by_role("link", name="Set up a second factor").click()
        page.get_by_role("button", name="Set up a second factor").click()
        phone, first = pyotp.TOTP(page.locator(".app-secret").inner_text().replace(" ", "")), clock.now()
        page.get_by_role("textbox", name="Code").fill(phone.at(first))
        page.get_by_role("button", name="Turn it on").click()
        codes = page.locator(".app-recovery li").all_inner_texts()
        assert len(codes) == 10
        page.get_by_role("link", name="I have kept them").click()
        page.get_by_role("button", name="Sign out").click()
        for code in (phone.at(first + timedelta(seconds=30)), codes[4]):
            page.goto(f"{served.address}/account")
            page.get_by_label("E-mail address").fill(ALICE)
            page.get_by_label("Password").fill(WORDS)
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.get_by_label("Code").fill(code)
            page.get_by_role("button", name="Sign in", exact=True).click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
            page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
