"""The guards themselves: what they stop and what they let pass."""

import socket
import sqlite3

import pytest

from app.web.render import environment
from app.web.sign_in_pages import LinkPage
from tests import guards
from tests.browsing import MissingNameError, UnsoundPageError, parse


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


def test_a_name_that_a_page_does_not_have_is_an_error_and_no_gap() -> None:
    page = LinkPage("Alice", "x")
    assert environment().from_string("{{ page.name }}").render(page=page) == "Alice"
    assert environment().from_string("{{ settings.anything.at.all }}").render(settings={}) == "", "the macros need this"
    with pytest.raises(MissingNameError, match="LinkPage has no nmae"):
        environment().from_string("{{ page.nmae }}").render(page=page)
