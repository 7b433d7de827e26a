"""What signing in knows of its own: codes as they are typed, and for which address a provider vouches."""

import pytest

from app.domain.sign_in import Identity, Method, identity_of, is_from_phone, plain_code

CLAIMS = {"iss": "https://login.elsewhere.example", "sub": "one", "email": " Alice@Wexcombe.Example "}


@pytest.mark.parametrize(
    ("typed", "plain", "from_phone"),
    [
        ("123456", "123456", True),
        (" 123 456\t", "123456", True),
        ("123-456", "123456", True),
        ("12345", "12345", False),
        ("1234567", "1234567", False),
        ("abcd-efgh", "ABCDEFGH", False),
        ("ABC123", "ABC123", False),
        ("١٢٣٤٥٦", "", False),
        ("½", "", False),
        ("", "", False),
    ],
)
def test_a_code_is_compared_without_what_people_put_into_it(typed: str, plain: str, from_phone: bool) -> None:
    assert plain_code(typed) == plain
    assert is_from_phone(plain) is from_phone


@pytest.mark.parametrize(
    ("claims", "email"),
    [
        ({"email_verified": True}, "alice@wexcombe.example"),
        ({"email_verified": "true"}, "alice@wexcombe.example"),
        ({"xms_edov": 1}, "alice@wexcombe.example"),
        ({"email_verified": "false"}, ""),
        ({"email_verified": 2}, ""),
        ({"email_verified": ["true"]}, ""),
        ({}, ""),
        ({"email_verified": True, "email": None}, ""),
    ],
)
def test_an_address_counts_where_the_provider_vouches_for_it(claims: dict[str, object], email: str) -> None:
    assert identity_of(CLAIMS | claims) == Identity("https://login.elsewhere.example", "one", email)


@pytest.mark.parametrize("first", [Method.PASSWORD, Method.LINK])
@pytest.mark.parametrize("recovery", [True, False])
def test_a_code_follows_a_password_or_a_link(first: Method, recovery: bool) -> None:
    assert first.followed_by(recovery=recovery).value == f"{first.value} and {'recovery code' if recovery else 'code'}"
