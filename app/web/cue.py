"""Routes of cues: what a person makes of one, and the list of all in a paper. Their notes stand on the pages of papers."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.cue import LENS_KINDS, CueKind, kinds_of_letters, letters_of, read_key
from app.domain.errors import InvalidError, InvalidFieldsError
from app.domain.instrument import Lens
from app.services import cue as cues
from app.services import document as documents
from app.services import review as reviews
from app.services.cue import ON_A_PAGE
from app.web import urls
from app.web.cue_pages import CueForm, CuesPage, KindLine, LensCues
from app.web.deps import Db, FormOf, SignedIn, WorkRoute
from app.web.document_pages import PaperPagePage
from app.web.document_read import Asked, reading_page
from app.web.forms import Form
from app.web.render import show

MOST_OF_KIND = 2  # cues of one kind in one paper, beside the prompts of a lens

router = APIRouter(route_class=WorkRoute)


@router.post("/reviews/{review_id}/papers/{document_id}/cues/{key}")
def mark_cue(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str, document_id: str, key: str) -> Response:
    """Keep a cue as evidence, dismiss it, or take that back; then its note shows what was done."""
    look = letters_of(kinds_of_letters(form.text("look"))) if form.text("look") else None
    page = read_key(key)[1]
    try:
        _mark(person, db, form, (review_id, document_id, key))
    except (InvalidError, InvalidFieldsError) as error:
        told = error.fields if isinstance(error, InvalidFieldsError) else {error.field: error.sentence}
        asked = Asked(look=look, cue=key, form=_typed(form))
        shown = _with_errors(reading_page(person, db, review_id, document_id, page, asked), told)
        return show(request, "document/page.html", shown, status=422)
    return RedirectResponse(urls.paper_cue(review_id, document_id, page, key, look=look), status_code=303)


@router.get("/reviews/{review_id}/papers/{document_id}/cues/{key}")
def go_to_cue(db: Db, person: SignedIn, review_id: str, document_id: str, key: str) -> Response:
    """To the page of a cue, its note open."""
    documents.get_paper(person, db, review_id, document_id)
    return RedirectResponse(urls.paper_cue(review_id, document_id, read_key(key)[1], key), status_code=303)


def _typed(form: Form) -> CueForm:
    words = "words" if form.text("words") == "words" else "sentence"
    return CueForm(form.text("marker"), form.text("bearing"), form.text("note"), words, form.text("word"))


def _mark(person: Person, db: Db, form: Form, place: tuple[str, str, str]) -> None:
    typed = _typed(form)
    if form.text("do") == "keep":
        cues.keep_cue(
            person, db, *place, marker=typed.marker, bearing=typed.bearing, note=typed.note,
            whole_sentence=typed.words == "sentence",
        )  # fmt: skip
    elif form.text("do") == "back":
        cues.take_back(person, db, *place)
    else:
        cues.dismiss_cue(person, db, *place, typed.word)


def _with_errors(page: PaperPagePage, told: dict[str, str]) -> PaperPagePage:
    """The page with the note open and what is wrong with its form. The ids of its fields begin with "cue-"."""
    errors = {"cue-note-words" if name == "note" else f"cue-{name}": sentence for name, sentence in told.items()}
    if page.cues is None or page.cues.note is None:
        return replace(page, errors=errors)
    return replace(page, errors=errors, cues=replace(page.cues, note=replace(page.cues.note, errors=errors)))


@router.get("/reviews/{review_id}/papers/{document_id}/cues")
def list_cues(
    request: Request, db: Db, person: SignedIn, review_id: str, document_id: str,
    look: Annotated[list[str] | None, Query()] = None, page: int = 1,
) -> Response:  # fmt: skip
    """All cues of some kinds in a paper."""
    kinds = cues.kinds_looked_for(person, db, None if look is None else "".join(look))
    number = min(max(1, page), 100_000)
    found = cues.list_cues(person, db, review_id, document_id, kinds, number)
    lines = tuple(KindLine(kind, kind in kinds, 0, found.counts.get(kind, 0)) for kind in CueKind)
    pages = max(1, -(-found.count // ON_A_PAGE))
    review = reviews.get_review(person, db, review_id)
    return show(request, "cue/list.html", CuesPage(review, found.paper, lines, found, letters_of(kinds), number, pages))


def lens_cues(person: Person, db: Db, review_id: str, lens: Lens) -> LensCues:
    """The cues that bear on a lens, paper by paper."""
    kinds = LENS_KINDS[lens]
    return LensCues(kinds, letters_of(kinds), cues.cues_beside(person, db, review_id, kinds, MOST_OF_KIND))
