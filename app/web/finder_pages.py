"""What the pages of the evidence finder show."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.appraisal import Appraisal
from app.domain.instrument import Marker, Prompt
from app.domain.review import Review
from app.services.finder import LikelyPassage, LikelyPassages
from app.web import urls
from app.web.appraisal_pages import EvidenceLine

MOST_OF_REST = 400  # characters


@dataclass(frozen=True)
class Piece:
    """A run of text whose words were looked for, or not."""

    text: str
    mark: bool


@dataclass(frozen=True)
class PassageLine:
    """One suggestion. `value` names its place for a button; `taken` says for which markers it is evidence already.

    `beside` names the place for the papers beside a marker; `also` are other places that say nearly the same, `rest` what of the
    same statement stands on the page before or after: which of the two, the place, its words.
    """

    number: int
    title: str
    place: str
    part: str
    pieces: tuple[Piece, ...]
    link: str
    value: str
    beside: str
    document: str
    page: int
    also: tuple[str, ...]
    rest: tuple[tuple[str, str, str], ...]
    taken: tuple[str, ...]
    is_here: bool
    from_picture: bool


@dataclass(frozen=True)
class PassagesPage:
    """The likely passages for one prompt. `used` is the place of the one that was just made evidence."""

    review: Review
    appraisal: Appraisal
    marker: Marker
    prompt: Prompt
    passages: tuple[PassageLine, ...]
    not_searched: tuple[str, ...]
    can_change: bool
    evidence: tuple[EvidenceLine, ...]
    fits_well: bool
    used: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where this page is, and where its buttons send to."""
        return urls.passages(self.appraisal.id, self.marker.id, self.prompt.id)


def passage_lines(found: LikelyPassages) -> tuple[PassageLine, ...]:
    """The suggestions as lines, counted from 1."""
    return tuple(_line(number, found, passage) for number, passage in enumerate(found.passages, start=1))


def _line(number: int, found: LikelyPassages, passage: LikelyPassage) -> PassageLine:
    suggestion, candidate = passage.suggestion, passage.suggestion.candidate
    span = (suggestion.start, suggestion.end)
    return PassageLine(
        number=number,
        title=candidate.title,
        place=passage.place,
        part=candidate.part.label,
        pieces=pieces_of(suggestion.text, suggestion.marks),
        link=urls.paper_page(found.opened.review.id, candidate.document, candidate.page, start=span[0], end=span[1]) + "#mark",
        value=f"{candidate.document}:{candidate.page}:{span[0]}:{span[1]}",
        beside=f"{span[0]}-{span[1]}",
        document=candidate.document,
        page=candidate.page,
        also=tuple(f"{other.title}, {place}" for other, place in passage.also),
        rest=tuple(
            ("It goes on" if other.page > candidate.page else "It begins", place, " ".join(other.text[:MOST_OF_REST].split()))
            for other, place in passage.rest
        ),
        taken=tuple(_taken(found, passage)),
        is_here=any(item.marker == found.marker.id for item in passage.evidence),
        from_picture=passage.from_picture,
    )


def _taken(found: LikelyPassages, passage: LikelyPassage) -> Sequence[str]:
    words = []
    for item in passage.evidence:
        where = "" if item.marker == found.marker.id else f" for marker {found.opened.marker(item.marker).number}"
        words.append(f"Evidence{where}: {item.bearing.label.lower()}")
    return list(dict.fromkeys(words))


def pieces_of(text: str, marks: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """The text cut at these pairs of offsets, which are in order and do not overlap."""
    pieces, at = [], 0
    for start, end in marks:
        pieces += [Piece(text[at:start], mark=False), Piece(text[start:end], mark=True)]
        at = end
    return tuple(piece for piece in (*pieces, Piece(text[at:], mark=False)) if piece.text)
