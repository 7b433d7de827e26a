"""How many false alarms the finder gives on the worked example: its eleven papers and its report, labelled by hand.

TRUE has what was found there and may indeed identify a person, paper by paper; whatever else is found is a false alarm.
"""

import pytest
from sqlmodel import select

from app.data import report as reports
from app.data.document import pages_of
from app.data.session import work
from app.data.tables import DocumentRow, ReportRow, ReviewRow
from app.domain.identifier_find import find_in_texts
from app.domain.identifier_report import texts_of
from app.outside.identifier_words import find_identifier_words
from app.outside.json_out import report_from_json
from app.settings import Settings, get_settings

MOST_FALSE = 5  # in ten pages

# People who are named, a surgery and a hospital: in whichever paper they stand.
EVERYWHERE = {"Marian Holloway", "Dr Stephen Arkwright", "Judith Pellow", "Fernside Surgery", "Wexcombe General Hospital"}
# Exact days in the life of a child.
TRUE = {
    "childrens-social-care": {"12 November 2015", "2 September", "1 October", "26 November", "27 February 2015"},
    "health-visiting": {"24 June"},
    "chronology": {
        *("04/02/2014", "17/09/2014", "19/09/2014", "16/10/2014", "12/11/2014", "11/12/2014", "06/01/2015", "14/02/2015"),
        *("27/02/2015", "22/04/2015", "11/08/2015", "02/09/2015", "01/10/2015", "30/10/2015", "17/11/2015", "26/11/2015"),
    },
    "overview": {"1 October", "26 November", "Thursday 26 November 2015", "19 October", "30 October", "17 November"},
}


def is_true(paper: str, words: str) -> bool:
    return words in EVERYWHERE or any(part in paper and words in found for part, found in TRUE.items())


@pytest.fixture
def texts(example_settings: Settings) -> dict[str, list[str]]:
    """The pages of every paper by the name of its file, and the texts of the issued report."""
    with work(example_settings.database, writes=False) as db:
        review = db.exec(select(ReviewRow).where(ReviewRow.reference == "WX-2016-03")).one().id
        papers = db.exec(select(DocumentRow).where(DocumentRow.review_id == review)).all()
        found = {
            paper.filename: [page.page.text for page in pages_of(db, paper.board_id, paper.review_id, paper.id)]
            for paper in papers
        }
        report = db.exec(select(ReportRow).where(ReportRow.review_id == review)).one()
        data = report_from_json(reports.get_file(db, report.id, "json")[1])
    return {**found, "the report": [text.text for text in texts_of(data)]}


def test_there_are_at_most_five_false_alarms_in_ten_pages_of_the_worked_example(texts: dict[str, list[str]]) -> None:
    words = find_identifier_words(get_settings().markers_dir)
    found = {paper: [item.words for items in find_in_texts(pages, words) for item in items] for paper, pages in texts.items()}
    false = [(paper, item) for paper, items in found.items() for item in items if not is_true(paper, item)]
    number = sum(len(pages) for paper, pages in texts.items() if paper != "the report")
    assert number > 60
    assert len(false) <= MOST_FALSE * number / 10, false
    # As things stand; a change for the worse shows here long before the limit is reached.
    assert len(false) <= 5, false
    every = {item for items in found.values() for item in items}
    assert every >= EVERYWHERE
