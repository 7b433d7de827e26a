"""What the pages of moderation show."""

from dataclasses import dataclass, field

from app.domain.appraisal import Appraisal
from app.domain.consensus import SignOff
from app.domain.instrument import Grade, Instrument, Marker, Prompt
from app.domain.judgement import Choice, Evidence
from app.domain.moderation import Compared, Post, View
from app.domain.review import Review
from app.domain.round import Round, RoundStep
from app.services.moderation_save import Agreed
from app.services.second_round import FirstRound
from app.services.submission import Submission
from app.web import urls
from app.web.appraisal_pages import SavedField
from app.web.review_pages import NextStep


@dataclass(frozen=True)
class MarkerLine:
    """One marker in the list: who gave which grade, where they differ, and the consensus so far."""

    marker: Marker
    compared: Compared
    grade: Grade | None
    views: int


@dataclass(frozen=True)
class ModerationPage:
    """The markers, the widest disagreement first. `agreed` is how many can be taken together, `done` how many are judged."""

    review: Review
    round: Round
    lines: tuple[MarkerLine, ...]
    appraisers: tuple[str, ...]
    consensus: Appraisal | None
    done: int
    agreed: int
    can_change: bool
    may_write: bool
    second: RoundStep | None
    opened: RoundStep | None

    @property
    def is_signed(self) -> bool:
        """Whether the consensus was signed off."""
        return self.consensus is not None and self.consensus.submitted_at is not None

    @property
    def next_step(self) -> NextStep | None:
        """Where the moderator goes on; for others what they may do here."""
        if not self.can_change:
            return self._for_readers()
        todo = [line for line in self.lines if line.grade is None]
        if not todo:
            sentence = "Every marker has a consensus. Next: those who were present sign it, the moderator first."
            return NextStep(sentence, "Sign the consensus off", urls.consensus_sign(self.review.id))
        together = f"{self.agreed} {'marker' if self.agreed == 1 else 'markers'}"
        apart = [line.marker for line in todo if not line.compared.is_agreed]
        if not apart:
            sentence = f"What is left: {together} on which all agree. Look at them, and take them together."
            return NextStep(sentence, f"Take {together} as agreed", urls.consensus_agreed(self.review.id))
        widest = "the widest disagreement" if not self.done else "the widest disagreement that is left"
        rest = f" The {together} on which all agree can be taken together." if self.agreed else ""
        words = f"{'Go on' if self.done else 'Begin'} with {apart[0].name}"
        return NextStep(f"Next: {widest}.{rest}", words, urls.moderation_marker(self.review.id, apart[0].id))

    def _for_readers(self) -> NextStep | None:
        if self.is_signed:
            if not self.may_write or self.consensus is None:
                return None
            sentence = "Adequacy is judged by this consensus, and the report rests on it."
            return NextStep(sentence, "Judge adequacy", urls.adequacy(self.consensus.id))
        sentence = (
            "You can read all of it here and take part in the discussion of each marker. The moderator writes the consensus"
        )
        return NextStep(f"{sentence}; whoever was present signs it afterwards.")


@dataclass(frozen=True)
class EvidenceTick:
    """A piece of an appraiser's evidence, and whether the consensus has it. `had` is what the page had shown."""

    evidence: Evidence
    link: str
    ticked: bool
    had: bool


@dataclass(frozen=True)
class ViewColumn:
    """One appraiser's view of the marker with their evidence; `earlier` are submissions of theirs that were taken back."""

    view: View
    evidence: tuple[EvidenceTick, ...]
    earlier: tuple[Submission, ...] = ()


@dataclass(frozen=True)
class PromptRow:
    """A prompt with each appraiser's answer, in the order of the columns, and the consensus'."""

    prompt: Prompt
    answers: tuple[tuple[str, Choice | None, str], ...]
    answer: SavedField
    note: SavedField


@dataclass(frozen=True)
class PersonTick:
    """Somebody who may have been present."""

    id: str
    name: str
    ticked: bool


@dataclass(frozen=True)
class MinorityRow:
    """One minority view as typed."""

    person: str = ""
    grade: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ConsensusForm:
    """The consensus on a marker as it is saved or was typed."""

    fields: dict[str, SavedField]
    present: tuple[PersonTick, ...]
    others: str
    minority: tuple[MinorityRow, ...]
    own_evidence: tuple[EvidenceTick, ...] = ()


@dataclass(frozen=True)
class ComparedPage:
    """One marker side by side, and its consensus."""

    review: Review
    marker: Marker
    compared: Compared
    columns: tuple[ViewColumn, ...]
    prompts: tuple[PromptRow, ...]
    consensus: Appraisal | None
    grade: Grade | None
    form: ConsensusForm
    minority: tuple[tuple[str, Grade, str], ...]
    names: tuple[tuple[str, str], ...]
    posts: tuple[tuple[str, Post], ...]
    can_change: bool
    asks_recorded_reason: bool
    following: Marker | None
    post: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    message: str = ""

    @property
    def prompts_apart(self) -> int:
        """How many prompts the appraisers do not all answer alike."""
        return sum(len({choice for _, choice, _ in row.answers}) > 1 for row in self.prompts)

    @property
    def is_answered(self) -> bool:
        """Whether any appraiser answered any prompt."""
        return any(choice for row in self.prompts for _, choice, _ in row.answers)


@dataclass(frozen=True)
class ConsensusFieldPage:
    """What htmx gets back after saving one field of the consensus."""

    field: SavedField


@dataclass(frozen=True)
class TickPage:
    """What htmx gets back after a piece of an appraiser's evidence was taken over, or not any more."""

    evidence: str
    had: bool


@dataclass(frozen=True)
class AgreedLine:
    """A marker on which all agree, with what it would get, and whether it is ticked."""

    marker: Marker
    agreed: Agreed
    ticked: bool


@dataclass(frozen=True)
class AgreedPage:
    """The markers that can be taken as agreed."""

    review: Review
    lines: tuple[AgreedLine, ...]
    present: tuple[PersonTick, ...]
    others: str
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SignerLine:
    """Somebody who was present: whether they signed, or why not."""

    person: str
    name: str
    signed: SignOff | None


@dataclass(frozen=True)
class MarkerGap:
    """A marker that lacks something before the consensus can be signed."""

    marker: Marker
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class SignPage:
    """Signing the consensus off. `digest` stands for what is signed."""

    review: Review
    consensus: Appraisal | None
    gaps: tuple[MarkerGap, ...]
    signers: tuple[SignerLine, ...]
    nobody_named: bool
    digest: str
    may_sign: bool
    may_write: bool
    is_begun: bool
    excuse: str = ""
    reason: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_signed(self) -> bool:
        """Whether all have signed, so that it is locked."""
        return self.consensus is not None and self.consensus.submitted_at is not None


@dataclass(frozen=True)
class SecondRoundPage:
    """Asking for a second blind round."""

    review: Review
    instrument: Instrument
    suggested: tuple[str, ...]
    appraisers: tuple[str, ...]
    reason: str = ""
    chosen: tuple[str, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FirstRoundPage:
    """How the first round fell, for one of its appraisers."""

    review: Review
    first: FirstRound
