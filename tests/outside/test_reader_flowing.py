"""Word, OpenDocument and text files: what is read, what is left out, and how a place in them is cited."""

from pathlib import Path
from typing import Any

import pytest

from app.domain.document import Reading, ReadingStatus
from app.outside.reader import read_file
from tests import files

P = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def read(folder: Path, content: bytes) -> Reading:
    """The reading of this content."""
    reading = read_file(files.put(folder, "paper", content))
    assert reading.status is ReadingStatus.READY, reading.sentence
    return reading


def text(folder: Path, content: bytes) -> str:
    """All its text."""
    return "\n\n".join(page.text for page in read(folder, content).pages)


def place(reading: Reading, words: str) -> str:
    """How the place of these words is cited."""
    page = next(page for page in reading.pages if words in page.text)
    return page.place_at(page.text.index(words))


def report(word: Any) -> None:
    """A Word file as agencies write them."""
    word.add_paragraph("Written for the panel.")
    word.add_heading("Findings", 1)
    word.add_paragraph("Robin was seen alone.")
    word.add_paragraph("Nobody asked why.")
    table = word.add_table(2, 2)
    for number, cell in enumerate(("Action", "Owner", "Train staff", "The Trust")):
        table.cell(number // 2, number % 2).text = cell
    word.add_heading("Background", 2)
    word.add_paragraph("The team had two vacancies.")


def test_places_in_a_word_file_are_cited_by_heading_and_paragraph_or_table_and_row(tmp_path: Path) -> None:
    reading = read(tmp_path, files.word(report))
    assert place(reading, "Written for") == "Opening, paragraph 1"
    assert place(reading, "Findings") == "Findings"
    assert place(reading, "asked why") == "Findings, paragraph 2"
    assert place(reading, "The Trust") == "Findings, table 1, row 2"
    assert place(reading, "two vacancies") == "Background, paragraph 1"
    assert "no fixed pages" in reading.sentence
    assert [(item.title, item.level) for item in reading.outline] == [("Findings", 1), ("Background", 2)]
    assert "Action | Owner\nTrain staff | The Trust" in reading.pages[0].text


def test_a_long_file_is_cut_into_pieces_between_paragraphs_and_before_headings(tmp_path: Path) -> None:
    def build(word: Any) -> None:
        for chapter in range(6):
            word.add_heading(f"Chapter {chapter}", 1)
            for number in range(9):
                word.add_paragraph(f"{chapter}.{number} " + "The agencies knew different things. " * 9)

    reading = read(tmp_path, files.word(build))
    assert [page.number for page in reading.pages] == list(range(1, len(reading.pages) + 1))
    assert [page.text[:9] for page in reading.pages] == [f"Chapter {number}" for number in range(6)]
    assert all(len(page.text) < 4_000 for page in reading.pages)
    assert reading.page_count == len(reading.pages)


def test_a_heading_stays_with_what_follows_and_an_endless_paragraph_is_cut_at_a_sentence(tmp_path: Path) -> None:
    endless = "The agencies knew different things. " * 400
    pages = read(tmp_path, files.word(lambda word: (word.add_heading("Only chapter", 1), word.add_paragraph(endless)))).pages
    assert pages[0].text.startswith("Only chapter\n\nThe agencies")
    assert len(pages) > 2
    assert all(page.text.endswith("things.") for page in pages)
    assert {page.place_at(len(page.text) - 1) for page in pages} == {"Only chapter, paragraph 1"}


def test_headings_that_come_twice_carry_the_heading_above(tmp_path: Path) -> None:
    def build(word: Any) -> None:
        for agency in ("Police", "Hospital"):
            word.add_heading(agency, 1)
            word.add_heading("Analysis", 2)
            word.add_paragraph(f"What the {agency.lower()} knew.")

    reading = read(tmp_path, files.word(build))
    assert place(reading, "the police knew") == "Police: Analysis, paragraph 1"
    assert place(reading, "the hospital knew") == "Hospital: Analysis, paragraph 1"


def test_headings_made_by_bold_type_alone_are_headings(tmp_path: Path) -> None:
    def build(word: Any) -> None:
        for title in ("What happened", "What we learned"):
            word.add_paragraph().add_run(title).bold = True
            word.add_paragraph("Robin was seen.")
            word.add_paragraph().add_run("This sentence is bold, for weight.").bold = True

    assert [item.title for item in read(tmp_path, files.word(build)).outline] == ["What happened", "What we learned"]


def test_tracked_deletions_comments_and_hidden_text_are_left_out_and_it_is_said(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Robin was </w:t></w:r><w:ins><w:r><w:t>seen</w:t></w:r></w:ins>'
        "<w:del><w:r><w:delText>missed</w:delText></w:r></w:del><w:r><w:t>.</w:t><w:commentReference/></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:moveFrom><w:r><w:t>old place</w:t></w:r></w:moveFrom></w:p>"
    )
    reading = read(tmp_path, files.word_of(body))
    assert reading.pages[0].text == "Robin was seen."
    assert "tracked changes: inserted text is kept and deleted text left out" in reading.sentence
    assert "1 comment was left out." in reading.sentence


def test_notes_and_text_boxes_are_read_once_and_headers_are_not(tmp_path: Path) -> None:
    box = "<w:txbxContent>{}</w:txbxContent>".format(P.format("In a box."))
    alternative = (
        f'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    body = f'<w:p><w:r><w:t>Told.</w:t><w:footnoteReference w:id="7"/></w:r><w:r>{alternative}</w:r></w:p>{P.format("After.")}'
    notes = f'<w:footnotes {files.W}><w:footnote w:id="7">{P.format("Interview.")}</w:footnote></w:footnotes>'
    header = f"<w:hdr {files.W}>{P.format('Confidential')}</w:hdr>"
    assert text(tmp_path, files.word_of(body, footnotes=notes, header1=header)).split("\n\n") == [
        "Told.",
        "Note 1: Interview.",
        "In a box.",
        "After.",
    ]


def test_automatic_numbers_are_counted_as_they_are_printed(tmp_path: Path) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shape}"/></w:lvl>'
        for level, kind, shape in ((0, "decimal", "%1."), (1, "decimal", "%1.%2"), (2, "lowerLetter", "(%3)"), (3, "bullet", "o"))
    )
    numbering = (
        f'<w:numbering {files.W}><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr></w:pPr><w:r><w:t>{word}</w:t></w:r></w:p>'
        for level, word in ((0, "A"), (1, "B"), (1, "C"), (2, "D"), (2, "E"), (3, "F"), (0, "G"), (1, "H"))
    )
    expected = ["1. A", "1.1 B", "1.2 C", "(a) D", "(b) E", "• F", "2. G", "2.1 H"]
    assert text(tmp_path, files.word_of(body, numbering=numbering)).split("\n\n") == expected


def test_a_table_in_a_table_is_read_once(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{P.format('inner')}</w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{P.format('outer')}{inner}</w:tc><w:tc>{P.format('beside')}</w:tc></w:tr></w:tbl>"
    assert text(tmp_path, files.word_of(body)) == "outer inner | beside"


def test_the_strict_variant_of_word_is_read_too(tmp_path: Path) -> None:
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    styled = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Findings</w:t></w:r></w:p>' + P.format("Seen.")
    document = f"<w:document {strict}><w:body>{styled}</w:body></w:document>"
    reading = read(tmp_path, files.archive({"[Content_Types].xml": files.CONTENT_TYPES, "word/document.xml": document}))
    assert place(reading, "Seen.") == "Findings, paragraph 1"


def test_an_opendocument_text_is_read_with_its_lists_tables_and_notes(tmp_path: Path) -> None:
    styles = (
        '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>'
    )
    body = (
        '<text:p>Written for<text:s text:c="3"/>the panel.</text:p><text:h text:outline-level="1">Findings</text:h>'
        "<text:p>Robin was <text:span>seen</text:span><text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Interview.</text:p></text:note-body></text:note> alone.<office:annotation><text:p>No!</text:p>"
        "</office:annotation></text:p><text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Action</text:p></table:table-cell>"
        "<table:table-cell><text:p>Owner</text:p></table:table-cell></table:table-row></table:table-header-rows></table:table>"
        '<text:list text:style-name="N"><text:list-item><text:p>First</text:p></text:list-item><text:list-item>'
        "<text:p>Second</text:p></text:list-item></text:list><text:list><text:list-item><text:p>Dot</text:p></text:list-item></text:list>"
    )
    reading = read(tmp_path, files.open_text(body, styles))
    assert reading.pages[0].text.split("\n\n") == [
        "Written for the panel.",
        "Findings",
        "Robin was seen alone.",
        "Note 1: Interview.",
        "Action | Owner",
        "1. First",
        "2. Second",
        "• Dot",
    ]
    assert place(reading, "seen alone") == "Findings, paragraph 1"
    assert place(reading, "Interview") == "Findings, note 1"
    assert "1 comment was left out." in reading.sentence
    assert "tracked changes" in reading.sentence


def test_spaces_and_rows_that_an_opendocument_text_repeats_a_billion_times_are_harmless(tmp_path: Path) -> None:
    body = (
        '<text:p>One<text:s text:c="999999999"/>two</text:p><table:table><table:table-row '
        'table:number-rows-repeated="999999999"><table:table-cell><text:p>Three</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )
    assert text(tmp_path, files.open_text(body)) == "One two\n\nThree"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    assert text(tmp_path, "Zoë’s café – seen.".encode(encoding)) == "Zoë’s café – seen."


def test_text_is_cited_by_line_and_lines_broken_to_a_width_are_joined(tmp_path: Path) -> None:
    lines = (
        "AGENCY REPORT",
        "",
        "The health visitor had a caseload of four hundred children",
        "and no colleague with whom she could have discussed the safe-",
        "guarding of any of them.",
        "",
        "On safeguarding.",
        "List:",
    )
    reading = read(tmp_path, "\r\n".join(lines).encode())
    title, paragraph, *others = reading.pages[0].text.split("\n\n")
    assert (title, others) == ("AGENCY REPORT", ["On safeguarding.", "List:"])
    assert paragraph == f"{lines[2]} and no colleague with whom she could have discussed the safeguarding of any of them."
    assert place(reading, "caseload") == "lines 3 to 5"
    assert place(reading, "List:") == "line 8"
