"""Puts the page of a review together: what to do next, which fact a check wants, who may see which appraisal."""

from dataclasses import replace

from app.domain import review as reviews
from app.domain.account import Person
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.guidance import GuidanceCheck, Result, timeline
from app.domain.permission import (
    can_decide_adequacy,
    can_issue,
    can_manage_team,
    can_read_report,
    can_register,
    can_see_agreement,
    can_see_appraisal,
    can_see_team,
    can_start_appraisal,
)
from app.domain.review import DATE_LABELS, ReviewFacts
from app.domain.round import Round
from app.domain.team import Part, member_of
from app.services.review import OpenedReview
from app.web import urls
from app.web.moderation_step import moderation_link, moderation_step, waiting_step
from app.web.review_pages import AppraisalLine, CheckLine, NextStep, ReviewPage
from app.web.review_timeline import draw_timeline

NOTE = "The guidance did not ask for this, so it is a note and not a breach."


def page_of(person: Person, opened: OpenedReview, saved: str = "") -> ReviewPage:
    """The page as this person may see it."""
    facts = opened.review.facts
    return ReviewPage(
        review=opened.review,
        next_step=next_step(person, opened),
        papers=opened.papers,
        appraisals=tuple(
            AppraisalLine(found, urls.appraisal(found.id))
            if can_see_appraisal(person, found, opened.round)
            else AppraisalLine(found, "", why_closed(person, found, opened.round))
            for found in opened.round.appraisals
        ),
        reports=opened.reports,
        regime=opened.regime,
        checks=tuple(check_line(person, opened, check) for check in opened.checks),
        chart=draw_timeline(timeline(facts)),
        unknown_dates=tuple(DATE_LABELS[name] for name, when in facts.dates.in_order() if when is None),
        may_start=can_start_appraisal(person, opened.round) and bool(opened.papers) and opened.round.own(person.id) is None,
        saved=saved,
        agreement=_agreement(person, opened),
        moderation=moderation_link(person, opened.round),
        team=urls.team(opened.review.id) if can_see_team(person, opened.round) else "",
        held=opened.hold.sentence,
        declaration=urls.declaration(opened.review.id) if member_of(opened.round.members, person.id) else "",
        reads_reports=can_read_report(person, opened.round),
    )


def why_closed(person: Person, appraisal: Appraisal, round_: Round) -> str:
    """What has to happen before this person can read this appraisal."""
    member = member_of(round_.members, appraisal.appraiser, Part.APPRAISER)
    if member is not None and member.is_missing:
        return "Its appraiser no longer takes part, so it does not count."
    if appraisal.state is not AppraisalState.SUBMITTED:
        return "It can be read once it has been submitted."
    own = round_.own(person.id)
    if own is not None and own.state is not AppraisalState.SUBMITTED:
        return "You can read it once you have submitted your own."
    return "It can be read once all are in, or when a moderator opens the round."


def _agreement(person: Person, opened: OpenedReview) -> str:
    """The way to how far the appraisers agree, where there are two to compare and this person may see it."""
    is_there = len(opened.round.submitted) > 1 and can_see_agreement(person, opened.round)
    return urls.agreement(opened.review.id) if is_there else ""


def next_step(person: Person, opened: OpenedReview) -> NextStep:
    """The one thing that brings the review on, said to this person."""
    review = opened.review.id
    if opened.reports and can_read_report(person, opened.round):
        return NextStep("The report has been issued.", "Read the report", urls.report(opened.reports[0].id))
    if not opened.papers:
        if can_register(person):
            return NextStep("Next: add the papers of the review.", "Add papers", urls.papers_add(review))
        return NextStep("Next: a commissioner of your board adds the papers.")
    mine = opened.round.own(person.id)
    if mine is not None and mine.state is AppraisalState.DRAFT:
        return NextStep(_own_work(opened.round), "Open your appraisal", urls.appraisal(mine.id))
    if mine is None and can_start_appraisal(person, opened.round):
        return NextStep("Next: appraise the review.", "Start an appraisal", urls.appraisal_start(review))
    return after_appraising(person, opened.round)


def _own_work(round_: Round) -> str:
    """What somebody is told who is at work on their own appraisal."""
    if round_.in_second_round and not round_.is_open:
        return "Next: judge again in the second round, apart from the others as before."
    if len(round_.awaited) + len(round_.submitted) == 1:
        return "Next: carry on with your appraisal. Nobody else can see it until you submit it."
    return "Next: carry on with your appraisal. Until you submit it, nobody else can see it, and you cannot see the others’."


def after_appraising(person: Person, round_: Round) -> NextStep:
    """What comes next for those who do not appraise, or have done so."""
    if round_.awaited and not round_.is_open:
        return waiting_step(person, round_)
    if (moderation := moderation_step(person, round_)) is not None:
        return moderation
    submitted = next((found for found in round_.submitted if can_see_appraisal(person, found, round_)), None)
    if submitted is not None and can_decide_adequacy(person, submitted):
        return NextStep("Next: judge the adequacy of the review.", "Judge adequacy", urls.adequacy(submitted.id))
    if submitted is not None and can_issue(person):
        sentence = "Next: once a moderator has judged its adequacy, read the report through and issue it."
        return NextStep(sentence, "Preview the report", urls.report_preview(submitted.id))
    if submitted is not None:
        return NextStep("Next: a moderator judges adequacy.", "See areas and grades", urls.adequacy(submitted.id))
    if can_manage_team(person):
        sentence = "Next: choose who appraises the review. Until you do, any appraiser of your board may start."
        return NextStep(sentence, "Choose the team", urls.team_add(round_.review))
    return NextStep("Next: an appraiser starts an appraisal.")


def check_line(person: Person, opened: OpenedReview, check: GuidanceCheck) -> CheckLine:
    """The check, with a link to what it wants for those who may change it."""
    # The sentence about the panel chair says this itself.
    is_note = check.advisory and check.result is Result.NOT_MET and check.id != "panel-chair"
    line = CheckLine(check, NOTE if is_note else "")
    if not can_register(person):
        return line
    if check.id == "reports-present" and check.result is Result.NOT_MET:
        return replace(line, words="Add papers", href=urls.papers_add(opened.review.id))
    part = wanted_part(opened.review.facts, check, has_regime=opened.regime is not None)
    if check.result is not Result.NOT_KNOWN or not part:
        return line
    return replace(line, words=f"Add it to the {part}", href=urls.review_edit(opened.review.id, part))


def wanted_part(facts: ReviewFacts, check: GuidanceCheck, *, has_regime: bool) -> str:
    """The part of the facts in which a check that is not known wants something; empty where no fact would help."""
    if check.id == "start":
        return "dates"
    if check.id in ("time-limit", "panel-chair") and not has_regime:
        # A decision outside the guidance that is held here is known, and no fact changes that.
        return "dates" if facts.dates.decision is None else ""
    if check.id == "time-limit":
        return "dates"
    panel = any(person.part is reviews.Part.PANEL_MEMBER for person in facts.people)
    if check.id == "reports-present" or (check.id == "panel-share" and panel and not facts.agencies):
        return "agencies"
    return "people"
