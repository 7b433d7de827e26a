"""The addresses of holding back what happened to the child."""

__all__ = ["outcome", "outcome_settings"]


def outcome(review_id: str) -> str:
    """What is held back from an appraiser, and opening it."""
    return f"/reviews/{review_id}/outcome"


def outcome_settings(review_id: str, *, saved: str = "") -> str:
    """Choosing what is held back; `saved` says that it was just saved."""
    return f"/reviews/{review_id}/round/outcome" + ("?saved=yes" if saved else "")
