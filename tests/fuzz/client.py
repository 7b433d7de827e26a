"""Hands requests straight to the app, as strange as they are: no client in between that would put them right."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from fastapi import FastAPI

from app.web.deps import COOKIE


@dataclass(frozen=True)
class Answer:
    """What came back, after how many seconds; `error` is what the app let through, if anything."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float
    error: BaseException | None = None

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.headers.get("content-type", "").startswith("text/html")

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


class Client:
    """The app in this process. One request after the other."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.loop = asyncio.new_event_loop()

    def close(self) -> None:
        """No more requests."""
        self.loop.close()

    def send(
        self,
        method: str,
        path: str,
        token: str = "",
        body: bytes = b"",
        headers: tuple[tuple[str, str], ...] = (),
        patience: float = 30.0,
    ) -> Answer:
        """Send one request. Raises TimeoutError where no answer comes."""
        sent = {"host": "127.0.0.1:8000", "sec-fetch-site": "same-origin", "content-length": str(len(body))}
        if token:
            sent["cookie"] = f"{COOKIE}={token}"
        sent |= dict(headers)
        bare, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote_to_bytes(bare).decode("utf-8", "replace"),
            "raw_path": bare.encode("ascii", "replace"),
            "root_path": "",
            "query_string": query.encode("ascii", "replace"),
            "headers": [(name.encode(), value.encode("latin-1", "replace")) for name, value in sent.items()],
            "client": ("127.0.0.1", 5000),
            "server": ("127.0.0.1", 8000),
        }
        began = time.monotonic()
        found: dict[str, Any] = {"status": 0, "headers": {}, "body": b""}
        error = self.loop.run_until_complete(asyncio.wait_for(self._call(scope, body, found), patience))
        return Answer(found["status"], found["headers"], found["body"], time.monotonic() - began, error)

    async def _call(self, scope: dict[str, Any], body: bytes, found: dict[str, Any]) -> BaseException | None:
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if not waiting:
                await asyncio.Event().wait()  # the browser stays until it has the answer
            return waiting.pop()

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                found["status"] = message["status"]
                found["headers"] = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message["headers"]}
            else:
                found["body"] += message.get("body", b"")

        try:
            await self.app(scope, receive, send)
        except Exception as error:  # noqa: BLE001  # that is what is looked for
            return error
        return None
