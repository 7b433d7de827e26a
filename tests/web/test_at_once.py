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

from app.data.people import open_administrators
from app.data.session import work
from app.domain.account import Person, Role
from app.services import account as accounts
from app.services import sign_in as signing
from app.services import sign_in_factor as factors
from app.settings import Settings
from app.web import ROUTERS
from app.web.deps import CODE_COOKIE, COOKIE
from tests.browsing import open_browser
from tests.conftest import Stored
from tests.factories import make_person, make_token

AT_ONCE = 12


def all_at_once(ask: Callable[[], int]) -> Counter[int]:
    """What so many get who ask in the same moment."""
    together = threading.Barrier(AT_ONCE)

    def wait_and_ask() -> int:
        together.wait()
        return ask()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(each.result() for each in [pool.submit(wait_and_ask) for _ in range(AT_ONCE)])


def turn_factor_on(stored: Stored, person: Person, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Turn the second factor on; gives the recovery codes."""
    with stored() as db:
        factors.begin_second_factor(person, db)
        monkeypatch.setattr(factors, "counter_of", lambda *_: 1)
        return factors.confirm_second_factor(person, db, "123456")


def begin(stored: Stored, person: Person) -> str:
    """Begin to sign in; gives the token of a browser that waits for the code."""
    with stored() as db:
        return signing.sign_in_with_link(db, accounts.create_link(db, person.email, 5), "", 12)


def test_of_many_wrong_passwords_at_once_no_more_are_tried_than_one_after_the_other(app: FastAPI, alice: Person) -> None:
    def attempt() -> int:
        with open_browser(app) as browser:
            return int(browser.post("/sign-in", data={"email": alice.email, "password": "not the right one"}).status_code)

    assert all_at_once(attempt) == {422: 5, 429: AT_ONCE - 5}


def test_of_many_wrong_codes_at_once_no_more_are_tried_than_one_after_the_other(
    app: FastAPI, stored: Stored, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_factor_on(stored, alice, monkeypatch)
    token = begin(stored, alice)

    def attempt() -> int:
        with open_browser(app) as browser:
            browser.cookies.set(CODE_COOKIE, token, domain="127.0.0.1", path="/sign-in")
            return int(browser.post("/sign-in/code", data={"code": "ABCD-EFGH-JKLM"}).status_code)

    assert all_at_once(attempt) == {422: 5, 429: AT_ONCE - 5}


def test_a_link_that_many_use_at_once_lets_in_one(app: FastAPI, stored: Stored, alice: Person) -> None:
    with stored() as db:
        link = accounts.create_link(db, alice.email, 5)

    def attempt() -> int:
        with open_browser(app) as browser:
            return int(browser.post(f"/sign-in/link/{link}").status_code)

    assert all_at_once(attempt) == {303: 1, 404: AT_ONCE - 1}


def test_a_recovery_code_that_many_use_at_once_lets_in_one(
    app: FastAPI, stored: Stored, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = turn_factor_on(stored, alice, monkeypatch)
    waiting = [begin(stored, alice) for _ in range(AT_ONCE)]

    def attempt() -> int:
        with open_browser(app) as browser:
            browser.cookies.set(CODE_COOKIE, waiting.pop(), domain="127.0.0.1", path="/sign-in")
            return int(browser.post("/sign-in/code", data={"code": codes[0]}).status_code)

    got = all_at_once(attempt)
    assert got[303] == 1


def test_of_two_administrators_who_disable_each_other_at_once_one_stays(app: FastAPI, settings: Settings, stored: Stored) -> None:
    with stored() as db:
        both = [make_person(db, name, Role.ADMINISTRATOR, board="A new board") for name in ("Gina Marsh", "Hal Pike")]
    ways = [(make_token(settings, one), other.id) for one, other in (both, both[::-1])] * (AT_ONCE // 2)

    def attempt() -> int:
        token, other = ways.pop()
        with open_browser(app, token) as browser:
            return int(browser.post(f"/people/{other}/disable").status_code)

    got = all_at_once(attempt)
    assert set(got) <= {303, 401, 422}
    with stored() as db:
        assert len(open_administrators(db, both[0].board.id)) == 1


def test_a_right_password_counts_as_no_attempt(
    app: FastAPI, stored: Stored, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "password_fits", lambda *_: True)
    with open_browser(app) as browser:
        for _ in range(6):
            assert browser.post("/sign-in", data={"email": alice.email, "password": "whatever it is"}).status_code == 303


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
        gone = asyncio.Event()
        waiting = [asyncio.create_task(_begin(app, path, token, gone)) for path in posted]
        await asyncio.sleep(1)
        assert [task for task in waiting if not task.done()]
        took = await asyncio.to_thread(save)
        gone.set()
        await asyncio.gather(*waiting)
        return took

    assert asyncio.run(send_and_stop()) < 4


async def _begin(app: FastAPI, path: str, token: str, gone: asyncio.Event) -> None:
    """Send the head of a form and none of its body, until the browser is gone."""
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
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(_message: dict[str, Any]) -> None:
        """Nobody reads the answer."""

    await app(scope, receive, send)
