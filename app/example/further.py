"""Reads the further reviews of the example, one for each phase of the work, from `further/`. It does not store them."""

from dataclasses import dataclass, field
from typing import Any

from app.domain.instrument import Grade
from app.domain.review import ReviewFacts
from app.domain.team import Part
from app.example.content import (
    HERE,
    ExampleAdequacy,
    ExampleAppraisal,
    ExamplePerson,
    adequacy_from,
    facts_from,
    markers_from,
    read_sheet,
    text_of,
)


@dataclass(frozen=True)
class ExampleMember:
    """A place on the team. `declares` is None for somebody who has not declared interests yet, empty where they have none."""

    who: str
    part: Part
    declares: str | None


@dataclass(frozen=True)
class ExampleOwn:
    """An appraisal of somebody's, submitted or still being written."""

    who: str
    submits: bool
    appraisal: ExampleAppraisal


@dataclass(frozen=True)
class ExampleMinority:
    """A view that stays beside the consensus."""

    who: str
    grade: Grade
    reason: str


@dataclass(frozen=True)
class ExampleConsensus:
    """What is written for one marker: what people said first, the fields, whose evidence is taken over, and other views."""

    marker: str
    posts: tuple[tuple[str, str], ...]
    entries: tuple[tuple[str, str], ...]
    evidence_of: tuple[str, ...]
    minority: tuple[ExampleMinority, ...] = ()


@dataclass(frozen=True)
class ExampleModeration:
    """The moderation of a review as far as it has come. `signed` is in the order of signing, the moderator first; `adequacy`
    stands where the report was issued.
    """

    present: tuple[str, ...]
    others: str
    takes_agreed: bool
    markers: tuple[ExampleConsensus, ...]
    signed: tuple[str, ...] = ()
    excused: dict[str, str] = field(default_factory=dict)
    adequacy: ExampleAdequacy | None = None


@dataclass(frozen=True)
class ExampleSecondRound:
    """A second blind round: why, on which markers, and what has been changed and submitted again since."""

    reason: str
    markers: tuple[str, ...]
    changed: tuple[ExampleOwn, ...]


@dataclass(frozen=True)
class FurtherReview:
    """One further review with everything that was done on it, in the order in which it happened."""

    facts: ReviewFacts
    masked: bool = False
    due_in_days: int = 21
    team: tuple[ExampleMember, ...] = ()
    appraisals: tuple[ExampleOwn, ...] = ()
    second: ExampleSecondRound | None = None
    moderation: ExampleModeration | None = None

    @property
    def reference(self) -> str:
        """The reference, which is also the name of its folder."""
        return self.facts.reference


def read_further() -> tuple[FurtherReview, ...]:
    """All of them, the one that was registered first at the head."""
    return tuple(_review(folder.name) for folder in sorted((HERE / "further").iterdir()) if folder.is_dir())


def read_third() -> ExamplePerson:
    """The third appraiser, who takes part in the further reviews alone."""
    return ExamplePerson(**read_sheet("further/people.yaml")["imran"])


def _review(reference: str) -> FurtherReview:
    sheet = read_sheet(f"further/{reference}/review.yaml")
    round_ = sheet.get("round", {})
    second = f"further/{reference}/second.yaml"
    moderation = f"further/{reference}/moderation.yaml"
    return FurtherReview(
        facts=facts_from({"people": (), "agencies": (), "fictional": True, **sheet}),
        masked=round_.get("masked", False),
        due_in_days=round_.get("due_in_days", 21),
        team=tuple(_member(entry) for entry in round_.get("team", ())),
        appraisals=tuple(_own(reference, entry) for entry in round_.get("appraisals", ())),
        second=_second(read_sheet(second)) if (HERE / second).exists() else None,
        moderation=_moderation(read_sheet(moderation)) if (HERE / moderation).exists() else None,
    )


def _member(entry: dict[str, Any]) -> ExampleMember:
    declares = entry.get("declares")
    return ExampleMember(entry["who"], Part(entry["part"]), None if declares is None else text_of(declares))


def _own(reference: str, entry: dict[str, Any]) -> ExampleOwn:
    return _appraisal(entry["who"], entry["submits"], read_sheet(f"further/{reference}/{entry['who']}.yaml"))


def _appraisal(who: str, submits: bool, sheet: dict[str, Any]) -> ExampleOwn:
    entries, evidence = markers_from(sheet)
    entries += [(f"lens/{lens}", text_of(finding)) for lens, finding in sheet.get("lenses", {}).items()]
    return ExampleOwn(who, submits, ExampleAppraisal(ExamplePerson(who, ""), tuple(entries), tuple(evidence)))


def _second(sheet: dict[str, Any]) -> ExampleSecondRound:
    changed = tuple(_appraisal(one["who"], one["submits"], one) for one in sheet.get("changed", ()))
    return ExampleSecondRound(text_of(sheet["reason"]), tuple(sheet["markers"]), changed)


def _moderation(sheet: dict[str, Any]) -> ExampleModeration:
    return ExampleModeration(
        present=tuple(sheet["present"]),
        others=sheet.get("others", ""),
        takes_agreed=sheet["takes_agreed"],
        markers=tuple(_consensus(marker, said) for marker, said in sheet["markers"].items()),
        signed=tuple(sheet.get("signed", ())),
        excused={who: text_of(reason) for who, reason in sheet.get("excused", {}).items()},
        adequacy=adequacy_from(sheet["adequacy"]) if "adequacy" in sheet else None,
    )


def _consensus(marker: str, said: dict[str, Any]) -> ExampleConsensus:
    kept = {name: value for name, value in said.items() if name not in ("discussion", "evidence_of", "minority")}
    entries, _ = markers_from({"markers": {marker: kept}})
    return ExampleConsensus(
        marker=marker,
        posts=tuple((who, text_of(words)) for who, words in said.get("discussion", ())),
        entries=tuple(entries),
        evidence_of=tuple(said.get("evidence_of", ())),
        minority=tuple(
            ExampleMinority(view["who"], Grade(view["grade"]), text_of(view["reason"])) for view in said.get("minority", ())
        ),
    )
