"""What signing in knows of its own: how somebody came in, what a typed code is, and whose address a provider vouches for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import PlumblineError

DIGITS_OF_A_CODE = 6


class ProviderError(PlumblineError):
    """The organisation's provider did not answer, or what it said cannot be trusted. Nobody is signed in."""


class Method(StrEnum):
    """How somebody signed in. Stored values, and the words for pages."""

    PASSWORD = "password"
    LINK = "link"
    PROVIDER = "the organisation's account"
    PASSWORD_CODE = "password and code"
    LINK_CODE = "link and code"
    PASSWORD_RECOVERY = "password and recovery code"
    LINK_RECOVERY = "link and recovery code"

    def followed_by(self, *, recovery: bool) -> "Method":
        """The same with a code from the phone, or with a recovery code."""
        return Method(f"{self.value} and {'recovery code' if recovery else 'code'}")


@dataclass(frozen=True)
class SecondFactor:
    """A person's second factor that is on. `unused` is how many recovery codes are left."""

    since: datetime
    unused: int


@dataclass(frozen=True)
class Identity:
    """Who somebody is at a provider. `email` is in lower case, and empty where the provider does not vouch for one."""

    issuer: str
    subject: str
    email: str = ""


@dataclass(frozen=True)
class Start:
    """What is remembered of a browser that was sent to the provider. `typed` is a form to be sent again, as JSON."""

    nonce: str
    verifier: str
    next: str = ""
    resume: str = ""
    typed: str = ""


def plain_code(typed: str) -> str:
    """A code as it is compared: letters and digits alone, in upper case."""
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())


def is_from_phone(code: str) -> bool:
    """Whether this plain code has the form of one that a phone shows; a recovery code is longer."""
    return len(code) == DIGITS_OF_A_CODE and code.isdigit()


def identity_of(claims: Mapping[str, object]) -> Identity:
    """Who these claims of a checked ID token are about.

    An address counts when the provider says that it has verified it: `email_verified` of OpenID Connect Core 5.1, or
    `xms_edov` of Microsoft Entra ID ("e-mail domain owner verified"), which leaves the former out. An Entra administrator
    can put any address on an account, so that an address without either must not open somebody else's account here.
    """
    verified = any(claims.get(name) in (True, 1, "1", "true", "True") for name in ("email_verified", "xms_edov"))
    email = claims.get("email") if verified else ""
    return Identity(str(claims["iss"]), str(claims["sub"]), email.strip().lower() if isinstance(email, str) else "")
