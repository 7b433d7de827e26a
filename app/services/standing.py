"""How far each review of a list has come, for whoever looks at the list. The reviews themselves are in `review.py`."""

from collections.abc import Sequence

from app.data.round_list import rounds_of
from app.data.session import Session
from app.domain.account import Person
from app.domain.permission import can_see_team
from app.domain.review import ReviewLine, ReviewStatus
from app.domain.round_words import what_waits, where_it_stands


def standings_of(person: Person, db: Session, lines: Sequence[ReviewLine]) -> dict[str, tuple[str, ...]]:
    """By review, what to say beside its status: where the round stands, for those who may see the team, and what waits for this
    person. A review whose report is issued has no more to say.
    """
    wanted = [line.id for line in lines if line.status is not ReviewStatus.ISSUED]
    if not wanted:
        return {}
    found = {}
    for review, round_ in rounds_of(db, person.board.id, wanted).items():
        stands = where_it_stands(round_) if can_see_team(person, round_) else ""
        found[review] = tuple(words for words in (stands, what_waits(round_, person.id)) if words)
    return found
