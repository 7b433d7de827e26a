"""The outcome of `plumbline adequacy` in words. The grades come from `app/domain/adequacy.py`."""

from collections.abc import Sequence

from app.domain.adequacy import Assessment, WhatIf
from app.domain.instrument import Grade, Instrument

UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decode(content: bytes) -> str:
    """The text of a CSV file as spreadsheets write it: UTF-8, UTF-16 with its mark, or the Windows code page."""
    if content.startswith(UTF_16_MARKS):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def in_words(instrument: Instrument, assessment: Assessment, changes: Sequence[WhatIf]) -> str:
    """Areas, the whole, the rules that fired, and which single marker would move the whole."""
    parts = [
        f"{instrument.title}, version {instrument.version}",
        _areas(assessment),
        _overall(instrument, assessment),
        _rules(assessment),
        _what_if(instrument, changes),
        "These are proposals by rule. A person confirms them or departs from them with a reason.",
    ]
    return "\n\n".join(parts)


def _label(grade: Grade | None) -> str:
    return grade.label if grade else "Not yet judged"


def _areas(assessment: Assessment) -> str:
    width = max(len(area.title) for area in assessment.areas)
    lines = ["Areas"]
    for area in assessment.areas:
        provisional = " (provisional)" if area.provisional and area.proposal else ""
        lines.append(f"  {area.kind.value:<10}  {area.title:<{width}}  {_label(area.proposal)}{provisional}")
    return "\n".join(lines)


def _overall(instrument: Instrument, assessment: Assessment) -> str:
    if assessment.proposal:
        provisional = ", provisional: not everything has been judged" if assessment.provisional else ""
        return f"Overall: {assessment.proposal.label}{provisional}"
    names = {marker.id: marker.name for marker in instrument.markers}
    lines = ["Overall: cannot be judged yet"]
    lines += [f"  {gap.title}: {', '.join(names[marker] for marker in gap.markers)}" for gap in assessment.missing]
    if assessment.so_far:
        lines.append(f"  On what is known so far: {assessment.so_far.label}")
    return "\n".join(lines)


def _rules(assessment: Assessment) -> str:
    applied = [step for step in assessment.trace if step.applied]
    others = ", ".join(step.rule for step in assessment.trace if not step.applied)
    lines = [f"  {step.rule}: at most {step.limit.label.lower()}. {step.sentence}" for step in applied]
    return "\n".join(["Rules that apply", *(lines or ["  None."]), f"Rules that do not: {others or 'none'}"])


def _what_if(instrument: Instrument, changes: Sequence[WhatIf]) -> str:
    if not changes:
        return "What if\n  No single marker, changed by one grade, would move the whole."
    names = {marker.id: marker.name for marker in instrument.markers}
    lines = ["What if"]
    for change in changes:
        step = f"{change.after.label.lower()} instead of {change.before.label.lower()}"
        lines.append(f"  {names[change.marker]}: {step} would make the whole {change.overall.label.lower()}")
    return "\n".join(lines)
