"""One hostile file."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A file: what it is in words, the name under which it comes (or the ending of one), and what is in it.

    `must` are the states of reading of which one must come out, any final one where it is empty. `never` are words that may
    not be among what was read. `source` is a function where the file takes long to make.
    """

    what: str
    name: str
    source: bytes | Callable[[], bytes]
    must: tuple[str, ...] = ()
    never: str = ""

    @property
    def content(self) -> bytes:
        """What is in the file."""
        return self.source if isinstance(self.source, bytes) else self.source()

    @property
    def filename(self) -> str:
        """The name under which it is uploaded."""
        return self.name if not self.name.startswith(".") or "/" in self.name else f"paper{self.name}"
