"""The rounds of several reviews at once, for lists. One round with everything in it is in `round.py`."""

import json
from collections.abc import Sequence

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session

from app.data.appraisal import list_of_reviews
from app.data.rows import read_rows, table
from app.data.tables import RoundStepRow
from app.data.team import members_of
from app.domain.round import Round, RoundSettings, RoundStep, Step

_taken = table(RoundStepRow)
STEPS = (
    sqlalchemy.select(*_taken.c)
    .where(_taken.c.review_id.in_(bindparam("reviews", expanding=True)))
    .order_by(_taken.c.id)
)  # fmt: skip


def rounds_of(db: Session, board: str, reviews: Sequence[str]) -> dict[str, Round]:
    """The rounds of these reviews of the board by their ids: without settings, and without names of members and moderators."""
    found = list_of_reviews(db, board, reviews)
    members = members_of(db, board, reviews)
    taken = read_rows(db, STEPS, reviews=list(reviews))
    return {
        review: Round(
            review=review,
            settings=RoundSettings(),
            steps=tuple(
                RoundStep(Step(row.step), row.at, row.by, "", row.reason, tuple(json.loads(row.markers)))
                for row in taken
                if row.review_id == review
            ),
            members=tuple(member for member in members if member.review == review),
            appraisals=tuple(one for one in found if one.review == review and not one.is_consensus),
            consensus=next((one for one in found if one.review == review and one.is_consensus), None),
        )
        for review in reviews
    }
