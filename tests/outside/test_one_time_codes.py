"""One-time codes are those of the standard, and their pictures say what they should."""

import re
from datetime import UTC, datetime

import pytest
import segno

from app.outside.one_time_codes import QUIET, address_of_secret, counter_of, new_recovery_codes, new_secret, picture_of

# RFC 6238, appendix B, for SHA-1: the secret is the ASCII text 12345678901234567890. The last six of its eight digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
PUBLISHED = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("seconds", "code"), PUBLISHED)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert counter_of(SECRET, code, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize("code", ["", "28708", "2870820", "287 082", "abcdef"])
def test_what_is_no_code_fits_at_no_time(code: str) -> None:
    assert counter_of(SECRET, code, datetime.fromtimestamp(59, UTC)) is None


def test_the_picture_has_every_dark_module_of_the_code_and_white_around_it() -> None:
    address = address_of_secret(new_secret(), "alice@wexcombe.example", "Plumbline")
    picture = picture_of(address)
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", picture.path)}
    code = segno.make(address, error="m", micro=False)
    dark = {(x + QUIET, y + QUIET) for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module}
    assert drawn == dark
    assert picture.side == len(code.matrix) + 2 * QUIET


def test_secrets_and_recovery_codes_are_long_and_never_the_same() -> None:
    assert len({new_secret() for _ in range(50)}) == 50
    assert {len(new_secret()) for _ in range(5)} == {32}
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"(?:[A-HJ-NP-Z2-9]{4}-){5}[A-HJ-NP-Z2-9]{4}", code) for code in codes)
