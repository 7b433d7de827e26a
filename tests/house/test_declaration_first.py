"""Whoever is on the team of a review is led to the declaration of interests from every route that has something of it."""

import re

from app.data import team
from app.data.session import work
from app.domain.account import Role
from app.domain.audit import event
from app.domain.team import Part
from app.settings import Settings
from tests.browsing import open_browser
from tests.factories import make_person, make_token
from tests.house.routes import ROUTES
from tests.house.test_routes import furnish

OF_A_REVIEW = re.compile(r" /(reviews/\{review_id|appraisals/|reports/)")
DECLARING = "/reviews/{review_id}/declaration"


def test_until_it_was_made_every_route_of_a_review_leads_to_the_declaration_and_then_none(example_settings: Settings) -> None:
    place = furnish(example_settings)
    review = place.names["draft"]["review_id"]
    with work(place.settings.database) as db:
        gwen = make_person(db, "Gwen Arkle", *Role, board=place.people["bob"].board.name)
        audit = event(place.people["colin"], "put on the team", "account", gwen.id, review=review)
        team.add_member(db, review, gwen.id, Part.MODERATOR, mask="", due=None, by=gwen.id, audit=audit)
    routes = [route for route in ROUTES if OF_A_REVIEW.search(route) and not route.endswith(DECLARING)]
    assert len(routes) > 60
    with open_browser(place.app, make_token(place.settings, gwen)) as browser:
        for route in routes:
            answer = browser.request(route.split()[0], place.path(route))
            assert answer.status_code == 303, route
            assert answer.headers["location"].startswith(f"/reviews/{review}/declaration"), route
        with work(place.settings.database) as db:
            audit = event(gwen, "interests declared", "review", review, review=review)
            team.add_declaration(db, review, gwen.id, interests="", takes_part=True, audit=audit)
        for route in routes:
            if route.startswith("GET "):
                assert "/declaration" not in browser.get(place.path(route)).headers.get("location", ""), route
