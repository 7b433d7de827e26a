"""Addresses of moderation: the appraisals side by side, the consensus, its signing, a second round."""

from urllib.parse import urlencode


def moderation(review_id: str) -> str:
    """Markers by disagreement."""
    return f"/reviews/{review_id}/moderation"


def moderation_marker(review_id: str, marker: str, *, saved: str = "", at: str = "") -> str:
    """One marker side by side, and its consensus; `at` is a place on the page."""
    query = f"?{urlencode({'saved': saved})}" if saved else ""
    return f"/reviews/{review_id}/moderation/{marker}{query}" + (f"#{at}" if at else "")


def moderation_field(review_id: str, marker: str) -> str:
    """Saving one field of the consensus on a marker."""
    return f"/reviews/{review_id}/moderation/{marker}/field"


def moderation_post(review_id: str, marker: str) -> str:
    """Saying something about a marker."""
    return f"/reviews/{review_id}/moderation/{marker}/posts"


def consensus_agreed(review_id: str) -> str:
    """Taking the markers on which all agree together."""
    return f"/reviews/{review_id}/consensus/agreed"


def consensus_sign(review_id: str) -> str:
    """Signing the consensus off."""
    return f"/reviews/{review_id}/consensus"


def consensus_excuse(review_id: str) -> str:
    """Saying why a signature is missing."""
    return f"/reviews/{review_id}/consensus/excuse"


def consensus_reopen(review_id: str) -> str:
    """Opening a signed consensus again."""
    return f"/reviews/{review_id}/consensus/reopen"


def second_round(review_id: str) -> str:
    """Asking for a second blind round."""
    return f"/reviews/{review_id}/second-round"


def first_round(appraisal_id: str) -> str:
    """How the first round fell, beside one's own appraisal."""
    return f"/appraisals/{appraisal_id}/first-round"
