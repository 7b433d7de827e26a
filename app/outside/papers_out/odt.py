"""Writes a paper as an OpenDocument text, by hand: headings, paragraphs, lists and tables, and a foot on every page."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from app.outside.papers_out.model import Block, Paper

MIME = "application/vnd.oasis.opendocument.text"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
LEVELS = {"chapter": 1, "heading": 2, "subheading": 3}
SPACES = (
    " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("fo", "xsl-fo-compatible"),
            ("meta", "meta"),
            ("manifest", "manifest"),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
STYLES = """
<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.25cm"/>
<style:text-properties fo:font-size="11pt" fo:language="en" fo:country="GB"/></style:style>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard">
<style:text-properties fo:font-size="20pt" fo:font-weight="bold" fo:color="#1f3a4d"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Standard">
<style:text-properties fo:font-size="15pt" fo:font-weight="bold" fo:color="#1f3a4d"/></style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:parent-style-name="Standard">
<style:text-properties fo:font-size="12pt" fo:font-weight="bold" fo:color="#1f3a4d"/></style:style>
<style:style style:name="Small" style:family="paragraph" style:parent-style-name="Standard">
<style:text-properties fo:font-size="8.5pt"/></style:style>
"""
AUTOMATIC = """
<style:style style:name="bold" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="italic" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="cell" style:family="table-cell">
<style:table-cell-properties fo:border="0.5pt solid #8a9aa5" fo:padding="0.1cm"/></style:style>
"""


def write_odt(paper: Paper, path: Path) -> None:
    """Write the paper to `path`. The same paper gives the same bytes."""
    parts = {
        "content.xml": _content(paper),
        "styles.xml": _styles(paper),
        "meta.xml": f"{HEAD}<office:document-meta {SPACES} office:version='1.2'><office:meta><dc:title>{escape(paper.title)}"
        "</dc:title><dc:language>en-GB</dc:language></office:meta></office:document-meta>",
    }
    entries = "".join(f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in parts)
    parts["META-INF/manifest.xml"] = (
        f'{HEAD}<manifest:manifest {SPACES} manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>{entries}</manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as package:
        # The format wants the type first and not compressed, so that it can be told from the file's first bytes.
        package.writestr(zipfile.ZipInfo("mimetype", ZIP_DATE), MIME)
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, part)


def _content(paper: Paper) -> str:
    opening = (paper.organisation, paper.subtitle, *paper.cover, paper.notice)
    lines = [f'<text:p text:style-name="Title">{escape(paper.title)}</text:p>']
    lines += [f'<text:p text:style-name="Standard">{escape(line)}</text:p>' for line in opening if line]
    for block in paper.blocks:
        lines += _block(block)
    body = "\n".join(lines)
    return (
        f"{HEAD}<office:document-content {SPACES} office:version='1.2'><office:automatic-styles>{AUTOMATIC}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def _block(block: Block) -> Iterator[str]:
    words = "".join(_run(run.text, run.style) for run in block.runs)
    if block.kind in LEVELS:
        level = LEVELS[block.kind]
        number = f"{block.number} " if block.number else ""
        yield f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{number}{words}</text:h>'
    elif block.kind == "item":
        yield f'<text:list><text:list-item><text:p text:style-name="Standard">{words}</text:p></text:list-item></text:list>'
    elif block.kind == "table":
        yield from _table(block)
    else:
        number = f"{block.number}<text:tab/>" if block.number else ""
        yield f'<text:p text:style-name="Standard">{number}{words}</text:p>'


def _run(text: str, style: str) -> str:
    if style == "note":
        raise ValueError(f"An OpenDocument paper of the example has no footnotes: {text}")
    return f'<text:span text:style-name="{style}">{escape(text)}</text:span>' if style else escape(text)


def _table(block: Block) -> Iterator[str]:
    yield f'<table:table table:name="Table"><table:table-column table:number-columns-repeated="{len(block.widths)}"/>'
    for number, row in enumerate(block.rows):
        cells = "".join(
            f'<table:table-cell table:style-name="cell" office:value-type="string"><text:p text:style-name="Small">'
            f"{_run(cell, 'bold' if number == 0 else '')}</text:p></table:table-cell>"
            for cell in row
        )
        line = f"<table:table-row>{cells}</table:table-row>"
        yield f"<table:table-header-rows>{line}</table:table-header-rows>" if number == 0 else line
    yield "</table:table>"


def _styles(paper: Paper) -> str:
    return (
        f"{HEAD}<office:document-styles {SPACES} office:version='1.2'><office:styles>{STYLES}</office:styles>"
        '<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="29.7cm" fo:margin="2.5cm"/><style:header-style/><style:footer-style/></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">'
        f'<style:header><text:p text:style-name="Small">{escape(paper.head)} – {escape(paper.reference)}</text:p></style:header>'
        f'<style:footer><text:p text:style-name="Small">{escape(paper.notice)}</text:p></style:footer>'
        "</style:master-page></office:master-styles></office:document-styles>"
    )
