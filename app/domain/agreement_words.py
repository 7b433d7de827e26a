"""Agreement in plain sentences for people who know no statistics. How it was measured stands in `agreement_methods.py`.

No verdicts and no bands such as "good" or "poor": what a figure means is said, and how sure one can be of it.
"""

from collections.abc import Callable

from app.domain.agreement import Agreement, Coefficient
from app.domain.agreement_ratings import NO_VARIATION
from app.domain.english import and_list, count, sentence_case, spell

FEW = 30  # markers below which we warn that intervals come out too narrow
HALF = 0.5
ELSEWHERE = (
    "For comparison: where professionals judge a case by its records as a whole (holistic review), agreement usually comes out "
    "between about 0.4 and 0.6. Hospital notes judged as a whole gave 0.46 to 0.52 among reviewers of one profession "
    "(Hutchinson and others, 2010); averages from 0.32 to 0.70 were found across 26 papers on such notes (Lilford and others, "
    "2007). Those are other records and other coefficients. We know of no such figures for serious case reviews."
)


def agreement_in_words(agreement: Agreement, called: Callable[[float], str] | None = None) -> tuple[str, ...]:
    """What was compared, how far it agreed, how sure that is, what is usual elsewhere, and which markers and people differ.

    `called` gives the word for a grade, where the scale has words and not only numbers.
    """
    if not agreement.comparisons:
        return (what_was_compared(agreement),)
    parts = (
        what_was_compared(agreement),
        how_far(agreement),
        beyond_chance(agreement.alpha_ordinal),
        how_sure(agreement),
        ELSEWHERE if agreement.alpha_ordinal.value is not None else "",
        which_markers(agreement, called),
        who_differed(agreement),
    )
    return tuple(part for part in parts if part)


def what_was_compared(agreement: Agreement) -> str:
    """How many people, markers, grades and comparisons there are."""
    people = sentence_case(count_of(len(agreement.appraisers), "appraiser"))
    start = f"{people} and {count_of(len(agreement.markers), 'marker')}, on a scale of {spell(len(agreement.scale))} grades."
    if not agreement.comparisons:
        return f"{start} No marker was graded by two appraisers, so there is nothing to compare."
    were = "marker was" if agreement.compared == 1 else "markers were"
    return (
        f"{start} {sentence_case(spell(agreement.compared))} {were} graded by two appraisers or more, which gives "
        f"{count(agreement.comparisons, 'comparison')} of two grades. Grades that are missing were left out."
    )


def how_far(agreement: Agreement) -> str:
    """The two shares, with the number of comparisons behind each."""
    same, near = agreement.exact, agreement.within_one
    if same.value == 1:
        return "In every comparison the two grades were the same."
    return (
        f"In {share(same, agreement.comparisons)} the two grades were the same; in {share(near, agreement.comparisons)} they "
        "were the same or next to each other on the scale."
    )


def beyond_chance(alpha: Coefficient) -> str:
    """Krippendorff's alpha with ordinal metric, and what it means."""
    if alpha.value is None:
        ending = "." if alpha.why_not != NO_VARIATION else ": where all give one grade, agreeing cannot be told from chance."
        return f"How far that goes beyond chance is not defined: {alpha.why_not}{ending}"
    return (
        "Some of this would come about by chance. Krippendorff’s alpha (with his ordinal metric) allows for that, and for how "
        f"far apart two grades lie: it is {number(alpha.value)}. Full agreement would be 1, and chance alone about 0."
    )


def how_sure(agreement: Agreement) -> str:
    """The interval as a range of what other markers might have shown."""
    alpha = agreement.alpha_ordinal
    if alpha.value is None:
        return ""
    if alpha.low is None or alpha.high is None:
        return f"How sure one can be of this figure cannot be told: {alpha.why_no_interval}."
    few = " From so few markers such a range tends to come out too narrow." if agreement.compared < FEW else ""
    return (
        f"It rests on {count_of(agreement.compared, 'marker')}. Had others like them been judged, it might as well have come out "
        f"anywhere from {number(alpha.low)} to {number(alpha.high)} (95 per cent interval).{few}"
    )


def which_markers(agreement: Agreement, called: Callable[[float], str] | None = None) -> str:
    """The fewest markers that make up half of all difference, and how many show none. `called` as in `agreement_in_words`."""
    called = called or (lambda value: number(value, 1))
    compared = [each for each in agreement.markers if each.n > 1]
    same = sum(1 for each in compared if not each.steps)
    if same == len(compared):
        return "On no marker did anybody differ."
    drivers, reached = [], 0.0
    for each in sorted(compared, key=lambda each: -each.steps):
        if reached >= HALF:
            break
        drivers.append(each)
        reached += each.share or 0
    names = and_list([f"{each.marker} ({called(each.low or 0)} to {called(each.high or 0)})" for each in drivers])
    make = "One marker makes" if len(drivers) == 1 else f"{sentence_case(spell(len(drivers)))} markers make"
    alike = f" On {count_of(same, 'marker')} all gave the same grade." if same else ""
    return f"{make} up {percent(reached)} of all difference, counted in steps of the scale: {names}.{alike}"


def who_differed(agreement: Agreement) -> str:
    """Who graded highest and lowest against the median of the others; empty where nobody lies apart or there is one other."""
    known = [(each.from_median, each.appraiser) for each in agreement.severity if each.from_median is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    if len(known) == 2:
        gap = abs(high[0])
        return f"On the markers that both graded, {high[1]} graded {number(gap)} higher than {low[1]} on average." if gap else ""
    told = []
    if high[0] > 0:
        told.append(f"{high[1]} graded highest ({number(high[0])} above on average)")
    if low[0] < 0:
        told.append(f"{low[1]} graded lowest ({number(-low[0])} below on average)")
    return f"Against the median of the others on the same markers, {' and '.join(told)}, in units of the scale." if told else ""


def moderation_in_words(before: Agreement, after: Agreement) -> str:
    """Agreement before and after moderation, and what the second figure cannot show."""
    return (
        f"Before moderation {share_alone(before.exact)} of comparisons gave the same grade and alpha was "
        f"{figure(before.alpha_ordinal)}; after it {share_alone(after.exact)} did and alpha was {figure(after.alpha_ordinal)}. "
        "Grades given after talking are no longer independent: only the first figures say how far appraisers agree by themselves."
    )


def figure(coefficient: Coefficient) -> str:
    """A coefficient with its interval, or why it or its interval is not defined."""
    if coefficient.value is None:
        return f"not defined: {coefficient.why_not}"
    if coefficient.low is None or coefficient.high is None:
        why = f" (no interval: {coefficient.why_no_interval})" if coefficient.why_no_interval else ""
        return number(coefficient.value) + why
    return f"{number(coefficient.value)} ({number(coefficient.low)} to {number(coefficient.high)})"


def number(value: float, digits: int = 2) -> str:
    """A number with a true minus sign; whole numbers of a scale come without decimals where one digit is asked for."""
    if digits == 1 and float(value).is_integer():
        return f"{value:g}".replace("-", "−")
    told = f"{value:.{digits}f}"
    return told.removeprefix("-") if float(told) == 0 else told.replace("-", "−")


def percent(value: float) -> str:
    """A share in per cent, never rounded up to all or down to none."""
    whole = round(100 * value)
    return "over 99%" if whole == 100 and value < 1 else "under 1%" if not whole and value > 0 else f"{whole}%"


def share(coefficient: Coefficient, of: int) -> str:
    """How many of the comparisons, and the per cent."""
    value = coefficient.value or 0.0
    return f"{round(value * of):,} of {of:,} ({percent(value)})"


def share_alone(coefficient: Coefficient) -> str:
    """A share in per cent, or that there is none."""
    return "none" if coefficient.value is None else percent(coefficient.value)


def count_of(amount: int, thing: str) -> str:
    """A number in words where it is small, with its noun."""
    return f"{spell(amount)} {thing}" if amount == 1 else f"{spell(amount)} {thing}s"
