"""Reads a Word file (.docx): paragraphs under their headings, tables row by row, notes. Headers and comments stay out.

Element names are those of ECMA-376 (Office Open XML), part 1, chapter 17.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from app.domain.document import FileFormat, Reading, ReadingStatus
from app.outside.reading.archive import Archive
from app.outside.reading.confine import close_doors
from app.outside.reading.docx_numbers import Numbering
from app.outside.reading.report import Bounds, CannotReadError, Progress
from app.outside.reading.story import Story, TooMuchTextError, pages_of, too_much_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
LEFT_OUT = frozenset({f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delText", FALLBACK})
CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\u00ad"}
LONGEST_BOLD_HEADING = 120
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


def read_docx(path: Path, bounds: Bounds, progress: Progress) -> Reading:
    """The file as pieces of about a page. Raises CannotReadError."""
    archive = Archive(path, FileFormat.DOCX, bounds.max_unpacked)
    close_doors()
    try:
        word = _Word(archive, bounds.max_characters)
        word.read()
        if word.story.headings < 2 <= word.bold:
            word = _Word(archive, bounds.max_characters, bold_is_heading=True)
            word.read()
    except TooMuchTextError as error:
        raise too_much_text(FileFormat.DOCX, bounds) from error
    pages, outline = pages_of(word.story.blocks(), FileFormat.DOCX, bounds)
    if not pages:
        raise _no_text(archive)
    progress(len(pages), len(pages))
    return Reading(ReadingStatus.READY, word.sentence(), FileFormat.DOCX, pages, outline, len(pages))


def _no_text(archive: Archive) -> CannotReadError:
    if any(name.startswith("word/media/") for name in archive.names()):
        return CannotReadError(
            ReadingStatus.NO_TEXT,
            "This Word file holds pictures and no text, so there is nothing to search or quote. Upload a version with "
            "its text, or make one with text recognition (OCR).",
            FileFormat.DOCX,
        )
    return CannotReadError(
        ReadingStatus.EMPTY,
        "This Word file has no text in it. Check the original on your computer and upload it again.",
        FileFormat.DOCX,
    )


class _Word:
    """One pass through the file. A file whose author made headings by bold type alone is read again with those."""

    def __init__(self, archive: Archive, most_characters: int, *, bold_is_heading: bool = False) -> None:
        self.story = Story(most_characters)
        self.bold = 0
        self.comments = 0
        self.changes = 0
        self._archive = archive
        self._bold_is_heading = bold_is_heading
        self._styles = _styles(archive)
        self._numbering = Numbering(archive)
        self._notes = {kind: _notes(archive, kind) for kind in ("footnote", "endnote")}
        self._counted = {"footnote": 0, "endnote": 0}
        self._pending: list[Element] = []  # text boxes met inside a paragraph
        self._called: list[tuple[str, str]] = []  # notes met inside a paragraph

    def read(self) -> None:
        """Go through the body once."""
        body: Element | None = None
        depth = 0
        for event, element in self._archive.elements(_main_part(self._archive)):
            if event == "start":
                depth += 1
                body = element if element.tag == f"{W}body" else body
                continue
            depth -= 1
            if body is not None and depth == 2:
                self._block(element)
                body.clear()
        if body is None:
            raise self._archive.damaged()

    def sentence(self) -> str:
        """How it went, for a person."""
        said = ["Ready. Word files have no fixed pages, so passages are cited by heading and paragraph."]
        if self.changes:
            said.append("The file has tracked changes: inserted text is kept and deleted text left out.")
        if self.comments:
            said.append("1 comment was left out." if self.comments == 1 else f"{self.comments:,} comments were left out.")
        return " ".join(said)

    def _block(self, element: Element) -> None:
        if element.tag == f"{W}p":
            self._paragraph(element)
        elif element.tag == f"{W}tbl":
            self.story.table(list(self._rows(element)))
            self._after()
        elif element.tag not in LEFT_OUT:
            for child in element:
                self._block(child)

    def _paragraph(self, element: Element) -> None:
        text = self._text(element).strip()
        style, level = self._style(element)
        number = self._numbering.number(element, style)
        is_bold = level == 0 and _is_bold_line(element, text)
        self.bold += is_bold
        if is_bold and self._bold_is_heading:
            level = 1
        if text and level:
            self.story.heading(f"{number}{text}", level)
        elif text:
            self.story.paragraph(f"{number}{text}")
        self._after()

    def _after(self) -> None:
        """What was anchored in the last paragraph or table: notes, then text boxes."""
        called, self._called = self._called, []
        for kind, identity in called:
            self._counted[kind] += 1
            if (note := self._notes[kind].get(identity)) is not None:
                label = str(self._counted[kind]) if kind == "footnote" else f"{self._counted[kind]} at the end"
                self.story.note(label, " ".join(self._text(line) for line in note.iter(f"{W}p")))
        boxes, self._pending = self._pending, []
        for box in boxes:
            for child in box:
                self._block(child)

    def _text(self, element: Element) -> str:
        return "".join(self._letters(element))

    def _letters(self, element: Element) -> Iterator[str]:
        """The characters of an element, without what was deleted; notes and text boxes are put aside."""
        for child in element:
            tag = child.tag
            if tag == f"{W}t":
                yield child.text or ""
            elif tag in CHARACTERS:
                yield CHARACTERS[tag]
            elif tag == f"{W}r" and _is_hidden(child):
                continue
            elif tag == f"{W}txbxContent":
                self._pending.append(child)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._called.append((tag[len(W) : -len("Reference")], child.get(f"{W}id", "")))
            elif tag not in LEFT_OUT:
                self._count(tag)
                yield from self._letters(child)
            else:
                self._count(tag)

    def _count(self, tag: str) -> None:
        self.comments += tag == f"{W}commentReference"
        self.changes += tag in (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")

    def _rows(self, table: Element) -> Iterator[list[str]]:
        for row in _within(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                self.changes += 1
            else:
                yield [self._cell(cell) for cell in _within(row, f"{W}tc")]

    def _cell(self, cell: Element) -> str:
        """All text of a cell on one line, that of a table inside it too."""
        lines: list[str] = []
        for element in _within(cell, f"{W}p", f"{W}tbl"):
            if element.tag == f"{W}tbl":
                lines.extend(" ".join(row) for row in self._rows(element))
            elif text := self._text(element).strip():
                lines.append(self._numbering.number(element, self._style(element)[0]) + text)
        return " ".join(lines)

    def _style(self, paragraph: Element) -> tuple[str, int]:
        """The paragraph's style and the level of heading it stands for, 0 for none."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style = named.get(f"{W}val", "") if named is not None else ""
        outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None and outline.get(f"{W}val", "9").isdigit():
            level = int(outline.get(f"{W}val", "9")) + 1
            return style, level if level <= 9 else 0
        return style, self._styles.get(style, 0)


def _within(parent: Element, *tags: str) -> Iterator[Element]:
    """The children of these kinds, also those that a content control or a tracked insertion wraps."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
            yield from _within(child, *tags)


def _main_part(archive: Archive) -> str:
    names = archive.names()
    return "word/document.xml" if "word/document.xml" in names else next(filter(_MAIN.fullmatch, names), "")


_MAIN = re.compile(r"word/document\d*\.xml")


def _styles(archive: Archive) -> dict[str, int]:
    """Level of heading by style id; styles may be based on one another."""
    root = archive.tree("word/styles.xml")
    levels: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in root.iter(f"{W}style") if root is not None else ():
        identity = style.get(f"{W}styleId", "")
        name, base, outline = (style.find(path) for path in (f"{W}name", f"{W}basedOn", f"{W}pPr/{W}outlineLvl"))
        title = (name.get(f"{W}val", "") if name is not None else "").casefold()
        if match := _HEADING.fullmatch(title):
            levels[identity] = int(match[1])
        elif title == "title":
            levels[identity] = 1
        elif outline is not None and outline.get(f"{W}val", "9") in "012345678":
            levels[identity] = int(outline.get(f"{W}val", "9")) + 1
        elif base is not None:
            based[identity] = base.get(f"{W}val", "")
    for identity, base_of in based.items():
        seen = {identity}
        while base_of in based and base_of not in seen:
            seen.add(base_of)
            base_of = based[base_of]
        if base_of in levels:
            levels[identity] = levels[base_of]
    return levels


def _notes(archive: Archive, kind: str) -> dict[str, Element]:
    root = archive.tree(f"word/{kind}s.xml")
    return {note.get(f"{W}id", ""): note for note in root.iter(f"{W}{kind}")} if root is not None else {}


def _is_hidden(run: Element) -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(f"{W}val", "true") not in ("0", "false")


def _is_bold_line(paragraph: Element, text: str) -> bool:
    """Whether all of a short paragraph is bold and it is not a sentence: a heading made by hand."""
    if not 2 < len(text) <= LONGEST_BOLD_HEADING or text[-1] in ".;,":
        return False
    runs = [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None]
    return all((bold := run.find(f"{W}rPr/{W}b")) is not None and bold.get(f"{W}val", "1") not in ("0", "false") for run in runs)
