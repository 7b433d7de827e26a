"""Whoever is blind gets the same answers whatever the others write: at every address of the application, in every phase.

Alice's and Bob's words and grades are changed behind everybody's back between two readings of the whole application. Every
answer, with its headers and the number of questions that it cost, must be the same for those who may not see them. What is
allowed to differ stands in `MAY_DIFFER`, with why.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.data import team
from app.domain.appraisal import Appraisal
from app.domain.audit import event
from app.domain.team import Part
from app.services import appraisal as appraisals
from app.services import round as rounds
from app.services import second_round
from tests.factories import People
from tests.house.blind_world import (
    ALICE_WORD,
    BOB_WORD,
    Answer,
    World,
    close_world,
    copy_world,
    make_world,
    paths,
    read_all,
    say_otherwise,
    send_all,
    write_more,
)

WORDS = {"alice": ALICE_WORD, "bob": BOB_WORD}
STRANGERS = ("frank", "dave", "nobody")

# Pages whose answers may differ between two readings although nothing may be learnt from them, with why. They are still
# searched for the secret words.
MAY_DIFFER = {
    "/trail": "lists the visitor's own looks of the first reading",
    "/trail/check": "counts the rows of the trail, the visitor's own looks among them",
    "/trail/export.jsonl": "holds the visitor's own looks of the first reading",
    "/people": "says when people signed in last, and the visitors of this test do",
    "/people/{account}": "says when this person signed in last",
    "/account": "says when the visitor's own browsers were used last",
    "/health": "is for machines and tells of the machine",
}
MAY = re.compile("|".join(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)) for path in MAY_DIFFER))


@dataclass(frozen=True)
class Phase:
    """How a world comes into this phase, and from whom whose work is kept. `formats`: of files of reports.

    `change` is how somebody writes meanwhile; `forms`: forms are sent in it, too.
    """

    enter: Callable[[World], None]
    blind: dict[str, tuple[str, ...]]
    sees: dict[str, tuple[str, ...]]
    formats: tuple[str, ...] = ("json",)
    forms: bool = False
    change: Callable[[World, Appraisal, str], None] = say_otherwise


def drafting(_world: World) -> None:
    """Both are at work."""


def submit_alice(world: World) -> None:
    """Alice has submitted, Bob has not."""
    with world.work() as db:
        appraisals.submit_appraisal(world.people.alice, db, world.alice.id)


def open_early(world: World) -> None:
    """The moderator opened the round before Bob was done."""
    submit_alice(world)
    with world.work() as db:
        rounds.open_round(world.people.carol, db, world.review.id, "Bob is ill.")


def submit_both(world: World) -> None:
    """Both are done, which opens the round."""
    submit_alice(world)
    with world.work() as db:
        appraisals.submit_appraisal(world.people.bob, db, world.bob.id)


def ask_again(world: World) -> None:
    """The moderator asked for a second round, in which both work apart again."""
    submit_both(world)
    with world.work() as db:
        second_round.ask_second_round(world.people.carol, db, world.review.id, "The grades lie far apart.", [])


def withdraw_bob(world: World) -> None:
    """Bob was withdrawn, so that the round is open with Alice's alone. He stays blind."""
    submit_alice(world)
    people, review = world.people, world.review.id
    with world.work() as db:
        for person, mask in ((people.alice, "A"), (people.bob, "B")):
            told = event(people.erin, "appraiser added", "review", review, review=review)
            team.add_member(db, review, person.id, Part.APPRAISER, mask=mask, due=None, by=people.erin.id, audit=told)
        told = event(people.erin, "appraiser withdrawn", "review", review, review=review)
        team.withdraw_member(db, review, people.bob.id, Part.APPRAISER, reason="Ill.", by=people.erin.id, audit=told)


BOTH = ("alice", "bob")
EVERYBODY_APART = {"alice": ("bob",), "bob": ("alice",), "carol": BOTH, "erin": BOTH}
PHASES = {
    "both drafting": Phase(drafting, EVERYBODY_APART, {"alice": ("alice",), "bob": ("bob",)}, forms=True),
    "Alice submitted": Phase(submit_alice, EVERYBODY_APART, {"alice": ("alice",), "bob": ("bob",)}),
    "opened early": Phase(
        open_early,
        {"alice": ("bob",), "bob": ("alice",), "carol": ("bob",), "erin": ("bob",)},
        {"carol": ("alice",), "erin": ("alice",)},
        forms=True,
    ),
    # All four are made of one tree, so that they are looked into where a slip is likeliest.
    "opened early, all files": Phase(open_early, {"bob": ("alice",)}, {}, formats=("html", "json", "pdf", "docx")),
    "both submitted": Phase(
        submit_both,
        dict.fromkeys(STRANGERS, BOTH),
        {"alice": ("bob",), "bob": ("alice",), "carol": BOTH, "erin": BOTH},
        forms=True,
    ),
    "second round": Phase(ask_again, EVERYBODY_APART, {"alice": ("alice",), "bob": ("bob",)}, change=write_more),
    "Bob withdrawn": Phase(
        withdraw_bob,
        {"alice": ("bob",), "bob": ("alice",), "carol": ("bob",), "erin": ("bob",)},
        {"carol": ("alice",), "erin": ("alice",)},
    ),
}


@pytest.fixture(scope="module")
def first_world(tmp_path_factory: pytest.TempPathFactory, _made_once: tuple[Path, People]) -> Iterator[World]:
    """The world with two drafts, of which each phase takes a copy."""
    world = make_world(tmp_path_factory.mktemp("blind"), *_made_once)
    yield world
    close_world(world)


@pytest.fixture(params=PHASES)
def phase(request: pytest.FixtureRequest) -> Phase:
    """Each phase."""
    return PHASES[request.param]


@pytest.fixture
def world(phase: Phase, first_world: World, tmp_path: Path) -> Iterator[World]:
    """The world in this phase."""
    world = copy_world(first_world, tmp_path, phase.formats)
    phase.enter(world)
    yield world
    close_world(world)


def test_whoever_is_blind_gets_the_same_answers_whatever_the_others_write(phase: Phase, world: World) -> None:
    told, first = [], {}
    for writer, appraisal in (("alice", world.alice), ("bob", world.bob)):
        # Read here and not before, because what one writes oneself makes a difference to oneself.
        first |= {name: read_all(world, name) for name, writers in phase.blind.items() if writers[0] == writer}
        phase.change(world, appraisal, WORDS[writer])
        for name, writers in phase.blind.items():
            if writers[-1] == writer:
                again = read_all(world, name)
                told += [_tellings(phase, name, first[name]), _tellings(phase, name, again)]
                told += [_differences(name, first[name], again)]
    found = [line for lines in told for line in lines]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("phase", [name for name, phase in PHASES.items() if phase.forms], indirect=True)
def test_forms_tell_nothing_to_whoever_is_blind(phase: Phase, world: World) -> None:
    told = []
    for name, writers in phase.blind.items():
        for path, text in send_all(world, name):
            told += [
                f"{name} reads {writer}'s words after sending a form to {path}" for writer in writers if WORDS[writer] in text
            ]
    assert told == []


@pytest.mark.parametrize("phase", [name for name, phase in PHASES.items() if phase.sees], indirect=True)
def test_whoever_may_see_does_see(phase: Phase, world: World) -> None:
    """Otherwise the tests above would pass in an application that shows nothing."""
    for name, writers in phase.sees.items():
        with world.browser(name) as browser:
            for writer in writers:
                page = browser.get(f"/appraisals/{getattr(world, writer).id}/markers/analysis")
                assert WORDS[writer] in page.text, (name, writer)


def test_what_may_differ_is_a_page_that_there_is() -> None:
    assert set(MAY_DIFFER) <= set(paths("GET"))


def _tellings(phase: Phase, name: str, answers: dict[str, Answer]) -> list[str]:
    """Where this person reads a word that is kept from them."""
    return [
        f"{name} reads {writer}'s words at {path}"
        for path, answer in answers.items()
        for writer in phase.blind[name]
        if WORDS[writer] in answer.text or WORDS[writer] in str(answer.headers)
    ]


def _differences(name: str, first: dict[str, Answer], again: dict[str, Answer]) -> list[str]:
    """What tells that somebody wrote in the meantime."""
    return [
        f"{name} is told at {path} by its {part}: {_where(str(getattr(first[path], part)), str(getattr(again[path], part)))}"
        for path in first
        if not MAY.fullmatch(path)
        for part in ("status", "headers", "text", "statements")
        if getattr(first[path], part) != getattr(again[path], part)
    ]


def _where(one: str, other: str) -> Sequence[str]:
    at = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[max(0, at - 60) : at + 60], other[max(0, at - 60) : at + 60]
