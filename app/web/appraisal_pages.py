"""What the pages of an appraisal show."""

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.appraisal import Appraisal
from app.domain.cue import PointedOut
from app.domain.errors import ConflictError
from app.domain.instrument import Grade, Instrument, Lens, Marker, Prompt
from app.domain.judgement import Answer, Evidence, Gap, Judgement
from app.domain.outcome_hold import NOT_HELD, Hold
from app.domain.passage import Near, Passage
from app.domain.review import Review
from app.domain.round import RoundStep
from app.services.evidence_move import Moved
from app.services.submission import Submission
from app.web.agreement_drawing import FirstSpread
from app.web.cue_pages import LensCues
from app.web.paper_panel import PaperPanel
from app.web.render import LONGEST_KEPT


@dataclass(frozen=True)
class StartPage:
    """Before an appraisal is started."""

    review: Review
    instrument: Instrument


@dataclass(frozen=True)
class Task:
    """One line of the task list. `status` is one of: complete, started, todo."""

    marker: Marker
    status: str
    grade: Grade | None
    evidence: int
    missing: int


@dataclass(frozen=True)
class TaskStage:
    """A stage with its lines."""

    title: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class LensTask:
    """One of the five lenses in the task list."""

    lens: Lens
    has_finding: bool


@dataclass(frozen=True)
class TaskListPage:
    """The markers by stage with what is done. `can_change` is for the appraiser of a draft. `hold`: what happened to the child,
    as far as it is held back; `changed`: the markers that were changed after it was opened; `second`: the second round that
    was asked for, for an appraiser who had submitted in the first; `kept`: the markers that it leaves as they were.
    """

    review: Review
    appraisal: Appraisal
    instrument: Instrument
    stages: tuple[TaskStage, ...]
    lenses: tuple[LensTask, ...]
    complete: int
    total: int
    can_change: bool
    can_reopen: bool
    resume: str
    moved: Moved
    hold: Hold = NOT_HELD
    changed: frozenset[str] = frozenset()
    submissions: tuple[Submission, ...] = ()
    second: RoundStep | None = None
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SavedField:
    """A field as the page shows it: the value (perhaps typed and not saved), its version, and how saving went.

    `pointed` are questions about the appraiser's own words in it; `waiting` says why what stands in it is not saved yet, where
    nothing is wrong with it.
    """

    name: str
    value: str = ""
    version: int = 0
    saved_at: datetime | None = None
    conflict: ConflictError | None = None
    problem: str = ""
    pointed: tuple[PointedOut, ...] = ()
    waiting: str = ""

    @property
    def id(self) -> str:
        """The name as it can stand in an id and in a selector."""
        return self.name.replace(":", "-").replace("/", "-")

    @property
    def is_worth_keeping(self) -> bool:
        """Whether what a page makes of it may be kept for the next time: not a refusal, and not a long text."""
        return not (self.conflict or self.problem) and len(self.value) <= LONGEST_KEPT


@dataclass(frozen=True)
class PromptLine:
    """A prompt with its two fields."""

    prompt: Prompt
    answer: SavedField
    note: SavedField

    @property
    def is_worth_keeping(self) -> bool:
        """As of its fields."""
        return self.answer.is_worth_keeping and self.note.is_worth_keeping


@dataclass(frozen=True)
class EvidenceForm:
    """The part of the marker page that adds evidence, as typed. `older`: replaced versions of papers are looked in too."""

    quote: str = ""
    bearing: str = ""
    note: str = ""
    document: str = ""
    page: str = ""
    start: str = ""
    end: str = ""
    older: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether there are words that must not get lost."""
        return bool(self.quote or self.note)


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence and where to see it."""

    evidence: Evidence
    link: str


@dataclass(frozen=True)
class MarkerPage:
    """One marker: what it asks, what was said, and the papers beside it.

    `changed`: it was changed after what happened to the child was opened to its appraiser. `second`: the second round that was
    asked for, for its appraiser, and `first` how this marker fell in the first; `kept`: it was asked for others, so that this
    one stays as it was.
    """

    review: Review
    appraisal: Appraisal
    instrument: Instrument
    marker: Marker
    stage: str
    prompts: tuple[PromptLine, ...]
    fields: dict[str, SavedField]
    evidence: tuple[EvidenceLine, ...]
    gaps: tuple[Gap, ...]
    panel: PaperPanel
    evidence_form: EvidenceForm
    can_change: bool
    asks_recorded_reason: bool
    previous: Marker | None
    next: Marker | None
    moved: Moved
    changed: bool = False
    second: RoundStep | None = None
    first: FirstSpread | None = None
    kept: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True)
class FieldFragment:
    """What htmx gets back after saving one field."""

    appraisal: Appraisal
    field: SavedField
    gaps: tuple[Gap, ...]
    marker: Marker | None


@dataclass(frozen=True)
class ChoosePage:
    """A quote that stands in several places, or that is only nearly there: the person chooses."""

    review: Review
    appraisal: Appraisal
    marker: Marker
    quote: str
    bearing: str
    note: str
    passages: tuple[Passage, ...]
    near: tuple[Near, ...]
    older: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OtherSourcePage:
    """Recording a source that is not in the papers."""

    review: Review
    appraisal: Appraisal
    marker: Marker
    kind: str = ""
    description: str = ""
    dated: str = ""
    bearing: str = ""
    note: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EvidencePage:
    """Changing a piece of evidence, or using it for further markers (`also`: the ids of those that are ticked)."""

    review: Review
    appraisal: Appraisal
    marker: Marker
    evidence: Evidence
    link: str
    others: tuple[Marker, ...]
    bearing: str
    note: str
    also: frozenset[str] = frozenset()
    conflict: ConflictError | None = None
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LensAnswer:
    """A prompt of a lens with its answer and its marker's evidence."""

    prompt: Prompt
    answer: Answer | None


@dataclass(frozen=True)
class LensMarker:
    """A marker that has prompts of this lens."""

    marker: Marker
    judgement: Judgement
    answers: tuple[LensAnswer, ...]
    evidence: tuple[EvidenceLine, ...]


@dataclass(frozen=True)
class LensPage:
    """One of the five questions, with the prompts tagged with it across the markers, and the cues that bear on it."""

    review: Review
    appraisal: Appraisal
    lens: Lens
    markers: tuple[LensMarker, ...]
    finding: SavedField
    can_change: bool
    next: Lens | None
    cues: LensCues
    errors: dict[str, str] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True)
class SubmitGap:
    """What one marker lacks, with links to the fields."""

    marker: Marker
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class SubmitPage:
    """Submitting: what is missing, or what submitting means."""

    review: Review
    appraisal: Appraisal
    missing: tuple[SubmitGap, ...]
    lenses_without_finding: tuple[Lens, ...]
    count: int
