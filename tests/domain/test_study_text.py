"""Studying the text of papers: parts, chapters, findings, judged episodes, and acronyms, on texts set as papers set them."""

import pytest

from app.domain.cue import CueKind
from app.domain.cue_patterns import CuePattern, CuePatterns
from app.domain.cue_words import compile_words
from app.domain.document import OutlineItem, Page
from app.domain.study import Acronym, Chapter, Part, Profile, Study
from app.domain.study_acronyms import ORDINARY, stands_for
from app.domain.study_blocks import bare
from app.domain.study_text import study_text, version_of
from app.domain.study_titles import part_of_title


def pattern(kind: CueKind, *words: str) -> CuePattern:
    """A pattern of these wordings."""
    return CuePattern(f"{kind}-one", kind, "why", "example", "counter", compile_words(list(words), {}))


PATTERNS = CuePatterns(
    "7.0", (pattern(CueKind.JUDGEMENT, "failed to"), pattern(CueKind.EXPLAINS, "because")), {}, {}
)  # fmt: skip


def study(*pages: str, outline: tuple[OutlineItem, ...] = ()) -> Study:
    """The study of these pages, whose paragraphs are separated by an empty line."""
    return study_text([Page(number, text) for number, text in enumerate(pages, start=1)], outline, PATTERNS)


def profile(*pages: str, outline: tuple[OutlineItem, ...] = ()) -> Profile:
    """Their profile."""
    found = study(*pages, outline=outline).profile
    assert found
    return found


def parts(*pages: str, outline: tuple[OutlineItem, ...] = ()) -> list[Part]:
    """The parts of their paragraphs in order."""
    return [one.part for one in study(*pages, outline=outline).paragraphs]


LONG = "The school and the health visitor each kept a record of what they had been told that week by the family."


def test_paragraphs_cover_the_whole_text_and_say_where_they_stand() -> None:
    pages = [f"1 Method\n\n{LONG}\nA row | of a table\n\n  • An item of a list ", "", f"{LONG}\n\n"]
    found = study(*pages)
    assert found.version == version_of("7.0")
    assert all(one.text == pages[one.page - 1][one.start : one.end] for one in found.paragraphs)
    left = [list(page) for page in pages]
    for one in found.paragraphs:
        left[one.page - 1][one.start : one.end] = " " * (one.end - one.start)
    assert "".join("".join(page) for page in left).split() == []
    assert found.profile
    assert found.profile.page_words == (2 + 21 + 6 + 6, 0, 21)
    assert sum(found.profile.words.values()) == sum(found.profile.page_words)


@pytest.mark.parametrize(("title", "part"), [
    ("2 How the review was carried out", Part.METHOD),
    ("Terms of reference", Part.METHOD),
    ("Involving the family", Part.METHOD),
    ("4 Summary of events", Part.CHRONOLOGY),
    ("WHAT HAPPENED", Part.CHRONOLOGY),
    ("What happened, and why", Part.ANALYSIS),
    ("5 Analysis of practice by key episode", Part.ANALYSIS),
    ("Finding 3: When one service is thinned out", Part.FINDINGS),
    ("Lessons learned", Part.FINDINGS),
    ("Good practice", Part.FINDINGS),
    ("9 Recommendations", Part.RECOMMENDATIONS),
    ("What should change", Part.RECOMMENDATIONS),
    ("Conclusions and recommendations", Part.RECOMMENDATIONS),
    ("Appendix C: Glossary", Part.OTHER),
    ("The family and the agencies", Part.OTHER),
    ("Disability and learning disability", None),
    ("Robin’s days", None),
])  # fmt: skip
def test_titles_tell_what_a_section_is_for(title: str, part: Part | None) -> None:
    assert part_of_title(title) is part


def test_a_section_belongs_to_its_heading_and_smaller_headings_to_the_one_above() -> None:
    pages = (
        f"4 Summary of events\n\nThe first winter\n\n{LONG}\n\n5 Analysis\n\nEpisode 1\n\n{LONG}\n\nHow it looked\n\n{LONG}",
    )
    outline = (OutlineItem("4 Summary of events", 1, 1), OutlineItem("5 Analysis", 1, 1), OutlineItem("How it looked", 1, 2))
    assert parts(*pages, outline=outline) == [
        Part.HEADING, Part.HEADING, Part.CHRONOLOGY, Part.HEADING, Part.HEADING, Part.ANALYSIS, Part.HEADING, Part.ANALYSIS
    ]  # fmt: skip


def test_without_headings_parts_are_told_by_how_text_begins_and_by_its_wording() -> None:
    assert parts(f"On 3 May 2015 the school rang. {LONG}") == [Part.CHRONOLOGY]
    assert parts("03/05/2015 School Rang the duty desk. No answer") == [Part.CHRONOLOGY]
    assert parts(f"{LONG} The staff failed to read it.") == [Part.ANALYSIS]
    assert parts(f"{LONG} This happened because nobody was there.") == [Part.ANALYSIS]
    assert parts(f"The panel recommends that this is looked at. {LONG}") == [Part.RECOMMENDATIONS]
    assert parts(f"The author read the records of four agencies. {LONG}") == [Part.METHOD]
    assert parts(LONG) == [Part.OTHER]


def test_a_question_why_within_the_events_begins_analysis() -> None:
    assert parts(f"Chronology of events\n\n{LONG}\n\n2.5 Why was no check made? {LONG}") == [
        Part.HEADING, Part.CHRONOLOGY, Part.ANALYSIS
    ]  # fmt: skip


def test_what_runs_over_the_foot_of_a_page_stays_in_its_part() -> None:
    assert parts(f"{LONG} This was so because the desk was", f"closed that week. {LONG}"[0:60]) == [Part.ANALYSIS, Part.ANALYSIS]


def test_lists_of_contents_are_headings_and_give_the_chapters_where_the_file_has_none() -> None:
    titles = ("What happened", "Analysis", "Recommendations")
    contents = "Contents\n\n" + "\n\n".join(f"{title} … {page}" for page, title in enumerate(titles, start=2))
    found = study(contents, *(f"{title}\n\n{LONG}" for title in titles))
    assert {one.part for one in found.paragraphs if one.page == 1} == {Part.HEADING}
    assert found.profile
    assert found.profile.chapters == (Chapter("What happened", 2, 2), Chapter("Analysis", 3, 3), Chapter("Recommendations", 4, 4))
    assert [one.part for one in found.paragraphs if one.part is not Part.HEADING] == [
        Part.CHRONOLOGY, Part.ANALYSIS, Part.RECOMMENDATIONS
    ]  # fmt: skip


def test_chapters_come_from_the_contents_of_the_file_without_its_title() -> None:
    outline = (
        OutlineItem("Overview report", 1, 1), OutlineItem("1 Events", 1, 1), OutlineItem("Spring", 2, 2),
        OutlineItem("2 Analysis", 4, 1), OutlineItem("3 Findings", 5, 1),
    )  # fmt: skip
    chapters = profile(*[LONG] * 6, outline=outline).chapters
    assert chapters == (Chapter("1 Events", 1, 3), Chapter("2 Analysis", 4, 4), Chapter("3 Findings", 5, 6))


def test_a_chapter_that_the_file_forgot_is_found_by_the_list_of_contents() -> None:
    contents = "Contents\n\nChapter 1: Events 2\n\nChapter 2: Analysis 3\n\nChapter 3: Findings 4"
    pages = (contents, f"Chapter 1: Events\n\n{LONG}", f"Chapter 2:\n\nAnalysis\n\n{LONG}", f"Chapter 3: Findings\n\n{LONG}")
    outline = (OutlineItem("Contents", 1, 1), OutlineItem("Chapter 1: Events", 2, 1), OutlineItem("Chapter 3: Findings", 4, 1))
    found = study(*pages, outline=outline)
    assert found.profile
    assert [chapter.title for chapter in found.profile.chapters] == [
        "Chapter 1: Events", "Chapter 2: Analysis", "Chapter 3: Findings"
    ]  # fmt: skip
    assert found.paragraphs[-3].part is Part.ANALYSIS


def test_two_headings_make_no_chapters() -> None:
    assert profile(f"1 Events\n\n{LONG}", f"2 Analysis\n\n{LONG}").chapters == ()


def test_footnotes_belong_to_no_part() -> None:
    page = f"5 Analysis\n\n{LONG}1 This came about because of that.2\n\n1 Guidance of 2015, chapter 4.\n\n2 See above."
    assert parts(page) == [Part.HEADING, Part.ANALYSIS, Part.OTHER, Part.OTHER]


def test_captions_of_figures_open_no_section() -> None:
    assert parts(f"Analysis\n\n{LONG}\n\nFigure 2: Timeline of events\n\nSummer 2015\n\n{LONG}")[1:] == [Part.ANALYSIS] * 4


@pytest.mark.parametrize(("pages", "count"), [
    (("Finding 1: One\n\nText.", "Finding 2: Two", "Finding 3: Three\n\nFinding 3 is the last."), 3),
    (("Learning point 1\n\nText", "Learning point 2"), 2),
    ((f"Lessons learned\n\n1. {LONG}\n\n2. {LONG}\n\n3. {LONG}",), 3),
    ((f"6. conclusion\n\n{LONG}\n\n7. {LONG}\n\n8. conclusion\n\n{LONG}",), 2),
    ((f"Findings\n\n{LONG}",), 0),
    (("As finding 4 of the other review says.",), 0),
])  # fmt: skip
def test_findings_are_counted_as_the_paper_numbers_them(pages: tuple[str, ...], count: int) -> None:
    assert profile(*pages).findings == count


@pytest.mark.parametrize(("pages", "count"), [
    (("Recommendation 1\n\nDo this.", "Recommendation 2: Do that."), 2),
    ((f"Recommendations\n\n1. {LONG}\n\n2. {LONG}",), 2),
    ((f"Recommendations\n\n• {LONG}\n\n• {LONG}\n\n• {LONG}",), 3),
    ((LONG,), 0),
])  # fmt: skip
def test_recommendations_are_counted_as_the_paper_numbers_or_lists_them(pages: tuple[str, ...], count: int) -> None:
    assert profile(*pages).recommendations == count


def test_judged_episodes_are_counted_with_and_without_a_reason() -> None:
    episodes = profile(
        "The school failed to ask and failed to write. Then it closed.\n\nThe nurse failed to call because the line was down.",
        "The clinic failed to call. It did so because it had moved.",
    ).episodes
    assert [(one.page, one.has_reason) for one in episodes] == [(1, False), (1, True), (2, True)]
    assert episodes[0].start == len("The school ")


def test_acronyms_never_spelled_out_are_listed_with_their_first_page() -> None:
    found = profile("The NHS and the GP met.", "A MARF was sent to the MASH. The MARF was lost.").acronyms
    assert found == (Acronym("MARF", 2, 2), Acronym("MASH", 1, 2))


@pytest.mark.parametrize("text", [
    "The Multi-Agency Safeguarding Hub (MASH) met. MASH closed.",
    "The MASH (Multi-Agency Safeguarding Hub) met.",
    "The multi-agency safeguarding hub, known as MASH, met.",
    "The Multi-Agency Safeguarding Hub (“the MASH”) met.",
    "MASH: Multi-Agency Safeguarding Hub\n\nThe MASH met.",
    "Glossary\n\nMASH\n\nWhere referrals about children in the area are received by several agencies which work together.",
    "THE MASH MET AND THIS STANDS IN CAPITALS",
    "See WX-2016-03, INQ0001 and part IV of www.MASH.example.",
])  # fmt: skip
def test_acronyms_that_are_spelled_out_anywhere_are_not_listed(text: str) -> None:
    assert profile(text).acronyms == ()


@pytest.mark.parametrize(("acronym", "words", "it_does"), [
    ("DfE", "Department for Education", True),
    ("CAMHS", "Child and Adolescent Mental Health Services", True),
    ("HMICFRS", "His Majesty’s Inspectorate of Constabulary and Fire and Rescue Services", True),
    ("NSPCC", "the police", False),
    ("IMR", "the review", False),
])  # fmt: skip
def test_the_letters_of_an_acronym_are_looked_for_in_words(acronym: str, words: str, it_does: bool) -> None:
    assert stands_for(acronym, words.replace("’s", "").split(), at_end=False) is it_does


def test_every_everyday_acronym_has_a_reason() -> None:
    assert all(word.isupper() and reason for word, reason in ORDINARY.items())


def test_a_paper_without_text_has_an_empty_profile() -> None:
    found = profile("", " ")
    assert (found.chapters, found.episodes, found.acronyms, found.findings, sum(found.words.values())) == ((), (), (), 0, 0)
    assert study_text([], (), PATTERNS).paragraphs == ()


def test_odd_text_is_studied_without_complaint() -> None:
    odd = "((((\n\n1. 2. 3.\n\n" + "A" * 5_000 + "\n\n…\n\n" + "Contents\n\n" * 40 + "12\n\n| | |\n\n" + "Chapter 1 " * 200
    assert study(odd, odd, outline=(OutlineItem("", 1, 1), OutlineItem("…", 9, 0), OutlineItem("1", 1, 3))).profile


def test_titles_of_nothing_but_leaders_take_no_long_time() -> None:
    assert bare("Findings .......... 12") == "findings"
    assert bare("_" * 100_000 + "y") == "y"
