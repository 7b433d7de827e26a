"""A Plumbline of the bench's own: a folder, a port, and the real server with its worker. Not what is measured on it."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.data import account as accounts
from app.data.session import work
from app.domain.account import Person
from app.settings import Settings
from app.web.deps import COOKIE
from tests.factories import make_token

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
LOOK_EVERY = 0.005


@dataclass(frozen=True)
class Answer:
    """What the server sent: the body as it travelled."""

    status: int
    headers: dict[str, str]
    body: bytes


class Installation:
    """The folder in which this Plumbline keeps everything, and the server on it."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(PLUMBLINE_VAR=folder, port=_free_port())
        self.log = folder / "bench.log"

    @contextlib.contextmanager
    def serving(self) -> Iterator["Server"]:
        """The server, started as `make run` starts it, for as long as the block lasts."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("PLUMBLINE_")}
        env |= {"PLUMBLINE_VAR": str(self.settings.var_dir), "PORT": str(self.settings.port)}
        began = time.perf_counter()
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "app.cli", "start"],
                cwd=ROOT,
                env=env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            seconds = _wait_until_healthy(self.settings, process, began)
            yield Server(self.settings, process.pid, seconds, _processor_seconds(process.pid))
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def person(self, name: str) -> Person:
        """Somebody of the worked example: alice and bob appraise, carol moderates, erin may do everything."""
        with work(self.settings.database, writes=False) as db:
            return next(person for person in accounts.everybody(db) if person.email.startswith(f"{name}@"))

    def token(self, person: Person) -> str:
        """Sign the person in, and give what their browser would hold."""
        return make_token(self.settings, person)


@dataclass(frozen=True)
class Server:
    """The running server. `seconds` is how long it took from the start of the process to the first answer, and `computed` how
    many of them it had a processor: on a busy machine that is far less.
    """

    settings: Settings
    pid: int
    seconds: float
    computed: float

    def ask(self, method: str, path: str, token: str = "", body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """Send one request over a connection of its own."""
        with self.connected() as connection:
            return send(connection, method, path, token, body, headers)

    def connected(self) -> contextlib.closing[http.client.HTTPConnection]:
        """A connection for several requests one after another, as browsers keep one."""
        return contextlib.closing(http.client.HTTPConnection(self.settings.host, self.settings.port, timeout=PATIENCE))

    def processor_seconds(self) -> float:
        """How long the web process has had a processor so far: unlike the time that passes, the same on a busy machine."""
        return _processor_seconds(self.pid)

    def memory(self) -> tuple[float, float]:
        """Megabytes that the web process and its worker hold in memory (resident set size)."""
        return _resident(self.pid), sum(_resident(pid) for pid in self._children())

    def wait_for_worker(self) -> None:
        """Return once the worker waits for work, which is when it has loaded everything."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if any(_threads(pid) > 1 for pid in self._children()):
                time.sleep(0.5)
                return
            time.sleep(0.05)
        raise RuntimeError("the worker did not start")

    def _children(self) -> list[int]:
        return [
            int(child) for task in Path(f"/proc/{self.pid}/task").iterdir() for child in (task / "children").read_text().split()
        ]


def send(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    token: str = "",
    body: bytes = b"",
    headers: dict[str, str] | None = None,
) -> Answer:
    """Send one request as a page of ours in the browser of whoever holds this token."""
    sent = {"Sec-Fetch-Site": "same-origin", "Accept-Encoding": "gzip", **(headers or {})}
    if token:
        sent["Cookie"] = f"{COOKIE}={token}"
    connection.request(method, path, body or None, sent)
    answer = connection.getresponse()
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(settings: Settings, process: subprocess.Popen[bytes], began: float) -> float:
    while time.perf_counter() - began < PATIENCE:
        if process.poll() is not None:
            raise RuntimeError("the server ended at once")
        connection = http.client.HTTPConnection(settings.host, settings.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return time.perf_counter() - began
        except OSError:
            time.sleep(LOOK_EVERY)
        finally:
            connection.close()
    raise RuntimeError("the server does not answer")


def _status(pid: int, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


def _processor_seconds(pid: int) -> float:
    # After the name of the program, in brackets: the 12th and 13th value are the ticks in its own code and in the system's.
    values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    return _status(pid, "VmRSS") * 1024 / 1_000_000


def _threads(pid: int) -> int:
    return _status(pid, "Threads")
