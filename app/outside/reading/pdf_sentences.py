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
    """How many pages there are, which were read off pictures, could not be (`failed`), or have no text."""
    said = ["Ready: 1 page." if len(pages) == 1 else f"Ready: {len(pages):,} pages."]
    if pictured := [page.number for page in pages if page.from_picture]:
        whose = f"all {len(pages):,} pages" if 1 < len(pictured) == len(pages) else _called(pictured)
        if 1 < len(pictured) < len(pages):
            whose = f"{len(pictured):,} pages ({_spans(pictured)})"
        said.append(f"The text of {whose} was read off {'its picture' if len(pictured) == 1 else 'pictures'} by machine,")
        said.append("so words may be wrong: check what you quote against the page as printed.")
    if failed:
        said.append(f"{_called(failed).capitalize()} could not be read off {'its picture' if len(failed) == 1 else 'pictures'}.")
    if bare := [page.number for page in pages if page.is_picture]:
        are = "is a picture" if len(bare) == 1 else "are pictures"
        said.append(f"{_called(bare).capitalize()} {are} without text and can only be looked at, and cited by page.")
    if blank := [page.number for page in pages if not page.text and not page.is_picture]:
        said.append(f"{_called(blank).capitalize()} {'has' if len(blank) == 1 else 'have'} no text and can only be looked at.")
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
