"""The page of keys names exactly the keys that templates give to what they show."""

import re

from app.web.keys import KEYS
from app.web.render import TEMPLATES


def given() -> set[str]:
    """Every key that stands in a template."""
    found = set()
    for path in TEMPLATES.rglob("*.html"):
        found |= set(re.findall(r'data-key="(.)"', path.read_text()))
    return found


def test_the_keys_in_the_templates_are_those_on_the_page_of_keys() -> None:
    listed = [letter for key in KEYS for letter in key.letters]
    assert len(listed) == len(set(listed))
    assert given() == set(listed)


def test_going_back_is_the_same_letter_with_shift() -> None:
    assert all(key.back == key.forward.upper() != key.forward for key in KEYS if key.back)
