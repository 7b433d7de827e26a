"""The addresses of signing in and of one's own account. `urls.py` has them under the same names."""

from urllib.parse import quote, urlencode


def sign_in(*, accepted: bool = False) -> str:
    """Signing in; `accepted` after an invitation was."""
    return "/sign-in?accepted=yes" if accepted else "/sign-in"


def sign_in_link(token: str) -> str:
    """A one-time link."""
    return f"/sign-in/link/{quote(token, safe='')}"


def sign_in_code(next: str = "") -> str:  # noqa: A002  # the word of the address
    """Giving the code of the second factor; `next` is the page to go to then."""
    return "/sign-in/code" + (f"?{urlencode({'next': next})}" if next else "")


def sign_in_provider() -> str:
    """Signing in with the organisation's account."""
    return "/sign-in/provider"


def sign_in_provider_back() -> str:
    """Where the provider sends the browser back to; registered there."""
    return "/sign-in/provider/back"


def sign_out() -> str:
    """Signing out."""
    return "/sign-out"


def account() -> str:
    """One's own account."""
    return "/account"


def account_password() -> str:
    """Setting one's password."""
    return "/account/password"


def account_session_end(sign_in_id: str) -> str:
    """Ending one of one's sessions."""
    return f"/account/sessions/{sign_in_id}/end"


def account_sessions_end_others() -> str:
    """Ending all of one's other sessions."""
    return "/account/end-other-sessions"


def second_factor() -> str:
    """One's second factor: setting it up, and what it is now."""
    return "/account/second-factor"


def second_factor_confirm() -> str:
    """Turning the second factor on with a first code."""
    return "/account/second-factor/confirm"


def second_factor_renew() -> str:
    """Fresh recovery codes."""
    return "/account/second-factor/recovery-codes"


def second_factor_off() -> str:
    """Turning the second factor off."""
    return "/account/second-factor/off"
