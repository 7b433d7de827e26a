"""Who of this process writes to SQLite next: whoever has waited longest. Other processes SQLite keeps apart itself.

SQLite lets writers who find it busy try again after ever longer pauses, so that with many of them somebody always comes too
late. Here they stand in a queue, and the next one begins as soon as the one before is done.
"""

import threading
from collections import deque


class Turns:
    """A lock that is given in the order in which it was asked for, and may be given back by another thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._is_taken = False

    def take(self, seconds: float) -> bool:
        """Wait for one's turn; False where it did not come in this time."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = threading.Event()
            self._queue.append(mine)
        if mine.wait(seconds):
            return True
        with self._guard:
            if mine.is_set():  # it came in the last moment
                return True
            self._queue.remove(mine)
        return False

    def give(self) -> None:
        """Done: the next one may begin."""
        with self._guard:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._is_taken = False
