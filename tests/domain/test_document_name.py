"""What a file's name suggests."""

import pytest

from app.domain.document import DocumentKind
from app.domain.document_name import LONGEST, UNNAMED, clean_filename, guess_kind, title_of


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("overview_report-final.pdf", "Overview report final"),
        ("imr police.DOCX", "IMR police"),
        ("no ending", "No ending"),
        ("v2.1 plan.odt", "V2 1 plan"),
        (".pdf", UNNAMED),
        ("___.txt", UNNAMED),
    ],
)
def test_a_title_is_the_name_without_its_ending(name: str, title: str) -> None:
    assert title_of(name) == title


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Overview Report.pdf", DocumentKind.OVERVIEW),
        ("SCR_final.pdf", DocumentKind.OVERVIEW),
        ("executive-summary of the report.pdf", DocumentKind.SUMMARY),
        ("ToR.docx", DocumentKind.TERMS),
        ("terms_of_reference.odt", DocumentKind.TERMS),
        ("Integrated Chronology.pdf", DocumentKind.CHRONOLOGY),
        ("IMR-police.pdf", DocumentKind.AGENCY),
        ("agency report housing.pdf", DocumentKind.AGENCY),
        ("health-overview.pdf", DocumentKind.HEALTH),
        ("action plan of the agency report.docx", DocumentKind.ACTION_PLAN),
        ("Board's response to the report.pdf", DocumentKind.RESPONSE),
        ("scan0001.pdf", DocumentKind.OTHER),
    ],
)
def test_the_words_of_a_name_suggest_a_kind(name: str, kind: DocumentKind) -> None:
    assert guess_kind(name) is kind


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\plan.docx", "plan.docx"),
        ("a\x00b\r\nc\u202e.pdf", "abc.pdf"),
        ("", UNNAMED),
        ("/", UNNAMED),
        ("cafe\u0301.pdf", "café.pdf"),
    ],
)
def test_a_name_is_kept_without_folders_and_control_characters(sent: str, kept: str) -> None:
    assert clean_filename(sent) == kept


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    kept = clean_filename("x" * 5000 + ".pdf")
    assert len(kept) == LONGEST + 4
    assert kept.endswith("x.pdf")
