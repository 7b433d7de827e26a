"""Migrations: one line of them, and an empty database upgraded is what the tables say."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from app.data.full_text import OWN_TABLES, is_of_tables
from app.data.migrate import MIGRATIONS, config_for, current, migrate, newest
from app.data.session import get_engine
from app.data.tables import metadata
from app.settings import Settings


@pytest.fixture
def script() -> ScriptDirectory:
    return ScriptDirectory.from_config(config_for("sqlite://"))


def test_there_is_one_head_and_head_txt_names_it(script: ScriptDirectory) -> None:
    assert script.get_heads() == [newest()]


def test_each_migration_is_named_after_its_file_and_numbered_in_order(script: ScriptDirectory) -> None:
    names = sorted(path.stem for path in (MIGRATIONS / "versions").glob("*.py"))
    line = [revision.revision for revision in script.walk_revisions()][::-1]
    assert names == line
    assert [int(name.split("_")[0]) for name in names] == list(range(1, len(names) + 1))


def test_an_empty_database_upgraded_equals_the_tables(empty_settings: Settings) -> None:
    assert current(empty_settings.database) is None
    assert migrate(empty_settings.database)
    assert not migrate(empty_settings.database), "there is nothing left to do"
    with get_engine(empty_settings.database).connect() as connection:
        options = {"compare_type": True, "render_as_batch": True, "include_name": is_of_tables}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_every_constraint_and_index_has_a_name(settings: Settings) -> None:
    looked = inspect(get_engine(settings.database))
    nameless = []
    for table in looked.get_table_names():
        if table == "alembic_version" or table in OWN_TABLES:
            continue
        found = [looked.get_pk_constraint(table), *looked.get_foreign_keys(table), *looked.get_unique_constraints(table)]
        nameless += [table for constraint in found if not constraint["name"]]
    assert nameless == []


def test_everything_of_a_case_belongs_to_a_board() -> None:
    without = {name for name, table in metadata.tables.items() if "board_id" not in table.columns}
    # Parts of something that has the board, or the account itself, which may be on several.
    parts = {
        "board", "account", "sign_in_link", "sign_in_attempt",
        "second_factor", "recovery_code", "pending_sign_in", "provider_start", "provider_identity",
        "review_person", "review_agency", "document_page", "document_outline",
        "appraisal_state", "entry", "evidence", "evidence_version", "evidence_move", "decision", "report_file",
        "document_cue", "document_cue_count", "document_paragraph", "document_profile", "document_study", "document_picture",
        "cue_choice", "team_member", "declaration", "round_settings", "round_step",
        "outcome_pages", "outcome_opening", "discussion", "sign_off",
    }  # fmt: skip
    assert without <= parts


def test_the_address_may_have_a_percent_sign(empty_settings: Settings) -> None:
    assert config_for("sqlite:///a%20b").get_main_option("sqlalchemy.url") == "sqlite:///a%20b"
