"""How many of the identifiers planted in ten pages of our own are found, and how much else is brought beside them."""

import itertools

import pytest

from app.domain.identifier import Identifier
from app.domain.identifier_find import find_in_texts
from app.outside.identifier_words import find_identifier_words
from app.settings import get_settings
from tests.identifiers.planted import Planted, planted_pages

PLANTED = 124
AT_LEAST = 0.95
MOST_FALSE = 5  # in ten pages


@pytest.fixture(scope="module")
def pages() -> list[str]:
    return planted_pages()[0]


@pytest.fixture(scope="module")
def found(pages: list[str]) -> tuple[tuple[Identifier, ...], ...]:
    return find_in_texts(pages, find_identifier_words(get_settings().markers_dir))


def is_whole(planted: Planted, page: str, found: tuple[Identifier, ...]) -> bool:
    """Whether every letter and digit of it lies in findings."""
    taken = {place for item in found for place in range(item.start, item.end)}
    return all(place in taken for place in range(planted.start, planted.end) if page[place].isalnum())


def overlaps(planted: Planted, item: Identifier) -> bool:
    return item.start < planted.end and planted.start < item.end


def test_the_text_has_ten_pages_and_at_least_a_hundred_planted_identifiers_of_every_kind(pages: list[str]) -> None:
    labels = planted_pages()[1]
    assert len(pages) == 10
    assert len(labels) == PLANTED
    assert len({label.kind for label in labels}) == 12
    assert all(pages[label.page - 1][label.start : label.end] == label.text for label in labels)


def test_at_least_95_of_100_planted_identifiers_are_found_whole_and_of_the_right_kind(
    pages: list[str], found: tuple[tuple[Identifier, ...], ...]
) -> None:
    labels = planted_pages()[1]
    whole = [label for label in labels if is_whole(label, pages[label.page - 1], found[label.page - 1])]
    right = [label for label in labels if any(overlaps(label, i) and i.kind == label.kind for i in found[label.page - 1])]
    assert len(whole) >= AT_LEAST * PLANTED, [label.text for label in labels if label not in whole]
    assert len(right) >= AT_LEAST * PLANTED, [label.text for label in labels if label not in right]


def test_at_most_five_findings_in_the_ten_pages_are_none_of_those_planted(found: tuple[tuple[Identifier, ...], ...]) -> None:
    labels = planted_pages()[1]
    false = [
        item.text
        for number, items in enumerate(found, start=1)
        for item in items
        if not any(label.page == number and overlaps(label, item) for label in labels)
    ]
    assert len(false) <= MOST_FALSE, false


def test_every_finding_says_its_own_words_and_why(pages: list[str], found: tuple[tuple[Identifier, ...], ...]) -> None:
    for page, items in zip(pages, found, strict=True):
        assert all(page[item.start : item.end] == item.text and item.why.endswith(".") for item in items)
        assert all(first.end <= second.start for first, second in itertools.pairwise(items))
