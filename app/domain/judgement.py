"""What an appraiser says about a marker: answers, grade, reasons, evidence; and when that is complete."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.instrument import Grade, Marker
from app.domain.passage import Passage
from app.domain.relocation import Move


class Choice(StrEnum):
    """An answer to a prompt. Stored values."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_STATED = "not-stated"
    NOT_APPLICABLE = "na"

    @property
    def label(self) -> str:
        """The words for a page."""
        return {
            Choice.YES: "Yes",
            Choice.PARTLY: "Partly",
            Choice.NO: "No",
            Choice.NOT_STATED: "Not stated in the papers",
            Choice.NOT_APPLICABLE: "Not applicable",
        }[self]


class Confidence(StrEnum):
    """How sure the appraiser is of the grade. Stored values."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Bearing(StrEnum):
    """Which way a piece of evidence points. Stored values."""

    SUPPORTS = "supports"
    WEAKENS = "weakens"

    @property
    def label(self) -> str:
        """The words for a page."""
        return self.value.capitalize()


class SourceKind(StrEnum):
    """A source that is not in the papers. Stored values."""

    INTERVIEW = "interview"
    OBSERVATION = "observation"
    LETTER = "letter"
    OTHER = "other"


@dataclass(frozen=True)
class OtherSource:
    """Something that is not in the papers: what it was, when, and what it showed."""

    kind: SourceKind
    description: str
    dated: str = ""


@dataclass(frozen=True)
class Evidence:
    """A passage of a paper, or a source outside them, tied to a marker. Exactly one of the two is given.

    `move`: what became of the passage in a newer version of the paper, where there is one; `passage` is where it is cited now.
    """

    id: str
    marker: str
    bearing: Bearing
    note: str
    passage: Passage | None = None
    other: OtherSource | None = None
    added_at: datetime | None = None
    move: Move | None = None

    @property
    def fingerprint(self) -> str:
        """Stands for what can be changed in it, to notice that somebody else changed it first."""
        return hashlib.sha256(f"{self.bearing}\n{self.note}".encode()).hexdigest()[:16]

    @property
    def in_words(self) -> str:
        """What can be changed in it, for people who compare two versions."""
        return f"{self.bearing.label}\n{self.note}"

    def says_the_same(self, other: "Evidence") -> bool:
        """Whether the two say the same of the same marker."""
        mine = (self.marker, self.bearing, self.note, self.passage, self.other)
        return mine == (other.marker, other.bearing, other.note, other.passage, other.other)


@dataclass(frozen=True)
class Answer:
    """What an appraiser says to a prompt. `note` says why where the choice is *not applicable*."""

    prompt: str
    choice: Choice | None = None
    note: str = ""


@dataclass(frozen=True)
class Judgement:
    """An appraiser's view of one marker, put together from the newest saved fields."""

    marker: str
    grade: Grade | None = None
    reasons: str = ""
    strengths: str = ""
    improve: str = ""
    confidence: Confidence | None = None
    no_evidence: bool = False
    where_looked: str = ""
    recorded_reason: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_started(self) -> bool:
        """Whether anything at all has been said."""
        said = (self.grade, self.reasons, self.strengths, self.improve, self.confidence, self.no_evidence)
        also = (self.where_looked, self.recorded_reason)
        return any(said) or any(also) or bool(self.evidence) or any(a.choice or a.note for a in self.answers.values())


@dataclass(frozen=True)
class Gap:
    """Something still missing. `field` names the form field that would close it."""

    marker: str
    field: str
    sentence: str


def gaps(marker: Marker, judgement: Judgement) -> tuple[Gap, ...]:
    """What is missing before this marker is complete.

    Complete means: a grade, reasons, and evidence or "no evidence found" with where one looked. *Not enough
    information* and *not applicable* want their reason and no evidence. An answer *not applicable* says why.
    """
    found: list[Gap] = []

    def missing(field_name: str, sentence: str) -> None:
        found.append(Gap(marker.id, field_name, sentence))

    if judgement.grade is None:
        missing("grade", "Choose a grade.")
    if not judgement.reasons.strip():
        if judgement.grade is not None and not judgement.grade.is_graded:
            missing("reasons", f"Say why you chose “{judgement.grade.label}”.")
        else:
            missing("reasons", "Give the reasons for the grade.")
    graded = judgement.grade is None or judgement.grade.is_graded
    if graded and not judgement.evidence:
        if not judgement.no_evidence:
            missing("evidence", "Add evidence, or tick “No evidence found” and say where you looked.")
        elif not judgement.where_looked.strip():
            missing("where_looked", "Say where you looked for evidence.")
    for prompt in marker.prompts:
        answer = judgement.answers.get(prompt.id)
        if answer and answer.choice is Choice.NOT_APPLICABLE and not answer.note.strip():
            missing(f"note:{prompt.id}", f"Say why the prompt “{prompt.text}” does not apply.")
    return tuple(found)
