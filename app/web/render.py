"""Turning a page dataclass into an answer. Not for deciding anything."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from jinja2.runtime import Macro

from app.domain.account import Person
from app.domain.permission import (
    can_appraise,
    can_invite,
    can_issue,
    can_read_papers,
    can_read_trail,
    can_register,
    can_see_people,
)
from app.settings import ROOT
from app.web import urls

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "app" / "static"
LONDON = ZoneInfo("Europe/London")
MOST_KEPT, LONGEST_KEPT = 4096, 600  # pieces, about 4 MB of them, and characters of an argument


@lru_cache
def static_version() -> str:
    """Changes whenever a file of ours does, so that browsers may keep them for ever."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@lru_cache
def environment() -> Environment:
    """Jinja2 with the GOV.UK macros. They need `ChainableUndefined`; a house test checks the names that our pages use."""
    env = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(TEMPLATES),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a change of a template needs a new start, as a change of the code does
    )
    env.globals.update(
        urls=urls,
        kept=kept,
        static=lambda path: urls.static(path, static_version()),
        can_register=can_register,
        can_appraise=can_appraise,
        can_issue=can_issue,
        can_read_papers=can_read_papers,
        can_read_trail=can_read_trail,
        can_see_people=can_see_people,
        can_invite=can_invite,
    )
    env.filters.update(day=day, moment=moment, number=number)
    return env


def kept(macro: Macro, *arguments: Any, **named: Any) -> str:  # noqa: ANN401
    """What this macro of a template makes of these arguments, made once. For what a page has many of and seldom changes."""
    for given in (*arguments, *named.values()):  # written out, as a page does this some hundred times
        if not (len(given) <= LONGEST_KEPT if type(given) is str else getattr(given, "is_worth_keeping", True)):
            return _made.__wrapped__(macro, *arguments, **named)
    return _made(macro, *arguments, **named)


@lru_cache(maxsize=MOST_KEPT)
def _made(macro: Macro, *arguments: Any, **named: Any) -> str:  # noqa: ANN401
    made: str = macro(*arguments, **named)
    return made


def day(value: date | None) -> str:
    """A date as GOV.UK writes it: 3 March 2016."""
    return f"{value.day} {value:%B %Y}" if value else "Not known"


def moment(value: datetime | None) -> str:
    """A time as GOV.UK writes it, in local time: 3 March 2016 at 2:05pm."""
    if value is None:
        return ""
    local = value.astimezone(LONDON)
    hour = local.hour % 12 or 12
    return f"{day(local.date())} at {hour}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def number(value: int) -> str:
    """A number with commas: 1,000."""
    return f"{value:,}"


def show(
    request: Request,
    template: str,
    page: Any,  # noqa: ANN401  # each template has its own page dataclass
    *,
    status: int = 200,
    block: str = "",
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The page, or one named block of it. Its template gets `page` and what every layout needs, nothing else."""
    person: Person | None = getattr(request.state, "person", None)
    context = {"page": page, "person": person, "path": request.url.path}
    chosen = environment().get_template(template)
    body = "".join(chosen.blocks[block](chosen.new_context(context))) if block else chosen.render(context)
    answer = HTMLResponse(body, status_code=status, headers=dict(headers or {}))
    answer.headers["Vary"] = "HX-Request"
    return answer


def wants_fragment(request: Request) -> bool:
    """Whether htmx asks, which wants a part of the page and not the whole."""
    return request.headers.get("hx-request") == "true"


def template_path(name: str) -> Path:
    """Where a template lies."""
    return TEMPLATES / name
