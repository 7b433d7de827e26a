"""What Plumbline writes by e-mail, in plain text: never a word of a case beyond the reference of a review. Not sending it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.account import Board, Role
from app.domain.team import Part

LONGEST_LINE = 200
# One attempt after each of these pauses; after the last one it is given up.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
# What looks like an address without being one in a mail: line breaks, spaces, brackets, quotation marks, lists of addresses.
ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@[^\s@<>()\[\]\\,;:\"]{1,189}")


class LetterKind(StrEnum):
    """What a letter is. Those with a one-time link are written when they are sent, so that the link is kept nowhere. Stored."""

    INVITATION = "invitation"
    SIGN_IN_LINK = "sign-in link"
    REMINDER = "reminder"
    PUT_ON_TEAM = "note of being put on the team"
    DUE_DATE = "note of a due date"
    WITHDRAWN = "note of being withdrawn"
    SECOND_ROUND = "note of a second round"
    FACTOR_OFF = "note that a second factor was taken off"


@dataclass(frozen=True)
class Letter:
    """A letter to be sent: to one address, in plain text."""

    address: str
    subject: str
    text: str


@dataclass(frozen=True)
class Delivery:
    """What became of a letter. `problem` says in a sentence why it was not sent so far; `next_at` is the next attempt."""

    asked_at: datetime
    attempts: int
    next_at: datetime | None
    sent_at: datetime | None
    given_up_at: datetime | None
    problem: str


def is_address(text: str) -> bool:
    """Whether a letter could be sent there: one address, of characters that mean nothing else in a mail."""
    return ADDRESS.fullmatch(text) is not None and text.isprintable()


def invitation(
    address: str, name: str, board: Board, roles: frozenset[Role], inviter: str, link: str, expires_at: datetime
) -> Letter:
    """The invitation of this person to a board."""
    parts = ", ".join(role.label.lower() for role in sorted(roles))
    text = f"""Dear {_line(name)},

{_line(inviter)} invites you to {_line(board.name)} on Plumbline, where case reviews are appraised.
Your part: {parts}.

Open this link to accept. It works once, until {_day(expires_at.date())}:

{link}

If you did not expect this, do nothing: without the link nobody is added.
"""
    return Letter(address, f"Invitation to {_line(board.name)}", text)


def sign_in_link(address: str, name: str, link: str, minutes: int) -> Letter:
    """A one-time link with which this person signs in."""
    text = f"""Dear {_line(name)},

Here is a link with which you sign in to Plumbline. It works once, for {minutes} minutes:

{link}

If you did not ask for it, tell your board's administrator.
"""
    return Letter(address, "Your link to sign in to Plumbline", text)


def factor_off(address: str, name: str, board: Board, administrator: str, link: str) -> Letter:
    """Word to the owner of an account that an administrator took off their second factor. `link` is where one signs in."""
    text = f"""Dear {_line(name)},

{_line(administrator)}, an administrator of {_line(board.name)}, took the second factor off your account on Plumbline.
Wherever you were signed in, you are signed out. Sign in and set up another one:

{link}

If you did not ask for this, tell whoever runs the service at once.
"""
    return Letter(address, "Your second factor on Plumbline was taken off", text)


def reminder(address: str, name: str, reference: str, due: date | None, link: str) -> Letter:
    """A reminder that an appraisal of this review is awaited. `link` is an address of ours that needs signing in."""
    until = f" It is due on {_day(due)}." if due else ""
    text = f"""Dear {_line(name)},

Your part in the review {_line(reference)} is awaited.{until}

{link}
"""
    return Letter(address, f"Reminder: review {_line(reference)}", text)


def put_on_team(address: str, name: str, reference: str, part: Part, due: date | None, link: str) -> Letter:
    """Word that somebody takes part in a review from now on."""
    until = f" It is due on {_day(due)}." if due else ""
    text = f"""Dear {_line(name)},

You are on the team of the review {_line(reference)} as {part.value}.{until}
Before your first look at it you are asked to declare your interests.

{link}
"""
    return Letter(address, f"You are on the team of review {_line(reference)}", text)


def due_date(address: str, name: str, reference: str, due: date | None, link: str) -> Letter:
    """Word that somebody has another due date."""
    when = f"is now due on {_day(due)}" if due else "no longer has a due date"
    text = f"""Dear {_line(name)},

Your part in the review {_line(reference)} {when}.

{link}
"""
    return Letter(address, f"Due date: review {_line(reference)}", text)


def withdrawn(address: str, name: str, reference: str, part: Part) -> Letter:
    """Word that somebody no longer takes part in a review."""
    text = f"""Dear {_line(name)},

You no longer take part in the review {_line(reference)} as {part.value}, and nobody waits for you there.
If you do not know why, ask your board's commissioner.
"""
    return Letter(address, f"You no longer take part in review {_line(reference)}", text)


def second_round(address: str, name: str, reference: str, link: str) -> Letter:
    """Word that a second round was asked for."""
    text = f"""Dear {_line(name)},

A second round was asked for in the review {_line(reference)}. Your appraisal is open again: look at it once more, apart
from the others as before, and submit it again.

{link}
"""
    return Letter(address, f"Second round: review {_line(reference)}", text)


def next_attempt(attempts: int, moment: datetime) -> datetime | None:
    """When to try again after so many failed attempts; None when it is given up."""
    return moment + PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def _line(text: str) -> str:
    """Text from a form as one short line: nothing in it can begin a line of its own."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_LINE]


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
