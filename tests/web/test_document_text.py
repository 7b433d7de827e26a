"""The text of one page as it is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cue import CueKind
from app.domain.document import Page
from app.web.document_text import CueSpot, PageText, Segment, page_text

TEXT = "First paragraph here.\n\nSecond one.\n\nThird."


def shown(text: PageText) -> list[tuple[int, str]]:
    """Paragraphs with marks in square brackets."""
    return [
        (paragraph.start, "".join(f"[{part.text}]" if part.mark else part.text for part in paragraph.segments))
        for paragraph in text.paragraphs
    ]


def test_paragraphs_carry_the_offset_of_their_first_character() -> None:
    assert shown(page_text(Page(1, TEXT))) == [(0, "First paragraph here."), (23, "Second one."), (36, "Third.")]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([(6, 15)], ["First [paragraph] here.", "Second one.", "Third."]),
        ([(16, 29)], ["First paragraph [here.]", "[Second] one.", "Third."]),
        ([(0, 5), (3, 15), (15, 16)], ["[First paragraph ]here.", "Second one.", "Third."]),
        ([(36, 42), (23, 29)], ["First paragraph here.", "[Second] one.", "[Third.]"]),
        ([(-9, 5), (40, 9999)], ["[First] paragraph here.", "Second one.", "Thir[d.]"]),
        ([(5, 5), (9, 2), (21, 23), (500, 900), (0, 0)], ["First paragraph here.", "Second one.", "Third."]),
    ],
)
def test_passages_are_marked(marks: list[tuple[int, int]], expected: list[str]) -> None:
    assert [text for _, text in shown(page_text(Page(1, TEXT), marks))] == expected


def test_one_mark_is_the_one_to_lead_to() -> None:
    def led_to(at: int = -1) -> list[Segment]:
        text = page_text(Page(1, TEXT), [(6, 15), (16, 29), (36, 41)], at)
        return [part for paragraph in text.paragraphs for part in paragraph.segments if part.here]

    assert [part.text for part in led_to()] == ["paragraph"]
    assert [part.text for part in led_to(38)] == ["Third"]
    assert [part.text for part in led_to(25)] == ["here."]
    assert [part.text for part in led_to(999)] == ["paragraph"]


def test_places_stand_with_the_paragraph_where_they_begin_unless_it_says_them_itself() -> None:
    page = Page(
        1, "Findings\n\nWords.\n\nMore.", places=((0, "Findings"), (10, "Findings, paragraph 1"), (18, "Findings, paragraph 2"))
    )
    assert [paragraph.place for paragraph in page_text(page).paragraphs] == ["", "Findings, paragraph 1", "Findings, paragraph 2"]


@pytest.mark.parametrize("text", ["", "\n\n", "  \n \n "])
def test_a_page_without_text_has_no_paragraphs(text: str) -> None:
    assert page_text(Page(1, text), [(0, 9)]).paragraphs == ()


@given(st.text(alphabet="ab \n", max_size=80), st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=6))
def test_the_text_is_whole_and_at_its_offsets_whatever_is_marked(text: str, marks: list[tuple[int, int]]) -> None:
    made = page_text(Page(1, text), marks)
    for paragraph in made.paragraphs:
        words = "".join(part.text for part in paragraph.segments)
        assert text[paragraph.start : paragraph.start + len(words)] == words
        at = paragraph.start
        for part in paragraph.segments:
            assert part.text
            covered = all(any(first <= place < last for first, last in marks) for place in range(at, at + len(part.text)))
            assert part.mark == covered or (not part.mark and not covered)
            at += len(part.text)
    shown_text = "".join(part.text for paragraph in made.paragraphs for part in paragraph.segments)
    assert "".join(shown_text.split()) == "".join(text.split())
    assert sum(part.here for paragraph in made.paragraphs for part in paragraph.segments) <= 1


def spot(start: int, end: int, kind: CueKind = CueKind.HINDSIGHT, state: str = "") -> CueSpot:
    return CueSpot(f"{kind}.1.{start}.{end}", kind, start, end, state=state)


def test_cues_may_overlap_each_other_and_what_is_marked() -> None:
    long, short = spot(0, 15), spot(6, 29, CueKind.OUTCOME, "kept")
    parts = [part for found in page_text(Page(1, TEXT), [(3, 8)], cues=[short, long]).paragraphs for part in found.segments]
    assert [(part.text, part.mark, [one.key for one in part.cues], part.letters) for part in parts[:7]] == [
        ("Fir", False, [long.key], ""),
        ("st ", True, [long.key], ""),
        ("pa", True, [long.key, short.key], ""),
        ("ragraph", False, [long.key, short.key], "H"),
        (" here.", False, [short.key], ""),
        ("Second", False, [short.key], "O kept"),
        (" one.", False, [], ""),
    ]
    assert [key for part in parts for key in part.begins] == [long.key, short.key]
    assert sum(part.here for part in parts) == 1


@given(st.text(alphabet="ab \n", max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=5))
def test_the_text_is_whole_whatever_cues_are_said_to_stand_in_it(text: str, places: list[tuple[int, int]]) -> None:
    spots = [spot(start, end) for start, end in places]
    for paragraph in page_text(Page(1, text), [(1, 5)], cues=spots).paragraphs:
        at = paragraph.start
        for part in paragraph.segments:
            assert part.text == text[at : at + len(part.text)] != ""
            for one in part.cues:
                assert one.start <= at < at + len(part.text) <= one.end
            at += len(part.text)
