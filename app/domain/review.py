"""The review being appraised: its facts, people, posts and agencies. It has a reference, never a name of a child."""

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Harm(StrEnum):
    """What happened to the child. Stored values."""

    DIED = "died"
    SERIOUS = "serious"

    @property
    def label(self) -> str:
        """The words for a page."""
        return "The child died" if self is Harm.DIED else "The child was seriously harmed"


class AgeBand(StrEnum):
    """Age of the child at the incident, coarse on purpose. Stored values."""

    UNBORN = "unborn"
    UNDER_1 = "under-1"
    FROM_1_TO_5 = "1-5"
    FROM_6_TO_10 = "6-10"
    FROM_11_TO_15 = "11-15"
    FROM_16_TO_17 = "16-17"

    @property
    def label(self) -> str:
        """The words for a page."""
        return {
            AgeBand.UNBORN: "Not yet born",
            AgeBand.UNDER_1: "Under 1",
            AgeBand.FROM_1_TO_5: "1 to 5",
            AgeBand.FROM_6_TO_10: "6 to 10",
            AgeBand.FROM_11_TO_15: "11 to 15",
            AgeBand.FROM_16_TO_17: "16 to 17",
        }[self]


class Part(StrEnum):
    """What a person did in the review. Stored values."""

    PANEL_CHAIR = "panel-chair"
    OVERVIEW_AUTHOR = "overview-author"
    PANEL_MEMBER = "panel-member"
    IMR_AUTHOR = "imr-author"
    BOARD_CHAIR = "board-chair"

    @property
    def label(self) -> str:
        """The words for a page."""
        return {
            Part.PANEL_CHAIR: "Panel chair",
            Part.OVERVIEW_AUTHOR: "Overview report author",
            Part.PANEL_MEMBER: "Panel member",
            Part.IMR_AUTHOR: "Agency report author",
            Part.BOARD_CHAIR: "Board chair",
        }[self]


class ReviewStatus(StrEnum):
    """How far the work on a review has come. It only ever moves forward. Stored values."""

    REGISTERED = "registered"
    PAPERS = "papers"
    APPRAISING = "appraising"
    ISSUED = "issued"

    @property
    def label(self) -> str:
        """The words for a page."""
        return {
            ReviewStatus.REGISTERED: "Registered",
            ReviewStatus.PAPERS: "Papers added",
            ReviewStatus.APPRAISING: "Being appraised",
            ReviewStatus.ISSUED: "Report issued",
        }[self]

    @property
    def earlier(self) -> tuple["ReviewStatus", ...]:
        """The statuses from which a review may move to this one."""
        steps = tuple(ReviewStatus)
        return steps[: steps.index(self)]


@dataclass(frozen=True)
class Involved:
    """A person with a post. `None` in the three facts means that the papers do not say.

    One person may stand in the list several times, once per part; they are the same person when name and post agree.
    """

    name: str
    post: str
    part: Part
    agency: str = ""
    on_board: bool | None = None
    independent_of_agencies: bool | None = None
    managed_the_case: bool | None = None


@dataclass(frozen=True)
class Agency:
    """An agency that had contact with the child or family. `report_expected` is None where nobody has said."""

    name: str
    report_expected: bool | None = True


@dataclass(frozen=True)
class ReviewDates:
    """The dates of a review in the order in which they must fall. Any may be unknown."""

    incident: date | None = None
    notified: date | None = None
    decision: date | None = None
    started: date | None = None
    completed: date | None = None
    submitted: date | None = None
    published: date | None = None

    def in_order(self) -> tuple[tuple[str, date | None], ...]:
        """Name and date, earliest expected first."""
        return tuple((name, getattr(self, name)) for name in DATE_LABELS)


DATE_LABELS: dict[str, str] = {
    "incident": "Date of the incident",
    "notified": "Date the board was told",
    "decision": "Date of the decision to review",
    "started": "Date the review started",
    "completed": "Date the review was completed",
    "submitted": "Date it was submitted",
    "published": "Date it was published",
}


@dataclass(frozen=True)
class ReviewFacts:
    """Everything that is typed when a review is registered or edited."""

    reference: str
    dates: ReviewDates = field(default_factory=ReviewDates)
    harm: Harm | None = None
    age_band: AgeBand | None = None
    method: str = ""
    people: tuple[Involved, ...] = ()
    agencies: tuple[Agency, ...] = ()
    fictional: bool = False


@dataclass(frozen=True)
class Review:
    """A registered review. `version` grows with every edit and guards against a save over something newer."""

    id: str
    board: str
    facts: ReviewFacts
    version: int
    registered_at: datetime
    registered_by: str
    status: ReviewStatus = ReviewStatus.REGISTERED


@dataclass(frozen=True)
class ReviewLine:
    """A review as a list shows it."""

    id: str
    reference: str
    decision: date | None
    status: ReviewStatus
    harm: Harm | None
    registered_at: datetime
    fictional: bool = False


class ReviewOrder(StrEnum):
    """In which order a list of reviews stands. The values stand in addresses."""

    NEWEST = "newest"
    REFERENCE = "reference"
    DECISION = "decision"
    DECISION_OLDEST = "decision-oldest"

    @property
    def label(self) -> str:
        """The words for a page."""
        return {
            ReviewOrder.NEWEST: "Newest registered first",
            ReviewOrder.REFERENCE: "Reference, A to Z",
            ReviewOrder.DECISION: "Latest decision first",
            ReviewOrder.DECISION_OLDEST: "Earliest decision first",
        }[self]


EARLIEST_YEAR = 1900


def check_dates(dates: ReviewDates, today: date) -> dict[str, str]:
    """Problems with the dates, by field name: out of order, in the future, or long past. Empty when there are none."""
    problems: dict[str, str] = {}
    known = [(name, when) for name, when in dates.in_order() if when is not None]
    for name, when in known:
        if when > today:
            problems[name] = f"{DATE_LABELS[name]} must be today or in the past."
        elif when.year < EARLIEST_YEAR:
            problems[name] = f"{DATE_LABELS[name]} must be in {EARLIEST_YEAR} or later. Check the year."
    for (earlier, first), (later, second) in itertools.pairwise(known):
        if second < first and later not in problems:
            problems[later] = (
                f"{DATE_LABELS[later]} must be the same as or after the {lower_first(DATE_LABELS[earlier])} "
                f"({first.day} {first:%B %Y})."
            )
    return problems


def lower_first(words: str) -> str:
    """The words with a small first letter, for use inside a sentence."""
    return words[:1].lower() + words[1:]
