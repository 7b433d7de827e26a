"""A small OpenID Connect provider, real enough to sign in with: discovery, a page with a form, tokens signed with an RSA key.

It runs in a process of its own (`python -m tests.openid.provider <port>`). What it says wrong, it is told to: `/next` takes
changes to the claims of the next ID tokens, as JSON.
"""

import base64
import hashlib
import json
import secrets
import sys
import time
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, Form, Header, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "plumbline in a test", "a secret: with / signs & %"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
# Of another provider: a token signed with it must be refused.
STRANGE_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
PAGE = """<!doctype html><html lang="en-GB"><title>Provider</title><h1>Your organisation</h1>
<form method="post" action="/authorize?{query}"><label>Address <input name="email"></label>
<button type="submit">Sign in there</button></form></html>"""


def make_provider(issuer: str) -> FastAPI:
    """The provider's app."""
    app = FastAPI()
    asked: dict[str, dict[str, Any]] = {}
    changes: dict[str, Any] = {}

    @app.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, Any]:
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }

    @app.get("/keys")
    def keys() -> dict[str, Any]:
        return {"keys": [KEY.as_dict(private=False)]}

    @app.post("/next")
    async def change(request: Request) -> dict[str, Any]:
        changes.clear()
        changes.update(await request.json())
        return changes

    @app.get("/authorize")
    def page(request: Request) -> HTMLResponse:
        wanted = {"response_type": "code", "client_id": CLIENT, "code_challenge_method": "S256"}
        if any(request.query_params.get(name) != value for name, value in wanted.items()):
            raise HTTPException(400)
        return HTMLResponse(PAGE.format(query=request.url.query.replace("&", "&amp;")))

    @app.post("/authorize")
    def authorize(request: Request, email: Annotated[str, Form()]) -> RedirectResponse:
        code = secrets.token_urlsafe()
        asked[code] = {**request.query_params, "email": email}
        query = request.query_params
        return RedirectResponse(f"{query['redirect_uri']}?code={code}&state={query['state']}", status_code=302)

    @app.post("/token")
    def token(
        code: Annotated[str, Form()],
        code_verifier: Annotated[str, Form()],
        redirect_uri: Annotated[str, Form()],
        authorization: Annotated[str, Header()],
    ) -> dict[str, Any]:
        known = asked.pop(code, {})
        challenge = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).decode().rstrip("=")
        if (known.get("code_challenge"), known.get("redirect_uri")) != (challenge, redirect_uri):
            raise HTTPException(400, "invalid_grant")
        if authorization != "Basic " + base64.b64encode(b"plumbline+in+a+test:a+secret%3A+with+%2F+signs+%26+%25").decode():
            raise HTTPException(401, "invalid_client")
        return {"id_token": _id_token(issuer, known, dict(changes)), "access_token": "none", "token_type": "Bearer"}

    return app


def _id_token(issuer: str, known: dict[str, Any], said: dict[str, Any]) -> str:
    """What is true of whoever signed in, with these changes; None leaves a claim out."""
    now = int(time.time()) + said.pop("moved", 0)
    key = STRANGE_KEY if said.pop("strange_key", False) else KEY
    unsigned = said.pop("unsigned", False)
    claims = {
        "iss": issuer,
        "aud": CLIENT,
        "sub": f"subject of {known['email'].lower()}",
        "email": known["email"],
        "email_verified": True,
        "nonce": known["nonce"],
        "iat": now,
        "exp": now + 300,
    } | said
    kept = {name: value for name, value in claims.items() if value is not None}
    return _unsigned(kept) if unsigned else jwt.encode({"alg": "RS256", "kid": "one"}, kept, key)


def _unsigned(claims: dict[str, Any]) -> str:
    parts = (json.dumps(part).encode() for part in ({"alg": "none", "typ": "JWT"}, claims))
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


if __name__ == "__main__":
    port = int(sys.argv[1])
    uvicorn.run(make_provider(f"http://127.0.0.1:{port}"), host="127.0.0.1", port=port, log_level="warning")
