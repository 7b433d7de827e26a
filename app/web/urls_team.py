"""The addresses of the team of a review, of declarations, of the settings of its round, and of earlier submissions."""

from urllib.parse import urlencode

__all__ = [
    "declaration",
    "round_open",
    "round_settings",
    "submission",
    "team",
    "team_add",
    "team_do",
    "team_grid",
    "team_member",
    "team_remind",
]


def team(review_id: str, *, done: str = "") -> str:
    """Who appraises and moderates a review; `done` names what was just done."""
    return f"/reviews/{review_id}/team" + (f"?{urlencode({'done': done})}" if done else "")


def team_add(review_id: str) -> str:
    """Putting people on the team."""
    return f"/reviews/{review_id}/team/add"


def team_grid(review_id: str) -> str:
    """How far each appraiser has come with each marker."""
    return f"/reviews/{review_id}/grid"


def team_remind(review_id: str, whom: str = "") -> str:
    """Reminding appraisers: those who are "late", "all", or the member of this id."""
    return f"/reviews/{review_id}/team/remind" + (f"?{urlencode({'whom': whom})}" if whom else "")


def team_member(review_id: str, member_id: str) -> str:
    """One member of the team: what they declared, their due date, and withdrawing them."""
    return f"/reviews/{review_id}/team/{member_id}"


def team_do(review_id: str, member_id: str, what: str) -> str:
    """Doing something with a member of the team: `what` is due, withdraw or return."""
    return f"/reviews/{review_id}/team/{member_id}/{what}"


def declaration(review_id: str, back: str = "") -> str:
    """Declaring one's interests in a review; `back` is where to go then."""
    return f"/reviews/{review_id}/declaration" + (f"?{urlencode({'next': back})}" if back else "")


def round_settings(review_id: str, *, saved: str = "") -> str:
    """What the commissioner chooses for the round of a review; `saved` says that it was just saved."""
    return f"/reviews/{review_id}/round" + (f"?{urlencode({'saved': saved})}" if saved else "")


def round_open(review_id: str) -> str:
    """Opening the round before all appraisals are in."""
    return f"/reviews/{review_id}/round/open"


def submission(appraisal_id: str, number: int) -> str:
    """What an appraisal said when it was submitted for the first, second … time."""
    return f"/appraisals/{appraisal_id}/submissions/{number}"
