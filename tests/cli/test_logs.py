"""What is written to the log: where something went wrong, never a word of a case."""

import io
import logging

from app.cli.logs import AccessLine, WithoutWords, log_config

SECRET = "words of a case"


def logged(formatter: logging.Formatter, *arguments: object, **more: object) -> str:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    logger = logging.Logger("test")
    logger.addHandler(handler)
    logger.error(*arguments, **more)
    return out.getvalue()


def fail() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(SECRET) from error


def test_a_trace_has_places_and_kinds_and_no_messages() -> None:
    try:
        fail()
    except ValueError:
        text = logged(WithoutWords(), "it failed", exc_info=True)
    assert "in fail" in text
    assert "builtins.ValueError" in text
    assert "caused by" in text
    assert "builtins.KeyError" in text
    assert SECRET not in text.replace(f'raise ValueError("{SECRET}")', "")


def test_a_request_is_one_line_without_address_query_or_token() -> None:
    line = logged(AccessLine(), "%s %s %s %s %s", "192.0.2.1", "GET", f"/sign-in/link/token?{SECRET}", "1.1", 404)
    assert line.endswith("GET /sign-in/link/… 404\n")
    assert logged(AccessLine(), "%s %s %s %s %s", "192.0.2.1", "POST", "/invitations/token", "1.1", 303).endswith(
        "POST /invitations/… 303\n"
    )
    assert not any(word in line for word in ("192.0.2.1", "token", SECRET))


def test_the_frameworks_own_messages_go_the_same_way() -> None:
    config = log_config()
    assert config["root"]["handlers"] == ["plain"]
    assert config["formatters"]["plain"]["()"] is WithoutWords
    assert config["formatters"]["access"]["()"] is AccessLine
