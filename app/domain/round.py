"""A round of independent appraisals of one review: its settings, who is awaited, and when the others' work opens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from app.domain.appraisal import Appraisal, AppraisalState, StateChange
from app.domain.team import Member, Part, member_of


class Step(StrEnum):
    """What a moderator does with a round. Stored values."""

    OPENED = "opened"
    SECOND = "second round asked"

    @property
    def label(self) -> str:
        """The words for a page."""
        return self.value.capitalize()


class Phase(StrEnum):
    """Where a round stands. Not stored: it follows from the appraisals and the steps."""

    APPRAISING = "appraising"
    OPEN = "open"
    SECOND = "second round"
    SIGNED = "signed off"

    @property
    def label(self) -> str:
        """The words for a page."""
        return {
            "appraising": "Appraising, each apart",
            "open": "Open for moderation",
            "second round": "Second round, each apart",
            "signed off": "Consensus signed off",
        }[self.value]


@dataclass(frozen=True)
class RoundSettings:
    """What the commissioner chose for this review. `version` is 0 while nothing was chosen.

    `process_stages` are the stages of the instrument whose markers must be judged before what happened to the child opens.
    """

    masked: bool = False
    outcome_held: bool = False
    process_stages: tuple[str, ...] = ()
    version: int = 0


@dataclass(frozen=True)
class RoundStep:
    """A step that was taken. `markers` is empty where it concerns all."""

    step: Step
    at: datetime
    by: str
    by_name: str
    reason: str = ""
    markers: tuple[str, ...] = ()


def second_round_for(steps: Sequence[RoundStep], states: Sequence[StateChange]) -> RoundStep | None:
    """The newest second round that was asked for while an appraisal with these states, oldest first, was submitted."""
    for step in reversed(steps):
        before = [change for change in states if change.at < step.at]
        if step.step is Step.SECOND and before and before[-1].state is AppraisalState.SUBMITTED:
            return step
    return None


def keeps_marker(step: RoundStep | None, states: Sequence[StateChange], marker: str) -> bool:
    """Whether this marker stays as it was submitted: a second round was asked for others, and the appraisal, which has these
    states, has not been submitted again since. `step` is what `second_round_for` answers.
    """
    if step is None or not step.markers or marker in step.markers:
        return False
    return not any(change.state is AppraisalState.SUBMITTED and change.at >= step.at for change in states)


@dataclass(frozen=True)
class Round:
    """Everything on which blindness and moderation of one review rest. `appraisals` holds the independent ones alone."""

    review: str
    settings: RoundSettings
    steps: tuple[RoundStep, ...]
    members: tuple[Member, ...]
    appraisals: tuple[Appraisal, ...]
    consensus: Appraisal | None = None

    @property
    def appraisers(self) -> tuple[Member, ...]:
        """The appraisers on the team, those who no longer take part among them."""
        return tuple(member for member in self.members if member.part is Part.APPRAISER)

    def own(self, person: str) -> Appraisal | None:
        """This person's own appraisal, if they have begun one."""
        return next((appraisal for appraisal in self.appraisals if appraisal.appraiser == person), None)

    @property
    def counted(self) -> tuple[Appraisal, ...]:
        """The appraisals of those who still take part: a withdrawn appraiser's is missing data."""
        gone = {member.person for member in self.appraisers if member.is_missing}
        return tuple(appraisal for appraisal in self.appraisals if appraisal.appraiser not in gone)

    @property
    def submitted(self) -> tuple[Appraisal, ...]:
        """The counted appraisals that are submitted now."""
        return tuple(appraisal for appraisal in self.counted if appraisal.state is AppraisalState.SUBMITTED)

    @property
    def awaited(self) -> tuple[str, ...]:
        """Ids of the people whose submission is waited for."""
        done = {appraisal.appraiser for appraisal in self.submitted}
        assigned = [member.person for member in self.appraisers if not member.is_missing]
        started = [appraisal.appraiser for appraisal in self.counted]
        return tuple(person for person in dict.fromkeys((*assigned, *started)) if person not in done)

    @property
    def awaited_names(self) -> tuple[str, ...]:
        """Their names as this round has them, in the order of the alphabet; masks in one that `masked_for` made."""
        names = {appraisal.appraiser: appraisal.appraiser_name for appraisal in self.appraisals}
        names |= {member.person: member.name for member in self.appraisers}
        return tuple(sorted(names[person] for person in self.awaited))

    @property
    def is_open(self) -> bool:
        """Whether submitted appraisals may be seen by others: all are in, or a moderator opened the round since the last
        time that it was closed by a second round.
        """
        if not self.submitted:
            return False
        return not self.awaited or (bool(self.steps) and self.steps[-1].step is Step.OPENED)

    @property
    def in_second_round(self) -> bool:
        """Whether a second round was asked for, finished or not."""
        return any(step.step is Step.SECOND for step in self.steps)

    @property
    def phase(self) -> Phase:
        """Where the round stands."""
        if self.consensus is not None and self.consensus.state is AppraisalState.SUBMITTED:
            return Phase.SIGNED
        if self.is_open:
            return Phase.OPEN
        return Phase.SECOND if self.in_second_round else Phase.APPRAISING

    def name_of(self, person: str) -> str:
        """What this person is called for others: the mask where names are masked."""
        member = member_of(self.members, person, Part.APPRAISER)
        if member and self.settings.masked:
            return member.masked_name
        if self.settings.masked and self.own(person):
            return "Another appraiser"
        member = member or member_of(self.members, person)
        found = [appraisal.appraiser_name for appraisal in self.appraisals if appraisal.appraiser == person]
        return member.name if member else found[0] if found else "An appraiser"

    def masked_for(self, reader: str) -> "Round":
        """The same as somebody sees it who is not to know who the appraisers are; they know themselves. Nothing changes where
        names are not masked.
        """
        if not self.settings.masked:
            return self

        def appraiser(member: Member) -> Member:
            hidden = member.part is Part.APPRAISER and member.person != reader
            return replace(member, name=member.masked_name) if hidden else member

        return replace(
            self,
            members=tuple(appraiser(member) for member in self.members),
            appraisals=tuple(
                found if found.appraiser == reader else replace(found, appraiser_name=self.name_of(found.appraiser))
                for found in self.appraisals
            ),
        )
