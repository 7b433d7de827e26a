"""What may identify a person, kind by kind: what is found, what is not, and that no text is too odd."""

import pytest

from app.domain.identifier import Condition, IdentifierKind, IdentifierWords
from app.domain.identifier_day import Day, days_in, read_day
from app.domain.identifier_find import find_identifiers, find_in_texts
from app.domain.identifier_names import learn
from app.domain.identifier_numbers import is_nhs_number

WORDS = IdentifierWords(
    version="test",
    never=frozenset(
        (
            *(
                "the",
                "a",
                "in",
                "on",
                "children's",
                "social",
                "care",
                "health",
                "visitor",
            ),
            *(
                "team",
                "manager",
                "mother",
                "father",
                "board",
                "trust",
                "march",
                "monday",
                "panel",
            ),
            *(
                "report",
                "he",
                "she",
                "her",
                "community",
                "primary",
                "school",
                "hospital",
                "working",
            ),
            *(
                "together",
                "it",
                "police",
                "later",
                "post",
                "ring",
                "write",
            ),
        )
    ),
    seldom=frozenset(("hill", "young", "findings", "summary", "acute", "disease")),
    given=frozenset(("kayleigh", "tomasz", "alice")),
    company=frozenset(("robin", "grace")),
    conditions=(Condition("osteogenesis imperfecta", "A rare condition of bones."),),
    common=frozenset(("down's", "acute")),
)


def found(text: str) -> list[tuple[str, str]]:
    return [(item.kind.value, item.text) for item in find_identifiers(text, WORDS)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was Kayleigh who rang.", "Kayleigh"),
        ("It was said by Mrs Okonkwo-Hale that", "Mrs Okonkwo-Hale"),
        ("seen by Dr Young on call", "Dr Young"),
        ("a letter from Prof. R. T. Oduya was", "Prof. R. T. Oduya"),
        ("a letter from J. Thistlewood was", "J. Thistlewood"),
        ("his friend Bartek Wolanski said", "Bartek Wolanski"),
        ("the youngest, Robin Swann, was", "Robin Swann"),
        ("a man called Wojtek came", "Wojtek"),
        ("His partner, Ilse, was out", "Ilse"),
        ("the Penharrow family moved", "Penharrow"),
        ("Signed “T.A.” in pencil", "T.A."),
        ("A letter by Siân O’Rourke-Quill, unsigned", "Siân O’Rourke-Quill"),
        ("The visitor rang Alice Hill twice", "Alice Hill"),
        ("It was Kayleigh\nDunmore", "Kayleigh"),
    ],
)
def test_names_are_found(text: str, name: str) -> None:
    assert ("name", name) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Health Visitor and the Team Manager of Children's Social Care met on Monday.",
        "Mr A told Mrs B.",
        "In March Robin smiled at everybody.",
        "The child is called Wren. Wren is not her name. A man saw Wren twice.",
        "He lives in Marrow Fenwick now.",
        "Findings and Summary",
        "See Oduya, R. (2011) and Wolanski, B. (2012).",
        "Mother said that it was over.",
    ],
)
def test_words_of_the_trade_pseudonyms_places_and_citations_are_no_names(text: str) -> None:
    assert found(text) == []


def test_a_name_in_full_is_known_by_its_parts_elsewhere_and_by_its_short_form() -> None:
    texts = ("It was Tomasz Zielinski-Hart.", "Zielinski-Hart rang. Later Zielinski-Hart came. “Toma said so.”")
    assert [item.text for item in find_in_texts(texts, WORDS)[1]] == ["Zielinski-Hart", "Zielinski-Hart", "Toma"]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("She was born on 3 March 2011 at home.", "date-of-birth", "3 March 2011"),
        ("Father (DOB: 09/07/86) did not come.", "date-of-birth", "09/07/86"),
        ("On 14 November 2014 she was taken to hospital.", "date", "14 November 2014"),
        ("The baby was weighed on 2nd of May 2014.", "date", "2nd of May 2014"),
        ("2015-03-03 Child absent from nursery.", "date", "2015-03-03"),
        ("They lived at 27 Saltpan Terrace.", "address", "27 Saltpan Terrace"),
        ("Post it to Flat 12B, Kelpie Court, Tarn Road please", "address", "Flat 12B, Kelpie Court, Tarn Road"),
        ("They moved to ZZ9 9ZZ.", "postcode", "ZZ9 9ZZ"),
        ("Ring 01632 960412 now", "telephone", "01632 960412"),
        ("Ring +44 7700 900 951.", "telephone", "+44 7700 900 951"),
        ("Ring (01632) 960 877.", "telephone", "(01632) 960 877"),
        ("Write to j.penhallow@voices.example.", "email", "j.penhallow@voices.example"),
        ("NHS no. 999 777 3101.", "nhs-number", "999 777 3101"),
        ("NINO QQ 34 56 78 C", "ni-number", "QQ 34 56 78 C"),
        ("He attends St Brannock's C of E Primary School.", "school", "St Brannock's C of E Primary School"),
        ("He was seen at Great Fenwick Children's Hospital.", "hospital", "Great Fenwick Children's Hospital"),
        ("He has osteogenesis imperfecta.", "condition", "osteogenesis imperfecta"),
        ("He has Harrowby-Lunt syndrome.", "condition", "Harrowby-Lunt syndrome"),
        ("He has a rare metabolic disorder.", "condition", "rare metabolic disorder"),
    ],
)
def test_what_has_a_form_or_a_name_of_its_own_is_found(text: str, kind: str, words: str) -> None:
    assert found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "The panel met on 3 March 2015 to talk about the child.",
        "The report was agreed on 3 March 2015.",
        "In March 2015 the child was well.",
        "Reference 999 777 3102 and 12345678901.",
        "Version 01.02.2013 10 of the report.",
        "See paragraph 4.12 of 2015.",
        "The Primary School and the hospital.",
        "He has Down's syndrome and Acute Disease.",
        "Call 999 or 101.",
    ],
)
def test_what_only_looks_like_it_is_not_found(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("digits", "right"), [("9997773101", True), ("9997773102", False), ("9990000484", True), ("0000000000", False)]
)
def test_only_the_right_check_digit_makes_an_nhs_number(digits: str, right: bool) -> None:
    assert is_nhs_number(digits) is right


@pytest.mark.parametrize(
    "other", ["3rd March 2015", "03/03/2015", "3.3.15", "2015-03-03", "Tuesday 3 March 2015", "March 3, 2015", "3 March"]
)
def test_a_day_is_the_same_however_it_is_written(other: str) -> None:
    day, same = read_day("3 March 2015"), read_day(other)
    assert day
    assert same
    assert day.is_same(same)


@pytest.mark.parametrize(
    "other", ["4 March 2015", "3 April 2015", "3 March 2016", "March 2015", "32 March 2015", "3/13/2015", ""]
)
def test_another_day_is_not_the_same(other: str) -> None:
    day, same = read_day("3 March 2015"), read_day(other)
    assert day
    assert not (same and day.is_same(same))


def test_a_key_is_the_same_for_the_same_words_and_does_not_contain_them() -> None:
    first, second = find_identifiers("Kayleigh\n\nKAYLEIGH, or Kayleigh", WORDS)[:2]
    assert first.key == second.key
    assert "ayleigh" not in first.key
    assert first.key.startswith(IdentifierKind.NAME)


@pytest.mark.parametrize("piece", ["Aa-", "Aa'", "A.", "a@", "0 ", "(", "\n", "1 May ", "Mr ", "not the name ", "‘", "\x00", "é"])
def test_long_odd_texts_end(piece: str) -> None:
    assert isinstance(find_identifiers(piece * 300, WORDS), tuple)


def test_an_endless_name_takes_no_more_memory_than_its_letters() -> None:
    text = "Anna" + "-Anna" * 2_000
    assert sum(map(len, learn((text,), WORDS).beginnings)) < len(text)


def test_a_day_with_its_month_in_capitals_is_found_and_the_word_may_is_none() -> None:
    assert [day for *_, day in days_in("3 MAY 2015, 4 Jun 2015; section 3 may apply")] == [Day(3, 5, 2015), Day(4, 6, 2015)]
