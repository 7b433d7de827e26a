"""One-time codes as authenticator apps make them (TOTP, RFC 6238: six digits, 30 seconds, SHA-1), their pictures for a camera,
and recovery codes. What has been used already is for the database to know.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
import segno

SECONDS = 30
# Clocks of phones go wrong a little: the code before and the code after are taken, too.
DRIFT = (0, -1, 1)
RECOVERY_CODES = 10
# No letter that could be taken for a digit. 24 of 32 signs are 120 random bits, so that a plain fast hash is enough.
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUPS, GROUP = 6, 4
QUIET = 4  # modules of white around the picture, as its standard wants


@dataclass(frozen=True)
class CodePicture:
    """A QR code: modules on each side, and the path that fills the dark ones."""

    side: int
    path: str


def new_secret() -> str:
    """A secret of 160 bits in base 32."""
    return pyotp.random_base32()


def address_of_secret(secret: str, email: str, name: str) -> str:
    """What the picture says to an authenticator app: `otpauth://…` for this account of this service."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=name)


def picture_of(text: str) -> CodePicture:
    """The text as a QR code."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=QUIET)]
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return CodePicture(len(rows), path)


def counter_of(secret: str, code: str, moment: datetime) -> int | None:
    """The 30 seconds, counted since 1970, whose code this is, at most one step from now; None when it is no such code."""
    now = int(moment.timestamp()) // SECONDS
    codes = pyotp.HOTP(secret)
    fitting = [now + step for step in DRIFT if hmac.compare_digest(codes.at(now + step).encode(), code.encode())]
    return fitting[0] if fitting else None


def new_recovery_codes() -> tuple[str, ...]:
    """Fresh recovery codes in groups of letters and digits."""
    return tuple(
        "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS)) for _ in range(RECOVERY_CODES)
    )
