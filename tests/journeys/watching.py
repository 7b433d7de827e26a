"""A browser window that is watched: requests to anywhere else, mistakes in scripts and unexpected refusals are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# A page that is left while it still loads, and a file that is saved instead of shown.
HARMLESS = ("net::ERR_ABORTED",)


@dataclass
class Watch:
    """What went wrong in one browser window. `expected` holds the refusals that the test brings about; `shown` is
    the status of the page that came last."""

    address: str
    problems: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    may_fail: bool = False
    shown: int = 0

    def follow(self, context: BrowserContext) -> None:
        """Watch every page of this window, those that are opened later too."""
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"a script failed: {error.error}"))

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """While this lasts, these refusals are what the test wants to see."""
        before = set(self.expected)
        self.expected |= set(statuses)
        yield
        self.expected = before

    @contextmanager
    def no_connection(self, page: Page) -> Iterator[None]:
        """While this lasts, the browser reaches nothing."""
        self.may_fail = True
        page.context.set_offline(True)
        yield
        page.context.set_offline(False)
        self.may_fail = False

    def check(self) -> None:
        """Raise AssertionError with everything that went wrong."""
        assert not self.problems, "\n".join(self.problems)

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and not request.url.startswith(self.address + "/"):
            self.problems.append(f"a request went outside: {request.url}")

    def _failed(self, request: Request) -> None:
        if not self.may_fail and request.failure not in HARMLESS:
            self.problems.append(f"{request.method} {request.url} failed: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.shown = response.status
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(f"{response.request.method} {response.url} was answered with {response.status}")

    def _console(self, message: ConsoleMessage) -> None:
        # Refused requests are told by the answers themselves, and lost ones by the requests.
        told = ("Failed to load resource", "Response Status Error Code", "htmx:sendError", "htmx:afterRequest")
        if message.type in ("error", "warning") and not message.text.startswith(told):
            self.problems.append(f"the console says: {message.text}")
