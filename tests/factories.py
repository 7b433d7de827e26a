"""Things to test with, made by plain functions. Everybody and every place in here is invented.

Alice and Bob appraise, Carol moderates, Erin commissions, Frank administers: all on one board. Dave holds every role on
another board and must see nothing of the first.
"""

from dataclasses import dataclass
from datetime import date

from app.data.session import Session, work
from app.domain.account import Person, Role
from app.domain.review import AgeBand, Agency, Harm, Involved, Part, ReviewDates, ReviewFacts
from app.services import account as accounts
from app.services import sign_in as signing
from app.settings import Settings

BOARD = "Wexcombe Safeguarding Partnership"
OTHER_BOARD = "Tarnmouth Safeguarding Partnership"


@dataclass(frozen=True)
class People:
    """The fixed people."""

    alice: Person
    bob: Person
    carol: Person
    dave: Person
    erin: Person
    frank: Person


def make_person(db: Session, name: str, *roles: Role, board: str = BOARD, post: str = "") -> Person:
    """An account on a board, which is made where it is new."""
    email = f"{name.split(maxsplit=1)[0].lower()}@{board.split(maxsplit=1)[0].lower()}.example"
    return accounts.create_account(db, board_name=board, name=name, email=email, post=post, roles=frozenset(roles))


def make_people(db: Session) -> People:
    """All of the fixed people."""
    return People(
        alice=make_person(db, "Alice Hartwell", Role.APPRAISER, post="Independent reviewer"),
        bob=make_person(db, "Bob Fenwick", Role.APPRAISER, post="Independent reviewer"),
        carol=make_person(db, "Carol Ashby", Role.MODERATOR, post="Head of quality"),
        dave=make_person(db, "Dave Thorne", *Role, board=OTHER_BOARD, post="Business manager"),
        erin=make_person(db, "Erin Maddox", Role.COMMISSIONER, post="Business manager"),
        frank=make_person(db, "Frank Osgood", Role.ADMINISTRATOR, post="Office manager"),
    )


def make_token(settings: Settings, person: Person) -> str:
    """Sign the person in, and give the token that their browser would hold."""
    with work(settings.database) as db:
        link = accounts.create_link(db, person.email, 5)
        return signing.sign_in_with_link(db, link, "a browser in a test", settings.session_hours)


def make_facts(reference: str = "WX-2015-03", **changes: object) -> ReviewFacts:
    """The facts of an invented review; `changes` replace fields of ReviewFacts."""
    facts: dict[str, object] = {
        "reference": reference,
        "dates": ReviewDates(
            incident=date(2015, 1, 12),
            notified=date(2015, 1, 14),
            decision=date(2015, 2, 3),
            started=date(2015, 2, 20),
            completed=date(2015, 7, 10),
            submitted=date(2015, 7, 24),
            published=date(2015, 11, 2),
        ),
        "harm": Harm.SERIOUS,
        "age_band": AgeBand.FROM_1_TO_5,
        "method": "Systems review with a panel",
        "people": (
            Involved("Ruth Penhale", "Independent consultant", Part.PANEL_CHAIR, on_board=False, independent_of_agencies=True),
            Involved("Owen Sallis", "Independent author", Part.OVERVIEW_AUTHOR, on_board=False, independent_of_agencies=True),
            Involved("Mina Carrow", "Designated nurse", Part.PANEL_MEMBER, agency="Wexcombe Health Trust"),
        ),
        "agencies": (Agency("Wexcombe Health Trust"), Agency("Wexcombe Council")),
    }
    return ReviewFacts(**(facts | changes))  # type: ignore[arg-type]
