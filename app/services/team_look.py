"""Whether a review is open to somebody: whoever is on its team declares interests first, and looks no longer once withdrawn;
appraisers who were not chosen for it do not look at all.

Asked before anything of a review is shown or changed; the web asks for every address that names one, services once more.
"""

from collections.abc import Sequence
from itertools import groupby

from app.data import team
from app.data.session import Session
from app.domain.account import Person
from app.domain.errors import NotAllowedError
from app.domain.permission import can_look_at_review, check_look_at_review, check_read_papers, check_take_part
from app.domain.team import Member


def check_open(person: Person, db: Session, kind: str, thing: str) -> None:
    """Raise unless the review is open to the person. It is that of a `thing` of the kind "review", "appraisal" or "report".

    Raises DeclarationNeededError before they declared their interests, NotAllowedError where they no longer take part, or where
    others were chosen to appraise it.
    """
    places = team.places_of(db, person.board.id, person.id, kind, thing)
    check_look_at_review(person, places, of_others=_is_of_others(person, db, places, kind, thing))


def check_review_open(person: Person, db: Session, review_id: str) -> None:
    """Raise unless the person may read the papers of this review now."""
    check_read_papers(person)
    check_open(person, db, "review", review_id)


def check_own_open(person: Person, db: Session, review_id: str) -> None:
    """Raise unless the person's own appraisal of this review is open to them: not once they were withdrawn as an appraiser, or
    cannot take part, whatever else they are.
    """
    places = team.places_of(db, person.board.id, person.id, "review", review_id)
    check_look_at_review(person, places, of_others=_is_of_others(person, db, places, "review", review_id))
    check_take_part(person, places)


def closed_reviews(person: Person, db: Session) -> tuple[str, ...]:
    """The reviews of the board that are not open to the person now, such as must not turn up in a search."""
    places = sorted(team.places_of(db, person.board.id, person.id), key=lambda place: place.review)
    closed = []
    for review, found in groupby(places, key=lambda place: place.review):
        try:
            check_look_at_review(person, tuple(found))
        except NotAllowedError:
            closed.append(review)
    of_others = team.reviews_of_others(db, person.board.id, person.id)
    if of_others and not can_look_at_review(person, (), of_others=True):
        closed += of_others
    return tuple(closed)


def _is_of_others(person: Person, db: Session, places: Sequence[Member], kind: str, thing: str) -> bool:
    """Whether others were chosen to appraise the review. It is asked of those alone to whom that would close it."""
    if places or can_look_at_review(person, (), of_others=True):
        return False
    return bool(team.reviews_of_others(db, person.board.id, person.id, kind, thing))
