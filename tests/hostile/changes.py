"""Breaks a sound file in many ways, by a fixed seed. What the files are is in `corpus.py`."""

import random
from collections.abc import Iterator

from tests.hostile.case import Case

SEED = 20160501


def broken(kind: str, ending: str, sound: bytes, times: int) -> Iterator[Case]:
    """`times` files in which bytes were changed, taken out, put in, or doubled, each in another way."""
    ways = (flipped, zeroed, cut_out, doubled, stuffed, swapped)
    for number in range(times):
        chance = random.Random(f"{SEED} {kind} {number}")
        way = ways[number % len(ways)]
        yield Case(f"{kind}, {way.__name__} {number}", ending, way(chance, sound, number))


def shortened(kind: str, ending: str, sound: bytes, times: int) -> Iterator[Case]:
    """The file cut off at many places."""
    for number in range(times):
        yield Case(f"{kind}, cut off at {number} of {times}", ending, sound[: len(sound) * number // times])


def flipped(chance: random.Random, sound: bytes, number: int) -> bytes:
    """Some bytes are others, ever more of them."""
    found = bytearray(sound)
    for _ in range(1 + number * number // 4):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def zeroed(chance: random.Random, sound: bytes, number: int) -> bytes:
    """A stretch holds nothing."""
    start = chance.randrange(len(sound))
    length = min(len(sound) - start, 10 * (number + 1))
    return sound[:start] + bytes(length) + sound[start + length :]


def cut_out(chance: random.Random, sound: bytes, number: int) -> bytes:
    """A stretch is missing."""
    start = chance.randrange(len(sound))
    return sound[:start] + sound[start + 5 * (number + 1) :]


def doubled(chance: random.Random, sound: bytes, number: int) -> bytes:
    """A stretch stands there many times."""
    start = chance.randrange(len(sound))
    return sound[:start] + sound[start : start + 200] * (number + 2) + sound[start:]


def stuffed(chance: random.Random, sound: bytes, number: int) -> bytes:
    """Noise was put in."""
    start = chance.randrange(len(sound))
    return sound[:start] + chance.randbytes(20 * (number + 1)) + sound[start:]


def swapped(chance: random.Random, sound: bytes, _: int) -> bytes:
    """Its numbers are enormous, negative, or no numbers."""
    digits = [place for place, byte in enumerate(sound) if 48 <= byte <= 57]
    found = bytearray(sound)
    for place in chance.sample(digits, min(len(digits), 30)):
        found[place] = chance.choice(b"-9x.0")
    return bytes(found)
