"""Follows the names that a template uses through the types of its page, into included templates and macros.

Jinja2 prints nothing for a misspelt name, so that a gap on a page would be the only sign. Here `page.review.facts.harm` is
looked up step by step in the dataclasses; what cannot be known (the parameters of GOV.UK macros, say) is passed over.
"""

import inspect
import re
import types
import typing
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import nodes

from app.domain.account import Person
from app.web import urls
from app.web.render import environment, kept

UNKNOWN: Any = None
OURS = "app."
SAME = {"list", "sort", "reverse", "selectattr", "rejectattr", "select", "reject", "unique", "slice", "batch"}
MANY = (tuple, list, set, frozenset)
BY_ITSELF = {"self", "caller", "varargs", "kwargs"}  # what Jinja2 gives to blocks and macros


@dataclass(frozen=True)
class Macro:
    """A macro of one of our templates."""

    template: str
    name: str


@dataclass(frozen=True)
class Given:
    """Something that can be called, with the type of what it gives."""

    result: Any


@dataclass
class Check:
    """One walk: the problems found so far, and the macros and templates that were reached."""

    problems: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)
    seen: set[tuple[object, ...]] = field(default_factory=set)


def check(template: str, page: type) -> Check:
    """Walk a template that gets a page of this class."""
    found = Check()
    _Walk(found, template).template({"page": page, "person": Person | None, "path": str})
    return found


@cache
def _tree(template: str) -> nodes.Template:
    env = environment()
    source, _, _ = env.loader.get_source(env, template)
    return env.parse(source)


class _Walk:
    def __init__(self, found: Check, template: str) -> None:
        self.found = found
        self.name = template

    def template(self, names: dict[str, Any]) -> None:
        key = (self.name, *sorted((name, repr(kind)) for name, kind in names.items()))
        if self.name.startswith("govuk_") or key in self.found.seen:
            return
        self.found.seen.add(key)
        self.found.templates.add(self.name)
        self.all(_tree(self.name).body, names)

    def macro(self, macro: Macro, given: list[Any], named: dict[str, Any]) -> None:
        if macro.template.startswith("govuk_"):
            return
        key = (macro, repr(given), repr(named))
        self.found.templates.add(macro.template)
        if key in self.found.seen:
            return
        self.found.seen.add(key)
        inner = _Walk(self.found, macro.template)
        names = inner.imports()
        for node in _tree(macro.template).find_all(nodes.Macro):
            if node.name == macro.name:
                arguments = [argument.name for argument in node.args]
                if len(given) > len(arguments) or set(named) - set(arguments):
                    self.problem(node, f"the macro {macro.name} takes {', '.join(arguments)}")
                kinds = dict.fromkeys(arguments, UNKNOWN) | dict(zip(arguments, given, strict=False)) | named
                inner.all(node.body, names | kinds)
                return
        self.problem(nodes.Pass(lineno=1), f"there is no macro {macro.name} in {macro.template}")

    def imports(self) -> dict[str, Any]:
        """What a template's macros see of its own top level: its imports and its other macros."""
        names: dict[str, Any] = {}
        for node in _tree(self.name).body:
            if isinstance(node, nodes.FromImport | nodes.Import | nodes.Macro):
                self.one(node, names)
        return names

    def problem(self, node: nodes.Node, what: str) -> None:
        self.found.problems.add(f"{self.name}:{node.lineno}: {what}")

    def all(self, body: Iterable[nodes.Node], names: dict[str, Any]) -> None:
        for node in body:
            self.one(node, names)

    def one(self, node: nodes.Node, names: dict[str, Any]) -> None:
        walk: Callable[[Any, dict[str, Any]], None] | None = getattr(self, f"on_{type(node).__name__.lower()}", None)
        if walk:
            walk(node, names)
        elif isinstance(node, nodes.Expr):
            self.type_of(node, names)
        else:
            self.all(node.iter_child_nodes(), names)

    # Statements

    def on_extends(self, node: nodes.Extends, names: dict[str, Any]) -> None:
        _Walk(self.found, node.template.as_const()).template(dict(names))

    def on_include(self, node: nodes.Include, names: dict[str, Any]) -> None:
        if isinstance(node.template, nodes.Const):
            _Walk(self.found, node.template.value).template(dict(names))
            return
        for option in node.template.find_all(nodes.Const):
            if isinstance(option.value, str) and option.value.endswith(".html"):
                _Walk(self.found, option.value).template(dict(names))

    def on_fromimport(self, node: nodes.FromImport, names: dict[str, Any]) -> None:
        template = node.template.as_const()
        for name in node.names:
            original, alias = name if isinstance(name, tuple) else (name, name)
            names[alias] = Macro(template, original)

    def on_import(self, node: nodes.Import, names: dict[str, Any]) -> None:
        names[node.target] = UNKNOWN
        self.found.templates.add(node.template.as_const())

    def on_macro(self, node: nodes.Macro, names: dict[str, Any]) -> None:
        names[node.name] = Macro(self.name, node.name)

    def on_block(self, node: nodes.Block, names: dict[str, Any]) -> None:
        self.all(node.body, dict(names))

    def on_assign(self, node: nodes.Assign, names: dict[str, Any]) -> None:
        self.bind(node.target, self.type_of(node.node, names), names)

    def on_assignblock(self, node: nodes.AssignBlock, names: dict[str, Any]) -> None:
        self.all(node.body, dict(names))
        self.bind(node.target, str, names)

    def on_with(self, node: nodes.With, names: dict[str, Any]) -> None:
        inner = dict(names)
        for target, value in zip(node.targets, node.values, strict=True):
            self.bind(target, self.type_of(value, names), inner)
        self.all(node.body, inner)

    def on_for(self, node: nodes.For, names: dict[str, Any]) -> None:
        inner = names | {"loop": UNKNOWN}
        self.bind(node.target, element_of(self.type_of(node.iter, names)), inner)
        if node.test:
            self.type_of(node.test, inner)
        self.all(node.body, inner)
        self.all(node.else_, dict(names))

    def bind(self, target: nodes.Node, kind: Any, names: dict[str, Any]) -> None:
        if isinstance(target, nodes.Name):
            names[target.name] = kind
        elif isinstance(target, nodes.Tuple):
            parts = typing.get_args(kind) if typing.get_origin(kind) is tuple else ()
            known = parts if len(parts) == len(target.items) and Ellipsis not in parts else [UNKNOWN] * len(target.items)
            for item, part in zip(target.items, known, strict=True):
                self.bind(item, part, names)

    # Expressions

    def type_of(self, node: nodes.Expr, names: dict[str, Any]) -> Any:
        find: Callable[[Any, dict[str, Any]], Any] | None = getattr(self, f"of_{type(node).__name__.lower()}", None)
        if find:
            return find(node, names)
        for child in node.iter_child_nodes():
            self.one(child, names)
        return UNKNOWN

    def of_name(self, node: nodes.Name, names: dict[str, Any]) -> Any:
        if node.name in names:
            return names[node.name]
        if node.name in environment().globals:
            return environment().globals[node.name]
        if node.name in BY_ITSELF:
            return UNKNOWN
        self.problem(node, f"there is no {node.name}")
        return UNKNOWN

    def of_const(self, node: nodes.Const, names: dict[str, Any]) -> Any:
        return type(node.value)

    def of_test(self, node: nodes.Test, names: dict[str, Any]) -> Any:
        if node.name not in ("defined", "undefined"):
            self.all(node.iter_child_nodes(), names)
        return bool

    def of_concat(self, node: nodes.Concat, names: dict[str, Any]) -> Any:
        for part in node.nodes:
            self.type_of(part, names)
        return str

    def of_condexpr(self, node: nodes.CondExpr, names: dict[str, Any]) -> Any:
        self.type_of(node.test, names)
        first = self.type_of(node.expr1, names)
        second = self.type_of(node.expr2, names) if node.expr2 else first
        return first if first == second else UNKNOWN

    def of_or(self, node: nodes.Or, names: dict[str, Any]) -> Any:
        first, second = self.type_of(node.left, names), self.type_of(node.right, names)
        return first if first == second else UNKNOWN

    def of_getattr(self, node: nodes.Getattr, names: dict[str, Any]) -> Any:
        owner = self.type_of(node.node, names)
        if owner is urls:
            if not hasattr(urls, node.attr):
                self.problem(node, f"there is no address urls.{node.attr}")
            return getattr(urls, node.attr, UNKNOWN)
        kinds = members(owner, node.attr)
        if kinds is None:
            self.problem(node, f"{shown(owner)} has no {node.attr}")
            return UNKNOWN
        return kinds

    def of_getitem(self, node: nodes.Getitem, names: dict[str, Any]) -> Any:
        owner = without_none(self.type_of(node.node, names))
        self.one(node.arg, names)
        if isinstance(node.arg, nodes.Slice):
            return owner
        origin, parts = typing.get_origin(owner), typing.get_args(owner)
        if origin is tuple and Ellipsis not in parts and isinstance(node.arg, nodes.Const):
            return parts[node.arg.value] if node.arg.value < len(parts) else UNKNOWN
        if origin in MANY:
            return parts[0]
        return parts[1] if len(parts) == 2 else UNKNOWN

    def of_call(self, node: nodes.Call, names: dict[str, Any]) -> Any:
        called = self.type_of(node.node, names)
        given = [self.type_of(argument, names) for argument in node.args]
        named = {keyword.key: self.type_of(keyword.value, names) for keyword in node.kwargs}
        if called is kept and given and isinstance(given[0], Macro):
            called, given = given[0], given[1:]
        if isinstance(called, Macro):
            self.macro(called, given, named)
            return str
        if isinstance(called, Given):
            return called.result
        if inspect.isfunction(called):
            try:
                inspect.signature(called).bind(*given, **named)
            except TypeError as error:
                self.problem(node, f"{called.__name__}: {error}")
            return hints_of(called).get("return", UNKNOWN)
        return UNKNOWN

    def of_filter(self, node: nodes.Filter, names: dict[str, Any]) -> Any:
        kind = self.type_of(node.node, names) if node.node else UNKNOWN
        for argument in [*node.args, *(keyword.value for keyword in node.kwargs)]:
            self.type_of(argument, names)
        element = element_of(kind)
        attribute = next(
            (k.value.as_const() for k in node.kwargs if k.key == "attribute" and isinstance(k.value, nodes.Const)), ""
        )
        if node.name in ("selectattr", "rejectattr", "groupby") and node.args and isinstance(node.args[0], nodes.Const):
            attribute = node.args[0].value
        if attribute and along(element, attribute) is None:
            self.problem(node, f"{shown(element)} has no {attribute}")
        if node.name in SAME:
            return kind
        if node.name in ("first", "last"):
            return element
        if node.name == "map" and attribute:
            return UNKNOWN if element is UNKNOWN else tuple[along(element, attribute) or UNKNOWN, ...]
        return int if node.name in ("length", "count") else UNKNOWN


def shown(kind: Any) -> str:
    """A type in words."""
    return getattr(kind, "__name__", None) or str(kind)


def without_none(kind: Any) -> Any:
    """X for X | None."""
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        rest = [part for part in typing.get_args(kind) if part is not type(None)]
        return rest[0] if len(rest) == 1 else kind
    return kind


def element_of(kind: Any) -> Any:
    """What a loop over this gives."""
    kind = without_none(kind)
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple and Ellipsis not in parts:
        return parts[0] if len(set(parts)) == 1 else UNKNOWN
    return parts[0] if origin and parts and not isinstance(kind, types.UnionType) else UNKNOWN


def members(kind: Any, name: str) -> Any:
    """The type of a member, UNKNOWN (which is falsy) wrapped in Given where it cannot be known, None where it is not there."""
    kind = without_none(kind)
    if kind is UNKNOWN or isinstance(kind, Given | Macro | typing.TypeVar):
        return Given(UNKNOWN)
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        found = [member for part in typing.get_args(kind) if (member := members(part, name)) is not None]
        return found[0] if found and all(each == found[0] for each in found) else (Given(UNKNOWN) if found else None)
    origin = typing.get_origin(kind)
    if origin in (dict, *MANY) or not inspect.isclass(origin or kind):
        return _member_of_many(kind, origin, name)
    return _member_of_class(origin or kind, name)


def _member_of_many(kind: Any, origin: Any, name: str) -> Any:
    parts = typing.get_args(kind)
    if origin is dict and name in ("items", "values", "keys"):
        element = {"items": tuple[parts], "values": parts[1], "keys": parts[0]}[name]
        return Given(tuple[element, ...])
    if origin is dict and name == "get":
        return Given(parts[1])
    return Given(UNKNOWN) if not inspect.isclass(origin) or hasattr(origin, name) or origin is dict else None


def along(kind: Any, path: str) -> Any:
    """The type at the end of a path with dots, None where a step is not there."""
    for name in path.split("."):
        kind = members(kind, name)
        if kind is None:
            return None
    return kind


def hints_of(thing: Any) -> dict[str, Any]:
    """The annotations of a class or function, nothing where they name what is imported for the type checker alone."""
    try:
        return typing.get_type_hints(thing)
    except NameError:
        return dict.fromkeys(getattr(thing, "__annotations__", {}), Given(UNKNOWN))


@cache
def _set_by_itself(kind: type) -> frozenset[str]:
    """The attributes that a class sets on itself, for those that are no dataclasses."""
    ours = [each for each in kind.__mro__ if each.__module__.startswith(OURS)]
    return frozenset(name for each in ours for name in re.findall(r"self\.(\w+) = ", inspect.getsource(each)))


def _member_of_class(kind: type, name: str) -> Any:
    ours = kind.__module__.startswith(OURS)
    if getattr(kind, "_is_protocol", False):
        return Given(UNKNOWN)
    hints = hints_of(kind) if ours else {}
    if name in hints:
        return hints[name]
    found = inspect.getattr_static(kind, name, None)
    if isinstance(found, property):
        return hints_of(found.fget).get("return", Given(UNKNOWN))
    if inspect.isfunction(found) and ours:
        return Given(hints_of(found).get("return", UNKNOWN))
    if kind is dict or found is not None or hasattr(kind, name):
        return Given(UNKNOWN) if not isinstance(found, kind) else kind
    return Given(UNKNOWN) if ours and name in _set_by_itself(kind) else None
