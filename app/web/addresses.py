"""Finding the route of an address quickly: a noun whose routes cannot have it is passed over at one look. Not the routes."""

import re

from fastapi import APIRouter
from starlette.routing import Match, Route
from starlette.types import Scope

NAME = re.compile(r"\?P<\w+>")


class Noun(APIRouter):
    """The routes of a noun. The framework would try each of them, of every noun before the right one, at every request."""

    def __init__(self, router: APIRouter) -> None:
        super().__init__(routes=router.routes)
        # Names in addresses turn up in several of them, which one expression must not have.
        patterns = [NAME.sub("?:", route.path_regex.pattern) for route in router.routes if isinstance(route, Route)]
        self._any = re.compile("|".join(patterns)) if len(patterns) == len(router.routes) else None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Which of the routes it is, if any."""
        if self._any is not None and not scope.get("root_path") and not self._any.match(scope["path"]):
            return Match.NONE, {}
        return super().matches(scope)
