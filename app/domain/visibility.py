"""What is seen when: blindness, the opening of a round, masked names. Who it takes besides is said in `permission.py`.

Each circumstance answers with the sentence why something is not seen now, empty where it is.
"""

from app.domain.account import Person, Role
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.round import Round
from app.domain.team import Part, member_of


def is_blind(person: Person, round_: Round) -> bool:
    """Whether the person must not know what others make of the review: whoever appraises it, or was to, until their own appraisal
    is submitted; and everybody who neither appraises nor commissions or moderates.
    """
    own = round_.own(person.id)
    if own is None:
        is_member = member_of(round_.members, person.id, Part.APPRAISER) is not None
        return is_member or not person.has(Role.COMMISSIONER, Role.MODERATOR)
    return own.state is not AppraisalState.SUBMITTED


def if_ones_own(person: Person, appraisal: Appraisal, round_: Round) -> str | None:  # noqa: ARG001
    """One's own appraisal is always seen; of others the rest of the policy decides."""
    return "" if appraisal.appraiser == person.id and not appraisal.is_consensus else None


def once_appraisal_opens(person: Person, appraisal: Appraisal, round_: Round) -> str:
    """An independent appraisal is seen by its appraiser alone until it is submitted and the round that it belongs to is open: all
    are in, or a moderator opened it. Whoever appraises the same review works blind until their own is submitted. A consensus
    is seen by moderators while they write it, and by others as the appraisals it rests on.
    """
    if is_blind(person, round_):
        return "Appraisers of the same review work apart. You can see this appraisal once you have submitted your own."
    if appraisal.is_consensus and person.has(Role.MODERATOR):
        return ""
    if not appraisal.is_consensus and appraisal.state is not AppraisalState.SUBMITTED:
        return "This appraisal has not been submitted yet. Until then only its appraiser can see it."
    if not round_.is_open:
        return "Submitted appraisals open to others once all are in, or when a moderator opens the round."
    return ""


def once_round_opens(person: Person, round_: Round) -> str:
    """Whoever may see the submitted appraisals of a round may see how far they agree."""
    if is_blind(person, round_):
        return "Appraisers of the same review work apart. You can see how far you agree once you have submitted your own."
    if not round_.is_open:
        return "How far appraisers agree can be seen once all appraisals are in, or when a moderator opens the round."
    return ""


def unless_at_work(person: Person, round_: Round) -> str:
    """An issued report tells how others judged: whoever still appraises the review, or is to, reads it once their own is in."""
    own, place = round_.own(person.id), member_of(round_.members, person.id, Part.APPRAISER)
    if place is not None and place.is_missing:
        return ""
    at_work = place is not None if own is None else own.state is not AppraisalState.SUBMITTED
    if at_work:
        return "You are still to submit your own appraisal of this review. Its report opens to you once you have."
    return ""


def once_all_are_open(person: Person, round_: Round) -> str:
    """What the appraisers said is seen side by side: all of it, or nothing."""
    if not round_.submitted:
        return "Nothing has been submitted yet, so there is nothing to moderate."
    for appraisal in round_.submitted:
        if if_ones_own(person, appraisal, round_) is None and (closed := once_appraisal_opens(person, appraisal, round_)):
            return closed
    if not round_.is_open:
        return "Moderation begins once all appraisals are in, or when a moderator opens the round."
    return ""


NO_TEAM = "Only a commissioner or a moderator who is not appraising the review can see how far its team has come."


def unless_blind(person: Person, round_: Round) -> str:
    """How far the team has come is not seen by moderators who are still appraising themselves; commissioners chose the team."""
    return NO_TEAM if is_blind(person, round_) and not person.has(Role.COMMISSIONER) else ""


def as_shown_to(person: Person, round_: Round) -> Round:
    """The round with the names that this person may know: commissioners, who choose the appraisers, know them all."""
    return round_ if person.has(Role.COMMISSIONER) else round_.masked_for(person.id)
