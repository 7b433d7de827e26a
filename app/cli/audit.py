"""`plumbline audit …`: checking that nothing on the trail was changed, and taking a copy of it elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

audits = typer.Typer(help="Check the trail, and export it.", rich_markup_mode=None, no_args_is_help=True)

KEEP = "Note number and hash down somewhere else, and check with them next time: {again}"


@audits.command()
def verify(
    number: Annotated[int | None, typer.Option(min=1, help="Number of a row that was noted down elsewhere.")] = None,
    hash_: Annotated[str, typer.Option("--hash", help="The hash that was noted with it.")] = "",
) -> None:
    """Check the whole trail, and that a row which was noted down is still there. Ends with exit code 1 where it does not fit."""
    from app.cli.commands import refuse
    from app.cli.serving import check_schema
    from app.data.session import work
    from app.domain.audit_chain import read_noted
    from app.domain.errors import InvalidFieldsError
    from app.services.audit import check_whole_trail
    from app.settings import get_settings

    try:
        noted = read_noted("" if number is None else str(number), hash_)
    except InvalidFieldsError as error:
        refuse(" ".join(error.fields.values()))
    settings = get_settings()
    check_schema(settings)
    with work(settings.database, writes=False) as db:
        checked = check_whole_trail(db, noted)
    if checked.fault:
        refuse(f"The trail does not fit. {checked.fault.sentence}")
    if checked.last is None:
        typer.echo("The trail is empty.")
        return
    told = f"All {checked.count:,} rows of the trail fit." + (
        f" Row {noted.number:,} is the one that was noted." if noted else ""
    )
    typer.echo(f"{told}\nNewest row: {checked.last.number}\nIts hash:   {checked.last.hash}")
    typer.echo(KEEP.format(again=f"plumbline audit verify --number {checked.last.number} --hash {checked.last.hash}"))


@audits.command()
def export(file: Annotated[Path, typer.Argument(help="A new file; each of its lines is a row as JSON.")]) -> None:
    """Write the trail of every board into a file that can be verified without Plumbline (docs/trail.md)."""
    from app.cli.commands import refuse
    from app.cli.serving import check_schema
    from app.data.session import work
    from app.services.audit import export_whole_trail
    from app.settings import get_settings

    settings = get_settings()
    check_schema(settings)
    try:
        with file.open("x", encoding="ascii", newline="\n") as written, work(settings.database, writes=False) as db:
            count = export_whole_trail(db, written.write)
    except FileExistsError:
        refuse(f"The file {file} is there already. Give another name, or remove it first.")
    except OSError as error:
        refuse(f"The file {file} cannot be written ({error.strerror}). Give another name or folder.")
    else:
        typer.echo(f"{count:,} rows are in {file}.")
