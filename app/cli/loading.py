"""Starting quicker: while code is loaded nothing becomes rubbish, and Python's looking for it takes a fifth of the time."""

import contextlib
import ctypes
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Look for no rubbish until `loaded` is called, or until the block ends."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def loaded() -> None:
    """Everything is loaded and stays: look for rubbish again, and only in what comes from now on. What loading the example
    needed for a while is given back to the system."""
    gc.collect()
    gc.freeze()
    with contextlib.suppress(OSError, AttributeError):  # elsewhere than on Linux with glibc there is no malloc_trim
        ctypes.CDLL(None).malloc_trim(0)
    gc.enable()
