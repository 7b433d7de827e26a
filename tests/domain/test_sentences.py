"""Text of pages as sentences: where they begin and end, what is none, and where they stand."""

import pytest

from app.domain.blocks import BlockKind, blocks_of, kind_of
from app.domain.document import Page
from app.domain.sentences import LONGEST, sentences_in, sentences_of


def texts(*pages: str) -> list[str]:
    return [sentence.text for sentence in sentences_of([Page(number, text) for number, text in enumerate(pages, start=1)])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr Ash met Mr. Birch at 3 p.m. on Monday. Ms Cole came later.", 2),
        ("The plan (e.g. the visits, i.e. Mondays) was kept. It worked.", 2),
        ("See para. 5.12 and Figure 3.1 for the dates. They differ.", 2),
        ("He lived in St. Anne Street, No. 5, and moved twice. He was ten.", 2),
        ("They met at 5 p.m. The chair was late.", 2),
        ("“Nobody came.” The aunt waited. ‘I rang twice.’ No one answered.", 4),
        ("She asked: “Why?” Nobody knew.", 2),
        ("The report says that “the … service was … closed” at night. It was.", 2),
        ("They waited… Then they left.", 2),
        ("The call came at noon.12 The crew left at one.13", 2),
        ("The scheme ended in 2017.143 It began again in 2019.", 2),
        ("She called it “a mistake”.4 Others did not.", 2),
        ("The law of 2.5.2004 was changed. Version 3.1 is newer.", 2),
        ("A. Ash and B. Birch were there. Both left.", 2),
        ("What happened? Nothing! And then?", 3),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: int) -> None:
    assert len(texts(text)) == expected, texts(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5.12 The school rang. Nobody answered.", ["The school rang.", "Nobody answered."]),
        ("1.1.1. The school rang the office.", ["The school rang the office."]),
        ("(a) the school rang the office, and", ["the school rang the office, and"]),
        ("(iv) The school rang the office.", ["The school rang the office."]),
        ("• The school rang. • The office was closed.", ["The school rang.", "The office was closed."]),
        ("12. The school rang the office.", ["The school rang the office."]),
    ],
)
def test_numbers_of_paragraphs_and_bullets_are_no_part_of_a_sentence(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_a_sentence_over_the_end_of_a_page_is_one_and_knows_both_places() -> None:
    pages = [
        Page(1, "First things first. The office failed to\n\n12 See the log of that day, page 4."),
        Page(2, "tell the school about it. The school rang."),
    ]
    found = {sentence.text: sentence for sentence in sentences_of(pages)}
    crossing = found["The office failed to tell the school about it."]
    assert crossing.place(0, 16) == (1, 20, 36)
    page, start, end = crossing.place(crossing.text.index("tell"), len(crossing.text))
    assert (page, pages[1].text[start:end]) == (2, "tell the school about it.")
    assert "See the log of that day, page 4." in " ".join(found)


def test_lines_inside_a_paragraph_are_joined_and_offsets_still_fit() -> None:
    page = Page(3, "The office\nfailed  to ring.\r\nNobody knew.")
    first, second = sentences_of([page])
    assert (first.text, second.text) == ("The office failed to ring.", "Nobody knew.")
    _, start, end = first.place(4, 25)
    assert page.text[start:end] == "office\nfailed  to ring"
    assert second.place(0, 6)[0] == 3


def test_a_paragraph_broken_inside_a_sentence_goes_on() -> None:
    assert texts("The board that had met in the\n\nspring was new.") == ["The board that had met in the spring was new."]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Missed opportunities", BlockKind.HEADING),
        ("3.4 Failure to learn from experience", BlockKind.HEADING),
        ("Chapter 5: What should have been done", BlockKind.HEADING),
        ("Figure 2: Vacancies in the team, 2012", BlockKind.HEADING),
        ("Missed opportunities ........ 41", BlockKind.CONTENTS),
        ("Failure to act … 12", BlockKind.CONTENTS),
        ("Key lessons identified 118", BlockKind.CONTENTS),
        ("The office was closed.", BlockKind.PROSE),
        ("• failure to act", BlockKind.PROSE),
        ("failure to act", BlockKind.PROSE),
        ("Nobody was told what the school had seen", BlockKind.PROSE),
        ("187 See the evidence of the clerk, who was there.", BlockKind.NOTE),
        ("5.12 The office was closed.", BlockKind.PROSE),
    ],
)
def test_headings_contents_and_notes_are_told_from_running_text(text: str, kind: BlockKind) -> None:
    assert kind_of(text) is kind


def test_what_stands_at_the_edge_of_several_pages_is_a_running_head() -> None:
    pages = [Page(day, f"Failure to act: the Ash review {day}\n\nThe office was closed on day {day}.") for day in range(1, 5)]
    kinds = [block.kind for block in blocks_of(pages)]
    assert kinds == [BlockKind.RUNNING, BlockKind.PROSE] * 4
    assert texts(*(page.text for page in pages)) == [f"The office was closed on day {number}." for number in range(1, 5)]


def test_text_without_full_stops_is_cut_into_lengths() -> None:
    found = sentences_in("the office was closed " * 1000)
    assert max(len(sentence.text) for sentence in found) <= LONGEST
    assert sum(len(sentence.text.split()) for sentence in found) == 4000


def test_empty_and_odd_texts_hold_no_sentences() -> None:
    assert texts("", " \n \n ", "Contents\n\nOne … 1") == []


@pytest.mark.parametrize("piece", ["_", ".", ". ", "… "])
def test_a_line_of_nothing_but_leaders_without_a_page_is_none_of_a_list_of_contents(piece: str) -> None:
    assert kind_of(piece * 100_000) is not BlockKind.CONTENTS
    assert kind_of(f"Findings {piece * 10} 12") is BlockKind.CONTENTS


@pytest.mark.parametrize("piece", [".", "?!", "…", "_", ". "])
def test_long_rows_of_marks_end_one_sentence_and_take_no_long_time(piece: str) -> None:
    found = texts(f"The office was closed{piece * 50_000} Nobody was told.")
    assert found[0].startswith("The office was closed")
    assert found[-1].endswith("Nobody was told.")
