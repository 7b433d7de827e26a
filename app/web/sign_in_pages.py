"""What the pages about signing in and one's account show."""

from dataclasses import dataclass, field

from app.data.sign_in import SignIn


@dataclass(frozen=True)
class SignInPage:
    """Signing in. `next` is the page to go to; `resume` and `typed` are a form that was sent while signed out."""

    email: str = ""
    next: str = ""
    resume: str = ""
    typed: tuple[tuple[str, str], ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LinkPage:
    """A one-time link that works: whose it is. Using it takes a press of the button, so that a preview cannot use it up."""

    name: str
    token: str


@dataclass(frozen=True)
class ResumePage:
    """A form that was sent while signed out, ready to be sent again."""

    action: str
    typed: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AccountPage:
    """One's own account."""

    sign_ins: tuple[SignIn, ...]
    has_password: bool
    errors: dict[str, str] = field(default_factory=dict)
    saved: bool = False
