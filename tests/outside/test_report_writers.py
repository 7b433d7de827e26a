"""The four formats of a report: everything stands in all of them, and each is well made of its kind."""

import hashlib
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import jsonschema
import pypdf
import pypdfium2
import pytest
from docx.oxml.ns import qn
from jinja2 import ChainableUndefined, Environment, FileSystemLoader

from app.domain.document import FileFormat
from app.domain.instrument import Grade, Instrument
from app.domain.judgement import Judgement
from app.domain.report import Issue, ReportData
from app.domain.report_blocks import blocks
from app.domain.report_build import build_report
from app.domain.report_layout import Table
from app.outside.docx_out import report_docx
from app.outside.json_out import SCHEMA_FILE, report_from_json, report_json, report_schema
from app.outside.markers import find_instrument
from app.outside.pdf_out import report_pdf
from tests.domain.reports import full_report, sources

ROOT = Path(__file__).parents[2]
FORMATS = ("json", "html", "pdf", "docx")


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return find_instrument(ROOT / "markers", "scr-2016", "1.0")


@pytest.fixture(scope="module")
def report(instrument: Instrument) -> ReportData:
    return full_report(instrument)


def as_html(report: ReportData) -> str:
    """The fragment as a page shows it."""
    loader = FileSystemLoader(ROOT / "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=ChainableUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string('<h1>Report</h1>{% include "report/_report.html" %}').render(report=report)


def plain(text: str) -> str:
    """Text for comparison: no white space and no hyphens at all, because formats break lines where they like."""
    return re.sub(r"[\s\u200b\u00ad\ufffe\u0002-]+", "", text)


def html_text(report: ReportData) -> str:
    import html5lib

    tree = html5lib.parseFragment(as_html(report), namespaceHTMLElements=False)
    for label in tree.iterfind(".//span[@class='app-report__label']"):
        label.text = ""
    return "".join(tree.itertext())


def pdf_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def docx_text(data: bytes) -> str:
    body = docx.Document(io.BytesIO(data)).element.body
    return "\n".join("".join(node.text or "" for node in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


@pytest.fixture(scope="module")
def texts(report: ReportData) -> dict[str, str]:
    """The text of the same report in each format, without white space."""
    data = "\n".join(strings(json.loads(report_json(report))))
    return {
        "json": plain(data),
        "html": plain(html_text(report)),
        "pdf": plain(pdf_text(report_pdf(report))),
        "docx": plain(docx_text(report_docx(report))),
    }


def must_stand(report: ReportData) -> Iterator[str]:
    """Every statement that no format may lack."""
    yield from (
        report.outcome.sentence,
        *report.outcome.reasons,
        report.heading.board,
        report.heading.reference,
        report.heading.how,
    )
    yield from (report.heading.guidance, report.heading.issue.reason, report.heading.instrument.citation)
    yield report.heading.instrument.checksum
    for area in report.areas:
        yield from (area.title, *area.sentences)
        if area.departure:
            yield from (area.departure.reason, area.departure.by)
    for lens in report.lenses:
        yield from (lens.question, lens.finding, lens.summary, lens.evidence)
    for point in (*report.did_well, *report.must_improve):
        yield point.text
    assert report.put_right is not None
    yield from (*report.put_right.sentences, *report.put_right.points, *report.not_judged, *report.limits)
    for person in report.signatures:
        yield from (person.name, person.post, person.part)
    yield from annexes_must_stand(report)


def annexes_must_stand(report: ReportData) -> Iterator[str]:
    """Every statement of the annexes."""
    for marker in report.markers:
        yield from (marker.title, marker.stage, marker.reasons, marker.strengths, marker.improve, marker.where_looked)
        yield marker.recorded_reason
        for answer in marker.answers:
            yield from (answer.text, answer.note)
        for item in marker.evidence:
            yield from (item.note, item.description, item.dated)
    for quote in report.quotes:
        yield from (quote.quote, quote.before, quote.after, quote.document_title, quote.place)
        yield from (use.note for use in quote.uses)
    for rule in report.rules:
        yield from (rule.sentence, rule.rule, *rule.areas)
    for check in report.checks:
        yield from (check.title, check.sentence, check.source)
    for row in report.timeline:
        yield from (row.label, row.since)
    for paper in report.papers:
        yield from (paper.title, paper.kind, paper.agency, paper.sha256)


@pytest.mark.parametrize("form", FORMATS)
def test_every_statement_of_the_report_stands_in_every_format(form: str, report: ReportData, texts: dict[str, str]) -> None:
    wanted = [statement for statement in must_stand(report) if statement]
    assert len(wanted) > 400
    assert [statement for statement in wanted if plain(statement) not in texts[form]] == []


@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
def test_quotes_stand_with_their_document_and_page_and_grades_in_words(
    form: str, report: ReportData, texts: dict[str, str]
) -> None:
    for quote in report.quotes:
        to_check = " (read from a picture; check the wording)" if quote.from_picture else ""
        assert plain(f"{quote.document_title}, {quote.place}{to_check}.") in texts[form]
    for marker in report.markers:
        label = marker.grade.label if marker.grade else "Not judged yet"
        assert plain(f"{marker.name}{label}") in texts[form]
    for rule in report.rules:
        assert plain("Did not apply" if not rule.applied else f"Applied: {'; '.join(rule.areas)}") in texts[form]


@pytest.mark.parametrize("form", FORMATS)
def test_a_page_cited_without_a_quote_stands_in_every_format(form: str, texts: dict[str, str]) -> None:
    assert plain("Integrated chronology, page 7 (picture, no text)") in texts[form]


@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
def test_every_cell_of_every_table_stands_in_every_written_format(form: str, report: ReportData, texts: dict[str, str]) -> None:
    cells = [cell for block in blocks(report) if isinstance(block, Table) for row in block.rows for cell in row]
    assert [cell for cell in cells if plain(cell) not in texts[form]] == []


def test_the_published_schema_is_the_one_of_the_data() -> None:
    assert json.loads(SCHEMA_FILE.read_text("utf-8")) == report_schema()
    jsonschema.Draft202012Validator.check_schema(report_schema())


def test_the_data_keep_to_the_schema_and_a_wrong_form_does_not(report: ReportData) -> None:
    validator = jsonschema.Draft202012Validator(report_schema(), format_checker=jsonschema.FormatChecker())
    data = json.loads(report_json(report))
    validator.validate(data)
    data["outcome"]["grade"] = "excellent"
    assert not validator.is_valid(data)
    empty = build_report(replace(sources(), judgements={}, papers=(), appraisers=(), overall=None, issue=Issue()))
    validator.validate(json.loads(report_json(empty)))


def test_a_frozen_report_comes_back_as_it_was_and_always_gives_the_same_bytes(report: ReportData) -> None:
    data = report_json(report)
    again = report_from_json(data)
    assert again == report
    assert hashlib.sha256(report_json(again)).digest() == hashlib.sha256(data).digest()
    assert data.endswith(b"}\n")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"form": "plumbline-report/99"}',
        b'{"form": "plumbline-report/1"}',
        b'{"form": "plumbline-report/1", "areas": 3}',
    ],
)
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"report|Expecting"):
        report_from_json(data)


def test_the_pdf_is_tagged_and_says_its_title_and_language(report: ReportData) -> None:
    reader = pypdf.PdfReader(io.BytesIO(report_pdf(report)))
    root = reader.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == report.title
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert "/StructTreeRoot" in root


def test_the_pdf_has_headings_header_cells_and_a_figure_with_its_words(report: ReportData) -> None:
    reader = pypdf.PdfReader(io.BytesIO(report_pdf(report)))
    found: dict[str, int] = {}
    alternatives: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found[str(node["/S"])] = found.get(str(node["/S"]), 0) + 1
            if "/Alt" in node:
                alternatives.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    headings = [block for block in blocks(report) if block.kind == "heading"]
    assert found["/H1"] == 1
    assert found["/H2"] == sum(heading.level == 2 for heading in headings)
    assert found["/H3"] == sum(heading.level == 3 for heading in headings)
    assert found["/TH"] >= sum(len(block.head) for block in blocks(report) if isinstance(block, Table))
    assert any(alternative.startswith("Bar chart of the grades of 18 markers") for alternative in alternatives)


def test_the_pdf_shows_what_its_fonts_cannot_as_code_points(report: ReportData) -> None:
    odd = replace(report, outcome=replace(report.outcome, reasons=("Zażółć, 中文 text, 😀 and \x07 a bell.",)))
    text = plain(pdf_text(report_pdf(odd)))
    assert plain("Zażółć, [U+4E2D][U+6587] text, [U+1F600] and a bell.") in text


def test_a_very_long_word_does_not_run_out_of_the_page(report: ReportData) -> None:
    marker = replace(report.markers[0], reasons="x" * 3000)
    pdf = report_pdf(replace(report, markers=(marker, *report.markers[1:])))
    assert "x" * 3000 in plain(pdf_text(pdf))
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        boxes = [text.get_charbox(place) for place in range(text.count_chars())]
        assert max((right for _, _, right, _ in boxes), default=0) <= page.get_width()


def test_the_word_file_has_headings_header_rows_pictures_in_words_and_its_properties(report: ReportData) -> None:
    word = docx.Document(io.BytesIO(report_docx(report)))
    styles = [p.style.name for p in word.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    headings = [block for block in blocks(report) if block.kind == "heading"]
    assert styles == ["Heading 1", *(f"Heading {heading.level}" for heading in headings)]
    tables = [block for block in blocks(report) if isinstance(block, Table)]
    assert len(word.tables) == len(tables)
    for table, block in zip(word.tables, tables, strict=True):
        assert table.rows[0]._tr.trPr is not None
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert len(table.rows) == len(block.rows) + 1
    (picture,) = word.inline_shapes
    assert picture._inline.docPr.get("descr").startswith("Bar chart of the grades of 18 markers")
    assert word.core_properties.title == report.title
    assert word.core_properties.language == "en-GB"
    assert {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_each_numbered_list_of_the_word_file_starts_at_one(report: ReportData) -> None:
    body = docx.Document(io.BytesIO(report_docx(report))).element.body
    used = [number.get(qn("w:val")) for number in body.iter(qn("w:numId"))]
    assert len(set(used)) == 2


def test_the_same_report_gives_the_same_word_file(report: ReportData) -> None:
    def parts(data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return {name: file.read(name) for name in file.namelist()}

    assert parts(report_docx(report)) == parts(report_docx(report))


def test_the_html_is_well_formed_without_styles_or_scripts_of_its_own(report: ReportData) -> None:
    import html5lib

    html = as_html(report)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(f"<!DOCTYPE html><html lang='en-GB'><head><title>x</title></head><body>{html}</body></html>")
    assert not [element.tag for element in tree.iter() if "style" in element.attrib or element.tag in ("script", "style")]
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    links = [element.get("href")[1:] for element in tree.iter("a")]
    assert len(links) > 10
    assert set(links) <= set(ids)
    levels = [int(element.tag[1]) for element in tree.iter() if re.fullmatch("h[1-6]", str(element.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_what_people_wrote_is_never_read_as_markup(instrument: Instrument) -> None:
    nasty = '<script>alert(1)</script> #panic("x") *bold* $x$ @ref <label> // c \\ & "q"'
    given = sources(instrument)
    first = instrument.markers[0].id
    judgements = dict(given.judgements) | {first: Judgement(first, Grade.GOOD, reasons=nasty, where_looked="line one\nline two")}
    report = build_report(replace(given, judgements=judgements, board=nasty, reasons_text=nasty))
    assert "<script>" not in as_html(report)
    for text in (html_text(report), pdf_text(report_pdf(report)), docx_text(report_docx(report))):
        assert plain(text).count(plain(nasty)) >= 3


def test_a_report_on_nothing_is_written_in_every_format() -> None:
    empty = build_report(
        replace(
            sources(),
            judgements={},
            papers=(),
            appraisers=(),
            moderator=None,
            signatory=None,
            overall=None,
            area_decisions=(),
            lens_findings=(),
            checks=(),
            issue=Issue(),
        )
    )
    for text in (html_text(empty), pdf_text(report_pdf(empty)), docx_text(report_docx(empty))):
        assert plain("Preview. It has not been issued.") in plain(text)


def test_a_paper_without_fixed_pages_is_cited_by_its_place(report: ReportData) -> None:
    plan = next(paper for paper in sources().papers if paper.id == "plan")
    assert plan.format is FileFormat.DOCX
    assert next(paper for paper in report.papers if paper.id == "plan").pages == 0
    assert any(quote.place == "Actions, paragraph 2" for quote in report.quotes)
