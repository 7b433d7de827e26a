"""No page is left out when pages are looked at for accessibility."""

from fastapi.routing import APIRoute

from app.web import ROUTERS
from tests.journeys.places import NO_PAGES, PLACES


def test_every_address_that_shows_a_page_is_looked_at() -> None:
    shown = {
        route.path for router in ROUTERS for route in router.routes if isinstance(route, APIRoute) and "GET" in route.methods
    }
    looked_at = {place.route for place in PLACES if place.route}
    assert looked_at | set(NO_PAGES) == shown
    assert not looked_at & set(NO_PAGES)
