"""Addresses of the trail. Pages and redirects reach them through `urls.py`."""


def trail(page: int = 1) -> str:
    """The audit trail of the board."""
    return f"/trail?page={page}" if page > 1 else "/trail"


def trail_check() -> str:
    """Checking the chain of the trail."""
    return "/trail/check"


def trail_export() -> str:
    """The trail as a file that can be verified elsewhere."""
    return "/trail/export.jsonl"
