"""Declaring one's interests in a review before the first look at it. A declaration is kept; a newer one takes its place."""

from dataclasses import dataclass

from app.data import review as reviews
from app.data import team
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event
from app.domain.errors import InvalidFieldsError, NotAllowedError
from app.domain.permission import check_read_papers
from app.domain.permission_state import WITHDRAWN
from app.domain.review import Review
from app.domain.team import Declaration, Part

LONGEST = 5000


@dataclass(frozen=True)
class OpenDeclaration:
    """A review for which somebody declares: their parts in it, and what they declared before, newest first."""

    review: Review
    parts: tuple[Part, ...]
    earlier: tuple[Declaration, ...]


def open_declaration(person: Person, db: Session, review_id: str) -> OpenDeclaration:
    """What is asked of this person. Raises NotAllowedError for those who have no part in appraising the review."""
    check_read_papers(person)
    review = reviews.get_review(db, person.board.id, review_id)
    places = team.places_of(db, person.board.id, person.id, "review", review_id)
    if not places:
        raise NotAllowedError("You are not on the team of this review, so there is nothing for you to declare.")
    parts = tuple(place.part for place in places if place.withdrawn_at is None)
    if not parts:
        raise NotAllowedError(WITHDRAWN)
    return OpenDeclaration(review, parts, tuple(reversed(team.list_declarations(db, review_id, person.id))))


def declare_interests(
    person: Person, db: Session, review_id: str, *, has_any: bool | None, interests: str, takes_part: str
) -> None:
    """Keep what the person declares. `has_any` is None where nothing was chosen; `takes_part` is "yes", "no" or empty.

    Raises InvalidFieldsError (has_any, interests, takes_part).
    """
    open_declaration(person, db, review_id)
    problems = {}
    if has_any is None:
        problems["has_any"] = "Say whether you have any interests to declare."
    elif has_any and not interests:
        problems["interests"] = "Say what interests you have."
    elif len(interests) > LONGEST:
        problems["interests"] = f"Shorten this to {LONGEST:,} characters or fewer."
    if takes_part not in ("yes", "no"):
        problems["takes_part"] = "Say whether you can take part."
    if problems:
        raise InvalidFieldsError(problems)
    said = "can take part" if takes_part == "yes" else "cannot take part"
    audit = event(person, "interests declared", "review", review_id, review=review_id, detail=said)
    told = interests if has_any else ""
    team.add_declaration(db, review_id, person.id, interests=told, takes_part=takes_part == "yes", audit=audit)
