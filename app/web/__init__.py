"""The thin layer: parse, ask a service, show a page. The routers of all nouns, in one list."""

from app.web import document, document_read, home, review, review_edit, sign_in

ROUTERS = (home.router, sign_in.router, document.router, document_read.router, review.router, review_edit.router)
