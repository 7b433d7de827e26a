"""The lists of agencies and people of a review as typed, row by row. Rows come and go by buttons that need no JavaScript."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from dataclasses import fields as columns
from typing import ClassVar, Generic, Self, TypeVar

from app.domain.review import Agency, Involved, Part, ReviewFacts
from app.domain.review_check import MOST_ROWS
from app.web.forms import Form
from app.web.review_form import NOT_KNOWN, choose

ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, NOT_KNOWN: None}
VALUES = {known: value for value, known in ANSWERS.items()}


@dataclass(frozen=True)
class AgencyRow:
    """An agency as typed."""

    name: str = ""
    report: str = NOT_KNOWN


@dataclass(frozen=True)
class PersonRow:
    """A person in one part as typed."""

    name: str = ""
    post: str = ""
    part: str = ""
    agency: str = ""
    on_board: str = NOT_KNOWN
    independent: str = NOT_KNOWN
    managed: str = NOT_KNOWN


Row = TypeVar("Row", bound=AgencyRow | PersonRow)


@dataclass(frozen=True)
class TypedRows(ABC, Generic[Row]):
    """Rows as typed, whatever they are rows of: `noun` opens the names of their fields, `blank` is an empty one."""

    noun: ClassVar[str]

    rows: tuple[Row, ...] = ()

    @classmethod
    @abstractmethod
    def blank(cls) -> Row:
        """An empty row."""

    @classmethod
    def read(cls, form: Form) -> Self:
        """The form as it was sent; `rows` in it says how many there are."""
        names = [column.name for column in columns(cls.blank())]
        count = min(form.number("rows"), MOST_ROWS)
        typed = ({name: form.text(f"{cls.noun}-{number}-{name}") for name in names} for number in range(1, count + 1))
        kind = type(cls.blank())
        return cls(tuple(kind(**{name: text for name, text in texts.items() if text}) for texts in typed))

    def change_rows(self, action: str) -> Self | None:
        """With a row more or less where the button that was pressed asks for that; else None."""
        if action == "add":
            return type(self)((*self.rows, self.blank())[:MOST_ROWS])
        if found := re.fullmatch(r"remove-([0-9]{1,4})", action):
            left = [row for number, row in enumerate(self.rows, start=1) if number != int(found[1])]
            return type(self)(tuple(left or [self.blank()]))
        return None

    def filled(self) -> Self:
        """Without the rows in which nothing was typed, which do not count."""
        return type(self)(tuple(row for row in self.rows if row != self.blank()))

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in the order of the form."""
        names = [column.name for column in columns(self.blank())]
        return tuple(f"{self.noun}-{number}-{name}" for number in range(1, len(self.rows) + 1) for name in names)


@dataclass(frozen=True)
class TypedAgencies(TypedRows[AgencyRow]):
    """The agencies as typed."""

    title: ClassVar[str] = "Agencies"
    noun: ClassVar[str] = "agency"

    @classmethod
    def blank(cls) -> AgencyRow:
        """An empty row."""
        return AgencyRow()

    @classmethod
    def of(cls, facts: ReviewFacts) -> Self:
        """The form for what is stored, with an empty row where nothing is."""
        return cls(tuple(AgencyRow(agency.name, VALUES[agency.report_expected]) for agency in facts.agencies) or (AgencyRow(),))

    def apply(self, facts: ReviewFacts) -> tuple[ReviewFacts, dict[str, str]]:
        """The agencies in their order."""
        return replace(facts, agencies=tuple(Agency(row.name, ANSWERS.get(row.report)) for row in self.rows)), {}


@dataclass(frozen=True)
class TypedPeople(TypedRows[PersonRow]):
    """The people as typed."""

    title: ClassVar[str] = "People"
    noun: ClassVar[str] = "person"

    @classmethod
    def blank(cls) -> PersonRow:
        """An empty row."""
        return PersonRow()

    @classmethod
    def of(cls, facts: ReviewFacts) -> Self:
        """The form for what is stored, with an empty row where nothing is."""
        return cls(tuple(_row_of(person) for person in facts.people) or (PersonRow(),))

    def apply(self, facts: ReviewFacts) -> tuple[ReviewFacts, dict[str, str]]:
        """The people in their order; each needs a part, and until it has one stands there as a panel member."""
        problems: dict[str, str] = {}
        people: list[Involved] = []
        for number, row in enumerate(self.rows, start=1):
            part = choose(Part, row.part)
            if part is None:
                problems[f"person-{number}-part"] = f"Choose what person {number} did in the review."
            said = (ANSWERS.get(answer) for answer in (row.on_board, row.independent, row.managed))
            people.append(Involved(row.name, row.post, part or Part.PANEL_MEMBER, row.agency, *said))
        return replace(facts, people=tuple(people)), problems


def _row_of(person: Involved) -> PersonRow:
    answers = (VALUES[known] for known in (person.on_board, person.independent_of_agencies, person.managed_the_case))
    return PersonRow(person.name, person.post, person.part, person.agency, *answers)
