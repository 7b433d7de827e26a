"""People with a second factor for the pages about it: one whose phone waits to be confirmed, and one whose codes are known."""

from playwright.sync_api import Page

from app.data import account as accounts
from app.data import second_factor as factors
from app.data.session import Session
from app.domain.account import Person, Role
from app.domain.audit import event
from app.outside.passwords import hash_token
from app.services import account
from app.services.sign_in_factor import begin_second_factor
from tests.factories import make_person

GRACE, WORDS = "grace@wexcombe.example", "quiet kettles over orchards"
# Each may be used once, so that each state has one of its own.
RECOVERY = ("FIRSTCODE", "SECONDCODE", "THIRDCODE")


def give_second_factors(db: Session, waiting: Person) -> None:
    """A key that waits, and Grace, whose second factor is on. Modules that share a server ask once each."""
    if accounts.find_account(db, GRACE):
        return
    begin_second_factor(waiting, db)
    grace = make_person(db, "Grace Pell", Role.ADMINISTRATOR, board=waiting.board.name)
    account.change_password(grace, db, WORDS, WORDS)
    factors.begin_second_factor(db, grace.id, "A" * 32)
    told = event(grace, "second factor turned on", "account", grace.id)
    factors.set_second_factor(db, grace.id, [hash_token(code) for code in RECOVERY], told)


def give_password(page: Page) -> None:
    """On the page for signing in, as far as the page that asks Grace for her code."""
    page.get_by_label("E-mail address").fill(GRACE)
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Type your code").wait_for()


def give_wrong_code(page: Page) -> None:
    """And a code that is none."""
    give_password(page)
    page.get_by_label("Code").fill("ABCD")
    page.get_by_role("button", name="Sign in", exact=True).click()


def open_second_factor(page: Page) -> None:
    """Signed in with a recovery code, on the page of the second factor; the window is nobody's afterwards."""
    _open(page, RECOVERY[0])
    page.context.clear_cookies()


def renew_codes(page: Page) -> None:
    """The same with fresh recovery codes shown."""
    _open(page, RECOVERY[1])
    page.get_by_label("Code from your phone, or a recovery code", exact=True).fill(RECOVERY[2])
    page.get_by_role("button", name="Make fresh recovery codes").click()
    page.get_by_role("heading", name="Your fresh recovery codes").wait_for()
    page.context.clear_cookies()


def _open(page: Page, code: str) -> None:
    give_password(page)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Grace Pell").click()
    page.get_by_role("link", name="Fresh recovery codes").click()
    page.get_by_role("heading", name="Turn it off").wait_for()
