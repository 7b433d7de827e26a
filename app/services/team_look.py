"""Whether a review is open to somebody: whoever is on its team declares interests first, and looks no longer once withdrawn;
appraisers who were not chosen for it do not look at all.

Asked before anything of a review is shown or changed; the web asks for every address that names one, services once more.
"""

from collections.abc import Sequence
from itertools import groupby

from app.data import team
from app.data.rows import once, reads_only
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
    places, of_others = _standing(person, db, kind, thing)
    check_look_at_review(person, places, of_others=of_others)


def remember_review(person: Person, db: Session, appraisal_id: str, review_id: str) -> None:
    """Say of which review the appraisal is, so that one piece of work need not ask twice whether it is open."""
    if reads_only(db):
        once(db, _name(person, "review", review_id), lambda: _standing(person, db, "appraisal", appraisal_id))


def check_review_open(person: Person, db: Session, review_id: str) -> None:
    """Raise unless the person may read the papers of this review now."""
    check_read_papers(person)
    check_open(person, db, "review", review_id)


def check_own_open(person: Person, db: Session, review_id: str) -> None:
    """Raise unless the person's own appraisal of this review is open to them: not once they were withdrawn as an appraiser, or
    cannot take part, whatever else they are.
    """
    places, of_others = _standing(person, db, "review", review_id)
    check_look_at_review(person, places, of_others=of_others)
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


def _name(person: Person, kind: str, thing: str) -> tuple[str, ...]:
    return ("standing", person.board.id, person.id, kind, thing)


def _standing(person: Person, db: Session, kind: str, thing: str) -> tuple[tuple[Member, ...], bool]:
    """The person's places on the team, and whether others were chosen to appraise the review."""

    def find() -> tuple[tuple[Member, ...], bool]:
        places = team.places_of(db, person.board.id, person.id, kind, thing)
        return places, _is_of_others(person, db, places, kind, thing)

    return once(db, _name(person, kind, thing), find)


def _is_of_others(person: Person, db: Session, places: Sequence[Member], kind: str, thing: str) -> bool:
    """Whether others were chosen to appraise the review. It is asked of those alone to whom that would close it."""
    if places or can_look_at_review(person, (), of_others=True):
        return False
    return bool(team.reviews_of_others(db, person.board.id, person.id, kind, thing))
