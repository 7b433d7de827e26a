"""Routes for signing in with the organisation's account."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.data.session import work
from app.domain.errors import InvalidError, NotAllowedError
from app.domain.sign_in import ProviderError, Start
from app.services import sign_in_provider as providers
from app.web.deps import PROVIDER_COOKIE, FormOf, SettingsOf, WorkRoute
from app.web.render import show
from app.web.sign_in import go_on
from app.web.sign_in_cookies import WAITING_PATH, browser_of, set_waiting_cookie
from app.web.sign_in_pages import ProviderPage, ask
from app.web.sign_in_typed import kept_fields

router = APIRouter(route_class=WorkRoute)


@router.post("/sign-in/provider")
def leave_for_provider(request: Request, form: FormOf, settings: SettingsOf) -> Response:
    """A page that leads to the provider by itself, and by a link.

    Not a redirect: browsers hold every address that follows on a form against `form-action`, and providers send people on to
    addresses that we cannot know.
    """
    start = Start("", "", form.text("next"), form.text("resume"), form.text("typed"))
    try:
        address, token = providers.begin_at_provider(settings, start.next, start.resume, start.typed)
    except ProviderError as error:
        return _refuse(request, start, error.sentence, 503)
    answer = show(request, "sign_in/provider.html", ProviderPage(address))
    set_waiting_cookie(answer, token, settings, PROVIDER_COOKIE)
    return answer


@router.get("/sign-in/provider/back")
def back_from_provider(request: Request, settings: SettingsOf, state: str = "", code: str = "", iss: str = "") -> Response:
    """The provider has sent somebody back: let them in, or say why not."""
    start = Start("", "")
    try:
        start = providers.come_back(settings, state, request.cookies.get(PROVIDER_COOKIE, ""))
        # Between two pieces of work with the database, so that nobody waits while the provider is asked.
        identity = providers.who_came_back(settings, start, code, iss)
        limits = (settings.session_hours, settings.idle_minutes)
        with work(settings.database) as db:
            token = providers.sign_in_with_provider(db, identity, browser_of(request), *limits)
    except ProviderError as error:
        return _refuse(request, start, error.sentence, 503)
    except (InvalidError, NotAllowedError) as error:
        return _refuse(request, start, error.sentence, 403)
    answer = go_on(request, settings, token, start.next, start.resume, kept_fields(start.typed))
    answer.delete_cookie(PROVIDER_COOKIE, path=WAITING_PATH)
    return answer


def _refuse(request: Request, start: Start, sentence: str, status: int) -> Response:
    page = ask(request, "", start.next, start.resume, kept_fields(start.typed), {"provider": sentence})
    return show(request, "sign_in/page.html", page, status=status)
