"""What the pages of the team of a review show."""

from dataclasses import dataclass, field
from datetime import date

from app.domain.account import Person
from app.domain.instrument import Instrument
from app.domain.review import Review
from app.domain.round import Round, RoundSettings
from app.domain.team import Declaration, Part, Standing
from app.services.progress import GridLine
from app.services.reminder import Reminder
from app.services.team import Mate, OpenTeam
from app.web.forms import TypedDate


@dataclass(frozen=True)
class TeamPage:
    """The team, for whoever may see it; `can_manage` for whoever may change it."""

    review: Review
    team: OpenTeam
    can_manage: bool
    done: str = ""

    @property
    def states(self) -> tuple[Standing, ...]:
        """How far somebody can have come."""
        return tuple(Standing)

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(mate.is_late for mate in self.team.mates)

    @property
    def awaited(self) -> int:
        """How many appraisals of members are still to come."""
        return sum(mate.is_awaited for mate in self.team.mates)


@dataclass(frozen=True)
class Choice:
    """Somebody who could be put on the team. `value` is what the form sends."""

    value: str
    name: str
    post: str
    chosen: bool

    @classmethod
    def of(cls, part: Part, person: Person, chosen: list[str]) -> "Choice":
        """The box for this person as this part."""
        value = f"{part.value}:{person.id}"
        return cls(value, person.name, person.post, value in chosen)


@dataclass(frozen=True)
class TeamAddPage:
    """Whom to put on the team: appraisers and moderators to choose from."""

    review: Review
    appraisers: tuple[Choice, ...]
    moderators: tuple[Choice, ...]
    due: TypedDate = field(default_factory=TypedDate)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MemberPage:
    """One member of the team, with what they declared, newest first. `due` and `reason` are as typed."""

    review: Review
    mate: Mate
    earlier: tuple[Declaration, ...]
    due: TypedDate
    reason: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_appraiser(self) -> bool:
        """Whether there is an appraisal to wait for."""
        return self.mate.member.part is Part.APPRAISER


@dataclass(frozen=True)
class RemindPage:
    """The letters that would go out, or that one copies where no mail can be sent. `whom` is what was asked for."""

    review: Review
    reminders: tuple[Reminder, ...]
    whom: str
    sends: bool

    @property
    def fresh(self) -> int:
        """How many of them can go out today."""
        return sum(not reminder.was_today for reminder in self.reminders)


@dataclass(frozen=True)
class GridPage:
    """Appraisers by markers: how far they have come."""

    review: Review
    round: Round
    instrument: Instrument
    lines: tuple[GridLine, ...]
    today: date
    can_manage: bool

    @property
    def shown(self) -> tuple[GridLine, ...]:
        """The appraisers who take part."""
        return tuple(line for line in self.lines if line.counts)


@dataclass(frozen=True)
class OpenRoundPage:
    """Opening the round before all appraisals are in. `reason` is as typed."""

    review: Review
    round: Round
    reason: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RoundPage:
    """What is chosen for the round of a review; fixed once an appraisal was submitted."""

    review: Review
    settings: RoundSettings
    can_change: bool
    saved: bool = False
    errors: dict[str, str] = field(default_factory=dict)
