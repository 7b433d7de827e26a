"""Passwords and tokens."""

import argon2

from app.outside.passwords import hash_password, hash_token, new_token, password_fits

PASSWORD = "a plumb line shows what is true"


def test_a_password_is_kept_as_an_argon2id_hash_with_a_salt_of_its_own() -> None:
    first, second = hash_password(PASSWORD), hash_password(PASSWORD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert PASSWORD not in first


def test_hashing_costs_at_least_what_is_advised() -> None:
    # RFC 9106, second recommended option: 64 MiB and three passes.
    parameters = argon2.extract_parameters(hash_password(PASSWORD))
    assert parameters.memory_cost >= 64 * 1024
    assert parameters.time_cost >= 3


def test_only_the_right_password_fits() -> None:
    kept = hash_password(PASSWORD)
    assert password_fits(kept, PASSWORD)
    assert not password_fits(kept, PASSWORD.upper())
    assert not password_fits(kept, "")


def test_nobody_without_a_password_and_no_broken_hash_lets_anybody_in() -> None:
    assert not password_fits(None, "nobody has this password")
    assert not password_fits("not a hash", PASSWORD)


def test_tokens_are_long_never_the_same_and_kept_as_hashes() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) >= 43 for token in tokens)  # 256 bits
    assert {len(hash_token(token)) for token in tokens} == {64}
    assert tokens.isdisjoint(hash_token(token) for token in tokens)
