"""What a report did not judge, and the limits of what it did: generated sentences about the papers and the appraisal."""

from collections.abc import Iterable, Sequence

from app.domain.clock import day_of
from app.domain.document import Document, DocumentKind, ReadingStatus
from app.domain.english import and_list, in_words, lower_start, sentence_case, spell
from app.domain.guidance import GuidanceCheck, Result
from app.domain.instrument import Grade
from app.domain.judgement import Confidence
from app.domain.report import MarkerEntry

NEVER_JUDGED = (
    "This report judges the review. It does not judge the practitioners, the services or the child's family, and lays no blame.",
    "It is not a judgement by Ofsted or by the authors of the markers.",
)

EXPECTED_KINDS = (
    DocumentKind.OVERVIEW,
    DocumentKind.TERMS,
    DocumentKind.CHRONOLOGY,
    DocumentKind.AGENCY,
    DocumentKind.ACTION_PLAN,
    DocumentKind.RESPONSE,
)


def not_judged(markers: Sequence[MarkerEntry]) -> tuple[str, ...]:
    """What the report does not judge at all, and the markers without a grade."""
    groups = (
        ("There was not enough information to judge", [m for m in markers if m.grade is Grade.NOT_ENOUGH_INFORMATION]),
        ("These markers do not apply to this review:", [m for m in markers if m.grade is Grade.NOT_APPLICABLE]),
        ("These markers have not been judged yet:", [m for m in markers if m.grade is None]),
    )
    return (*NEVER_JUDGED, *(f"{words} {names(found)}." for words, found in groups if found))


def limits(
    markers: Sequence[MarkerEntry], papers: Sequence[Document], checks: Sequence[GuidanceCheck], appraisers: int, others: int = 0
) -> tuple[str, ...]:
    """Limits that a reader should know: papers, checks, evidence, confidence, number of appraisers. `others` appraised the review
    apart and have no part in this report.
    """
    return tuple(
        sentence
        for sentence in (
            *paper_limits(papers),
            *check_limits(checks),
            *evidence_limits(markers),
            how_many(appraisers, others),
        )
        if sentence
    )


def how_many(appraisers: int, others: int) -> str:
    """That the judgements are one person's, where they are."""
    if appraisers != 1:
        return ""
    if others:
        more = "one other person" if others == 1 else f"{spell(others)} other people"
        return (
            f"The judgements are those of one appraiser; {more} appraised the review apart, and what they found is not in here."
        )
    return "One person appraised the review; nobody judged it a second time independently."


def paper_limits(papers: Sequence[Document]) -> Iterable[str]:
    """Kinds of paper that are missing, papers that could not be read, and versions that were replaced since they were cited."""
    present = {paper.kind for paper in papers}
    absent = [lower_start(kind.label) for kind in EXPECTED_KINDS if kind not in present]
    if absent:
        yield f"The papers did not include {and_list([with_article(kind) for kind in absent])}."
    pictures = [paper.title for paper in papers if paper.status is ReadingStatus.NO_TEXT]
    if pictures:
        has = "has" if len(pictures) == 1 else "have"
        yield f"{and_list(pictures)} {has} pictures of pages and no text, so nothing in this report is quoted from there."
    unread = [paper.title for paper in papers if paper.status not in (ReadingStatus.READY, ReadingStatus.NO_TEXT)]
    if unread:
        yield f"The text of {and_list(unread)} could not be read, so nothing in this report rests on it."
    for paper in papers:
        if paper.replaced_at:
            yield (
                f"{paper.title} was replaced by a newer version on {in_words(day_of(paper.replaced_at))}. This report cites the "
                "version on which the appraisal was made."
            )


def with_article(kind: str) -> str:
    """A kind of paper inside a sentence: "an overview report", "terms of reference"."""
    if kind.startswith("terms"):
        return kind
    return f"an {kind}" if kind[0] in "aeio" else f"a {kind}"


def check_limits(checks: Sequence[GuidanceCheck]) -> Iterable[str]:
    """How many checks could not be made."""
    unknown = sum(check.result is Result.NOT_KNOWN for check in checks)
    if unknown:
        yield (
            f"{sentence_case(spell(unknown))} of the {spell(len(checks))} checks against the guidance of the time could not be "
            "made, because facts were not recorded."
        )


def evidence_limits(markers: Sequence[MarkerEntry]) -> Iterable[str]:
    """Markers without evidence, evidence from outside the papers, and low confidence."""
    without = [marker for marker in markers if marker.no_evidence]
    if without:
        yield f"No evidence was found for {names(without)}; the annex on the markers says where the appraisers looked."
    outside = sum(item.quote is None and not item.is_page for marker in markers for item in marker.evidence)
    if outside:
        pieces, comes = ("piece", "comes") if outside == 1 else ("pieces", "come")
        yield f"{sentence_case(spell(outside))} {pieces} of evidence {comes} from outside the papers and cannot be checked there."
    yield from picture_limits(markers)
    unsure = [marker for marker in markers if marker.confidence is Confidence.LOW]
    if unsure:
        yield f"The appraisers' confidence is low in their judgement of {names(unsure)}."


def picture_limits(markers: Sequence[MarkerEntry]) -> Iterable[str]:
    """Evidence that rests on pictures of pages: words read off them by machine, and pages cited without words."""
    read = len({item.quote for marker in markers for item in marker.evidence if item.from_picture})
    if read:
        quotes, whose = ("quote was", "its") if read == 1 else ("quotes were", "their")
        yield f"{sentence_case(spell(read))} {quotes} read from pictures of pages by machine: check {whose} wording in the paper."
    pages = sum(item.is_page for marker in markers for item in marker.evidence)
    if pages:
        pieces, cites = (
            ("piece", "cites a page as such, which was a picture")
            if pages == 1
            else (
                "pieces",
                "cite pages as such, which were pictures",
            )
        )
        yield (
            f"{sentence_case(spell(pages))} {pieces} of evidence {cites} without text to quote; "
            "what is to be seen there is told in the appraiser's own words."
        )


def names(markers: Sequence[MarkerEntry]) -> str:
    """Markers inside a sentence: "marker 13 (analysis)"."""
    return and_list([f"marker {marker.number} ({lower_start(marker.title)})" for marker in markers])
