"""What the public version of a report leaves out: words that were answered about, however else they are written."""

from dataclasses import replace

import pytest

from app.domain.identifier import IdentifierKind
from app.domain.report_public import GONE, LeftOut, public_report
from tests.domain.reports import full_report

CASES = [
    (IdentifierKind.NAME, "Kyleigh", "KYLEIGH and kyleigh", f"{GONE} and {GONE}"),
    (IdentifierKind.NAME, "Kyleigh", "the two Kyleighs, _Kyleigh_", f"the two {GONE}, _{GONE}_"),
    (IdentifierKind.NAME, "Kyleigh", "Kyl-\neigh, Kyl- \neigh, Kyl\u00adeigh", f"{GONE}, {GONE}, {GONE}"),
    (IdentifierKind.NAME, "Jos\u00e9", "Jose\u0301 came", f"{GONE} came"),
    (IdentifierKind.NAME, "Smith-Jones", "Smith\u2013Jones, Smith-\nJones", f"{GONE}, {GONE}"),
    (IdentifierKind.NAME, "O\u2019Brien", "O\u02bcBrien and O'Brien", f"{GONE} and {GONE}"),
    (IdentifierKind.NAME, "Ann", "Anna, Joann and Annis", "Anna, Joann and Annis"),
    (IdentifierKind.NHS_NUMBER, "943 476 5919", "9434765919, 943-476-5919", f"{GONE}, {GONE}"),
    (IdentifierKind.NHS_NUMBER, "943 476 5919", "19434765919", "19434765919"),
    (IdentifierKind.POSTCODE, "WX1 2AB", "wx12ab", GONE),
    (IdentifierKind.TELEPHONE, "01632 960 123", "(01632) 960123", GONE),
    (IdentifierKind.DATE, "3 March 2015", "3 MARCH 2015 and 03/03/2015", f"{GONE} and {GONE}"),
]


@pytest.mark.parametrize(("kind", "words", "written", "public"), CASES)
def test_words_are_left_out_however_they_are_written(kind: IdentifierKind, words: str, written: str, public: str) -> None:
    report = full_report()
    report = replace(report, outcome=replace(report.outcome, sentence=written))
    assert public_report(report, [LeftOut(kind, words)]).outcome.sentence == public


def test_a_text_of_nothing_but_broken_beginnings_takes_no_long_time() -> None:
    report = full_report()
    written = ("Smith-" + "\n" * 50) * 1_000
    report = replace(report, outcome=replace(report.outcome, sentence=written))
    assert public_report(report, [LeftOut(IdentifierKind.NAME, "Smith-Jones")]).outcome.sentence == written
