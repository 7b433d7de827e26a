"""One YAML file as checked values, each with the line it stands on. It knows nothing of markers: `marker_schema.py` does."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LARGEST_FILE = 512 * 1024  # bytes; the longest real file has about 16 KB
DEEPEST_FLOW = 1000  # brackets in a file: libyaml recurses, and would bring the process down far above this
DEEP_BLOCK = re.compile(r"(?:[-?][ \t]+){50}")
TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong at one place of an instrument: file name, line from 1, field, and what should stand there."""

    file: str
    line: int
    field: str
    expected: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}"
        return f"{where}, {self.field}: expected {self.expected}" if self.field else f"{where}: expected {self.expected}"


@dataclass
class Sheet:
    """The problems found in one file so far, and the line of every field that was read, by path such as `prompts[2].id`."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def problem(self, path: str, expected: str, line: int | None = None) -> None:
        """Record that something else was expected at `path`; the line is looked up unless given."""
        self.problems.append(Problem(self.file, line or self.lines.get(path, 1), path, expected))


class Entry:
    """One mapping of a file. Each value is checked as it is taken; what is wrong is recorded and a blank value given back."""

    def __init__(
        self, sheet: Sheet, node: yaml.MappingNode, path: str, required: Collection[str], optional: Collection[str]
    ) -> None:
        self.sheet = sheet
        self.path = path
        self.values: dict[str, yaml.Node] = {}
        self.line = node.start_mark.line + 1
        sheet.lines[path] = self.line
        for key, value in node.value:
            self._take_key(key, value, (*required, *optional))
        for name in required:
            if name not in self.values:
                sheet.problem(self.at(name), "this field, which is missing", self.line)

    def _take_key(self, key: yaml.Node, value: yaml.Node, known: tuple[str, ...]) -> None:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        line = key.start_mark.line + 1
        if name not in known:
            self.sheet.problem(self.at(name), f"no such field; the fields here are {', '.join(known)}", line)
        elif name in self.values:
            self.sheet.problem(self.at(name), "this field only once", line)
        else:
            self.values[name] = value
            self.sheet.lines[self.at(name)] = line

    def at(self, name: str) -> str:
        """The path of a field of this mapping."""
        return f"{self.path}.{name}" if self.path else name

    def _wrong(self, path: str, node: yaml.Node, expected: str) -> None:
        self.sheet.problem(path, expected, node.start_mark.line + 1)

    def _scalar(self, path: str, node: yaml.Node, kind: str, expected: str) -> str | None:
        if isinstance(node, yaml.ScalarNode) and node.tag == TAG + kind:
            return str(node.value).strip()
        self._wrong(path, node, expected)
        return None

    def _text(self, path: str, node: yaml.Node) -> str:
        value = self._scalar(path, node, "str", "text (in quotation marks if it looks like a number, a date, yes or no)")
        if value == "":
            self._wrong(path, node, "text that is not empty")
        return value or ""

    def text(self, name: str) -> str:
        """Text that is not empty."""
        return self._text(self.at(name), self.values[name]) if name in self.values else ""

    def matching(self, name: str, pattern: re.Pattern[str], expected: str) -> str:
        """Text of a form, such as an id."""
        value = self.text(name)
        if value and not pattern.fullmatch(value):
            self._wrong(self.at(name), self.values[name], expected)
            return ""
        return value

    def slug(self, name: str) -> str:
        """An id in small letters, digits and single hyphens."""
        return self.matching(name, SLUG, "an id of small letters, digits and single hyphens")

    def whole(self, name: str, default: int = 1) -> int:
        """A whole number from 1."""
        if name not in self.values:
            return default
        expected = "a whole number from 1 to 9999"
        value = self._scalar(self.at(name), self.values[name], "int", expected)
        if value is None:
            return default
        if not re.fullmatch(r"[1-9][0-9]{0,3}", value):
            self._wrong(self.at(name), self.values[name], expected)
            return default
        return int(value)

    def flag(self, name: str) -> bool:
        """true or false; false when absent."""
        if name not in self.values:
            return False
        value = self._scalar(self.at(name), self.values[name], "bool", "true or false")
        return (value or "").lower() in ("true", "yes", "on")

    def choice(self, name: str, choices: Collection[str]) -> str | None:
        """One of the given words, or None."""
        return self._choice(self.at(name), self.values[name], choices) if name in self.values else None

    def _choice(self, path: str, node: yaml.Node, choices: Collection[str]) -> str | None:
        if isinstance(node, yaml.ScalarNode) and node.value in choices:
            return str(node.value)
        self._wrong(path, node, f"one of {', '.join(choices)}")
        return None

    def _items(self, name: str, expected: str) -> Iterator[tuple[str, yaml.Node]]:
        node = self.values.get(name)
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            self._wrong(self.at(name), node, expected)
            return
        for position, item in enumerate(node.value, start=1):
            path = f"{self.at(name)}[{position}]"
            self.sheet.lines[path] = item.start_mark.line + 1
            yield path, item

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        return tuple(self._text(path, node) for path, node in self._items(name, "a list of texts"))

    def texts_matching(self, name: str, pattern: re.Pattern[str], expected: str) -> tuple[str, ...]:
        """A list of texts of a form, such as web addresses; empty when absent."""
        values = self.texts(name)
        for position, value in enumerate(values, start=1):
            if value and not pattern.fullmatch(value):
                self.sheet.problem(f"{self.at(name)}[{position}]", expected)
        return values

    def choices(self, name: str, choices: Collection[str]) -> tuple[str, ...]:
        """A list of words, each one of the given ones and none twice."""
        found: list[str] = []
        for path, node in self._items(name, f"a list of {', '.join(choices)}"):
            value = self._choice(path, node, choices)
            if value in found:
                self._wrong(path, node, f"{value} only once")
            elif value:
                found.append(value)
        return tuple(found)

    def entry(self, name: str, required: Collection[str]) -> "Entry | None":
        """A mapping under this one."""
        node = self.values.get(name)
        return None if node is None else self._mapping(self.at(name), node, required, ())

    def entries(self, name: str, required: Collection[str], optional: Collection[str] = (), least: int = 1) -> "list[Entry]":
        """A list of mappings with at least `least` of them."""
        pairs = list(self._items(name, "a list"))
        node = self.values.get(name)
        if isinstance(node, yaml.SequenceNode) and len(pairs) < least:
            self._wrong(self.at(name), node, "a list that is not empty")
        found = (self._mapping(path, item, required, optional) for path, item in pairs)
        return [entry for entry in found if entry is not None]

    def _mapping(self, path: str, node: yaml.Node, required: Collection[str], optional: Collection[str]) -> "Entry | None":
        if isinstance(node, yaml.MappingNode):
            return Entry(self.sheet, node, path, required, optional)
        self._wrong(path, node, f"the fields {', '.join((*required, *optional))}")
        return None


def open_sheet(path: Path, required: Collection[str], optional: Collection[str]) -> tuple[Sheet, Entry | None]:
    """Read one file. Where it is no YAML mapping in UTF-8 the entry is None and the sheet says why."""
    sheet = Sheet(path.name)
    node = _compose(path, lambda line, expected: sheet.problem("", expected, line))
    if node is None:
        return sheet, None
    if not isinstance(node, yaml.MappingNode):
        sheet.problem("", f"the fields {', '.join((*required, *optional))}", node.start_mark.line + 1)
        return sheet, None
    return sheet, Entry(sheet, node, "", required, optional)


def _compose(path: Path, complain: Callable[[int, str], None]) -> yaml.Node | None:
    """The root node, or None after complaining with a line and what was expected."""
    text = _decode(path, complain)
    if text is None:
        return None
    if text.count("[") + text.count("{") > DEEPEST_FLOW or DEEP_BLOCK.search(text):
        complain(1, "lists and fields that are not nested so deeply")
        return None
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=LOADER)
    except yaml.reader.ReaderError as error:
        place = error.position if isinstance(error.position, int) else 0
        complain(text.count("\n", 0, place) + 1, f"text without control characters ({error.reason})")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        complain(mark.line + 1 if mark else 1, f"correct YAML ({error.problem or error.context})")
    except RecursionError:  # only the slow loader: its depth is Python's
        complain(1, "lists and fields that are not nested so deeply")
    else:
        if node is None:
            complain(1, "a file that is not empty")
        return node
    return None


def _decode(path: Path, complain: Callable[[int, str], None]) -> str | None:
    try:
        raw = path.read_bytes()
    except OSError as error:
        complain(1, f"a file that can be read ({error.strerror})")
        return None
    if len(raw) > LARGEST_FILE:
        complain(1, f"a file of at most {LARGEST_FILE // 1024} KB")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        complain(raw.count(b"\n", 0, error.start) + 1, "text in UTF-8")
        return None
