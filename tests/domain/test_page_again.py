"""Finding a page that was cited as such again in a newer version."""

import pytest

from app.domain.document import Page
from app.domain.page_again import find_page
from app.domain.passage import PICTURE, PaperPage, Passage, Sheet, sheets_of
from app.domain.relocation import MoveOutcome, relocate

PLAN = "The plan of the house shows three rooms and a kitchen, and the door to the yard from which the path leads to the road."
LIST = "The list of those who were asked names nine people of five agencies, of whom seven came and two sent a written answer."
MAP = "The map of the district has the school, the surgery and the station on it, with the distances between them in minutes."
CITED = Passage("old", 2, 0, 0, "", place=f"page 2 ({PICTURE})")


def sheets(*texts: str, document: str = "new") -> tuple[Sheet, ...]:
    """Pages with these texts; those without one are pictures."""
    pages = [Page(number, text, is_picture=not text) for number, text in enumerate(texts, start=1)]
    return sheets_of([PaperPage(document, page, "Paper") for page in pages])


CASES = {
    "the page stands there, other pages before it": ((LIST, PLAN, MAP), (MAP, LIST, PLAN), 3, True),
    "a few words of it were changed": ((LIST, PLAN, MAP), (LIST, PLAN.replace("three rooms", "four small rooms"), MAP), 2, False),
    "it was set and hyphenated otherwise": ((LIST, PLAN, MAP), (PLAN.replace(" ", "\n").upper(), LIST), 1, True),
    "it stands there twice": ((LIST, PLAN, MAP), (PLAN, LIST, MAP, PLAN), 1, False),
    "it was taken out": ((LIST, PLAN, MAP), (LIST, MAP), 0, False),
    "nothing is left": ((LIST, PLAN, MAP), (), 0, False),
    "a picture stands between the same pages": ((LIST, "", MAP), ("A foreword.", LIST, "", MAP), 3, False),
    "a picture stands between other pages": ((LIST, "", MAP), (PLAN, "", PLAN), 0, False),
    "text stands where the picture was": ((LIST, "", MAP), (LIST, PLAN, MAP), 0, False),
    "all are pictures": (("", "", ""), ("", "", ""), 0, False),
    "the older page says too little": ((LIST, "Annex A", ""), ("Annex A", "Annex A"), 0, False),
}


@pytest.mark.parametrize(("older", "newer", "page", "is_sure"), CASES.values(), ids=CASES)
def test_where_a_page_cited_as_such_stands_now(older: tuple[str, ...], newer: tuple[str, ...], page: int, is_sure: bool) -> None:
    found, sure = find_page(CITED, sheets(*older, document="old"), sheets(*newer))
    assert (found.page if found else 0, sure) == (page, is_sure)


def test_it_is_cited_as_a_page_without_a_quote_and_called_a_picture_only_where_it_is_one() -> None:
    older = sheets(LIST, PLAN, MAP, document="old")
    found = relocate(CITED, older, sheets(MAP, LIST, PLAN))
    assert found.outcome is MoveOutcome.FOUND
    assert found.passage
    assert (found.passage.is_page, found.passage.place, found.passage.document) == (True, "page 3", "new")
    pictured = relocate(CITED, sheets(LIST, "", MAP, document="old"), sheets(LIST, "", MAP))
    assert pictured.outcome is MoveOutcome.CHANGED
    assert pictured.passage
    assert pictured.passage.place == f"page 2 ({PICTURE})"


def test_a_page_of_which_nothing_is_like_it_has_lost_its_place() -> None:
    assert relocate(CITED, sheets(LIST, PLAN, document="old"), sheets(MAP)).outcome is MoveOutcome.LOST
