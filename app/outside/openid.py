"""Asking the organisation's OpenID Connect provider who somebody is: authorization code flow with PKCE.

It is called only where a provider is configured, and its libraries are loaded only then. Who may come in is not for here.
"""

import logging
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from app.domain.sign_in import Identity, ProviderError, identity_of

log = logging.getLogger("plumbline")

SECONDS_TO_WAIT = 10.0
# How far the clocks of provider and service may be apart, in seconds.
SKEW = 120
DISCOVERY = "/.well-known/openid-configuration"
DISCOVERY_KEPT = 600.0
ALGORITHMS = ["RS256", "PS256", "ES256"]
SCOPE = "openid email profile"

DOWN = "Your organisation's sign-in service did not answer. Wait a moment and try again, or ask for a one-time sign-in link."
DISTRUSTED = (
    "What your organisation's sign-in service said could not be trusted, so you were not signed in. Try again; "
    "if that does not help, tell whoever runs this service."
)

_known: dict[str, tuple[float, dict[str, Any]]] = {}


@dataclass(frozen=True)
class Provider:
    """A provider, and as whom this service comes to it. `back` is our address to which it sends people back."""

    issuer: str
    client_id: str
    client_secret: str
    back: str


def authorization_address(provider: Provider, state: str, nonce: str, verifier: str) -> str:
    """Where to send the browser. Raises ProviderError when the provider does not answer, or is not who it should be."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    address: str = prepare_grant_uri(
        _endpoint(provider, "authorization_endpoint"),
        client_id=provider.client_id,
        response_type="code",
        redirect_uri=provider.back,
        scope=SCOPE,
        state=state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
    )
    return address


def fetch_identity(provider: Provider, code: str, nonce: str, verifier: str) -> Identity:
    """Who came back with this code. Issuer, audience, signature, times and nonce of the ID token are checked.

    Raises ProviderError when the provider does not answer or says what cannot be trusted.
    """
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": provider.back, "code_verifier": verifier}
    methods = _metadata(provider).get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    by_header = "client_secret_basic" in methods
    if not by_header:
        fields |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    said = _ask(_endpoint(provider, "token_endpoint"), fields, _basic(provider) if by_header else None)
    keys = _ask(_endpoint(provider, "jwks_uri"))
    return identity_of(_checked_claims(provider, said, keys, nonce))


def _basic(provider: Provider) -> tuple[str, str]:
    # RFC 6749, 2.3.1: both are form-encoded before they become a user name and a password.
    from urllib.parse import quote_plus

    return quote_plus(provider.client_id), quote_plus(provider.client_secret)


def _checked_claims(provider: Provider, said: dict[str, Any], keys: dict[str, Any], nonce: str) -> dict[str, Any]:
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        usable = [key for key in keys["keys"] if key.get("kty") in ("RSA", "EC") and key.get("use", "sig") == "sig"]
        token = jwt.decode(said["id_token"], KeySet.import_key_set({"keys": usable}), algorithms=ALGORITHMS)
        wanted: Any = {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "sub": {"essential": True},
        }
        also = {"nonce": nonce, "client_id": provider.client_id, "access_token": said.get("access_token")}
        claims = CodeIDToken(token.claims, token.header, wanted, also)
        claims.validate(leeway=SKEW)
        if not isinstance(claims["sub"], str):
            raise TypeError("sub")
    except (JoseError, AttributeError, KeyError, TypeError, ValueError) as error:
        # The kind of mistake and the name of the claim alone: a token names a person.
        log.warning("the provider's ID token is refused: %s %s", type(error).__name__, getattr(error, "claim", ""))
        raise ProviderError(DISTRUSTED) from error
    return dict(claims)


def _endpoint(provider: Provider, name: str) -> str:
    address = _metadata(provider).get(name)
    if not isinstance(address, str) or not is_safe(address):
        log.warning("the provider names no safe %s", name)
        raise ProviderError(DISTRUSTED)
    return address


def is_safe(address: str) -> bool:
    """Whether what goes to this address is kept from others on the way: https, or this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"))


def _metadata(provider: Provider) -> dict[str, Any]:
    fetched, known = _known.get(provider.issuer, (0.0, {}))
    if known and time.monotonic() - fetched < DISCOVERY_KEPT:
        return known
    address = provider.issuer.rstrip("/") + DISCOVERY
    found = _ask(address) if is_safe(address) else {}
    # Of one tenant: a provider for all of them names an issuer with a gap in it, or another one.
    if found.get("issuer") != provider.issuer:
        log.warning("the provider says that it is another issuer, or its address is not https")
        raise ProviderError(DISTRUSTED)
    _known[provider.issuer] = (time.monotonic(), found)
    return found


def _ask(address: str, fields: dict[str, str] | None = None, basic: tuple[str, str] | None = None) -> dict[str, Any]:
    import httpx

    try:
        with httpx.Client(timeout=SECONDS_TO_WAIT, follow_redirects=False, auth=basic) as client:
            answer = client.post(address, data=fields) if fields else client.get(address)
        answer.raise_for_status()
        said = answer.json()
    except httpx.HTTPStatusError as error:
        log.warning("the provider answered %s at %s", error.response.status_code, urlsplit(address).path)
        raise ProviderError(DOWN if error.response.status_code >= 500 else DISTRUSTED) from error
    except httpx.HTTPError as error:
        log.warning("the provider did not answer: %s", type(error).__name__)
        raise ProviderError(DOWN) from error
    except ValueError as error:
        log.warning("the provider did not answer in JSON at %s", urlsplit(address).path)
        raise ProviderError(DISTRUSTED) from error
    if not isinstance(said, dict):
        raise ProviderError(DISTRUSTED)
    return said
