"""The installation that is fuzzed: the worked example, another board beside it, and what must hold at the end."""

import hashlib
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import lxml.html

from app.data.session import get_engine, work
from app.main import create_app
from app.services.audit import check_whole_trail
from app.settings import Settings
from app.web import ROUTERS
from tests.factories import make_appraisal, make_paper, make_review
from tests.fuzz.client import Client
from tests.hostile.filling import route_of
from tests.house.routes import ROUTES
from tests.house.test_routes import Place, furnish

MOST_OF_A_KIND = 7  # pages of one route that are searched for forms, for each visitor
VISITORS = ("alice", "bob", "mona", "colin", "frank", "anonymous")


@dataclass(frozen=True)
class Form:
    """A form of a page: where it is sent, and what it holds."""

    address: str
    fields: tuple[tuple[str, str], ...]


@dataclass
class World:
    """One copy of the installation. `ids` are all ids in the database, those of the other board among them."""

    place: Place
    other: str
    client: Client
    ids: list[str] = field(default_factory=list)
    forms: dict[str, list[Form]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    @property
    def database(self) -> Path:
        """The file of the database."""
        return self.place.settings.var_dir / "plumbline.db"


def routes() -> list[str]:
    """Every route, as "METHOD path"."""
    return sorted(
        f"{method} {route.path}" for router in ROUTERS for route in router.routes for method in route.methods - {"HEAD"}
    )


def furnish_world(example: Path, folder: Path, looking: Sequence[str] = VISITORS) -> World:
    """A copy of the worked example, with a board beside it on which Dave has a review, a paper and an appraisal.

    `looking` are those whose pages are searched for forms.
    """
    shutil.copytree(example, folder)
    settings = Settings(PLUMBLINE_VAR=folder)
    place = furnish(settings)
    dave = place.people["dave"]
    with work(settings.database) as db:
        review = make_review(db, dave, "TM-2015-01")
        make_paper(db, dave, review.id, "Words of another board.")
        make_appraisal(db, dave, review.id)
    world = World(place, dave.board.id, Client(place.app))
    world.ids = ids_in(world.database)
    gather_forms(world, looking, follow=looking == VISITORS)
    world.client.close()
    get_engine(settings.database).dispose()
    return world


@contextmanager
def copy_of(world: World, folder: Path) -> Iterator[World]:
    """The same in another folder, to be spoilt."""
    shutil.copytree(world.place.settings.var_dir, folder)
    settings = Settings(PLUMBLINE_VAR=folder)
    place = replace(world.place, app=create_app(settings), settings=settings, tokens=dict(world.place.tokens))
    copied = replace(world, place=place, client=Client(place.app))
    try:
        yield copied
    finally:
        copied.client.close()
        get_engine(settings.database).dispose()


def ids_in(database: Path) -> list[str]:
    """Every id of every table."""
    with sqlite3.connect(database) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = []
        for table in tables:
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            if "id" in columns:
                found += [str(row[0]) for row in db.execute(f"SELECT id FROM {table}")]
    return found


def address(world: World, route: str, appraisal: str = "") -> str:
    """The route with the example's things in it."""
    names = world.place.names[appraisal or ROUTES[route].appraisal]
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: names.get(found[1], "made-up"), route.split(maxsplit=1)[1])


def gather_forms(world: World, looking: Sequence[str], *, follow: bool) -> None:
    """Every form of every page that these may see, by who may see it: at the address of each route, and where links lead if
    they are followed.
    """
    seen: set[str] = set()
    for who in looking:
        found: dict[str, Form] = {}
        waiting = [address(world, route, one) for route in routes() if route.startswith("GET ") for one in ("submitted", "draft")]
        visits: Counter[str] = Counter()
        asked: set[str] = set()
        for where in waiting:
            kind = route_of("GET", where)
            if where in asked or visits[kind] >= MOST_OF_A_KIND:
                continue
            asked.add(where)
            answer = world.client.send("GET", where, token_of(world, who))
            if answer.status == 200 and answer.is_page:
                visits[kind] += 1
                page = lxml.html.document_fromstring(answer.text)
                found.update((form.address + str(form.fields[:2]), form) for form in forms_of(page))
                waiting += [link for link in links_of(page) if route_of("GET", link)] if follow else []
        world.forms[who] = list(found.values())
        seen |= {name for form in found.values() for name, _ in form.fields}
    world.names = sorted(seen)


def without_form(world: World) -> list[str]:
    """The routes to which no form that was found is sent: they get fields by name alone."""
    sent = {route_of("POST", form.address) for forms in world.forms.values() for form in forms}
    return sorted({route for route in routes() if route.startswith("POST ")} - sent)


def links_of(page: Any) -> Iterable[str]:
    """The addresses of ours to which a page leads."""
    links = (link.get("href", "").partition("#")[0] for link in page.iter("a"))
    return [link for link in links if link.startswith("/")]


def forms_of(page: Any) -> Iterable[Form]:
    """The forms of a page."""
    for form in page.iter("form"):
        if (form.get("method") or "get").lower() != "post" or not (form.get("action") or "").startswith("/"):
            continue
        fields = [
            (box.get("name"), box.get("value") or "".join(box.itertext())[:3_000])
            for tag in ("input", "textarea", "select", "button")
            for box in form.iter(tag)
            if box.get("name")
        ]
        yield Form(form.get("action").partition("#")[0], tuple(fields))


def token_of(world: World, who: str) -> str:
    """What this visitor's browser holds."""
    return world.place.token(who) if who != "anonymous" else ""


def other_board(world: World) -> str:
    """A sum over everything that belongs to the other board, which nobody may change who is not of it."""
    digest = hashlib.sha256()
    with sqlite3.connect(world.database) as db:
        tables = sorted(
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'")
        )
        owned = {"board_id": f"'{world.other}'", "review_id": f"SELECT id FROM review WHERE board_id = '{world.other}'"}
        owned["appraisal_id"] = f"SELECT id FROM appraisal WHERE board_id = '{world.other}'"
        owned["document_id"] = f"SELECT id FROM document WHERE review_id IN ({owned['review_id']})"
        for table in tables:
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            for column, which in owned.items():
                if column in columns:
                    rows = db.execute(f"SELECT * FROM {table} WHERE {column} IN ({which}) ORDER BY 1, 2").fetchall()
                    digest.update(f"{table} {column} {rows!r}\n".encode())
    return digest.hexdigest()


def is_whole(settings: Settings) -> None:
    """The database is sound, nothing points to what is not there, and the trail is unbroken."""
    with sqlite3.connect(settings.var_dir / "plumbline.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    with work(settings.database, writes=False) as db:
        assert check_whole_trail(db).fault is None


def outside_files(world: World) -> list[str]:
    """Names in the folder of papers that are not of our making."""
    files = world.place.settings.var_dir / "files"
    return [str(path) for path in files.rglob("*") if path.is_file() and not re.fullmatch(r"[0-9a-z]+(\.part|\.\w+)?", path.name)]
