"""What a first visit costs: all bytes that come over the wire, as compressed, with nothing in the browser's store."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenWindow, Window
from tests.journeys.places import ERIN

pytestmark = pytest.mark.journey
MOST_BYTES = 80 * 1000


@dataclass
class Meter:
    """Counts what the browser takes in, headers included, by address."""

    addresses: dict[str, str] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)

    def attach(self, window: Window, *, store: bool = False) -> None:
        """Count from now on; what lies in the browser's store counts as nothing where there is one."""
        session = window.context.new_cdp_session(window.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": not store})
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)

    def _asked(self, event: dict[str, Any]) -> None:
        self.addresses[event["requestId"]] = event["request"]["url"]

    def _came(self, event: dict[str, Any]) -> None:
        address = self.addresses.get(event["requestId"], event["requestId"])
        self.taken[address] = self.taken.get(address, 0) + int(event["encodedDataLength"])


@pytest.mark.parametrize(("who", "address", "heading"), [("", "/sign-in", "Sign in"), (ERIN, "/reviews", "Reviews")])
def test_the_first_page_takes_at_most_eighty_kilobytes(open_window: OpenWindow, who: str, address: str, heading: str) -> None:
    window = open_window(who)
    meter = Meter()
    meter.attach(window)
    page = window.go(address)
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert any(".js" in taken for taken in meter.taken)
    assert any(".css" in taken for taken in meter.taken)
    assert sum(meter.taken.values()) <= MOST_BYTES, meter.taken


def test_a_second_page_takes_no_styles_and_scripts_again(open_window: OpenWindow) -> None:
    window = open_window(ERIN)
    meter = Meter()
    meter.attach(window, store=True)
    window.go("/reviews")
    window.page.wait_for_load_state("networkidle")
    assert any(taken for address, taken in meter.taken.items() if "/static/" in address)
    meter.taken.clear()
    window.go("/reviews?search=WX")
    window.page.wait_for_load_state("networkidle")
    assert any("/reviews" in address for address in meter.taken)
    assert [address for address, taken in meter.taken.items() if taken and "/static/" in address] == []
