"""Routes of one marker in moderation: the appraisals side by side, its consensus, and what is said about it."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.consensus import MINORITY
from app.domain.errors import InvalidError
from app.domain.instrument import Marker
from app.domain.judgement import Evidence
from app.services import moderation as moderations
from app.services.appraisal_save import Saved, Typed
from app.services.moderation import Moderation
from app.services.moderation_save import save_consensus
from app.services.submission import list_submissions
from app.web import urls
from app.web.appraisal_pages import SavedField
from app.web.deps import Db, FormOf, SignedIn, WorkRoute, keep_what_was_saved
from app.web.forms import Form
from app.web.marker_fields import saved_field, with_choice
from app.web.moderation_form import bring_over, consensus_form, in_words, typed_consensus, typed_form, typed_one
from app.web.moderation_pages import (
    ComparedPage,
    ConsensusFieldPage,
    ConsensusForm,
    EvidenceTick,
    PromptRow,
    TickPage,
    ViewColumn,
)
from app.web.render import show, wants_fragment

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews/{review_id}/moderation/{marker_id}")
def compared_page(request: Request, db: Db, person: SignedIn, review_id: str, marker_id: str, saved: str = "") -> Response:
    """One marker side by side."""
    found = moderations.open_compared(person, db, review_id, marker_id)
    form = consensus_form(found, found.marker(marker_id), person.id)
    page = build_page(person, db, found, marker_id, form)
    return show(request, "moderation/marker.html", replace(page, message="Saved." if saved else ""))


@router.post("/reviews/{review_id}/moderation/{marker_id}")
def save(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str, marker_id: str) -> Response:
    """Save the consensus on this marker, or bring an appraiser's text over as a start."""
    found = moderations.open_compared(person, db, review_id, marker_id)
    marker = found.marker(marker_id)
    if form.text("bring"):
        brought = bring_over(typed_form(found, marker, form, (), None), found, marker, form.text("bring"))
        return show(
            request, "moderation/marker.html", build_page(person, db, found, marker_id, brought, ticked=form.texts("use"))
        )
    try:
        typed = with_choice(typed_consensus(form, marker), form, marker.id)
    except InvalidError as error:
        as_typed = typed_form(found, marker, form, (), None)
        page = build_page(person, db, found, marker_id, as_typed, ticked=form.texts("use"))
        return show(request, "moderation/marker.html", replace(page, errors={error.field: error.sentence}), status=422)
    saved = save_consensus(person, db, review_id, marker_id, typed, ticked=form.texts("use"), were_ticked=form.texts("had"))
    if saved.conflicts or saved.problems:
        return _not_saved(request, person, db, form, (review_id, marker_id), (typed, saved))
    if form.text("do") == "list":
        return RedirectResponse(urls.moderation(review_id), status_code=303)
    following = _following(found, marker)
    if form.text("do") == "next" and following:
        return RedirectResponse(urls.moderation_marker(review_id, following.id), status_code=303)
    return RedirectResponse(urls.moderation_marker(review_id, marker_id, saved="yes", at="consensus"), status_code=303)


@router.post("/reviews/{review_id}/moderation/{marker_id}/field")
def save_one_field(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str, marker_id: str) -> Response:
    """Save one field of the consensus for htmx, which gets back how that went; or one tick at a piece of evidence. Without htmx
    the buttons save the whole page.
    """
    marker = moderations.find_compared(person, db, review_id, marker_id).marker(marker_id)
    name = form.text("field")
    if name == "use":
        return _save_tick(request, db, person, form, review_id, marker_id)
    try:
        typed = typed_one(form, marker, name)
        saved = save_consensus(person, db, review_id, marker_id, [typed])
    except InvalidError as error:
        if not wants_fragment(request):
            raise
        return _field_not_saved(request, name, form.number(f"v:{name}"), error)
    if not wants_fragment(request):
        for refused in (*saved.conflicts.values(), *saved.problems.values()):
            raise refused
        return RedirectResponse(urls.moderation_marker(review_id, marker_id, at="consensus"), status_code=303)
    found = moderations.find_compared(person, db, review_id, marker_id)
    shown = saved_field(found.entries, marker_id, name, typed, saved)
    shown = replace(shown, conflict=in_words(found, name, shown.conflict)) if shown.conflict else shown
    status = 409 if saved.conflicts else 422 if saved.problems else 200
    return show(request, "moderation/_field_saved.html", ConsensusFieldPage(shown), status=status)


def _field_not_saved(request: Request, name: str, version: int, error: InvalidError) -> Response:
    """Half a minority view is nothing wrong: it waits for the rest."""
    if name == MINORITY:
        half = SavedField(name, version=version, waiting=f"Not saved yet. {error.sentence}")
        return show(request, "moderation/_field_saved.html", ConsensusFieldPage(half))
    wrong = SavedField(name, version=version, problem=error.sentence)
    return show(request, "moderation/_field_saved.html", ConsensusFieldPage(wrong), status=422)


def _save_tick(request: Request, db: Db, person: Person, form: Form, review_id: str, marker_id: str) -> Response:
    """Take over one piece of evidence, or give it up: `evidence` names it, `use` has all that are ticked now."""
    evidence, ticked = form.text("evidence"), form.texts("use")
    were_ticked = [one for one in ticked if one != evidence] if evidence in ticked else [*ticked, evidence]
    save_consensus(person, db, review_id, marker_id, [], ticked=ticked, were_ticked=were_ticked)
    if not wants_fragment(request):
        return RedirectResponse(urls.moderation_marker(review_id, marker_id), status_code=303)
    return show(request, "moderation/_tick_saved.html", TickPage(evidence, evidence in ticked))


def _not_saved(
    request: Request, person: Person, db: Db, form: Form, place: tuple[str, str], outcome: tuple[Sequence[Typed], Saved]
) -> Response:
    keep_what_was_saved(request)
    review_id, marker_id = place
    typed, saved = outcome
    found = moderations.open_compared(person, db, review_id, marker_id)
    shown = typed_form(found, found.marker(marker_id), form, typed, saved)
    words = "This field was saved in the meantime with something newer: compare the two and choose."
    errors = {field.id: field.problem or words for field in shown.fields.values() if field.problem or field.conflict}
    page = build_page(person, db, found, marker_id, shown)
    return show(request, "moderation/marker.html", replace(page, errors=errors), status=409 if saved.conflicts else 422)


@router.post("/reviews/{review_id}/moderation/{marker_id}/posts")
def post(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str, marker_id: str) -> Response:
    """Say something about this marker."""
    try:
        moderations.add_post(person, db, review_id, marker_id, form.text("post"))
    except InvalidError as error:
        found = moderations.open_compared(person, db, review_id, marker_id)
        page = build_page(person, db, found, marker_id, consensus_form(found, found.marker(marker_id), person.id))
        page_as_typed = replace(page, post=form.text("post"), errors={"post": error.sentence})
        if wants_fragment(request):
            return show(request, "moderation/_discussion.html", page_as_typed, status=422)
        return show(request, "moderation/marker.html", page_as_typed, status=422)
    if wants_fragment(request):
        found = moderations.open_compared(person, db, review_id, marker_id)
        page = build_page(person, db, found, marker_id, consensus_form(found, found.marker(marker_id), person.id))
        return show(request, "moderation/_discussion.html", replace(page, message="Posted."))
    return RedirectResponse(urls.moderation_marker(review_id, marker_id, at="discussion"), status_code=303)


def build_page(
    person: Person, db: Db, found: Moderation, marker_id: str, form: ConsensusForm, *, ticked: Sequence[str] | None = None
) -> ComparedPage:
    """The page. `ticked` are the pieces of evidence that were ticked on a form that is not saved."""
    marker, compared = found.marker(marker_id), found.compared[marker_id]
    appraisals = {one.id: one for one in found.round.submitted}
    own = found.taken_over
    cited = found.judgements[marker_id].evidence
    area = found.instrument.area_of(marker_id)
    theirs = [item for view in compared.views for item in view.judgement.evidence]
    new = {item.id for item in own if not any(item.says_the_same(other) for other in theirs)}
    rest = [item for item in cited if item.id in new]
    return ComparedPage(
        review=found.review,
        marker=marker,
        compared=compared,
        columns=tuple(
            ViewColumn(
                view,
                tuple(_tick(found, item, own, ticked) for item in view.judgement.evidence),
                list_submissions(person, db, appraisals[view.appraisal]),
            )
            for view in compared.views
        ),
        prompts=_prompts(found, marker, form),
        consensus=found.consensus,
        grade=found.judgements[marker_id].grade,
        form=replace(form, own_evidence=tuple(_tick(found, item, own, None) for item in rest)),
        minority=tuple((found.names[view.person], view.grade, view.reason) for view in found.minority.get(marker_id, ())),
        names=tuple((one, found.names[one]) for one in found.takes_part),
        posts=moderations.list_posts(person, db, found, marker_id),
        can_change=found.can_change,
        asks_recorded_reason=bool(area and area.id in found.instrument.excusable_areas),
        following=_following(found, marker),
    )


def _tick(found: Moderation, item: Evidence, own: Sequence[Evidence], ticked: Sequence[str] | None) -> EvidenceTick:
    had = any(item.says_the_same(other) for other in own)
    passage = item.passage
    link = urls.paper_page(found.review.id, passage.document, passage.page, passage=item.id) if passage else ""
    return EvidenceTick(item, link, had if ticked is None else item.id in ticked, had)


def _prompts(found: Moderation, marker: Marker, form: ConsensusForm) -> tuple[PromptRow, ...]:
    rows = []
    for prompt in marker.prompts:
        given = []
        for view in found.compared[marker.id].views:
            answer = view.judgement.answers.get(prompt.id)
            given.append((view.name, answer.choice if answer else None, answer.note if answer else ""))
        rows.append(PromptRow(prompt, tuple(given), form.fields[f"answer:{prompt.id}"], form.fields[f"note:{prompt.id}"]))
    return tuple(rows)


def _following(found: Moderation, marker: Marker) -> Marker | None:
    """The next marker in the instrument's order; the list leads to the others by disagreement."""
    markers = found.instrument.markers
    here = markers.index(marker)
    return markers[here + 1] if here + 1 < len(markers) else None
