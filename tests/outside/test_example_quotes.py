"""The example's papers through the reader: all of them are read, and every quote of the appraisals is found word for word."""

import pytest

from app.domain.document import Reading, ReadingStatus
from app.domain.passage import Found, PaperPage, find_quote
from app.example.content import ExampleEvidence, read_complete, read_half
from app.example.papers import build_papers
from app.outside.reader import read_file


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    return {paper.key: read_file(paper.path) for paper in build_papers(tmp_path_factory.mktemp("papers"))}


def all_evidence() -> list[ExampleEvidence]:
    return [item for item in (*read_complete().evidence, *read_half().evidence) if item.paper]


def test_every_paper_is_read_without_trouble(readings: dict[str, Reading]) -> None:
    assert {key: reading.status for key, reading in readings.items()} == dict.fromkeys(readings, ReadingStatus.READY)


@pytest.mark.parametrize("item", all_evidence(), ids=lambda item: f"{item.marker}: {item.quote[:30]}")
def test_every_quote_of_the_appraisals_stands_word_for_word_in_its_paper_once(
    item: ExampleEvidence, readings: dict[str, Reading]
) -> None:
    found = find_quote([PaperPage(item.paper, page) for page in readings[item.paper].pages], item.quote)
    assert isinstance(found, Found)
    assert found.exact
    assert len(found.passages) == 1
