"""Routes for profiles of papers: one, and several side by side."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.services import document_profile, document_study
from app.services import review as reviews
from app.web.deps import Db, SettingsOf, SignedIn, WorkRoute
from app.web.profile_pages import Choice, ProfilePage, ProfilesPage, view_of
from app.web.render import show, wants_fragment

router = APIRouter(route_class=WorkRoute)

Chosen = Annotated[list[str] | None, Query()]


@router.get("/reviews/{review_id}/papers/{document_id}/profile")
def profile(request: Request, db: Db, person: SignedIn, settings: SettingsOf, review_id: str, document_id: str) -> Response:
    """The profile of a paper; until it was studied, a word about that, which htmx asks for again."""
    review = reviews.get_review(person, db, review_id)
    found = document_profile.open_profile(person, db, review_id, document_id, document_study.version_now(settings))
    others = [paper for paper in document_profile.choices_of(person, db, review_id) if paper.id != document_id]
    page = ProfilePage(review, found.paper, found.standing, view_of(found), bool(others))
    if wants_fragment(request):
        headers = {} if page.is_waiting else {"HX-Refresh": "true"}
        return show(request, "profile/_waiting.html", page, headers=headers)
    return show(request, "profile/page.html", page)


@router.get("/reviews/{review_id}/profiles")
def profiles(
    request: Request, db: Db, person: SignedIn, settings: SettingsOf, review_id: str, paper: Chosen = None
) -> Response:  # fmt: skip
    """Several profiles side by side: the agency reports, or those chosen."""
    review = reviews.get_review(person, db, review_id)
    choices = document_profile.choices_of(person, db, review_id)
    wanted = set(paper or [])
    most = document_profile.MOST_SIDE_BY_SIDE
    chosen = tuple(one for one in choices if one.id in wanted)[:most] or document_profile.chosen_first(choices)
    found = document_profile.open_profiles(person, db, chosen, document_study.version_now(settings))
    views = tuple(view for one in found if (view := view_of(one)))
    ready = {view.paper.id for view in views}
    page = ProfilesPage(
        review,
        tuple(Choice(one, one in chosen) for one in choices),
        views,
        tuple(one for one in chosen if one.id not in ready),
        most,
    )
    return show(request, "profile/side.html", page)
