"""Which papers are versions of one another, and which is in force."""

from dataclasses import replace
from datetime import UTC, datetime

from app.domain.document import Document, DocumentKind, PictureStatus, ReadingStatus
from app.domain.document_version import as_cited, group_versions, is_coming, is_in_force, newest_version, waiting_version

FIRST = Document(
    "a1", "r", DocumentKind.OVERVIEW, "", "Overview", "a.pdf", 1, "x", ReadingStatus.READY, "",
    datetime(2016, 3, 1, tzinfo=UTC), "p",
)  # fmt: skip
OTHER = replace(FIRST, id="b1", title="Chronology")
OLD = replace(FIRST, replaced_by="a2")
NEW = replace(FIRST, id="a2", version=2, replaces="a1")
COMING = replace(FIRST, id="a3", version=3, replaces="a2", status=ReadingStatus.QUEUED)


def test_each_paper_is_listed_once_with_its_earlier_versions_and_the_one_that_comes() -> None:
    papers = (OLD, OTHER, NEW, COMING)
    groups = group_versions(papers)
    assert [(group.current.id, [p.id for p in group.earlier], [p.id for p in group.coming]) for group in groups] == [
        ("a2", ["a1"], ["a3"]),
        ("b1", [], []),
    ]
    assert [is_in_force(paper, papers) for paper in papers] == [False, True, True, False]
    assert [is_coming(paper, papers) for paper in papers] == [False, False, False, True]
    assert [newest_version(paper, papers).id for paper in papers] == ["a2", "b1", "a2", "a2"]
    assert [paper.name for paper in papers] == [
        "Overview (version 1)",
        "Chronology",
        "Overview (version 2)",
        "Overview (version 3)",
    ]


def test_a_version_that_waits_or_whose_pictures_are_read_is_about_to_come() -> None:
    pictures = replace(COMING, status=ReadingStatus.NO_TEXT, pictures=PictureStatus.WAITING)
    failed = replace(COMING, status=ReadingStatus.DAMAGED)
    for coming, expected in ((COMING, COMING), (pictures, pictures), (failed, None)):
        assert waiting_version(NEW, (OLD, NEW, coming)) == expected


def test_a_report_lists_what_is_in_force_and_the_older_versions_that_it_cites_by_version() -> None:
    papers = (OLD, OTHER, NEW, COMING)
    assert [paper.title for paper in as_cited(papers, {"a2"})] == ["Chronology", "Overview (version 2)"]
    assert [paper.title for paper in as_cited(papers, {"a1"})] == ["Overview (version 1)", "Chronology", "Overview (version 2)"]
    assert as_cited((FIRST, OTHER), set()) == (FIRST, OTHER)
