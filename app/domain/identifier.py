"""What may identify a person in a text: its kinds, one finding, and the words by which it is found. To find it:
`identifier_find.py`.

A finding points and never decides; a person keeps it with a reason, leaves it out of the public version, or changes the text.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class IdentifierKind(StrEnum):
    """What may identify a person. Stored values, and the words of `plumbline identifiers`, in the order of a page."""

    NAME = "name"
    DATE_OF_BIRTH = "date-of-birth"
    DATE = "date"
    ADDRESS = "address"
    POSTCODE = "postcode"
    TELEPHONE = "telephone"
    EMAIL = "email"
    NHS_NUMBER = "nhs-number"
    NI_NUMBER = "ni-number"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    CONDITION = "condition"

    @property
    def label(self) -> str:
        """The words for a page."""
        return LABELS[self]


LABELS: dict[IdentifierKind, str] = {
    IdentifierKind.NAME: "Names",
    IdentifierKind.DATE_OF_BIRTH: "Dates of birth",
    IdentifierKind.DATE: "Exact dates near a child",
    IdentifierKind.ADDRESS: "Addresses",
    IdentifierKind.POSTCODE: "Postcodes",
    IdentifierKind.TELEPHONE: "Telephone numbers",
    IdentifierKind.EMAIL: "E-mail addresses",
    IdentifierKind.NHS_NUMBER: "NHS numbers",
    IdentifierKind.NI_NUMBER: "National Insurance numbers",
    IdentifierKind.SCHOOL: "Schools and nurseries",
    IdentifierKind.HOSPITAL: "Hospitals and surgeries",
    IdentifierKind.CONDITION: "Rare conditions",
}


@dataclass(frozen=True)
class Identifier:
    """One finding. `start` and `end` are offsets in characters into the text, end exclusive, and `text` is exactly what
    stands between them; `why` says in a sentence why it was found.
    """

    kind: IdentifierKind
    start: int
    end: int
    text: str
    why: str

    @property
    def words(self) -> str:
        """The words on one line."""
        return " ".join(self.text.split())

    @property
    def key(self) -> str:
        """The same for the same words of the same kind, wherever they stand. It does not contain the words."""
        return f"{self.kind}-{hashlib.sha256(self.words.casefold().encode()).hexdigest()[:16]}"


@dataclass(frozen=True)
class Condition:
    """A rare condition and why naming it may identify somebody."""

    words: str
    why: str


@dataclass(frozen=True)
class IdentifierWords:
    """The words by which identifiers are found, in small letters. `never` are part of no name; `seldom` are a surname only
    after a title, an initial or a first name; `given` are first names, `company` only where a name follows; `common` are
    conditions that point at nobody.
    """

    version: str
    never: frozenset[str]
    seldom: frozenset[str]
    given: frozenset[str]
    company: frozenset[str]
    conditions: tuple[Condition, ...]
    common: frozenset[str]


class Answer(StrEnum):
    """What a person answered about found words. Stored values."""

    KEPT = "kept"
    LEFT_OUT = "left-out"


@dataclass(frozen=True)
class GivenAnswer:
    """The newest answer about words: for all places of one report where the same words stand."""

    found: str
    answer: Answer
    reason: str
    by: str
    by_name: str
    at: datetime
