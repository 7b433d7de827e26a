"""PDFs: paragraphs, running heads, broken words, contents and labels, in files set for the purpose."""

from pathlib import Path

import pytest

from app.domain.document import Reading, ReadingStatus
from app.domain.passage import Found, PaperPage, find_quote
from app.outside.reader import read_file
from tests import files

PARAGRAPHS = "\n\n".join(
    f"1.{number} The panel met in the {season} and heard from each agency in turn, beginning with the health visitors, "
    "who described a caseload that had doubled within a year and a team in which nobody had stayed for long."
    for number, season in enumerate(("spring", "summer", "autumn", "winter"), start=1)
)


def read(folder: Path, source: str) -> Reading:
    """The reading of a PDF set from this typst markup."""
    reading = read_file(files.put(folder, "paper.pdf", files.pdf(source)))
    assert reading.status is ReadingStatus.READY, reading.sentence
    return reading


def test_lines_become_paragraphs_and_numbered_paragraphs_stand_by_themselves(tmp_path: Path) -> None:
    page = read(tmp_path, f"= Findings\n{PARAGRAPHS}\n\n- one thing\n- another thing").pages[0]
    parts = page.text.split("\n\n")
    assert [part[:8] for part in parts] == ["Findings", "1.1 The ", "1.2 The ", "1.3 The ", "1.4 The ", "• one th", "• anothe"]
    assert parts[1].startswith("1.1 The panel met in the spring and heard from each agency in turn, beginning with")
    assert parts[1].endswith("a team in which nobody had stayed for long.")
    assert "\n" not in "".join(parts)


@pytest.mark.parametrize(
    "settings", ["#set par(first-line-indent: 1.5em, spacing: 0.65em)", "#set par(leading: 1.4em, spacing: 2.4em)"]
)
def test_paragraphs_are_told_by_indent_or_by_white(tmp_path: Path, settings: str) -> None:
    text = "The child was known to two services. " * 9
    page = read(tmp_path, f"{settings}\n#set text(11pt)\nOpening. {text}\n\nMiddle. {text}\n\nClosing. {text}").pages[0]
    assert [part.split(" ")[0] for part in page.text.split("\n\n")] == ["Opening.", "Middle.", "Closing."]


RUNNING = """
#set page(width: 300pt, height: 260pt, margin: 50pt,
  header: context if calc.odd(here().page()) [Chapter 3: The assessment] else [Serious case review],
  footer: context [#h(1fr) #counter(page).display()])
"""
FILLER = "Practitioners described how they worked and what stood in their way that year, on most of their days."


def test_running_heads_and_page_numbers_are_kept_out_of_the_text(tmp_path: Path) -> None:
    body = "\n#pagebreak()\n".join(
        f"Page of {word}. {FILLER}" for word in ("one", "two", "three", "four", "five", "six", "seven")
    )
    pages = read(tmp_path, RUNNING + body).pages
    assert [page.text.split(".")[0] for page in pages[:3]] == ["Page of one", "Page of two", "Page of three"]
    assert all(page.text.endswith("on most of their days.") for page in pages)
    assert [page.running for page in pages[:2]] == [("Chapter 3: The assessment", "1"), ("Serious case review", "2")]


def test_a_quote_over_a_page_end_is_found_although_heads_and_feet_stand_between(tmp_path: Path) -> None:
    source = RUNNING + "\n#pagebreak()\n".join(
        [FILLER, "She rang the service and was", "told that nobody could come.", FILLER, FILLER, FILLER]
    )
    pages = [PaperPage("doc", page) for page in read(tmp_path, source).pages]
    found = find_quote(pages, "She rang the service and was told that nobody could come.")
    assert isinstance(found, Found)
    assert [(passage.page, passage.runs_on) for passage in found.passages] == [(2, "told that nobody could come.")]


def test_headings_that_begin_every_page_are_text_and_not_running_heads(tmp_path: Path) -> None:
    body = "\n#pagebreak()\n".join(f"= Recommendation {number}\n{FILLER}" for number in range(1, 8))
    pages = read(tmp_path, RUNNING + body).pages
    assert [page.text.split("\n")[0] for page in pages] == [f"Recommendation {number}" for number in range(1, 8)]


def test_a_print_out_of_a_web_page_loses_address_date_and_counter(tmp_path: Path) -> None:
    printed = """
#set page(width: 300pt, height: 260pt, margin: 40pt, header: text(7pt)[11/10/25, 5:39 PM Review into practice - Example],
  footer: context text(7pt)[https://www.example.org/reviews/review-into-practice… #counter(page).display()/5])
"""
    pages = read(tmp_path, printed + "\n#pagebreak()\n".join(f"{FILLER} Part {number}." for number in range(5))).pages
    assert [page.text for page in pages] == [f"{FILLER} Part {number}." for number in range(5)]
    assert all(len(page.running) == 2 for page in pages)


def test_two_pages_are_too_few_to_call_anything_a_running_head(tmp_path: Path) -> None:
    pages = read(tmp_path, RUNNING + FILLER + "\n#pagebreak()\n" + FILLER).pages
    assert [page.running for page in pages] == [(), ()]
    assert all("1" in page.text or "2" in page.text for page in pages)


def test_words_broken_by_hyphenation_are_whole_again(tmp_path: Path) -> None:
    text = "Safeguarding arrangements for interdisciplinary communication notwithstanding organisational responsibilities. "
    page = read(
        tmp_path,
        f'#set page(width: 200pt, height: auto)\n#set text(hyphenate: true, lang: "en")\n#set par(justify: true)\n{text * 8}',
    ).pages[0]
    assert set(page.text.replace(".", "").casefold().split()) == set(text.replace(".", "").casefold().split())


def test_ligatures_and_hard_spaces_are_plain(tmp_path: Path) -> None:
    assert read(tmp_path, "The first officer~found the office file.").pages[0].text == "The first officer found the office file."


def test_a_raised_footnote_number_does_not_cut_the_line(tmp_path: Path) -> None:
    page = read(tmp_path, f"They were told.#footnote[Interview, May.] {FILLER} And then again.#footnote[Letter.] {FILLER}").pages[
        0
    ]
    first, *notes = page.text.split("\n\n")
    assert first == f"They were told.1 {FILLER} And then again.2 {FILLER}"
    assert notes == ["1Interview, May.", "2Letter."]


def test_a_table_printed_sideways_is_read_line_by_line(tmp_path: Path) -> None:
    rows = "\n".join(f"[Row {number} of the table], [{FILLER}]," for number in range(8))
    page = read(
        tmp_path,
        f"#set page(height: 500pt, width: 400pt)\n#rotate(-90deg, reflow: true, box(width: 420pt, table(columns: 2, {rows})))",
    ).pages[0]
    assert FILLER in page.text.replace("\n\n", " ")


def test_pages_without_text_are_named_in_the_sentence(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "One.\n#pagebreak()\n#rect()\n#pagebreak()\nThree.\n#pagebreak()\n#rect()\n#pagebreak()\n#pagebreak()\nSix.",
    )
    pictures = "Pages 2 and 4 are pictures without text and can only be looked at, and cited by page."
    assert reading.sentence == f"Ready: 6 pages. {pictures} Page 5 has no text and can only be looked at."
    assert [bool(page.text) for page in reading.pages] == [True, False, True, False, False, True]
    assert [page.number for page in reading.pages if page.is_picture] == [2, 4]


def test_the_contents_of_the_file_lead_to_its_pages(tmp_path: Path) -> None:
    reading = read(tmp_path, "= First\nOne.\n== Second\nTwo.\n#pagebreak()\n= Third\nThree.")
    assert [(item.title, item.page, item.level) for item in reading.outline] == [
        ("First", 1, 1),
        ("Second", 1, 2),
        ("Third", 2, 1),
    ]


def test_printed_page_numbers_are_kept_where_the_file_has_them(tmp_path: Path) -> None:
    source = '#set page(numbering: "i")\nA.\n#pagebreak()\nB.\n#set page(numbering: "1")\n#counter(page).update(1)\nC.'
    pages = read(tmp_path, source).pages
    assert [page.label for page in pages] == ["i", "ii", "1"]
    assert pages[2].place_at(0) == "page 1"


def test_entries_of_a_contents_page_stay_apart(tmp_path: Path) -> None:
    headings = "\n".join(
        f"= Chapter on {word}\n{FILLER}\n#pagebreak()" for word in ("method", "family", "practice", "findings", "conclusions")
    )
    page = read(tmp_path, f"#outline()\n#pagebreak()\n{headings} end").pages[0]
    assert page.text.split("\n\n")[:3] == ["Contents", "Chapter on method … 2", "Chapter on family … 3"]
