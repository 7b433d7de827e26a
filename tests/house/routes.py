"""Every route with who may call it. A new route goes on this list before it can be merged."""

from dataclasses import dataclass, field

# Anonymous: nobody is signed in. The others have one role each on the board of the worked example: Alice has submitted her
# appraisal, Bob's is a draft, Mona moderates, Colin commissions, Frank administers.
ROLES = frozenset({"alice", "bob", "mona", "colin", "frank"})
EVERYBODY = ROLES | {"anonymous"}
READERS = frozenset({"alice", "bob", "mona", "colin"})
READS_REPORTS = READERS - {"bob"}  # who still appraises the review reads its report once their own appraisal is in
APPRAISERS = frozenset({"alice", "bob"})
COMMISSIONER = frozenset({"colin"})
MODERATOR = frozenset({"mona"})
TRAIL = frozenset({"colin", "frank"})
ADMINISTRATOR = frozenset({"frank"})
# Bob may not see another appraisal of the review that he is appraising himself.
SEES_SUBMITTED = frozenset({"alice", "mona", "colin"})
SEES_PROGRESS = frozenset({"mona", "colin"})
ALICE_ALONE = frozenset({"alice"})
BOB_ALONE = frozenset({"bob"})


@dataclass(frozen=True)
class Access:
    """Who may call a route, with the `draft` or the `submitted` appraisal of the worked example in its address.

    `sends`: what goes with the request. `also`: how it may answer, for another reason than who asks.
    """

    who: frozenset[str]
    appraisal: str = "submitted"
    sends: dict[str, str] = field(default_factory=dict)
    also: tuple[int, ...] = ()


ROUTES: dict[str, Access] = {
    "GET /": Access(EVERYBODY),
    "GET /help": Access(EVERYBODY),
    "GET /help/keys": Access(EVERYBODY),
    "GET /accessibility": Access(EVERYBODY),
    "GET /health": Access(EVERYBODY),
    "GET /sign-in": Access(EVERYBODY),
    "POST /sign-in": Access(EVERYBODY, also=(429,)),
    "GET /sign-in/link/{token}": Access(EVERYBODY, also=(404,)),
    "POST /sign-in/link/{token}": Access(EVERYBODY, also=(404,)),
    "GET /sign-in/code": Access(EVERYBODY),  # leads to signing in where no code is asked for: tests/web/test_sign_in_code.py
    "POST /sign-in/code": Access(EVERYBODY, also=(422,)),
    # No provider is configured in these tests: tests/web/test_sign_in_provider.py
    "POST /sign-in/provider": Access(EVERYBODY, also=(404,)),
    "GET /sign-in/provider/back": Access(EVERYBODY, also=(404,)),
    "POST /sign-out": Access(EVERYBODY),
    "GET /account": Access(ROLES),
    "POST /account/password": Access(ROLES),
    "POST /account/sessions/{sign_in_id}/end": Access(frozenset()),  # one's own alone: tests/web/test_sign_in.py
    "POST /account/end-other-sessions": Access(ROLES),
    "GET /account/second-factor": Access(ROLES),
    "POST /account/second-factor": Access(ROLES),
    "POST /account/second-factor/confirm": Access(ROLES, also=(403, 422)),
    "POST /account/second-factor/recovery-codes": Access(ROLES, also=(403, 422)),
    "POST /account/second-factor/off": Access(ROLES, also=(403, 422)),
    "GET /trail": Access(TRAIL),
    "GET /trail/check": Access(TRAIL),
    "GET /trail/export.jsonl": Access(TRAIL),
    "GET /instruments/{instrument_id}/{version}": Access(ROLES),
    # People of the board, invitations, and the boards one works on
    "GET /people": Access(TRAIL),
    "GET /people/permissions": Access(ROLES),
    "GET /people/{account}": Access(ADMINISTRATOR),
    "POST /people/{account}/roles": Access(ADMINISTRATOR),
    "POST /people/{account}/disable": Access(ADMINISTRATOR),
    "POST /people/{account}/enable": Access(ADMINISTRATOR),
    "POST /people/{account}/link": Access(ADMINISTRATOR),
    "GET /people/{account}/second-factor": Access(ADMINISTRATOR),
    "POST /people/{account}/second-factor": Access(ADMINISTRATOR, also=(422,)),
    "GET /people/invite": Access(TRAIL),
    "POST /people/invite": Access(TRAIL),
    "POST /people/invitations/{invitation_id}/renew": Access(TRAIL),
    "POST /people/invitations/{invitation_id}/withdraw": Access(TRAIL, also=(403,)),
    "GET /invitations/{token}": Access(EVERYBODY, also=(404,)),
    "POST /invitations/{token}": Access(EVERYBODY, also=(404,)),
    "GET /account/boards": Access(ROLES),
    "POST /account/boards": Access(ROLES, also=(404,)),
    # Reviews
    "GET /reviews": Access(READERS),
    "GET /reviews/new": Access(COMMISSIONER),
    "POST /reviews/new": Access(COMMISSIONER),
    "GET /reviews/{review_id}": Access(READERS),
    "GET /reviews/{review_id}/edit/{part}": Access(COMMISSIONER),
    "POST /reviews/{review_id}/edit/{part}": Access(COMMISSIONER),
    # Nobody is on the team of the worked example's review.
    "GET /reviews/{review_id}/declaration": Access(frozenset()),
    "POST /reviews/{review_id}/declaration": Access(frozenset()),
    "GET /reviews/{review_id}/team": Access(SEES_PROGRESS),
    "GET /reviews/{review_id}/grid": Access(SEES_PROGRESS),
    "GET /reviews/{review_id}/team/add": Access(COMMISSIONER),
    "POST /reviews/{review_id}/team/add": Access(COMMISSIONER),
    "GET /reviews/{review_id}/team/remind": Access(COMMISSIONER),
    "POST /reviews/{review_id}/team/remind": Access(COMMISSIONER),
    "GET /reviews/{review_id}/team/{member_id}": Access(COMMISSIONER, also=(404,)),
    "POST /reviews/{review_id}/team/{member_id}/due": Access(COMMISSIONER, also=(404,)),
    "POST /reviews/{review_id}/team/{member_id}/withdraw": Access(COMMISSIONER, also=(404,)),
    "POST /reviews/{review_id}/team/{member_id}/return": Access(COMMISSIONER, also=(404,)),
    "GET /reviews/{review_id}/round": Access(COMMISSIONER),
    "POST /reviews/{review_id}/round": Access(COMMISSIONER),
    "GET /reviews/{review_id}/round/open": Access(MODERATOR),
    "POST /reviews/{review_id}/round/open": Access(MODERATOR),
    "GET /reviews/{review_id}/round/outcome": Access(COMMISSIONER),
    "POST /reviews/{review_id}/round/outcome": Access(COMMISSIONER, also=(403,)),  # an appraisal was submitted already
    "GET /reviews/{review_id}/outcome": Access(READERS),
    "POST /reviews/{review_id}/outcome": Access(READERS),
    "GET /search": Access(READERS, sends={"q": "assessment"}),
    # Papers
    "GET /reviews/{review_id}/papers": Access(READERS),
    "GET /reviews/{review_id}/papers/add": Access(COMMISSIONER),
    "POST /reviews/{review_id}/papers/add": Access(COMMISSIONER),
    "GET /reviews/{review_id}/papers/describe": Access(COMMISSIONER),
    "POST /reviews/{review_id}/papers/describe": Access(COMMISSIONER),
    "GET /reviews/{review_id}/papers/{document_id}": Access(READERS),
    "GET /reviews/{review_id}/papers/{document_id}/edit": Access(COMMISSIONER),
    "POST /reviews/{review_id}/papers/{document_id}/edit": Access(COMMISSIONER),
    "GET /reviews/{review_id}/papers/{document_id}/compare": Access(READERS),
    "GET /reviews/{review_id}/papers/{document_id}/replace": Access(COMMISSIONER),
    "POST /reviews/{review_id}/papers/{document_id}/replace": Access(COMMISSIONER),
    "POST /reviews/{review_id}/papers/{document_id}/read-again": Access(COMMISSIONER, also=(403,)),
    "POST /reviews/{review_id}/papers/{document_id}/read-pictures": Access(COMMISSIONER, also=(403,)),
    "GET /reviews/{review_id}/papers/{document_id}/original": Access(READERS),
    "GET /reviews/{review_id}/papers/{document_id}/pages": Access(READERS, sends={"n": "2"}),
    "GET /reviews/{review_id}/papers/{document_id}/pages/{number}": Access(READERS),
    "GET /reviews/{review_id}/papers/{document_id}/pages/{number}/picture": Access(READERS),
    "GET /reviews/{review_id}/papers/{document_id}/cues": Access(READERS),
    "GET /reviews/{review_id}/papers/{document_id}/cues/{key}": Access(READERS),
    "POST /reviews/{review_id}/papers/{document_id}/cues/{key}": Access(BOB_ALONE, sends={"do": "dismiss"}),
    "GET /reviews/{review_id}/papers/{document_id}/profile": Access(READERS),
    "GET /reviews/{review_id}/profiles": Access(READERS),
    "GET /reviews/{review_id}/search": Access(READERS),
    # Appraising
    "GET /reviews/{review_id}/appraisals/new": Access(APPRAISERS),
    "POST /reviews/{review_id}/appraisals/new": Access(APPRAISERS),
    "GET /appraisals/{appraisal_id}": Access(SEES_SUBMITTED),
    "GET /appraisals/{appraisal_id}/markers/{marker_id}": Access(SEES_SUBMITTED),
    "POST /appraisals/{appraisal_id}/markers/{marker_id}": Access(BOB_ALONE, "draft"),
    "POST /appraisals/{appraisal_id}/markers/{marker_id}/field": Access(
        BOB_ALONE, "draft", {"field": "grade", "grade": "good", "v:grade": "0"}, (409,)
    ),
    "POST /appraisals/{appraisal_id}/markers/{marker_id}/evidence": Access(BOB_ALONE, "draft"),
    "GET /appraisals/{appraisal_id}/markers/{marker_id}/prompts/{prompt_id}/passages": Access(SEES_SUBMITTED),
    "POST /appraisals/{appraisal_id}/markers/{marker_id}/prompts/{prompt_id}/passages": Access(BOB_ALONE, "draft"),
    "GET /appraisals/{appraisal_id}/markers/{marker_id}/evidence/other": Access(BOB_ALONE, "draft"),
    "POST /appraisals/{appraisal_id}/markers/{marker_id}/evidence/other": Access(BOB_ALONE, "draft"),
    "GET /appraisals/{appraisal_id}/evidence/{evidence_id}": Access(BOB_ALONE, "draft"),
    "POST /appraisals/{appraisal_id}/evidence/{evidence_id}": Access(BOB_ALONE, "draft"),
    "POST /appraisals/{appraisal_id}/evidence/{evidence_id}/remove": Access(BOB_ALONE, "draft"),
    "GET /appraisals/{appraisal_id}/moved": Access(SEES_SUBMITTED),
    # The evidence of the worked example has not moved.
    "GET /appraisals/{appraisal_id}/evidence/{evidence_id}/move": Access(BOB_ALONE, "draft", also=(404,)),
    "POST /appraisals/{appraisal_id}/evidence/{evidence_id}/move": Access(BOB_ALONE, "draft", also=(404,)),
    "GET /appraisals/{appraisal_id}/cite-page": Access(BOB_ALONE, "draft", also=(404,)),
    "POST /appraisals/{appraisal_id}/cite-page": Access(BOB_ALONE, "draft", also=(404,)),
    "GET /appraisals/{appraisal_id}/lenses/{lens_id}": Access(SEES_SUBMITTED),
    "POST /appraisals/{appraisal_id}/lenses/{lens_id}": Access(BOB_ALONE, "draft"),
    "GET /appraisals/{appraisal_id}/submit": Access(BOB_ALONE, "draft"),
    "POST /appraisals/{appraisal_id}/submit": Access(BOB_ALONE, "draft"),
    "GET /appraisals/{appraisal_id}/reopen": Access(ALICE_ALONE),
    "POST /appraisals/{appraisal_id}/reopen": Access(ALICE_ALONE),
    # The appraisals of the worked example were never reopened.
    "GET /appraisals/{appraisal_id}/submissions/{submission}": Access(SEES_SUBMITTED, also=(404,)),
    # Moderation. There is no consensus of the worked example's review to be signed, and no second round of it.
    "GET /reviews/{review_id}/moderation": Access(SEES_SUBMITTED),
    "GET /reviews/{review_id}/moderation/{marker_id}": Access(SEES_SUBMITTED),
    "POST /reviews/{review_id}/moderation/{marker_id}": Access(MODERATOR),
    "POST /reviews/{review_id}/moderation/{marker_id}/field": Access(MODERATOR, also=(404,)),
    "POST /reviews/{review_id}/moderation/{marker_id}/posts": Access(SEES_SUBMITTED),
    "GET /reviews/{review_id}/consensus": Access(SEES_SUBMITTED),
    "POST /reviews/{review_id}/consensus": Access(MODERATOR, also=(403,)),
    "GET /reviews/{review_id}/consensus/agreed": Access(MODERATOR),
    "POST /reviews/{review_id}/consensus/agreed": Access(MODERATOR),
    "POST /reviews/{review_id}/consensus/excuse": Access(MODERATOR, also=(403,)),
    "POST /reviews/{review_id}/consensus/reopen": Access(MODERATOR, also=(403,)),
    "GET /reviews/{review_id}/second-round": Access(MODERATOR),
    "POST /reviews/{review_id}/second-round": Access(MODERATOR),
    "GET /appraisals/{appraisal_id}/first-round": Access(ALICE_ALONE, also=(404,)),
    # Adequacy
    "GET /appraisals/{appraisal_id}/adequacy": Access(SEES_SUBMITTED),
    "POST /appraisals/{appraisal_id}/adequacy": Access(MODERATOR),
    "GET /appraisals/{appraisal_id}/adequacy/{subject:path}": Access(MODERATOR),
    "POST /appraisals/{appraisal_id}/adequacy/{subject:path}": Access(MODERATOR),
    "GET /appraisals/{appraisal_id}/adequacy/text/{name}": Access(MODERATOR),
    "POST /appraisals/{appraisal_id}/adequacy/text/{name}": Access(MODERATOR),
    # Agreement, of which there is no file while one appraisal alone is submitted
    "GET /reviews/{review_id}/agreement": Access(SEES_SUBMITTED),
    "GET /reviews/{review_id}/agreement.csv": Access(SEES_SUBMITTED, also=(404,)),
    # Personal data, and the public version of a report
    "GET /identifiers": Access(READERS),
    "POST /identifiers": Access(READERS),
    "GET /reviews/{review_id}/papers/{document_id}/identifiers": Access(READERS),
    "GET /appraisals/{appraisal_id}/identifiers": Access(COMMISSIONER),
    "POST /appraisals/{appraisal_id}/identifiers": Access(COMMISSIONER),
    "GET /appraisals/{appraisal_id}/report/public": Access(SEES_SUBMITTED),
    "GET /appraisals/{appraisal_id}/report/public.{file_format}": Access(SEES_SUBMITTED),
    "GET /reports/{report_id}/public": Access(READS_REPORTS),
    "GET /reports/{report_id}/public.{file_format}": Access(READS_REPORTS),
    # Reports
    "GET /appraisals/{appraisal_id}/report": Access(SEES_SUBMITTED),
    "GET /appraisals/{appraisal_id}/report.{file_format}": Access(SEES_SUBMITTED),
    "GET /appraisals/{appraisal_id}/issue": Access(COMMISSIONER),
    "POST /appraisals/{appraisal_id}/issue": Access(COMMISSIONER),
    "GET /reports/{report_id}": Access(READS_REPORTS),
    "GET /reports/{report_id}.{file_format}": Access(READS_REPORTS),
}
