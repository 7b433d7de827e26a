"""Reads an OpenDocument text (.odt): paragraphs under their headings, tables row by row, notes. Comments stay out.

Element names are those of OpenDocument 1.3, part 3, chapters 4 to 9.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from app.domain.document import FileFormat, Reading, ReadingStatus
from app.outside.reading.archive import LOCKED, Archive
from app.outside.reading.confine import close_doors
from app.outside.reading.report import Bounds, CannotReadError, Progress
from app.outside.reading.story import Story, TooMuchTextError, pages_of, too_much_text

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, OFFICE, DRAW, STYLE = (f"{_NS}{name}:1.0}}" for name in ("text", "table", "office", "drawing", "style"))
MANIFEST = f"{_NS}manifest:1.0}}"
MOST_SPACES = 100
LEFT_OUT = frozenset(
    {f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}forms", f"{TEXT}hidden-text", f"{TEXT}sequence-decls"}
)


def read_odt(path: Path, bounds: Bounds, progress: Progress) -> Reading:
    """The file as pieces of about a page. Raises CannotReadError."""
    archive = Archive(path, FileFormat.ODT, bounds.max_unpacked)
    close_doors()
    manifest = archive.tree("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(f"{MANIFEST}encryption-data"), None) is not None:
        raise CannotReadError(ReadingStatus.ENCRYPTED, LOCKED, FileFormat.ODT)
    text = _OpenText(archive, bounds.max_characters)
    try:
        text.read()
    except TooMuchTextError as error:
        raise too_much_text(FileFormat.ODT, bounds) from error
    pages, outline = pages_of(text.story.blocks(), FileFormat.ODT, bounds)
    if not pages:
        raise _no_text(archive)
    progress(len(pages), len(pages))
    return Reading(ReadingStatus.READY, text.sentence(), FileFormat.ODT, pages, outline, len(pages))


def _no_text(archive: Archive) -> CannotReadError:
    if any(name.startswith("Pictures/") for name in archive.names()):
        return CannotReadError(
            ReadingStatus.NO_TEXT,
            "This OpenDocument file holds pictures and no text, so there is nothing to search or quote. Upload a version "
            "with its text, or make one with text recognition (OCR).",
            FileFormat.ODT,
        )
    return CannotReadError(
        ReadingStatus.EMPTY,
        "This OpenDocument file has no text in it. Check the original on your computer and upload it again.",
        FileFormat.ODT,
    )


class _OpenText:
    """One pass through the file."""

    def __init__(self, archive: Archive, most_characters: int) -> None:
        self.story = Story(most_characters)
        self.comments = 0
        self.changes = 0
        self._archive = archive
        self._numbered: set[str] = set()
        self._aside: list[Element] = []  # notes and text boxes met inside a paragraph

    def read(self) -> None:
        """Go through the content once."""
        body: Element | None = None
        depth = at = 0
        for event, element in self._archive.elements("content.xml"):
            if event == "start":
                depth += 1
                if element.tag == f"{OFFICE}text" and body is None:
                    body, at = element, depth
                continue
            depth -= 1
            if element.tag == f"{TEXT}list-style":
                self._learn(element)
            if body is not None and depth == at:
                self._block(element)
                body.clear()
        if body is None:
            raise self._archive.damaged()

    def sentence(self) -> str:
        """How it went, for a person."""
        said = ["Ready. OpenDocument files have no fixed pages, so passages are cited by heading and paragraph."]
        if self.changes:
            said.append("The file has tracked changes: inserted text is kept and deleted text left out.")
        if self.comments:
            said.append("1 comment was left out." if self.comments == 1 else f"{self.comments:,} comments were left out.")
        return " ".join(said)

    def _learn(self, style: Element) -> None:
        """Remember the lists that have numbers; the others have bullets."""
        level = style.find(f"{TEXT}list-level-style-number")
        if level is not None and level.get(f"{STYLE}num-format"):
            self._numbered.add(style.get(f"{STYLE}name", ""))

    def _block(self, element: Element, mark: str = "") -> None:
        if element.tag == f"{TEXT}h":
            level = element.get(f"{TEXT}outline-level", "1")
            self.story.heading(self._text(element), int(level) if level.isdigit() and len(level) < 3 else 1)
            self._after()
        elif element.tag == f"{TEXT}p":
            text = self._text(element).strip()
            self.story.paragraph(f"{mark}{text}" if text else "")
            self._after()
        elif element.tag == f"{TEXT}list":
            self._list(element, element.get(f"{TEXT}style-name", ""))
        elif element.tag == f"{TABLE}table":
            self.story.table([[self._cell(cell) for cell in _within(row, CELLS)] for row in _within(element, ROWS)])
            self._after()
        elif element.tag == f"{TEXT}tracked-changes":
            self.changes += 1
        elif element.tag not in LEFT_OUT:
            for child in element:
                self._block(child)

    def _list(self, element: Element, style: str) -> None:
        number = 0
        for item in element:
            number += item.tag == f"{TEXT}list-item"
            mark = (f"{number}. " if style in self._numbered else "• ") if item.tag == f"{TEXT}list-item" else ""
            for child in item:
                if child.tag == f"{TEXT}list":
                    self._list(child, child.get(f"{TEXT}style-name", style))
                else:
                    self._block(child, mark)
                    mark = ""

    def _after(self) -> None:
        """What was anchored in the last paragraph or table: notes and text boxes."""
        aside, self._aside = self._aside, []
        for element in aside:
            if element.tag == f"{TEXT}note":
                citation, body = element.find(f"{TEXT}note-citation"), element.find(f"{TEXT}note-body")
                if body is not None:
                    label = "".join(citation.itertext()) if citation is not None else ""
                    self.story.note(label or "*", " ".join(self._text(line) for line in body))
            else:
                for child in element:
                    self._block(child)

    def _cell(self, cell: Element) -> str:
        return " ".join(text for line in cell.iter() if line.tag in PARAGRAPHS and (text := self._text(line).strip()))

    def _text(self, element: Element) -> str:
        return "".join(self._letters(element))

    def _letters(self, element: Element) -> Iterator[str]:
        """The characters of an element; notes and text boxes are put aside."""
        yield element.text or ""
        for child in element:
            if child.tag == f"{TEXT}s":
                count = child.get(f"{TEXT}c", "1")
                yield " " * (min(int(count), MOST_SPACES) if count.isdigit() and len(count) < 10 else 1)
            elif child.tag == f"{TEXT}tab":
                yield "\t"
            elif child.tag == f"{TEXT}line-break":
                yield "\n"
            elif child.tag in (f"{TEXT}note", f"{DRAW}text-box"):
                self._aside.append(child)
            elif child.tag in LEFT_OUT:
                self.comments += child.tag == f"{OFFICE}annotation"
            else:
                yield from self._letters(child)
            yield child.tail or ""


PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
ROWS = frozenset({f"{TABLE}table-row"})
CELLS = frozenset({f"{TABLE}table-cell"})
_WRAPPERS = frozenset({f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"})


def _within(parent: Element, tags: frozenset[str]) -> Iterator[Element]:
    """The children of these kinds, also inside groups of rows. A repeated row or cell counts once."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child, tags)
