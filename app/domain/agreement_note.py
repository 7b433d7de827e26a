"""What the annex of a report says about agreement: sentences that name no appraiser, and the methods paragraph."""

from collections.abc import Callable

from app.domain.agreement import Agreement
from app.domain.agreement_methods import methods_paragraph
from app.domain.agreement_words import agreement_in_words, who_differed
from app.domain.report import AgreementNote


def note_on(agreement: Agreement, called: Callable[[float], str]) -> AgreementNote:
    """The note for a report. `called` gives the word for a grade. Who graded high or low stays out of it."""
    said = tuple(sentence for sentence in agreement_in_words(agreement, called) if sentence != who_differed(agreement))
    return AgreementNote(said, methods_paragraph(agreement, called))
