"""What the page shows on which all papers of a board are searched."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.data.board_search import HitOrder
from app.domain.document import KIND_LABELS
from app.domain.review import ReviewStatus
from app.services.board_search import BoardHit, BoardSearch
from app.web import urls
from app.web.finder_pages import Piece, pieces_of
from app.web.forms import TypedDate

DATES = {
    "added-from": "Papers added from",
    "added-to": "Papers added up to",
    "decided-from": "Reviews decided on from",
    "decided-to": "Reviews decided on up to",
}
ORDER_LABELS = {
    HitOrder.BEST: "Best match first",
    HitOrder.ADDED: "Papers added last first",
    HitOrder.DECIDED: "Latest decision to review first",
}


@dataclass(frozen=True)
class HitLine:
    """A hit with its link and its words in pieces. `before` and `after`: the paragraph goes on there."""

    hit: BoardHit
    link: str
    pieces: tuple[Piece, ...]
    before: bool
    after: bool


@dataclass(frozen=True)
class BoardSearchPage:
    """Searching all papers. `found` is None before anything was looked for; `asked` has what was typed, to ask again."""

    q: str
    kind: str
    reference: str
    status: str
    order: str
    dates: dict[str, TypedDate]
    asked: Mapping[str, str]
    found: BoardSearch | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[HitLine, ...]:
        """The hits as they are shown."""
        return tuple(map(_line, self.found.hits)) if self.found else ()

    @property
    def date_labels(self) -> tuple[tuple[str, str], ...]:
        """The boxes for dates: name and words."""
        return tuple(DATES.items())

    @property
    def has_dates(self) -> bool:
        """Whether dates were typed, so that their boxes are shown."""
        return any(typed != TypedDate() for typed in self.dates.values())

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The choices: value and words."""
        return (("", "Any"), *((kind.value, label) for kind, label in KIND_LABELS.items()))

    @property
    def statuses(self) -> tuple[tuple[str, str], ...]:
        """The choices: value and words."""
        return (("", "Any"), *((status.value, status.label) for status in ReviewStatus))

    @property
    def orders(self) -> tuple[tuple[str, str], ...]:
        """The choices: value and words."""
        return tuple((order.value, label) for order, label in ORDER_LABELS.items())

    def page_address(self, number: int) -> str:
        """Another page of the same hits."""
        return urls.search(**self.asked, page=str(number) if number > 1 else "")


def _line(hit: BoardHit) -> HitLine:
    found = hit.found
    link = urls.paper_page(found.review, found.document, found.page, start=hit.start, end=hit.end) + "#mark"
    at = found.text.find(hit.words)
    return HitLine(hit, link, pieces_of(hit.words, hit.marks), at > 0, at + len(hit.words) < len(found.text))
