"""Templates: the names they use exist, nothing is inline, nothing comes from elsewhere, every hx- element has a plain twin."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.domain.report import ReportData
from tests.house import template_names
from tests.house.page_types import pages_by_template
from tests.house.template_names import check
from tests.house.tree import APP, TEMPLATES, named, templates

PAGES = pages_by_template()
# Rendered by other means than `show`.
REPORT = ("report/_report.html", {"report": ReportData})
STANDALONE = "report/standalone.html"  # a file to keep, opened without us: it carries its style with it
LINKS = re.compile(
    r"https?://[^/\"']*(?:nspcc\.org\.uk|scie\.org\.uk|gov\.uk|legislation\.gov\.uk|equalityadvisoryservice\.com)(?=[/\"'])"
)
TEXTS = {path.relative_to(TEMPLATES).as_posix(): path.read_text() for path in templates()}


@pytest.mark.parametrize(("template", "page"), [(name, page) for name, pages in sorted(PAGES.items()) for page in pages])
def test_every_name_that_a_template_uses_exists(template: str, page: type) -> None:
    assert sorted(check(template, page).problems) == []


def test_every_template_is_used() -> None:
    reached = {STANDALONE, "report/_standalone.css"}
    for template, pages in PAGES.items():
        for page in pages:
            reached |= check(template, page).templates
    found = template_names.Check()
    template_names._Walk(found, REPORT[0]).template(dict(REPORT[1]))
    assert sorted(found.problems) == []
    assert sorted(set(TEXTS) - reached - found.templates) == []


def test_a_misspelt_name_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check itself: one mistake of each kind in a template that is sound otherwise."""
    sound = TEXTS["sign_in/account.html"]
    mistakes = {
        "page.sign_inz": "has no sign_inz",
        "urls.acount()": "no address urls.acount",
        "urls.account(1)": "too many positional arguments",
        "nothing": "there is no nothing",
        "(page.sign_ins | first).browsr": "has no browsr",
        "person.board.nam": "has no nam",
    }
    from app.web.render import environment
    from app.web.sign_in_pages import AccountPage

    for mistake, words in mistakes.items():
        changed = sound.replace("{% block content %}", "{% block content %}{{ " + mistake + " }}").replace(
            "{% block form %}", "{% block form %}{{ " + mistake + " }}"
        )
        tree = environment().parse(changed)
        monkeypatch.setattr(
            template_names, "_tree", lambda name, tree=tree, real=template_names._tree: tree if name == "x" else real(name)
        )
        assert any(words in problem for problem in check("x", AccountPage).problems), mistake


@pytest.mark.parametrize("name", [name for name in TEXTS if name not in (STANDALONE, "report/_standalone.css")])
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(name: str) -> None:
    text = TEXTS[name]
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text, re.IGNORECASE)
    assert not re.search(r"<script(?![^>]*\ssrc=\"\{\{ static\()[^>]*>", text, re.IGNORECASE), "scripts are files of ours"
    for address in re.findall(r"(?:src|href|action|poster|data)\s*=\s*[\"'](https?:[^\"']*[\"'])", text):
        assert LINKS.match(address), address
    assert not re.search(r"(?:src|href)\s*=\s*[\"']//", text)


def test_text_is_never_trusted() -> None:
    """What a person typed or a paper says is escaped, always. Only the report that we made ourselves is put in as it is."""
    whole_report = {STANDALONE, "report/page.html", "report/public.html"}
    trusting = re.compile(r"[^'\" ] *\| *safe\b|autoescape")  # words of ours, in quotation marks, may be trusted
    assert [name for name, text in TEXTS.items() if trusting.search(text) and name not in whole_report] == []
    assert [named(path) for path in (APP / "web").rglob("*.py") if "Markup(" in path.read_text()] == []


class Twins(HTMLParser):
    """Collects elements with hx- attributes and what they do without JavaScript."""

    def __init__(self) -> None:
        super().__init__()
        self.alone: list[str] = []
        self.forms: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(given)
        asks = [name for name in ("hx-get", "hx-post", "hx-put", "hx-delete", "hx-patch") if name in given]
        if asks and not self.has_twin(tag, given):
            self.alone.append(f"{self.getpos()[0]}: <{tag} {asks[0]}=…>")

    def has_twin(self, tag: str, given: dict[str, str | None]) -> bool:
        """A link with an address, a form with one, or a field or button, which its form sends."""
        if tag == "a":
            return bool(given.get("href"))
        if tag == "form":
            return bool(given.get("action"))
        if tag in ("button", "input", "select", "textarea"):
            return given.get("type") not in ("button",)
        # What asks again by itself shows the same on the next full load; a link or button to load beside it is checked by hand.
        return (given.get("hx-trigger") or "").startswith(("every", "load"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.forms:
            self.forms.pop()


def plain(text: str) -> str:
    """The template with expressions made into harmless words, so that its elements can be read."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", text, flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}", "x", text, flags=re.DOTALL)


@pytest.mark.parametrize("name", [name for name, text in TEXTS.items() if "hx-" in text])
def test_what_htmx_does_can_be_done_without_it(name: str) -> None:
    twins = Twins()
    twins.feed(plain(TEXTS[name]))
    assert twins.alone == []


def test_htmx_uses_no_method_that_a_form_has_not_and_no_inherited_attribute() -> None:
    for name, text in TEXTS.items():
        assert not re.search(r"hx-(put|patch|delete|on|inherit|disinherit|boost|ext)\b", text), name


def test_pages_hold_one_heading_of_the_first_level() -> None:
    for name in PAGES:
        if not Path(name).name.startswith("_"):
            reached = check(name, next(iter(PAGES[name]))).templates
            count = sum(len(re.findall(r"<h1\b", TEXTS.get(each, ""))) for each in reached)
            assert count >= 1, f"{name} has no h1"
