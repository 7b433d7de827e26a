"""Studies papers one after the other beside the workers that read, so that no reading ever waits for a study.

Nothing is queued: which papers wait to be studied stands in the database, and whoever has read one wakes the student.
"""

import logging
import threading

from app.services import document_study
from app.settings import Settings

LOOK_EVERY = 60.0  # seconds; should a call be lost, work begins that much later

log = logging.getLogger("plumbline")


class Student(threading.Thread):
    """Studies whatever waits whenever it is woken, and once in a while."""

    def __init__(self, settings: Settings, woken: threading.Event) -> None:
        super().__init__(name="student", daemon=True)
        self._settings = settings
        self._woken = woken
        self._ended = threading.Event()

    def run(self) -> None:
        """Study, and wait for the next call, until told to end."""
        while not self._ended.is_set():
            try:
                self._study_all()
            except Exception as error:  # noqa: BLE001  # one bad moment, such as a busy database, must not end all studying
                log.error("studying was broken off: %s", type(error).__name__)
            self._woken.wait(LOOK_EVERY)
            self._woken.clear()

    def end(self) -> None:
        """Begin no other study. The one under way is broken off with the process."""
        self._ended.set()
        self._woken.set()

    def _study_all(self) -> None:
        while waiting := document_study.waiting_papers(self._settings):
            if self._ended.is_set():
                return
            document_study.study_paper(self._settings, waiting[0])
