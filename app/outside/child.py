"""Runs a process of our own that handles an untrusted file: no secrets in its environment, killed with all it started."""

import contextlib
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
BLOCK = 1 << 20


def run_child(command: Sequence[str], seconds: float, most_bytes: int, feed: bytes = b"") -> Iterator[bytes]:
    """What the child writes, block by block, until it closes its output. Afterwards it and all it started are gone.

    `feed` is what it finds on its standard input.
    Raises TimeoutError after `seconds` of wall clock, ValueError where it writes more than `most_bytes`, OSError where
    it cannot be started.
    """
    end = time.monotonic() + seconds
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        start_new_session=True,
    )
    assert child.stdout
    if child.stdin:  # in a thread, because a child that never reads must not keep us beyond its time
        threading.Thread(target=_feed, args=(child.stdin, feed), daemon=True).start()
    try:
        yield from _blocks(child.stdout.fileno(), end, most_bytes)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.stdout.close()
        child.wait()


def _feed(pipe: IO[bytes], feed: bytes) -> None:
    with contextlib.suppress(OSError), pipe:  # a child that ended reads no more
        pipe.write(feed)


def lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The whole lines in these blocks, without their ends. A last line that was cut short is left out."""
    pending: list[bytes] = []
    for block in blocks:
        *whole, rest = block.split(b"\n")
        for line in whole:
            yield b"".join([*pending, line])
            pending = []
        pending.append(rest)


def _blocks(pipe: int, end: float, most: int) -> Iterator[bytes]:
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            left = end - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise TimeoutError
            block = os.read(pipe, BLOCK)
            if not block:
                return
            most -= len(block)
            if most < 0:
                raise ValueError("the child writes without end")
            yield block
