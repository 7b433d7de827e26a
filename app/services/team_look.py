"""Whether a review is open to somebody: whoever is on its team declares interests first, and looks no longer once withdrawn.

Asked before anything of a review is shown or changed; the web asks for every address that names one, services once more.
"""

from itertools import groupby

from app.data import team
from app.data.session import Session
from app.domain.account import Person
from app.domain.errors import NotAllowedError
from app.domain.permission import check_look_at_review, check_read_papers, check_take_part


def check_open(person: Person, db: Session, kind: str, thing: str) -> None:
    """Raise unless the review is open to the person. It is that of a `thing` of the kind "review", "appraisal" or "report".

    Raises DeclarationNeededError before they declared their interests, NotAllowedError where they no longer take part.
    """
    check_look_at_review(person, team.places_of(db, person.board.id, person.id, kind, thing))


def check_review_open(person: Person, db: Session, review_id: str) -> None:
    """Raise unless the person may read the papers of this review now."""
    check_read_papers(person)
    check_open(person, db, "review", review_id)


def check_own_open(person: Person, db: Session, review_id: str) -> None:
    """Raise unless the person's own appraisal of this review is open to them: not once they were withdrawn as an appraiser, or
    cannot take part, whatever else they are.
    """
    places = team.places_of(db, person.board.id, person.id, "review", review_id)
    check_look_at_review(person, places)
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
    return tuple(closed)
