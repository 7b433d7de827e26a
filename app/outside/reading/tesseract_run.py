"""The process that becomes Tesseract: it limits itself, shuts the network where the system lets it, and hands over.

Tesseract is a program of its own; nothing of it is loaded into ours.
"""

import contextlib
import ctypes
import json
import os
import sys

from app.outside.reading.confine import confine

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
NICENESS = 10  # people who read pages come first


def main() -> None:
    """Arguments: the limits as JSON (memory_bytes, cpu_seconds), the program and its arguments."""
    limits, command = json.loads(sys.argv[1]), sys.argv[2:]
    confine(limits["memory_bytes"], limits["cpu_seconds"])
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
    with contextlib.suppress(OSError, AttributeError):  # elsewhere than on Linux there is no unshare; some systems forbid it
        ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)
    # One thread: on small machines several are slower, and the limit on processor time counts them all.
    os.execve(command[0], command, {"LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"})  # noqa: S606  # no shell is wanted


if __name__ == "__main__":
    main()
