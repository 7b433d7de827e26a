"""Finding the files of the project and reading them as code. For the house tests."""

import ast
import os
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
TEMPLATES = ROOT / "templates"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(folder: Path) -> list[Path]:
    """The modules below a folder of the project."""
    return sorted(folder.rglob("*.py"))


def templates() -> list[Path]:
    """Every template for a page."""
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def named(path: Path) -> str:
    """The path from the root of the project, for messages."""
    return path.relative_to(ROOT).as_posix()


def lines_of(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text().splitlines())


@cache
def code_of(path: Path) -> ast.Module:
    """The module, parsed."""
    return ast.parse(path.read_text(), filename=str(path))


def public_functions(path: Path) -> Iterator[Function]:
    """The functions of a module that others may call."""
    for node in code_of(path).body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield node


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that belongs to the project: what git keeps, or, without git, everything but what it would pass over."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return tuple(_without_git())
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def _without_git() -> Iterator[Path]:
    passed_over = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text().splitlines()} | {".git"}
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not any(fnmatch(name, pattern) for pattern in passed_over)]
        yield from (Path(folder) / name for name in files if not any(fnmatch(name, pattern) for pattern in passed_over))
