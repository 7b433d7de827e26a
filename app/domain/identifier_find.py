"""Finds everything in a text, or in several that belong together, that may identify a person. The kinds: `identifier.py`."""

from collections.abc import Sequence

from app.domain.identifier import Identifier, IdentifierKind, IdentifierWords
from app.domain.identifier_dates import find_dates
from app.domain.identifier_names import find_names, learn
from app.domain.identifier_numbers import find_numbers
from app.domain.identifier_places import find_places, find_short_names, short_names

# Where two findings overlap the one of the earlier kind stays; of the same kind, the longer one.
ORDER = (
    IdentifierKind.EMAIL,
    IdentifierKind.NHS_NUMBER,
    IdentifierKind.NI_NUMBER,
    IdentifierKind.TELEPHONE,
    IdentifierKind.POSTCODE,
    IdentifierKind.DATE_OF_BIRTH,
    IdentifierKind.DATE,
    IdentifierKind.SCHOOL,
    IdentifierKind.HOSPITAL,
    IdentifierKind.ADDRESS,
    IdentifierKind.CONDITION,
    IdentifierKind.NAME,
)


def find_identifiers(text: str, words: IdentifierWords) -> tuple[Identifier, ...]:
    """What may identify a person in one text, in the order of the text."""
    return find_in_texts((text,), words)[0]


def find_in_texts(texts: Sequence[str], words: IdentifierWords) -> tuple[tuple[Identifier, ...], ...]:
    """The same for several texts that belong together: a name that stands in full in one is known in the others by its parts."""
    known = learn(texts, words)
    places = [tuple(find_places(text, words)) for text in texts]
    short = short_names(place for found in places for place in found)
    return tuple(
        without_overlaps(
            (
                *find_numbers(text),
                *find_dates(text, known.pseudonyms | known.children),
                *found,
                *find_short_names(text, short),
                *find_names(text, words, known),
            )
        )
        for text, found in zip(texts, places, strict=True)
    )


def without_overlaps(found: Sequence[Identifier]) -> tuple[Identifier, ...]:
    """The findings so that no two share a character, in the order of the text."""
    kept: list[Identifier] = []
    taken: set[int] = set()
    for item in sorted(found, key=lambda i: (ORDER.index(i.kind), i.start - i.end, i.start)):
        span = range(item.start, item.end)
        if taken.isdisjoint(span):
            kept.append(item)
            taken.update(span)
    return tuple(sorted(kept, key=lambda item: item.start))
