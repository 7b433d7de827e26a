"""A stretch of a document, and finding it from its words. Not how pages are stored or shown."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.document import Page
from app.domain.errors import InvalidError
from app.domain.skeleton import skeleton, skeleton_with_offsets

CONTEXT = 80
LEAST_WORDS = 3
LEAST_CHARACTERS = 15
MOST_CHARACTERS = 5_000


@dataclass(frozen=True)
class Passage:
    """Where a quote stands. `start` and `end` are offsets in characters into the page's text, end exclusive.

    `quote` is exactly `text[start:end]` of the page; `before` and `after` hold up to `CONTEXT` characters around it.
    `place` is how a person would cite it: "page 12", or "Findings, paragraph 4" where the file has no fixed pages.
    `runs_on` is empty, or, where the quote goes on over the end of the page, exactly the words with which the text of
    the next page begins: `next_text[:len(runs_on)]`. `quote` then ends on this page and `after` continues `runs_on`.
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
    runs_on: str = ""

    @property
    def words(self) -> str:
        """The whole quote in the document's own words, on one line."""
        return " ".join(f"{self.quote} {self.runs_on}".split())


@dataclass(frozen=True)
class PaperPage:
    """One page of one paper to look in."""

    document: str
    page: Page
    document_title: str = ""


@dataclass(frozen=True)
class Found:
    """The quote stands in the papers, here and perhaps elsewhere. `exact` is false where spacing, hyphens, quotation
    marks, ligatures or case differ: the passages carry the document's own words.
    """

    passages: tuple[Passage, ...]
    exact: bool


@dataclass(frozen=True)
class Change:
    """A step of a word-by-word comparison: `same`, `changed`, `only-document` or `only-quote`."""

    kind: str
    document: str
    quote: str


@dataclass(frozen=True)
class Near:
    """Something like the quote. `score` runs from 0 to 1; `changes` in order make up both texts."""

    passage: Passage
    score: float
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class NearlyFound:
    """Not these words, but something like them: best first. A person chooses."""

    candidates: tuple[Near, ...]


@dataclass(frozen=True)
class NotFound:
    """Nothing like the quote stands in the papers. `sentence` says what to do."""

    sentence: str


NOT_FOUND = NotFound(
    "We could not find these words in the papers. Check the wording against the paper, or, if they come from an "
    "interview, an observation or a letter, record them as a source that is not in the papers."
)


def check_quote(quote: str) -> str:
    """The quote without space around it. Raises InvalidError where it is too short or too long to look for."""
    quote = unicodedata.normalize("NFC", quote).strip()
    if not skeleton(quote):
        raise InvalidError("Paste or type the words you want to quote.", "quote")
    if len(quote.split()) < LEAST_WORDS and len(quote) < LEAST_CHARACTERS:
        raise InvalidError("Quote at least three words, so that the place in the paper is certain.", "quote")
    if len(quote) > MOST_CHARACTERS:
        raise InvalidError(f"Quote at most {MOST_CHARACTERS:,} characters. Use several shorter passages instead.", "quote")
    return quote


def find_quote(pages: Sequence[PaperPage], quote: str) -> Found | NearlyFound | NotFound:
    """Look for a quote in pages given in reading order, paper by paper.

    First word for word, then whatever the spacing, hyphens, quotation marks, ligatures and case, also over a page end.
    Raises InvalidError where the quote is too short or too long.
    """
    quote = check_quote(quote)
    if passages := tuple(_exact(pages, quote)):
        return Found(passages, exact=True)
    if passages := tuple(_tolerant(pages, quote)):
        return Found(passages, exact=False)
    return NOT_FOUND


def passage_at(page: PaperPage, start: int, end: int) -> Passage:
    """The passage between two offsets of the page's text, without space at its ends, as marked in the browser.

    Raises InvalidError where the offsets do not lie in the page or hold nothing but space.
    """
    text = page.page.text
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise InvalidError("Mark the words on the page again: what was marked does not lie in this page's text.", "quote")
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = start + len(text[start:end].rstrip())
    return Passage(
        document=page.document,
        page=page.page.number,
        start=start,
        end=end,
        quote=text[start:end],
        before=text[max(0, start - CONTEXT) : start],
        after=text[end : end + CONTEXT],
        place=page.page.place_at(start),
        document_title=page.document_title,
    )


def _exact(pages: Sequence[PaperPage], quote: str) -> Iterator[Passage]:
    for page in pages:
        for start in _occurrences(page.page.text, quote):
            yield passage_at(page, start, start + len(quote))


def _tolerant(pages: Sequence[PaperPage], quote: str) -> Iterator[Passage]:
    wanted = skeleton(quote)
    for page in pages:
        if wanted not in skeleton(page.page.text):
            continue
        letters, offsets = skeleton_with_offsets(page.page.text)
        for first in _occurrences(letters, wanted):
            yield passage_at(page, offsets[first], offsets[first + len(wanted) - 1] + 1)


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    """Where the words begin, not counting matches inside one another or inside a longer word."""
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + len(wanted))
