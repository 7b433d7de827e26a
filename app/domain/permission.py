"""The whole permission policy on one screen: who may do what. `check_x` raises with a sentence, `can_x` says yes or no.

Belonging to the board is not checked here: every query is scoped to it, so a paper of another board is simply not found.
"""

from collections.abc import Collection, Sequence

from app.domain.account import Person, Role
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.errors import DeclarationNeededError, NotAllowedError
from app.domain.round import Round
from app.domain.team import Member, Part, member_of

NO_PAPERS = "Your role does not include reading case papers. Ask your board's commissioner."
WITHDRAWN = "You no longer take part in appraising this review, so it is closed to you. Ask your board's commissioner."
READERS = (Role.COMMISSIONER, Role.APPRAISER, Role.MODERATOR)


def can_read_papers(person: Person) -> bool:
    """An administrator may not read case papers by virtue of that role alone."""
    return person.has(*READERS)


def check_read_papers(person: Person) -> None:
    """Raise unless the person may see reviews and their papers."""
    _require(can_read_papers(person), NO_PAPERS)


def can_register(person: Person) -> bool:
    """Commissioners register and edit reviews and add papers."""
    return person.has(Role.COMMISSIONER)


def check_register(person: Person) -> None:
    """Raise unless the person may register or edit reviews and add papers."""
    _require(
        can_register(person),
        "Only a commissioner can change a review or its papers. Ask your board's commissioner.",
    )


def can_appraise(person: Person) -> bool:
    """Appraisers start appraisals."""
    return person.has(Role.APPRAISER)


def check_appraise(person: Person) -> None:
    """Raise unless the person may start an appraisal."""
    _require(
        can_appraise(person),
        "Only an appraiser can start an appraisal. Ask your board's administrator for the role.",
    )


def can_see_appraisal(person: Person, appraisal: Appraisal, round_: Round) -> bool:
    """Whether the person may see what is in this appraisal. `round_` is the round that it belongs to.

    An independent appraisal is seen by its appraiser alone until it is submitted and the round is open: when all are in, or a
    moderator opened it. Whoever appraises the same review works blind until their own is submitted. A consensus is seen by
    moderators while they write it, and by others as the appraisals it rests on.
    """
    return _why_closed(person, appraisal, round_) == ""


def check_see_appraisal(person: Person, appraisal: Appraisal, round_: Round) -> None:
    """Raise unless the person may see what is in this appraisal now. `round_` as in `can_see_appraisal`."""
    _require(not (why := _why_closed(person, appraisal, round_)), why)


def _why_closed(person: Person, appraisal: Appraisal, round_: Round) -> str:
    """Why the person cannot see this appraisal now, as a sentence; empty where they can."""
    if appraisal.appraiser == person.id and not appraisal.is_consensus:
        return ""
    if not can_read_papers(person):
        return NO_PAPERS
    if _is_blind(person, round_):
        return "Appraisers of the same review work apart. You can see this appraisal once you have submitted your own."
    if appraisal.is_consensus and person.has(Role.MODERATOR):
        return ""
    if not appraisal.is_consensus and appraisal.state is not AppraisalState.SUBMITTED:
        return "This appraisal has not been submitted yet. Until then only its appraiser can see it."
    if not round_.is_open:
        return "Submitted appraisals open to others once all are in, or when a moderator opens the round."
    return ""


def can_see_agreement(person: Person, round_: Round) -> bool:
    """Whoever may see the submitted appraisals of a round may see how far they agree."""
    return _why_no_agreement(person, round_) == ""


def check_see_agreement(person: Person, round_: Round) -> None:
    """Raise unless the person may see how far the appraisers of a round agree."""
    _require(not (why := _why_no_agreement(person, round_)), why)


def _why_no_agreement(person: Person, round_: Round) -> str:
    if not can_read_papers(person):
        return NO_PAPERS
    if _is_blind(person, round_):
        return "Appraisers of the same review work apart. You can see how far you agree once you have submitted your own."
    if not round_.is_open:
        return "How far appraisers agree can be seen once all appraisals are in, or when a moderator opens the round."
    return ""


def _is_blind(person: Person, round_: Round) -> bool:
    own = round_.own(person.id)
    if own is None:
        is_member = member_of(round_.members, person.id, Part.APPRAISER) is not None
        return is_member or not person.has(Role.COMMISSIONER, Role.MODERATOR)
    return own.state is not AppraisalState.SUBMITTED


def can_change_appraisal(person: Person, appraisal: Appraisal, round_: Round | None = None) -> bool:
    """Its appraiser, while it is a draft and while they hold the role; of a consensus the moderators of its `round_`."""
    if appraisal.is_consensus:
        return round_ is not None and can_moderate(person, round_) and appraisal.state is AppraisalState.DRAFT
    return can_appraise(person) and appraisal.appraiser == person.id and appraisal.state is AppraisalState.DRAFT


def check_change_appraisal(person: Person, appraisal: Appraisal, round_: Round | None = None) -> None:
    """Raise unless the person may change this appraisal now. `round_` as in `can_change_appraisal`."""
    if appraisal.is_consensus:
        _require(round_ is not None, "The consensus is changed in moderation.")
        assert round_ is not None
        check_moderate(person, round_)
        _require(appraisal.state is AppraisalState.DRAFT, "The consensus has been signed off. Open it again first.")
        return
    _require(appraisal.appraiser == person.id, "Only the person who made this appraisal can change it.")
    _require(
        can_appraise(person),
        "You no longer have the role of an appraiser, so you cannot change this. Ask your board's administrator for the role.",
    )
    _require(
        appraisal.state is AppraisalState.DRAFT,
        "This appraisal has been submitted and cannot be changed. Reopen it first.",
    )


def can_mark_cues(person: Person, own: AppraisalState | None) -> bool:
    """Who appraises may keep and dismiss cues, until their own appraisal of the review (`own`) is submitted; everybody who may
    read the papers may read the cues. What was made of them is seen as the appraisal of whoever made it is seen.
    """
    return can_appraise(person) and own is not AppraisalState.SUBMITTED


def check_mark_cues(person: Person, own: AppraisalState | None) -> None:
    """Raise unless the person may keep and dismiss cues in the papers of this review now. `own` as in `can_mark_cues`."""
    _require(can_appraise(person), "Only an appraiser can keep or dismiss cues. You can read them.")
    _require(
        own is not AppraisalState.SUBMITTED,
        "Your appraisal has been submitted, so what you made of the cues stays as it is. Reopen the appraisal to change it.",
    )


def can_decide_adequacy(person: Person, appraisal: Appraisal) -> bool:
    """Moderators decide areas and the overall grade of a submitted appraisal."""
    return person.has(Role.MODERATOR) and appraisal.state is AppraisalState.SUBMITTED


def check_decide_adequacy(person: Person, appraisal: Appraisal) -> None:
    """Raise unless the person may confirm or depart from the proposed grades."""
    _require(person.has(Role.MODERATOR), "Only a moderator can confirm or change the grades of areas.")
    _require(
        appraisal.state is AppraisalState.SUBMITTED,
        "Submit the appraisal first; then the areas can be judged.",
    )


def can_open_round(person: Person) -> bool:
    """Moderators open a round before all appraisals are in, and ask for a second one."""
    return person.has(Role.MODERATOR)


def check_open_round(person: Person) -> None:
    """Raise unless the person may open a round of appraisals to those who may read them."""
    _require(can_open_round(person), "Only a moderator can open the round before all appraisals are in.")


def check_read_moderation(person: Person, round_: Round) -> None:
    """Raise unless the person may see what the appraisers said, side by side: all of it, or nothing."""
    _require(can_read_papers(person), NO_PAPERS)
    _require(bool(round_.submitted), "Nothing has been submitted yet, so there is nothing to moderate.")
    for appraisal in round_.submitted:
        check_see_appraisal(person, appraisal, round_)
    _require(round_.is_open, "Moderation begins once all appraisals are in, or when a moderator opens the round.")


def can_read_moderation(person: Person, round_: Round) -> bool:
    """Whether the person may see the appraisals side by side now."""
    try:
        check_read_moderation(person, round_)
    except NotAllowedError:
        return False
    return True


def can_moderate(person: Person, round_: Round) -> bool:
    """Whether the person writes the consensus of this round: a moderator of the board or, where the commissioner put
    moderators on the team, one of these. Whoever appraised the review moderates it only where they were put there.
    """
    return _why_no_moderator(person, round_) == ""


def check_moderate(person: Person, round_: Round) -> None:
    """Raise unless the person may write the consensus of this round. `can_moderate` has the rule."""
    _require(not (why := _why_no_moderator(person, round_)), why)


def _why_no_moderator(person: Person, round_: Round) -> str:
    if not person.has(Role.MODERATOR):
        return "Only a moderator can write the consensus. Ask your board's administrator for the role."
    moderators = [member.person for member in round_.members if member.part is Part.MODERATOR and not member.is_missing]
    if moderators and person.id not in moderators:
        return "Others were chosen to moderate this review. Ask your board's commissioner to put you on its team."
    if person.id not in moderators and round_.own(person.id) is not None:
        return "You appraised this review yourself. You can moderate it once a commissioner makes you its moderator."
    if not can_read_moderation(person, round_):
        return "The consensus is written while the appraisals are open to moderation. Now they are not."
    return ""


def check_look_at_review(person: Person, places: Sequence[Member]) -> None:
    """Raise unless a review is open to this person, whose places on its team these are; to those without any it is.

    Raises DeclarationNeededError before they declared interests. Whoever was withdrawn, or cannot take part, looks at it no
    longer: but for commissioners, who keep the papers, and moderators who were withdrawn as appraisers.
    """
    taking_part = [place for place in places if not place.is_missing]
    if taking_part and taking_part[0].declaration is None:
        raise DeclarationNeededError(taking_part[0].review)
    if taking_part or not places or person.has(Role.COMMISSIONER):
        return
    unable = any(place.withdrawn_at is None for place in places)
    _require(
        not unable,
        "You declared that you cannot take part in this review, so it is closed to you. Declare anew if that has changed.",
    )
    other = person.has(Role.MODERATOR) and all(place.part is Part.APPRAISER for place in places)
    _require(other, WITHDRAWN)


def check_takes_part(places: Sequence[Member]) -> None:
    """Raise where these places on the team hold that of an appraiser who no longer takes part: their appraisal stays as it is."""
    _require(not any(place.part is Part.APPRAISER and place.is_missing for place in places), WITHDRAWN)


def can_start_appraisal(person: Person, round_: Round) -> bool:
    """Appraisers of the board; once the commissioner has put appraisers on the team, those alone."""
    place = member_of(round_.members, person.id, Part.APPRAISER)
    return can_appraise(person) and (not round_.appraisers or (place is not None and not place.is_missing))


def check_start_appraisal(person: Person, round_: Round) -> None:
    """Raise unless the person may start an appraisal of the review of this round."""
    check_appraise(person)
    _require(
        can_start_appraisal(person, round_),
        "A commissioner has chosen who appraises this review, and you are not among them. Ask your board's commissioner.",
    )


def can_manage_team(person: Person) -> bool:
    """Commissioners put people on the team of a review, set due dates, remind, withdraw, and choose the settings of the round."""
    return person.has(Role.COMMISSIONER)


def check_manage_team(person: Person) -> None:
    """Raise unless the person may change the team of a review and the settings of its round."""
    _require(can_manage_team(person), "Only a commissioner can change the team of a review. Ask your board's commissioner.")


def can_see_team(person: Person, round_: Round) -> bool:
    """Commissioners and moderators see the team and how far it has come; not moderators who are still appraising themselves."""
    return person.has(Role.COMMISSIONER) or (person.has(Role.MODERATOR) and not _is_blind(person, round_))


def check_see_team(person: Person, round_: Round) -> None:
    """Raise unless the person may see the team of a review and how far it has come."""
    _require(
        can_see_team(person, round_),
        "Only a commissioner or a moderator who is not appraising the review can see how far its team has come.",
    )


def as_shown_to(person: Person, round_: Round) -> Round:
    """The round with the names that this person may know: commissioners, who choose the appraisers, know them all."""
    return round_ if person.has(Role.COMMISSIONER) else round_.masked_for(person.id)


def can_issue(person: Person) -> bool:
    """Commissioners sign and issue reports."""
    return person.has(Role.COMMISSIONER)


def check_issue(person: Person) -> None:
    """Raise unless the person may sign and issue a report."""
    _require(can_issue(person), "Only a commissioner can sign and issue a report.")


def can_read_trail(person: Person) -> bool:
    """Commissioners and administrators read the trail, which names papers and never quotes them."""
    return person.has(Role.COMMISSIONER, Role.ADMINISTRATOR)


def check_read_trail(person: Person) -> None:
    """Raise unless the person may read the board's trail."""
    _require(can_read_trail(person), "Only a commissioner or an administrator can read the trail.")


def can_see_people(person: Person) -> bool:
    """Commissioners and administrators see who is on the board, in which roles, and who is invited."""
    return person.has(Role.COMMISSIONER, Role.ADMINISTRATOR)


def check_see_people(person: Person) -> None:
    """Raise unless the person may see who is on the board."""
    _require(can_see_people(person), "Only a commissioner or an administrator can see who is on the board.")


def can_change_people(person: Person) -> bool:
    """Administrators change roles, disable and enable accounts on their board, and make sign-in links."""
    return person.has(Role.ADMINISTRATOR)


def check_change_people(person: Person) -> None:
    """Raise unless the person may change the accounts of the board."""
    _require(can_change_people(person), "Only an administrator can change accounts and their roles.")


def can_give_roles(person: Person, to: str, roles: Collection[Role]) -> bool:
    """An administrator gives roles to others, never to themselves: that takes a second administrator. `to` is an account."""
    return can_change_people(person) and (person.id != to or not roles)


def check_give_roles(person: Person, to: str, roles: Collection[Role]) -> None:
    """Raise unless the person may give these further roles to this account."""
    check_change_people(person)
    _require(can_give_roles(person, to, roles), "You cannot give yourself a role. Ask another administrator of your board.")


def can_invite(person: Person, roles: Collection[Role] = ()) -> bool:
    """Administrators invite to any role; commissioners invite appraisers and moderators, whom they put on teams."""
    own = person.has(Role.COMMISSIONER) and set(roles) <= {Role.APPRAISER, Role.MODERATOR}
    return own or person.has(Role.ADMINISTRATOR)


def check_invite(person: Person, roles: Collection[Role] = ()) -> None:
    """Raise unless the person may invite somebody to these roles, or withdraw such an invitation."""
    _require(can_invite(person), "Only a commissioner or an administrator can invite people.")
    _require(can_invite(person, roles), "A commissioner can invite appraisers and moderators. Others an administrator invites.")


def _require(allowed: bool, sentence: str) -> None:
    if not allowed:
        raise NotAllowedError(sentence)
