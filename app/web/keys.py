"""The keys that press what a page shows, for the page that lists them. What each presses stands in the templates (`data-key`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """A key, what it does, and on which pages. `forward` and `back` are the same letter, without and with the Shift key."""

    forward: str
    does: str
    on: str
    back: str = ""

    @property
    def letters(self) -> tuple[str, ...]:
        """What browsers call the keys."""
        return tuple(letter for letter in (self.forward, self.back) if letter)


PAPERS = "Pages of a paper, also beside a marker"
KEYS = (
    Key("p", "Next page", PAPERS, back="P"),
    Key("c", "Next cue, of the kinds you look for", "Pages of a paper", back="C"),
    Key("g", "Go to a page: type its number, then Enter", PAPERS),
    Key("/", "Search", PAPERS),
    Key("m", "Next marker: saves, then goes on", "Marker pages", back="M"),
    Key("l", "All markers: saves, then shows the list", "Marker pages"),
    Key("?", "How Plumbline works", "Every page"),
)
