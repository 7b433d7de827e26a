"""The cookies of signing in, and what is noted of the browser. Each is HttpOnly and stays with this site."""

from fastapi import Request
from fastapi.responses import Response

from app.services.sign_in import PENDING
from app.settings import Settings
from app.web.deps import CODE_COOKIE, COOKIE

WAITING_PATH = "/sign-in"


def browser_of(request: Request) -> str:
    """What the browser calls itself."""
    return request.headers.get("user-agent", "")[:200]


def address_of(request: Request) -> str:
    """The network address that the request came from."""
    return request.client.host if request.client else "unknown"


def set_cookie(answer: Response, token: str, settings: Settings) -> None:
    """Sign the browser in, and forget the steps before."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=settings.session_hours * 3600,
        httponly=True,
        samesite="lax",
        secure=settings.cookies_are_secure,
        path="/",
    )
    answer.delete_cookie(CODE_COOKIE, path=WAITING_PATH)


def set_waiting_cookie(answer: Response, token: str, settings: Settings, name: str = CODE_COOKIE) -> None:
    """Bind this browser to a sign-in that has begun. It opens no page but those of signing in."""
    answer.set_cookie(
        name,
        token,
        max_age=int(PENDING.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings.cookies_are_secure,
        path=WAITING_PATH,
    )
