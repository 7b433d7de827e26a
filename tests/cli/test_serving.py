"""Serving for real: the first start and the second, the worker beside it, and how all of it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.cli.keeper import Keeper
from app.settings import Settings
from tests.house.tree import ROOT

Start = Callable[..., subprocess.Popen[str]]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """`start("serve")` runs a command as a process, whose output goes to a file."""
    begun: list[subprocess.Popen[str]] = []

    def begin(*arguments: str, folder: Path, port: int, **settings: str) -> subprocess.Popen[str]:
        env = {**os.environ, "PLUMBLINE_VAR": str(folder), "PORT": str(port), **settings}
        with (tmp_path / "output").open("w") as output:
            begun.append(
                subprocess.Popen(
                    [sys.executable, "-P", "-m", "app.cli", *arguments],
                    cwd=ROOT,
                    env=env,
                    stdout=output,
                    stderr=output,
                    text=True,
                )
            )
        return begun[-1]

    yield begin
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.wait()


def said(tmp_path: Path) -> str:
    return (tmp_path / "output").read_text()


def until(true: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def get(port: int, path: str = "/health") -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.read().decode()
    except OSError:
        return ""


def children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children")
    every = [path.read_text() for path in Path(f"/proc/{process}/task").glob("*/children")] if found.exists() else []
    return [int(child) for line in every for child in line.split()]


def used(process: int) -> float:
    """Seconds of processor time so far."""
    own = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(float, own[11:13])) / os.sysconf("SC_CLK_TCK")


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_second_start_serves_with_a_link_that_signs_in(start: Start, tmp_path: Path, example_settings: Settings) -> None:
    port = free_port()
    start("start", folder=example_settings.var_dir, port=port, PLUMBLINE_TESSERACT="")
    until(lambda: get(port) == "ok\n")
    until(lambda: "Stop it with Ctrl+C." in said(tmp_path))
    assert f"Plumbline is ready: http://127.0.0.1:{port}" in said(tmp_path)
    assert "To add it on Debian: apt-get install tesseract-ocr tesseract-ocr-eng" in said(tmp_path)
    (link,) = re.findall(rf"http://127\.0\.0\.1:{port}(/sign-in/link/\S+)", said(tmp_path))
    assert "<button" in get(port, link)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_asked_and_takes_its_worker_along(
    start: Start, tmp_path: Path, example_settings: Settings, how: signal.Signals
) -> None:
    port = free_port()
    process = start("serve", folder=example_settings.var_dir, port=port)
    until(lambda: get(port))
    until(lambda: children(process.pid))
    (worker,) = children(process.pid)
    process.send_signal(how)
    assert process.wait(15) == 0
    until(lambda: not is_running(worker))
    assert "Traceback" not in said(tmp_path)


def test_a_worker_that_dies_is_started_again_and_none_is_left_behind_when_the_server_is_killed(
    start: Start, tmp_path: Path, example_settings: Settings
) -> None:
    port = free_port()
    process = start("serve", folder=example_settings.var_dir, port=port)
    until(lambda: children(process.pid))
    (first,) = children(process.pid)
    os.kill(first, signal.SIGKILL)
    until(lambda: children(process.pid) not in ([], [first]))
    (second,) = children(process.pid)
    assert "started again" in said(tmp_path)
    process.kill()
    process.wait()
    until(lambda: not is_running(second))


def test_without_its_worker_it_has_no_child(start: Start, example_settings: Settings) -> None:
    port = free_port()
    process = start("serve", "--no-worker", folder=example_settings.var_dir, port=port)
    until(lambda: get(port))
    assert children(process.pid) == []


def test_a_port_that_is_taken_is_told_at_once(start: Start, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start("start", folder=tmp_path / "var", port=port)
        assert process.wait(20) == 1
    assert said(tmp_path).startswith(f"Port {port} is in use already")
    assert "make run" in said(tmp_path)
    assert not (tmp_path / "var").exists(), "nothing was made before the port was had"


@pytest.mark.parametrize(
    ("settings", "words"),
    [({"HOST": "not a host"}, "is not an address of this machine"), ({"HOST": "192.0.2.7"}, "is not an address of this machine")],
)
def test_an_address_that_is_not_ours_is_told(start: Start, tmp_path: Path, settings: dict[str, str], words: str) -> None:
    process = start("start", folder=tmp_path / "var", port=free_port(), **settings)
    assert process.wait(20) == 1
    assert words in said(tmp_path)


def test_a_setting_that_cannot_be_taken_is_told_in_a_sentence(start: Start, tmp_path: Path) -> None:
    process = start("start", folder=tmp_path / "var", port=free_port(), PLUMBLINE_SESSION_HOURS="many")
    assert process.wait(20) == 1
    assert "Traceback" not in said(tmp_path)
    assert "PLUMBLINE_SESSION_HOURS" in said(tmp_path)


def test_what_is_logged_has_no_query_no_token_and_no_address(start: Start, tmp_path: Path, example_settings: Settings) -> None:
    port = free_port()
    start("serve", "--no-worker", folder=example_settings.var_dir, port=port)
    until(lambda: get(port))
    get(port, "/sign-in?next=words-of-a-case")
    get(port, "/sign-in/link/secret-token")
    until(lambda: "/sign-in/link/…" in said(tmp_path))
    assert "GET /sign-in 200" in said(tmp_path)
    for hidden in ("words-of-a-case", "secret-token", "?"):
        assert hidden not in said(tmp_path)


def test_a_child_that_cannot_run_is_tried_ever_more_slowly(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    keeper = Keeper([sys.executable, "-S", "-c", f"open({str(mark)!r}, 'a').write('x')"])
    keeper.start()
    time.sleep(2)
    keeper.stop()
    assert 1 <= len(mark.read_text()) <= 3


def test_files_of_the_service_are_nobody_elses_to_read(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "var"
    assert start("migrate", folder=folder, port=1).wait(30) == 0
    assert {path.name: path.stat().st_mode & 0o077 for path in [folder, *folder.iterdir()] if path.stat().st_mode & 0o077} == {}
