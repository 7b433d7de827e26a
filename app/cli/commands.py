"""Every command. What a command needs is imported inside it, so that `plumbline --help` answers at once."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from app.cli.account import accounts
from app.cli.agreement import agreement
from app.cli.audit import audits
from app.cli.cues import cues
from app.cli.loading import loading
from app.domain.errors import PlumblineError

commands = typer.Typer(
    name="plumbline",
    help="Appraise a serious case review against quality markers and issue an adequacy report.",
    add_completion=False,
    rich_markup_mode=None,
    # A pretty trace shows the values of variables, which could be the text of a case.
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)
commands.add_typer(accounts, name="account")
commands.add_typer(audits, name="audit")
commands.command()(cues)
commands.command()(agreement)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


@commands.command()
def start() -> None:
    """Bring the database up to date, load the worked example into an empty one, and serve."""
    with loading():
        from app.cli.serving import prepare, serve_here
        from app.settings import get_settings

        serve_here(get_settings(), first=prepare)


@commands.command()
def serve(
    worker: Annotated[bool, typer.Option(help="Also run the worker that reads papers, and keep it running.")] = True,
) -> None:
    """Serve the pages on HOST and PORT."""
    with loading():
        from app.cli.serving import only_check, serve_here
        from app.settings import get_settings

        serve_here(get_settings(), worker=worker, first=only_check)


@commands.command()
def worker(parent: Annotated[int | None, typer.Option(hidden=True, help="Stop when this process is gone.")] = None) -> None:
    """Run the background work: reading papers."""
    with loading():
        from app.cli.serving import check_schema, work_here
        from app.settings import get_settings

        settings = get_settings()
        check_schema(settings)
        work_here(settings, parent=parent)


@commands.command()
def migrate() -> None:
    """Bring the database up to the newest schema."""
    from app.cli.serving import bring_up_to_date
    from app.settings import get_settings

    done = bring_up_to_date(get_settings())
    typer.echo("The database is now up to date." if done else "The database was up to date already.")


@commands.command()
def example() -> None:
    """Load the worked example, a fictional review with its papers."""
    from app.cli.serving import check_schema, load_example
    from app.settings import get_settings

    settings = get_settings()
    check_schema(settings)
    person = load_example(settings)
    typer.echo(f"The worked example is loaded. For a sign-in link: plumbline account link {person.email}")


@commands.command("check-markers")
def check_markers(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder with an instrument or with cues; all under markers/ without it.")
    ] = None,
) -> None:
    """Check instruments, patterns of cues and words of the finder, and name file, line and field of everything that is wrong."""
    from app.outside.cue_patterns import check_cue_patterns, cue_folders
    from app.outside.finder_words import check_finder, finder_folders
    from app.outside.markers import check_instrument, instrument_folders
    from app.settings import get_settings

    root = folder or get_settings().markers_dir
    if not root.is_dir():
        refuse(f"There is no folder {root}. Give the folder that holds instrument.yaml.")
    checks = [(found, check_cue_patterns) for found in cue_folders(root)]
    checks += [(found, check_instrument) for found in instrument_folders(root)]
    checks += [(found, check_finder) for found in finder_folders(root)]
    checks = checks or [(root, check_instrument)]
    count = 0
    for found, check in checks:
        for problem in check(found):
            count += 1
            field = f" {problem.field}" if problem.field else ""
            typer.echo(f"{found / problem.file}:{problem.line}{field}: expected {problem.expected}")
    if count:
        refuse(f"{count} {'thing' if count == 1 else 'things'} to put right.")
    names = ", ".join(str(found) for found, _ in checks)
    typer.echo(f"Nothing is wrong with {names}.")


@commands.command()
def read(
    file: Annotated[Path, typer.Argument(help="A PDF, a Word or OpenDocument file, or plain text.")], as_json: AsJson = False
) -> None:
    """Read a paper as the service would. Succeeds only when it could be read into pages."""
    from app.domain.document import ReadingStatus
    from app.outside.picture_reader import read_with_pictures
    from app.outside.reader import reading_as_json
    from app.services.document_read import limits_of
    from app.settings import get_settings

    check_file(file)
    settings = get_settings()
    reading = read_with_pictures(file, settings.tesseract, limits_of(settings), tell_pictures)
    if as_json:
        typer.echo(json.dumps(reading_as_json(reading), ensure_ascii=False))
    else:
        typer.echo(reading.sentence, err=True)
        for page in reading.pages:
            typer.echo(f"--- page {page.label or page.number} ---\n{page.text}\n")
    raise typer.Exit(0 if reading.status is ReadingStatus.READY else 1)


@commands.command()
def identifiers(
    file: Annotated[Path, typer.Argument(help="A PDF, a Word or OpenDocument file, or plain text.")], as_json: AsJson = False
) -> None:
    """Point at what in a paper may identify a person. Nothing is stored."""
    from app.cli import identifier_text
    from app.domain.document import ReadingStatus
    from app.domain.identifier_find import find_in_texts
    from app.outside.identifier_words import find_identifier_words
    from app.outside.reader import read_file
    from app.services.document_read import limits_of
    from app.settings import get_settings

    check_file(file)
    settings = get_settings()
    reading = read_file(file, limits=limits_of(settings))
    if reading.status is not ReadingStatus.READY:
        refuse(reading.sentence)
    texts = [page.text for page in reading.pages]
    found = list(zip(reading.pages, find_in_texts(texts, find_identifier_words(settings.markers_dir)), strict=True))
    if as_json:
        typer.echo(json.dumps(identifier_text.as_json(found), ensure_ascii=False))
    else:
        typer.echo(identifier_text.in_words(found))


@commands.command()
def adequacy(
    grades: Annotated[Path, typer.Argument(help="A CSV file with the columns marker, grade and, where wanted, reason.")],
    instrument: Annotated[str, typer.Option(help="Which instrument.")] = "scr-2016",
    version: Annotated[str | None, typer.Option(help="Which version of it; the newest without this.")] = None,
    as_json: AsJson = False,
) -> None:
    """Propose grades for the areas and the whole from the grades of markers, and show which rules fired."""
    from app.cli.adequacy_text import decode, in_words
    from app.domain.adequacy import assess, assessment_as_json, read_grades_csv, what_if
    from app.outside.markers import find_instrument
    from app.settings import get_settings

    check_file(grades)
    chosen = find_instrument(get_settings().markers_dir, instrument, version)
    given = read_grades_csv(decode(grades.read_bytes()), chosen)
    assessment = assess(chosen, given)
    if as_json:
        typer.echo(json.dumps(assessment_as_json(assessment), ensure_ascii=False, indent=2))
    else:
        typer.echo(in_words(chosen, assessment, what_if(chosen, given)))


def tell_pictures(at: int, of: int) -> None:
    """Say which picture is being read, on standard error."""
    typer.echo(f"Reading text off pictures: {at} of {of}", err=True)


def check_file(path: Path) -> None:
    """End with a sentence unless this is a file that can be opened."""
    if not path.is_file():
        refuse(f"There is no file {path}. Check the name and the folder.")
    if not os.access(path, os.R_OK):
        refuse(f"The file {path} cannot be opened. Check who may read it.")


def refuse(sentence: str) -> NoReturn:
    """Say what is wrong on standard error, and end with exit code 1."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def main() -> None:
    """Run the command of this process."""
    # What this process writes (the database, papers) is nobody else's to read.
    os.umask(0o077)
    try:
        commands(prog_name="plumbline")
    except PlumblineError as error:
        sys.exit(error.sentence)
    except ValueError as error:
        if sentence := about_settings(error):
            sys.exit(sentence)
        raise


def about_settings(error: ValueError) -> str:
    """What is wrong with the settings, in sentences; empty where the error is about something else."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError) or error.title != "Settings":
        return ""
    told = (
        f"The setting {str(wrong['loc'][0]).upper()} cannot be “{wrong['input']}”: {wrong['msg']}." for wrong in error.errors()
    )
    return "\n".join([*told, "Put it right in the environment; the README has a table of all settings."])
