"""What the pages about the people of a board show."""

from dataclasses import dataclass, field

from app.data.people import Listed
from app.domain.account import Board, Role
from app.domain.invitation import Invitation
from app.domain.letter import Delivery
from app.domain.permission_table import Rule
from app.services.invitation import Guest
from app.services.invitation import Listed as Invited

DONE = {
    "roles": "The roles are changed.",
    "disabled": "The account is disabled. Wherever it was signed in to this board, it is signed out.",
    "enabled": "The account is enabled.",
    "factor": "The second factor is taken off. Wherever the person was signed in, they are signed out.",
    "link": "A sign-in link is on its way.",
    "invited": "The invitation is on its way.",
    "withdrawn": "The invitation is withdrawn. Its link works no more.",
}
ROLES = {
    Role.COMMISSIONER: "Registers reviews and adds papers, puts people on teams, follows progress, signs and issues the report.",
    Role.APPRAISER: "Reads the papers and appraises on their own: grades, reasons, evidence. Sees no other’s before submitting.",
    Role.MODERATOR: "Reads what appraisers submitted, leads to a consensus, decides areas and the overall grade.",
    Role.ADMINISTRATOR: "Looks after accounts, roles and the trail. Reads no paper and no judgement by virtue of this role.",
}


@dataclass(frozen=True)
class RoleBox:
    """A role to tick, with what it does."""

    role: Role
    about: str
    is_chosen: bool


def boxes(chosen: frozenset[Role], offered: frozenset[Role] = frozenset(Role)) -> tuple[RoleBox, ...]:
    """The roles that can be given, with those chosen ticked."""
    return tuple(RoleBox(role, about, role in chosen) for role, about in ROLES.items() if role in offered)


@dataclass(frozen=True)
class PeoplePage:
    """Everybody on the board, and the invitations that are open."""

    people: tuple[Listed, ...]
    invited: tuple[Invited, ...]
    can_change: bool
    sends_letters: bool
    done: str = ""


@dataclass(frozen=True)
class PersonPage:
    """One account on the board, to be changed. `oneself`: it is one's own."""

    listed: Listed
    roles: tuple[RoleBox, ...]
    oneself: bool
    sends_letters: bool
    delivery: Delivery | None
    done: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FactorOffPage:
    """Before somebody's second factor is taken off."""

    listed: Listed
    sends_letters: bool
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LinkShownPage:
    """A one-time link that is shown this once, to be copied. `minutes` is how long a sign-in link works."""

    name: str
    link: str
    is_invitation: bool
    minutes: int = 0


@dataclass(frozen=True)
class InvitePage:
    """Inviting somebody."""

    typed: Guest
    roles: tuple[RoleBox, ...]
    sends_letters: bool
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class InvitationPage:
    """An invitation that works, as whoever has the link sees it. `signed_in_as` is an address, empty where nobody is.
    `passwords` and `has_provider` say how people sign in here.
    """

    invitation: Invitation
    token: str
    has_account: bool
    signed_in_as: str
    name: str
    post: str
    passwords: bool
    has_provider: bool
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_mine(self) -> bool:
        """Whether whoever is signed in is the one invited."""
        return self.signed_in_as == self.invitation.email


@dataclass(frozen=True)
class BoardsPage:
    """One's boards; `now` is the id of the one that one works on."""

    boards: tuple[Board, ...]
    now: str


@dataclass(frozen=True)
class PermissionsPage:
    """Who may do what. `administrators` are the names of those who give roles."""

    rules: tuple[Rule, ...]
    roles: tuple[RoleBox, ...]
    mine: frozenset[Role]
    administrators: tuple[str, ...]
