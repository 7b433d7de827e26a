"""Routes for looking into papers: their pages, the pages as printed, searching."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.cue import CueKind, kinds_of_letters, letters_of
from app.domain.document import Document
from app.domain.errors import InvalidError, NotFoundError
from app.domain.search import MOST
from app.services import cue as cues
from app.services import document as documents
from app.services import document_look, document_search
from app.services import review as reviews
from app.services.cue import CuesOnPage, OpenCue
from app.services.cue_words import why_look
from app.services.evidence_page import own_draft
from app.services.instrument import get_instrument, instrument_of
from app.web import urls
from app.web.cue_pages import NOTHING_TYPED, CueForm, CueNote, note_of, panel_of, spots_of, with_neighbours
from app.web.deps import Db, SettingsOf, SignedIn, WorkRoute
from app.web.document_pages import MOST_CONTENTS, PaperPagePage, PapersSearchPage
from app.web.document_text import page_text
from app.web.forms import clean
from app.web.render import show, wants_fragment

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews/{review_id}/papers/{document_id}/pages")
def go_to_page(db: Db, person: SignedIn, review_id: str, document_id: str, n: str = "", look: str = "") -> Response:
    """To the page that was typed, by its printed number or by counting."""
    paper = documents.get_paper(person, db, review_id, document_id)
    number = document_look.page_called(person, db, paper, clean(n))
    kept = letters_of(kinds_of_letters(look)) if look else None
    return RedirectResponse(urls.paper_page(review_id, document_id, number, look=kept), status_code=303)


@router.get("/reviews/{review_id}/papers/{document_id}/pages/{number}")
def page(
    request: Request, db: Db, person: SignedIn, review_id: str, document_id: str, number: int,
    passage: str = "", q: str = "", start: int = 0, end: int = 0,
    look: Annotated[list[str] | None, Query()] = None, chosen: str = "", cue: str = "",
) -> Response:  # fmt: skip
    """One page of a paper, with a passage or the hits of a search marked, and its cues; htmx gets those anew, or a note."""
    if not document_look.can_be_looked_at(documents.get_paper(person, db, review_id, document_id)):
        return RedirectResponse(urls.paper(review_id, document_id), status_code=303)
    letters = None if look is None else letters_of(kinds_of_letters("".join(look)))
    if wants_fragment(request) and cue:
        return _note_alone(request, db, person, (review_id, document_id, number), letters, cue)
    asked = Asked(passage, clean(q)[:MOST], start, end, letters, bool(chosen), cue, wants_fragment(request))
    shown = reading_page(person, db, review_id, document_id, number, asked)
    return show(request, "document/page.html", shown, block="content" if wants_fragment(request) else "")


@dataclass(frozen=True)
class Asked:
    """What of a page is asked for: words to mark, kinds of cues by their letters (None: as chosen last), a cue to open."""

    passage: str = ""
    q: str = ""
    start: int = 0
    end: int = 0
    look: str | None = None
    chosen: bool = False
    cue: str = ""
    is_choosing: bool = False
    form: CueForm = NOTHING_TYPED


def reading_page(person: Person, db: Db, review_id: str, document_id: str, number: int, asked: Asked) -> PaperPagePage:
    """A page of a paper as it is read. Raises NotFoundError."""
    review = reviews.get_review(person, db, review_id)
    paper, found = document_look.open_page(person, db, review_id, document_id, number)
    cited, note = document_look.cited_on(person, db, document_id, number, asked.passage) if asked.passage else ((), "")
    marks = [*document_search.marks_in(found, asked.q), *cited, (asked.start, asked.end)]
    at = cited[0][0] if cited else asked.start if asked.end else -1
    opened, missing = _opened(person, db, paper, asked.cue)
    on_page = _cues(person, db, paper, number, asked, opened)
    text = page_text(found, marks, at, spots_of(on_page.cues, review_id, document_id, asked.look, asked.cue))
    panel = panel_of(on_page, review_id, document_id, asked.look, asked.cue)
    if opened:
        cue_note = with_neighbours(_note(person, paper, opened, asked), on_page, review_id, document_id, asked.look)
        panel = replace(panel, note=cue_note)
    return PaperPagePage(
        review, paper, text, document_look.contents_of(person, db, paper, MOST_CONTENTS + 1),
        document_look.has_pictures(paper), found.running, asked.q, note or missing,
        replace(panel, is_choosing=asked.is_choosing) if found.text else None,
        _cite(person, db, paper, number) if found.is_picture else "",
    )  # fmt: skip


def _cite(person: Person, db: Db, paper: Document, number: int) -> str:
    """Where a page without text is cited; empty for a person who has no draft of the review."""
    draft = own_draft(person, db, paper.review)
    return urls.evidence_page(draft.id, paper=paper.id, page=number) if draft else ""


def _opened(person: Person, db: Db, paper: Document, cue: str) -> tuple[OpenCue | None, str]:
    """The cue to open, or a sentence where it is gone."""
    try:
        return (cues.open_cue(person, db, paper, cue), "") if cue else (None, "")
    except NotFoundError as error:
        return None, error.sentence


def _cues(person: Person, db: Db, paper: Document, number: int, asked: Asked, opened: OpenCue | None) -> CuesOnPage:
    kinds = cues.kinds_looked_for(person, db, asked.look, remember=asked.chosen)
    if opened and opened.marked.cue.kind not in kinds:
        kinds = tuple(kind for kind in CueKind if kind in (*kinds, opened.marked.cue.kind))
    return cues.cues_on_page(person, db, paper, number, kinds)


def _note(person: Person, paper: Document, opened: OpenCue, asked: Asked) -> CueNote:
    cue = opened.marked.cue
    instrument = instrument_of(opened.draft) if opened.draft else get_instrument()
    names = {marker.id: marker.name for marker in instrument.markers}
    links = (
        urls.paper_page(paper.review, paper.id, cue.page, look=asked.look),
        urls.cue_mark(paper.review, paper.id, cue.key),
        urls.appraisal_start(paper.review),
    )
    return note_of(opened, why_look(cue), names, person.id, links, asked.form, asked.look)


def _note_alone(request: Request, db: Db, person: Person, place: tuple[str, str, int], look: str | None, cue: str) -> Response:
    """The note of a cue for htmx, which puts it beside the page that is there already."""
    paper = documents.get_paper(person, db, *place[:2])
    opened = cues.open_cue(person, db, paper, cue)
    asked = Asked(look=look, cue=cue)
    found = _cues(person, db, paper, place[2], asked, opened)
    note = with_neighbours(_note(person, paper, opened, asked), found, paper.review, paper.id, look)
    return show(request, "cue/_alone.html", note)


@router.get("/reviews/{review_id}/papers/{document_id}/pages/{number}/picture")
def picture(db: Db, person: SignedIn, settings: SettingsOf, review_id: str, document_id: str, number: int) -> Response:
    """The page as printed."""
    drawn = document_look.draw_page(person, db, review_id, document_id, number, settings.files_dir, settings.pictures_dir)
    return Response(drawn, media_type="image/png")


@router.get("/reviews/{review_id}/search")
def search(request: Request, db: Db, person: SignedIn, review_id: str, q: str = "", paper: str = "", page: int = 1) -> Response:
    """Searching all papers of the review, or one of them."""
    q = clean(q)
    review = reviews.get_review(person, db, review_id)
    papers = documents.list_papers(person, db, review_id)
    one = _one(papers, paper)
    if not q:
        return show(request, "document/search.html", PapersSearchPage(review, papers, q, one, None))
    try:
        found = document_search.search_papers(person, db, review_id, q, document=paper, number=page)
    except InvalidError as error:
        wrong = PapersSearchPage(review, papers, q, one, None, {error.field or "q": error.sentence})
        return show(request, "document/search.html", wrong, status=422)
    return show(request, "document/search.html", PapersSearchPage(review, papers, found.query, one, found))


def _one(papers: tuple[Document, ...], paper: str) -> Document | None:
    if not paper:
        return None
    for document in papers:
        if document.id == paper:
            return document
    raise NotFoundError("We could not find that paper. It may belong to another board.")
