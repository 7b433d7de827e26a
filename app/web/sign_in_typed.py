"""What the pages of signing in hand on to each other: where to go then, and a form that was sent while signed out."""

import json

from app.web import urls
from app.web.forms import clean


def safe_next(path: str) -> str:
    """Only a path of ours, so that a link cannot send people elsewhere after signing in."""
    # Browsers leave out tabs and line breaks in addresses, so that "/<tab>/elsewhere" would be "//elsewhere".
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours else urls.home()


def kept_fields(typed: str) -> tuple[tuple[str, str], ...]:
    """Name and value of each field, from the JSON of a hidden field; none where somebody changed it."""
    try:
        return tuple((clean(str(name)), clean(str(value))) for name, value in json.loads(typed or "[]"))
    except (ValueError, TypeError, RecursionError):
        return ()
