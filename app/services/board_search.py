"""Searching all papers of the board. Searching those of one review, for parts of words too, is `document_search`."""

from dataclasses import dataclass, replace

from app.data import board_search
from app.data.audit import add_look
from app.data.board_search import FoundParagraph, HitOrder, UnsearchedPaper
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event
from app.domain.board_search import Narrowed, places_in, read_query, surroundings
from app.domain.permission import check_read_papers
from app.services.outcome_hold import closed_ranges
from app.services.team_look import closed_reviews

PER_PAGE = 25
MOST_PAGES = 1_000
MOST_UNSEARCHED = 20


@dataclass(frozen=True)
class BoardHit:
    """A paragraph that holds the words. `words` is the stretch of it to show and `marks` where they stand in that; `start` and
    `end` are offsets in the text of the page of what to mark there.
    """

    found: FoundParagraph
    words: str
    marks: tuple[tuple[int, int], ...]
    start: int
    end: int


@dataclass(frozen=True)
class BoardSearch:
    """One page of hits. `total` counts all hits, or those looked at where `is_cut`; `number` counts pages from 1, of `pages`.

    `unsearched` is how many papers were not looked into, `unsearched_papers` the latest of them.
    """

    query: str
    hits: tuple[BoardHit, ...]
    total: int
    is_cut: bool
    number: int
    pages: int
    unsearched: int
    unsearched_papers: tuple[UnsearchedPaper, ...]


def search_board(
    person: Person,
    db: Session,
    typed: str,
    narrowed: Narrowed | None = None,
    *,
    order: HitOrder = HitOrder.BEST,
    number: int = 1,
) -> BoardSearch:
    """Search all papers of the person's board, or those it is narrowed to. Raises InvalidError for a question that is none."""
    check_read_papers(person)
    query, narrowed = read_query(typed), narrowed or Narrowed()
    narrowed = replace(narrowed, without=closed_reviews(person, db), closed=closed_ranges(person, db))
    board = person.board.id
    number = min(max(1, number), MOST_PAGES)
    found = board_search.search_papers(db, board, query, narrowed, order, (number - 1) * PER_PAGE, PER_PAGE)
    if not found.hits and number > 1:  # a page after the last
        number = 1
        found = board_search.search_papers(db, board, query, narrowed, order, 0, PER_PAGE)
    hits = tuple(_hit(one, places_in(one.text, query)) for one in found.hits)
    unsearched, papers = board_search.list_unsearched(db, board, narrowed, MOST_UNSEARCHED)
    told = f"{found.total} places found; papers shown: {len({hit.found.document for hit in hits})}"
    add_look(db, event(person, "papers searched", "board", board, detail=told))
    _look_at_reviews(person, db, hits)
    pages = min(max(1, -(-found.total // PER_PAGE)), MOST_PAGES)
    return BoardSearch(query.text, hits, found.total, found.is_cut, number, pages, unsearched, papers)


def _look_at_reviews(person: Person, db: Session, hits: tuple[BoardHit, ...]) -> None:
    """Words of their papers are shown, so that each review's own trail tells of it too."""
    for review in dict.fromkeys(hit.found.review for hit in hits):
        shown = sum(hit.found.review == review for hit in hits)
        told = f"{shown} places shown in a search of all papers"
        add_look(db, event(person, "papers searched", "review", review, review=review, detail=told))


def _hit(found: FoundParagraph, places: list[tuple[int, int]]) -> BoardHit:
    start, end = surroundings(found.text, places)
    marks = tuple((first - start, last - start) for first, last in places if start <= first and last <= end)
    first, last = (start + marks[0][0], start + marks[-1][1]) if marks else (start, end)
    return BoardHit(found, found.text[start:end], marks, found.start + first, found.start + last)
