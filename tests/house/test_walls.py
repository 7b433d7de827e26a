"""The walls between the floors, and who may do what on each of them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import APP, ROOT, Function, code_of, modules, named, public_functions

# Services that nobody signed in calls: at the command line, in the background, or before signing in.
WITHOUT_PERSON = {
    "account": {"create_account", "create_board", "create_link", "first_person", "list_everybody"},
    "audit": {"check_database", "check_whole_trail", "export_whole_trail"},  # at the command line
    "document": {"added_by"},  # asks for a name, of a paper that was found for somebody
    "document_read": {"limits_of", "put_down", "read_paper", "take_up", "tidy_files"},
    "document_version": {"put_in_force"},  # part of keeping what was read
    "document_picture": {"can_read_pictures", "put_down_pictures", "read_next", "take_up_pictures", "waiting_papers"},
    "document_study": {"put_down_studies", "study_paper", "take_up_studies", "version_now", "waiting_papers"},
    "evidence_move": {"move_evidence"},
    "invitation": {"accept_as_new", "accept_by_link", "check_invitation", "has_account"},  # whoever has the link
    "mail": {"invitation_address", "link_address", "send_waiting", "server_of"},
    "instrument": {"get_instrument", "instrument_of"},
    "sign_in": {
        "check_attempts", "check_link", "forget_failure", "needs_code", "record_failure", "sign_in_with_link",
        "sign_in_with_password", "start_session", "who_is",
    },
    "sign_in_code": {
        "check_account_attempts", "check_code_attempts", "name_of_pending", "record_account_failure", "record_wrong_code",
        "sign_in_with_code", "take_code",
    },
    "sign_in_provider": {"begin_at_provider", "come_back", "sign_in_with_provider", "who_came_back"},
    "sign_in_factor": {"reset_sign_in"},
    "reminder": {"remind_of_dates"},  # the clock asks for it
    "example": {"is_unfinished", "load_example"},
}  # fmt: skip
SERVICES = [path for path in modules(APP / "services") if path.name != "__init__.py"]


def test_no_arrow_goes_up_or_sideways() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


def arguments_of(function: Function) -> list[str]:
    """The names of what a function takes."""
    return [argument.arg for argument in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_a_service_that_reaches_for_anything_takes_the_acting_person_first(path: Path) -> None:
    excused = WITHOUT_PERSON.get(path.stem, set())
    reaching = [each for each in public_functions(path) if {"db", "settings", "person"} & set(arguments_of(each))]
    first = {function.name for function in reaching if arguments_of(function)[0] == "person"}
    assert {function.name for function in reaching} - first - excused == set()
    assert first & excused == set(), "take it off the list"


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_nobody_is_excused_who_is_not_there(path: Path) -> None:
    assert WITHOUT_PERSON.get(path.stem, set()) <= {function.name for function in public_functions(path)}


@pytest.mark.parametrize("path", modules(APP / "web"), ids=lambda path: path.stem)
def test_routes_are_plain_functions_of_routers_that_end_their_work(path: Path) -> None:
    code = code_of(path)
    for node in ast.walk(code):
        decorated = getattr(node, "decorator_list", [])
        is_route = any(ast.unparse(decorator).startswith("router.") for decorator in decorated)
        assert not (is_route and isinstance(node, ast.AsyncFunctionDef)), f"{named(path)}: {node.name} is async"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "APIRouter":
            assert "WorkRoute" in ast.unparse(node), f"{named(path)}: the router needs route_class=WorkRoute"


def test_what_changes_the_database_brings_its_event_for_the_trail() -> None:
    """Functions of the data floor named with a verb of change need `audit`, or say below why not."""
    changing = ("add_", "change_", "set_", "save_", "remove_", "edit_", "use_", "end_", "submit_", "reopen_", "issue_")
    excused = {
        "audit.add_event", "audit.add_look",  # they are the trail
        "sign_in.add_attempt",  # nobody is known yet, and nothing of a case changes
        "sign_in.use_link",  # part of signing in, which has its event
        "evidence_move.add_found_again",  # the event of the paper stands for it: others must not learn how much moved
        "study.save_study",  # made anew from the text whenever that is done again
        "document.save_progress", "document_read.save_progress",  # how far reading has come, many times a minute
        "review.set_status",  # follows from a change that has its event
        "appraisal.save_place",  # where somebody left off; not a change to the appraisal
    }  # fmt: skip
    without = []
    for path in modules(APP / "data"):
        for function in public_functions(path):
            name = f"{path.stem}.{function.name}"
            takes = arguments_of(function)
            if function.name.startswith(changing) and "db" in takes and "audit" not in takes and name not in excused:
                without.append(name)
    assert without == []
