"""What makes the facts of a review fit to save, and how two versions of them are compared."""

from datetime import date

import pytest

from app.domain.review import DATE_LABELS, Agency, Involved, Part, ReviewDates, ReviewFacts, ReviewStatus, check_dates
from app.domain.review_check import MOST_ROWS, check_facts, tidy_facts
from app.domain.review_words import changed_parts, differences

TODAY = date(2016, 5, 1)
AGENCIES = (Agency("Wexcombe Health Trust"), Agency("Wexcombe Council", None))


def facts(**changes: object) -> ReviewFacts:
    return ReviewFacts(**({"reference": "WX-1"} | changes))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"reference": ""}, "reference", "Enter a reference"),
        ({"reference": "x" * 61}, "reference", "60 characters or fewer. It has 61."),
        ({"method": "x" * 201}, "method", "200 characters"),
        ({"agencies": (Agency(""),)}, "agency-1-name", "Enter the name of agency 1"),
        ({"agencies": (Agency("x" * 121),)}, "agency-1-name", "120 characters"),
        ({"agencies": (Agency("Police"), Agency("POLICE"))}, "agency-2-name", "same as agency 1"),
        ({"people": (Involved("", "", Part.PANEL_CHAIR),)}, "person-1-name", "Enter a name or a post for person 1"),
        ({"people": (Involved("Ruth", "x" * 121, Part.PANEL_CHAIR),)}, "person-1-post", "120 characters"),
        ({"people": (Involved("Ruth", "", Part.PANEL_CHAIR),) * 2}, "person-2-name", "same as person 1"),
        ({"people": (Involved("Ruth", "", Part.PANEL_CHAIR),) * (MOST_ROWS + 1)}, "person-1-name", "100 people"),
        ({"agencies": (Agency("Police"),) * (MOST_ROWS + 1)}, "agency-1-name", "100 agencies"),
    ],
)
def test_what_cannot_be_saved_is_named_by_field_with_a_sentence(changes: dict[str, object], field: str, words: str) -> None:
    problems = check_facts(facts(**changes), TODAY)
    assert list(problems) == [field]
    assert words in problems[field]


def test_a_post_without_a_name_will_do_and_one_person_may_hold_two_parts() -> None:
    people = (
        Involved("", "Designated nurse", Part.PANEL_MEMBER),
        Involved("Ruth", "Consultant", Part.PANEL_CHAIR),
        Involved("Ruth", "Consultant", Part.OVERVIEW_AUTHOR),
    )
    assert check_facts(facts(people=people), TODAY) == {}


def test_dates_out_of_order_in_the_future_or_long_past_are_named_on_the_later_date() -> None:
    dates = ReviewDates(
        incident=date(1015, 1, 1), decision=date(2015, 3, 1), completed=date(2015, 2, 1), published=date(2016, 5, 2)
    )
    problems = check_dates(dates, TODAY)
    assert problems["incident"] == "Date of the incident must be in 1900 or later. Check the year."
    assert "must be the same as or after the date of the decision to review (1 March 2015)" in problems["completed"]
    assert problems["published"] == "Date it was published must be today or in the past."
    assert len(problems) == 3


def test_dates_on_the_same_day_and_gaps_between_them_are_fine() -> None:
    day = date(2015, 3, 1)
    assert check_dates(ReviewDates(incident=day, decision=day, published=day), TODAY) == {}


def test_line_breaks_and_double_spaces_become_single_spaces() -> None:
    tidy = tidy_facts(facts(reference=" WX \n 1 ", method="a\tb", agencies=(Agency("The  Police"),)))
    assert (tidy.reference, tidy.method, tidy.agencies[0].name) == ("WX 1", "a b", "The Police")


def test_differences_give_both_texts_of_the_fields_that_differ_and_nothing_else() -> None:
    stored = facts(dates=ReviewDates(decision=date(2015, 3, 1)), agencies=AGENCIES)
    typed = facts(reference="WX-2", agencies=AGENCIES[:1])
    assert [(d.label, d.stored, d.typed) for d in differences(stored, typed)] == [
        ("Reference", "WX-1", "WX-2"),
        (DATE_LABELS["decision"], "1 March 2015", "Not known"),
        ("Agency 2", "Wexcombe Council; report expected: not known", "Not listed"),
    ]
    assert changed_parts(stored, typed) == "details, dates, agencies"
    assert differences(stored, stored) == ()
    assert changed_parts(stored, stored) == ""


def test_a_person_is_compared_with_every_fact() -> None:
    before = facts(people=(Involved("Ruth", "Consultant", Part.PANEL_CHAIR, "Council", True, None, False),))
    found = differences(before, facts())
    assert found[0].stored == (
        "Panel chair: Ruth, Consultant, Council; member of the board: yes; independent of the agencies: not known; "
        "in the line of management of the case: no"
    )


def test_each_status_follows_only_those_before_it() -> None:
    assert ReviewStatus.REGISTERED.earlier == ()
    assert ReviewStatus.ISSUED.earlier == (ReviewStatus.REGISTERED, ReviewStatus.PAPERS, ReviewStatus.APPRAISING)
