"""What the pages about signing in and one's account show."""

from dataclasses import dataclass, field

from fastapi import Request

from app.data.sign_in import SignIn
from app.domain.account import Role
from app.domain.sign_in import SecondFactor
from app.outside.one_time_codes import CodePicture
from app.settings import Settings

Typed = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SignInPage:
    """Signing in. `next` is the page to go to; `resume` and `typed` are a form that was sent while signed out."""

    email: str = ""
    next: str = ""
    resume: str = ""
    typed: Typed = ()
    errors: dict[str, str] = field(default_factory=dict)
    # Words on the button that leads to the organisation's provider, empty where there is none; and whether passwords are used.
    button: str = ""
    passwords: bool = True
    # An invitation has just been accepted.
    accepted: bool = False


def ask(
    request: Request,
    email: str = "",
    next: str = "",  # noqa: A002  # the word of the address
    resume: str = "",
    typed: Typed = (),
    errors: dict[str, str] | None = None,
) -> SignInPage:
    """The page for signing in, with the ways that this service has."""
    settings: Settings = request.app.state.settings
    button = settings.openid_button if settings.has_provider else ""
    return SignInPage(email, next, resume, typed, errors or {}, button, settings.passwords)


@dataclass(frozen=True)
class ProviderPage:
    """On the way to the organisation's provider, at this address."""

    address: str


@dataclass(frozen=True)
class LinkPage:
    """A one-time link that works: whose it is. Using it takes a press of the button, so that a preview cannot use it up."""

    name: str
    token: str


@dataclass(frozen=True)
class CodePage:
    """Giving the code of the second factor. `next`, `resume` and `typed` are those of the page before."""

    name: str
    next: str = ""
    resume: str = ""
    typed: Typed = ()
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ResumePage:
    """A form that was sent while signed out, ready to be sent again."""

    action: str
    typed: Typed


@dataclass(frozen=True)
class AccountPage:
    """One's own account. The limits are in hours and minutes."""

    sign_ins: tuple[SignIn, ...]
    has_password: bool
    factor: SecondFactor | None
    hours: int
    idle_minutes: int
    passwords: bool
    errors: dict[str, str] = field(default_factory=dict)
    saved: bool = False


@dataclass(frozen=True)
class SecondFactorPage:
    """One's second factor: off, waiting to be confirmed with `secret` and `picture`, or on."""

    factor: SecondFactor | None
    secret: str = ""
    picture: CodePicture | None = None
    has_password: bool = False
    # Those of one's roles that take a second factor; whether nothing else opens until it is on; whether there is a provider.
    required_by: tuple[Role, ...] = ()
    is_first: bool = False
    has_provider: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def groups(self) -> str:
        """The secret in groups of four, as one types it."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


@dataclass(frozen=True)
class RecoveryCodesPage:
    """Recovery codes, shown this once. `fresh` when they take the place of earlier ones; `onward` is where one goes then."""

    codes: tuple[str, ...]
    fresh: bool
    onward: str
