"""The page of an instrument: everything it asks and by which rules, for anybody who is signed in."""

import pytest

from app.services.instrument import get_instrument
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor
from tests.factories import People


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def test_the_whole_instrument_stands_on_its_page(client_for: ClientFor, people: People) -> None:
    instrument = get_instrument()
    answer = client_for(people.alice).get(urls.instrument(instrument.id, instrument.version))
    assert answer.status_code == 200
    page = words(answer.text)
    parts = [instrument.title, f"Version {instrument.version}.", instrument.citation]
    for marker in instrument.markers:
        parts += [marker.name, marker.statement, marker.why, *(prompt.text for prompt in marker.prompts)]
        parts += [f"{grade.label}{text}" for grade, text in marker.descriptors.items()]
    parts += [area.title for area in instrument.areas]
    parts += [f"{rule.sentence}Not above: {rule.limit.label}" for rule in instrument.rules]
    missing = [part for part in parts if " ".join(part.split()) not in page]
    assert missing == []


@pytest.mark.parametrize("name", ["bob", "carol", "dave", "erin", "frank"])
def test_everybody_who_is_signed_in_may_read_it(client_for: ClientFor, people: People, name: str) -> None:
    instrument = get_instrument()
    address = urls.instrument(instrument.id, instrument.version)
    assert client_for(getattr(people, name)).get(address).status_code == 200


def test_whoever_is_not_signed_in_is_asked_to(anonymous: Browser) -> None:
    assert anonymous.get(urls.instrument("scr-2016", "1.0")).status_code == 401


@pytest.mark.parametrize(
    "path", ["nothing/1.0", "scr-2016/9.9", "scr-2016/%00", "..%5c/1.0", "%00/1", "SCR-2016/1.0", "x" * 3000 + "/1"]
)
def test_an_instrument_that_is_not_installed_is_not_found(client_for: ClientFor, people: People, path: str) -> None:
    assert client_for(people.alice).get(f"/instruments/{path}").status_code == 404
