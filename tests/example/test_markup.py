"""The light markup of the example's papers: what each mark becomes, and what is refused."""

import pytest

from app.example.markup import curl, parse
from app.outside.papers_out.model import Run


def test_paragraphs_are_numbered_within_their_chapter() -> None:
    blocks = parse("# One\n\nFirst.\n\nSecond.\n\n# Two\n\nThird.", numbered=True)
    assert [(b.kind, b.number) for b in blocks] == [
        ("chapter", "1"), ("para", "1.1"), ("para", "1.2"), ("chapter", "2"), ("para", "2.1"),
    ]  # fmt: skip


def test_appendices_take_letters_and_unnumbered_chapters_take_nothing() -> None:
    blocks = parse("# ! Summary\n\nShort.\n\n# Appendix A: Words\n\nLong.\n\n# Real\n\nText.", numbered=True)
    assert [b.number for b in blocks] == ["", "", "", "A.1", "1", "1.1"]
    assert blocks[0].text == "Summary"


def test_a_paper_without_numbers_has_none() -> None:
    assert {b.number for b in parse("# One\n\nFirst.\n\n- item", numbered=False)} == {""}


def test_a_reference_becomes_the_number_of_the_named_paragraph_wherever_it_stands() -> None:
    blocks = parse("# One\n\nSee {@later}.^[And {@later}.]\n\n{#later} Here.", numbered=True)
    assert blocks[1].text == "See 1.2."
    assert blocks[1].runs[-1] == Run("And 1.2.", "note")
    assert blocks[2].text == "Here."


def test_a_reference_to_nothing_is_refused() -> None:
    with pytest.raises(KeyError):
        parse("# One\n\nSee {@nowhere}.", numbered=True)


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        parse("# One\n\n{#a} One.\n\n{#a} Two.", numbered=True)


def test_inline_marks_become_runs() -> None:
    (block,) = parse("A *soft* and **loud** word.", numbered=False)
    assert block.runs == (Run("A "), Run("soft", "italic"), Run(" and "), Run("loud", "bold"), Run(" word."))


def test_a_table_keeps_its_rows_and_widths() -> None:
    (block,) = parse("|: 1 3\n| A | B |\n| c | d |", numbered=False)
    assert (block.rows, block.widths) == ((("A", "B"), ("c", "d")), (1.0, 3.0))


def test_a_table_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="3 cells, not 2"):
        parse("| A | B |\n| c | d | e |", numbered=False)


def test_a_recommendation_keeps_its_label_and_whom_it_is_for() -> None:
    (block,) = parse(":: Recommendation 1 | To: the Board\nThe Board should act.", numbered=True)
    assert (block.kind, block.number, block.rows, block.text) == (
        "recommendation", "Recommendation 1", (("To: the Board",),), "The Board should act.",
    )  # fmt: skip


def test_quotation_marks_become_typographic() -> None:
    assert curl('"It\'s so," she said ("truly").') == "“It’s so,” she said (“truly”)."
