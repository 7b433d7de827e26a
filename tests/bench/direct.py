"""The app without a network: requests handed to it directly and timed, and two bare routes to compare with."""

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import ChoiceLoader, FileSystemLoader

from app.data.audit import add_event
from app.domain.audit import event
from app.main import create_app
from app.settings import Settings
from app.web.deps import COOKIE, Db, SignedIn, WorkRoute
from app.web.render import environment, show

Result = TypeVar("Result")
EMPTY, ONE_ROW = "/bench/empty", "/bench/one-row"

router = APIRouter(route_class=WorkRoute)


@router.get(EMPTY)
def empty(request: Request, db: Db, person: SignedIn) -> Response:
    """A page of the usual layout with nothing in it."""
    return show(request, "bench-empty.html", None)


@router.post(ONE_ROW)
def one_row(db: Db, person: SignedIn) -> Response:
    """Write one row, which is kept when the answer is good, and nothing else."""
    add_event(db, event(person, "measured", "bench", "one row"))
    return HTMLResponse("Saved")


class Direct:
    """The app on these settings, in this process, asked as a signed-in browser asks."""

    def __init__(self, settings: Settings, token: str, loop: "Loop") -> None:
        self.app: FastAPI = create_app(settings)
        self.app.include_router(router)
        loader = environment().loader
        assert isinstance(loader, ChoiceLoader)
        loader.loaders = [*loader.loaders, FileSystemLoader(Path(__file__).parent / "templates")]
        self.loop = loop
        self.headers = [
            (b"host", f"{settings.host}:{settings.port}".encode()),
            (b"cookie", f"{COOKIE}={token}".encode()),
            (b"accept-encoding", b"gzip"),
            (b"sec-fetch-site", b"same-origin"),
        ]

    def get(self, address: str, expected: int = 200) -> float:
        """Seconds until the answer to this GET was complete. Raises RuntimeError for another status than expected."""
        return self._time("GET", address, b"", [], expected)

    def post(self, address: str, fields: dict[str, str], expected: int = 200) -> float:
        """Seconds until the answer to this form, sent by htmx, was complete."""
        kind = (b"content-type", b"application/x-www-form-urlencoded")
        return self._time("POST", address, urlencode(fields).encode(), [kind, (b"hx-request", b"true")], expected)

    def _time(self, method: str, address: str, body: bytes, headers: list[tuple[bytes, bytes]], expected: int) -> float:
        path, _, query = address.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [*self.headers, *headers, (b"content-length", str(len(body)).encode())],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 8000),
        }
        seconds, status = self.loop.run(self._ask(scope, body))
        if status != expected:
            raise RuntimeError(f"{method} {path} answered {status}")
        return seconds

    async def _ask(self, scope: dict[str, object], body: bytes) -> tuple[float, int]:
        waiting = [{"type": "http.request", "body": body, "more_body": False}]
        status = 0
        ended = 0.0

        async def receive() -> dict[str, object]:
            return waiting.pop() if waiting else {"type": "http.disconnect"}

        async def send(message: dict[str, object]) -> None:
            nonlocal status, ended
            if message["type"] == "http.response.start":
                status = int(str(message["status"]))
            elif not message.get("more_body"):
                ended = time.perf_counter()

        began = time.perf_counter()
        await self.app(scope, receive, send)  # type: ignore[arg-type]
        return ended - began, status


class Loop:
    """An event loop in a thread of its own, which lives as long as that of a server: the app's worker threads live with it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._end = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._end.wait(),))
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Have this done in the loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def close(self) -> None:
        """End the loop and its thread."""
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()
        self._loop.close()


@contextmanager
def running_loop() -> Iterator[Loop]:
    """A loop in which the app is asked."""
    loop = Loop()
    try:
        yield loop
    finally:
        loop.close()
