"""A stretch of a document, and finding it again word for word."""

from dataclasses import dataclass

CONTEXT = 80


@dataclass(frozen=True)
class Passage:
    """Where a quote stands. `start` and `end` are offsets in characters into the page's text, end exclusive.

    `quote` is exactly `text[start:end]` of the page; `before` and `after` hold up to `CONTEXT` characters around it.
    `place` is how a person would cite it: "page 12", or "Findings, paragraph 4" where the file has no fixed pages.
    """

    document: str
    page: int
    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""
    place: str = ""
    document_title: str = ""
