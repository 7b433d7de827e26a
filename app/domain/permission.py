"""The whole permission policy on one screen: who may do what. `check_x` raises with a sentence, `can_x` says yes or no.

A row says which roles it takes (one of them; none where there are none), the sentence for those who have none of them, and the
circumstance, which `visibility.py` (what is seen when) and `permission_state.py` (what is done when) explain. Belonging to the
board is not checked here: every query is scoped to it, so a paper of another board is simply not found.
"""

from app.domain import permission_state as state
from app.domain import visibility as seen
from app.domain.account import Person, Role
from app.domain.appraisal import Appraisal
from app.domain.permission_rule import Policy
from app.domain.permission_state import always
from app.domain.round import Round

ANYBODY: tuple[Role, ...] = ()
C, A, M, X = (Role.COMMISSIONER,), (Role.APPRAISER,), (Role.MODERATOR,), (Role.ADMINISTRATOR,)
READERS = C + A + M  # An administrator may not read case papers by virtue of that role alone.
NO_PAPERS = "Your role does not include reading case papers. Ask your board's commissioner."
NO_START = "Only an appraiser can start an appraisal. Ask your board's administrator for the role."
NO_APPRAISER = (
    "You no longer have the role of an appraiser, so you cannot change this. Ask your board's administrator for the role."
)
NO_CUES = "Only an appraiser can keep or dismiss cues. You can read them."
NO_CONSENSUS = "Only a moderator can write the consensus. Ask your board's administrator for the role."
NO_OPENING = "Only a moderator can open the round before all appraisals are in."
NO_GRADES = "Only a moderator can confirm or change the grades of areas."
NO_REVIEW = "Only a commissioner can change a review or its papers. Ask your board's commissioner."
NO_MEMBERS = "Only a commissioner can change the team of a review. Ask your board's commissioner."
NO_REPORT = "Only a commissioner can sign and issue a report."
NO_TRAIL = "Only a commissioner or an administrator can read the trail."
NO_PEOPLE = "Only a commissioner or an administrator can see who is on the board."
NO_ACCOUNTS = "Only an administrator can change accounts and their roles."
NO_GUESTS = "Only a commissioner or an administrator can invite people."

POLICY = Policy()
pair = POLICY.pair

can_read_papers, check_read_papers = pair("read_papers", READERS, NO_PAPERS, always)
can_look_at_review, check_look_at_review = pair("look_at_review", ANYBODY, "", state.unless_withdrawn)
can_register, check_register = pair("register", C, NO_REVIEW, always)

can_appraise, check_appraise = pair("appraise", A, NO_START, always)
can_start_appraisal, check_start_appraisal = pair("start_appraisal", A, NO_START, state.where_chosen)
can_take_part, check_take_part = pair("take_part", ANYBODY, "", state.while_appraiser)
can_change_own, check_change_own = pair("change_own", A, NO_APPRAISER, state.while_draft, first=state.not_anothers)
can_mark_cues, check_mark_cues = pair("mark_cues", A, NO_CUES, state.until_own_submitted)

can_manage_team, check_manage_team = pair("manage_team", C, NO_MEMBERS, always)
can_see_team, check_see_team = pair("see_team", C + M, seen.NO_TEAM, seen.unless_blind)
can_see_appraisal, check_see_appraisal = pair(
    "see_appraisal", READERS, NO_PAPERS, seen.once_appraisal_opens, first=seen.if_ones_own
)
can_see_agreement, check_see_agreement = pair("see_agreement", READERS, NO_PAPERS, seen.once_round_opens)

can_open_round, check_open_round = pair("open_round", M, NO_OPENING, always)
can_read_moderation, check_read_moderation = pair("read_moderation", READERS, NO_PAPERS, seen.once_all_are_open)
can_moderate, check_moderate = pair("moderate", M, NO_CONSENSUS, state.as_its_moderator)
can_change_consensus, check_change_consensus = pair(
    "change_consensus", M, NO_CONSENSUS, state.until_signed_off, first=state.only_in_moderation
)
can_decide_adequacy, check_decide_adequacy = pair("decide_adequacy", M, NO_GRADES, state.once_submitted)
can_read_report, check_read_report = pair("read_report", READERS, NO_PAPERS, seen.unless_at_work)
can_issue, check_issue = pair("issue", C, NO_REPORT, always)

can_read_trail, check_read_trail = pair("read_trail", C + X, NO_TRAIL, always)
can_see_people, check_see_people = pair("see_people", C + X, NO_PEOPLE, always)
can_invite, check_invite = pair("invite", C + X, NO_GUESTS, state.to_ones_teams)
can_change_people, check_change_people = pair("change_people", X, NO_ACCOUNTS, always)
can_give_roles, check_give_roles = pair("give_roles", X, NO_ACCOUNTS, state.except_to_oneself)
can_take_off_factor, check_take_off_factor = pair("take_off_factor", X, NO_ACCOUNTS, state.except_ones_own)


def check_change_appraisal(person: Person, appraisal: Appraisal, round_: Round | None = None) -> None:
    """Raise unless the person may change this appraisal now: their own, or the consensus of its `round_`."""
    if appraisal.is_consensus:
        return check_change_consensus(person, appraisal, round_)
    return check_change_own(person, appraisal)


def can_change_appraisal(person: Person, appraisal: Appraisal, round_: Round | None = None) -> bool:
    """Whether the person may change this appraisal now, as `check_change_appraisal` has it."""
    if appraisal.is_consensus:
        return can_change_consensus(person, appraisal, round_)
    return can_change_own(person, appraisal)
