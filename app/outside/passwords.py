"""Hashing passwords with argon2id, and the tokens of links and cookies with SHA-256."""

import hashlib
import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()


@lru_cache
def _nobody() -> str:
    """Checked when there is no account, so that the time of the answer does not tell whether there is one."""
    return _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The argon2id hash, with its parameters and salt."""
    return _HASHER.hash(password)


def password_fits(password_hash: str | None, password: str) -> bool:
    """Whether this is the password. Takes as long when there is no hash to compare with."""
    nobody = _nobody()  # made with the first check, whoever asks, so that it does not tell either
    try:
        return _HASHER.verify(password_hash or nobody, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def new_token() -> str:
    """A token of 256 bits for a link or a cookie."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored of a token. It has 256 random bits, so a plain fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
