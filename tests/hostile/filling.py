"""Somebody who fills in forms as they stand on the pages, with a hostile text in every field that takes one.

Which fields there are is found from the pages: a field that is new is filled without anybody saying so here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from fastapi import FastAPI
from starlette.routing import Match

from app.web import ROUTERS
from tests.fuzz.client import Answer, Client
from tests.hostile.words import is_harmless, text_of, variants

TEXTS = ("text", "search", "email", "")
# Of a date, of a number, and of what is compared with something else: no text is kept of these.
NO_TEXT = re.compile(r"-(day|month|year)$|^(password|again|code|off-code|off-password|n|page)$|^pages-")
Chosen = Mapping[str, "str | list[str]"]


def route_of(method: str, address: str) -> str:
    """The route that answers there, as the list of routes writes it."""
    return _route_at(method, address.partition("?")[0].partition("#")[0])


@lru_cache(maxsize=2_000)
def _route_at(method: str, path: str) -> str:
    scope = {"type": "http", "method": method, "path": path}
    for router in ROUTERS:
        for route in router.routes:
            if route.matches(scope)[0] is Match.FULL:
                return f"{method} {route.path}"
    return ""


def kind_of(name: str) -> str:
    """A field's name without the ids and numbers in it."""
    name = re.sub(r"(?<=:).+", "*", name)
    return re.sub(r"(?<=-)([0-9a-z]{12,}|\d+)(?=-|$)", "*", name)


@dataclass
class Box:
    """One field of a form with what it holds now. `options`: the values among which one chooses."""

    name: str
    is_text: bool
    values: list[str]
    options: list[str] = field(default_factory=list)


def boxes_of(form: Any) -> Iterator[Box]:
    """The fields of a form, each name once."""
    found: dict[str, Box] = {}
    for element in form.iter("input", "textarea", "select"):
        name, kind = element.get("name"), (element.get("type") or "").lower()
        if not name or kind in ("file", "submit"):
            continue
        box = found.setdefault(name, Box(name, is_text_box(element), []))
        if element.tag == "textarea":
            box.values.append(element.text_content())
        elif element.tag == "select":
            options = [(option.get("value") or "", option.get("selected") is not None) for option in element.iter("option")]
            box.options += [value for value, _ in options]
            box.values += [value for value, selected in options if selected][:1] or box.options[:1]
        elif kind in ("radio", "checkbox"):
            box.options.append(element.get("value") or "on")
            box.values += [element.get("value") or "on"] if element.get("checked") is not None else []
        else:
            box.values.append(element.get("value") or "")
    yield from found.values()


def is_text_box(element: Any) -> bool:
    """Whether words are typed here. Fields that a page hides hold what somebody typed on the page before."""
    if NO_TEXT.search(element.get("name")) or element.get("hidden") is not None:
        return False
    return element.tag == "textarea" or (element.tag == "input" and (element.get("type") or "").lower() in TEXTS)


def forms_of(tree: Any) -> Iterator[tuple[str, Any]]:
    """Every form of a page that is sent, with its address."""
    for form in tree.iter("form"):
        if (form.get("method") or "get").lower() == "post":
            yield form.get("action") or "", form


@dataclass
class Filler:
    """Visits pages, fills forms.

    `filled`: the hostile text that was taken for each field of each route. `met`: every field for text, with a page on which it
    stands. `forms`: by route who met a form, where it is sent, and its fields. `seen`: what all pages said.
    """

    client: Client
    tokens: dict[str, str]
    filled: dict[tuple[str, str], str] = field(default_factory=dict)
    met: dict[tuple[str, str], str] = field(default_factory=dict)
    forms: dict[str, tuple[str, str, tuple[str, ...]]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    pages: int = 0

    @classmethod
    def at(cls, app: FastAPI) -> "Filler":
        """Somebody who visits this app."""
        return cls(Client(app), {})

    def get(self, who: str, address: str, **headers: str) -> Answer:
        """What this person gets there; a page has been looked at."""
        bare = address.partition("#")[0]
        answer = self.client.send("GET", bare, self.tokens.get(who, ""), headers=tuple(headers.items()))
        assert not answer.error, (address, answer.error)
        assert answer.status < 500, (address, answer.status)
        return answer

    def look(self, who: str, address: str) -> Any:
        """The tree of this page, of which the forms are noted."""
        answer = self.get(who, address)
        assert answer.status == 200, (who, address, answer.status, told(answer))
        return self.look_at(who, answer, address)

    def look_at(self, who: str, answer: Answer, address: str) -> Any:
        """The tree of a page, harmless; its forms are noted."""
        tree = is_harmless(answer.text, address)
        self.pages += 1
        self.seen.append(text_of(tree))
        for action, form in forms_of(tree):
            route = route_of("POST", action)
            assert route, (address, action)
            boxes = list(boxes_of(form))
            self.forms[route] = (who, action, tuple(box.name for box in boxes))
            for box in boxes:
                if box.is_text:
                    self.met.setdefault((route, kind_of(box.name)), address)
        return tree

    def fill(self, who: str, address: str, choose: Chosen | None = None, *, at: str = "", do: str = "") -> str:
        """Fill the form on this page that is sent to `at` (the page's own address) and send it; gives where that leads.

        `choose` are values for fields that take no text, or no hostile one.
        """
        wanted = at or address.partition("?")[0]
        forms = [(action, form) for action, form in forms_of(self.look(who, address)) if action.partition("#")[0] == wanted]
        pressed = [(action, form) for action, form in forms if do in [button.get("value") for button in form.iter("button")]]
        assert forms, (who, address, wanted, self.seen[-1][:3000])
        action, form = (pressed or forms)[0]
        return self.send(who, action, list(boxes_of(form)), choose or {}, do)

    def send(self, who: str, action: str, boxes: list[Box], choose: Chosen, do: str = "") -> str:
        """Send these fields, hostile where they take text, in ever shorter texts until they are taken."""
        route = route_of("POST", action)
        marks = {box.name: self.mark(route, box.name) for box in boxes if box.is_text and box.name not in choose}
        answer = None
        for attempt in range(4):
            texts = {name: variants(mark, sign)[attempt] for name, (mark, sign) in marks.items()}
            fields = [(box.name, value) for box in boxes for value in self.values(box, texts, choose)]
            there = {box.name for box in boxes}
            fields += [(name, value) for name, value in choose.items() if isinstance(value, str) and name not in there]
            answer = self.post(who, action, [*fields, *([("do", do)] if do else [])])
            if answer.status in (200, 303):
                self.filled |= {(route, kind_of(name)): value for name, value in texts.items()}
                self.filled |= {(route, kind_of(name)): str(value) for name, value in choose.items() if "{{7*7}}" in value}
                if answer.is_page and answer.status == 200:
                    self.look_at(who, answer, action)
                return answer.headers.get("location", "")
            if answer.is_page:
                is_harmless(answer.text, f"refusal of {action}")
            if not texts:
                break
        assert answer
        raise AssertionError(f"{who} could not send {action}: {answer.status} {told(answer)} {fields}")

    def post(self, who: str, action: str, fields: list[tuple[str, str]]) -> Answer:
        """Send these fields."""
        body = urlencode(fields, errors="surrogatepass").encode()
        kind = (("content-type", "application/x-www-form-urlencoded"),)
        answer = self.client.send("POST", action.partition("#")[0], self.tokens.get(who, ""), body, kind)
        assert not answer.error, (action, answer.error)
        assert answer.status < 500, (action, answer.status)
        return answer

    def mark(self, route: str, name: str) -> tuple[str, str]:
        """A word that stands nowhere else, and a sign with which a formula begins."""
        number = crc32(f"{route} {kind_of(name)}".encode())
        return f"zq{number}zq", "=+-@"[number % 4]

    def values(self, box: Box, texts: Mapping[str, str], choose: Chosen) -> list[str]:
        """What is sent for this field."""
        if box.name in choose:
            chosen = choose[box.name]
            return [chosen] if isinstance(chosen, str) else chosen
        return [texts[box.name]] if box.name in texts else box.values


def told(answer: Answer) -> str:
    """The sentences of a refusal."""
    found = re.findall(r"govuk-error-message\"?>(.*?)</p>|govuk-body\"?>(.*?)</p>", answer.text, re.DOTALL)
    return " ".join(" ".join(re.sub(r"<[^>]+>", "", one) for one in pair) for pair in found)[:600]
