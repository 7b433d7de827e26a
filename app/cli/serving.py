"""Before and around serving: the database brought up to date, the example loaded, and a quiet end. Not the server itself."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import typer

from app.cli.keeper import Keeper
from app.cli.loading import loaded
from app.data.migrate import current, migrate, newest
from app.data.session import work
from app.domain.account import Person
from app.domain.errors import PlumblineError
from app.settings import Settings


def bring_up_to_date(settings: Settings, run: Callable[[str], bool] = migrate) -> bool:
    """Migrate, with the folder made where it is missing. True when there was something to do. `run` gets the database's URL."""
    try:
        settings.var_dir.mkdir(parents=True, exist_ok=True)
        return run(settings.database)
    except OSError as error:
        raise PlumblineError(
            f"The folder {settings.var_dir} cannot be used ({error.strerror}). Set PLUMBLINE_VAR to a folder you can write to."
        ) from error


def check_schema(settings: Settings) -> None:
    """Raise PlumblineError, with a sentence, unless the database stands at the newest schema."""
    if settings.database.startswith("sqlite") and not Path(settings.database.removeprefix("sqlite:///")).exists():
        raise PlumblineError(f"There is no database in {settings.var_dir} yet. Make it first: plumbline migrate")
    if current(settings.database) != newest():
        raise PlumblineError("The database does not fit this version of Plumbline. Bring it up to date: plumbline migrate")


def load_example(settings: Settings) -> Person:
    """Load the worked example, and give the person with whom to look at it."""
    from app.services import example
    from app.web.report import render_report

    return example.load_example(settings, render_report)


def _run_apart(command: str, or_else: str) -> None:
    """Run a command of ours in a process of its own: what that needs in memory the server would hold as long as it runs.

    Raises PlumblineError with the last thing it said, or with `or_else` where it said nothing.
    """
    done = subprocess.run([sys.executable, "-P", "-m", "app.cli", command], capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise PlumblineError(said[-1] if said else or_else)


def _migrate_apart(database: str) -> bool:
    if current(database) == newest():
        return False
    _run_apart("migrate", "The database could not be brought up to date. Start again; the database is as it was.")
    return True


def only_check(settings: Settings) -> Callable[[], None]:
    """Serve what is there: the schema must fit."""
    check_schema(settings)
    return lambda: typer.echo(f"Plumbline is ready: {settings.address}")


def prepare(settings: Settings) -> Callable[[], None]:
    """Bring the database up to date and fill an empty one with the worked example. Gives what to say when the server answers."""
    from app.outside.tesseract import PACKAGES
    from app.services import account
    from app.services.document_picture import can_read_pictures
    from app.services.example import is_unfinished

    bring_up_to_date(settings, _migrate_apart)
    with work(settings.database, writes=False) as db:
        person = account.first_person(db)
    if person is None or is_unfinished(settings):
        typer.echo("Loading the worked example. This happens once.")
        _run_apart("example", "The worked example could not be loaded. Start again to go on with it.")
    with work(settings.database) as db:
        person = account.first_person(db)
        assert person
        token = account.create_link(db, person.email, settings.link_minutes)

    def announce() -> None:
        from app.cli.account import tell_link

        typer.echo(f"Plumbline is ready: {settings.address}")
        tell_link(settings.address, token, settings.link_minutes)
        if not can_read_pictures(settings):
            typer.echo(f"Scanned papers stay pictures without Tesseract. To add it on Debian: apt-get install {PACKAGES}")
        typer.echo("Stop it with Ctrl+C.")

    return announce


def serve_here(settings: Settings, *, worker: bool = True, first: Callable[[Settings], Callable[[], None]]) -> None:
    """Serve in this process until it is told to stop, with a worker beside it.

    `first` runs once the port is ours, and gives what to say when the server answers.
    """
    from app.cli.server import serve
    from app.outside.port import listen

    keeper = Keeper([sys.executable, "-P", "-m", "app.cli", "worker", "--parent", str(os.getpid())]) if worker else None
    with contextlib.closing(listen(settings.host, settings.port)) as port, stopping_quietly():
        announce = first(settings)

        def ready() -> None:
            loaded()
            announce()
            if keeper:  # only now, so that its start takes no time from the first page
                keeper.start()

        try:
            serve(port, ready)
        finally:
            if keeper:
                keeper.stop()


@contextlib.contextmanager
def stopping_quietly() -> Iterator[None]:
    """Ctrl+C and a polite request to stop both end the process without a trace and with exit code 0."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def work_here(settings: Settings, *, parent: int | None) -> None:
    """Run the worker in this process until it is told to stop, or until its `parent` is gone where one is named."""
    from app import jobs
    from app.cli import logs

    logs.set_up()
    loaded()
    with stopping_quietly():
        jobs.run_worker(settings, parent=parent)
