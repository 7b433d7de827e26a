"""Every address finds its own route, and one that nothing has finds none."""

import pytest
from fastapi import APIRouter, FastAPI
from starlette.testclient import TestClient

from app.domain.account import Person
from app.web.addresses import Noun
from tests.conftest import ClientFor


def app_of(*routers: APIRouter) -> FastAPI:
    app = FastAPI()
    for router in routers:
        app.include_router(Noun(router))
    return app


def router_of(*addresses: str) -> APIRouter:
    router = APIRouter()
    for address in addresses:
        router.add_api_route(address, lambda address=address: address, response_model=None)
    return router


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/reviews", "/reviews"),
        ("/reviews/a1", "/reviews/{review_id}"),
        ("/reviews/a1/papers", "/reviews/{review_id}/papers"),
        ("/reviews/a1/papers/7", "/reviews/{review_id}/papers/{page:int}"),
        ("/reports/new", "/reports/new"),
        ("/reports/else", "/reports/{review_id}"),
    ],
)
def test_an_address_finds_its_route_among_those_of_several_nouns(asked: str, found: str) -> None:
    reviews = router_of("/reviews", "/reviews/{review_id}")
    papers = router_of("/reviews/{review_id}/papers", "/reviews/{review_id}/papers/{page:int}")
    reports = router_of("/reports/new", "/reports/{review_id}")
    answer = TestClient(app_of(reviews, papers, reports)).get(asked)
    assert answer.json() == found


@pytest.mark.parametrize("asked", ["/", "/review", "/reviewsx", "/reviews/a1/more", "/x/reviews", "/reviews/a1/papers/seven"])
def test_an_address_that_nothing_has_is_not_found(asked: str) -> None:
    routers = router_of("/reviews", "/reviews/{review_id}"), router_of("/reviews/{review_id}/papers/{page:int}")
    assert TestClient(app_of(*routers)).get(asked).status_code == 404


def test_an_address_of_ours_in_the_wrong_way_is_told_apart_from_one_that_is_not(client_for: ClientFor, erin: Person) -> None:
    browser = client_for(erin)
    assert browser.post("/appraisals/a1/markers/analysis/field").status_code == 404, "it may be used so, and is not there"
    assert browser.get("/appraisals/a1/markers/analysis/field").status_code == 405
    assert browser.get("/appraisals/a1/markers/analysis/fields").status_code == 404
