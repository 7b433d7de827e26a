"""The example's papers as files: of real shape, fictional on every page, the same every time, and quoted word for word."""

import hashlib
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest

from app.domain.document import DocumentKind
from app.example.papers import NOTICE, BuiltPaper, build_papers, read_paper
from app.outside.papers_out.docx import write_docx
from app.outside.papers_out.model import Block, Paper, Run
from app.outside.papers_out.odt import write_odt
from app.outside.papers_out.txt import write_txt


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuiltPaper]:
    return {paper.key: paper for paper in build_papers(tmp_path_factory.mktemp("papers"))}


def raw_pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [pdf[number].get_textpage().get_text_bounded() for number in range(len(pdf))]


def test_the_papers_are_those_of_a_real_review(papers: dict[str, BuiltPaper]) -> None:
    kinds = [paper.kind for paper in papers.values()]
    assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == {
        DocumentKind.OVERVIEW: 1,
        DocumentKind.TERMS: 1,
        DocumentKind.CHRONOLOGY: 1,
        DocumentKind.AGENCY: 6,
        DocumentKind.ACTION_PLAN: 1,
        DocumentKind.RESPONSE: 1,
    }
    assert {paper.path.suffix for paper in papers.values()} == {".pdf", ".docx", ".odt", ".txt"}


def test_the_overview_report_has_thirty_pages_or_more(papers: dict[str, BuiltPaper]) -> None:
    assert 30 <= len(raw_pages(papers["overview"].path)) <= 40
    assert 3 <= len(raw_pages(papers["terms"].path)) <= 4


def test_the_overview_report_has_bookmarks_footnotes_and_running_heads(papers: dict[str, BuiltPaper]) -> None:
    with pypdfium2.PdfDocument(papers["overview"].path) as pdf:
        titles = [item.get_title() for item in pdf.get_toc()]
    assert any("Recommendations" in title for title in titles)
    pages = raw_pages(papers["overview"].path)
    assert sum("Serious Case Review: overview report" in page for page in pages) >= len(pages) - 1
    notes = [run for block in read_paper("overview").blocks for run in block.runs if run.style == "note"]
    assert len(notes) >= 5


def test_the_overview_report_makes_fourteen_addressed_recommendations(papers: dict[str, BuiltPaper]) -> None:
    made = [block for block in read_paper("overview").blocks if block.kind == "recommendation"]
    assert [block.number for block in made] == [f"Recommendation {number}" for number in range(1, 15)]
    assert all(block.rows[0][0].startswith("To: ") for block in made)


def test_every_recommendation_has_an_action() -> None:
    (table,) = (block for block in read_paper("action-plan").blocks if block.kind == "table")
    assert {int(row[0].split(".")[0]) for row in table.rows[1:]} == set(range(1, 15))
    assert any("mail sent" in row[4] and row[5] == "Complete" for row in table.rows)


def test_the_chronology_is_in_order_and_has_more_than_sixty_rows() -> None:
    (table,) = (block for block in read_paper("chronology").blocks if block.kind == "table")
    dates = [tuple(reversed(row[0].split("/"))) for row in table.rows[1:]]
    assert len(dates) > 60
    assert dates == sorted(dates)
    assert all(row[1] and row[2] and row[3] for row in table.rows)


def test_every_page_says_that_the_paper_is_fictional(papers: dict[str, BuiltPaper]) -> None:
    for paper in papers.values():
        if paper.path.suffix == ".pdf":
            assert all(NOTICE in page for page in raw_pages(paper.path)), paper.key
        elif paper.path.suffix == ".docx":
            assert all(NOTICE in section.footer.paragraphs[0].text for section in docx.Document(str(paper.path)).sections)
        elif paper.path.suffix == ".odt":
            styles = zipfile.ZipFile(paper.path).read("styles.xml").decode()
            assert NOTICE in styles.split("<style:footer>")[1]
        else:
            text = paper.path.read_text(encoding="utf-8").strip()
            assert text.startswith(NOTICE)
            assert text.endswith(NOTICE)


def test_building_again_gives_the_same_bytes(papers: dict[str, BuiltPaper], tmp_path: Path) -> None:
    def digest(path: Path) -> str:
        return hashlib.sha256(path.read_bytes()).hexdigest()

    again = build_papers(tmp_path)
    assert {paper.key: digest(paper.path) for paper in again} == {key: digest(paper.path) for key, paper in papers.items()}


@pytest.mark.parametrize("write", [write_docx, write_odt, write_txt])
def test_a_writer_without_footnotes_refuses_one(write: object, tmp_path: Path) -> None:
    noted = Block("para", (Run("Text."), Run("A note.", "note")))
    paper = Paper("Title", "Head", NOTICE, "Board", "REF", blocks=(noted,))
    assert callable(write)
    with pytest.raises(ValueError, match="footnote"):
        write(paper, tmp_path / "paper")
