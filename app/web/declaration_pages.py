"""What the page of a declaration of interests shows."""

from dataclasses import dataclass, field

from app.domain.review import Review
from app.domain.team import Declaration, Part


@dataclass(frozen=True)
class DeclarationPage:
    """What is asked, with what was typed, and what was declared before, newest first. `back` is where to go then."""

    review: Review
    parts: tuple[Part, ...]
    earlier: tuple[Declaration, ...]
    back: str = ""
    has_any: str = ""
    interests: str = ""
    takes_part: str = ""
    errors: dict[str, str] = field(default_factory=dict)
