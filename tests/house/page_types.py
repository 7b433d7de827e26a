"""Which page dataclass each template gets, found by reading the calls of `show` in app/web. For the house tests."""

import ast
import importlib
import inspect
import typing
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from types import ModuleType

from tests.house.tree import APP, TEMPLATES, Function, code_of, modules

Found = dict[str, set[type]]


def pages_by_template() -> Found:
    """Template name to the classes whose instances it gets as `page`. Raises LookupError for a call that hides the class."""
    found: Found = {}
    for path in modules(APP / "web"):
        module = importlib.import_module(f"app.web.{path.stem}" if path.stem != "__init__" else "app.web")
        for function, call in _calls_of_show(path):
            for template in _templates(call.args[1]):
                classes = set(_classes(call.args[2], function, module))
                if not classes:
                    raise LookupError(f"{path.name}:{call.lineno}: which page does {template} get? Annotate the variable.")
                found.setdefault(template, set()).update(classes)
    return found


def _calls_of_show(path: Path) -> Iterator[tuple[Function, ast.Call]]:
    for function in (node for node in ast.walk(code_of(path)) if isinstance(node, Function)):
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "show":
                yield function, node


def _templates(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return [*_templates(node.body), *_templates(node.orelse)]
    if isinstance(node, ast.JoinedStr):
        pattern = "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
        names = (path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
        return [name for name in names if fnmatch(name, pattern)]
    raise LookupError(f"which template is {ast.unparse(node)}? Write its name.")


def _classes(node: ast.expr, function: Function, module: ModuleType) -> Iterator[type]:
    if isinstance(node, ast.Call):
        if ast.unparse(node.func) in ("replace", "dataclasses.replace"):
            yield from _classes(node.args[0], function, module)
        else:
            yield from _given_by(_named(node.func, module))
    elif isinstance(node, ast.Name):
        yield from _classes_of_variable(node.id, function, module)
    elif isinstance(node, ast.IfExp):
        yield from _classes(node.body, function, module)
        yield from _classes(node.orelse, function, module)


def _named(node: ast.expr, module: ModuleType) -> object:
    if isinstance(node, ast.Attribute):
        return getattr(_named(node.value, module), node.attr, None)
    return getattr(module, node.id, None) if isinstance(node, ast.Name) else None


def _given_by(maker: object) -> Iterator[type]:
    if inspect.isclass(maker):
        yield maker
    elif callable(maker):
        given = typing.get_type_hints(maker).get("return")
        yield from (each for each in (typing.get_args(given) or (given,)) if inspect.isclass(each) and each is not type(None))


def _classes_of_variable(name: str, function: Function, module: ModuleType) -> Iterator[type]:
    for argument in [*function.args.args, *function.args.kwonlyargs]:
        if argument.arg == name and argument.annotation is not None:
            named = _named(argument.annotation, module)
            if inspect.isclass(named):
                yield named
    for node in ast.walk(function):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        if any(isinstance(target, ast.Name) and target.id == name for target in targets) and node.value is not None:
            yield from _classes(node.value, function, module)
