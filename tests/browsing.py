"""A browser for tests of the web: sends what a browser sends, and takes no page that is not sound HTML."""

import atexit
import re
from contextlib import ExitStack
from functools import lru_cache
from typing import Any

import html5lib
from anyio.from_thread import BlockingPortal, start_blocking_portal
from html5lib.constants import E as SENTENCES
from jinja2 import ChainableUndefined
from jinja2.utils import missing
from starlette.testclient import TestClient

from app.web.deps import COOKIE
from app.web.render import environment

# What a browser sends with a form of ours; without it an unsafe request is refused.
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


class MissingNameError(AssertionError):
    """A template asked one of our objects for something that it does not have."""


class Strict(ChainableUndefined):
    """Forgiving to the GOV.UK macros, which need it, and strict with our own objects, so that no gap goes unnoticed."""

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any) -> None:
        if type(obj).__module__.startswith("app."):
            raise MissingNameError(f"{type(obj).__name__} has no {name}")
        super().__init__(hint, obj, name, *rest)


def be_strict() -> None:
    """Have every template of this process fail on a name that our objects do not have."""
    environment().undefined = Strict


class UnsoundPageError(AssertionError):
    """A page with mistakes in its HTML."""


@lru_cache(maxsize=8)
def parse(html: str) -> Any:
    """The parsed page, or the parsed fragment where it is not a whole page. Raises UnsoundPageError, naming the lines.

    The browser and a test mostly want the same page, so that it is parsed once; nobody changes the tree.
    """
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    whole = html.lstrip().lower().startswith("<!doctype")
    tree = parser.parse(html) if whole else parser.parseFragment(html)
    if parser.errors:
        lines = html.splitlines()
        told = [
            f"line {line}: {SENTENCES[code] % values}: {lines[line - 1].strip()[:160] if line <= len(lines) else ''}"
            for (line, _), code, values in parser.errors
        ]
        raise UnsoundPageError("\n".join(told))
    return tree


# What stands between tags and in attributes, as long as each ampersand belongs to a character that is spelled out: it cannot
# make a page unsound.
_SPELLED = r"&(?:amp|lt|gt|quot|nbsp|#\d{2,5});"
_HARMLESS = re.compile(rf"(?<=>)(?!<)[^<>&]*+(?:{_SPELLED}[^<>&]*+)*+(?=<)|(?<==\")[^<>&\"]*+(?:{_SPELLED}[^<>&\"]*+)*+(?=\")")
_SOUND: set[int] = set()


def check_sound(html: str) -> None:
    """Raise UnsoundPageError unless the page is sound. Pages that differ only in what they tell are parsed once."""
    built = hash(_HARMLESS.sub("", html))
    if built not in _SOUND:
        parse(html)
        _SOUND.add(built)


_OPEN = ExitStack()
atexit.register(_OPEN.close)


@lru_cache
def _loop() -> BlockingPortal:
    """One thread with an event loop, in which all browsers of this process ask: one for each request costs more than it does."""
    return _OPEN.enter_context(start_blocking_portal())


class Browser(TestClient):
    """A test client that follows no redirects by itself and takes no unsound page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.portal = _loop()

    def request(self, *args: Any, **options: Any) -> Any:  # type: ignore[override]
        """Send, and check the answer where it is a page."""
        answer = super().request(*args, **options)
        if answer.headers.get("content-type", "").startswith("text/html") and answer.text:
            check_sound(answer.text)
        return answer


def open_browser(app: Any, token: str = "", **options: Any) -> Browser:
    """A browser at this app, signed in where a token is given."""
    browser = Browser(app, base_url="http://127.0.0.1:8000", headers=dict(SAME_ORIGIN), follow_redirects=False, **options)
    if token:
        browser.cookies.set(COOKIE, token, domain="127.0.0.1", path="/")
    return browser
