"""What tests may not do, kept by an audit hook of the interpreter: reach beyond this machine, or, in the core, leave memory.

The hook sees every connection, whichever library makes it. Programs that a test starts are not seen.
"""

import ipaddress
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NETWORK = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_domain_only = False


class OutOfBoundsError(AssertionError):
    """A test did what its folder does not allow."""


def is_loopback(address: object) -> bool:
    """Whether this address of a socket is on this machine. Unix sockets, which have a path, are."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return host == "localhost" or ipaddress.ip_address(host.split("%", maxsplit=1)[0]).is_loopback
    except ValueError:
        return False


def _watch(happening: str, arguments: tuple[Any, ...]) -> None:
    if happening in NETWORK:
        if _domain_only:
            raise OutOfBoundsError("A test of the domain used the network.")
        if arguments[1] is not None and not is_loopback(arguments[1]):
            raise OutOfBoundsError(f"A test reached for {arguments[1]!r}, which is not this machine.")
    elif happening == "socket.getaddrinfo" and not is_loopback((arguments[0] or "localhost",)):
        raise OutOfBoundsError(f"A test asked for the address of {arguments[0]!r}.")
    elif happening == "sqlite3.connect" and _domain_only:
        raise OutOfBoundsError("A test of the domain opened a database.")


@contextmanager
def domain_only() -> Iterator[None]:
    """While this lasts, no database and no network at all."""
    global _domain_only  # noqa: PLW0603  # the hook cannot be taken off again, so it looks at a flag
    _domain_only = True
    try:
        yield
    finally:
        _domain_only = False


def keep_watch() -> None:
    """Put the hook on, for as long as the process lives."""
    sys.addaudithook(_watch)
