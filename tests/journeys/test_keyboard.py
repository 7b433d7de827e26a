"""The essential steps of the main job by keyboard alone, and where the focus goes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NARROW, OpenWindow, Window
from tests.journeys.places import BOB, ERIN, Known, look_up
from tests.journeys.serving import Server

pytestmark = pytest.mark.journey
MARKER = "/markers/publication"
FAR = 250

# What has the focus, in words, and whether one can see that it has.
FOCUSED = """() => {
  const part = document.activeElement;
  if (!part || part === document.body) return null;
  const label = part.labels?.[0]?.innerText || part.getAttribute('aria-label') || part.innerText || part.value || '';
  const own = getComputedStyle(part), around = getComputedStyle(part.closest('label, div') || part);
  const next = part.nextElementSibling ? getComputedStyle(part.nextElementSibling, '::before') : own;
  const drawn = style => style.boxShadow !== 'none' || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0);
  const box = part.getBoundingClientRect();
  return {
    label: label.replace(/\\s+/g, ' ').trim(), tag: part.tagName.toLowerCase(), type: part.type || '', id: part.id,
    visible: drawn(own) || drawn(next) || drawn(around),
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


NOTHING = {"label": "", "tag": "", "type": "", "id": "", "visible": True, "inView": True}


class Keyboard:
    """A person who has no mouse. Every stop of the focus on the way has to be seen."""

    def __init__(self, window: Window) -> None:
        self.page = window.page
        self.window = window

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Words, key by key."""
        self.page.keyboard.type(words)

    def focused(self) -> dict[str, object]:
        """What has the focus."""
        return dict(
            self.page.evaluate(FOCUSED) or {"label": "", "tag": "", "type": "", "id": "", "visible": True, "inView": True}
        )

    def tab_to(self, label: str, *, back: bool = False, tag: str = "") -> None:
        """Go on with the Tab key until the focus stands on what begins with this label."""
        for _ in range(FAR):
            self.press("Shift+Tab" if back else "Tab")
            here = self.focused()
            assert here["visible"], f"nothing shows that the focus is on {here}"
            assert here["inView"], f"the focus is out of sight on {here}"
            if str(here["label"]).startswith(label) and (not tag or here["tag"] == tag):
                return
        raise AssertionError(f"the Tab key does not lead to: {label}")

    def heading(self, words: str) -> None:
        """The page is the one with this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)


@pytest.fixture(scope="module")
def known(server: Server) -> Known:
    return look_up(server, "", "")


def test_the_first_stop_skips_to_the_content(open_window: OpenWindow) -> None:
    keys = Keyboard(open_window(ERIN))
    keys.window.go("/reviews")
    keys.tab_to("Skip to main content")
    keys.press("Enter")
    assert keys.page.url.endswith("#main-content")
    assert keys.focused()["id"] == "main-content"
    keys.press("Tab")
    assert keys.focused()["label"] == "Register a review"


def test_somebody_signs_in_and_registers_a_review_by_keyboard_alone(open_window: OpenWindow, known: Known) -> None:
    keys = Keyboard(open_window())
    keys.window.go(f"/sign-in/link/{known.link}")
    keys.tab_to("Sign in", tag="button")
    keys.press("Enter")
    keys.heading("Reviews")
    keys.page.context.clear_cookies()

    keys = Keyboard(open_window(ERIN))
    keys.window.go("/reviews")
    keys.tab_to("Register a review")
    keys.press("Space")  # it looks like a button, so it has to act like one
    keys.heading("Register a review")
    with keys.window.watch.expecting(422):
        keys.tab_to("Register the review", tag="button")
        keys.press("Enter")
        expect(keys.page.get_by_role("alert")).to_be_visible()
    assert keys.page.title().startswith("Error: ")
    expect(keys.page.locator(".govuk-error-summary")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    assert keys.focused()["id"] == "reference"
    keys.type("KB-2016-06")
    keys.tab_to("The child died")
    keys.press("ArrowDown")
    expect(keys.page.get_by_label("The child was seriously harmed")).to_be_checked()
    keys.tab_to("This is a fictional example")
    keys.press("Space")
    keys.press("Enter")  # from within a field, as everywhere
    keys.heading("KB-2016-06")


def test_a_marker_is_judged_and_cited_by_keyboard_alone(open_window: OpenWindow, known: Known) -> None:
    keys = Keyboard(open_window(BOB))
    keys.window.go(f"/appraisals/{known.half}{MARKER}")
    keys.tab_to("Yes")
    keys.press("ArrowRight")
    expect(keys.page.locator(".app-prompt").first.get_by_label("Partly", exact=True)).to_be_checked()
    expect(keys.page.locator(".app-prompt .app-saved").first).to_contain_text("Saved")
    keys.tab_to("The words of the paper")
    keys.type("The report has been written so that it can be published in full")
    keys.tab_to("Supports")
    keys.press("Space")
    keys.tab_to("Add evidence")
    keys.press("Enter")
    expect(keys.page.locator(".app-evidence")).to_have_count(1)
    assert keys.page.url.endswith("#evidence")
    keys.tab_to("What each grade looks like")
    keys.press("Enter")
    expect(keys.page.locator(".app-descriptors")).to_be_visible()
    keys.tab_to("Outstanding")
    keys.press("ArrowDown")
    expect(keys.page.get_by_label("Good", exact=True)).to_be_checked()
    keys.tab_to("Reasons")
    keys.type("It was published in full and on time.")
    keys.press("Tab")
    expect(keys.page.locator("#status-reasons")).to_contain_text("Saved")
    expect(keys.page.get_by_text("This marker is complete.")).to_be_visible()


def test_the_papers_are_searched_and_turned_by_keyboard_alone(open_window: OpenWindow, known: Known) -> None:
    keys = Keyboard(open_window(BOB))
    keys.window.go(f"/appraisals/{known.half}{MARKER}")
    keys.tab_to("Search all papers")
    keys.type("published in full")
    keys.press("Tab")
    keys.press("Enter")
    expect(keys.page.locator(".app-hits")).to_contain_text("place")
    keys.tab_to("Next page")
    was = keys.page.locator(".app-paper").get_attribute("data-page")
    keys.press("Enter")
    expect(keys.page.locator(f".app-paper[data-page='{was}']")).to_have_count(0)
    # Turning goes on from where one is: the focus must not fall back to the top of the page.
    expect(keys.page.get_by_role("button", name="Next page")).to_be_focused()


def test_on_a_phone_the_page_of_a_piece_of_evidence_comes_into_view(open_window: OpenWindow, known: Known) -> None:
    window = open_window(BOB, viewport=NARROW)
    page = window.go(f"/appraisals/{known.half}/markers/{known.marker}")
    page.locator(".app-evidence button").first.click()
    expect(page.locator(".app-paper mark").first).to_be_in_viewport()


def test_a_hit_that_was_opened_by_keyboard_has_the_focus_in_the_papers(open_window: OpenWindow, known: Known) -> None:
    keys = Keyboard(open_window(BOB))
    keys.window.go(f"/appraisals/{known.half}{MARKER}?q=hindsight&paper={known.pdf}&page=1")
    keys.page.locator(".app-hits__list button").first.focus()
    keys.press("Enter")
    expect(keys.page.locator(".app-paper mark").first).to_be_in_viewport()
    assert keys.page.evaluate("() => Boolean(document.activeElement.closest('#papers'))")


def test_enter_in_the_search_box_searches_and_does_not_save_and_leave(open_window: OpenWindow, known: Known) -> None:
    keys = Keyboard(open_window(BOB))
    keys.window.go(f"/appraisals/{known.half}{MARKER}")
    keys.tab_to("Search all papers")
    keys.type("hindsight")
    keys.press("Enter")
    expect(keys.page.locator(".app-hits")).to_contain_text("“hindsight”")


def test_words_marked_with_the_keyboard_become_evidence(open_window: OpenWindow, known: Known) -> None:
    keys = Keyboard(open_window(BOB))
    keys.window.go(f"/appraisals/{known.half}/markers/commissioning?paper={known.pdf}&page=9")
    keys.page.evaluate(
        "() => { const words = document.querySelector('.app-paper [data-start]').firstChild;"
        " getSelection().setBaseAndExtent(words, 0, words, Math.min(40, words.length)); }"
    )
    expect(keys.page.get_by_role("button", name="Use as evidence")).to_be_visible()
    keys.page.locator(".app-paper").focus()
    keys.tab_to("Use as evidence")
    keys.press("Enter")
    expect(keys.page.get_by_label("Supports", exact=True)).to_be_focused()
    expect(keys.page.get_by_label("The words of the paper")).not_to_have_value("")


def test_a_grade_is_departed_from_and_the_report_issued_by_keyboard_alone(open_window: OpenWindow, known: Known) -> None:
    keys = Keyboard(open_window(ERIN))
    keys.window.go(f"/appraisals/{known.done}/adequacy")
    keys.tab_to("Change Family involvement")
    keys.press("Enter")
    keys.heading("Family involvement")
    keys.tab_to("Adequate")
    keys.press("ArrowUp")
    keys.tab_to("Reason")
    keys.type("Mother and Grandmother were heard, and both say so.")
    keys.tab_to("Save decision")
    keys.press("Enter")
    keys.heading("Adequacy")
    keys.tab_to("Preview the report")
    keys.press("Space")
    keys.heading("Adequacy report")
    keys.tab_to("Sign and issue")
    keys.press("Space")
    keys.heading("Sign and issue")
    keys.tab_to("Why is it issued again?")
    keys.type("Family involvement was judged anew.")
    keys.tab_to("Issue version 2")
    keys.press("Enter")
    expect(keys.page.get_by_text("Issued again because: Family involvement was judged anew.")).to_be_visible()


def test_after_an_error_the_focus_goes_to_the_list_of_what_is_wrong_and_on_to_the_field(
    open_window: OpenWindow, known: Known
) -> None:
    keys = Keyboard(open_window(BOB))
    keys.window.go(f"/appraisals/{known.half}{MARKER}")
    with keys.window.watch.expecting(422):
        keys.page.get_by_label("The words of the paper").fill("Nothing of the kind was ever written by anybody")
        keys.page.get_by_label("Supports", exact=True).check()
        keys.page.get_by_role("button", name="Add evidence").focus()
        keys.press("Enter")
        expect(keys.page.locator(".govuk-error-summary")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    assert keys.focused()["id"] == "ev-quote"


@pytest.mark.parametrize(
    "address",
    ["/reviews", "/reviews/{0.review}", "/appraisals/{0.half}", "/appraisals/{0.done}/adequacy", "/reports/{0.report}"],
)
def test_the_tab_key_goes_through_the_page_from_top_to_bottom(open_window: OpenWindow, known: Known, address: str) -> None:
    keys = Keyboard(open_window(ERIN if "half" not in address else BOB))
    keys.window.go(address.format(known))
    order = keys.page.evaluate(IN_ORDER)
    seen = []
    for _ in range(min(len(order), 40)):
        keys.press("Tab")
        here = keys.focused()
        assert here["visible"], here
        seen.append(keys.page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)"))
    assert seen == order[: len(seen)]


# Everything that the Tab key should stop at, in the order of the page.
IN_ORDER = """() => [...document.querySelectorAll(
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter(part => part.checkVisibility() && !part.disabled && part.tabIndex >= 0)
  .map(part => part.outerHTML.slice(0, 200))"""


def test_single_keys_turn_pages_and_lead_from_marker_to_marker(open_window: OpenWindow, known: Known) -> None:
    keys = Keyboard(open_window(BOB))
    keys.window.go(f"/reviews/{known.review}/papers/{known.pdf}/pages/3")
    for key, lands in (("p", "/pages/4"), ("P", "/pages/3")):
        keys.press(key)
        keys.page.wait_for_url(f"**{lands}")
    keys.press("/")
    assert keys.focused()["id"] == "find"
    keys.type("p?")  # in a box they are letters
    assert keys.page.locator("#find").input_value() == "p?"
    assert keys.page.url.endswith("/pages/3")
    keys.window.go(f"/appraisals/{known.half}/markers/analysis")
    keys.press("M")
    keys.page.wait_for_url(lambda url: "/markers/analysis" not in url)
    keys.press("m")
    keys.page.wait_for_url("**/markers/analysis*")


def test_the_keys_can_be_turned_off(open_window: OpenWindow, known: Known) -> None:
    keys = Keyboard(open_window(BOB))
    keys.window.go("/help/keys")
    keys.page.get_by_role("button", name="Turn the keys off").click()
    expect(keys.page.get_by_role("status")).to_have_text("The keys are off in this browser.")
    keys.press("?")
    keys.window.go(f"/reviews/{known.review}/papers/{known.pdf}/pages/3")
    keys.press("p")
    keys.page.wait_for_timeout(300)
    assert keys.page.url.endswith("/pages/3")


def printed(page: Page, selector: str) -> bool:
    return bool(page.locator(selector).first.is_visible())


@pytest.mark.parametrize("address", ["/reports/{0.report}", "/reviews/{0.review}", "/appraisals/{0.done}/markers/analysis"])
def test_what_is_printed_is_the_content_without_what_is_only_pressed(open_window: OpenWindow, known: Known, address: str) -> None:
    page = open_window(ERIN).go(address.format(known))
    page.emulate_media(media="print")
    for selector in ("nav[aria-label=Main]", ".app-footer", ".govuk-skip-link", ".govuk-back-link"):
        assert not printed(page, selector), f"{selector} is printed"
    assert printed(page, "h1")
    pressed = page.locator("button:visible:not(.govuk-visually-hidden), .govuk-button:visible, input:visible")
    assert [pressed.nth(number).inner_text() for number in range(pressed.count())] == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_everything_that_is_folded_away_is_printed(open_window: OpenWindow, known: Known) -> None:
    page = open_window(ERIN).go(f"/appraisals/{known.done}/markers/analysis")
    page.emulate_media(media="print")
    expect(page.get_by_text(re.compile("Plumbline’s own"), exact=False).first).to_be_visible()
