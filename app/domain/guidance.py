"""What the guidance of the time wanted, checked on the facts of a review: pass, not met, or not known and which fact is
wanted. Nothing is inferred where a fact is missing, and nobody is named: the sentences speak of parts.
"""

from collections.abc import Collection
from dataclasses import replace

from app.domain.english import and_list, be, count, in_words, sentence_case, spell
from app.domain.guidance_check import (
    GuidanceCheck,
    Result,
    fold,
    holders,
    identity,
    outside_sentence,
    unknown,
)
from app.domain.guidance_people import (
    check_author,
    check_author_and_chair,
    check_both_chairs,
    check_line_management,
    check_panel_chair,
)
from app.domain.regime import (
    FEATURE_2008,
    INTERIM_2010,
    OWN_READING,
    REGIMES,
    RESULTS_2008,
    Regime,
    TimelineEntry,
    add_months,
    duration,
    regime_for,
    timeline,
)
from app.domain.review import DATE_LABELS, Part, ReviewFacts, lower_first

__all__ = ["REGIMES", "GuidanceCheck", "Regime", "Result", "TimelineEntry", "check_guidance", "regime_for", "timeline"]


def check_guidance(facts: ReviewFacts, agency_reports: Collection[str]) -> tuple[GuidanceCheck, ...]:
    """All checks on these facts, always in the same order.

    `agency_reports` holds the names of the agencies that have an agency report among the papers. The rules and their sources
    are those of section 3.1 of the domain notes on Ofsted's evaluation (R2, R3, R9 to R14, R31) and the share of the panel.
    """
    regime = regime_for(facts.dates.decision)
    checks = (
        check_time_limit(facts, regime),
        check_start(facts),
        check_panel_chair(facts, regime),
        check_author(facts, regime),
        check_both_chairs(facts),
        check_author_and_chair(facts, regime),
        check_panel_share(facts, agency_reports),
        check_reports_present(facts, agency_reports),
        check_line_management(facts),
    )
    return tuple(replace(check, source=sentence_case(check.source)) for check in checks)


def check_time_limit(facts: ReviewFacts, regime: Regime | None) -> GuidanceCheck:
    """Completed within four or six calendar months of the decision, by the guidance in force."""
    decision, completed = facts.dates.decision, facts.dates.completed
    source = regime.source if regime else OWN_READING
    if decision is None or completed is None:
        wanted = [lower_first(DATE_LABELS[name]) for name in ("decision", "completed") if getattr(facts.dates, name) is None]
        result, sentence = unknown(f"The time taken is not known: the {and_list(wanted)} {be(wanted)} missing")
    elif regime is None:
        result, sentence = Result.NOT_KNOWN, outside_sentence()
    else:
        due = add_months(decision, regime.months)
        took = duration(decision, completed)
        if completed <= due:
            result = Result.PASS
            sentence = f"The review was completed {took} after the decision, within the {spell(regime.months)} months allowed."
        else:
            result = Result.NOT_MET
            sentence = (
                f"The review was completed {took} after the decision. The guidance in force allowed "
                f"{spell(regime.months)} months, to {in_words(due)}; it was {count((completed - due).days, 'day')} late."
            )
    return GuidanceCheck("time-limit", "Completed in time", result, sentence, source)


def check_start(facts: ReviewFacts) -> GuidanceCheck:
    """Begun within a calendar month of the board being told."""
    told, started, decision = facts.dates.notified, facts.dates.started, facts.dates.decision
    source = f"{OWN_READING}; {INTERIM_2010}, which found that reviews begun within a month more often finished on time"
    if told is None:
        result, sentence = unknown("Whether the review began within a month is not known: the date the board was told is missing")
    elif started is not None:
        result = Result.PASS if started <= add_months(told, 1) else Result.NOT_MET
        within = "within a month" if result is Result.PASS else "later than a month"
        sentence = f"The review started {duration(told, started)} after the board was told, {within}."
        if started == told:
            sentence = "The review started on the day the board was told."
    elif decision is not None and decision > add_months(told, 1):
        result = Result.NOT_MET
        sentence = (
            f"The decision itself came {duration(told, decision)} after the board was told, so it began later than a month."
        )
    else:
        result, sentence = unknown("Whether the review began within a month is not known: the date it started is missing")
    return GuidanceCheck("start", "Begun within a month of the board being told", result, sentence, source)


def check_panel_share(facts: ReviewFacts, agency_reports: Collection[str]) -> GuidanceCheck:
    """At most half of the panel members wrote an agency report or come from an agency that owes one."""
    members = {identity(person): person for person in holders(facts, Part.PANEL_MEMBER)}.values()
    authors = holders(facts, Part.IMR_AUTHOR)
    reporting = {fold(name) for name in agency_reports} | {fold(author.agency) for author in authors if author.agency.strip()}
    reporting |= {fold(agency.name) for agency in facts.agencies if agency.report_expected}
    author_ids = {identity(author) for author in authors}
    owners = [m for m in members if identity(m) in author_ids or (m.agency.strip() and fold(m.agency) in reporting)]
    unclear = [m for m in members if m not in owners and not m.agency.strip()]
    total = len(members)
    if not total or not reporting:
        missing = "panel members are" if not total else "agencies that owe a report are"
        result, sentence = unknown(f"How much of the panel judged its own agency is not known: the {missing} missing")
    elif 2 * len(owners) > total:
        result = Result.NOT_MET
        sentence = f"{share(len(owners), total)} wrote an agency report or came from an agency that owed one: more than half."
    elif 2 * (len(owners) + len(unclear)) > total:
        result, sentence = unknown(
            f"{share(len(owners), total)} wrote an agency report or came from an agency that owed one, but the agency of "
            f"{spell(len(unclear))} {'is' if len(unclear) == 1 else 'are'} not recorded"
        )
    else:
        result = Result.PASS
        sentence = f"{share(len(owners), total)} wrote an agency report or came from an agency that owed one: not more than half."
    source = f"{FEATURE_2008}, which faulted panels made up wholly or mainly of those responsible for the agency reports"
    return GuidanceCheck("panel-share", "Most of the panel outside the agency reports", result, sentence, source, advisory=True)


def check_reports_present(facts: ReviewFacts, agency_reports: Collection[str]) -> GuidanceCheck:
    """Each listed agency from which a report is expected has one among the papers."""
    present = {fold(name) for name in agency_reports}
    absent = [agency for agency in facts.agencies if fold(agency.name) not in present]
    missing = [agency.name for agency in absent if agency.report_expected]
    unclear = [agency.name for agency in absent if agency.report_expected is None]
    if not facts.agencies:
        result, sentence = unknown("Whether an agency report is missing is not known: no agencies are listed")
    elif missing:
        result, sentence = Result.NOT_MET, f"There is no agency report among the papers from {and_list(missing)}."
    elif unclear:
        result, sentence = unknown(f"Whether a report was expected from {and_list(unclear)} is not recorded")
    else:
        result, sentence = Result.PASS, "Every listed agency from which a report was expected has one among the papers."
    source = f"{OWN_READING}; {RESULTS_2008}, in three of which key partners were missing"
    return GuidanceCheck("reports-present", "No agency report missing", result, sentence, source)


def share(part: int, total: int) -> str:
    """Some of the panel members, as a sentence opens: "Three of the five panel members"."""
    return f"{sentence_case(spell(part)) if part else 'None'} of the {spell(total)} panel members"
