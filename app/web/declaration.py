"""Routes of the declaration of interests in a review, to which every other address of the review leads until it was made."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.errors import InvalidFieldsError
from app.services import declaration as declarations
from app.web import urls
from app.web.declaration_pages import DeclarationPage
from app.web.deps import Db, Declarer, FormOf, WorkRoute
from app.web.forms import clean
from app.web.render import show
from app.web.sign_in_typed import safe_next

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews/{review_id}/declaration")
def declaration_page(request: Request, db: Db, person: Declarer, review_id: str, next: str = "") -> Response:  # noqa: A002
    """What is asked, and what was declared before."""
    opened = declarations.open_declaration(person, db, review_id)
    return show(request, "team/declaration.html", DeclarationPage(opened.review, opened.parts, opened.earlier, clean(next)))


@router.post("/reviews/{review_id}/declaration")
def declare(request: Request, db: Db, person: Declarer, form: FormOf, review_id: str) -> Response:
    """Keep what is declared, then go on to where the person wanted to go, if they take part."""
    chosen, interests, part, back = (form.text(name) for name in ("has_any", "interests", "takes_part", "next"))
    has_any = {"yes": True, "no": False}.get(chosen)
    try:
        declarations.declare_interests(person, db, review_id, has_any=has_any, interests=interests, takes_part=part)
    except InvalidFieldsError as error:
        opened = declarations.open_declaration(person, db, review_id)
        page = DeclarationPage(opened.review, opened.parts, opened.earlier, back, chosen, interests, part, error.fields)
        return show(request, "team/declaration.html", page, status=422)
    if part == "no":
        return RedirectResponse(urls.declaration(review_id), status_code=303)
    return RedirectResponse(safe_next(back) if back else urls.review(review_id), status_code=303)
