"""Signing in with the organisation's account, for people who have an account here already.

The first time the address finds the account, if the provider vouches for it; from then on the provider's own name for the
person does. What the provider is asked is in `app/outside/openid.py`.
"""

from app.data import account as accounts
from app.data import sign_in_provider as providers
from app.data.session import Session, work
from app.domain.audit import event
from app.domain.clock import now
from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.sign_in import Identity, Method, ProviderError, Start
from app.outside.openid import Provider, authorization_address, fetch_identity
from app.outside.passwords import hash_token, new_token
from app.services.sign_in import NO_BOARD, PENDING, start_session
from app.settings import Settings

BACK = "/sign-in/provider/back"
NO_PROVIDER = "This service is not set up for signing in with an organisation's account."
OVER = "This sign-in is over, or was begun in another browser. Sign in again."
DECLINED = "Your organisation's sign-in service did not let you in. Try again, or ask whoever looks after it."
UNKNOWN = (
    "Your organisation knows you, but you have no account here yet. If you were invited, open the link of the invitation first. "
    "If not, ask your administrator."
)
NO_ADDRESS = (
    "Your organisation's sign-in service does not vouch for your e-mail address, so we cannot tell which account here is yours. "
    "Tell whoever runs this service."
)
OTHERS = (
    "The account here with your e-mail address is already used by another account of your organisation. Ask your administrator."
)


def begin_at_provider(settings: Settings, next_page: str, resume: str, typed: str) -> tuple[str, str]:
    """Remember this browser: where it wants to go, and a form that it had sent while signed out.

    Returns the address at the provider and the token for the browser's cookie. Raises ProviderError when the provider does not
    answer, NotFoundError when none is configured.
    """
    state, browser, verifier, nonce = new_token(), new_token(), new_token(), new_token()
    address = authorization_address(_provider(settings), state, nonce, verifier)
    start = Start(nonce, verifier, next_page, resume, typed)
    with work(settings.database) as db:
        providers.put_start(db, hash_token(state), hash_token(browser), start, now() + PENDING)
    return address, browser


def come_back(settings: Settings, state: str, browser: str) -> Start:
    """What was remembered of this browser, once. Raises NotAllowedError when nothing is, or it was another browser's."""
    _provider(settings)
    with work(settings.database) as db:
        start = providers.take_start(db, hash_token(state), hash_token(browser)) if state and browser else None
    if start is None:
        raise NotAllowedError(OVER)
    return start


def who_came_back(settings: Settings, start: Start, code: str, issuer: str) -> Identity:
    """Ask the provider who it is. `issuer` is who the answer says it comes from (RFC 9207), where it says so.

    Raises ProviderError when it cannot be asked, did not let the person in, or is not to be trusted.
    """
    if not code or issuer not in ("", settings.openid_issuer):
        raise ProviderError(DECLINED)
    return fetch_identity(_provider(settings), code, start.nonce, start.verifier)


def sign_in_with_provider(db: Session, identity: Identity, browser: str, hours: int, idle_minutes: int = 0) -> str:
    """Let in whoever has an account; returns the token for the cookie. Raises NotAllowedError with a sentence for others."""
    account = providers.account_of(db, identity)
    if account is None:
        account = _bind(db, identity)
    return start_session(db, account, Method.PROVIDER, browser, hours, idle_minutes)


def _bind(db: Session, identity: Identity) -> str:
    if not identity.email:
        raise NotAllowedError(NO_ADDRESS)
    found = accounts.find_account(db, identity.email)
    if found is None:
        raise NotAllowedError(UNKNOWN)
    if providers.has_identity(db, found[0], identity.issuer):
        raise NotAllowedError(OTHERS)
    boards = accounts.boards_of(db, found[0])
    person = accounts.person_on_board(db, found[0], boards[0].id) if boards else None
    if person is None:
        raise NotAllowedError(NO_BOARD)
    told = event(person, "organisation's account bound", "account", person.id)
    providers.add_identity(db, person.id, identity, told)
    return person.id


def _provider(settings: Settings) -> Provider:
    if not settings.has_provider:
        raise NotFoundError(NO_PROVIDER)
    return Provider(settings.openid_issuer, settings.openid_client_id, settings.openid_client_secret, settings.address + BACK)
