"""How a row of the policy becomes a pair of functions: `can_x` says yes or no, `check_x` raises with the sentence why not.

The rows stand in `permission.py`; here is nothing about who may do what.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from app.domain.account import Person, Role
from app.domain.errors import NotAllowedError

P = ParamSpec("P")
Answer = TypeVar("Answer")
About = Callable[Concatenate[Person, P], Answer]


@dataclass(frozen=True)
class Deed:
    """One row: one of `roles` is needed, none where it is empty, or the person reads `refusal`; and then the circumstance."""

    name: str
    roles: tuple[Role, ...]
    refusal: str
    circumstance: str


class Policy(dict[str, Deed]):
    """The rows by the name of their deed."""

    def pair(
        self,
        name: str,
        roles: tuple[Role, ...],
        refusal: str,
        circumstance: About[P, str],
        first: About[P, str | None] | None = None,
    ) -> tuple[About[P, bool], About[P, None]]:
        """Add a row and return its `can_…` and `check_…`; both take the person and what the circumstance is asked about.

        `circumstance` answers with the sentence why not now, empty where nothing stands against it. `first` is asked before
        the roles: empty allows, a sentence refuses, None leaves it to the rest. Either may raise a NotAllowedError of its own.
        """
        self[name] = Deed(name, roles, refusal, circumstance.__name__)

        def check(person: Person, /, *args: P.args, **kwargs: P.kwargs) -> None:
            why_not = first(person, *args, **kwargs) if first else None
            if why_not is None and roles and not person.has(*roles):
                why_not = refusal
            if why_not is None:
                why_not = circumstance(person, *args, **kwargs)
            if why_not:
                raise NotAllowedError(why_not, name)

        def can(person: Person, /, *args: P.args, **kwargs: P.kwargs) -> bool:
            try:
                check(person, *args, **kwargs)
            except NotAllowedError:
                return False
            return True

        can.__name__, check.__name__ = f"can_{name}", f"check_{name}"
        return can, check
