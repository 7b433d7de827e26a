"""The addresses of how far the appraisers of a review agree."""


def agreement(review_id: str) -> str:
    """How far the appraisers of a review agree."""
    return f"/reviews/{review_id}/agreement"


def agreement_table(review_id: str) -> str:
    """Their grades as CSV."""
    return f"/reviews/{review_id}/agreement.csv"
