"""Which texts of a report are looked through for what may identify a person."""

from dataclasses import replace

from app.domain.identifier_report import texts_of
from app.domain.passage import CONTEXT
from tests.domain.reports import full_report

REPORT = full_report()


def test_words_around_a_quote_are_looked_at_without_the_pieces_at_which_they_were_cut() -> None:
    before = "ianne Thornquill wrote a letter to the school, and nobody answered it for weeks and weeks; "[-CONTEXT:]
    after = " That was all. The letter was found by the author, who had asked for it, in the file of Jocas"[:CONTEXT]
    assert (len(before), len(after)) == (CONTEXT, CONTEXT)
    first = replace(REPORT.quotes[0], before=before, quote="She wrote again.", after=after)
    [text] = [text.text for text in texts_of(replace(REPORT, quotes=(first,))) if text.kind == "page"]
    inner = f"{before.partition(' ')[2]}She wrote again.{after.rpartition(' ')[0]}"
    assert text.strip() == inner.strip()


def test_short_words_around_a_quote_are_looked_at_whole() -> None:
    first = replace(REPORT.quotes[0], before="Jocasta: ", quote="she wrote again", after=" to Ann")
    [text] = [text.text for text in texts_of(replace(REPORT, quotes=(first,))) if text.kind == "page"]
    assert text == "Jocasta: she wrote again to Ann"
