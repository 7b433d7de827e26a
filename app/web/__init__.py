"""The thin layer: parse, ask a service, show a page. The routers of all nouns, in one list."""

from app.web import home, review, sign_in

ROUTERS = (home.router, sign_in.router, review.router)
