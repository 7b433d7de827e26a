"""Writes a paper as a Word file with real headings, lists and tables. Footnotes are not used in these papers."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from app.outside.papers_out.model import Block, Paper

HEADINGS = {"chapter": 1, "heading": 2, "subheading": 3}
INK = RGBColor(0x1F, 0x3A, 0x4D)
PORTRAIT_ROOM, LANDSCAPE_ROOM = 16.0, 25.7  # centimetres between the margins of an A4 page
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def write_docx(paper: Paper, path: Path) -> None:
    """Write the paper to `path`. The same paper gives the same bytes. Raises ValueError for a footnote."""
    word = Document()
    _set_up(word, paper)
    word.add_paragraph(paper.organisation)
    word.add_paragraph(paper.title, style="Title")
    for line in (paper.subtitle, *paper.cover, paper.notice):
        if line:
            word.add_paragraph(line)
    for block in paper.blocks:
        _add(word, block)
    made = io.BytesIO()
    word.save(made)
    _write_without_clock(made, path)


def _set_up(word: Word, paper: Paper) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if paper.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2 if paper.landscape else 2.5)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10 if paper.landscape else 11)
    normal.paragraph_format.space_after = Pt(7)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        word.styles[name].font.color.rgb = INK
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.text = f"{paper.head}\t\t{paper.reference}"
    foot.text = paper.notice
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for paragraph in (head, foot):
        for run in paragraph.runs:
            run.font.size = Pt(8.5)
    core = word.core_properties
    core.title, core.author, core.subject, core.language = paper.title, paper.organisation, paper.notice, "en-GB"
    core.comments, core.last_modified_by, core.revision = "", paper.organisation, 1
    core.created = core.modified = datetime(*paper.dated)  # noqa: DTZ001 - the format stores no zone


def _add(word: Word, block: Block) -> None:
    if block.kind == "table":
        _add_table(word, block)
        return
    if block.kind in HEADINGS:
        title = f"{block.number} {block.text}" if block.number else block.text
        word.add_heading(title, level=HEADINGS[block.kind])
        return
    if block.kind == "recommendation":
        word.add_paragraph().add_run(" – ".join((block.number, *(row[0] for row in block.rows)))).bold = True
        _add_runs(word.add_paragraph(), block)
        return
    style = {"item": "List Bullet", "quote": "Quote"}.get(block.kind)
    paragraph = word.add_paragraph(style=style)
    if block.number and block.kind == "para":
        paragraph.add_run(f"{block.number}\t")
    _add_runs(paragraph, block)


def _add_runs(paragraph: Paragraph, block: Block) -> None:
    for run in block.runs:
        if run.style == "note":
            raise ValueError(f"A Word paper of the example has no footnotes: {run.text}")
        added = paragraph.add_run(run.text)
        added.bold, added.italic = run.style == "bold" or None, run.style == "italic" or None


def _add_table(word: Word, block: Block) -> None:
    table = word.add_table(rows=0, cols=len(block.widths), style="Table Grid")
    total = sum(block.widths)
    room = Cm(LANDSCAPE_ROOM) if word.sections[0].orientation == WD_ORIENT.LANDSCAPE else Cm(PORTRAIT_ROOM)
    for number, row in enumerate(block.rows):
        cells = table.add_row().cells
        for cell, words, width in zip(cells, row, block.widths, strict=True):
            cell.width = int(room * width / total)
            run = cell.paragraphs[0].add_run(words)
            run.font.size, run.bold = Pt(9), number == 0 or None
    properties = table.rows[0]._tr.get_or_add_trPr()
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    properties.append(repeated)


def _write_without_clock(made: io.BytesIO, path: Path) -> None:
    """Write the package again with fixed times, since the library stamps each part with the time of day."""
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
