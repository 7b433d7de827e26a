"""What SQLite lets pass and PostgreSQL does not: whatever is distinct is ordered by what is chosen, and by nothing else."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import event

from app.data import account, team
from app.data.session import Session
from app.domain.account import Person
from app.domain.clock import day_of, now


@pytest.mark.parametrize(
    "ask",
    [
        lambda db, person: account.people_of(db, person.board.id),
        lambda db, person: account.boards_of(db, person.id),
        lambda db, person: team.reviews_due(db, day_of(now())),
    ],
    ids=["people_of", "boards_of", "reviews_due"],
)
def test_what_is_distinct_is_ordered_by_what_is_chosen(
    db: Session, erin: Person, ask: Callable[[Session, Person], object]
) -> None:
    said: list[str] = []
    connection = db.connection()
    event.listen(connection, "before_cursor_execute", lambda *told: said.append(" ".join(told[2].split())))
    ask(db, erin)
    distinct = [found for one in said if (found := re.match(r"SELECT DISTINCT (.*?) FROM .* ORDER BY (.*)", one))]
    assert distinct
    for found in distinct:
        assert set(found[2].split(", ")) <= set(found[1].split(", "))
