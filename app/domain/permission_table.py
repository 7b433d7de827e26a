"""The permission policy as a table: each action with its roles and its condition in a sentence. `permission.py` decides.

A house test holds each row against the functions that it names, and finds functions that no row names.
"""

from dataclasses import dataclass
from pathlib import PurePath

from app.domain.account import Role

READERS = (Role.COMMISSIONER, Role.APPRAISER, Role.MODERATOR)
APPRAISERS = (Role.APPRAISER,)
MODERATORS = (Role.MODERATOR,)
COMMISSIONERS = (Role.COMMISSIONER,)
ADMINISTRATORS = (Role.ADMINISTRATOR,)


@dataclass(frozen=True)
class Rule:
    """One action. One of `roles` is needed; `condition` says in a sentence what must hold besides, empty where nothing.

    `functions` are the names after `can_` and `check_` in `permission.py`. `ask` is whose holders can help somebody who has
    the role and still may not; no appraisers, who may be masked.
    """

    action: str
    roles: tuple[Role, ...]
    functions: tuple[str, ...]
    condition: str = ""
    ask: Role = Role.COMMISSIONER

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
        READERS,
        ("read_papers", "look_at_review", "takes_part"),
        "Whoever is on the team of a review declares interests before the first look. Whoever was withdrawn from it, or declared "
        "that they cannot take part, sees it no more; commissioners still keep its papers.",
    ),
    Rule("Register a review, change its facts, add and replace papers", COMMISSIONERS, ("register",)),
    Rule(
        "Put people on the team of a review, set due dates, choose how its round works",
        COMMISSIONERS,
        ("manage_team",),
    ),
    Rule(
        "See the team of a review and how far everybody is",
        (Role.COMMISSIONER, Role.MODERATOR),
        ("see_team",),
        "The grid shows progress and never a grade. A moderator who appraises the review sees it once their own is submitted. "
        "Where names are masked, only commissioners know them.",
    ),
    Rule(
        "Start an appraisal",
        APPRAISERS,
        ("appraise", "start_appraisal"),
        "Once a commissioner has put appraisers on the team of the review, only those.",
    ),
    Rule(
        "Change an appraisal",
        (Role.APPRAISER, Role.MODERATOR),
        ("change_appraisal",),
        "One’s own, while it is a draft. The consensus is changed by the moderators of the review until it is signed off.",
    ),
    Rule(
        "Keep and dismiss cues in a paper",
        APPRAISERS,
        ("mark_cues",),
        "Until one’s own appraisal of the review is submitted. Everybody who reads the papers sees the cues.",
    ),
    Rule(
        "See somebody else’s appraisal",
        READERS,
        ("see_appraisal",),
        "Once it is submitted and the round is open: all awaited appraisals are in, or a moderator opened the round. Whoever "
        "appraises the same review sees nothing until their own is submitted. This holds for commissioners and moderators too.",
        ask=Role.MODERATOR,
    ),
    Rule(
        "See how far the appraisers agree",
        READERS,
        ("see_agreement",),
        "Once one may see all the appraisals that are compared.",
        ask=Role.MODERATOR,
    ),
    Rule(
        "Open a round before all appraisals are in, ask for a second round",
        MODERATORS,
        ("open_round",),
        "Something must have been submitted.",
    ),
    Rule(
        "See the appraisals side by side",
        READERS,
        ("read_moderation",),
        "Once one may see every one of them and the round is open.",
        ask=Role.MODERATOR,
    ),
    Rule(
        "Write the consensus, record a minority view, sign off",
        MODERATORS,
        ("moderate",),
        "While the round is open. Where moderators were put on the team of the review, only those; who appraised it moderates it "
        "only when put there.",
    ),
    Rule(
        "Decide areas and the overall grade",
        MODERATORS,
        ("decide_adequacy",),
        "Once the appraisal is submitted, or the consensus signed off.",
    ),
    Rule("Sign and issue a report", COMMISSIONERS, ("issue",)),
    Rule("Read the trail of the board", (Role.COMMISSIONER, Role.ADMINISTRATOR), ("read_trail",)),
    Rule("See who is on the board and who is invited", (Role.COMMISSIONER, Role.ADMINISTRATOR), ("see_people",)),
    Rule(
        "Invite somebody",
        (Role.COMMISSIONER, Role.ADMINISTRATOR),
        ("invite",),
        "Administrators to any role; commissioners to appraiser and moderator.",
        ask=Role.ADMINISTRATOR,
    ),
    Rule(
        "Change roles, disable and enable accounts, make sign-in links",
        ADMINISTRATORS,
        ("change_people", "give_roles"),
        "Nobody gives a role to themselves, and at least one administrator remains.",
        ask=Role.ADMINISTRATOR,
    ),
)


def rule_of(error: BaseException) -> Rule | None:
    """The rule that refused: the first `check_…` of the policy through which this error came. None for other refusals."""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_name.startswith("check_") and PurePath(code.co_filename).name == "permission.py":
            name = code.co_name.removeprefix("check_")
            return next((rule for rule in RULES if name in rule.functions), None)
        trace = trace.tb_next
    return None
