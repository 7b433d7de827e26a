"""Hostile texts in what leaves the house apart from reports: letters are plain text, and no cell of a table is a formula."""

import csv
import io

import pytest

from app.domain.agreement_ratings import Ratings
from app.domain.agreement_table import matrix_as_csv
from app.domain.letter import Letter
from app.outside.mail import write

HOSTILE = "<script>alert(1)</script> {{7*7}} ${7*7} %s =HYPERLINK(1) --b\nBcc: all@marsh.example\n.\n\nDATA"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "=cmd|'/c calc'!A1")


def test_a_letter_holds_hostile_text_as_plain_text_and_in_no_header() -> None:
    message = write("plumbline@marsh.example", Letter("gina@marsh.example", "A review", HOSTILE))
    again = message.as_bytes()
    assert message.get_content_type() == "text/plain"
    assert not message.is_multipart()
    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == HOSTILE
    head = again.split(b"\r\n\r\n", 1)[0].lower()
    assert b"bcc" not in head
    assert b"script" not in head


@pytest.mark.parametrize("name", FORMULAS)
def test_no_name_in_the_table_of_grades_begins_as_a_formula_does(name: str) -> None:
    told = matrix_as_csv(Ratings((0, 1), (name, "Bob"), (f"{name} marker", "other"), ((0, 1), (1, None))))
    cells = [cell for row in csv.reader(io.StringIO(told, newline="")) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) for cell in cells)
    assert any(name.lstrip("\t\r\n") in cell for cell in cells)
