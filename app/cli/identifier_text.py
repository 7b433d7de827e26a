"""What may identify a person in a paper, as JSON or in words. Finding it: `app/domain/identifier_find.py`."""

from collections.abc import Sequence

from app.domain.document import Page
from app.domain.identifier import Identifier
from app.domain.identifier_report import around

Found = Sequence[tuple[Page, Sequence[Identifier]]]


def as_json(found: Found) -> list[dict[str, object]]:
    """One object per finding: page number, offsets into the page's text (end exclusive), kind, text and why."""
    return [
        {"page": page.number, "start": item.start, "end": item.end, "kind": item.kind.value, "text": item.text, "why": item.why}
        for page, items in found
        for item in items
    ]


def in_words(found: Found) -> str:
    """A line per finding with the words around it, by page."""
    lines = []
    for page, items in found:
        for item in items:
            before, after = around(page.text, item.start, item.end)
            place = f"page {page.label or page.number}, {item.kind.value}: {item.words}"
            lines.append(f"{place}\n    {before}[{item.words}]{after}")
    return "\n".join(lines) or "Nothing was found that may identify a person. Read it with that question in mind all the same."
