"""What Tesseract finds becomes lines with their places: upright, level, without smudges."""

import pytest

from app.outside.reading.lines import Line
from app.outside.reading.picture_lines import picture_lines
from tests.pictures import HEIGHT, WIDTH, Box, page_of, table, words

A4 = (595.0, 842.0)
TEXT = "Robin was seen at home on two days\nby a nurse who was new in the post\nand told nobody about it"


def lines_of(boxes: list[list[Box]], width: int = WIDTH, height: int = HEIGHT) -> list[Line]:
    return picture_lines(table(boxes, width, height), *(A4 if width < height else A4[::-1]))


def turned(boxes: list[list[Box]], turns: int) -> list[list[Box]]:
    """The boxes as they lie on a page that was put into the scanner turned clockwise by so many quarters."""
    across, down = WIDTH, HEIGHT
    for _ in range(turns):
        boxes = [
            [(down - top - high, left, high, wide, sure, text) for left, top, wide, high, sure, text in line] for line in boxes
        ]
        across, down = down, across
    return boxes


def test_words_become_lines_in_points_from_the_foot_of_the_page() -> None:
    first, second, _ = picture_lines(page_of(TEXT), *A4)
    assert first.text == "Robin was seen at home on two days"
    assert (round(first.x0), round(first.y0)) == (72, 759)
    assert first.y0 - second.y0 == pytest.approx(44 * 595 / 1654)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_pages_scanned_sideways_or_upside_down_give_the_lines_of_an_upright_page(turns: int) -> None:
    upright = lines_of(words(TEXT))
    size = (HEIGHT, WIDTH) if turns % 2 else (WIDTH, HEIGHT)
    lines = lines_of(turned(words(TEXT), turns), *size)
    assert [line.text for line in lines] == [line.text for line in upright]
    for line, other in zip(lines, upright, strict=True):
        assert (line.x0, line.y0) == pytest.approx((other.x0, other.y0), abs=1.5)


def test_lines_scanned_askew_come_out_level_and_at_their_distances() -> None:
    askew = [
        [(left, round(top + 0.03 * left), wide, high, sure, text) for left, top, wide, high, sure, text in line]
        for line in words(TEXT)
    ]
    level, upright = lines_of(askew), lines_of(words(TEXT))
    for number in (0, 1):
        distance = level[number].y0 - level[number + 1].y0
        assert distance == pytest.approx(upright[number].y0 - upright[number + 1].y0, abs=0.8)


def test_smudges_that_tesseract_is_not_sure_of_are_left_out() -> None:
    assert [line.text for line in lines_of([*words("~~ ,: |", confidence=12.0), *words(TEXT, top=600)])] == TEXT.split("\n")


def test_what_looks_like_an_e_at_the_beginning_of_a_line_is_the_bullet_that_it_was() -> None:
    bullets = words("e the school\ne the nurse\ne\nevery day")
    assert [line.text for line in lines_of(bullets)] == ["• the school", "• the nurse", "e", "every day"]


def test_a_page_without_words_has_no_lines() -> None:
    assert lines_of([]) == []
    assert picture_lines("", *A4) == []
