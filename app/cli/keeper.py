"""Keeping the worker running beside the server."""

import subprocess
import threading
import time

import typer

# A child that fails at once is started again ever more slowly.
SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
GRACE_SECONDS = 10


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
