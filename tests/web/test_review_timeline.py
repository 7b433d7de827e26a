"""The timeline as a picture: marks in their places, none over another, with labels that leave each other room."""

import itertools
from datetime import date

from app.domain.guidance import timeline
from app.domain.review import ReviewDates
from app.web.review_timeline import APART, LEFT, WIDTH, draw_timeline, pick_lanes
from tests.factories import make_facts


def test_without_dates_there_is_no_picture() -> None:
    assert draw_timeline(()).marks == ()


def test_marks_stand_in_time_order_between_the_ends_of_the_line() -> None:
    chart = draw_timeline(timeline(make_facts()))
    places = [mark.x for mark in chart.marks]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (LEFT, LEFT + WIDTH)
    assert [mark.number for mark in chart.marks] == list(range(1, 9))


def test_no_two_marks_in_one_lane_touch() -> None:
    shares = [0.0, 0.01, 0.02, 0.03, 0.5, 0.56, 0.9, 1.0]
    lanes = pick_lanes(shares)
    placed = sorted(zip(lanes, shares, strict=True))
    for (lane, share), (next_lane, next_share) in itertools.pairwise(placed):
        assert lane != next_lane or next_share - share >= APART


def test_a_mark_in_a_higher_lane_stands_higher_and_inside_the_picture() -> None:
    day = date(2015, 3, 1)
    chart = draw_timeline(timeline(make_facts(dates=ReviewDates(incident=day, notified=day, decision=day))))
    heights = [mark.y for mark in chart.marks[:3]]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3
    assert min(heights) - 11 >= 0


def test_the_band_reaches_from_the_decision_to_the_limit() -> None:
    chart = draw_timeline(timeline(make_facts()))
    decision, limit = (next(mark for mark in chart.marks if mark.entry.label.startswith(word)) for word in ("Dec", "Lim"))
    assert chart.band_x == decision.x
    assert abs(chart.band_x + chart.band_width - limit.x) < 0.02


def test_years_are_labelled_where_there_is_room() -> None:
    long = make_facts(dates=ReviewDates(incident=date(2006, 3, 1), published=date(2016, 3, 1)))
    ticks = draw_timeline(timeline(long)).ticks
    assert (ticks[0].words, ticks[-1].words) == ("Mar 2006", "Mar 2016")
    assert len(ticks) > 3
    assert all(later.x - earlier.x >= 15 for earlier, later in itertools.pairwise(ticks))


def test_a_single_day_has_one_label() -> None:
    one = make_facts(dates=ReviewDates(incident=date(2015, 3, 1)))
    assert [tick.words for tick in draw_timeline(timeline(one)).ticks] == ["Mar 2015"]
