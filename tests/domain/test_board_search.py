"""What is asked of all papers, and where it stands."""

import pytest

from app.domain.board_search import holds_exact, places_in, read_query, surroundings
from app.domain.errors import InvalidError


def marked(text: str, typed: str) -> list[str]:
    return [text[start:end] for start, end in places_in(text, read_query(typed))]


@pytest.mark.parametrize(
    ("typed", "terms", "exact", "beginnings"),
    [
        ("neglected child", (("neglected",), ("child",)), (), set()),
        ('"failed to share" police', (("police",),), ("failed to share",), set()),
        ("“failed to share”", (), ("failed to share",), set()),
        ("sign-off", (("sign", "off"),), (), set()),
        ("safeguard*", (("safeguard",),), (), {("safeguard",)}),
        ('an unfinished "quotation', (("an",), ("unfinished",), ("quotation",)), (), set()),
        ('" " child', (("child",),), (), set()),
        ("child child", (("child",),), (), set()),
        ("text:(a* OR NEAR) -b ^c", (("text", "a"), ("OR",), ("NEAR",), ("b",), ("c",)), (), {("text", "a")}),
    ],
)
def test_what_is_typed_is_read_as_words(typed: str, terms: object, exact: object, beginnings: set[object]) -> None:
    query = read_query(typed)
    assert (query.terms, query.exact, query.beginnings) == (terms, exact, beginnings)


@pytest.mark.parametrize("typed", ["", " ", "a", "!?", '""', "x" * 201, " ".join(f"w{number}" for number in range(21))])
def test_what_cannot_be_searched_for_is_refused(typed: str) -> None:
    with pytest.raises(InvalidError) as refused:
        read_query(typed)
    assert refused.value.field == "q"


def test_words_are_found_with_other_endings_and_exact_ones_are_not() -> None:
    text = "They failed to share what they knew. Failing to share is neglecting a child; neglect was not failed to shares."
    assert marked(text, "neglects") == ["neglecting", "neglect"]
    assert marked(text, '"failed to share"') == ["failed to share"]
    assert marked(text, "negl*") == ["neglecting", "neglect"]
    assert marked(text, "negl") == []
    assert holds_exact(text, read_query('"failed to share" "neglecting a child"'))
    assert not holds_exact(text, read_query('"failed to shar"'))
    assert not holds_exact(text, read_query('"neglected"'))


def test_words_joined_by_a_hyphen_follow_each_other() -> None:
    assert marked("A sign-off, and a sign that is off.", "sign-off") == ["sign-off"]
    assert marked("The sign\noffs were late.", "sign-off") == ["sign\noffs"]


def test_the_surroundings_of_the_first_hit_are_cut_at_spaces() -> None:
    text = "word " * 100 + "neglect " + "other " * 100
    places = places_in(text, read_query("neglect"))
    start, end = surroundings(text, places)
    shown = text[start:end]
    assert shown.startswith("word ")
    assert "neglect" in shown
    assert shown.endswith("other")
    assert surroundings("Short neglect.", [(6, 13)]) == (0, 14)
    assert surroundings("Short text.", []) == (0, 11)
