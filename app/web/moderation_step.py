"""What comes next for a review that several appraise: waiting for them, the consensus, its signatures, its adequacy."""

from app.domain.account import Person
from app.domain.appraisal import AppraisalState
from app.domain.permission import can_decide_adequacy, can_issue, can_moderate, can_open_round, can_read_moderation, can_see_team
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
        sign = ("Who has signed the consensus, and signing it", urls.consensus_sign(round_.review))
        return NextStep(sentence, "See the appraisals side by side", link, sign if consensus else ("", ""))
    if can_decide_adequacy(person, consensus):
        return NextStep("Next: judge the adequacy of the review by the consensus.", "Judge adequacy", urls.adequacy(consensus.id))
    if can_issue(person):
        sentence = "Next: once a moderator has judged its adequacy, read the report through and issue it."
        return NextStep(sentence, "Preview the report", urls.report_preview(consensus.id))
    return NextStep("Next: a moderator judges adequacy.", "See areas and grades", urls.adequacy(consensus.id))


def waiting_step(person: Person, round_: Round) -> NextStep:
    """While appraisals are awaited: how many are in, and for those who see the team whom one waits for.

    `round_` has the names that the person may know.
    """
    done, left = len(round_.submitted), len(round_.awaited)
    total = f"{done or 'None'} of the {done + left} appraisals {'is' if done < 2 else 'are'} in"
    if round_.in_second_round:
        total = f"Second round: {total[0].lower()}{total[1:]} again"
    if not can_see_team(person, round_):
        yours = "Yours is submitted. " if round_.own(person.id) else ""
        return NextStep(f"{yours}{total}. You can read the others once all are in, or when a moderator opens the round.")
    sentence = f"{total}. Waiting for {joined(round_.awaited_names)}. Nobody reads another’s appraisal before all are in."
    if done + left == 1:
        sentence = f"Waiting for the appraisal of {joined(round_.awaited_names)}. It can be read once it has been submitted."
    also = ("Open the round before all are in", urls.round_open(round_.review)) if done and can_open_round(person) else ("", "")
    return NextStep(sentence, "See progress", urls.team_grid(round_.review), also)


def joined(names: tuple[str, ...]) -> str:
    """Names in a sentence."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "nobody"
