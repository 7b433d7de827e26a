"""Attempts to sign in that come at once count one by one; neither a slow password nor a slow sender keeps others waiting."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi import FastAPI

from app.data.session import work
from app.domain.account import Person
from app.services import account as accounts
from app.services import sign_in as signing
from app.services import sign_in_factor as factors
from app.settings import Settings
from app.web import ROUTERS
from app.web.deps import CODE_COOKIE, COOKIE
from tests.browsing import open_browser
from tests.conftest import Stored
from tests.factories import make_token

PASSWORD = "three unrelated words"
AT_ONCE = 12


def all_at_once(ask: Callable[[], int]) -> Counter[int]:
    """What so many get who ask in the same moment."""
    together = threading.Barrier(AT_ONCE)

    def wait_and_ask() -> int:
        together.wait()
        return ask()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(each.result() for each in [pool.submit(wait_and_ask) for _ in range(AT_ONCE)])


def test_of_many_wrong_passwords_at_once_no_more_are_tried_than_one_after_the_other(app: FastAPI, alice: Person) -> None:
    def attempt() -> int:
        with open_browser(app) as browser:
            return int(browser.post("/sign-in", data={"email": alice.email, "password": "not the right one"}).status_code)

    assert all_at_once(attempt) == {422: 5, 429: AT_ONCE - 5}


def test_of_many_wrong_codes_at_once_no_more_are_tried_than_one_after_the_other(
    app: FastAPI, stored: Stored, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stored() as db:
        accounts.change_password(alice, db, PASSWORD, PASSWORD)
        factors.begin_second_factor(alice, db)
        monkeypatch.setattr(factors, "counter_of", lambda *_: 1)
        factors.confirm_second_factor(alice, db, "123456")
    with stored() as db:
        token = signing.sign_in_with_password(db, alice.email, PASSWORD, "", 12)

    def attempt() -> int:
        with open_browser(app) as browser:
            browser.cookies.set(CODE_COOKIE, token, domain="127.0.0.1", path="/sign-in")
            return int(browser.post("/sign-in/code", data={"code": "ABCD-EFGH-JKLM"}).status_code)

    assert all_at_once(attempt) == {422: 5, 429: AT_ONCE - 5}


def test_a_right_password_counts_as_no_attempt(
    app: FastAPI, stored: Stored, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "password_fits", lambda *_: True)
    with open_browser(app) as browser:
        for _ in range(6):
            assert browser.post("/sign-in", data={"email": alice.email, "password": PASSWORD}).status_code == 303


def test_while_a_password_is_checked_others_can_save(
    app: FastAPI, settings: Settings, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = []

    def save() -> None:
        with work(settings.database) as db:
            signing.record_failure(db, "somebody@else.example", "192.0.2.7")
        saved.append(True)

    def slow(*_: object) -> bool:
        other = threading.Thread(target=save)
        other.start()
        other.join(5)
        assert saved
        return False

    monkeypatch.setattr(signing, "password_fits", slow)
    with open_browser(app) as browser:
        assert browser.post("/sign-in", data={"email": alice.email, "password": "not the right one"}).status_code == 422
    assert saved


def test_a_form_that_never_ends_keeps_nobody_from_saving_at_any_address(app: FastAPI, settings: Settings, erin: Person) -> None:
    posted = [route.path for router in ROUTERS for route in router.routes if "POST" in route.methods]
    token = make_token(settings, erin)

    def save() -> float:
        began = time.monotonic()
        with work(settings.database) as db:
            signing.record_failure(db, "somebody@else.example", "192.0.2.7")
        return time.monotonic() - began

    async def send_and_stop() -> float:
        waiting = [asyncio.create_task(_begin(app, path, token)) for path in posted]
        await asyncio.sleep(1)
        assert [task for task in waiting if not task.done()]
        took = await asyncio.to_thread(save)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return took

    assert asyncio.run(send_and_stop()) < 4


async def _begin(app: FastAPI, path: str, token: str) -> None:
    """Send the head of a form and none of its body."""
    sent = {"host": "127.0.0.1:8000", "sec-fetch-site": "same-origin", "cookie": f"{COOKIE}={token}", "content-length": "500"}
    sent["content-type"] = "application/x-www-form-urlencoded"
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 5000),
        "server": ("127.0.0.1", 8000),
    }

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(_message: dict[str, Any]) -> None:
        """Nobody reads the answer."""

    await app(scope, receive, send)
