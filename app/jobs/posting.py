"""Sends letters beside the workers that read papers, so that a slow mail server holds up nobody.

Nothing is queued: which letters wait stands in the database, and whoever asks for one wakes this thread.
"""

import logging
import threading

from app.services import mail
from app.settings import Settings

LOOK_EVERY = 60.0  # seconds; should a call be lost, a letter goes that much later
SHORTEST_PAUSE = 0.05

log = logging.getLogger("plumbline")


class Postman(threading.Thread):
    """Sends whatever waits whenever it is woken, when an attempt is due, and once in a while."""

    def __init__(self, settings: Settings, woken: threading.Event) -> None:
        super().__init__(name="postman", daemon=True)
        self._settings = settings
        self._woken = woken
        self._ended = threading.Event()

    def run(self) -> None:
        """Send, and wait for the next call or attempt, until told to end."""
        while not self._ended.is_set():
            pause = LOOK_EVERY
            try:
                due = mail.send_waiting(self._settings) if self._settings.sends_letters else None
                pause = LOOK_EVERY if due is None else min(LOOK_EVERY, max(SHORTEST_PAUSE, due))
            except Exception as error:  # noqa: BLE001  # one bad moment, such as a busy database, must not end all sending
                log.error("sending letters was broken off: %s", type(error).__name__)
            self._woken.wait(pause)
            self._woken.clear()

    def end(self) -> None:
        """Begin no other letter. The one under way is broken off with the process, and tried again later."""
        self._ended.set()
        self._woken.set()
