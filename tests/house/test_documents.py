"""What the documents say is what is there: settings, map, commands, versions. And nothing stands in any file that should not."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from app.cli.commands import commands
from app.domain.account import Role
from app.domain.instrument import LABELS, Lens
from app.settings import ROOT as SETTINGS_ROOT
from app.settings import Settings
from tests.house.tree import ROOT, named, tracked

README = (ROOT / "README.md").read_text()
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs" / "adr").glob("*.md"))]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def rows_below(heading: str) -> list[list[str]]:
    """The cells of the table below a heading of the README."""
    part = README.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip().replace("\\<", "<") for cell in line.strip("|").split("|")] for line in lines[2:]]


def default_of(value: object) -> str:
    """A default as the README writes it."""
    if isinstance(value, Path):
        value = value.relative_to(SETTINGS_ROOT).as_posix()
    return "" if value in ("", None) else f"`{value}`"


def test_the_table_of_settings_is_what_the_settings_are() -> None:
    expected = [
        [f"`{field.alias or name.upper()}`", default_of(field.default), field.description]
        for name, field in Settings.model_fields.items()
    ]
    assert rows_below("Settings") == expected


def test_the_map_names_what_exists_and_forgets_nothing() -> None:
    on_the_map = {name for row in rows_below("Map") for name in re.findall(r"`([^`]+)`", row[0] + row[1])}
    assert [name for name in on_the_map if not (ROOT / name).exists()] == []
    rooms = {f"app/{path.name}" for path in (ROOT / "app").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms <= {name.rstrip("/") for name in on_the_map}


def test_the_words_are_those_of_the_code() -> None:
    words = " ".join(cell.lower() for row in rows_below("Words") for cell in row)
    wanted = [*(role.value for role in Role), *(lens.value for lens in Lens), *(label.lower() for label in LABELS.values())]
    assert [word for word in wanted if word not in words] == []


def test_every_command_that_a_document_names_exists() -> None:
    known = set(get_command(commands).commands)
    for path in DOCUMENTS:
        text = path.read_text()
        code = "\n".join(re.findall(r"`[^`]+`|^plumbline .*$", text, re.MULTILINE))
        named_commands = set(re.findall(r"^`?plumbline ([a-z][a-z-]+)(?![\w.])", code, re.MULTILINE))
        assert named_commands <= known, named(path)
        assert set(re.findall(r"`(?:PORT=\d+ )?make ([a-z]+)`", text)) <= TARGETS, named(path)


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_links_and_files_in_documents_are_there(path: Path) -> None:
    text = path.read_text()
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target
    for name in re.findall(r"`((?:app|tests|docs|markers|migrations|templates|tools)/[\w./-]+)`", text):
        assert (ROOT / name).exists(), name


def test_the_version_is_the_newest_of_the_changes() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## (\S+) – (\d{4}-\d\d-\d\d)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest
    assert newest[1] == version


def test_the_two_commands_of_the_readme_set_themselves_up() -> None:
    for target, lock in (("setup", "requirements.lock"), ("dev", "requirements-dev.lock")):
        assert re.search(rf"^{target}:\n\t\$\(call environment,{re.escape(lock)}\)$", MAKEFILE, re.MULTILINE)
    assert re.search(r"^run: setup$", MAKEFILE, re.MULTILINE)
    assert re.search(r"^test: dev browser tesseract$", MAKEFILE, re.MULTILINE)


def test_the_checks_run_what_the_readme_says_and_end_with_the_tests() -> None:
    run = ROOT / ".ci" / "run"
    assert run.stat().st_mode & 0o111
    assert run.read_text().rstrip().endswith("make test")
    assert "set -eu" in run.read_text()
    recipe = re.search(r"^test: .*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)[1].splitlines()
    assert "pytest" in recipe[-1]
    assert all(any(tool in line for line in recipe) for tool in ("ruff check", "ruff format --check", "mypy", "lint-imports"))


def test_checking_changes_nothing() -> None:
    recipe = re.search(r"^check: .*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)[1]
    assert "--fix" not in recipe
    assert re.findall(r"ruff format(.*)", recipe) == [" --check ."]


# Written apart, so that this file does not find itself.
ADDRESSES = ("py" + "pi.org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian")
PATHS = ("/" + "work/", "/" + "root/", "/" + "home/", "/" + "Users/")
WHOLE = re.compile(rf"(?<![A-Za-z0-9_.])(?:{'|'.join(map(re.escape, PATHS))})")
NOT_TEXT = (".whl", ".png", ".pdf", ".docx", ".odt")


def texts() -> list[tuple[str, str]]:
    """Every text file of the project, without what others wrote."""
    found = []
    for path in tracked():
        if (
            path == Path(__file__)
            or "app/static/vendor" in named(path)
            or path.suffix in (".whl", ".png", ".pdf", ".docx", ".odt")
        ):
            continue
        try:
            found.append((named(path), path.read_text()))
        except UnicodeDecodeError:
            continue
    return found


def test_no_file_names_an_index_or_a_machine() -> None:
    wrong = []
    for name, text in texts():
        wrong += [f"{name}: {word}" for word in ADDRESSES if word in text.lower()]
        wrong += [f"{name}: {match[0]}" for match in WHOLE.finditer(text)]
    assert wrong == []


def test_text_files_end_with_a_line_and_carry_no_stray_characters() -> None:
    wrong = []
    for name, text in texts():
        if text and not text.endswith("\n") and not name.endswith(".svg"):
            wrong.append(f"{name}: no line end")
        if "\r" in text or "\ufeff" in text:
            wrong.append(f"{name}: Windows line ends or a byte order mark")
    assert wrong == []


DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_the_image_is_built_in_stages_and_runs_without_rights() -> None:
    stages = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    assert len(stages) == 2
    last = stages[-1]
    assert "COPY --from=build" in last
    assert re.search(r"^USER (?!root|0\b)\w+$", last, re.MULTILINE)
    assert last.index("USER ") > last.index("COPY ")
    assert "pip install" not in last
    assert "requirements-dev" not in DOCKERFILE


def test_the_image_says_whether_it_is_well_and_keeps_its_data_apart() -> None:
    assert re.search(r"^HEALTHCHECK .*\\\n\s+CMD .*/health", DOCKERFILE, re.MULTILINE)
    (volume,) = re.findall(r"^VOLUME (\S+)$", DOCKERFILE, re.MULTILINE)
    assert f"PLUMBLINE_VAR={volume}" in DOCKERFILE
    assert re.search(r"^CMD .*plumbline serve", DOCKERFILE, re.MULTILINE)


def test_the_image_copies_what_is_there_and_nothing_private() -> None:
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for source in sources.split():
            assert (ROOT / source).exists(), source
            assert f"!{source}" in (ROOT / ".dockerignore").read_text().split(), f"{source} is kept out by .dockerignore"
    assert (ROOT / ".dockerignore").read_text().splitlines()[0] == "*"


def test_python_is_asked_for_in_the_same_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["requires-python"] == ">=3.11"
    assert project["tool"]["ruff"]["target-version"] == "py311"
    assert project["tool"]["mypy"]["python_version"] == "3.11"
    assert re.findall(r"^FROM python:([\d.]+)", DOCKERFILE, re.MULTILINE) == ["3.11", "3.11"]
    assert "--python-version 3.11" in MAKEFILE
    assert "(3, 11)" in (ROOT / "tools" / "make_env.py").read_text()


def test_what_is_vendored_has_its_licence() -> None:
    vendor = ROOT / "app" / "static" / "vendor"
    for folder in (path for path in vendor.iterdir() if path.is_dir()):
        assert (folder / "LICENSE").is_file(), folder.name
        assert folder.name in (vendor / "README.md").read_text()
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")
