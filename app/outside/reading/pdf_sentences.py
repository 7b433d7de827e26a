"""What a person is told about a PDF that was read: sentences alone."""

from collections.abc import Sequence

from app.domain.document import Page

PICTURES_ONLY = (
    "This PDF holds pictures of pages and no text, so it can be looked at and cited by page, but not searched or quoted. "
    "To do that, upload a version with text recognition (OCR), or the file it was printed from."
)
ILLEGIBLE = (
    "The letters of this PDF are stored in a way that only shows them and does not tell which they are, so it can be looked at "
    "and cited by page, but not searched or quoted. To do that, upload the file it was made from, or a version with text "
    "recognition (OCR)."
)
EMPTY = (
    "The pages of this PDF are blank, or it is damaged so that nothing on them can be seen. Open it on your computer: "
    "if it looks right there, print it to a new PDF and upload that; if not, ask for a fresh copy."
)


def ready_sentence(pages: Sequence[Page], failed: Sequence[int]) -> str:
    """How many pages there are, which were read off pictures, which could not be (`failed`), and which have no text."""
    said = ["Ready: 1 page." if len(pages) == 1 else f"Ready: {len(pages):,} pages."]
    if pictured := [page.number for page in pages if page.from_picture]:
        whose = "Its text" if len(pictured) == len(pages) else f"The text of {_called(pictured)}"
        where = "a picture" if len(pictured) == 1 else f"{len(pictured):,} pictures"
        said.append(f"{whose} was read off {where} by machine, so words may be wrong: check what you quote against the picture.")
    if failed:
        whose = "its picture" if len(failed) == 1 else "their pictures"
        said.append(f"{_called(failed).capitalize()} could not be read off {whose}.")
    if bare := [page.number for page in pages if not page.text]:
        said.append(f"{_called(bare).capitalize()} {'has' if len(bare) == 1 else 'have'} no text and can only be looked at.")
    return " ".join(said)


def _called(numbers: Sequence[int]) -> str:
    """Pages in words: "page 3", "pages 2, 5 to 7 and 9"."""
    return f"page{'' if len(numbers) == 1 else 's'} {_spans(numbers)}"


def _spans(numbers: Sequence[int]) -> str:
    """Numbers in words: "2, 5 to 7 and 9"."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][-1] == number - 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    words = [f"{span[0]} to {span[-1]}" if len(span) > 1 else str(span[0]) for span in spans]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
