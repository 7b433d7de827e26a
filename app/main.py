"""Puts the app together: settings, middleware, routers, error pages. Nothing else lives here."""

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from app.domain.errors import NotFoundError
from app.settings import Settings, get_settings
from app.web import ROUTERS
from app.web.addresses import Noun
from app.web.deps import CODE_COOKIE, COOKIE, ForeignForm
from app.web.errors import TooLargePage, add_error_pages
from app.web.render import STATIC
from app.web.security import SafeHeaders, WithoutNuls, comes_from_us

# Room for the longest form; uploading papers has its own limit.
LARGEST_FORM = 8 * 1024 * 1024


class Files(StaticFiles):
    """Our static files. Their addresses carry a version, so that browsers may keep them for a year."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """Add the header that lets browsers keep the file."""
        answer = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer

    def lookup_path(self, path: str) -> tuple[str, object]:  # type: ignore[override]
        """Refuse odd paths quietly; a NUL would otherwise be an error of the system."""
        return ("", None) if "\0" in path else super().lookup_path(path)


class Plumbline(FastAPI):
    """The framework's app with ours around it: what the framework itself answers is safe and a page, too."""

    def build_middleware_stack(self) -> ASGIApp:
        """Put ours outermost; `add_middleware` would put it inside the framework's own."""
        return SafeHeaders(WithoutNuls(TooLargePage(super().build_middleware_stack())))


async def refuse_what_is_not_ours(request: Request) -> None:
    """Refuse an address with a NUL, which nothing of ours has in its name and not every database can be asked for, and an unsafe
    request that no page of ours made. Runs before every route."""
    if "\0" in request.scope["path"]:
        raise NotFoundError
    known = not request.cookies.keys().isdisjoint((COOKIE, CODE_COOKIE))
    if not comes_from_us(request.method, request.headers, has_cookie=known):
        raise ForeignForm


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole app, for the server and for tests."""
    app = Plumbline(
        title="Plumbline",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # it would lead to whatever host the request names
        max_body_size=LARGEST_FORM,
        dependencies=[Depends(refuse_what_is_not_ours)],
    )
    app.state.settings = settings or get_settings()
    for router in ROUTERS:
        app.include_router(Noun(router))
    app.mount("/static", Files(directory=STATIC), name="static")
    add_error_pages(app)
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=3)
    return app
