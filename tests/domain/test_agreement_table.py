"""Reading and writing tables of grades: what is accepted, and the sentence for what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.agreement import Ratings
from app.domain.agreement_table import matrix_as_csv, read_matrix_csv, read_scale
from app.domain.errors import InvalidError

SCALE = (0, 1, 2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "marker,Ann,Ben\nScope,0,3\nPanel,,2\n",
        "\ufeffmarker;Ann;Ben\r\nScope;0;3\r\nPanel;;2\r\n",
        "marker\tAnn\tBen\nScope\t0.0\t 3 \nPanel\tNEI\t2.0\n",
        ",Ann,Ben,,\n\nScope,0,3,,\n,,,,\nPanel,na,2\n",
        'marker,"Ann","Ben"\n"Scope",+0,3\n"Panel"," ",02',
    ],
)
def test_the_same_table_is_read_however_it_is_written(text: str) -> None:
    expected = Ratings((0, 1, 2, 3), ("Ann", "Ben"), ("Scope", "Panel"), ((0, 3), (None, 2)))
    assert read_matrix_csv(text, SCALE) == expected


def test_a_scale_may_have_any_rising_numbers() -> None:
    assert read_scale("0,1,2,3") == (0, 1, 2, 3)
    assert read_scale(" -1; 0.5 ;2.0") == (-1, 0.5, 2)
    table = read_matrix_csv("m;Ann;Ben\nScope;0,5;-1\n", read_scale("-1,0.5,2"))
    assert table.grades == ((0.5, -1),)


@pytest.mark.parametrize(
    ("typed", "piece"),
    [
        ("", "which is no number"),
        ("low,high", "“low”, which is no number"),
        ("0,1,nan", "“nan”, which is no number"),
        ("0,1,inf", "“inf”"),
        ("1e3,2e3", "“1e3”"),
        ("3", "at least two values"),
        ("0,1,1,2", "the values of a scale rise"),
        ("3,2,1", "the values of a scale rise"),
        (",".join(map(str, range(101))), "101 values"),
        ("9" * 400 + ",2", "no number"),
    ],
)
def test_a_scale_that_cannot_be_used_gets_a_sentence(typed: str, piece: str) -> None:
    with pytest.raises(InvalidError, match=piece):
        read_scale(typed)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("", "The file is empty"),
        (" \n,,\n", "The file is empty"),
        ("marker\nScope\n", "There are no appraisers"),
        ("\x89PNG\r\n\x1a\n\x00\x00", "There are no appraisers"),
        ("marker,Ann\n", "There are no markers"),
        ("marker,Ann,Ann\nScope,1,2\n", "Two columns have the name “Ann”"),
        ("marker,,Ann\nScope,1,2\n", "Column 2 has no name"),
        ("marker,Ann,Ben\nScope,1\n", "Line 2 has 2 cells but the first line has 3"),
        ("marker,Ann,Ben\nScope,1,2,3\n", "Line 2 has 4 cells"),
        ("marker,Ann\n,1\n", "Line 2 names no marker"),
        ("marker,Ann\nScope,1\n\nScope,2\n", "Line 4: the marker “Scope” stands on line 2 already"),
        ("marker,Ann\nScope,4\n", "Line 2, Ann: “4” is not on the scale 0, 1, 2, 3"),
        ("marker,Ann\nScope,good\n", "“good” is not on the scale"),
        ("marker,Ann\nScope,nan\n", "“nan” is not on the scale"),
        ("marker,Ann\nScope,1.5\n", "“1.5” is not on the scale"),
        ("marker,Ann\nScope,١\n", "is not on the scale"),
        ('marker,Ann\n"Scope,1\n', "Look for an unclosed quotation mark"),
        ("marker,Ann\n" + "".join(f"M{number},1\n" for number in range(1_001)), "more than 1,000 markers"),
        ("marker," + ",".join(f"P{number}" for number in range(1_001)), "1,001 appraisers"),
        ("marker,Ann\n" + "x" * 200_000 + ",1\n", "cannot be read as CSV"),
    ],
)
def test_a_table_that_cannot_be_used_gets_a_sentence(text: str, piece: str) -> None:
    with pytest.raises(InvalidError, match=piece) as refused:
        read_matrix_csv(text, SCALE)
    assert len(refused.value.sentence) < 300
    assert refused.value.sentence.endswith(".")


def test_what_is_written_is_read_again() -> None:
    table = Ratings((0, 0.5, 2), ("Ann, the first", 'Ben "B"'), ("Scope", "Panel; two\nlines"), ((0, None), (0.5, 2)))
    assert read_matrix_csv(matrix_as_csv(table), table.scale) == table


def test_no_name_can_be_taken_for_a_formula() -> None:
    table = Ratings((-1, 1), ("=1+1", "@Ben"), ("-Scope", "+Panel"), ((-1, 1), (1, None)))
    assert matrix_as_csv(table).splitlines() == ["marker,'=1+1,'@Ben", "'-Scope,-1,1", "'+Panel,1,"]


@given(st.text(alphabet=st.sampled_from('0123,;\t\n\r" mABnei.\x00\u2028é')))
def test_no_text_brings_the_reader_down(text: str) -> None:
    try:
        table = read_matrix_csv(text, SCALE)
    except InvalidError:
        return  # any other exception fails the test
    assert table.appraisers
    assert table.markers
