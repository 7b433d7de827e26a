"""What the server and the worker write to standard output: what was asked and how it went, never a word of a case.

Query strings can hold what somebody searched for, link addresses hold a token, and the message of an unexpected error
can hold the text of a paper: none of them is written.
"""

import logging
import logging.config
import re
import traceback
from types import TracebackType
from typing import Any

LINK = re.compile(r"^(/sign-in/link/|/invitations/)[^/]+")


class WithoutWords(logging.Formatter):
    """Writes traces as places in our code and the kind of error, without its message."""

    def formatException(  # noqa: N802  # the name is logging's
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """The trace of the error and of what caused it."""
        parts: list[str] = []
        error = ei[1]
        while error is not None:
            places = "".join(traceback.format_tb(error.__traceback__)).rstrip()
            parts.append(f"{places}\n{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\ncaused by\n".join(parts)


class AccessLine(logging.Formatter):
    """One line for a request: when, method, path, status."""

    def format(self, record: logging.LogRecord) -> str:
        """Leaves out the network address and everything after the path."""
        arguments: Any = record.args
        _address, method, path, _version, status = arguments
        plain = LINK.sub(r"\1…", str(path).partition("?")[0])
        return f"{self.formatTime(record)} {method} {plain} {status}"


def handler(formatter: str) -> dict[str, Any]:
    """A handler that writes to standard output."""
    return {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": formatter}


def log_config() -> dict[str, Any]:
    """The configuration of logging for server and worker."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"()": WithoutWords, "format": "%(asctime)s %(levelname)s %(message)s"},
            "access": {"()": AccessLine},
        },
        "handlers": {"plain": handler("plain"), "access": handler("access")},
        "root": {"handlers": ["plain"], "level": "WARNING"},
        "loggers": {
            "plumbline": {"level": "INFO"},
            "uvicorn.error": {"level": "WARNING"},
            "uvicorn.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
        },
    }


def set_up() -> None:
    """Have this process log in this way."""
    logging.config.dictConfig(log_config())
