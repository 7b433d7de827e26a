"""Each route is on the list, and lets in those whom the list names: with the worked example's things in its address."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlmodel import select

from app.data.session import get_engine, work
from app.data.study import save_study
from app.data.tables import AppraisalRow, DocumentRow, EvidenceRow, ReportRow, ReviewRow
from app.domain.account import Person, Role
from app.domain.cue import Cue, CueKind
from app.domain.study import Study
from app.main import create_app
from app.services import account as accounts
from app.services import invitation as invitations
from app.services.instrument import get_instrument
from app.services.invitation import Guest
from app.settings import Settings
from app.web import ROUTERS
from tests.browsing import open_browser
from tests.factories import OTHER_BOARD, make_person, make_token
from tests.house.routes import EVERYBODY, ROUTES

# Names in addresses of things that belong to no board.
NOT_OF_A_BOARD = {"token", "instrument_id", "version"}


def routes() -> list[str]:
    """Every route of the app, as the list writes them."""
    return [
        f"{method} {route.path}" for router in ROUTERS for route in router.routes for method in sorted(route.methods - {"HEAD"})
    ]


def test_every_route_is_on_the_list_and_everything_on_the_list_is_a_route() -> None:
    assert sorted(routes()) == sorted(ROUTES)


def test_nothing_but_get_and_post_is_used() -> None:
    assert {route.split()[0] for route in routes()} == {"GET", "POST"}


@dataclass(frozen=True)
class Place:
    """The worked example in a copy of its own, with people who have one role each."""

    app: FastAPI
    settings: Settings
    people: dict[str, Person]
    names: dict[str, dict[str, str]]
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, who: str) -> str:
        """With which this visitor is signed in; made once, as everybody stays signed in."""
        if who not in self.tokens:
            self.tokens[who] = make_token(self.settings, self.people[who])
        return self.tokens[who]

    def path(self, route: str) -> str:
        """The route's address with the example's things in it."""
        names = self.names[ROUTES[route].appraisal]
        return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: names[found[1]], route.split()[1])


@pytest.fixture
def place(example_settings: Settings) -> Place:
    """The worked example and its visitors."""
    return furnish(example_settings)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory, _example_once: Path) -> Iterator[Place]:
    """The same for all tests that change nothing in it."""
    folder = tmp_path_factory.mktemp("lasting") / "example"
    shutil.copytree(_example_once, folder)
    settings = Settings(PLUMBLINE_VAR=folder)
    yield furnish(settings)
    get_engine(settings.database).dispose()


def furnish(example_settings: Settings) -> Place:
    """Let the visitors in."""
    with work(example_settings.database) as db:
        there = {person.email.split("@")[0]: person for person in accounts.list_everybody(db)}
        board = there["erin"].board.name
        people = {
            "alice": there["alice"],
            "bob": there["bob"],
            "mona": make_person(db, "Mona Ridley", Role.MODERATOR, board=board),
            "colin": make_person(db, "Colin Barrow", Role.COMMISSIONER, board=board),
            "frank": make_person(db, "Frank Osgood", Role.ADMINISTRATOR, board=board),
            "dave": make_person(db, "Dave Thorne", *Role, board=OTHER_BOARD),
        }
        review = db.exec(select(ReviewRow).where(ReviewRow.reference == "WX-2016-03")).one().id
        own = {row.appraiser_id: row for row in db.exec(select(AppraisalRow).where(AppraisalRow.review_id == review)).all()}
        document = db.exec(select(DocumentRow).where(DocumentRow.review_id == review, DocumentRow.format == "pdf")).first()
        report = db.exec(select(ReportRow).where(ReportRow.review_id == review)).first()
        cue = Cue(2, 0, 4, CueKind.HINDSIGHT, "word", "A word.")
        save_study(db, document.id, Study("of this test", (cue,)))
        guest = Guest("Gina Marsh", "gina@marsh.example", roles=frozenset({Role.APPRAISER}))
        invitations.invite(people["frank"], db, example_settings, guest, lambda: None)
        invited = invitations.list_invitations(people["frank"], db)[0].invitation
        names = {}
        for name, person in (("submitted", people["alice"]), ("draft", people["bob"])):
            appraisal = own[person.id]
            evidence = db.exec(select(EvidenceRow).where(EvidenceRow.appraisal_id == appraisal.id)).first()
            names[name] = {
                "token": "made-up",
                "sign_in_id": "made-up",
                "account": people["alice"].id,
                "invitation_id": invited.id,
                "instrument_id": appraisal.instrument,
                "version": appraisal.instrument_version,
                "review_id": appraisal.review_id,
                "member_id": "made-up",
                "submission": "1",
                "part": "dates",
                "document_id": document.id,
                "number": "2",
                "key": cue.key,
                "appraisal_id": appraisal.id,
                "marker_id": evidence.marker,
                "prompt_id": get_instrument().marker(evidence.marker).prompts[0].id,
                "evidence_id": evidence.id,
                "lens_id": "why",
                "subject": "overall",
                "name": "outcome",
                "report_id": report.id,
                "file_format": "json",
            }
    return Place(create_app(example_settings), example_settings, people, names)


def call(place: Place, route: str, who: str) -> int:
    """The status that this visitor gets."""
    token = place.token(who) if who != "anonymous" else ""
    method, path = route.split(maxsplit=1)[0], place.path(route)
    sent = {"params" if method == "GET" else "data": ROUTES[route].sends} if ROUTES[route].sends else {}
    with open_browser(place.app, token) as browser:
        return browser.request(method, path, **sent).status_code


def is_of_a_board(route: str) -> bool:
    """Whether there is something of a board in the address."""
    return bool(set(re.findall(r"\{(\w+)", route)) - NOT_OF_A_BOARD)


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_lets_in_those_whom_the_list_names_and_nobody_else(request: pytest.FixtureRequest, route: str) -> None:
    place: Place = request.getfixturevalue("lasting" if route.startswith("GET ") else "place")
    allowed = ROUTES[route].who
    # Refusals first: a form that is taken may change what comes after it.
    for who in sorted(EVERYBODY - allowed):
        assert call(place, route, who) in ((401,) if who == "anonymous" else (403, 404)), who
    if is_of_a_board(route):
        assert call(place, route, "dave") == 404, "another board must not even see that there is something"
    for who in sorted(allowed):
        # An empty form is refused with 422, or with 409 where something newer stands, or does what needs no words.
        assert call(place, route, who) in (200, 303, 409, 422, *ROUTES[route].also), who


@pytest.mark.parametrize("route", [route for route in ROUTES if "{" in route])
def test_what_does_not_exist_is_not_found_and_what_is_odd_is_no_error(lasting: Place, route: str) -> None:
    with open_browser(lasting.app, lasting.token("dave")) as browser:
        for odd in ("made-up", "%00", "..%2f..", "x" * 300, "☃", "-1", "9" * 30):
            path = re.sub(r"\{\w+(?::\w+)?\}", odd, route.split()[1])
            assert browser.request(route.split(maxsplit=1)[0], path).status_code == 404, path
