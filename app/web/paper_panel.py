"""The papers beside a marker: which one lies open, at which page, and what was looked for in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.document import Document, ReadingStatus
from app.domain.document_version import is_in_force, newest_version
from app.domain.errors import InvalidError, NotFoundError
from app.domain.judgement import Evidence
from app.services import cue as cues
from app.services import document as documents
from app.services import document_look, document_search
from app.services.document_search import PaperHits
from app.services.outcome_hold import hold_of
from app.web.cue_pages import plain_spots
from app.web.document_text import PageText, page_text
from app.web.forms import Form

SPAN = re.compile(r"([0-9]{1,8})-([0-9]{1,8})")


@dataclass(frozen=True)
class PanelPlace:
    """What is asked for: a paper, a page, words to look for, what to mark (`passage`): a piece of evidence, or the text between
    two offsets as in "120-340".

    `moved`: a button was pressed to get there.
    """

    paper: str = ""
    page: int = 0
    q: str = ""
    moved: bool = False
    passage: str = ""


@dataclass(frozen=True)
class PaperPanel:
    """What the panel shows. `papers` are those in force, and the open one; `has_replaced`: there are older versions too.

    `document` is None when there is no paper yet; `text` when it has none to read, or none that is open (`closed` says why).
    """

    papers: tuple[Document, ...]
    document: Document | None
    text: PageText | None
    q: str
    hits: tuple[PaperHits, ...]
    hit_count: int
    problem: str = ""
    has_replaced: bool = False
    closed: str = ""

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The papers to choose from: id and words."""
        return tuple((paper.id, paper.name + ("" if _can_be_chosen(paper) else " (cannot be quoted)")) for paper in self.papers)

    @property
    def document_id(self) -> str:
        """The open paper, empty when there is none."""
        return self.document.id if self.document else ""

    @property
    def page_number(self) -> int:
        """The open page, 0 when there is none."""
        return self.text.number if self.text else 0


def _can_be_chosen(paper: Document) -> bool:
    """Whether nothing is said beside its name: that a paper is closed stands in it."""
    return paper.is_closed or paper.status is ReadingStatus.READY


def place_from_form(form: Form) -> PanelPlace:
    """The place of the panel after saving: what a button of it asked for, else where it was.

    `go` is "<paper>:<page>" or "<paper>:<page>:<evidence>" from a button, "paper" for the list of papers, "page"
    for the box, "search" for the words. The key Enter in one of the boxes presses no button of the panel; what was
    typed there tells.
    """
    was = PanelPlace(form.text("paper-was"), form.number("page-was"), form.text("q-was"))
    go = form.text("go")
    if go == "search" or (not go and form.text("q") != was.q):
        return PanelPlace(was.paper, was.page, form.text("q")[:200], moved=True)
    if go == "paper":
        return PanelPlace(form.text("paper"), 1, "", moved=True)
    if go == "page" or (not go and form.number("page", was.page) != was.page):
        return PanelPlace(was.paper, form.number("page"), was.q, moved=True)
    if ":" in go:
        paper, _, rest = go.partition(":")
        number, _, passage = rest.partition(":")
        return PanelPlace(paper, page_number(number) or 1, "" if passage else was.q, moved=True, passage=passage)
    return was


def page_number(text: str) -> int:
    """A page number as typed, 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def build_panel(
    person: Person, db: Session, appraisal: Appraisal, place: PanelPlace, evidence: Iterable[Evidence] = ()
) -> PaperPanel:
    """The panel for this place, or for where the appraiser was last, or for the first paper."""
    papers = documents.list_papers(person, db, appraisal.review)
    by_id = {paper.id: paper for paper in papers}
    wanted, number = place.paper, place.page
    if not wanted and not place.q:
        wanted, number = appraisal.place.document, appraisal.place.page
        if wanted in by_id:  # what was open last may have been replaced since
            wanted = newest_version(by_id[wanted], papers).id
    papers = tuple(paper for paper in papers if is_in_force(paper, papers) or paper.id == wanted)
    hold = hold_of(person, db, appraisal.review)
    readable = (one for one in papers if one.status is ReadingStatus.READY and not hold.closes_page(one.id, 1))
    document = by_id.get(wanted) or next(readable, None)
    number = number if document and document.id == wanted else 1
    held = document is not None and hold.closes_page(document.id, min(max(1, number), max(1, document.page_count)))
    text = None if held else _text(person, db, document, number, place, evidence)
    hits: tuple[PaperHits, ...] = ()
    count, problem = 0, ""
    if place.q:
        try:
            found = document_search.search_papers(person, db, appraisal.review, place.q)
            hits, count = found.papers, found.total
        except InvalidError as error:
            problem = error.sentence
    replaced = any(paper.replaced_by for paper in by_id.values())
    return PaperPanel(papers, document, text, place.q, hits, count, problem, replaced, hold.sentence if held else "")


def _text(
    person: Person,
    db: Session,
    document: Document | None,
    number: int,
    place: PanelPlace,
    evidence: Iterable[Evidence],
) -> PageText | None:
    if document is None or not document_look.can_be_looked_at(document):
        return None
    number = min(max(1, number), document.page_count)
    try:
        page = document_look.open_page_of(person, db, document, number)
    except NotFoundError:
        return None
    marks = list(document_search.marks_in(page, place.q)) if place.q else []
    cited = next((item.passage for item in evidence if item.id == place.passage), None)
    if cited and (cited.document, cited.page) == (document.id, number):
        marks.append((cited.start, cited.end))
    between = SPAN.fullmatch(place.passage)
    if between and document.id == place.paper and number == place.page:
        marks.append((int(between[1]), int(between[2])))
    found = cues.cues_beside_marker(person, db, document, number)
    return page_text(page, marks, cues=plain_spots(found))
