"""A stretch of a document, and finding it from its words. Not how pages are stored or shown."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from app.domain.document import Page
from app.domain.errors import InvalidError
from app.domain.nearly import Change, most_alike, shingles
from app.domain.skeleton import INVISIBLE, QUOTES, skeleton, skeleton_with_offsets

CONTEXT = 80
PICTURE = "picture, no text"
FROM_PICTURE = "read from a picture; check the wording"
LEAST_WORDS = 3
LEAST_CHARACTERS = 15
MOST_CHARACTERS = 5_000
LEAST_LETTERS = 12  # of a quote with gaps
LONGEST_GAPPED = 3_000
OVERLAP = 8  # letters
MOST_PAGES = 8  # to compare word by word
MOST_CANDIDATES = 3
_GAP = re.compile(r"\[\s*(?:…|\.{3}|\. \. \.)\s*\]|\(\s*(?:…|\.{3})\s*\)|…|\.{3,}|\. \. \.")
_NOTE_NUMBER = re.compile(r"(?:[.,;:!?][’”)]?|[’”)])(\d{1,3})(?=\s|$)")
_NOTE = re.compile(r"\s*(?:\d{1,4}|\*+|†+|Note \S+:|\[\d+\])(?!\.\d)\S*\s")


@dataclass(frozen=True)
class Passage:
    """Where a quote stands. `start` and `end` are offsets in characters into the page's text, end exclusive.

    `quote` is exactly `text[start:end]` of the page; `before` and `after` hold up to `CONTEXT` characters around it.
    `place` is how a person would cite it: "page 12", or "Findings, paragraph 4" where the file has no fixed pages.
    `runs_on` is empty, or, where the quote goes on over the end of the page, exactly the words with which the text of
    the next page begins: `next_text[:len(runs_on)]`. `quote` then ends on this page and `after` continues `runs_on`.
    `from_picture`: the words were read off a picture by machine. Without a quote it is a page as such, which has no text to
    quote, see `whole_page`.
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
    from_picture: bool = False

    @property
    def words(self) -> str:
        """The whole quote in the document's own words, on one line."""
        return " ".join(f"{self.quote} {self.runs_on}".split())

    @property
    def is_page(self) -> bool:
        """Whether it is a page as such, without a quote."""
        return not self.quote


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

    First word for word, then whatever the spacing, hyphens, quotation marks, ligatures and case, then over the end of a
    page, then part by part where the quote leaves something out ("…"). Raises InvalidError where it is too short or long.
    """
    quote = check_quote(quote)
    if passages := tuple(_exact(pages, quote)):
        return Found(passages, exact=True)
    sheets = sheets_of(pages)
    if passages := tuple(_tolerant(sheets, quote)):
        return Found(passages, exact=False)
    without_notes = [sheet.without_note_numbers() for sheet in sheets]
    for look, variant in itertools.product((_tolerant, _over_page_ends, _with_gaps), (sheets, without_notes)):
        if passages := tuple(look(variant, quote)):
            return Found(passages, exact=False)
    candidates = _nearly(sheets, quote)
    return NearlyFound(candidates) if candidates else NOT_FOUND


def sheets_of(pages: Sequence[PaperPage]) -> "tuple[Sheet, ...]":
    """Pages made ready to look for many quotes in, one after another, with `whole_places` and `near_places`."""
    return tuple(Sheet(page, page.page.text, skeleton(page.page.text)) for page in pages)


def whole_places(sheets: "Sequence[Sheet]", words: str) -> tuple[Passage, ...]:
    """Where these words stand complete, in reading order: whatever their spacing, hyphens, quotation marks, ligatures and case,
    over the end of a page too, however short or long they are. Empty where they stand nowhere.
    """
    if not skeleton(words):
        return ()
    exact = [place for sheet in sheets if words in sheet.text for place in _exact([sheet.page], words)]
    if passages := tuple(_merged(sheets, exact, list(_tolerant(sheets, words)))):
        return passages
    without_notes = [sheet.without_note_numbers() for sheet in sheets]
    for look, variant in ((_over_page_ends, sheets), (_tolerant, without_notes), (_over_page_ends, without_notes)):
        if passages := tuple(look(variant, words)):
            return passages
    return ()


def _merged(sheets: "Sequence[Sheet]", exact: list[Passage], tolerant: list[Passage]) -> list[Passage]:
    """Both in reading order, the exact one where the two are the same place."""
    order = {(sheet.page.document, sheet.page.page.number): at for at, sheet in enumerate(sheets)}
    others = [
        one
        for one in tolerant
        if not any(
            (one.document, one.page) == (same.document, same.page) and one.start < same.end and same.start < one.end
            for same in exact
        )
    ]
    return sorted([*exact, *others], key=lambda place: (order[place.document, place.page], place.start))


def near_places(sheets: "Sequence[Sheet]", words: str) -> tuple[Near, ...]:
    """What is most like these words, best first; empty where nothing is, or where there are too many words to compare."""
    return _nearly(sheets, words) if LEAST_CHARACTERS <= len(words) <= MOST_CHARACTERS else ()


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
        from_picture=page.page.from_picture,
    )


def whole_page(page: PaperPage) -> Passage:
    """A page that is a picture without text, to be cited as such. Raises InvalidError where the page has text."""
    if not page.page.is_picture or page.page.text:
        raise InvalidError("This page has text. Mark the words on it that you want to use, or paste them.", "quote")
    place = f"{page.page.place_at(0)} ({PICTURE})"
    return Passage(page.document, page.page.number, 0, 0, "", place=place, document_title=page.document_title)


class Sheet(NamedTuple):
    """A page made ready to look in: the text to compare, which has the length of its real text, and the bare letters of that."""

    page: PaperPage
    text: str
    letters: str

    def without_note_numbers(self) -> "Sheet":
        """The same without the numbers of footnotes behind its sentences, which people leave out when they quote."""
        text = _NOTE_NUMBER.sub(_hide_number, self.text)
        return self if text == self.text else Sheet(self.page, text, skeleton(text))

    def places(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Where these bare letters stand as whole words: start and end."""
        if wanted not in self.letters:
            return
        letters, offsets = skeleton_with_offsets(self.text)
        for first in _occurrences(letters, wanted):
            start, end = offsets[first], offsets[first + len(wanted) - 1] + 1
            cut_before = self.text[start].isalnum() and self.text[:start][-1:].isalnum()
            cut_after = self.text[end - 1].isalnum() and self.text[end : end + 1].isalnum()
            if not cut_before and not cut_after:
                yield start, end


def _hide_number(match: re.Match[str]) -> str:
    """The number invisible, unless it belongs to the number before it, as in "5.12"."""
    before = match.string[match.start() - 1 : match.start()]
    if not before or before.isdigit() or before.isspace():
        return match[0]
    return match[0][: match.start(1) - match.start()] + INVISIBLE[0] * len(match[1])


def _exact(pages: Sequence[PaperPage], quote: str) -> Iterator[Passage]:
    for page in pages:
        for start in _occurrences(page.page.text, quote):
            yield passage_at(page, start, start + len(quote))


def _tolerant(sheets: Sequence[Sheet], quote: str) -> Iterator[Passage]:
    wanted = skeleton(quote)
    for sheet in sheets:
        for start, end in sheet.places(wanted):
            yield _with_marks(sheet, start, end, quote)


def _with_marks(sheet: Sheet, start: int, end: int, quote: str) -> Passage:
    """The passage with the quotation marks at its ends where the quote has some there too."""
    start -= quote[0] in QUOTES and sheet.text[:start][-1:] in tuple(QUOTES)
    end += quote[-1] in QUOTES and sheet.text[end : end + 1] in tuple(QUOTES)
    return passage_at(sheet.page, start, end)


def _over_page_ends(sheets: Sequence[Sheet], quote: str) -> Iterator[Passage]:
    """Quotes that begin at the end of one page, footnotes aside, and go on at the beginning of the next."""
    wanted = skeleton(quote)
    for sheet, following in itertools.pairwise(sheets):
        one, other = sheet.page, following.page
        if one.document == other.document and one.page.number + 1 == other.page.number:
            for cut in _cuts(wanted, following.letters):
                if passage := _joined(sheet, following, wanted[:cut], wanted[cut:]):
                    yield passage
                    break


def _cuts(wanted: str, letters: str) -> Iterator[int]:
    """Where the quote can be cut so that its rest is how the next page begins."""
    start = letters[:OVERLAP]
    cut = wanted.find(start, 1) if start else -1
    while cut > 0:
        if letters.startswith(wanted[cut:]):
            yield cut
        cut = wanted.find(start, cut + 1)
    for cut in range(max(1, len(wanted) - OVERLAP + 1), len(wanted)):
        if letters.startswith(wanted[cut:]):
            yield cut


def _joined(sheet: Sheet, following: Sheet, head: str, tail: str) -> Passage | None:
    if head not in sheet.letters:
        return None  # a few letters fit by chance on many pages
    next_text = following.page.page.text
    ends = [end for start, end in following.places(tail) if not skeleton(next_text[:start])]
    for start, end in sheet.places(head) if ends else ():
        rest = sheet.text[end:].split("\n\n")
        if all(_NOTE.match(paragraph) for paragraph in rest if len(paragraph.strip()) > 1):
            first = passage_at(sheet.page, start, end)
            place = _from_to(first.place, following.page.page.place_at(0))
            return replace(
                first,
                runs_on=next_text[: ends[0]],
                after=next_text[ends[0] : ends[0] + CONTEXT],
                place=place,
                from_picture=first.from_picture or following.page.page.from_picture,
            )
    return None


def _from_to(one: str, other: str) -> str:
    if one.startswith("page ") and other.startswith("page "):
        return f"pages {one[5:]} to {other[5:]}"
    return f"{one} to {other}"


def _with_gaps(sheets: Sequence[Sheet], quote: str) -> Iterator[Passage]:
    """Quotes that leave words out: the stretch from the first part to the last, with all between, on one page."""
    parts = [part for part in map(skeleton, _GAP.split(quote)) if part]
    if sum(map(len, parts)) < LEAST_LETTERS or parts == [skeleton(quote)]:
        return
    for sheet in sheets:
        if all(part in sheet.letters for part in parts):
            for start, end in _stretches([list(sheet.places(part)) for part in parts]):
                yield _with_marks(sheet, start, end, quote)


def _stretches(placed: Sequence[Sequence[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    """From each place of the first part through the next place of every later part."""
    after = 0
    for start, end in placed[0]:
        for places in placed[1:]:
            end = next((later_end for later, later_end in places if later >= end >= 0), -1)
        if start >= after and 0 < end - start <= LONGEST_GAPPED:
            yield start, end
            after = end


def _nearly(sheets: Sequence[Sheet], quote: str) -> tuple[Near, ...]:
    wanted = shingles(quote)
    scores = [sum(group in sheet.letters for group in wanted) for sheet in sheets]
    best = sorted((at for at, score in enumerate(scores) if score), key=lambda at: -scores[at])[:MOST_PAGES]
    found = [
        Near(passage_at(sheets[at].page, likeness.start, likeness.end), likeness.score, likeness.changes)
        for at in best
        for likeness in most_alike(sheets[at].text, quote)
    ]
    return tuple(sorted(found, key=lambda near: -near.score)[:MOST_CANDIDATES])


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    """Where the words begin; a match inside the last one does not count."""
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + len(wanted))
