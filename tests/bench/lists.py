"""Measures the list of 10,000 reviews against the list of 100, each in a database of its own."""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from app.data.ids import new_id
from app.data.migrate import migrate
from app.data.rows import table
from app.data.session import Session, work
from app.data.tables import ReviewRow
from app.domain.review import ReviewDates
from app.services import review as reviews
from app.settings import Settings
from app.web import urls
from tests.bench.direct import Direct, Loop
from tests.bench.measure import Measure, Plan, compare
from tests.factories import make_facts, make_people, make_token

MANY, FEW = 10_000, 100
PLAN = Plan(rounds=7, each=20, warm_up=10)


def measure_lists(folder: Path, loop: Loop) -> list[Measure]:
    """The list as it opens; for comparison, without a limit of their own, its last page and a search."""
    many, few = _app(folder / "many", MANY, loop), _app(folder / "few", FEW, loop)
    with_few = f"the same of {FEW}"

    def pair(name: str, of_many: str, of_few: str, limit: float | None = None) -> Measure:
        return compare(name, lambda: many.get(of_many), lambda: few.get(of_few), with_few, limit, PLAN)

    return [
        pair(f"List of {MANY:,} reviews", urls.reviews(), urls.reviews(), 2),
        pair("… its last page", f"{urls.reviews()}?page={MANY // 25}", f"{urls.reviews()}?page={FEW // 25}"),
        pair("… searched for a part of the reference", f"{urls.reviews()}?search=7-1", f"{urls.reviews()}?search=7-1"),
    ]


def _app(folder: Path, count: int, loop: Loop) -> Direct:
    folder.mkdir()
    settings = Settings(PLUMBLINE_VAR=folder)
    migrate(settings.database)
    with work(settings.database) as db:
        people = make_people(db)
    with work(settings.database) as db:
        facts = make_facts(_reference(0), dates=_dates(0), people=(), agencies=())
        first = reviews.register_review(people.erin, db, facts)
        _repeat(db, first.id, count)
    return Direct(settings, make_token(settings, people.erin), loop)


def _repeat(db: Session, first: str, count: int) -> None:
    """The other reviews, as rows like the first one's: registering each as people do would take minutes."""
    rows = table(ReviewRow)
    row = dict(db.connection().execute(select(rows).where(rows.c.id == first)).mappings().one())
    others = [
        row
        | {"id": new_id(), "reference": _reference(number), "decision": _dates(number).decision}
        | {"registered_at": row["registered_at"] + timedelta(milliseconds=number)}
        for number in range(1, count)
    ]
    db.connection().execute(insert(rows), others)


def _reference(number: int) -> str:
    return f"BX-{number % 10}-{number}"


def _dates(number: int) -> ReviewDates:
    return ReviewDates(decision=date(2010, 1, 1) + timedelta(days=number % 3000))
