"""The permission policy in words for administrators: the deeds of `permission.py`, and their circumstances in a sentence.

The roles come from the policy itself. A test finds deeds that no row names.
"""

from dataclasses import dataclass

from app.domain.account import Role
from app.domain.errors import NotAllowedError
from app.domain.permission import POLICY


@dataclass(frozen=True)
class Rule:
    """One action, which one or several deeds of the policy make up. `condition` says in a sentence what must hold besides the
    roles, empty where nothing. `ask` is whose holders can help somebody who has the role and still may not; no appraisers, who
    may be masked.
    """

    action: str
    deeds: tuple[str, ...]
    condition: str = ""
    ask: Role = Role.COMMISSIONER

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of which one is needed, as the policy has them."""
        return tuple(dict.fromkeys(role for deed in self.deeds for role in POLICY[deed].roles))

    def whom_to_ask(self, roles: frozenset[Role]) -> tuple[Role, ...]:
        """Holders of which roles can help somebody with these roles: commissioners who may do it themselves, and administrators,
        who give the role that is missing.
        """
        if roles.intersection(self.roles):
            return (self.ask,)
        return (Role.COMMISSIONER, Role.ADMINISTRATOR) if Role.COMMISSIONER in self.roles else (Role.ADMINISTRATOR,)


RULES: tuple[Rule, ...] = (
    Rule(
        "See reviews, read and search their papers",
        ("read_papers", "look_at_review", "take_part"),
        "Once a commissioner has put appraisers on the team of a review, it is closed to the other appraisers of the board. "
        "Whoever is on the team declares interests before the first look. Whoever was withdrawn from it, or declared that they "
        "cannot take part, sees it no more; commissioners still keep its papers.",
    ),
    Rule("Register a review, change its facts, add and replace papers", ("register",)),
    Rule(
        "Put people on the team of a review, set due dates, choose how its round works",
        ("manage_team",),
    ),
    Rule(
        "See the team of a review and how far everybody is",
        ("see_team",),
        "The grid shows progress and never a grade. A moderator who appraises the review sees it once their own is submitted. "
        "Where names are masked, only commissioners know them.",
    ),
    Rule(
        "Start an appraisal",
        ("appraise", "start_appraisal"),
        "Once a commissioner has put appraisers on the team of the review, only those.",
    ),
    Rule(
        "Change an appraisal",
        ("change_own", "change_consensus"),
        "One’s own, while it is a draft. The consensus is changed by the moderators of the review until it is signed off.",
    ),
    Rule(
        "Keep and dismiss cues in a paper",
        ("mark_cues",),
        "Until one’s own appraisal of the review is submitted. Everybody who reads the papers sees the cues.",
    ),
    Rule(
        "See somebody else’s appraisal",
        ("see_appraisal",),
        "Once it is submitted and the round is open: all awaited appraisals are in, or a moderator opened the round. Whoever "
        "appraises the same review sees nothing until their own is submitted. This holds for commissioners and moderators too.",
        ask=Role.MODERATOR,
    ),
    Rule(
        "See how far the appraisers agree",
        ("see_agreement",),
        "Once one may see all the appraisals that are compared.",
        ask=Role.MODERATOR,
    ),
    Rule(
        "Read an issued report",
        ("read_report",),
        "Whoever still appraises the review, or is to, reads it once their own appraisal is submitted.",
    ),
    Rule(
        "Open a round before all appraisals are in, ask for a second round",
        ("open_round",),
        "Something must have been submitted.",
    ),
    Rule(
        "See the appraisals side by side",
        ("read_moderation",),
        "Once one may see every one of them and the round is open.",
        ask=Role.MODERATOR,
    ),
    Rule(
        "Write the consensus, record a minority view, sign off",
        ("moderate",),
        "While the round is open. Where moderators were put on the team of the review, only those; who appraised it moderates it "
        "only when put there.",
    ),
    Rule(
        "Decide areas and the overall grade",
        ("decide_adequacy",),
        "Once the appraisal is submitted, or the consensus signed off.",
    ),
    Rule("Sign and issue a report", ("issue",)),
    Rule("Read the trail of the board", ("read_trail",)),
    Rule("See who is on the board and who is invited", ("see_people",)),
    Rule(
        "Invite somebody",
        ("invite",),
        "Administrators to any role; commissioners to appraiser and moderator.",
        ask=Role.ADMINISTRATOR,
    ),
    Rule(
        "Change roles, disable and enable accounts, make sign-in links, take off a second factor",
        ("change_people", "give_roles", "take_off_factor"),
        "Nobody gives a role to themselves or takes off their own second factor so, and at least one administrator remains.",
        ask=Role.ADMINISTRATOR,
    ),
)


def rule_of(error: BaseException) -> Rule | None:
    """The rule that refused: the row of the deed that the refusal names. None for refusals that are not the policy's."""
    deed = error.deed if isinstance(error, NotAllowedError) else ""
    return next((rule for rule in RULES if deed in rule.deeds), None)
