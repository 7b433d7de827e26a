"""Every address in one place: pages and redirects ask here and never put one together themselves."""

from collections.abc import Iterable
from urllib.parse import urlencode

from app.web.urls_agreement import *  # noqa: F403
from app.web.urls_moderation import *  # noqa: F403
from app.web.urls_outcome import *  # noqa: F403
from app.web.urls_people import *  # noqa: F403
from app.web.urls_sign_in import *  # noqa: F403
from app.web.urls_team import *  # noqa: F403
from app.web.urls_trail import *  # noqa: F403


def _with(path: str, **query: str | int | None) -> str:
    kept = {name: value for name, value in query.items() if value not in (None, "", 0)}
    return f"{path}?{urlencode(kept)}" if kept else path


def home() -> str:
    """The first page."""
    return "/"


def help_page() -> str:
    """How Plumbline works."""
    return "/help"


def keys() -> str:
    """The keys, and how to turn them off."""
    return "/help/keys"


def accessibility() -> str:
    """The accessibility statement."""
    return "/accessibility"


def static(path: str, version: str) -> str:
    """A file of ours, with its version so that browsers may keep it for ever."""
    return f"/static/{path}?v={version}"


def reviews(*, search: str = "", status: str = "", sort: str = "", page: int = 1) -> str:
    """The list of reviews."""
    return _with("/reviews", search=search, status=status, sort=sort, page=page if page > 1 else None)


def search(**asked: str) -> str:
    """Searching all papers of the board; `asked` is what the form sends."""
    return _with("/search", **asked)


def review_new() -> str:
    """Registering a review."""
    return "/reviews/new"


def review(review_id: str, *, saved: str = "") -> str:
    """One review; `saved` names the part of its facts that was just saved."""
    return _with(f"/reviews/{review_id}", saved=saved)


def review_edit(review_id: str, part: str) -> str:
    """Editing one part of the facts: details, dates, agencies or people."""
    return f"/reviews/{review_id}/edit/{part}"


def papers_add(review_id: str) -> str:
    """Adding papers."""
    return f"/reviews/{review_id}/papers/add"


def papers_status(review_id: str) -> str:
    """How far reading the papers has come, as a fragment of the review's page."""
    return f"/reviews/{review_id}/papers"


def papers_describe(review_id: str, documents: Iterable[str] = ()) -> str:
    """Saying what papers are: their kinds, agencies and titles."""
    query = urlencode([("paper", document) for document in documents])
    return f"/reviews/{review_id}/papers/describe" + (f"?{query}" if query else "")


def papers_search(review_id: str, query: str = "", *, paper: str = "", page: int = 1) -> str:
    """Searching all papers of a review, or one of them."""
    return _with(f"/reviews/{review_id}/search", q=query, paper=paper, page=page if page > 1 else None)


def paper(review_id: str, document: str) -> str:
    """One paper: what it is, and its first page."""
    return f"/reviews/{review_id}/papers/{document}"


def paper_page(
    review_id: str,
    document: str,
    page: int,
    *,
    passage: str = "",
    find: str = "",
    start: int = 0,
    end: int = 0,
    look: str | None = None,
) -> str:
    """One page of a paper, with a piece of evidence (`passage`), a hit of a search or the text between two offsets marked.

    `look` are the letters of the kinds of cues to mark, where that is not left to what the person chose last.
    """
    address = f"/reviews/{review_id}/papers/{document}/pages/{page}"
    return _with(address, passage=passage, q=find, start=start, end=end, look=look)


def paper_cue(review_id: str, document: str, page: int, cue: str, *, look: str | None = None) -> str:
    """One page of a paper at a cue, its note open."""
    address = _with(f"/reviews/{review_id}/papers/{document}/pages/{page}", look=look, cue=cue)
    return f"{address}#cue-{cue}"


def paper_cues(review_id: str, document: str, look: str | None = None, *, page: int = 1) -> str:
    """All cues of some kinds in a paper. `look` are the letters of the kinds."""
    return _with(f"/reviews/{review_id}/papers/{document}/cues", look=look, page=page if page > 1 else None)


def cue_mark(review_id: str, document: str, cue: str) -> str:
    """Keeping or dismissing a cue, or taking that back."""
    return f"/reviews/{review_id}/papers/{document}/cues/{cue}"


def paper_profile(review_id: str, document: str) -> str:
    """The profile of a paper."""
    return f"/reviews/{review_id}/papers/{document}/profile"


def profiles(review_id: str, papers: Iterable[str] = ()) -> str:
    """Profiles of several papers side by side: the agency reports, or these papers."""
    query = urlencode([("paper", paper) for paper in papers])
    return f"/reviews/{review_id}/profiles" + (f"?{query}" if query else "")


def paper_go(review_id: str, document: str) -> str:
    """Where the form goes with which one jumps to a page."""
    return f"/reviews/{review_id}/papers/{document}/pages"


def paper_picture(review_id: str, document: str, page: int) -> str:
    """The page as printed."""
    return f"/reviews/{review_id}/papers/{document}/pages/{page}/picture"


def paper_original(review_id: str, document: str) -> str:
    """The file as it was uploaded."""
    return f"/reviews/{review_id}/papers/{document}/original"


def paper_retry(review_id: str, document: str) -> str:
    """Reading a paper again."""
    return f"/reviews/{review_id}/papers/{document}/read-again"


def paper_edit(review_id: str, document: str) -> str:
    """Changing what a paper is said to be."""
    return f"/reviews/{review_id}/papers/{document}/edit"


def paper_replace(review_id: str, document: str) -> str:
    """Replacing a paper by a newer version."""
    return f"/reviews/{review_id}/papers/{document}/replace"


def paper_compare(review_id: str, document: str, older: str = "", *, page: int = 1) -> str:
    """What changed in a paper since an older version, or since the one that it replaced; long comparisons have pages."""
    address = f"/reviews/{review_id}/papers/{document}/compare"
    return _with(address, **{"with": older, "page": page if page > 1 else None})


def appraisal_start(review_id: str) -> str:
    """Starting an appraisal of a review."""
    return f"/reviews/{review_id}/appraisals/new"


def appraisal(appraisal_id: str) -> str:
    """The task list of an appraisal."""
    return f"/appraisals/{appraisal_id}"


def marker(
    appraisal_id: str, marker_id: str, *, paper: str = "", page: int = 0, q: str = "", passage: str = "", at: str = ""
) -> str:
    """A marker with the papers beside it; `at` is the part of the page to go to."""
    address = _with(f"/appraisals/{appraisal_id}/markers/{marker_id}", paper=paper, page=page, q=q, passage=passage)
    return f"{address}#{at}" if at else address


def marker_field(appraisal_id: str, marker_id: str) -> str:
    """Saving one field of a marker."""
    return f"/appraisals/{appraisal_id}/markers/{marker_id}/field"


def passages(appraisal_id: str, marker_id: str, prompt: str, *, used: str = "") -> str:
    """Likely passages for a prompt; `used` is the one that was just made evidence."""
    return _with(f"/appraisals/{appraisal_id}/markers/{marker_id}/prompts/{prompt}/passages", used=used)


def evidence_add(appraisal_id: str, marker_id: str) -> str:
    """Adding evidence to a marker."""
    return f"/appraisals/{appraisal_id}/markers/{marker_id}/evidence"


def evidence_other(appraisal_id: str, marker_id: str) -> str:
    """Adding a source that is not in the papers."""
    return f"/appraisals/{appraisal_id}/markers/{marker_id}/evidence/other"


def evidence_page(appraisal_id: str, *, paper: str = "", page: int = 0, marker: str = "") -> str:
    """Citing a page that is a picture without text."""
    return _with(f"/appraisals/{appraisal_id}/cite-page", paper=paper, page=page, marker=marker)


def paper_read_pictures(review_id: str, document: str) -> str:
    """Having the pictures of a paper read."""
    return f"/reviews/{review_id}/papers/{document}/read-pictures"


def evidence_edit(appraisal_id: str, evidence: str) -> str:
    """Changing the note and bearing of a piece of evidence, or removing it."""
    return f"/appraisals/{appraisal_id}/evidence/{evidence}"


def evidence_remove(appraisal_id: str, evidence: str) -> str:
    """Removing a piece of evidence."""
    return f"/appraisals/{appraisal_id}/evidence/{evidence}/remove"


def moved(appraisal_id: str) -> str:
    """What became of the evidence whose papers were replaced by newer versions."""
    return f"/appraisals/{appraisal_id}/moved"


def evidence_move(appraisal_id: str, evidence: str) -> str:
    """Deciding what is to be done with a piece of evidence whose words changed or lost their place."""
    return f"/appraisals/{appraisal_id}/evidence/{evidence}/move"


def lens(appraisal_id: str, lens_id: str) -> str:
    """One of the five lenses."""
    return f"/appraisals/{appraisal_id}/lenses/{lens_id}"


def appraisal_submit(appraisal_id: str) -> str:
    """Submitting an appraisal."""
    return f"/appraisals/{appraisal_id}/submit"


def appraisal_reopen(appraisal_id: str) -> str:
    """Reopening a submitted appraisal."""
    return f"/appraisals/{appraisal_id}/reopen"


def adequacy(appraisal_id: str) -> str:
    """Areas, rules and the overall grade."""
    return f"/appraisals/{appraisal_id}/adequacy"


def adequacy_decide(appraisal_id: str, subject: str) -> str:
    """Deciding an area, or the whole (`overall`)."""
    return f"/appraisals/{appraisal_id}/adequacy/{subject}"


def report_preview(appraisal_id: str) -> str:
    """The report as it would be issued."""
    return f"/appraisals/{appraisal_id}/report"


def report_preview_file(appraisal_id: str, file_format: str) -> str:
    """The previewed report as a file."""
    return f"/appraisals/{appraisal_id}/report.{file_format}"


def report_issue(appraisal_id: str) -> str:
    """Signing and issuing."""
    return f"/appraisals/{appraisal_id}/issue"


def report_public_preview(appraisal_id: str) -> str:
    """The public version as it would be issued."""
    return f"/appraisals/{appraisal_id}/report/public"


def report_public_preview_file(appraisal_id: str, file_format: str) -> str:
    """The previewed public version as a file."""
    return f"/appraisals/{appraisal_id}/report/public.{file_format}"


def report_public(report_id: str) -> str:
    """The public version of an issued report."""
    return f"/reports/{report_id}/public"


def report_public_file(report_id: str, file_format: str) -> str:
    """The public version of an issued report as a file."""
    return f"/reports/{report_id}/public.{file_format}"


def report_identifiers(appraisal_id: str) -> str:
    """Answering about what in the report may identify a person."""
    return f"/appraisals/{appraisal_id}/identifiers"


def paper_identifiers(review_id: str, document: str, *, kind: str = "", page: int = 1) -> str:
    """What may identify a person in a paper; of one kind, where one is named."""
    return _with(f"/reviews/{review_id}/papers/{document}/identifiers", kind=kind, page=page if page > 1 else None)


def text_identifiers() -> str:
    """Checking a pasted text for what may identify a person."""
    return "/identifiers"


def report(report_id: str) -> str:
    """An issued report."""
    return f"/reports/{report_id}"


def report_file(report_id: str, file_format: str) -> str:
    """An issued report as a file."""
    return f"/reports/{report_id}.{file_format}"


def instrument(instrument_id: str, version: str) -> str:
    """What an instrument says: markers, descriptors, areas and rules."""
    return f"/instruments/{instrument_id}/{version}"
