"""What an appraisal said when it was submitted before: reopening takes it back, and the earlier version stays readable."""

from dataclasses import dataclass
from datetime import datetime

from app.data import appraisal as appraisals
from app.data import entry as entries
from app.data import evidence as evidences
from app.data import review as reviews
from app.data.audit import add_look
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.audit import event
from app.domain.entry import LENS, judgements_from, key_of
from app.domain.errors import NotFoundError
from app.domain.instrument import Instrument, Lens
from app.domain.judgement import Judgement
from app.domain.permission import check_read_papers
from app.domain.review import Review
from app.services.appraisal import get_appraisal
from app.services.instrument import instrument_of


@dataclass(frozen=True)
class Submission:
    """An earlier submission, counted from 1, and when and why it was taken back."""

    number: int
    at: datetime
    reopened_at: datetime
    reason: str


@dataclass(frozen=True)
class OpenSubmission:
    """What the appraisal said then."""

    appraisal: Appraisal
    review: Review
    instrument: Instrument
    submission: Submission
    judgements: dict[str, Judgement]
    findings: dict[Lens, str]


def list_submissions(person: Person, db: Session, appraisal: Appraisal) -> tuple[Submission, ...]:
    """The submissions that were taken back, oldest first, of an appraisal that this person was shown."""
    check_read_papers(person)
    found: list[Submission] = []
    submitted: datetime | None = None
    for change in appraisals.list_states(db, appraisal.id):
        if change.state is AppraisalState.SUBMITTED:
            submitted = change.at
        elif submitted is not None:
            found.append(Submission(len(found) + 1, submitted, change.at, change.reason))
            submitted = None
    return tuple(found)


def open_submission(person: Person, db: Session, appraisal_id: str, number: int) -> OpenSubmission:
    """An earlier submission, for whoever may see the appraisal now. That is a look. Raises NotFoundError where there is none."""
    appraisal = get_appraisal(person, db, appraisal_id)
    submission = next((one for one in list_submissions(person, db, appraisal) if one.number == number), None)
    if submission is None:
        raise NotFoundError("There is no such earlier submission of this appraisal.")
    instrument = instrument_of(appraisal)
    saved = entries.values_as_of(db, appraisal.id, submission.at)
    evidence = evidences.evidence_as_of(db, appraisal.id, submission.at)
    findings = {lens: entry.value for lens in Lens if (entry := saved.get(key_of(LENS, lens))) and entry.value}
    look = event(person, "submission opened", "appraisal", appraisal.id, review=appraisal.review, detail=f"submission {number}")
    add_look(db, look)
    review = reviews.get_review(db, person.board.id, appraisal.review, lists=False)
    judgements = judgements_from(instrument.markers, saved, evidence)
    return OpenSubmission(appraisal, review, instrument, submission, judgements, findings)
