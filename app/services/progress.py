"""The grid of appraisers by markers, which shows how far everybody has come and never a grade."""

from dataclasses import dataclass

from app.data import progress as progresses
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.instrument import Instrument
from app.domain.progress import Progress
from app.domain.team import Standing
from app.services.instrument import get_instrument, instrument_of
from app.services.team import Mate, OpenTeam, open_team


@dataclass(frozen=True)
class GridLine:
    """One appraiser: by name or mask, with their place on the team where they have one, and how far they have come."""

    name: str
    mate: Mate | None
    progress: Progress
    standing: Standing

    @property
    def counts(self) -> bool:
        """Whether they take part; the work of others is missing data and not shown."""
        return self.standing not in (Standing.UNABLE, Standing.WITHDRAWN)


@dataclass(frozen=True)
class Grid:
    """All appraisers of a review against the markers of its instrument."""

    team: OpenTeam
    instrument: Instrument
    lines: tuple[GridLine, ...]


def open_grid(person: Person, db: Session, review_id: str) -> Grid:
    """The grid, with names as this person may know them. Raises NotAllowedError and NotFoundError."""
    opened = open_team(person, db, review_id)
    found = progresses.list_progress(db, review_id)

    def progress(appraisal: Appraisal | None) -> Progress:
        return found.get(appraisal.id, Progress()) if appraisal else Progress()

    lines = [
        GridLine(mate.member.name, mate, progress(opened.round.own(mate.member.person)), mate.standing)
        for mate in opened.mates
        if mate.member in opened.round.appraisers
    ]
    for other in opened.others:
        standing = Standing.SUBMITTED if other.submitted_at else Standing.BEGUN
        lines.append(GridLine(other.appraiser_name, None, progress(other), standing))
    first = next(iter(opened.round.appraisals), None)
    return Grid(opened, instrument_of(first) if first else get_instrument(), tuple(lines))
