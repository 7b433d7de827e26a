"""What a consensus holds beside an appraisal's fields, and when a signature counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.appraisal import Entry
from app.domain.consensus import (
    MinorityView,
    Present,
    SignOff,
    check_extra,
    counting,
    digest_of,
    minorities,
    presents,
    read_minority,
    read_present,
    write_minority,
    write_present,
)
from app.domain.entry import check_entry
from app.domain.errors import InvalidError, NotFoundError
from app.domain.instrument import Grade
from app.domain.judgement import Bearing, Evidence
from tests.domain.instruments import make_instrument

WHEN = datetime(2016, 5, 1, tzinfo=UTC)
VIEW = MinorityView("bob1", Grade.GOOD, "“Six” were asked.\nSo it says.")


def test_what_is_written_is_read_again() -> None:
    there = Present(("alice1", "bob1"), "The clerk, é")
    assert read_present(write_present(there)) == there
    assert read_minority(write_minority([VIEW, VIEW])) == (VIEW, VIEW)
    assert (write_present(Present()), read_present("")) == ("", Present())
    assert (write_minority([]), read_minority("")) == ("", ())


@pytest.mark.parametrize(
    "value",
    [
        "{", "[]", "null", '{"people": []}', '{"people": "x", "others": ""}', '{"people": [1], "others": ""}',
        '{"people": ["../x"], "others": ""}', '{"people": [], "others": 3}', '{"others": "", "people": [], "more": 1}',
        '{"people": [], "others": ""}', '{"others": "\\ud800", "people": []}', "[" * 5000,
    ],
)  # fmt: skip
def test_what_no_page_of_ours_sends_as_present_is_refused(value: str) -> None:
    with pytest.raises(InvalidError):
        check_extra("present", value)


@pytest.mark.parametrize(
    "value",
    [
        "{}", "[1]", '[{"person": "bob1"}]', '[{"grade": "good", "person": "bob1", "reason": ""}]',
        '[{"grade": "best", "person": "bob1", "reason": "So."}]', '[{"grade": "good", "person": "b/1", "reason": "So."}]',
        '[{"grade": "good", "person": "bob1", "reason": 1}]', '[{"grade":"good","person":"bob1","reason":"So."}]',
    ],
)  # fmt: skip
def test_a_minority_view_without_grade_reason_or_person_is_refused(value: str) -> None:
    with pytest.raises(InvalidError):
        check_extra("minority", value)


def test_the_extra_fields_belong_to_a_consensus_alone() -> None:
    instrument = make_instrument()
    marker = instrument.markers[0].id
    check_entry(instrument, f"{marker}/minority", write_minority([VIEW]), 1000, consensus=True)
    with pytest.raises(NotFoundError):
        check_entry(instrument, f"{marker}/minority", write_minority([VIEW]), 1000)
    with pytest.raises(NotFoundError):
        check_entry(instrument, "nowhere/minority", write_minority([VIEW]), 1000, consensus=True)


def entry(key: str, value: str, version: int = 1) -> Entry:
    return Entry(key, value, version, WHEN, "Carol")


def test_views_and_those_present_are_gathered_by_marker() -> None:
    saved = {
        "one/minority": entry("one/minority", write_minority([VIEW])),
        "two/minority": entry("two/minority", ""),
        "two/present": entry("two/present", write_present(Present(("bob1",)))),
        "two/reasons": entry("two/reasons", "So."),
    }
    assert minorities(saved) == {"one": (VIEW,)}
    assert presents(saved) == {"two": Present(("bob1",))}


def test_a_signature_counts_for_what_was_signed_and_nothing_else() -> None:
    saved = {"one/grade": entry("one/grade", "good")}
    item = Evidence("e1", "one", Bearing.SUPPORTS, "")
    digest = digest_of(saved, [item])
    assert digest == digest_of(dict(saved), [item])
    assert digest != digest_of({"one/grade": entry("one/grade", "good", 2)}, [item])
    assert digest != digest_of(saved, [])
    assert digest != digest_of(saved, [replace(item, note="More.")])
    signed = [SignOff("bob1", digest, WHEN), SignOff("alice1", "other", WHEN)]
    assert set(counting(signed, digest, None)) == {"bob1"}
    assert set(counting(signed, digest, WHEN - timedelta(1))) == {"bob1"}
    assert counting(signed, digest, WHEN) == {}, "it was opened again after that"
