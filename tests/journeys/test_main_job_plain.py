"""The main job with JavaScript off: words are pasted instead of marked, and buttons save instead of leaving a field."""

import re

import pytest
from playwright.sync_api import expect

from app.example.papers import BuiltPaper
from tests.journeys.conftest import OpenWindow
from tests.journeys.formats import check_formats
from tests.journeys.main_job import MainJob
from tests.journeys.serving import Server

pytestmark = pytest.mark.journey
ERIN = "erin@wexcombe.example"
AGAIN = "A page number was wrong."
MARKER = "14. The report"
WORDS = "The report has been written so that it can be published in full"


def test_the_whole_main_job_can_be_done_with_javascript_off(
    open_window: OpenWindow, server: Server, papers: list[BuiltPaper]
) -> None:
    job = MainJob(open_window(scripts=False), "JP-2016-02", scripts=False)
    job.sign_in_by_link(server.link(ERIN))
    job.set_password()
    job.sign_out_and_in_again(ERIN)
    job.register()
    job.upload(papers)
    job.wait_until_read(papers)
    job.start_appraisal()
    judge_one_marker(job)
    come_back_to_the_same_place(job)
    job.see_what_is_missing()
    job.fill_quickly(skip="the-report")
    job.answer_lenses()
    job.submit()
    job.decide_adequacy()
    first = job.issue()
    before = check_formats(job, first, version=1)
    second = job.issue(AGAIN)
    check_formats(job, second, version=2, reason=AGAIN)
    job.page.goto(first)
    expect(job.page.get_by_text("A newer version has been issued")).to_be_visible()
    assert check_formats(job, first, version=1) == before


def judge_one_marker(job: MainJob) -> None:
    """Answer, cite in every way there is, grade and give reasons. Whichever button is pressed, what was typed is kept."""
    page = job.page
    job.open_marker(MARKER)
    expect(page.get_by_role("button", name="Use as evidence")).to_have_count(0)
    job.answer(0, "Partly", "Most of it can be followed by somebody who was not there.")
    job.find_in_papers(WORDS)
    expect(page.locator(".app-prompt").first.get_by_label("Note")).to_have_value(re.compile("not there"))
    job.add_evidence(WORDS, "Supports", "Said in so many words.")
    expect(job.evidence()).to_have_count(1)
    expect(page.locator(".app-paper mark").first).to_be_visible()
    job.go_from_evidence_to_page(WORDS)
    job.paste_in_every_way(so_far=1)
    job.choose("Adequate")
    job.leave(page.get_by_label("Reasons", exact=True), "It explains most of what was done, and says where it cannot.")
    job.leave(page.get_by_label("Strengths"), "It can be published in full.")
    job.choose("Medium")
    job.save()
    page.reload()
    expect(page.get_by_label("Adequate", exact=True)).to_be_checked()
    expect(page.get_by_label("Medium", exact=True)).to_be_checked()
    expect(page.get_by_label("Reasons", exact=True)).to_have_value(re.compile("explains most"))
    expect(page.locator(".app-prompt").first.get_by_label("Partly", exact=True)).to_be_checked()
    expect(page.get_by_text("Before this marker is complete:")).to_have_count(0)


def come_back_to_the_same_place(job: MainJob) -> None:
    """Turn to a page, leave, and carry on there."""
    papers = job.page.locator("#papers")
    papers.get_by_label("Page", exact=True).fill("12")
    papers.get_by_role("button", name="Go", exact=True).click()
    expect(papers.locator(".app-paper[data-page='12']")).to_be_visible()
    job.window.go(f"/appraisals/{job.appraisal}")
    job.page.get_by_role("button", name="Carry on where you left off").click()
    job.heading(re.compile(re.escape(MARKER)))
    expect(papers.locator(".app-paper[data-page='12']")).to_be_visible()
