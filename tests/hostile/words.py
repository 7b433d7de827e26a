"""Texts that mean harm, in several lengths; and looking whether a page runs or draws any of it. Not the pages themselves."""

import html
import re
from typing import Any

import lxml.html

from tests.browsing import check_sound

MARKUP = "\"'><script src=//x.example></script><img src=x onerror=go()>&amp;{{7*7}}"
COMMANDS = '#panic("x") $x^2$ @here `raw` ]] */ // \\u{0} #include "/etc/passwd" %s <w:p/>'
ODD = "\N{RIGHT-TO-LEFT OVERRIDE}\N{ZERO WIDTH JOINER}\N{PILE OF POO}中文"
HOSTILE = f"{MARKUP} {COMMANDS} {ODD}"
# Characters that neither HTML nor Word files can hold; a damaged paper may bring them.
BROKEN = "\x01\x0b\x0c\x1f\x85\ufdd0\ufffe\uffff\U0001ffff"
# What a spreadsheet takes for the beginning of a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SHORTEST = "\"'><i onx=go()>{{7*7}}"


def variants(mark: str, sign: str) -> tuple[str, ...]:
    """The same hostile text, longest first, for a field that may be short or of one line. `mark` makes it known again."""
    one_line = f"{sign}{mark}{HOSTILE}"
    return (
        f"{one_line}\r\nBcc: all@x.example\r\n\r\n</textarea>{MARKUP}{BROKEN}",
        one_line,
        f"{sign}{mark}{MARKUP}",
        f"{sign}{mark}{SHORTEST}",
    )


def is_harmless(page: str, where: str) -> Any:
    """No element and no attribute that came out of a text. Gives the tree of the page."""
    check_sound(page)  # as a browser would read it; the quicker parser below then reads the same
    tree = lxml.html.document_fromstring(page)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in ("iframe", "object", "embed", "base", "i"), where
        if element.tag == "script":
            assert (element.get("src") or "").startswith("/static/"), where
            assert not (element.text or "").strip(), where
        if element.tag == "img":
            assert re.match(r"/static/|/reviews/|data:image/", element.get("src") or ""), where
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (where, name)
            if name in ("href", "src", "action", "formaction") or name.startswith("hx-"):
                assert not value.strip().lower().startswith(("javascript:", "//", "http:", "\\")), (where, value)
    return tree


def text_of(tree: Any) -> str:
    """Everything that a page says, in its boxes too."""
    values = [element.get("value") or "" for element in tree.iter("input", "button", "option")]
    return html.unescape("\n".join((tree.text_content(), *values)))
