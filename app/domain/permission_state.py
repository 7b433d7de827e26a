"""In which circumstances something may be done: states of appraisals, places on the team, whose account. Who it takes besides is
said in `permission.py`; what is seen when, in `visibility.py`.

Each circumstance answers with the sentence why not now, empty where nothing stands against it.
"""

from collections.abc import Collection, Sequence

from app.domain.account import Person, Role
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.errors import DeclarationNeededError
from app.domain.round import Round
from app.domain.team import Member, Part, member_of
from app.domain.visibility import once_all_are_open

NOT_CHOSEN = (
    "A commissioner has chosen who appraises this review, and you are not among them, so it is closed to you. Ask your board's "
    "commissioner."
)
WITHDRAWN = "You no longer take part in appraising this review, so it is closed to you. Ask your board's commissioner."


def always(person: Person) -> str:  # noqa: ARG001
    """The role alone decides."""
    return ""


def unless_withdrawn(person: Person, places: Sequence[Member], *, of_others: bool = False) -> str:
    """A review is open to those with a place on its team once they declared interests, and no longer once withdrawn or unable to
    take part; but for commissioners, who keep the papers, and moderators who were withdrawn as appraisers. Once appraisers were
    chosen for it, it is closed to the other appraisers of the board, unless they had begun before (`of_others`).

    `places` are the person's own on the team. Raises DeclarationNeededError before they declared interests.
    """
    taking_part = [place for place in places if not place.is_missing]
    if taking_part and taking_part[0].declaration is None:
        raise DeclarationNeededError(taking_part[0].review)
    if not places and of_others and not person.has(Role.COMMISSIONER, Role.MODERATOR):
        return NOT_CHOSEN
    if taking_part or not places or person.has(Role.COMMISSIONER):
        return ""
    if any(place.withdrawn_at is None for place in places):
        return "You declared that you cannot take part in this review, so it is closed to you. Declare anew if that has changed."
    other = person.has(Role.MODERATOR) and all(place.part is Part.APPRAISER for place in places)
    return "" if other else WITHDRAWN


def while_appraiser(person: Person, places: Sequence[Member]) -> str:  # noqa: ARG001
    """The appraisal of whoever no longer takes part as an appraiser stays as it is. `places` as in `unless_withdrawn`."""
    return WITHDRAWN if any(place.part is Part.APPRAISER and place.is_missing for place in places) else ""


def where_chosen(person: Person, round_: Round) -> str:
    """Once the commissioner has put appraisers on the team, those alone appraise."""
    place = member_of(round_.members, person.id, Part.APPRAISER)
    if not round_.appraisers or (place is not None and not place.is_missing):
        return ""
    return "A commissioner has chosen who appraises this review, and you are not among them. Ask your board's commissioner."


def not_anothers(person: Person, appraisal: Appraisal) -> str | None:
    """Nobody changes what somebody else made."""
    return None if appraisal.appraiser == person.id else "Only the person who made this appraisal can change it."


def while_draft(person: Person, appraisal: Appraisal) -> str:  # noqa: ARG001
    """What was submitted stays as it is until it is reopened."""
    if appraisal.state is AppraisalState.DRAFT:
        return ""
    return "This appraisal has been submitted and cannot be changed. Reopen it first."


def until_own_submitted(person: Person, own: AppraisalState | None) -> str:  # noqa: ARG001
    """Cues are kept and dismissed until one's own appraisal of the review (`own`) is submitted."""
    if own is not AppraisalState.SUBMITTED:
        return ""
    return "Your appraisal has been submitted, so what you made of the cues stays as it is. Reopen the appraisal to change it."


def once_submitted(person: Person, appraisal: Appraisal) -> str:  # noqa: ARG001
    """Areas are judged when the markers are."""
    return "" if appraisal.state is AppraisalState.SUBMITTED else "Submit the appraisal first; then the areas can be judged."


def as_its_moderator(person: Person, round_: Round) -> str:
    """Where the commissioner put moderators on the team, one of these. Whoever appraised the review moderates it only where they
    were put there.
    """
    moderators = [member.person for member in round_.members if member.part is Part.MODERATOR and not member.is_missing]
    if moderators and person.id not in moderators:
        return "Others were chosen to moderate this review. Ask your board's commissioner to put you on its team."
    if person.id not in moderators and round_.own(person.id) is not None:
        return "You appraised this review yourself. You can moderate it once a commissioner makes you its moderator."
    if once_all_are_open(person, round_):
        return "The consensus is written while the appraisals are open to moderation. Now they are not."
    return ""


def only_in_moderation(person: Person, consensus: Appraisal, round_: Round | None) -> str | None:  # noqa: ARG001
    """The consensus is changed on the pages of moderation, which bring its round."""
    return None if round_ is not None else "The consensus is changed in moderation."


def until_signed_off(person: Person, consensus: Appraisal, round_: Round | None) -> str:
    """The consensus is changed by the moderators of its round until they sign it off."""
    if round_ is not None and (why_not := as_its_moderator(person, round_)):
        return why_not
    return "" if consensus.state is AppraisalState.DRAFT else "The consensus has been signed off. Open it again first."


def except_to_oneself(person: Person, to: str, roles: Collection[Role]) -> str:
    """Nobody gives a role to themselves: that takes a second administrator. `to` is an account."""
    return "You cannot give yourself a role. Ask another administrator of your board." if person.id == to and roles else ""


def except_ones_own(person: Person, of: str) -> str:
    """One's own second factor is taken off with a code of it, under one's own account. `of` is an account."""
    return "Your own second factor you turn off yourself, under “Your account”: that takes a code." if person.id == of else ""


def to_ones_teams(person: Person, roles: Collection[Role] = ()) -> str:
    """Administrators invite to any role; commissioners invite appraisers and moderators, whom they put on teams."""
    if person.has(Role.ADMINISTRATOR) or set(roles) <= {Role.APPRAISER, Role.MODERATOR}:
        return ""
    return "A commissioner can invite appraisers and moderators. Others an administrator invites."
