"""Public identifiers: random, short enough for an address, without letters that are easily confused."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
LENGTH = 12


def new_id() -> str:
    """Twelve characters, about 59 bits: unique in practice and not to be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
