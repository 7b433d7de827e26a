"""How far each review of a list has come, for whoever looks at the list. The reviews themselves are in `review.py`."""

from collections.abc import Sequence

from app.data.round_list import rounds_of
from app.data.session import Session
from app.domain.account import Person
from app.domain.permission import can_look_at_review, can_see_team
from app.domain.review import ReviewLine, ReviewStatus
from app.domain.round import Round
from app.domain.round_words import what_waits, where_it_stands
from app.domain.team import member_of

OF_OTHERS = "Closed to you: others appraise it"


def standings_of(person: Person, db: Session, lines: Sequence[ReviewLine]) -> dict[str, tuple[str, ...]]:
    """By review, what to say beside its status: where the round stands, for those who may see the team, and what waits for this
    person. Of a review whose report is issued, and of one that others appraise, nothing more is said.
    """
    if not lines:
        return {}
    rounds = rounds_of(db, person.board.id, [line.id for line in lines])
    return {line.id: _standing(person, rounds[line.id], line.status) for line in lines}


def _standing(person: Person, round_: Round, status: ReviewStatus) -> tuple[str, ...]:
    if _is_of_others(person, round_):
        return (OF_OTHERS,)
    if status is ReviewStatus.ISSUED:
        return ()
    stands = where_it_stands(round_) if can_see_team(person, round_) else ""
    return tuple(words for words in (stands, what_waits(round_, person.id)) if words)


def _is_of_others(person: Person, round_: Round) -> bool:
    is_mine = member_of(round_.members, person.id) is not None or round_.own(person.id) is not None
    return bool(round_.appraisers) and not is_mine and not can_look_at_review(person, (), of_others=True)
