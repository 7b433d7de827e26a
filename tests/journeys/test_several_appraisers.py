"""Two appraisers, a moderator and a commissioner, each in a browser of their own at the same time: from team to report."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenWindow
from tests.journeys.round_job import ANALYSIS, PASSAGE, Board, Seat, make_board
from tests.journeys.serving import Server

pytestmark = pytest.mark.journey
HAL_SAYS = "The gap at the school is the whole of this case."
RUTH_SAYS = "It explains more than most reviews do."
MINORITY = "Without the school nobody can say why."


def sit_down(open_window: OpenWindow, board: Board, *, scripts: bool) -> tuple[Seat, Seat, Seat, Seat]:
    """Commissioner, both appraisers, moderator."""
    people = (board.commissioner, board.first, board.second, board.moderator)
    nia, hal, ruth, mona = (Seat(open_window(one.email, scripts=scripts), board, one, scripts) for one in people)
    return nia, hal, ruth, mona


def appraise_apart(nia: Seat, hal: Seat, ruth: Seat, mona: Seat) -> tuple[str, str]:
    """From the team to the first submission, nobody reading anybody; the ids of Hal's and Ruth's appraisals."""
    nia.put_team_together()
    hal.declare()
    ruth.declare("I taught one of the panel ten years ago.")
    hals, ruths = hal.start(), ruth.start()
    hal.judge(hals, "Inadequate", HAL_SAYS, "Weakens")
    ruth.judge(ruths, "Good", RUTH_SAYS, "Supports")
    # Each has the other's page open, and reads nothing.
    for seat, theirs in ((hal, ruths), (ruth, hals)):
        for address in (f"/appraisals/{theirs}", f"/appraisals/{theirs}/markers/analysis"):
            seat.is_refused(address, "work apart", "once you have submitted your own")
            seat.reads_nothing_of(HAL_SAYS, RUTH_SAYS, "Inadequate")
    nia.open_review()
    nia.reads("None of the 2 appraisals is in.", hal.person.name, ruth.person.name)
    nia.press("See progress")
    nia.reads("18 of 18", "not shown here")
    nia.reads_nothing_of("Inadequate", "Good", HAL_SAYS)
    hal.submit(hals)
    ruth.is_refused(f"/appraisals/{hals}/markers/analysis", "once you have submitted your own")
    hal.is_refused(f"/appraisals/{ruths}", "has not been submitted")
    mona.declare()
    mona.reads("1 of the 2 appraisals is in. Waiting for Appraiser B.")
    mona.reads_nothing_of(hal.person.name, ruth.person.name)
    for seat in (mona, nia):
        seat.is_refused(f"/reviews/{seat.board.review}/moderation", "once all are in")
    return hals, ruths


def agree_and_issue(nia: Seat, hal: Seat, ruth: Seat, mona: Seat) -> None:
    """From the discussion to the report that prints the minority view."""
    hal.say("Nobody asked the school.")
    mona.window.go(f"/reviews/{mona.board.review}/moderation/analysis#discussion")
    mona.reads("Nobody asked the school.", "Appraiser A")
    mona.take_agreed()
    mona.write_consensus("Adequate", "It explains most, and not the school.", ("Appraiser A", "Inadequate", MINORITY))
    mona.sign()
    for seat in (hal, ruth):
        expect(mona.page.get_by_text("Not yet").first).to_be_visible()
        seat.sign()
        mona.page.reload()
    mona.reads("The consensus was signed off on")
    mona.window.go(f"/reviews/{mona.board.review}/moderation/analysis")
    expect(mona.page.get_by_role("button", name="Save the consensus")).to_have_count(0)
    mona.decide_adequacy()
    nia.issue()
    nia.reads(MINORITY, "minority view", PASSAGE)


def test_a_board_goes_from_the_team_to_the_report_in_four_browsers_at_once(open_window: OpenWindow, server: Server) -> None:
    nia, hal, ruth, mona = sit_down(open_window, make_board(server, "Ravenmoor Partnership", "RM-2018-01"), scripts=True)
    hals, ruths = appraise_apart(nia, hal, ruth, mona)
    ruth.submit(ruths)
    first = mona.open_moderation().first
    expect(first).to_contain_text(ANALYSIS)
    expect(first).to_contain_text("Appraiser A: inadequate")
    mona.reads_nothing_of(hal.person.name, ruth.person.name)
    mona.ask_again("Was the school asked?")
    for seat, appraisal, grade, reasons in (
        (hal, hals, "Inadequate", f"{HAL_SAYS} Still."),
        (ruth, ruths, "Adequate", f"{RUTH_SAYS} But for the school."),
    ):
        seat.window.go(f"/appraisals/{appraisal}")
        seat.reads("Was the school asked?")
        seat.follow("How the first round fell, beside your own grades")
        seat.reads("1 good", "1 inadequate")
        seat.reads_nothing_of(HAL_SAYS, RUTH_SAYS, "Appraiser")
        seat.window.go(f"/appraisals/{appraisal}/markers/analysis")
        seat.regrade(grade, reasons)
    mona.is_refused(f"/reviews/{mona.board.review}/moderation", "nothing to moderate")
    hal.submit(hals)
    ruth.submit(ruths)
    agree_and_issue(nia, hal, ruth, mona)


def test_a_board_goes_the_whole_way_with_javascript_off(open_window: OpenWindow, server: Server) -> None:
    nia, hal, ruth, mona = sit_down(open_window, make_board(server, "Ottermere Partnership", "OM-2018-02"), scripts=False)
    _, ruths = appraise_apart(nia, hal, ruth, mona)
    mona.open_round("The board meets on Monday.")
    ruth.is_refused(f"/reviews/{ruth.board.review}/moderation", "once you have submitted your own")
    ruth.submit(ruths)
    mona.open_moderation()
    agree_and_issue(nia, hal, ruth, mona)
