"""A text of our own of ten pages in the style of reviews, in which every identifier is labelled. Everybody in it is invented;
telephone numbers, e-mail addresses, NHS and National Insurance numbers and postcodes are from ranges that nobody has.
"""

import re
from dataclasses import dataclass
from pathlib import Path

LABEL = re.compile(r"\{\{([a-z-]+)\|([^}]*)\}\}")
FILE = Path(__file__).with_name("planted.txt")


@dataclass(frozen=True)
class Planted:
    """One labelled identifier: offsets into the text of its page."""

    page: int
    kind: str
    start: int
    end: int
    text: str


def planted_pages() -> tuple[list[str], list[Planted]]:
    """The pages without labels, and the labels."""
    pages, labels = [], []
    for number, page in enumerate(re.split(r"^=== page\n", FILE.read_text("utf-8"), flags=re.MULTILINE), start=1):
        text, at = "", 0
        for found in LABEL.finditer(page):
            text += page[at : found.start()]
            labels.append(Planted(number, found[1], len(text), len(text) + len(found[2]), found[2]))
            text += found[2]
            at = found.end()
        pages.append(text + page[at:])
    return pages, labels
