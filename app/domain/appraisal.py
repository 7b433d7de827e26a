"""An appraisal's states and the one table of its transitions; saved fields and their versions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import NotAllowedError


class AppraisalState(StrEnum):
    """Where an appraisal stands. Stored values."""

    DRAFT = "draft"
    SUBMITTED = "submitted"

    @property
    def label(self) -> str:
        """The words for a page."""
        return {"draft": "In progress", "submitted": "Submitted"}[self.value]


class AppraisalKind(StrEnum):
    """Whose judgement an appraisal holds. Stored values. A consensus is written by moderators beside the originals, which
    stay as they were; it is submitted when it is signed off.
    """

    INDEPENDENT = "independent"
    CONSENSUS = "consensus"


TRANSITIONS: dict[AppraisalState, frozenset[AppraisalState]] = {
    AppraisalState.DRAFT: frozenset({AppraisalState.SUBMITTED}),
    AppraisalState.SUBMITTED: frozenset({AppraisalState.DRAFT}),
}


def check_transition(now: AppraisalState, then: AppraisalState) -> None:
    """Raise NotAllowedError with a sentence where the table has no such step."""
    if then not in TRANSITIONS[now]:
        raise NotAllowedError(f"This appraisal is {now.label.lower()} and cannot become {then.label.lower()}.")


@dataclass(frozen=True)
class StateChange:
    """A state that an appraisal entered, when, by whom, and with which reason where one was given."""

    state: AppraisalState
    at: datetime
    by_name: str
    reason: str = ""


@dataclass(frozen=True)
class Entry:
    """One saved field of an appraisal: the newest row for its key. Rows are added, never overwritten.

    `key` is "<marker id>/<field>", such as "analysis/reasons", "analysis/answer:qm13-q1", "lens/hindsight".
    `version` starts at 1; 0 stands for "nothing saved yet".
    """

    key: str
    value: str
    version: int
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True)
class Place:
    """Where the appraiser was last: a marker and what lay open beside it."""

    marker: str = ""
    document: str = ""
    page: int = 0


@dataclass(frozen=True)
class Appraisal:
    """One structured evaluation of one review against one version of one instrument: by one person, or as a consensus."""

    id: str
    board: str
    review: str
    instrument: str
    instrument_version: str
    appraiser: str
    appraiser_name: str
    state: AppraisalState
    started_at: datetime
    submitted_at: datetime | None = None
    place: Place = Place()
    kind: AppraisalKind = AppraisalKind.INDEPENDENT

    @property
    def is_consensus(self) -> bool:
        """Whether it was written in moderation."""
        return self.kind is AppraisalKind.CONSENSUS
