"""Reading with cues in the browser: choosing kinds, opening notes and keeping one, with scripts and without."""

import pytest
from playwright.sync_api import Page, expect

from app.web import urls
from tests.journeys.conftest import OpenWindow
from tests.journeys.places import BOB, JUDGED, Known, look_up
from tests.journeys.serving import Server

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def known(server: Server) -> Known:
    return look_up(server, "", "")


def dismiss(page: Page, why: str) -> None:
    page.get_by_text("Dismiss", exact=True).click()
    page.get_by_label("Why, in a word or two").fill(why)
    page.get_by_role("button", name="Dismiss this cue").click()


def test_cues_are_chosen_and_opened_beside_the_text_at_once(open_window: OpenWindow, known: Known) -> None:
    page = open_window(BOB).go(urls.paper_page(known.review, known.pdf, JUDGED))
    cue = page.locator(".app-text a.app-cue").first
    cue.click()
    expect(page.locator("#cue-note-title")).to_be_focused()
    expect(cue).to_have_attribute("aria-current", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#cue-note-title")).to_have_count(0)
    expect(cue).to_be_focused()
    page.get_by_text("Choose what to look for").click()
    page.locator("#look-E").uncheck()
    expect(page.locator(".app-text a.app-cue--explains")).to_have_count(0)
    expect(page.locator("#look-E")).to_be_focused()
    page.keyboard.press("c")
    page.wait_for_url("**cue=**")
    expect(page.locator("#cue-note-title")).to_be_visible()
    # The choice is remembered for another paper.
    page.goto(page.url.partition("/papers/")[0] + f"/papers/{known.word}/pages/1")
    expect(page.locator("#look-E")).not_to_be_checked()
    page.get_by_text("Choose what to look for").click()
    page.locator("#look-E").check()
    expect(page.locator("#look-E")).to_be_checked()


def test_cues_are_dismissed_and_taken_back_without_scripts(open_window: OpenWindow, known: Known) -> None:
    page = open_window(BOB, scripts=False).go(urls.paper_page(known.review, known.pdf, JUDGED, look="J"))
    page.locator(".app-text a.app-cue").first.click()
    expect(page.locator("#cue-note-title")).to_be_visible()
    dismiss(page, "reported")
    expect(page.locator(".app-cue--dismissed")).to_have_count(1)
    page.get_by_role("link", name="Next cue").click()
    expect(page.locator(".app-cue--open")).to_have_count(1)
    page.locator(".app-cue--dismissed").first.click()
    page.get_by_role("button", name="Take back").click()
    expect(page.locator(".app-cue--dismissed")).to_have_count(0)
