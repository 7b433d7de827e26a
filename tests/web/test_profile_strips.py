"""Strips along the pages and bars: where marks stand, what they say and where they lead."""

import pytest

from app.domain.study import Chapter, Part
from app.web.profile_bars import parts_bar, per_thousand, share_of, stack
from app.web.profile_strips import HEIGHT, MOST_MARKS, divide, draw_strip, letter_of, stretches_of, within


def called(page: int) -> str:
    """What a page is called."""
    return f"page {page}"


def link(page: int) -> str:
    """Where a page is."""
    return f"/pages/{page}"


def test_a_mark_stands_where_its_page_is_and_is_the_higher_the_more_there_are() -> None:
    strip = draw_strip("explains", "Explains", "E", {1: 1, 3: 2, 10: 7}, 10, link, called)
    assert [(mark.x, mark.width, mark.href) for mark in strip.marks] == [
        (0, 10, "/pages/1"),
        (20, 10, "/pages/3"),
        (90, 10, "/pages/10"),
    ]
    heights = [mark.height for mark in strip.marks]
    assert heights == sorted(heights)
    assert all(mark.y + mark.height == HEIGHT for mark in strip.marks)
    assert [mark.words for mark in strip.marks] == ["Page 1: 1 place", "Page 3: 2 places", "Page 10: 7 places"]
    assert strip.words == "Explains: 10 places on 3 of 10 pages."


def test_many_pages_share_marks_which_lead_to_the_first_page_with_a_place() -> None:
    strip = draw_strip("explains", "Explains", "E", {992: 1, 998: 3}, 1_000, link, called)
    (mark,) = strip.marks
    assert mark.href == "/pages/992"
    assert mark.words == "Pages 991 to 999: 4 places"
    everywhere = draw_strip("explains", "Explains", "E", dict.fromkeys(range(1, 1_001), 1), 1_000, link, called)
    assert len(everywhere.marks) <= MOST_MARKS
    assert max(mark.x + mark.width for mark in everywhere.marks) <= 100


def test_a_strip_with_nothing_says_so() -> None:
    strip = draw_strip("explains", "Explains", "E", {}, 4, link, called)
    assert (strip.marks, strip.words) == ((), "Explains: no place.")


@pytest.mark.parametrize(("number", "letter"), [(0, "a"), (25, "z"), (26, "aa"), (27, "ab"), (26 * 27, "aaa")])
def test_chapters_have_letters(number: int, letter: str) -> None:
    assert letter_of(number) == letter


CHAPTERS = (Chapter("Events", 3, 5), Chapter("Analysis", 6, 6), Chapter("Findings", 6, 10))


def test_chapters_divide_the_strips_and_are_named_where_there_is_room() -> None:
    assert [(one.letter, one.x, one.is_named) for one in divide(CHAPTERS, 10)] == [
        ("a", 20, True),
        ("b", 50, False),
        ("c", 50, True),
    ]


def test_the_table_has_every_page_in_one_row_alone() -> None:
    rows = stretches_of(CHAPTERS, 10, link, called)
    assert [(row.title, row.first, row.where) for row in rows] == [
        ("Before the first chapter", 1, "pages 1 to 2"),
        ("Events", 3, "pages 3 to 5"),
        ("Analysis", 6, "page 6"),
        ("Findings", 6, "pages 6 to 10"),
    ]
    counts = dict.fromkeys(range(1, 11), 1)
    assert within(counts, rows) == ((2, 1), (3, 3), (1, 6), (4, 7))
    assert within({}, rows) == ((0, 0),) * 4


def test_without_chapters_the_table_has_stretches_of_pages() -> None:
    rows = stretches_of((), 240, link, called)
    assert len(rows) == 12
    assert (rows[0].where, rows[-1].where) == ("pages 1 to 20", "pages 221 to 240")


def test_pieces_of_a_bar_follow_each_other_and_fill_it() -> None:
    pieces = parts_bar({Part.CHRONOLOGY: 30, Part.ANALYSIS: 10, Part.HEADING: 500})
    assert [(piece.name, piece.x, piece.width, piece.share) for piece in pieces if piece.amount] == [
        ("chronology", 0, 75, "75 %"),
        ("analysis", 75, 25, "25 %"),
    ]
    assert stack([("a", "A", 0)], 0)[0].width == 0


@pytest.mark.parametrize(("amount", "total", "words"), [(0, 0, "0 %"), (0, 9, "0 %"), (1, 1_000, "under 1 %"), (1, 3, "33 %")])
def test_shares_are_told_in_words(amount: int, total: int, words: str) -> None:
    assert share_of(amount, total) == words


def test_rates_are_told_with_one_decimal() -> None:
    assert (per_thousand(3, 2_000), per_thousand(3, 0)) == ("1.5", "–")
