"""Routes of the team of a review: who is on it, until when, reminding and withdrawing, and the grid of how far all have come."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.clock import day_of, now
from app.domain.errors import InvalidError, InvalidFieldsError
from app.domain.permission import can_manage_team
from app.domain.team import Part
from app.jobs import queue_letters
from app.services import progress, reminder
from app.services import review as reviews
from app.services import team as teams
from app.services.notice import Post
from app.services.team import OpenMember
from app.settings import Settings
from app.web import urls
from app.web.deps import Db, FormOf, SettingsOf, SignedIn, WorkRoute
from app.web.forms import TypedDate, read_date
from app.web.render import show
from app.web.team_pages import Choice, GridPage, MemberPage, RemindPage, TeamAddPage, TeamPage

router = APIRouter(route_class=WorkRoute)

DONE = {
    "added": "They are on the team.",
    "due": "The due date is saved.",
    "withdrawn": "They no longer take part, and nobody waits for them.",
    "returned": "They take part again.",
    "reminded": "The reminders are on their way.",
}


@router.get("/reviews/{review_id}/team")
def team_page(request: Request, db: Db, person: SignedIn, review_id: str, done: str = "") -> Response:
    """Who appraises and moderates."""
    opened = teams.open_team(person, db, review_id)
    return show(request, "team/page.html", TeamPage(opened.review, opened, can_manage_team(person), DONE.get(done, "")))


@router.get("/reviews/{review_id}/team/add")
def add_page(request: Request, db: Db, person: SignedIn, review_id: str) -> Response:
    """Who could be put on the team."""
    return show(request, "team/add.html", _add_page(db, person, review_id, [], TypedDate(), {}))


def _add_page(db: Db, person: SignedIn, review_id: str, chosen: list[str], due: TypedDate, errors: dict[str, str]) -> TeamAddPage:
    found = teams.choices(person, db, review_id)
    appraisers, moderators = (
        tuple(Choice.of(part, one, chosen) for part, one in found if part is wanted)
        for wanted in (Part.APPRAISER, Part.MODERATOR)
    )
    return TeamAddPage(reviews.get_review(person, db, review_id), appraisers, moderators, due, errors)


@router.post("/reviews/{review_id}/team/add")
def add(request: Request, db: Db, person: SignedIn, settings: SettingsOf, form: FormOf, review_id: str) -> Response:
    """Put them on the team."""
    chosen, due = form.texts("people"), read_date(form, "due", "The due date")
    try:
        if due.problem:
            raise InvalidFieldsError({"due": due.problem})
        pairs = [(part, one) for part, _, one in (value.partition(":") for value in chosen)]
        teams.put_on_team(person, db, review_id, pairs, due.value, _post(settings))
    except InvalidFieldsError as error:
        return show(request, "team/add.html", _add_page(db, person, review_id, chosen, due, error.fields), status=422)
    return RedirectResponse(urls.team(review_id, done="added"), status_code=303)


@router.get("/reviews/{review_id}/team/remind")
def remind_page(request: Request, db: Db, person: SignedIn, settings: SettingsOf, review_id: str, whom: str = "late") -> Response:
    """The letters, to be read before they go out, or to be copied."""
    found = reminder.write_reminders(person, db, review_id, whom, settings)
    return show(request, "team/remind.html", RemindPage(found.review, found.reminders, whom, settings.sends_letters))


@router.post("/reviews/{review_id}/team/remind")
def remind(db: Db, person: SignedIn, settings: SettingsOf, form: FormOf, review_id: str) -> Response:
    """Send them. Without a mail server they are shown to be copied."""
    whom = form.text("whom") or reminder.LATE
    reminder.write_reminders(person, db, review_id, whom, settings)
    if not settings.sends_letters:
        return RedirectResponse(urls.team_remind(review_id, whom), status_code=303)
    reminder.send_reminders(person, db, review_id, whom, settings, queue_letters(settings))
    return RedirectResponse(urls.team(review_id, done="reminded"), status_code=303)


@router.get("/reviews/{review_id}/team/{member_id}")
def member_page(request: Request, db: Db, person: SignedIn, review_id: str, member_id: str) -> Response:
    """One member: what they declared, until when, and withdrawing them."""
    opened = teams.open_member(person, db, review_id, member_id)
    return show(request, "team/member.html", _member_page(opened, TypedDate.of(opened.mate.member.due), {}))


def _member_page(opened: OpenMember, due: TypedDate, errors: dict[str, str], reason: str = "") -> MemberPage:
    return MemberPage(opened.review, opened.mate, opened.declared, due, reason, errors)


@router.post("/reviews/{review_id}/team/{member_id}/due")
def save_due(
    request: Request, db: Db, person: SignedIn, settings: SettingsOf, form: FormOf, review_id: str, member_id: str
) -> Response:
    """Set or take away the due date."""
    opened = teams.open_member(person, db, review_id, member_id)
    due = read_date(form, "due", "The due date")
    try:
        if due.problem:
            raise InvalidError(due.problem, "due")
        teams.set_due_date(person, db, review_id, member_id, due.value, _post(settings))
    except InvalidError as error:
        return show(request, "team/member.html", _member_page(opened, due, {error.field: error.sentence}), status=422)
    return RedirectResponse(urls.team(review_id, done="due"), status_code=303)


@router.post("/reviews/{review_id}/team/{member_id}/withdraw")
def withdraw(
    request: Request, db: Db, person: SignedIn, settings: SettingsOf, form: FormOf, review_id: str, member_id: str
) -> Response:
    """Take somebody off the work, with a reason."""
    opened = teams.open_member(person, db, review_id, member_id)
    reason = form.text("reason")
    try:
        teams.withdraw(person, db, review_id, member_id, reason, _post(settings))
    except InvalidError as error:
        page = _member_page(opened, TypedDate.of(opened.mate.member.due), {error.field: error.sentence}, reason)
        return show(request, "team/member.html", page, status=422)
    return RedirectResponse(urls.team(review_id, done="withdrawn"), status_code=303)


@router.post("/reviews/{review_id}/team/{member_id}/return")
def take_up_again(db: Db, person: SignedIn, settings: SettingsOf, review_id: str, member_id: str) -> Response:
    """Let somebody who was withdrawn take part again."""
    teams.take_up_again(person, db, review_id, member_id, _post(settings))
    return RedirectResponse(urls.team(review_id, done="returned"), status_code=303)


def _post(settings: Settings) -> Post:
    return Post(settings, queue_letters(settings))


@router.get("/reviews/{review_id}/grid")
def grid_page(request: Request, db: Db, person: SignedIn, review_id: str) -> Response:
    """How far each appraiser has come with each marker."""
    grid = progress.open_grid(person, db, review_id)
    page = GridPage(grid.team.review, grid.team.round, grid.instrument, grid.lines, day_of(now()), can_manage_team(person))
    return show(request, "team/grid.html", page)
