"""Serving: the database brought up to date, the example loaded, the server started, and its worker kept running."""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import typer

from app.data.migrate import current, migrate, newest
from app.data.session import work
from app.domain.account import Person
from app.domain.errors import PlumblineError
from app.settings import Settings

# A worker that fails at once is started again ever more slowly.
SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
GRACE_SECONDS = 10


def bring_up_to_date(settings: Settings) -> bool:
    """Migrate, with the folder made where it is missing. True when there was something to do."""
    try:
        settings.var_dir.mkdir(parents=True, exist_ok=True)
        return migrate(settings.database)
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


def only_check(settings: Settings) -> Callable[[], None]:
    """Serve what is there: the schema must fit."""
    check_schema(settings)
    return lambda: typer.echo(f"Plumbline is ready: {settings.address}")


def prepare(settings: Settings) -> Callable[[], None]:
    """Bring the database up to date and fill an empty one with the worked example. Gives what to say when the server answers."""
    from app.services import account
    from app.services.example import is_unfinished

    bring_up_to_date(settings)
    with work(settings.database, writes=False) as db:
        person = account.first_person(db)
    if person is None or is_unfinished(settings):
        typer.echo("Loading the worked example. This happens once.")
        person = load_example(settings)
    with work(settings.database) as db:
        token = account.create_link(db, person.email, settings.link_minutes)

    def announce() -> None:
        from app.cli.account import tell_link

        typer.echo(f"Plumbline is ready: {settings.address}")
        tell_link(settings.address, token, settings.link_minutes)
        typer.echo("Stop it with Ctrl+C.")

    return announce


def serve_here(settings: Settings, *, worker: bool = True, first: Callable[[Settings], Callable[[], None]]) -> None:
    """Serve in this process until it is told to stop, with a worker beside it.

    `first` runs once the port is ours, and gives what to say when the server answers.
    """
    import uvicorn

    from app.cli.logs import log_config
    from app.outside.port import listen

    class Server(uvicorn.Server):
        """Says when it is ready."""

        async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
            """Start, then start the worker, so that it takes no time from the first page."""
            await super().startup(sockets)  # type: ignore[arg-type]
            announce()
            if keeper:
                keeper.start()

    socket = listen(settings.host, settings.port)
    announce = first(settings)
    keeper = Keeper([sys.executable, "-P", "-m", "app.cli", "worker", "--tied"]) if worker else None
    config = uvicorn.Config(
        "app.main:create_app",
        factory=True,
        log_config=log_config(),
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    with stopping_quietly():
        try:
            Server(config).run([socket])
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


class Keeper:
    """Keeps one child process running until told to stop. The child itself ends when this process is killed."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.child: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def start(self) -> None:
        """Start the child, and start it again whenever it ends."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the child to end, and end it when it does not."""
        with self._lock:
            self._stopped.set()
            child = self.child
        if child is None:
            return
        child.terminate()
        try:
            child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def _keep(self) -> None:
        pause = SHORTEST_PAUSE
        while True:
            with self._lock:
                if self._stopped.is_set():
                    return
                # A session of its own, so that Ctrl+C reaches this process alone, which then ends the child.
                self.child = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, start_new_session=True)
            began = time.monotonic()
            self.child.wait()
            if time.monotonic() - began > LONGEST_PAUSE:
                pause = SHORTEST_PAUSE
            if self._stopped.wait(pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE)
            typer.echo("The worker had stopped and is started again.", err=True)


def work_here(settings: Settings, *, tied: bool) -> None:
    """Run the worker in this process until it is told to stop; `tied`: or until its parent is gone."""
    from app import jobs
    from app.cli import logs

    logs.set_up()
    with stopping_quietly():
        jobs.run_worker(settings, with_parent=tied)
