"""What a list says in a few words of a review that several people appraise: where the round stands, and what waits for whoever
looks. It tells of progress and never of a grade. Pure.
"""

from app.domain.appraisal import AppraisalState
from app.domain.round import Phase, Round


def where_it_stands(round_: Round) -> str:
    """For those who may see how far a team has come; empty where nothing has begun."""
    if round_.phase is Phase.SIGNED:
        return "Consensus signed off"
    if round_.is_open:
        if round_.consensus is not None:
            return "Moderation under way"
        return "Ready for moderation" if len(round_.submitted) > 1 else "One appraisal, submitted"
    taking_part = [member for member in round_.members if not member.is_missing]
    expected = len(round_.awaited) + len(round_.submitted)
    if round_.in_second_round:
        return f"Second round, each apart: {len(round_.submitted)} of {expected} sent in"
    if round_.appraisals:
        return f"Appraising, each apart: {len(round_.submitted)} of {expected} sent in"
    if not taking_part:
        return ""
    declared = len([member for member in taking_part if member.declaration])
    return f"Team chosen: {declared} of {len(taking_part)} {'has' if declared == 1 else 'have'} declared interests"


def what_waits(round_: Round, person: str) -> str:
    """For somebody on the team, or with an appraisal of their own: what is to be done by them, or how far they are."""
    places = [member for member in round_.members if member.person == person]
    if places and all(place.is_missing for place in places):
        return "You no longer take part"
    if any(place.declaration is None for place in places if not place.is_missing):
        return "Waits for you: declare your interests"
    own = round_.own(person)
    if own is not None and own.state is AppraisalState.SUBMITTED:
        return "You have submitted your appraisal"
    if own is not None:
        return "Waits for you: the second round" if round_.in_second_round else "Waits for you: your appraisal, begun"
    return "Waits for you: begin your appraisal" if person in round_.awaited else ""
