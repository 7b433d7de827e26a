"""Reads the example's facts and appraisals from YAML into plain objects. It does not store them: `services` does that."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from app.domain.instrument import Grade, Lens
from app.domain.judgement import Bearing, SourceKind
from app.domain.review import AgeBand, Agency, Harm, Involved, Part, ReviewDates, ReviewFacts
from app.example.markup import curl
from app.outside.yaml_sheet import LOADER

HERE = Path(__file__).parent


@dataclass(frozen=True)
class ExamplePerson:
    """Somebody who signs in or signs. All are invented."""

    name: str
    post: str


@dataclass(frozen=True)
class ExampleEvidence:
    """A quote from the paper with this key, or a source that is not in the papers. Exactly one of the two is given."""

    marker: str
    bearing: Bearing
    note: str
    paper: str = ""
    quote: str = ""
    source: SourceKind | None = None
    description: str = ""
    dated: str = ""


@dataclass(frozen=True)
class ExampleDecision:
    """What the moderator decides about one area: to confirm the proposal, or `grade` instead, with the reason."""

    area: str
    grade: Grade | None = None
    reason: str = ""


@dataclass(frozen=True)
class ExampleAdequacy:
    """The moderator's decisions and what stands over the report. The overall proposal is confirmed. `identifiers` has answer and
    reason by the words that may identify a person.
    """

    areas: tuple[ExampleDecision, ...]
    moderator: ExamplePerson
    outcome: str
    signatory: ExamplePerson
    issued: date
    identifiers: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class ExampleAppraisal:
    """One appraisal: `entries` are saved fields by key, such as "analysis/reasons" or "lens/why", in the order of saving."""

    appraiser: ExamplePerson
    entries: tuple[tuple[str, str], ...]
    evidence: tuple[ExampleEvidence, ...]
    adequacy: ExampleAdequacy | None = None


def read_review() -> tuple[str, ReviewFacts]:
    """The board's name and the facts of the review."""
    sheet = read_sheet("review.yaml")
    return sheet["board"], facts_from(sheet)


def facts_from(sheet: dict[str, Any]) -> ReviewFacts:
    """The facts that a sheet gives of a review."""
    return ReviewFacts(
        reference=sheet["reference"],
        dates=ReviewDates(**sheet["dates"]),
        harm=Harm(sheet["harm"]),
        age_band=AgeBand(sheet["age_band"]),
        method=sheet["method"].strip(),
        people=tuple(Involved(**{**person, "part": Part(person["part"])}) for person in sheet["people"]),
        agencies=tuple(Agency(**agency) for agency in sheet["agencies"]),
        fictional=sheet["fictional"],
    )


def read_complete() -> ExampleAppraisal:
    """The complete appraisal, with the moderator's decisions."""
    return read_appraisal("appraisal-complete.yaml")


def read_half() -> ExampleAppraisal:
    """The appraisal that is half done."""
    return read_appraisal("appraisal-half.yaml")


def read_sheet(name: str) -> dict[str, Any]:
    """A file of the example, by its path inside this folder."""
    text = (HERE / name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=LOADER)  # noqa: S506  # a safe loader, in C where there is one
    return loaded


def read_appraisal(name: str) -> ExampleAppraisal:
    """The appraisal in this file."""
    sheet = read_sheet(name)
    entries, evidence = markers_from(sheet)
    entries += [(f"lens/{Lens(lens)}", text_of(finding)) for lens, finding in sheet.get("lenses", {}).items()]
    adequacy = adequacy_from(sheet["adequacy"]) if "adequacy" in sheet else None
    return ExampleAppraisal(ExamplePerson(**sheet["appraiser"]), tuple(entries), tuple(evidence), adequacy)


def markers_from(sheet: dict[str, Any]) -> tuple[list[tuple[str, str]], list[ExampleEvidence]]:
    """The saved fields and the evidence that a sheet gives under `markers`."""
    entries: list[tuple[str, str]] = []
    evidence: list[ExampleEvidence] = []
    for marker, said in sheet["markers"].items():
        entries += _entries(marker, said)
        evidence += [_evidence(marker, item) for item in said.get("evidence", ())]
    return entries, evidence


def _entries(marker: str, said: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for prompt, (choice, *note) in said.get("answers", {}).items():
        found.append((f"{marker}/answer:{prompt}", choice))
        found += [(f"{marker}/note:{prompt}", text_of(words)) for words in note]
    fields = {name: value for name, value in said.items() if name not in ("answers", "evidence")}
    return found + [(f"{marker}/{name}", text_of(value)) for name, value in fields.items()]


def _evidence(marker: str, item: dict[str, str] | list[str]) -> ExampleEvidence:
    if isinstance(item, list):  # the short form: paper, which way it points, the quote, and the note
        item = dict(zip(("paper", "bearing", "quote", "note"), item, strict=True))
    return ExampleEvidence(
        marker=marker,
        bearing=Bearing(item["bearing"]),
        note=text_of(item["note"]),
        paper=item.get("paper", ""),
        quote=text_of(item.get("quote", "")),
        source=SourceKind(item["source"]) if "source" in item else None,
        description=text_of(item.get("description", "")),
        dated=item.get("dated", ""),
    )


def adequacy_from(said: dict[str, Any]) -> ExampleAdequacy:
    """The decisions that a sheet gives under `adequacy`."""
    areas = tuple(
        ExampleDecision(area, Grade(choice["grade"]), text_of(choice["reason"])) if choice else ExampleDecision(area)
        for area, choice in said["areas"].items()
    )
    return ExampleAdequacy(
        areas=areas,
        moderator=ExamplePerson(**said["moderator"]),
        outcome=text_of(said["outcome"]),
        signatory=ExamplePerson(**said["signatory"]),
        identifiers={words: (given["answer"], text_of(given["reason"])) for words, given in said["identifiers"].items()},
        issued=said["issued"],
    )


def text_of(value: str) -> str:
    """A text of the example as it is saved."""
    return curl(value.strip())
