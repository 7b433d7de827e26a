"""Every page in every state: axe finds nothing, at two widths, and nothing is cut, at 390 pixels and at 200 % zoom.

On a narrow page axe looks at all again where something shows that did not on the wide one, and else at what depends on room.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize

from app.data.session import work
from app.domain.review import ReviewFacts
from app.services import account, review
from tests.journeys.conftest import NARROW, WIDE, Window, new_window
from tests.journeys.places import (
    ERIN,
    PLACES,
    Known,
    Place,
    look_up,
    with_moderation,
    with_pictures,
    with_team,
    with_two_appraised,
    with_versions,
)
from tests.journeys.serving import Server

pytestmark = pytest.mark.journey
# What is left of 1280 by 900 at 200 %.
ZOOMED = ViewportSize(width=640, height=450)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = """([tags, colours, leaveOut]) => axe.run({include: [['html']], exclude: leaveOut.map(part => [part])}, {
  runOnly: tags, resultTypes: ['violations'], rules: {'color-contrast': {enabled: colours}}
}).then(found => found.violations)"""
ROOM = """() => axe.run(document, {
  runOnly: {type: 'rule', values: ['target-size', 'scrollable-region-focusable']}, resultTypes: ['violations']
}).then(found => found.violations)"""
REMEMBER_SHOWN = """() => {
  window.shownWide = new Set([...document.querySelectorAll('body *')].filter(part => part.checkVisibility()));
}"""
SHOWS_MORE = """() => [...document.querySelectorAll('body *')]
  .some(part => part.checkVisibility() && !window.shownWide.has(part))"""
CONTRAST = """() => axe.run(document, {runOnly: {type: 'rule', values: ['color-contrast']}, resultTypes: ['violations']})
  .then(found => found.violations)"""
# What is in these is looked at where it is issued, of the same make.
SAME_REPORT = {
    ("/appraisals/{appraisal_id}/report", "before issuing"),
    ("/appraisals/{appraisal_id}/report/public", "before issuing"),
}
# Pages that between them show every kind of part that has a colour.
DARK = [
    ("bob", "/reviews"),
    ("bob", "/reviews/{0.review}"),
    ("bob", "/reviews/{0.review}/papers"),
    ("bob", "/reviews/{0.review}/papers/{0.pdf}/profile"),
    ("bob", "/reviews/{0.review}/profiles"),
    ("bob", "/reviews/{0.review}/papers/{0.pdf}/pages/5?q=review"),
    ("bob", "/reviews/{0.review}/papers/{0.pdf}/pages/22?look=HOJEWGCFPB"),
    ("bob", "/appraisals/{0.half}"),
    ("bob", "/appraisals/{0.half}/markers/analysis"),
    ("erin", "/appraisals/{0.done}/adequacy"),
    ("erin", "/reports/{0.report}"),
    ("erin", "/help/keys"),
    ("alice", "/account/second-factor"),
    ("bob", "/appraisals/{0.moved}/moved"),
    ("bob", "/reviews/{0.other_review}/papers/{0.newer}/compare"),
]
WRONG = """() => document.querySelector('main').insertAdjacentHTML(
  'beforeend', '<img src="data:,"><p lang="xx-nowhere">?</p>')"""
# What reaches over the right edge; parts that scroll by themselves may hold something wider than they are.
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(part => part.getBoundingClientRect().right > width + 1 && !part.closest('.app-scroll > *, svg *'))
    .map(part => `${part.tagName.toLowerCase()}.${part.className} to ${Math.round(part.getBoundingClientRect().right)}`)
    .concat(`the page to ${document.documentElement.scrollWidth}`).slice(-6);
}"""


@dataclass
class Windows:
    """A window for each person, opened once."""

    chromium: Browser
    server: Server
    opened: dict[str, Window] = field(default_factory=dict)

    def of(self, who: str) -> Window:
        """The window of this person; "" is nobody."""
        if who not in self.opened:
            self.opened[who] = new_window(self.chromium, self.server, who)
        return self.opened[who]


@pytest.fixture(scope="module")
def windows(chromium: Browser, server: Server) -> Iterator[Windows]:
    made = Windows(chromium, server)
    yield made
    for window in made.opened.values():
        window.context.close()


@pytest.fixture(scope="module")
def known(server: Server, windows: Windows) -> Known:
    with work(server.settings.database) as db:
        erin = next(person for person in account.list_everybody(db) if person.email == ERIN)
        other = review.register_review(erin, db, ReviewFacts(reference="AX-2016-04", fictional=True)).id
    at = server.address
    damaged = FilePayload(name="Damaged report.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7\nthis is no PDF\n%%EOF")
    page = windows.of(ERIN).page
    page.request.post(f"{at}/reviews/{other}/papers/add", multipart={"files": damaged}, headers={"Origin": at})
    page.goto(f"{at}/reviews/{other}")
    page.get_by_text("Download the original").first.wait_for()
    unreadable = page.locator(".app-papers__title a").get_attribute("href")
    assert unreadable
    known = with_pictures(server, with_versions(server, look_up(server, other, unreadable.rsplit("/", 1)[1])))
    return with_moderation(server, with_team(server, with_two_appraised(server, known)))


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_nothing_is_in_anybodys_way_on(place: Place, windows: Windows, known: Known) -> None:
    window = windows.of(place.who)
    page, watch = window.page, window.watch
    watch.problems.clear()
    page.set_viewport_size(WIDE)
    # The way may lead over the page on which one signs in again, or over a refusal that htmx puts into the page.
    with watch.expecting(place.status, 401, 409):
        if place.route.endswith("{file_format}"):
            show_download(page, window.server.address + place.address(known))
        page.goto(window.server.address + place.address(known))
        if place.act:
            place.act(page)
            page.wait_for_load_state()
    assert watch.shown == place.status
    leave_out = [".app-report"] if (place.route, place.state) in SAME_REPORT else []
    found = axe(page, leave_out=leave_out)
    page.evaluate(REMEMBER_SHOWN)
    page.set_viewport_size(NARROW)
    found += [f"{line} (at 390 pixels)" for line in axe_narrow(page, leave_out)]
    cut = page.evaluate(OVERFLOW)
    page.set_viewport_size(ZOOMED)
    cut += page.evaluate(OVERFLOW)
    if place.status == 401:
        windows.opened.pop(place.who).context.close()
    assert not found
    assert not cut
    watch.check()


@pytest.mark.parametrize(("who", "address"), DARK)
def test_the_dark_style_can_be_read(who: str, address: str, windows: Windows, known: Known) -> None:
    page = windows.of(f"{who}@wexcombe.example").page
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="dark")
    page.goto(windows.server.address + address.format(known))
    page.evaluate("() => document.querySelectorAll('details').forEach(part => { part.open = true; })")
    dark = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.evaluate(AXE_SCRIPT)
    found = axe_lines(page.evaluate(CONTRAST))
    page.emulate_media(color_scheme="light")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") != dark
    assert not found


def show_download(page: Page, address: str) -> None:
    """Have the browser show a file that it would save, as if it were opened from the disk."""
    body = page.request.get(address).body()
    page.route(address, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"), times=1)


def test_axe_finds_what_is_wrong(windows: Windows) -> None:
    page = windows.of("").page
    page.goto(f"{windows.server.address}/help")
    page.evaluate(WRONG)
    assert {line.partition(":")[0] for line in axe(page)} >= {"image-alt", "valid-lang"}


@pytest.mark.parametrize(
    ("rule", "wrong", "style"),
    [
        ("button-name", "<button class='odd'></button>", "@media (min-width: 500px) { .odd { display: none; } }"),
        (
            "target-size",
            "<a class='odd' href='/a'>a</a>" * 3,
            "@media (min-width: 500px) { .odd { display: block; padding: 1em; } }",
        ),
    ],
)
def test_axe_finds_what_is_wrong_on_a_narrow_page_alone(rule: str, wrong: str, style: str, windows: Windows) -> None:
    page = windows.of("").page
    page.set_viewport_size(WIDE)
    page.goto(f"{windows.server.address}/help")
    page.evaluate("style => document.styleSheets[0].insertRule(style)", style)
    page.evaluate("wrong => document.querySelector('main').insertAdjacentHTML('beforeend', `<div>${wrong}</div>`)", wrong)
    wide = axe(page)
    page.evaluate(REMEMBER_SHOWN)
    page.set_viewport_size(NARROW)
    assert wide == []
    assert {line.partition(":")[0] for line in axe_narrow(page)} == {rule}


def test_what_is_wider_than_the_screen_is_noticed(windows: Windows) -> None:
    page = windows.of("").page
    page.goto(f"{windows.server.address}/help")
    page.set_viewport_size(NARROW)
    assert page.evaluate(OVERFLOW) == []
    page.evaluate("document.querySelector('h1').textContent = 'W'.repeat(80)")
    assert page.evaluate(OVERFLOW)


def axe(page: Page, *, colours: bool = True, leave_out: Sequence[str] = ()) -> list[str]:
    """What axe finds, a line for each. Colours take it longest and do not change with the width, so once is enough."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    return axe_lines(page.evaluate(RUN_AXE, [TAGS, colours, list(leave_out)]))


def axe_narrow(page: Page, leave_out: Sequence[str] = ()) -> list[str]:
    """What axe finds on a page that was looked at before it became narrow."""
    return axe(page, colours=False, leave_out=leave_out) if page.evaluate(SHOWS_MORE) else axe_lines(page.evaluate(ROOM))


def axe_lines(rules: list[dict[str, Any]]) -> list[str]:
    """What was found, a line for each place."""
    return [
        f"{rule['id']}: {rule['help']}: {' '.join(node['target'])}: {node['html'][:160]}"
        for rule in rules
        for node in rule["nodes"]
    ]
