"""A real Plumbline for the journeys: server and worker in processes of their own, on a folder and a port of their own."""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from app.data.session import get_engine
from app.settings import ROOT, Settings
from tests.studies import study_waiting

PATIENCE = 40.0


class NotServingError(AssertionError):
    """The server did not start, or did not stop when asked."""


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """One installation. `start` and `stop` may follow each other; `kill` is the power failing."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Settings:
        """The settings of this installation, for looking at its database from the side."""
        return Settings(PLUMBLINE_VAR=self.folder, PORT=self.port)

    @property
    def log(self) -> str:
        """Everything that server and worker have said."""
        return (self.folder / "server.log").read_text(errors="replace")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command("serve"), env=environment(self.folder, self.port), stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise NotServingError(self.log)
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether it is serving."""
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def stop(self) -> None:
        """Ask it to end, and see that it does."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            self.process.kill()
            raise NotServingError("The server did not stop when asked.") from error
        self.process = None

    def kill(self, *, worker: bool = True) -> None:
        """End it at once, in the middle of whatever it does, and with it its worker and whatever that has started."""
        assert self.process
        started = descendants(self.process.pid) if worker else []
        self.process.kill()
        for pid in started:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def link(self, email: str) -> str:
        """A one-time sign-in link, as the administrator makes one."""
        said = run(self.folder, "account", "link", email, port=self.port)
        return next(word for word in said.split() if word.startswith("http"))


def descendants(pid: int) -> list[int]:
    """The processes that this one has started, and theirs."""
    try:
        children = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
    return children + [deeper for child in children for deeper in descendants(child)]


def command(*words: str) -> list[str]:
    """How `plumbline …` is called from the tests' own interpreter."""
    return [sys.executable, "-P", "-m", "app.cli", *words]


def environment(folder: Path, port: int) -> dict[str, str]:
    """The environment of one installation."""
    return os.environ | {"PLUMBLINE_VAR": str(folder), "PORT": str(port), "PYTHONPATH": str(ROOT)}


def run(folder: Path, *words: str, port: int = 8000, patience: float = PATIENCE * 3) -> str:
    """Run a command of Plumbline on this folder, and give what it said."""
    done = subprocess.run(
        command(*words), env=environment(folder, port), capture_output=True, text=True, timeout=patience, check=False
    )
    if done.returncode:
        raise NotServingError(f"plumbline {' '.join(words)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def seed(folder: Path) -> Path:
    """A folder with the worked example in it, its papers studied, from which databases and servers may be copied.

    The processes of one test run share it: the first makes it, the others wait.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "seeding.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "plumbline.db").exists() or (folder / "example-unfinished").exists():
            run(folder, "migrate")
            run(folder, "example", patience=PATIENCE * 15)
            settings = Settings(PLUMBLINE_VAR=folder)
            # Here once, or the worker of every server that is made from it would do it again.
            study_waiting(settings)
            get_engine(settings.database).dispose()
    return folder


def copy_of(seeded: Path, folder: Path) -> Server:
    """A server that is not started yet, on a copy of a seeded folder."""
    shutil.copytree(seeded, folder)
    return Server(folder)
