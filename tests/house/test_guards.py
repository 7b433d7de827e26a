"""The guards themselves: what they stop and what they let pass."""

import socket
import sqlite3

import pytest

from tests import guards
from tests.browsing import UnsoundPageError, parse


def test_a_test_cannot_reach_another_machine() -> None:
    with socket.socket() as outward, pytest.raises(guards.OutOfBoundsError, match=r"192\.0\.2\.1"):
        outward.connect(("192.0.2.1", 80))
    with pytest.raises(guards.OutOfBoundsError, match=r"plumbline\.example"):
        socket.getaddrinfo("plumbline.example", 80)


def test_a_test_can_reach_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.create_connection(listening.getsockname(), timeout=5):
        assert listening.accept()[0].close() is None


def test_a_test_of_the_domain_has_neither_database_nor_network() -> None:
    with guards.domain_only():
        with pytest.raises(guards.OutOfBoundsError):
            sqlite3.connect(":memory:")
        with socket.socket() as inward, pytest.raises(guards.OutOfBoundsError):
            inward.connect(("127.0.0.1", 9))
    sqlite3.connect(":memory:").close()


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html lang=en><title>A</title><p>An <b>open tag</p>",
        "<!DOCTYPE html><html lang=en><title>A</title><p>A <ul><li>list</ul> in a paragraph</p>",
        "<p>no doctype & a stray </div> end</p>",
        "<table><p>words where a row belongs</p></table>",
    ],
)
def test_unsound_html_is_refused(page: str) -> None:
    with pytest.raises(UnsoundPageError, match="line 1"):
        parse(page)


def test_sound_html_is_taken_whole_or_in_part() -> None:
    parse('<!DOCTYPE html><html lang="en"><head><title>A</title></head><body><p>Words</p></body></html>')
    parse('<p class="x">Words &amp; more</p>')
