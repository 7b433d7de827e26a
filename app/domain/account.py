"""People who sign in: the acting person that every service takes first, and their roles on a board."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do on a board. A person may hold several. Stored values."""

    COMMISSIONER = "commissioner"
    APPRAISER = "appraiser"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The words for a page."""
        return self.value.capitalize()


@dataclass(frozen=True)
class Board:
    """The organisation to which everything belongs."""

    id: str
    name: str


@dataclass(frozen=True)
class Person:
    """The acting person, detached from the database: who, for which board, in which roles."""

    id: str
    name: str
    email: str
    board: Board
    roles: frozenset[Role]
    post: str = ""

    def has(self, *roles: Role) -> bool:
        """Whether the person holds at least one of these roles."""
        return not self.roles.isdisjoint(roles)
