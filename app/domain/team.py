"""Who takes part in appraising a review: appraisers and moderators, their declarations of interests, and their masks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from string import ascii_uppercase


class Part(StrEnum):
    """What a member of the team does in this review. Stored values."""

    APPRAISER = "appraiser"
    MODERATOR = "moderator"

    @property
    def label(self) -> str:
        """The words for a page."""
        return self.value.capitalize()


@dataclass(frozen=True)
class Declaration:
    """What somebody declared before their first look at the review. `interests` is empty where there are none."""

    at: datetime
    interests: str
    takes_part: bool


@dataclass(frozen=True)
class Member:
    """One person with one part in appraising a review. `mask` is the letter of an appraiser, kept for good."""

    person: str
    name: str
    part: Part
    mask: str
    due: date | None
    added_at: datetime
    declaration: Declaration | None = None
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""
    id: str = ""
    review: str = ""

    @property
    def is_missing(self) -> bool:
        """Withdrawn, or declared that they cannot take part: from then on missing data, for whom nobody waits."""
        return self.withdrawn_at is not None or (self.declaration is not None and not self.declaration.takes_part)

    @property
    def masked_name(self) -> str:
        """What an appraiser is called where names are masked; moderators are not masked."""
        return f"Appraiser {self.mask}" if self.part is Part.APPRAISER else self.name


class Standing(StrEnum):
    """How far a member of the team has come. Not stored: it follows from what they did."""

    ASKED = "asked"
    DECLARED = "declared"
    BEGUN = "begun"
    SUBMITTED = "submitted"
    UNABLE = "unable"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The words for a page."""
        return {"asked": "Asked", "declared": "Declared", "unable": "Cannot take part"}.get(self.value, self.value.capitalize())

    @property
    def about(self) -> str:
        """What it means, for a page."""
        return {
            "asked": "Is on the team, and has not declared interests yet. Until then the review is closed to them.",
            "declared": "Has declared interests and can take part, but has not begun.",
            "begun": "Is appraising. Nobody else can see what they say.",
            "submitted": "Has submitted. It opens to others once all are in, or when a moderator opens the round.",
            "unable": "Has declared that they cannot take part. Nobody waits for them.",
            "withdrawn": "A commissioner withdrew them. Nobody waits for them, and what they wrote does not count.",
        }[self.value]


def standing_of(member: Member, *, has_begun: bool, has_submitted: bool) -> Standing:
    """How far this member has come; the two say what there is of an appraisal of theirs."""
    if member.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if member.is_missing:
        return Standing.UNABLE
    if member.part is Part.APPRAISER and has_submitted:
        return Standing.SUBMITTED
    if member.part is Part.APPRAISER and has_begun:
        return Standing.BEGUN
    return Standing.DECLARED if member.declaration else Standing.ASKED


def next_mask(members: Iterable[Member]) -> str:
    """The first letter (then pair of letters) that nobody has had in this review, so that no mask is used twice."""
    taken = {member.mask for member in members}
    pairs: list[str] = [first + second for first in ascii_uppercase for second in ascii_uppercase]
    masks: list[str] = [*ascii_uppercase, *pairs]
    return next(mask for mask in masks if mask not in taken)


def member_of(members: Sequence[Member], person: str, part: Part | None = None) -> Member | None:
    """This person's place on the team, in this part where one is given."""
    return next((one for one in members if one.person == person and part in (None, one.part)), None)
