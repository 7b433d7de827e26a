"""How far the appraisals of a review have come, read without any of what they say."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select
from sqlmodel import Session

from app.data.rows import read_rows, table
from app.data.tables import AppraisalRow, EntryRow, EvidenceRow
from app.domain.clock import day_of
from app.domain.progress import Progress, progress_of

_entry, _evidence, _appraisal = table(EntryRow), table(EvidenceRow), table(AppraisalRow)
_newest = (
    select(_entry.c.appraisal_id, _entry.c.key, func.max(_entry.c.version).label("version"))
    .join(_appraisal, _appraisal.c.id == _entry.c.appraisal_id)
    .where(_appraisal.c.review_id == bindparam("review"))
    .group_by(_entry.c.appraisal_id, _entry.c.key)
    .subquery()
)
FIELDS = select(_entry.c.appraisal_id, _entry.c.key, (_entry.c.value != "").label("filled"), _entry.c.saved_at).join(
    _newest, and_(*(_entry.c[name] == _newest.c[name] for name in ("appraisal_id", "key", "version")))
)
CITED = (
    select(_evidence.c.appraisal_id, _evidence.c.marker, func.max(_evidence.c.added_at).label("at"))
    .join(_appraisal, _appraisal.c.id == _evidence.c.appraisal_id)
    .where(_appraisal.c.review_id == bindparam("review"), _evidence.c.removed_at.is_(None))
    .group_by(_evidence.c.appraisal_id, _evidence.c.marker)
)


def list_progress(db: Session, review: str) -> dict[str, Progress]:
    """The progress of each appraisal of this review in which something was saved, by the id of the appraisal."""
    filled: dict[str, list[str]] = defaultdict(list)
    cited: dict[str, list[str]] = defaultdict(list)
    last: dict[str, datetime] = {}

    def saved(appraisal: str, at: datetime) -> None:
        last[appraisal] = max(at, last.get(appraisal, at))

    for row in read_rows(db, FIELDS, review=review):
        saved(row.appraisal_id, row.saved_at)
        if row.filled:
            filled[row.appraisal_id].append(row.key)
    for row in read_rows(db, CITED, review=review):
        saved(row.appraisal_id, row.at)
        cited[row.appraisal_id].append(row.marker)
    return {one: progress_of(filled[one], cited[one], day_of(at)) for one, at in last.items()}
