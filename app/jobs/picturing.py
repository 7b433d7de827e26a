"""Reads text off the pictures of papers, one page after the other, beside the workers that read papers.

Nothing is queued: which papers wait stands in the database, and whoever has read one wakes this reader.
"""

import logging
import threading
from collections.abc import Callable

from app.services import document_picture
from app.settings import Settings

LOOK_EVERY = 60.0  # seconds; should a call be lost, work begins that much later

log = logging.getLogger("plumbline")


class PictureReader(threading.Thread):
    """Reads whatever waits whenever it is woken, and once in a while. `done` is called with each paper that got its text."""

    def __init__(self, settings: Settings, woken: threading.Event, done: Callable[[str], None]) -> None:
        super().__init__(name="picture reader", daemon=True)
        self._settings = settings
        self._woken = woken
        self._done = done
        self._ended = threading.Event()

    def run(self) -> None:
        """Read, and wait for the next call, until told to end."""
        while not self._ended.is_set():
            try:
                self._read_all()
            except Exception as error:  # noqa: BLE001  # one bad moment, such as a busy database, must not end all reading
                log.error("reading pictures was broken off: %s", type(error).__name__)
                document_picture.take_up_pictures(self._settings, alone=True)
            self._woken.wait(LOOK_EVERY)
            self._woken.clear()

    def end(self) -> None:
        """Begin no other page. The one under way is broken off with the process."""
        self._ended.set()
        self._woken.set()

    def _read_all(self) -> None:
        while waiting := document_picture.waiting_papers(self._settings):
            if self._ended.is_set():
                return
            if document_picture.read_next(self._settings, waiting[0]):
                self._done(waiting[0])
