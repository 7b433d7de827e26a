"""A review from its invitation to its report, every form of it filled with hostile texts by those who may fill it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.data import appraisal as appraisals
from app.data import document as documents
from app.data import document_read as readings
from app.data import evidence as evidence_rows
from app.data import round as rounds
from app.data import team
from app.data.ids import new_id
from app.data.session import Session, work
from app.data.study import save_study
from app.domain.account import Person, Role
from app.domain.appraisal import Appraisal
from app.domain.audit import event
from app.domain.clock import now
from app.domain.cue import Cue, CueKind
from app.domain.document import Document, DocumentKind, FileFormat, OutlineItem, Page, Reading, ReadingStatus
from app.domain.entry import key_of
from app.domain.instrument import Lens
from app.domain.page_text import clean
from app.domain.study import Study
from app.main import create_app
from app.services import account as accounts
from app.services import appraisal_save, document_version
from app.services import evidence_move as moving
from app.services import report as reports
from app.services.appraisal_save import Typed
from app.services.instrument import get_instrument
from app.settings import Settings
from tests.factories import make_token
from tests.hostile.filling import Filler, told
from tests.hostile.words import BROKEN, HOSTILE, MARKUP

BOARD = f"={HOSTILE}"
CUE = Cue(1, 0, 20, CueKind.HINDSIGHT, HOSTILE, HOSTILE)
OTHER_CUE = Cue(1, 30, 50, CueKind.HINDSIGHT, HOSTILE, HOSTILE)
# What may stand in an address of a letter.
ADDRESS = "=1+'|&{{7*7}}%0abcc@x.example"
PASSWORD = "orchard kettle =1+1 <b>"
PLACE = "She lived at 4 Marsh Lane, Wexcombe, WX1 2AB, with Jordan Pell"
PEOPLE = {
    "amy": Role.APPRAISER,
    "ben": Role.APPRAISER,
    "cat": Role.APPRAISER,
    "mod": Role.MODERATOR,
    "com": Role.COMMISSIONER,
}


@dataclass
class Story:
    """The installation, whoever fills the forms, and the ids of what came about."""

    settings: Settings
    filler: Filler
    people: dict[str, Person]
    review: str = ""
    paper: str = ""
    newer: str = ""
    appraisals: dict[str, str] = field(default_factory=dict)
    consensus: str = ""
    away: str = ""
    visited: dict[tuple[str, ...], tuple[str, str]] = field(default_factory=dict)

    @property
    def at(self) -> str:
        """The address of the review."""
        return f"/reviews/{self.review}"

    def fill(self, who: str, address: str, choose: Any = None, **more: str) -> str:
        """See `Filler.fill`."""
        return self.filler.fill(who, address, choose, **more)


def tell(settings: Settings) -> Story:
    """All of it."""
    story = begin(settings)
    register(story)
    make_team(story)
    appraise(story)
    moderate(story)
    judge(story)
    return story


def begin(settings: Settings) -> Story:
    """An administrator invites everybody, and everybody accepts under a name of their own choice."""
    with work(settings.database) as db:
        made = accounts.create_account(
            db,
            board_name=BOARD,
            name=f"=adm {HOSTILE}",
            email="adm@x.example",
            post=HOSTILE,
            roles=frozenset({Role.ADMINISTRATOR}),
        )
    story = Story(settings, Filler.at(create_app(settings)), {"adm": made})
    story.filler.tokens["adm"] = make_token(settings, made)
    for name, role in PEOPLE.items():
        invite(story, name, role)
    story.fill("adm", "/people/invite", {"email": ADDRESS, "roles": ["moderator"]})
    return story


def invite(story: Story, name: str, role: Role) -> None:
    """Invite somebody, who accepts."""
    filler = story.filler
    filler.fill("adm", "/people/invite", {"email": f"{name}@x.example", "roles": [role.value]})
    link = filler.seen[-1].partition("/invitations/")[2].split()[0]
    filler.fill("", f"/invitations/{link}", {"password": PASSWORD, "again": PASSWORD})
    with work(story.settings.database) as db:
        story.people[name] = next(one for one in accounts.list_everybody(db) if one.email == f"{name}@x.example")
    filler.tokens[name] = make_token(story.settings, story.people[name])


def register(story: Story) -> None:
    """The commissioner registers a review, its facts and its papers."""
    fill = story.fill
    story.review = fill("com", "/reviews/new", {"harm": "died", "age_band": "1-5"}).split("/")[2]
    fill("com", f"{story.at}/edit/details", {"harm": "died"}, do="save")
    fill("com", f"{story.at}/edit/agencies", {}, do="save")
    fill("com", f"{story.at}/edit/people", {"person-1-part": "panel-chair"}, do="save")
    sent = upload(story, f"{HOSTILE}.txt", b"Words enough to be a paper of its own.", f"{story.at}/papers/add")
    fill("com", sent, {f"kind-{sent.rpartition('=')[2]}": "agency"})
    with work(story.settings.database) as db:
        story.paper = add_paper(db, story.people["com"], story.review).id
    fill("com", f"{story.at}/papers/{story.paper}/edit", {f"kind-{story.paper}": "agency"})


def upload(story: Story, name: str, content: bytes, address: str) -> str:
    """Send a file as a browser does; gives where that leads."""
    spelled = name.encode("utf-8", "replace").replace(b'"', b"%22")
    body = b'--b\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n--b--\r\n' % (spelled, content)
    headers = (("content-type", "multipart/form-data; boundary=b"),)
    filler = story.filler
    answer = filler.client.send("POST", address, filler.tokens["com"], body, headers)
    assert answer.status == 303, told(answer)
    return answer.headers["location"]


def add_paper(db: Session, person: Person, review: str, replaces: Document | None = None) -> Document:
    """A paper that has been read and studied, whose every part is hostile."""
    paper = Document(
        id=new_id(),
        review=review,
        kind=DocumentKind.AGENCY,
        agency=MARKUP,
        title=HOSTILE,
        filename=f"{HOSTILE}.pdf",
        size=1,
        sha256=new_id(),
        status=ReadingStatus.QUEUED,
        sentence="",
        added_at=now(),
        added_by=person.id,
        version=replaces.version + 1 if replaces else 1,
        replaces=replaces.id if replaces else "",
    )
    told = event(person, "paper added", "document", paper.id, review=review)
    documents.add_document(db, person.board.id, paper, paper.id, told)
    claim = readings.claim_reading(db, paper.id)
    assert claim
    text = clean(f"{HOSTILE}\n\nThe panel {'never' if replaces else 'hardly ever'} {HOSTILE} asked why.{BROKEN}\n\n{PLACE}.")
    pages = (
        Page(1, text, HOSTILE, ((0, HOSTILE),), (HOSTILE,)),
        Page(2, clean(f"Another {HOSTILE}"), MARKUP),
        Page(3, "", is_picture=True),
    )
    outline = (OutlineItem(HOSTILE, 1, 1),)
    readings.save_reading(db, claim, Reading(ReadingStatus.READY, HOSTILE, FileFormat.PDF, pages, outline, 3), told)
    db.flush()
    document_version.put_in_force(db, paper.id, person.board.id, review)
    save_study(db, paper.id, Study("of a test", (CUE, OTHER_CUE)))
    db.expire_all()
    return documents.get_document(db, person.board.id, review, paper.id)


def make_team(story: Story) -> None:
    """Three appraisers and a moderator, who declare; names are masked, the outcome is held back."""
    fill, at = story.fill, story.at
    ids = {name: person.id for name, person in story.people.items()}
    fill(
        "com",
        f"{at}/team/add",
        {"people": [*(f"appraiser:{ids[one]}" for one in ("amy", "ben", "cat")), f"moderator:{ids['mod']}"]},
    )
    fill("com", f"{at}/round", {"masked": "yes"})
    fill("com", f"{at}/round/outcome", {"held": "yes", f"pages-{story.paper}": "2"})
    for name in ("amy", "ben", "cat", "mod"):
        fill(name, f"{at}/declaration", {"has_any": "yes", "takes_part": "yes"})


def appraise(story: Story) -> None:
    """Two appraise, one of them again; the third is withdrawn."""
    fill, at = story.fill, story.at
    for name in ("amy", "ben", "cat"):
        story.appraisals[name] = fill(name, f"{at}/appraisals/new").split("/")[2].partition("?")[0]
    with work(story.settings.database) as db:
        member = next(
            one
            for one in team.list_members(db, story.people["com"].board.id, story.review)
            if one.person == story.people["cat"].id
        )
    fill("com", f"{at}/team/{member.id}", {"due-day": "1", "due-month": "2", "due-year": "2030"}, at=f"{at}/team/{member.id}/due")
    fill("com", f"{at}/team/{member.id}", at=f"{at}/team/{member.id}/withdraw")
    story.away = f"{at}/team/{member.id}"
    story.filler.look("com", story.away)
    account = f"/people/{story.people['cat'].id}"
    fill("adm", account, at=f"{account}/disable")
    fill("adm", account, at=f"{account}/enable")
    for name, grade in (("amy", "inadequate"), ("ben", "good")):
        write_appraisal(story, name, grade)
        if name == "amy":
            fill("mod", f"{at}/round/open")
    amy = story.appraisals["amy"]
    fill("amy", f"/appraisals/{amy}/reopen")
    fill("amy", f"/appraisals/{amy}/submit")


def write_appraisal(story: Story, name: str, grade: str) -> None:
    """Every field and every way to evidence on one marker, the rest in short; then submit."""
    fill, own = story.fill, story.appraisals[name]
    page = f"/appraisals/{own}/markers/analysis"
    passing = {"ev-quote": "", "ev-note": ""}
    fill(name, page, passing | {"grade": grade, "confidence": "low", "answer:a": "yes"}, do="save")
    fill(name, page, {"ev-quote": HOSTILE[:80], "ev-bearing": "weakens", "q": ""}, do="evidence")
    fill(name, page, {"ev-quote": PLACE, "ev-bearing": "weakens", "q": ""}, do="evidence")
    fill(name, f"{page}/evidence/other", {"kind": "letter", "bearing": "supports"})
    with work(story.settings.database) as db:
        pieces = evidence_rows.list_evidence(db, own)
        prompt = get_instrument().marker("analysis").prompts[0].id
        other = get_instrument().markers[0].id
    fill(name, f"/appraisals/{own}/evidence/{pieces[0].id}", {"also": [other], "bearing": "weakens"})
    fill(name, f"/appraisals/{own}/cite-page?paper={story.paper}&page=3&marker=analysis", {"bearing": "supports"})
    if name == "amy":
        cue = f"{story.at}/papers/{story.paper}/pages/1?look=h&cue={CUE.key}"
        where = f"{story.at}/papers/{story.paper}/cues/{CUE.key}"
        fill(name, cue, {"marker": "analysis", "bearing": "weakens", "words": "sentence"}, at=where, do="keep")
        other = f"{story.at}/papers/{story.paper}/cues/{OTHER_CUE.key}"
        fill(name, f"{story.at}/papers/{story.paper}/pages/1?look=h&cue={OTHER_CUE.key}", at=other, do="dismiss")
        story.filler.look(name, f"{page}/prompts/{prompt}/passages")
    for lens in Lens:
        fill(name, f"/appraisals/{own}/lenses/{lens.value}")
    person = story.people[name]
    with work(story.settings.database) as db:
        draft = appraisals.get_appraisal(db, person.board.id, own)
        fill_rest(db, person, draft)
    if name == "amy":
        move_evidence(story)
    fill(name, f"{story.at}/outcome")
    fill(name, f"/appraisals/{own}/submit")


def fill_rest(db: Session, person: Person, draft: Appraisal) -> None:
    """Every other marker, in short, so that the appraisal can be submitted."""
    for marker in get_instrument().markers:
        if marker.id != "analysis":
            said = {"grade": "good", "reasons": f"={MARKUP}", "no_evidence": "yes", "where_looked": "In all."}
            for field, value in said.items():
                appraisal_save.save_field(person, db, draft.id, Typed(key_of(marker.id, field), value, 0))


def move_evidence(story: Story) -> None:
    """A newer version of the paper is added; one appraiser decides about every piece of evidence, each in another way."""
    with work(story.settings.database) as db:
        older = documents.get_document(db, story.people["com"].board.id, story.review, story.paper)
        story.newer = add_paper(db, story.people["com"], story.review, older).id
    moving.move_evidence(story.settings)
    own = story.appraisals["amy"]
    ways = [("keep", {}), ("look", {"quote": HOSTILE[:80]})]
    tree = story.filler.look("amy", f"/appraisals/{own}/moved")
    waiting = [
        link.get("href").partition("#")[0]
        for link in tree.iter("a")
        if (link.get("href") or "").partition("#")[0].endswith("/move")
    ]
    for address in dict.fromkeys(waiting):
        do, choose = ways.pop(0) if ways else ("keep", {})
        story.fill("amy", address, choose, do=do)


def moderate(story: Story) -> None:
    """The moderator writes a consensus, which is signed, opened again, and signed again."""
    fill, at = story.fill, story.at
    people = story.people
    story.filler.look("mod", f"{at}/moderation")
    fill("mod", f"{at}/second-round", {"markers": ["analysis"]})
    for name in ("amy", "ben"):
        story.filler.look(name, f"/appraisals/{story.appraisals[name]}/first-round")
        fill(name, f"/appraisals/{story.appraisals[name]}/submit")
    page = f"{at}/moderation/analysis"
    minority = {"minority-person-0": people["amy"].id, "minority-grade-0": "inadequate"}
    fill(
        "mod",
        page,
        minority | {"grade": "adequate", "no_evidence": "yes", "present": [people["mod"].id, people["amy"].id]},
        do="save",
    )
    for name in ("mod", "amy", "ben"):
        fill(name, page, at=f"{page}/posts")
    fill("mod", f"{at}/consensus/agreed", {"looked": "yes"})
    sign(story)
    fill("mod", f"{at}/consensus", at=f"{at}/consensus/reopen")
    sign(story)
    with work(story.settings.database) as db:
        story.consensus = rounds.get_round(db, people["mod"].board.id, story.review).consensus.id
    story.filler.look("mod", f"/appraisals/{story.consensus}")


def sign(story: Story) -> None:
    """The moderator signs, and says why somebody else does not."""
    here = f"{story.at}/consensus"
    story.fill("mod", here)
    story.fill("mod", here, at=f"{here}/excuse")


def judge(story: Story) -> None:
    """Areas, the whole, and the texts of the report are decided; the report is issued, and issued again."""
    fill, here = story.fill, f"/appraisals/{story.consensus}"
    fill("mod", f"{here}/adequacy")
    subjects = subjects_of(story, here)
    for link in (*subjects, f"{here}/adequacy/overall"):  # an area that is changed asks for the whole once more
        fill("mod", link, {"grade": "good"})
    with without_files():
        issue(story, here)
    fill("mod", subjects[-1], {"text": "Written anew."})
    issue(story, here)


@contextmanager
def without_files() -> Iterator[None]:
    """What is issued meanwhile has no PDF and no Word file, which take long to make."""
    kept = {name: write for name, write in reports._writers().items() if name not in ("pdf", "docx")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reports, "_writers", lambda: {**kept, "pdf": lambda _: b"%PDF-", "docx": lambda _: b"PK"})
        yield


def subjects_of(story: Story, here: str) -> list[str]:
    """The addresses of everything that is decided: areas, the whole, texts."""
    links = [(link.get("href") or "").partition("#")[0] for link in story.filler.look("mod", f"{here}/adequacy").iter("a")]
    return list(dict.fromkeys(link for link in links if link.startswith(f"{here}/adequacy/")))


def issue(story: Story, here: str) -> None:
    """Say of everything that may identify a person what is to be done, then sign."""
    for page in (f"{here}/identifiers", f"{here}/issue"):
        boxes = story.filler.look("com", page).iter("input")
        answers = {box.get("name"): "kept" for box in boxes if (box.get("name") or "").startswith("answer-")}
        story.fill("com", page, answers)
