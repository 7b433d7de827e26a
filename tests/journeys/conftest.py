"""One server with the worked example, one Chromium, and watched windows in it. Nothing here may leave this machine."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from app.data.session import get_engine, work
from app.example.papers import BuiltPaper, build_papers
from app.services import account as accounts
from app.services import sign_in as signing
from app.web.deps import COOKIE
from tests.journeys.serving import Server, copy_of
from tests.journeys.watching import Watch

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=390, height=844)
# Long enough for two busy cores, short enough to notice a page that hangs.
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Window:
    """A window of the browser, with somebody signed in or not."""

    page: Page
    watch: Watch
    server: Server

    @property
    def context(self) -> BrowserContext:
        """The window's cookies, tabs and connection."""
        return self.page.context

    def go(self, address: str) -> Page:
        """Open an address of ours."""
        self.page.goto(self.server.address + address)
        return self.page


OpenWindow = Callable[..., Window]


@pytest.fixture(scope="session")
def seeded(_example_once: Path) -> Path:
    """A folder with the worked example, its papers studied, to be copied. Made once per run of the tests."""
    return _example_once


@pytest.fixture(scope="package")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[BuiltPaper]:
    """The worked example's own files, as a person would have them on disk."""
    return build_papers(tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="package")
def server(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of all journeys but those that do it harm. It must not have met anything unexpected by the end."""
    served = copy_of(seeded, tmp_path_factory.mktemp("journeys") / "var")
    served.start()
    yield served
    served.stop()
    get_engine.cache_clear()
    assert "unexpected" not in served.log, served.log
    shutil.rmtree(served.folder)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Nothing is downloaded."""
    path = shutil.which("chromium")
    assert path, "The journeys need the Debian package chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_window(chromium: Browser, server: Server) -> Iterator[OpenWindow]:
    """`open_window("erin@wexcombe.example", scripts=False)`: a watched window. It may have gone wrong nowhere at the end."""
    opened: list[Window] = []

    def make(email: str = "", *, scripts: bool = True, at: Server = server, **options: Any) -> Window:
        opened.append(new_window(chromium, at, email, java_script_enabled=scripts, **options))
        return opened[-1]

    yield make
    for window in opened:
        window.context.close()
    for window in opened:
        window.watch.check()


def new_window(chromium: Browser, server: Server, email: str = "", **options: Any) -> Window:
    """A watched window of a person, or of nobody, who is signed in from the side. `options` are Playwright's."""
    context = chromium.new_context(**{"viewport": WIDE, "locale": "en-GB", **options})
    context.set_default_timeout(PATIENCE_MS)
    watch = Watch(server.address)
    watch.follow(context)
    if email:
        context.add_cookies([{"name": COOKIE, "value": token_for(server, email), "url": server.address}])
    return Window(context.new_page(), watch, server)


def token_for(server: Server, email: str) -> str:
    """Sign somebody in from the side, for journeys that are not about signing in."""
    with work(server.settings.database) as db:
        link = accounts.create_link(db, email, 5)
        return signing.sign_in_with_link(db, link, "a browser in a journey", 1)
