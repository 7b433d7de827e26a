"""What comes next for a review once several appraisals of it are in: the consensus, its signatures, its adequacy."""

from app.domain.account import Person
from app.domain.appraisal import AppraisalState
from app.domain.permission import can_decide_adequacy, can_issue, can_moderate, can_read_moderation
from app.domain.round import Round
from app.web import urls
from app.web.review_pages import NextStep


def moderation_link(person: Person, round_: Round) -> str:
    """The way to moderation, where there are several appraisals and this person may see them side by side; else empty."""
    is_there = len(round_.submitted) > 1 and can_read_moderation(person, round_)
    return urls.moderation(round_.review) if is_there else ""


def moderation_step(person: Person, round_: Round) -> NextStep | None:
    """The next step in moderation, None where there is nothing to moderate or the person may not see it."""
    link, consensus = moderation_link(person, round_), round_.consensus
    if not link:
        return None
    if consensus is None or consensus.state is AppraisalState.DRAFT:
        if can_moderate(person, round_):
            return NextStep("Next: bring the appraisals to a consensus.", "Moderate the appraisals", link)
        sentence = "Next: a moderator brings the appraisals to a consensus, and those present sign it."
        return NextStep(sentence, "See the appraisals side by side", link)
    if can_decide_adequacy(person, consensus):
        return NextStep("Next: judge the adequacy of the review by the consensus.", "Judge adequacy", urls.adequacy(consensus.id))
    if can_issue(person):
        sentence = "Next: once a moderator has judged its adequacy, read the report through and issue it."
        return NextStep(sentence, "Preview the report", urls.report_preview(consensus.id))
    return NextStep("Next: a moderator judges adequacy.", "See areas and grades", urls.adequacy(consensus.id))
