"""Searching the papers of a review for words, with the words around each hit. Quotes are looked for in `evidence.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.data import document as documents
from app.data.audit import add_look
from app.data.document import PageToSearch
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event
from app.domain.document import Page
from app.domain.errors import InvalidError
from app.domain.search import check_query, context, find_words
from app.services.outcome_hold import hold_of
from app.services.team_look import check_review_open

PER_PAGE = 50


@dataclass(frozen=True)
class Hit:
    """One place at which the words stand. `place` is how to cite it; `hit` holds the words as they stand there; `start` is
    their offset in the text of the page, `end` exclusive. `from_picture`: the text was read off a picture by machine.
    """

    document: str
    page: int
    place: str
    before: str
    hit: str
    after: str
    start: int
    end: int
    from_picture: bool = False


@dataclass(frozen=True)
class PaperHits:
    """The hits in one paper, in reading order."""

    document: str
    title: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Search:
    """One page of hits by paper. `total` counts all hits; `number` counts pages of hits from 1, of `pages`."""

    query: str
    papers: tuple[PaperHits, ...]
    total: int
    number: int
    pages: int


def search_papers(person: Person, db: Session, review_id: str, query: str, *, document: str = "", number: int = 1) -> Search:
    """Search all papers of a review, or one. Raises InvalidError where the query is too short or too long."""
    check_review_open(person, db, review_id)
    query = check_query(query)
    pages = documents.pages_holding(db, person.board.id, review_id, query, document)
    hold = hold_of(person, db, review_id)
    pages = [page for page in pages if not hold.closes_page(page.document, page.number)]
    found = [(page, start, end) for page in pages for start, end in find_words(page.text, query)]
    last = max(1, -(-len(found) // PER_PAGE))
    number = min(max(1, number), last)
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    subject = ("document", document) if document else ("review", review_id)
    add_look(db, event(person, "papers searched", *subject, review=review_id, detail=f"{len(found)} places found"))
    return Search(query, tuple(_by_paper(shown)), len(found), number, last)


def marks_in(page: Page, query: str) -> tuple[tuple[int, int], ...]:
    """Where the words stand on one page, to be marked; nothing where the query cannot be searched for."""
    try:
        return tuple(find_words(page.text, check_query(query)))
    except InvalidError:
        return ()


def _by_paper(found: Sequence[tuple[PageToSearch, int, int]]) -> list[PaperHits]:
    papers = []
    for document, group in groupby(found, key=lambda hit: hit[0].document):
        hits = [(_hit(page, start, end), page.title) for page, start, end in group]
        papers.append(PaperHits(document, hits[0][1], tuple(hit for hit, _ in hits)))
    return papers


def _hit(page: PageToSearch, start: int, end: int) -> Hit:
    before, after = context(page.text, start, end)
    words, place = " ".join(page.text[start:end].split()), page.place_at(start)
    return Hit(page.document, page.number, place, before, words, after, start, end, page.from_picture)
