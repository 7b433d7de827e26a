"""The lock files: they fit pyproject.toml and each other, with hashes, and name no index."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUN = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
DEV = [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]]
LOCKS = {"requirements.lock": RUN, "requirements-dev.lock": [*RUN, *DEV]}
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def pins(lock: str) -> dict[str, set[str]]:
    """The versions that a lock file names, by package; several where platforms differ."""
    found: dict[str, set[str]] = {}
    for name, version in PIN.findall((ROOT / lock).read_text()):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_every_dependency_in_a_version_that_is_allowed(lock: str) -> None:
    locked = pins(lock)
    wrong = [
        str(wanted)
        for wanted in LOCKS[lock]
        if not any(wanted.specifier.contains(version) for version in locked.get(canonicalize_name(wanted.name), ()))
    ]
    assert wrong == [], f"run make lock: {lock} does not fit pyproject.toml"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_nothing_that_nobody_asked_for(lock: str) -> None:
    wanted = {canonicalize_name(requirement.name) for requirement in LOCKS[lock]}
    entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / lock).read_text())
    direct = {canonicalize_name(PIN.match(entry)[1]) for entry in entries if "plumbline (pyproject.toml" in entry}
    assert direct <= wanted, f"run make lock: {sorted(direct - wanted)} is no dependency any more"


def test_tests_run_with_the_packages_that_users_run_with() -> None:
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: versions for name, versions in run.items() if dev.get(name) != versions} == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


def test_what_runs_is_pinned_to_one_version() -> None:
    assert [str(requirement) for requirement in RUN if not str(requirement.specifier).startswith("==")] == []


def test_there_is_one_pip_wheel_and_it_is_sound() -> None:
    import zipfile

    (wheel,) = (ROOT / "tools").glob("pip-*.whl")
    with zipfile.ZipFile(wheel) as opened:
        assert opened.testzip() is None
        assert any(name.endswith("LICENSE.txt") for name in opened.namelist())
