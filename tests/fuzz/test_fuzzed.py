"""Thousands of requests to every route by everybody: no mistake of ours, no hang, and nothing of another board changed.

`make test` sends a few hundred; `make fuzz` sends 20,000. FUZZ is how many, SEED the seed, which is printed.
"""

import os
import re
import traceback
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.errors import InvalidError
from app.web.deps import COOKIE
from tests.factories import make_token
from tests.fuzz.client import Answer
from tests.fuzz.oddities import HEADERS, METHODS, Chance
from tests.fuzz.world import (
    VISITORS,
    World,
    address,
    copy_of,
    furnish_world,
    is_whole,
    other_board,
    outside_files,
    routes,
    token_of,
    without_form,
)

ASKED = int(os.environ.get("FUZZ", "200"))
SEED = os.environ.get("SEED", "20160501")
EACH = 1_000  # requests on one copy of the installation
ROUNDS = [(number, min(EACH, ASKED - number * EACH)) for number in range(-(-ASKED // EACH))]
PATIENCE = 20.0
FEW = ("mona", "colin")  # whose pages are looked at for forms where few requests are sent
# With these a copy would soon be of no use; they are sent, but seldom.
ENDING = re.compile(
    r"/sign-out|/sessions/|/end-other|/disable|/password|/submit|/reopen|/second-factor|/people/|/withdraw|/sign-off"
)


@dataclass(frozen=True)
class Sent:
    """One request, as it can be told."""

    number: int
    who: str
    method: str
    path: str
    body: bytes
    headers: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """For the list of what fell."""
        return f"{self.number}: {self.who} {self.method} {self.path[:200]} {dict(self.headers)} {self.body[:300]!r}"


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, _example_once: Path) -> World:
    """The installation of which each round gets a copy."""
    return furnish_world(_example_once, tmp_path_factory.mktemp("fuzz") / "var", VISITORS if ASKED >= EACH else FEW)


@pytest.mark.parametrize(("number", "requests"), ROUNDS)
def test_whatever_is_sent_gets_an_answer_of_ours(number: int, requests: int, furnished: World, tmp_path: Path) -> None:
    print(f"{sum(map(len, furnished.forms.values()))} forms; routes without a form: {without_form(furnished)}")
    print(f"fuzzing with SEED={SEED}, round {number}, {requests} requests")
    chance, fallen, statuses, slowest = Chance(f"{SEED} {number}"), [], Counter[int](), 0.0
    with copy_of(furnished, tmp_path / "var") as world:
        before = other_board(world)
        for count in range(requests):
            sent = make(world, chance, count)
            try:
                answer = world.client.send(sent.method, sent.path, token_of(world, sent.who), sent.body, sent.headers, PATIENCE)
            except TimeoutError:
                fallen.append(f"no answer in {PATIENCE:.0f} seconds\n  {sent}")
                continue
            statuses[answer.status] += 1
            slowest = max(slowest, answer.seconds)
            if problem := wrong_with(answer):
                fallen.append(f"{problem}\n  {sent}")
            if answer.status == 401 and sent.who != "anonymous":
                sign_in_again(world, sent.who)
        assert other_board(world) == before
        assert outside_files(world) == []
        is_whole(world.place.settings)
    print(f"answers by status: {dict(sorted(statuses.items()))}, slowest {slowest:.2f} seconds")
    assert fallen == [], f"SEED={SEED}, round {number}:\n" + "\n\n".join(fallen[:10])
    assert len(statuses) > 3


def make(world: World, chance: Chance, number: int) -> Sent:
    """One request: a form of a page with something changed, or a route with something odd in its address."""
    who = chance.one(VISITORS)
    headers = tuple(chance.one(HEADERS) for _ in range(chance.random.randrange(3)) if chance.happens(0.3))
    if chance.happens(0.03):
        headers += (("sec-fetch-site", "cross-site"),)
    forms = world.forms.get(chance.one(VISITORS) if chance.happens(0.2) else who, [])
    if forms and chance.happens(0.5):
        form = chance.one(forms)
        if not ENDING.search(form.address) or chance.happens(0.1):
            return with_body(world, chance, number, who, "POST", form.address, list(form.fields), headers)
    return to_route(world, chance, number, who, headers)


def to_route(world: World, chance: Chance, number: int, who: str, headers: tuple[tuple[str, str], ...]) -> Sent:
    """A route with the example's things, other people's ids or oddities in its address."""
    route = chance.one(routes())
    if ENDING.search(route) and not chance.happens(0.1):
        route = "GET /reviews"
    method, path = route.split(maxsplit=1)
    names = world.place.names[chance.one(("submitted", "draft"))]

    def filled(found: re.Match[str]) -> str:
        if chance.happens(0.15):
            return chance.in_address()
        return chance.one(world.ids) if chance.happens(0.2) else names.get(found[1], "made-up")

    where = re.sub(r"\{(\w+)(?::\w+)?\}", filled, path) if "{" in path else address(world, route)
    if chance.happens(0.4):
        asked = [
            f"{chance.one(('q', 'page', 'sort', 'search', 'look', 'paper', 'n', 'kind', *world.names))}={chance.in_address()}"
        ]
        where = f"{where}?{'&'.join(asked * chance.random.randrange(1, 3))}"
    if method == "GET" and not chance.happens(0.1):
        return Sent(number, who, "GET", where, b"", headers)
    fields = [(chance.one(world.names), chance.word()) for _ in range(chance.random.randrange(8))]
    return with_body(world, chance, number, who, chance.one(METHODS) if chance.happens(0.1) else method, where, fields, headers)


def with_body(
    world: World,
    chance: Chance,
    number: int,
    who: str,
    method: str,
    path: str,
    fields: list[tuple[str, str]],
    headers: tuple[tuple[str, str], ...],
) -> Sent:
    """The request with these fields, some of them changed."""
    body, kind = chance.body(chance.changed(fields, world.ids, world.names))
    return Sent(number, who, method, path, body, (("content-type", kind), *headers))


def wrong_with(answer: Answer) -> str:
    """What must not be, empty where all is well."""
    if answer.error:
        told = "".join(traceback.format_exception(answer.error)[-4:])
        return f"an error: {answer.error!r}\n{told}"
    if answer.status >= 500 and answer.status not in (501, 507):
        return f"status {answer.status}"
    if "x-made-up" in answer.headers:
        return "a header that came from a field"
    if answer.status >= 400 and "Traceback" in answer.text:
        return "insides of ours in a page"
    given = answer.headers.get("set-cookie", "").lower()
    if given.startswith(f"{COOKIE}=") and "max-age=0" not in given and "httponly" not in given:
        return "a cookie that scripts can read"
    return ""


def sign_in_again(world: World, who: str) -> None:
    """Whoever was signed out on the way comes back, unless somebody took away their account or asked for a second factor."""
    with suppress(InvalidError):
        world.place.tokens[who] = make_token(world.place.settings, world.place.people[who])
