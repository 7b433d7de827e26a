"""The report as a Word file: real headings, tables with header rows, a picture with alternative text, British English."""

import io
from datetime import datetime, time
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from app.domain.report import ReportData
from app.domain.report_blocks import blocks
from app.domain.report_layout import Block, Bullets, Facts, Heading, Paragraph, Profile, Quote, Table, clean
from app.outside.profile_picture import profile_png

TEXT_WIDTH = Cm(16.2)
LONG_NAME = 28
QUIET = RGBColor(0x48, 0x4F, 0x56)
LANGUAGE = "en-GB"


def report_docx(report: ReportData) -> bytes:
    """The report as a Word file (Office Open XML)."""
    word = Document()
    prepare(word, report)
    word.add_heading(clean(report.title), level=1)
    for block in blocks(report):
        write_block(word, block)
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def write_block(word: WordFile, block: Block) -> None:
    """One block in Word's own terms."""
    match block:
        case Heading():
            write_heading(word, block)
        case Paragraph():
            write_paragraph(word, block)
        case Bullets():
            write_bullets(word, block)
        case Facts():
            write_facts(word, block)
        case Table():
            write_table(word, block)
        case Quote():
            write_quote(word, block)
        case Profile():
            write_profile(word, block)


def prepare(word: WordFile, report: ReportData) -> None:
    """Page, styles, language, properties, running head and page numbers."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2.4)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for level, size in ((1, 22), (2, 16), (3, 12), (4, 11)):
        heading = word.styles[f"Heading {level}"]
        heading.font.name, heading.font.size, heading.font.color.rgb = "Calibri", Pt(size), RGBColor(0, 0, 0)
        heading.element.rPr.rFonts.attrib.pop(qn("w:asciiTheme"), None)
        heading.element.rPr.rFonts.attrib.pop(qn("w:hAnsiTheme"), None)
    word.styles["Caption"].font.color.rgb = RGBColor(0, 0, 0)
    set_properties(word, report)
    issue = report.heading.issue
    standing = "Preview, not issued" if issue.is_preview else f"Version {issue.version}"
    invented = " (invented)" if report.heading.fictional else ""
    section.header.paragraphs[0].text = clean(f"{report.title}{invented}. {standing}")
    footer = section.footer.paragraphs[0]
    footer.text = clean(f"{report.heading.board}. Page ")
    add_field(footer, "PAGE")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES")


def set_properties(word: WordFile, report: ReportData) -> None:
    """Title, author, language and dates, as the file's properties show them. The same report always gives the same."""
    properties = word.core_properties
    properties.title = clean(report.title)[:255]
    properties.author = clean(report.heading.board)[:255]
    properties.subject = clean(report.outcome.sentence)[:255]
    properties.language = LANGUAGE
    properties.comments = ""
    properties.keywords = ""
    properties.last_modified_by = clean(report.heading.board)[:255]
    properties.revision = max(report.heading.issue.version, 1)
    on = report.heading.issue.on
    stamp = datetime.combine(on, time()) if on else datetime(2000, 1, 1)  # noqa: DTZ001 - Word's property has no zone
    properties.created = properties.modified = stamp


def add_field(paragraph: WordParagraph, code: str) -> None:
    """A field that Word works out, such as the page number."""
    paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def add_styled(word: WordFile, text: str, style: str) -> WordParagraph:
    """A paragraph in the style with this id. By its name the library looks through all styles, for half the time of a report."""
    paragraph = word.add_paragraph(text)
    paragraph._p.style = style
    return paragraph


def write_heading(word: WordFile, block: Heading) -> None:
    """A heading, on a new page where it opens an annex."""
    paragraph = add_styled(word, block.text, f"Heading{block.level}")
    paragraph.paragraph_format.page_break_before = block.annex


def write_paragraph(word: WordFile, block: Paragraph) -> None:
    """A paragraph; the outcome larger, the small print smaller."""
    run = word.add_paragraph().add_run(block.text)
    if block.style == "lead":
        run.bold, run.font.size = True, Pt(15)
    elif block.style == "note":
        run.font.size, run.font.color.rgb = Pt(10), QUIET


def write_bullets(word: WordFile, block: Bullets) -> None:
    """A list; each numbered one starts at one."""
    numbering = restart_numbering(word) if block.numbered else None
    for item in block.items:
        paragraph = add_styled(word, item, "ListNumber" if block.numbered else "ListBullet")
        if numbering is not None:
            paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbering


def restart_numbering(word: WordFile) -> int:
    """A new numbering in the manner of the style "List Number", starting at one."""
    style = word.styles["List Number"].element.pPr.numPr.numId.val
    numberings = word.part.numbering_part.element
    found = numberings.num_having_numId(style)
    fresh = numberings.add_num(found.abstractNumId.val)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def write_facts(word: WordFile, block: Facts) -> None:
    """Names with their words, each pair a paragraph with a hanging indent."""
    for name, words in block.rows:
        paragraph = word.add_paragraph()
        shape = paragraph.paragraph_format
        shape.left_indent, shape.first_line_indent, shape.space_after = Cm(6.2), Cm(-6.2), Pt(3)
        shape.tab_stops.add_tab_stop(Cm(6.2))
        paragraph.add_run(name).bold = True
        # A long name has the line to itself, and the words stand under it where they always do.
        paragraph.add_run(f"\n{words}" if len(name) > LONG_NAME else f"\t{words}")


def write_table(word: WordFile, block: Table) -> None:
    """A caption and a table whose header row is repeated on every page."""
    caption = add_styled(word, block.caption, "Caption")
    caption.paragraph_format.keep_with_next = True
    widths = [int(TEXT_WIDTH.twips * width / 100) for width in block.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(make_row(cells, widths, is_head=place == 0) for place, cells in enumerate((block.head, *block.rows)))
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val={quoteattr(block.caption)}/>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )
    caption._p.addnext(table)
    word.add_paragraph().paragraph_format.space_after = Pt(2)


def make_row(cells: tuple[str, ...], widths: list[int], *, is_head: bool) -> str:
    """One row as XML, which is much quicker than the library's own way for long tables."""
    head = "<w:tblHeader/>" if is_head else ""
    made = "".join(make_cell(text, width, is_head=is_head) for text, width in zip(cells, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{made}</w:tr>"


def make_cell(text: str, width: int, *, is_head: bool) -> str:
    """One cell with its lines as XML; `width` in twentieths of a point."""
    style = f'<w:rPr>{"<w:b/>" if is_head else ""}<w:sz w:val="19"/></w:rPr>'
    lines = "".join(
        f'<w:p><w:pPr><w:spacing w:after="40"/></w:pPr><w:r>{style}<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in text.split("\n")
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{lines}</w:tc>'


def write_quote(word: WordFile, block: Quote) -> None:
    """A quote with the words around it, where it stands and what it is evidence for."""
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(0.8)
    for text, is_quote in ((block.before, False), (block.text, True), (block.after, False)):
        if text.strip():
            run = paragraph.add_run(text)
            run.bold = is_quote or None
            if not is_quote:
                run.font.color.rgb = QUIET
    place = word.add_paragraph(f"{block.place}.")
    place.paragraph_format.left_indent = Cm(0.8)
    write_bullets(word, Bullets(block.uses))


def write_profile(word: WordFile, block: Profile) -> None:
    """The profile as a picture with its alternative text."""
    paragraph = word.add_paragraph()
    run = paragraph.add_run()
    picture = run.add_picture(io.BytesIO(profile_png(block)), width=TEXT_WIDTH)
    properties = picture._inline.docPr
    properties.set("name", block.title)
    properties.set("descr", block.alt)
