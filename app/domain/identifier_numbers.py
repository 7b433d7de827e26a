"""Finds what has a form of its own: e-mail, telephone, postcodes, NHS and National Insurance numbers. No names, no dates.

Every pattern moves forward by characters that cannot match in two ways, so that no text makes it slow.
"""

import re
from collections.abc import Iterable

from app.domain.identifier import Identifier, IdentifierKind

EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9_][\w.+'-]{0,63}(?:@| ?[\[(]at[\])] ?)(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![\w-])", re.ASCII
)
POSTCODE = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,2}[0-9][A-Z0-9]?[ \u00a0]{0,2}[0-9][A-Z]{2}|[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9][A-Za-z]{2})(?!\w)"
)
PART_OF_POSTCODE = re.compile(r"\bpost ?codes? (?:area |district |sector )?(?:of |in |is |was )?([A-Z]{1,2}[0-9]{1,2}[A-Z]?)\b")
TELEPHONE = re.compile(
    r"(?<![\w/.+-])(?:\+44|0044|\(0(?=\d)|0(?=[1235789]))[\d ().\u00a0\u2011\u2013-]{7,18}\d(?!\w|[./]\d)"
    r"(?: ?(?:ext|x)\.? ?\d{1,5}\b)?"
)
NHS_NUMBER = re.compile(r"(?<![\w/.+-])[1-9]\d{2}[ \u00a0-]?\d{3}[ \u00a0-]?\d{4}(?!\w|[-/.]\d)")
NI_NUMBER = re.compile(r"(?<!\w)[A-Za-z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-Da-d](?!\w)")
DATE_FIRST = re.compile(r"\d{1,2}[. -]\d{1,2}[. -](?:19|20)\d\d")


def find_numbers(text: str) -> Iterable[Identifier]:
    """Everything of this module in a text."""
    yield from _all(EMAIL, text, IdentifierKind.EMAIL, "An e-mail address.")
    yield from _all(NI_NUMBER, text, IdentifierKind.NI_NUMBER, "It has the form of a National Insurance number.")
    yield from _all(POSTCODE, text, IdentifierKind.POSTCODE, "It has the form of a postcode.")
    for found in PART_OF_POSTCODE.finditer(text):
        yield Identifier(IdentifierKind.POSTCODE, found.start(1), found.end(1), found[1], "The first half of a postcode.")
    for found in NHS_NUMBER.finditer(text):
        if is_nhs_number(found[0]):
            why = "Ten digits whose last is the check digit of an NHS number."
            yield Identifier(IdentifierKind.NHS_NUMBER, *found.span(), found[0], why)
    for found in TELEPHONE.finditer(text):
        if is_telephone(found[0]):
            yield Identifier(IdentifierKind.TELEPHONE, *found.span(), found[0], "It has the form of a British telephone number.")


def _all(pattern: re.Pattern[str], text: str, kind: IdentifierKind, why: str) -> Iterable[Identifier]:
    return (Identifier(kind, *found.span(), found[0], why) for found in pattern.finditer(text))


def is_nhs_number(written: str) -> bool:
    """Whether ten digits end with the right check digit: 11 less the weighted sum modulo 11 (NHS Data Dictionary)."""
    digits = [int(c) for c in written if c.isdigit()]
    check = (11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11) % 11
    return len(digits) == 10 and check == digits[9] and len(set(digits)) > 1


def is_telephone(written: str) -> bool:
    """Whether the digits are as many as a British number has, and are not a date or NHS number in disguise."""
    number = re.split(r" ?(?:ext|x)", written)[0]
    digits = "".join(c for c in number if c.isdigit())
    for country in ("0044", "44"):
        if digits.startswith(country):
            digits = "0" + digits.removeprefix(country).removeprefix("0")
    return len(digits) in (10, 11) and digits[1] != "0" and not DATE_FIRST.match(number)
