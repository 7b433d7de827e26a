"""The report as data: canonical JSON, its published schema, and back again so that a frozen report can be shown later.

The form follows the dataclasses of `app/domain/report.py`; there is no second description to keep in step.
"""

import dataclasses
import enum
import functools
import json
import types
import typing
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from app.domain.report import EARLIER_FORMS, FORM, ReportData

T = TypeVar("T")

SCHEMA_FILE = Path(__file__).with_name("report.schema.json")
SCHEMA_ID = f"urn:{FORM.replace('/', ':')}"


def report_json(report: ReportData) -> bytes:
    """The report as canonical JSON in UTF-8: keys sorted, two spaces of indent, one line feed at the end.

    The same report always gives the same bytes, so that their SHA-256 can stand for it.
    """
    return (json.dumps(to_plain(report), ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode("utf-8", "replace")


def report_from_json(data: bytes) -> ReportData:
    """The report that `report_json` wrote. Raises ValueError where it is not such a report."""
    try:
        plain = json.loads(data)
        if expect(dict, plain).get("form") not in (FORM, *EARLIER_FORMS):
            raise ValueError(f"this is not a report of the form {FORM}")
        report = from_plain(ReportData, plain)
    except TypeError as error:
        raise ValueError("this is not a report") from error
    assert isinstance(report, ReportData)
    return report


def to_plain(value: object) -> object:
    """Dataclasses, enums, dates and tuples as what JSON knows."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(getattr(value, name)) for name in field_types(type(value))}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: object, plain: object) -> object:
    """A value of this type from what JSON knows; fields that are absent take their default. Raises TypeError, ValueError."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        if plain is None:
            return None
        return from_plain(next(argument for argument in arguments if argument is not types.NoneType), plain)
    if origin is tuple:
        return tuple(from_plain(arguments[0], item) for item in expect(list, plain))
    assert isinstance(kind, type)
    if dataclasses.is_dataclass(kind):
        fields = expect(dict, plain)
        return kind(**{name: from_plain(field, fields[name]) for name, field in field_types(kind).items() if name in fields})
    if issubclass(kind, enum.Enum):
        return kind(plain)
    return date.fromisoformat(expect(str, plain)) if kind is date else expect(kind, plain)


def expect(kind: type[T], plain: object) -> T:
    """The value, of the type that the form asks for. Raises TypeError."""
    if not isinstance(plain, kind):
        raise TypeError(f"expected {kind.__name__}")
    return plain


@functools.cache
def field_types(kind: type) -> dict[str, Any]:
    """The fields of a dataclass with their types, resolved."""
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def report_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the report, read off the dataclasses; `report.schema.json` is its published copy."""
    definitions: dict[str, Any] = {}
    root = schema_of(ReportData, definitions)
    body = definitions["ReportData"]
    body["properties"]["form"] = {"const": FORM}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Plumbline adequacy report",
        **root,
        "$defs": definitions,
    }


def write_schema() -> None:
    """Publish the schema anew after a change to the dataclasses; a change of shape wants a new `FORM` too."""
    SCHEMA_FILE.write_text(json.dumps(report_schema(), ensure_ascii=False, indent=2) + "\n", "utf-8")


def schema_of(kind: object, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of one type; dataclasses and enums go into `definitions` once."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [schema_of(argument, definitions) for argument in arguments]}
    if origin is tuple:
        return {"type": "array", "items": schema_of(arguments[0], definitions)}
    simple = {str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null"}
    if isinstance(kind, type) and kind in simple:
        return {"type": simple[kind]}
    if kind is date:
        return {"type": "string", "format": "date"}
    assert isinstance(kind, type)
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        definitions[name] |= enum_schema(kind) if issubclass(kind, enum.Enum) else object_schema(kind, definitions)
    return {"$ref": f"#/$defs/{name}"}


def enum_schema(kind: type[enum.Enum]) -> dict[str, Any]:
    """The schema of an enum: its stored values."""
    return {"description": describe(kind), "enum": [member.value for member in kind]}


def object_schema(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a dataclass. Every field is always written."""
    fields = field_types(kind)
    return {
        "description": describe(kind),
        "type": "object",
        "properties": {name: schema_of(field, definitions) for name, field in fields.items()},
        "required": sorted(fields),
        "additionalProperties": False,
    }


def describe(kind: type) -> str:
    """A class's docstring on one line."""
    return " ".join((kind.__doc__ or "").split())
