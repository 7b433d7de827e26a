"""Fixtures for everybody: settings, a migrated database with the fixed people, and browsers that are signed in.

The database is made once and copied for each test. `db` holds the only place for writing until the test is over, so a
test that also uses a browser writes through `stored` instead.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from tests import guards

guards.keep_watch()
# No test may read the settings, or the database, of whoever runs it.
for _name in [name for name in os.environ if name.startswith("PLUMBLINE_") or name in ("HOST", "PORT", "DATABASE_URL")]:
    del os.environ[_name]
os.environ["PLUMBLINE_VAR"] = tempfile.mkdtemp(prefix="plumbline-test-")

from app.data.migrate import migrate  # noqa: E402  # the lines above must come first
from app.data.session import Session, finish, get_engine, open_session, work  # noqa: E402
from app.domain.account import Person  # noqa: E402
from app.jobs import jobs_of  # noqa: E402
from app.main import create_app  # noqa: E402
from app.outside import passwords  # noqa: E402
from app.settings import Settings  # noqa: E402
from tests.browsing import Browser, be_strict, open_browser  # noqa: E402
from tests.factories import People, make_people, make_token  # noqa: E402
from tests.journeys.serving import seed  # noqa: E402

be_strict()
# Thousands of tests are held in memory for the whole run: they are not looked through for rubbish again and again.
gc.set_threshold(20_000, 20, 50)
# What takes longest begins first, so that no process is left alone with it at the end; before those that wait for the worked
# example come two that do not need it.
FIRST = (
    *("journeys/test_accessibility.py", "web/test_bad_input.py", "house/test_blind_everywhere.py", "services/test_example.py"),
    *("journeys/test_main_job_plain.py", "journeys/test_main_job.py", "journeys/test_killed_server.py"),
    *("journeys/test_keyboard.py", "journeys/test_nothing_typed_is_lost.py", "journeys/test_sign_in.py"),
    *("web/test_hostile_text.py", "finder/test_recall.py", "cli/test_serving.py", "house/test_routes.py"),
    *("web/test_sign_in_provider.py", "services/test_report.py"),
)
ClientFor = Callable[[Person], Browser]
Stored = Callable[[], AbstractContextManager[Session]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the modules of FIRST first, in that order; the others stay in theirs."""
    places = {Path(__file__).parent / name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(FIRST)))


def pytest_collection_finish() -> None:
    """Set all tests apart from what the tests make."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Clear away the folder that stands in for `var/`."""
    shutil.rmtree(os.environ["PLUMBLINE_VAR"], ignore_errors=True)


@pytest.fixture(autouse=True)
def _stay_in_the_core(request: pytest.FixtureRequest) -> Iterator[None]:
    if "domain" not in request.node.path.relative_to(Path(__file__).parent).parts[:1]:
        yield
        return
    with guards.domain_only():
        yield


@pytest.fixture(scope="module", autouse=True)
def _quick_passwords(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hashing takes long on purpose. The tests of passwords hold it to that; all others use as little of it as there is."""
    if request.node.path.name == "test_passwords.py":
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


def _settings_in(folder: Path, **changes: object) -> Settings:
    return Settings(PLUMBLINE_VAR=folder, **changes)


def _put_away(folder: Path) -> None:
    """Make room for a folder of this name, also where a process that is about to end still writes into the one before."""
    if folder.exists():
        shutil.rmtree(folder.rename(Path(tempfile.mkdtemp(dir=folder.parent)) / "before"), ignore_errors=True)


def _close(settings: Settings) -> None:
    get_engine(settings.database).dispose()
    jobs_of.cache_clear()


@pytest.fixture(scope="session")
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, People]:
    settings = _settings_in(tmp_path_factory.mktemp("made-once"))
    migrate(settings.database)
    with work(settings.database) as db:
        made = make_people(db)
    _close(settings)
    return settings.var_dir / "plumbline.db", made


@pytest.fixture
def empty_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings with a folder of their own in which there is no database yet.

    It has the same name for every test of a process: the engine, and with it the statements that it has prepared, serves all.
    """
    folder = tmp_path_factory.getbasetemp() / "var"
    _put_away(folder)
    folder.mkdir()
    settings = _settings_in(folder)
    yield settings
    _close(settings)


@pytest.fixture
def settings(empty_settings: Settings, _made_once: tuple[Path, People]) -> Settings:
    """Settings with a migrated database of the test's own, in which the fixed people have accounts."""
    shutil.copyfile(_made_once[0], empty_settings.var_dir / "plumbline.db")
    return empty_settings


@pytest.fixture(scope="session")
def _example_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once per run of the tests, as the command line makes it: by whichever process needs it first."""
    base = tmp_path_factory.getbasetemp()
    # Each process of a run that is shared out has a folder of its own inside the run's.
    return seed((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "example-once")


@pytest.fixture
def example_settings(tmp_path_factory: pytest.TempPathFactory, _example_once: Path) -> Iterator[Settings]:
    """Settings with a copy of the worked example and its people: Alice's appraisal is issued, Bob's a draft. The papers have
    been studied. The folder has the same name for every test of a process, as `empty_settings` has.
    """
    folder = tmp_path_factory.getbasetemp() / "example"
    _put_away(folder)
    shutil.copytree(_example_once, folder)
    settings = _settings_in(folder)
    yield settings
    _close(settings)


@pytest.fixture
def db(settings: Settings) -> Iterator[Session]:
    """A session whose work is dropped at the end. Not beside a browser: it keeps others from writing."""
    session = open_session(settings.database)
    yield session
    finish(session, good=False)


@pytest.fixture
def stored(settings: Settings) -> Stored:
    """`with stored() as db:` keeps its work when the block ends, so that a browser sees it."""
    return lambda: work(settings.database)


@pytest.fixture
def people(_made_once: tuple[Path, People]) -> People:
    """The fixed people."""
    return _made_once[1]


@pytest.fixture
def alice(people: People) -> Person:
    """An appraiser."""
    return people.alice


@pytest.fixture
def bob(people: People) -> Person:
    """Another appraiser on Alice's board."""
    return people.bob


@pytest.fixture
def carol(people: People) -> Person:
    """The moderator."""
    return people.carol


@pytest.fixture
def dave(people: People) -> Person:
    """Somebody with every role on another board."""
    return people.dave


@pytest.fixture
def erin(people: People) -> Person:
    """The commissioner."""
    return people.erin


@pytest.fixture
def frank(people: People) -> Person:
    """The administrator, who has no other role."""
    return people.frank


@lru_cache
def _app_once() -> FastAPI:
    return create_app()


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    """The app on the test's own database. It keeps nothing but the settings, so that it is put together once."""
    app = _app_once()
    app.state.settings = settings
    return app


@pytest.fixture
def client_for(app: FastAPI, settings: Settings) -> Iterator[ClientFor]:
    """`client_for(alice)` is a browser in which Alice is signed in. It follows no redirects unless asked."""
    opened: list[Browser] = []

    def make(person: Person) -> Browser:
        opened.append(open_browser(app, make_token(settings, person)))
        return opened[-1]

    yield make
    for browser in opened:
        browser.close()


@pytest.fixture
def anonymous(app: FastAPI) -> Iterator[Browser]:
    """A browser in which nobody is signed in."""
    browser = open_browser(app)
    yield browser
    browser.close()
