"""Two tabs, a lost connection, a session that ended: whatever happens while somebody types, nothing of it is lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import OpenWindow, Window
from tests.journeys.places import BOB, WORDS, Known, look_up
from tests.journeys.serving import Server

pytestmark = pytest.mark.journey
MARKER = "commissioning"


@pytest.fixture(scope="module")
def known(server: Server) -> Known:
    return look_up(server, "", "")


def reasons(page: Page) -> Locator:
    return page.get_by_label("Reasons", exact=True)


def under(page: Page) -> Locator:
    return page.locator("#status-reasons")


def open_marker(window: Window, known: Known, page: Page | None = None) -> Page:
    shown = page or window.page
    shown.goto(f"{window.server.address}/appraisals/{known.half}/markers/{MARKER}")
    return shown


def two_tabs(window: Window, known: Known) -> tuple[Page, Page]:
    """The same marker in two tabs, both opened before anything is saved."""
    return open_marker(window, known), open_marker(window, known, window.context.new_page())


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def saved_reasons(window: Window, known: Known) -> str:
    """What a tab opened now shows."""
    page = open_marker(window, known, window.context.new_page())
    value = reasons(page).input_value()
    page.close()
    return value


def both_are_shown(page: Page, theirs: str, yours: str) -> None:
    texts = under(page).locator(".app-conflict__theirs")
    expect(texts.first).to_have_text(theirs)
    expect(texts.last).to_have_text(yours)
    expect(reasons(page)).to_have_value(yours)


@pytest.mark.parametrize("choice", ["Save yours in its place", "Use the one saved in the meantime"])
def test_saving_over_something_newer_shows_both_texts_and_lets_one_choose(
    open_window: OpenWindow, known: Known, choice: str
) -> None:
    window = open_window(BOB)
    first, second = two_tabs(window, known)
    theirs, yours = f"Typed in the first tab ({choice}).", f"Typed in the second tab ({choice})."
    reasons(first).fill(theirs)
    reasons(first).press("Tab")
    expect(under(first)).to_contain_text("Saved")
    with window.watch.expecting(409):
        reasons(second).fill(yours)
        reasons(second).press("Tab")
        both_are_shown(second, theirs, yours)
        assert saved_reasons(window, known) == theirs
    press(second, choice)
    expect(second.get_by_text("Saved.", exact=True)).to_be_visible()
    wanted = yours if choice.startswith("Save") else theirs
    expect(reasons(second)).to_have_value(wanted)
    assert saved_reasons(window, known) == wanted


@pytest.mark.parametrize("choice", ["Save yours in its place", "Use the one saved in the meantime"])
def test_the_same_with_javascript_off_and_whatever_else_was_typed_is_saved(
    open_window: OpenWindow, known: Known, choice: str
) -> None:
    window = open_window(BOB, scripts=False)
    first, second = two_tabs(window, known)
    theirs, yours = f"Sent from the first tab ({choice}).", f"Sent from the second tab ({choice})."
    reasons(first).fill(theirs)
    press(first, "Save")
    reasons(second).fill(yours)
    second.get_by_label("Strengths").fill(f"Typed beside it ({choice}).")
    with window.watch.expecting(409):
        press(second, "Save")
        both_are_shown(second, theirs, yours)
    assert saved_reasons(window, known) == theirs
    press(second, choice)
    expect(second.get_by_text("Saved.", exact=True)).to_be_visible()
    assert saved_reasons(window, known) == (yours if choice.startswith("Save") else theirs)
    expect(open_marker(window, known).get_by_label("Strengths")).to_have_value(f"Typed beside it ({choice}).")


def test_words_typed_while_the_connection_is_lost_are_saved_when_it_is_back(open_window: OpenWindow, known: Known) -> None:
    window = open_window(BOB)
    page = open_marker(window, known)
    words = "Typed on a train, in a tunnel."
    with window.watch.no_connection(page):
        reasons(page).fill(words)
        reasons(page).press("Tab")
        expect(under(page)).to_contain_text("the connection is lost")
        expect(reasons(page)).to_have_value(words)
    expect(under(page)).to_contain_text(re.compile("Saved"))
    expect(under(page)).not_to_contain_text("the connection is lost")
    assert saved_reasons(window, known) == words


def test_papers_say_so_when_the_connection_is_lost_and_open_when_it_is_back(open_window: OpenWindow, known: Known) -> None:
    window = open_window(BOB)
    page = open_marker(window, known)
    page.locator("#panel-page").fill("7")
    with window.watch.no_connection(page):
        press(page, "Go")
        expect(page.locator("#papers").get_by_role("alert")).to_contain_text("the connection is lost")
    press(page, "Go")
    expect(page.locator(".app-paper[data-page='7']")).to_be_visible()
    expect(page.locator("#papers").get_by_role("alert")).to_have_count(0)


def sign_in_elsewhere(window: Window) -> None:
    tab = window.context.new_page()
    tab.goto(f"{window.server.address}/sign-in")
    tab.get_by_label("E-mail address").fill(BOB)
    tab.get_by_label("Password").fill(WORDS)
    press(tab, "Sign in")
    expect(tab.get_by_role("heading", name="Reviews", level=1)).to_be_visible()


def end_session(window: Window) -> None:
    """End every session in another tab, as one does when a telephone is lost."""
    tab = window.context.new_page()
    tab.goto(f"{window.server.address}/account")
    press(tab, "Sign out")
    expect(tab.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    tab.close()


def test_after_signing_in_again_in_another_tab_saving_goes_on_where_one_typed(open_window: OpenWindow, known: Known) -> None:
    window = open_window(BOB)
    page = open_marker(window, known)
    end_session(window)
    with window.watch.expecting(401):
        reasons(page).fill("Typed after the session had ended.")
        reasons(page).press("Tab")
        expect(under(page)).to_contain_text("You have been signed out")
    sign_in_elsewhere(window)
    reasons(page).fill("Typed after the session had ended, and then some.")
    reasons(page).press("Tab")
    expect(under(page)).to_contain_text("Saved")
    expect(under(page)).not_to_contain_text("signed out")
    assert saved_reasons(window, known) == "Typed after the session had ended, and then some."


def test_with_javascript_off_what_was_typed_is_kept_over_signing_in_again(open_window: OpenWindow, known: Known) -> None:
    window = open_window(BOB, scripts=False)
    page = open_marker(window, known)
    end_session(window)
    reasons(page).fill("Typed after the session had ended.\nOn two lines, with “quotes” & <angles>.")
    with window.watch.expecting(401):
        press(page, "Save")
        expect(page.get_by_text("What you entered is kept")).to_be_visible()
    page.get_by_label("E-mail address").fill(BOB)
    with window.watch.expecting(422):
        page.get_by_label("Password").fill("not the right one")
        press(page, "Sign in")
        expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Password").fill(WORDS)
    press(page, "Sign in")
    press(page, "Save it now")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert saved_reasons(window, known) == "Typed after the session had ended.\nOn two lines, with “quotes” & <angles>."


def test_reviews_that_two_people_edit_show_what_differs(open_window: OpenWindow, known: Known) -> None:
    window = open_window("erin@wexcombe.example", scripts=False)
    first, second = window.page, window.context.new_page()
    for page in (first, second):
        page.goto(f"{window.server.address}/reviews/{known.review}/edit/details")
    was = first.get_by_label("Method of the review").input_value()
    first.get_by_label("Method of the review").fill("A systems review")
    press(first, "Save")
    second.get_by_label("Method of the review").fill("A review of another kind")
    with window.watch.expecting(409):
        press(second, "Save")
    row = second.get_by_role("row").filter(has_text="Method")
    expect(row).to_contain_text("A systems review")
    expect(row).to_contain_text("A review of another kind")
    second.get_by_label("Method of the review").fill(was)
    press(second, "Save mine over what was saved")
    expect(second.get_by_text("The details of the review are saved.")).to_be_visible()


def test_leaving_while_something_is_not_saved_yet_asks_first(open_window: OpenWindow, known: Known) -> None:
    window = open_window(BOB)
    page = open_marker(window, known)
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append("leave?")
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    with window.watch.no_connection(page):
        reasons(page).press_sequentially("Typed and not saved yet. ")
        page.close(run_before_unload=True)
        expect(reasons(page)).to_have_value(re.compile("not saved yet"))
    assert asked == ["leave?"]
