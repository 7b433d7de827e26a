"""What the pages about adequacy show."""

from dataclasses import dataclass, field

from app.data.decision import Decision
from app.domain.adequacy import AreaResult, RuleTrace
from app.domain.appraisal import Appraisal
from app.domain.errors import ConflictError
from app.domain.instrument import Grade, Marker
from app.domain.review import Review
from app.services.report_consensus import OwnAssessment


@dataclass(frozen=True)
class AreaLine:
    """One area: its markers with their grades, the proposal, and the decision that counts."""

    result: AreaResult
    markers: tuple[tuple[Marker, Grade | None], ...]
    decision: Decision | None


@dataclass(frozen=True)
class Step:
    """A marker that, changed by one grade, would move the overall grade."""

    marker: Marker
    now: Grade
    then: Grade
    overall: Grade


@dataclass(frozen=True)
class RuleLine:
    """A rule, whether it applied, and the titles of the areas on which it did."""

    trace: RuleTrace
    areas: tuple[str, ...]


@dataclass(frozen=True)
class AdequacyPage:
    """Areas, rules, the overall proposal and what was decided. `own`: for a consensus, what each appraiser alone would give."""

    review: Review
    appraisal: Appraisal
    areas: tuple[AreaLine, ...]
    rules: tuple[RuleLine, ...]
    proposal: Grade | None
    so_far: Grade | None
    provisional: bool
    missing: tuple[str, ...]
    overall: Decision | None
    steps: tuple[Step, ...]
    can_decide: bool
    is_decided: bool
    texts: tuple[tuple[str, str, str], ...]
    own: tuple[OwnAssessment, ...] = ()


@dataclass(frozen=True)
class DecidePage:
    """Confirming a proposal or departing from it. `subject` is "area/<id>" or "overall"; `earlier` is a decision that no
    longer counts, because it was made on another proposal.
    """

    review: Review
    appraisal: Appraisal
    subject: str
    title: str
    proposal: Grade | None
    so_far: Grade | None
    markers: tuple[tuple[Marker, Grade | None], ...]
    rules: tuple[RuleLine, ...]
    grade: str
    reason: str
    version: int
    earlier: Decision | None = None
    conflict: ConflictError | None = None
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TextPage:
    """One's own words in place of a generated text of the report."""

    review: Review
    appraisal: Appraisal
    subject: str
    title: str
    text: str
    version: int
    conflict: ConflictError | None = None
    errors: dict[str, str] = field(default_factory=dict)
