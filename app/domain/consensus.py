"""What a consensus holds beside an appraisal's own fields: who was present, minority views, and who has signed it. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.appraisal import Entry
from app.domain.errors import InvalidError
from app.domain.instrument import Grade
from app.domain.judgement import Evidence

PRESENT, MINORITY = "present", "minority"
EXTRA = (PRESENT, MINORITY)
MOST_VIEWS = 40
LONGEST_OTHERS = 500


@dataclass(frozen=True)
class Present:
    """Who was there when a marker was judged: ids of people with accounts, and others in words."""

    people: tuple[str, ...] = ()
    others: str = ""


@dataclass(frozen=True)
class MinorityView:
    """The view of somebody who does not share the consensus on a marker. `person` is an id."""

    person: str
    grade: Grade
    reason: str


@dataclass(frozen=True)
class SignOff:
    """Somebody signed, or a moderator said why they have not (`excuse`). `digest` stands for what was signed."""

    person: str
    digest: str
    at: datetime
    excuse: str = ""


def write_present(present: Present) -> str:
    """As it is saved; empty where nobody is named."""
    if not present.people and not present.others:
        return ""
    return json.dumps({"others": present.others, "people": sorted(set(present.people))}, ensure_ascii=False)


def read_present(value: str) -> Present:
    """What was saved. Raises InvalidError where it is something else."""
    if not value:
        return Present()
    plain = _json(value, PRESENT)
    if not isinstance(plain, dict) or set(plain) != {"people", "others"}:
        raise _wrong(PRESENT)
    people, others = plain["people"], plain["others"]
    if not isinstance(people, list) or not all(isinstance(one, str) and one.isalnum() for one in people):
        raise _wrong(PRESENT)
    if not isinstance(others, str):
        raise _wrong(PRESENT)
    if len(others) > LONGEST_OTHERS:
        raise InvalidError(f"Shorten the names of others to {LONGEST_OTHERS} characters or fewer.", PRESENT)
    return Present(tuple(people), others)


def write_minority(views: Iterable[MinorityView]) -> str:
    """As they are saved; empty where there are none."""
    plain = [{"grade": view.grade.value, "person": view.person, "reason": view.reason} for view in views]
    return json.dumps(plain, ensure_ascii=False) if plain else ""


def read_minority(value: str) -> tuple[MinorityView, ...]:
    """What was saved. Raises InvalidError where it is something else, or a view lacks its grade or its reason."""
    if not value:
        return ()
    plain = _json(value, MINORITY)
    if not isinstance(plain, list) or len(plain) > MOST_VIEWS:
        raise _wrong(MINORITY)
    return tuple(_view(item) for item in plain)


def _view(plain: Any) -> MinorityView:  # noqa: ANN401  # whatever JSON had
    if not isinstance(plain, dict) or set(plain) != {"grade", "person", "reason"}:
        raise _wrong(MINORITY)
    person, grade, reason = plain["person"], plain["grade"], plain["reason"]
    if not all(isinstance(part, str) for part in (person, grade, reason)) or not person.isalnum():
        raise _wrong(MINORITY)
    if grade not in set(Grade):
        raise InvalidError("Choose the grade of the minority view.", MINORITY)
    if not reason.strip():
        raise InvalidError("Give the reason for the minority view. It is printed in the report.", MINORITY)
    return MinorityView(person, Grade(grade), reason)


def _json(value: str, field: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise _wrong(field) from None


def _wrong(field: str) -> InvalidError:
    return InvalidError("This could not be read. Open the page again and enter it once more.", field)


def check_extra(field: str, value: str) -> None:
    """Raise InvalidError where one of the fields of `EXTRA` cannot hold this."""
    again = write_present(read_present(value)) if field == PRESENT else write_minority(read_minority(value))
    if again != value:  # half characters and the like, which our own pages never send
        raise _wrong(field)


def presents(entries: Mapping[str, Entry]) -> dict[str, Present]:
    """Who was present by marker, where it was said."""
    return {key.partition("/")[0]: read_present(e.value) for key, e in entries.items() if key.endswith(f"/{PRESENT}")}


def minorities(entries: Mapping[str, Entry]) -> dict[str, tuple[MinorityView, ...]]:
    """Minority views by marker, where there are any."""
    found = {key.partition("/")[0]: read_minority(e.value) for key, e in entries.items() if key.endswith(f"/{MINORITY}")}
    return {marker: views for marker, views in found.items() if views}


def digest_of(entries: Mapping[str, Entry], evidence: Iterable[Evidence]) -> str:
    """Stands for everything that a consensus says: a signature counts for this and nothing else."""
    lines = [f"{key}={entry.version}" for key, entry in sorted(entries.items())]
    lines += sorted(f"{item.id}:{item.fingerprint}{_place(item)}" for item in evidence)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _place(item: Evidence) -> str:
    """Stands for another place than the one from which it was taken; empty where it is cited there still."""
    return f"@{item.move.id}" if item.move and item.move.outcome.has_place else ""


def counting(signed: Sequence[SignOff], digest: str, since: datetime | None) -> dict[str, SignOff]:
    """The newest sign-off of each person for exactly this text, since the consensus was last opened."""
    return {one.person: one for one in signed if one.digest == digest and (since is None or one.at > since)}
