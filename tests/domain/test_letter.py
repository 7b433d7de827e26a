"""What letters say, and what they cannot be made to say."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain import letter as writing
from app.domain.account import Board, Role
from app.domain.letter import PAUSES, is_address, next_attempt
from app.domain.team import Part

BOARD = Board("b", "Wexcombe Safeguarding Partnership")
UNTIL = datetime(2016, 3, 3, 12, tzinfo=UTC)


def test_an_invitation_says_who_invites_to_what_and_until_when() -> None:
    letter = writing.invitation("g@m.example", "Gina", BOARD, frozenset({Role.APPRAISER}), "Erin Maddox", "https://p/x", UNTIL)
    assert letter.subject == "Invitation to Wexcombe Safeguarding Partnership"
    assert "Erin Maddox invites you" in letter.text
    assert "Your part: appraiser." in letter.text
    assert "\nhttps://p/x\n" in letter.text
    assert "until 3 March 2016" in letter.text


def test_a_reminder_says_the_reference_the_day_and_nothing_else_of_the_review() -> None:
    letter = writing.reminder("g@m.example", "Gina", "WX-2015-03", date(2016, 3, 3), "https://p/reviews/1")
    assert letter.subject == "Reminder: review WX-2015-03"
    assert letter.text == (
        "Dear Gina,\n\nYour part in the review WX-2015-03 is awaited. It is due on 3 March 2016.\n\nhttps://p/reviews/1\n"
    )
    assert "due" not in writing.reminder("g@m.example", "Gina", "WX-2015-03", None, "https://p").text


@pytest.mark.parametrize(
    "typed", ["Gina\r\nBcc: all@m.example", "Gina\n\n.\nQUIT", "Gina\u2028Bcc: x", "Gina\x00\x1b[2J", "G" * 5000]
)
def test_what_was_typed_stays_in_its_line(typed: str) -> None:
    for letter in (
        writing.invitation("g@m.example", typed, Board("b", typed), frozenset({Role.MODERATOR}), typed, "https://p", UNTIL),
        writing.sign_in_link("g@m.example", typed, "https://p", 60),
        writing.reminder("g@m.example", typed, typed, None, "https://p"),
        writing.put_on_team("g@m.example", typed, typed, Part.APPRAISER, None, "https://p"),
        writing.due_date("g@m.example", typed, typed, None, "https://p"),
        writing.withdrawn("g@m.example", typed, typed, Part.APPRAISER),
        writing.second_round("g@m.example", typed, typed, "https://p"),
        writing.factor_off("g@m.example", typed, Board("b", typed), typed, "https://p"),
    ):
        assert letter.subject.isprintable()
        assert all(line.isprintable() and len(line) < 600 for line in letter.text.split("\n"))
        assert not any(line.startswith(("Bcc", ".")) for line in letter.text.split("\n"))


@pytest.mark.parametrize("text", ["gina@marsh.example", "g.m+x@a.b.example", "g@m"])
def test_an_address_is_one_address(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    ["", "gina", "@m.example", "g@", "g@m.example,h@m.example", "g@m.example h@m.example", "<g@m.example>", "g@m@n.example",
     "g@m.example\nBcc: h@m.example", '"g"@m.example', "g@m.example;", "g\u200b@m.example", "g" * 65 + "@m.example"],
)  # fmt: skip
def test_what_is_more_or_less_than_an_address_is_none(text: str) -> None:
    assert not is_address(text)


def test_a_letter_is_tried_again_ever_more_slowly_and_then_given_up() -> None:
    tries = [next_attempt(number, UNTIL) for number in range(1, len(PAUSES) + 1)]
    assert [moment - UNTIL for moment in tries if moment] == list(PAUSES)
    assert list(PAUSES) == sorted(PAUSES)
    assert PAUSES[0] == timedelta(minutes=1)
    assert next_attempt(len(PAUSES) + 1, UNTIL) is None


def test_word_of_a_team_says_the_reference_ones_part_and_the_day() -> None:
    letter = writing.put_on_team("g@m.example", "Gina", "WX-2015-03", Part.APPRAISER, date(2016, 3, 3), "https://p/reviews/1")
    assert letter.subject == "You are on the team of review WX-2015-03"
    assert "as appraiser. It is due on 3 March 2016.\n" in letter.text
    assert "declare your interests" in letter.text
    assert "due" not in writing.put_on_team("g@m.example", "Gina", "WX-1", Part.MODERATOR, None, "https://p").text
    assert "is now due on 3 March 2016." in writing.due_date("g@m.example", "G", "WX-1", date(2016, 3, 3), "https://p").text
    assert "no longer has a due date." in writing.due_date("g@m.example", "G", "WX-1", None, "https://p").text
    assert "WX-1 as moderator, and nobody waits" in writing.withdrawn("g@m.example", "G", "WX-1", Part.MODERATOR).text
    assert "Your appraisal is open again" in writing.second_round("g@m.example", "G", "WX-1", "https://p").text
