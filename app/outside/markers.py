"""Reads an instrument from its folder under `markers/`, or says file by file and line by line what is wrong with it.

It grades nothing: areas and rules are applied in `app/domain/adequacy.py`.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from app.domain.errors import NotFoundError, PlumblineError
from app.domain.grades import shorten
from app.domain.instrument import Instrument, Stage
from app.outside import marker_schema as schema
from app.outside.marker_checks import Sheets, check_whole
from app.outside.yaml_sheet import SLUG, Entry, Problem, Sheet, open_sheet

__all__ = ["InstrumentError", "Problem", "check_instrument", "find_instrument", "instrument_folders", "load_instrument"]

MAIN_FILE = "instrument.yaml"
LONGEST_NAME = 100  # characters of a folder's name; the system would refuse a much longer one


class InstrumentError(PlumblineError):
    """The folder holds no valid instrument. `problems` has everything that is wrong, in the order of files and lines."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        count = "1 thing" if len(problems) == 1 else f"{len(problems)} things"
        listed = "".join(f"\n{problem}" for problem in problems)
        super().__init__(f"The instrument in {folder.name} cannot be used: {count} must be put right first.{listed}")
        self.problems = tuple(problems)


def load_instrument(folder: Path) -> Instrument:
    """The instrument in this folder. Raises InstrumentError with every problem when it is not valid."""
    instrument, problems = _read_folder(folder)
    if instrument is None or problems:
        raise InstrumentError(folder, problems)
    return instrument


def check_instrument(folder: Path) -> list[Problem]:
    """Everything that is wrong with the instrument in this folder, in the order of files and lines; empty when valid."""
    return _read_folder(folder)[1]


def instrument_folders(root: Path) -> list[Path]:
    """Every folder at or below `root` that holds an instrument, sorted by path."""
    return sorted(path.parent for path in root.rglob(MAIN_FILE))


@lru_cache(maxsize=32)
def find_instrument(root: Path, instrument_id: str, version: str | None = None) -> Instrument:
    """The instrument at `root/<id>/<version>`, the newest version unless one is named. Read once per process.

    Raises NotFoundError where there is none, InstrumentError where it is not valid.
    """
    folder = _version_folder(root, instrument_id, version)
    instrument = load_instrument(folder)
    if (instrument.id, instrument.version) != (instrument_id, folder.name):
        expected = f"id {instrument_id} and version {folder.name}, as the folders are named"
        raise InstrumentError(folder, [Problem(MAIN_FILE, 1, "id", expected)])
    return instrument


def _version_folder(root: Path, instrument_id: str, version: str | None) -> Path:
    wanted = shorten(f"{instrument_id} {version or ''}".strip())
    missing = f"There is no instrument {wanted}. Choose one that is installed."
    if not SLUG.fullmatch(instrument_id) or len(instrument_id) > LONGEST_NAME:
        raise NotFoundError(missing)
    home = root / instrument_id
    names = [folder.name for folder in home.iterdir() if (folder / MAIN_FILE).is_file()] if home.is_dir() else []
    known = [name for name in names if schema.VERSION.fullmatch(name) and version in (None, name)]
    if not known:
        raise NotFoundError(missing)
    return home / max(known, key=lambda name: [int(part) for part in name.split(".")])


def checksum_of(folder: Path) -> str:
    """SHA-256 over names and contents of the YAML files in order of name. Line ends do not matter, file times neither."""
    digest = hashlib.sha256()
    for path in _yaml_files(folder):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix == ".yaml" and path.is_file())


def _read_folder(folder: Path) -> tuple[Instrument | None, list[Problem]]:
    """The instrument as far as it could be read, and everything that is wrong with it."""
    missing = _missing_files(folder)
    if missing:
        return None, missing
    main, top = open_sheet(folder / MAIN_FILE, schema.INSTRUMENT_REQUIRED, schema.INSTRUMENT_OPTIONAL)
    markers, unread = _read_markers(folder)
    instrument = _build(top, markers, folder) if top else None
    if instrument and not unread:  # otherwise most of what these checks would say follows from the unread file
        check_whole(instrument, main, markers)
    sheets = [main, *unread, *(sheet for sheet, _ in markers)]
    return instrument, sorted({problem for sheet in sheets for problem in sheet.problems})


def _missing_files(folder: Path) -> list[Problem]:
    if not folder.is_dir():
        return [Problem(folder.name, 1, "", "a folder with an instrument")]
    names = [path.name for path in folder.iterdir()]
    problems = [Problem(name, 1, "", "a file name that ends in .yaml") for name in sorted(names) if name.endswith(".yml")]
    if MAIN_FILE not in names:
        problems.append(Problem(MAIN_FILE, 1, "", f"this file in the folder {folder.name}"))
    elif len(_yaml_files(folder)) < 2:
        problems.append(Problem(MAIN_FILE, 1, "", "at least one marker file beside it, such as 01-referral.yaml"))
    return problems


def _read_markers(folder: Path) -> tuple[Sheets, list[Sheet]]:
    """The markers with their sheets, in order of number, and the sheets of files that could not be read at all."""
    found: Sheets = []
    unread = []
    for path in _yaml_files(folder):
        if path.name == MAIN_FILE:
            continue
        sheet, entry = open_sheet(path, schema.MARKER_REQUIRED, schema.MARKER_OPTIONAL)
        if entry:
            found.append((sheet, schema.read_marker(entry)))
        else:
            unread.append(sheet)
    return sorted(found, key=lambda pair: pair[1].number), unread


def _build(top: Entry, markers: Sheets, folder: Path) -> Instrument:
    stages = []
    for entry in top.entries("stages", schema.STAGE_REQUIRED):
        stage = entry.slug("id")
        stages.append(Stage(stage, entry.text("title"), tuple(marker for _, marker in markers if marker.stage == stage)))
    return Instrument(
        id=top.slug("id"),
        version=schema.read_version(top),
        title=top.text("title"),
        citation=top.text("citation"),
        link=schema.read_link(top),
        stages=tuple(stages),
        areas=schema.read_areas(top),
        rules=schema.read_rules(top),
        about=top.text("about"),
        checksum=checksum_of(folder),
    )
