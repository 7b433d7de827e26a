"""Guidance by date, and the checks on a review's facts: every outcome of each, and nothing invented where a fact is missing."""

import itertools
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.guidance import GuidanceCheck, Result, check_guidance, regime_for, timeline
from app.domain.regime import REGIMES, add_months, duration
from app.domain.review import Agency, Involved, Part, ReviewDates, ReviewFacts

PASS, NOT_MET, NOT_KNOWN = Result.PASS, Result.NOT_MET, Result.NOT_KNOWN
COUNCIL, TRUST, POLICE = Agency("County council"), Agency("Health trust"), Agency("Police")


def facts(people: list[Involved] | None = None, agencies: tuple[Agency, ...] = (), **dates: date) -> ReviewFacts:
    return ReviewFacts("R-1", ReviewDates(**dates), people=tuple(people or []), agencies=agencies)


def person(part: Part, name: str = "Person One", post: str = "Consultant", **facts: Any) -> Involved:
    return Involved(name, post, part, **facts)


def check(ident: str, known: ReviewFacts, reports: tuple[str, ...] = ()) -> GuidanceCheck:
    return next(found for found in check_guidance(known, reports) if found.id == ident)


@pytest.mark.parametrize(
    ("decision", "regime", "months"),
    [
        (date(2006, 6, 1), "A", 4),
        (date(2009, 11, 30), "A", 4),
        (date(2009, 12, 1), "B", 6),
        (date(2010, 6, 9), "B", 6),
        (date(2010, 6, 10), "B+", 6),
        (date(2013, 4, 14), "B+", 6),
        (date(2013, 4, 15), "C", 6),
        (date(2019, 9, 29), "C", 6),
    ],
)
def test_the_date_of_decision_picks_the_guidance_and_its_time_limit(decision: date, regime: str, months: int) -> None:
    found = regime_for(decision)
    assert found is not None
    assert (found.id, found.months) == (regime, months)
    assert "Plumbline's own reading" in found.note
    assert found.source
    assert f"{'four' if months == 4 else 'six'} months" in found.limit


@pytest.mark.parametrize("decision", [None, date(2005, 12, 31), date(2019, 9, 30), date(2024, 1, 1)])
def test_outside_the_years_of_serious_case_reviews_no_guidance_is_claimed(decision: date | None) -> None:
    assert regime_for(decision) is None


def test_the_regimes_follow_each_other_without_a_gap() -> None:
    for earlier, later in itertools.pairwise(REGIMES):
        assert (later.starts - earlier.ends).days == 1


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2010, 8, 31), 6, date(2011, 2, 28)),
        (date(2011, 8, 31), 6, date(2012, 2, 29)),
        (date(2010, 10, 31), 4, date(2011, 2, 28)),
        (date(2010, 1, 15), 1, date(2010, 2, 15)),
        (date(2010, 12, 1), 1, date(2011, 1, 1)),
    ],
)
def test_months_are_calendar_months(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


@given(start=st.dates(date(2000, 1, 1), date(2030, 1, 1)), days=st.integers(0, 3000))
def test_a_duration_in_months_and_days_leads_back_to_its_end(start: date, days: int) -> None:
    end = date.fromordinal(start.toordinal() + days)
    words = duration(start, end).split()
    numbers = {words[place + 1].rstrip("s"): int(words[place]) for place in range(0, len(words), 3)}
    assert date.fromordinal(add_months(start, numbers.get("month", 0)).toordinal() + numbers.get("day", 0)) == end


@pytest.mark.parametrize(
    ("decision", "completed", "result", "words"),
    [
        (date(2010, 8, 31), date(2011, 2, 28), PASS, "6 months after the decision, within the six months"),
        (date(2010, 8, 31), date(2011, 3, 1), NOT_MET, "six months, to 28 February 2011; it was 1 day late"),
        (date(2008, 1, 10), date(2008, 5, 10), PASS, "within the four months"),
        (date(2008, 1, 10), date(2008, 7, 1), NOT_MET, "four months"),
        (date(2010, 1, 10), None, NOT_KNOWN, "date the review was completed is missing"),
        (None, date(2010, 1, 10), NOT_KNOWN, "date of the decision to review is missing"),
        (None, None, NOT_KNOWN, "date of the decision to review and date the review was completed are missing"),
        (date(2023, 1, 10), date(2023, 5, 10), NOT_KNOWN, "Plumbline holds no guidance"),
    ],
)
def test_the_time_taken_is_held_against_the_limit_of_its_day(
    decision: date | None, completed: date | None, result: Result, words: str
) -> None:
    dates = {name: when for name, when in (("decision", decision), ("completed", completed)) if when}
    found = check("time-limit", facts(**dates))
    assert found.result is result
    assert words in found.sentence


def test_february_is_the_limit_for_a_decision_on_the_last_of_august() -> None:
    assert check("time-limit", facts(decision=date(2010, 8, 31), completed=date(2011, 2, 28))).result is PASS


@pytest.mark.parametrize(
    ("dates", "result", "words"),
    [
        ({"notified": date(2010, 1, 31), "started": date(2010, 2, 28)}, PASS, "1 month after the board was told, within a month"),
        ({"notified": date(2010, 1, 31), "started": date(2010, 3, 1)}, NOT_MET, "later than a month"),
        ({"notified": date(2010, 1, 31), "started": date(2010, 1, 31)}, PASS, "on the day"),
        ({"notified": date(2010, 1, 31), "decision": date(2010, 4, 1)}, NOT_MET, "The decision itself"),
        ({"notified": date(2010, 1, 31), "decision": date(2010, 2, 1)}, NOT_KNOWN, "date it started is missing"),
        ({"started": date(2010, 1, 31)}, NOT_KNOWN, "date the board was told is missing"),
    ],
)
def test_a_start_within_a_month_of_the_board_being_told(dates: dict[str, date], result: Result, words: str) -> None:
    found = check("start", facts(**dates))
    assert found.result is result
    assert words in found.sentence
    assert "Plumbline's own reading" in found.source


DECISION_A, DECISION_B, DECISION_C = date(2008, 1, 1), date(2010, 1, 1), date(2014, 1, 1)


@pytest.mark.parametrize(
    ("chair", "result", "words"),
    [
        ({"on_board": False, "independent_of_agencies": True}, PASS, "not a member of the board and was independent"),
        ({"on_board": True, "independent_of_agencies": True}, NOT_MET, "a member of the board"),
        ({"on_board": False, "independent_of_agencies": False}, NOT_MET, "not independent of the agencies"),
        ({"on_board": False, "agency": "county  COUNCIL"}, NOT_MET, "came from County council"),
        ({"on_board": None, "independent_of_agencies": True}, NOT_KNOWN, "member of the board is not recorded"),
        ({"on_board": False}, NOT_KNOWN, "independent of the agencies in the case is not recorded"),
    ],
)
def test_the_panel_chair_under_the_guidance_of_2010(chair: dict[str, Any], result: Result, words: str) -> None:
    known = facts([person(Part.PANEL_CHAIR, **chair)], (COUNCIL,), decision=DECISION_B)
    found = check("panel-chair", known)
    assert (found.result, found.advisory) == (result, False)
    assert words in found.sentence
    assert "Plumbline's own reading" in found.source


def test_the_boards_independent_chair_may_chair_the_panel() -> None:
    chair = person(Part.PANEL_CHAIR, on_board=True, independent_of_agencies=True)
    known = facts([chair, replace(chair, part=Part.BOARD_CHAIR)], (COUNCIL,), decision=DECISION_B)
    assert check("panel-chair", known).result is PASS
    unknown = replace(chair, independent_of_agencies=None)
    known = facts([unknown, replace(unknown, part=Part.BOARD_CHAIR)], (COUNCIL,), decision=DECISION_B)
    assert check("panel-chair", known).result is NOT_KNOWN


def test_the_panel_chairs_independence_is_only_a_note_under_the_guidance_of_2006() -> None:
    known = facts([person(Part.PANEL_CHAIR, on_board=True)], (COUNCIL,), decision=DECISION_A)
    found = check("panel-chair", known)
    assert (found.result, found.advisory) == (NOT_MET, True)
    assert "did not ask for an independent chair" in found.sentence


def test_after_2013_the_panel_chair_must_be_independent_of_the_organisations_reviewed() -> None:
    known = facts([person(Part.PANEL_CHAIR, independent_of_agencies=True)], (COUNCIL,), decision=DECISION_C)
    assert check("panel-chair", known).result is PASS
    known = facts([person(Part.PANEL_CHAIR, agency="County council")], (COUNCIL,), decision=DECISION_C)
    assert check("panel-chair", known).result is NOT_MET


def test_without_a_date_of_decision_the_panel_chair_is_not_checked() -> None:
    found = check("panel-chair", facts([person(Part.PANEL_CHAIR, on_board=True)]))
    assert found.result is NOT_KNOWN
    assert "date of the decision to review is missing" in found.sentence


def test_one_breach_among_several_chairs_decides() -> None:
    good = person(Part.PANEL_CHAIR, on_board=False, independent_of_agencies=True)
    known = facts([good, person(Part.PANEL_CHAIR, "Person Two", on_board=True)], decision=DECISION_B)
    assert check("panel-chair", known).result is NOT_MET


@pytest.mark.parametrize(
    ("author", "result", "words"),
    [
        ({"on_board": False, "independent_of_agencies": True}, PASS, "was independent"),
        ({"on_board": True, "independent_of_agencies": True}, NOT_MET, "a member of the board"),
        ({"on_board": True}, NOT_MET, "a member of the board"),
        ({"independent_of_agencies": True}, NOT_KNOWN, "member of the board is not recorded"),
        ({"agency": "Police"}, NOT_MET, "came from Police"),
        ({}, NOT_KNOWN, "not recorded"),
    ],
)
@pytest.mark.parametrize("decision", [DECISION_A, DECISION_B])
def test_the_overview_author_stands_outside_agencies_and_board(
    decision: date, author: dict[str, Any], result: Result, words: str
) -> None:
    found = check("author", facts([person(Part.OVERVIEW_AUTHOR, **author)], (POLICE,), decision=decision))
    assert found.result is result
    assert words in found.sentence


def test_after_2013_the_author_is_asked_about_the_agencies_only() -> None:
    known = facts([person(Part.OVERVIEW_AUTHOR, independent_of_agencies=True)], decision=DECISION_C)
    assert check("author", known).result is PASS


def test_a_part_that_nobody_holds_is_not_known() -> None:
    found = {check.id: check for check in check_guidance(facts(decision=DECISION_B), ())}
    assert {found[ident].result for ident in found} == {NOT_KNOWN}
    assert found["panel-chair"].sentence == "No panel chair is listed."
    assert found["author"].sentence == "No overview report author is listed."


def test_one_person_in_both_chairs_is_not_met_unless_recorded_as_independent() -> None:
    chair = person(Part.PANEL_CHAIR, "Pat  Ward", "Director", on_board=True)
    same = Involved("pat ward", "DIRECTOR", Part.BOARD_CHAIR)
    assert check("both-chairs", facts([chair, same], decision=DECISION_A)).result is NOT_MET
    independent = replace(chair, independent_of_agencies=True)
    assert check("both-chairs", facts([independent, same], decision=DECISION_B)).result is PASS
    other_post = replace(same, post="Board chair")
    assert check("both-chairs", facts([chair, other_post])).result is NOT_KNOWN
    assert check("both-chairs", facts([chair, replace(same, name="Sam Hill")])).result is PASS
    assert "board chair is missing" in check("both-chairs", facts([chair])).sentence


def test_an_author_who_also_chairs_is_found() -> None:
    author = person(Part.OVERVIEW_AUTHOR, "Pat Ward")
    panel, board = person(Part.PANEL_CHAIR, "Pat Ward"), person(Part.BOARD_CHAIR, "Sam Hill")
    found = check("author-and-chair", facts([author, panel, board], decision=DECISION_B))
    assert (found.result, found.advisory) == (NOT_MET, False)
    assert found.sentence == "The overview report author was also the panel chair."
    other = replace(panel, name="Lee Moor")
    assert check("author-and-chair", facts([author, other, board], decision=DECISION_A)).result is PASS
    assert check("author-and-chair", facts([author, replace(panel, post="Another"), board])).result is NOT_KNOWN
    assert check("author-and-chair", facts([author, board])).result is NOT_KNOWN


def members(*agencies: str) -> list[Involved]:
    return [person(Part.PANEL_MEMBER, f"Member {n}", agency=agency) for n, agency in enumerate(agencies)]


@pytest.mark.parametrize(
    ("agencies", "result", "words"),
    [
        (("County council", "Police", "Charity"), NOT_MET, "Two of the three panel members"),
        (("County council", "Charity"), PASS, "One of the two panel members"),
        (("Charity", "School"), PASS, "None of the two panel members"),
        (("County council", "", "Charity"), NOT_KNOWN, "the agency of one is not recorded"),
        (("County council", "", "Charity", "School"), PASS, "One of the four"),
        ((), NOT_KNOWN, "panel members are missing"),
    ],
)
def test_the_share_of_the_panel_that_owns_an_agency_report(agencies: tuple[str, ...], result: Result, words: str) -> None:
    known = facts(members(*agencies), (COUNCIL, POLICE, Agency("Charity", report_expected=False)))
    found = check("panel-share", known)
    assert found.result is result
    assert words in found.sentence


def test_a_panel_member_who_wrote_an_agency_report_owns_it() -> None:
    member = person(Part.PANEL_MEMBER, agency="Charity")
    author = person(Part.IMR_AUTHOR, agency="Police")
    assert check("panel-share", facts([member, author], (POLICE,))).result is NOT_MET
    assert check("panel-share", facts([member], ()), ("charity",)).result is NOT_MET
    assert check("panel-share", facts([member])).result is NOT_KNOWN


def test_missing_agency_reports_are_named() -> None:
    found = check("reports-present", facts(agencies=(COUNCIL, TRUST, POLICE)), ("health trust",))
    assert found.result is NOT_MET
    assert "from County council and Police" in found.sentence
    assert check("reports-present", facts(agencies=(COUNCIL,)), ("County Council",)).result is PASS
    unclear = Agency("School", report_expected=None)
    assert check("reports-present", facts(agencies=(unclear,))).result is NOT_KNOWN
    assert check("reports-present", facts(agencies=(replace(unclear, report_expected=False),))).result is PASS


def test_agency_report_authors_in_the_line_of_management_are_found() -> None:
    clear = person(Part.IMR_AUTHOR, agency="Police", managed_the_case=False)
    managing = person(Part.IMR_AUTHOR, "Person Two", agency="County council", managed_the_case=True)
    unclear = person(Part.IMR_AUTHOR, "Person Three", agency="Health trust")
    assert check("line-management", facts([clear])).result is PASS
    assert check("line-management", facts([clear, unclear])).result is NOT_KNOWN
    found = check("line-management", facts([clear, unclear, managing]))
    assert found.result is NOT_MET
    assert found.sentence == "The author of the report from County council was in the line of management of the case."


def test_no_check_names_a_person_and_every_check_has_a_sentence_and_a_source() -> None:
    people = [person(part, "Robin Nameworthy", on_board=True, managed_the_case=True) for part in Part]
    for decision in (DECISION_A, DECISION_B, DECISION_C):
        for found in check_guidance(facts(people, (COUNCIL,), decision=decision), ()):
            assert "Nameworthy" not in found.sentence
            assert found.sentence.endswith(".")
            assert found.source
            assert found.title


def test_the_timeline_holds_the_known_dates_in_order_with_the_limit_among_them() -> None:
    known = facts(incident=date(2010, 1, 1), decision=date(2010, 1, 31), completed=date(2010, 12, 31))
    entries = timeline(known)
    assert [(entry.label, entry.is_limit) for entry in entries] == [
        ("Incident", False),
        ("Decision to review", False),
        ("Limit: six months", True),
        ("Review completed", False),
    ]
    assert entries[0].share == 0
    assert entries[-1].share == 1
    assert entries[2].when == date(2010, 7, 31)
    assert entries[-1].since == "11 months after the decision"
    assert timeline(facts()) == ()
    assert len(timeline(facts(incident=date(2010, 1, 1)))) == 1
