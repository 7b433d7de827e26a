"""Checks on the people of a review: who was independent of whom, and who held which chair. Nobody is named in a sentence."""

from collections.abc import Iterable

from app.domain.english import and_list, be, sentence_case
from app.domain.guidance_check import GuidanceCheck, Outcome, Result, date_wanted, fold, holders, identity, unknown, worst
from app.domain.regime import (
    DRAFT_2009,
    FEATURE_2008,
    IMR_FORMAT_2010,
    OWN_READING,
    PRINCIPLES_C,
    Regime,
)
from app.domain.review import Involved, Part, ReviewFacts, lower_first


def check_panel_chair(facts: ReviewFacts, regime: Regime | None) -> GuidanceCheck:
    """The panel chair stands outside the board, unless the board's independent chair, and outside the agencies in the case."""
    title = "Panel chair independent"
    if regime is None:
        _, sentence = unknown(date_wanted(facts))
        return GuidanceCheck("panel-chair", title, Result.NOT_KNOWN, sentence, OWN_READING)
    if regime.id == "C":
        outcomes = [agencies_outcome("panel chair", chair, facts) for chair in holders(facts, Part.PANEL_CHAIR)]
        result, sentence = worst(outcomes, "panel chair")
        return GuidanceCheck("panel-chair", title, result, sentence, PRINCIPLES_C)
    result, sentence = worst([chair_outcome(chair, facts) for chair in holders(facts, Part.PANEL_CHAIR)], "panel chair")
    if regime.id == "A":
        if result is Result.NOT_MET:
            sentence += " The guidance in force did not ask for an independent chair, so this is a note and not a breach."
        return GuidanceCheck("panel-chair", title, result, sentence, FEATURE_2008, advisory=True)
    source = f"{DRAFT_2009}; the final text could not be read, so this is {OWN_READING}"
    return GuidanceCheck("panel-chair", title, result, sentence, source)


def chair_outcome(chair: Involved, facts: ReviewFacts) -> Outcome:
    """Independence of a panel chair under the 2009 revision."""
    agencies = agencies_outcome("panel chair", chair, facts)
    if agencies[0] is Result.NOT_MET:
        return agencies
    board_chairs = {identity(person) for person in holders(facts, Part.BOARD_CHAIR)}
    if identity(chair) in board_chairs:
        if agencies[0] is Result.PASS:
            return Result.PASS, "The panel chair was the board's independent chair, who may chair the panel."
        return agencies
    if chair.on_board:
        return Result.NOT_MET, "The panel chair was a member of the board and not its independent chair."
    if chair.on_board is None:
        return unknown("Whether the panel chair was a member of the board is not recorded")
    if agencies[0] is Result.PASS:
        return Result.PASS, "The panel chair was not a member of the board and was independent of the agencies in the case."
    return agencies


def check_author(facts: ReviewFacts, regime: Regime | None) -> GuidanceCheck:
    """The overview author stands outside the agencies in the case and, before 2013, outside the board."""
    outcomes = []
    for author in holders(facts, Part.OVERVIEW_AUTHOR):
        outcome = agencies_outcome("overview report author", author, facts)
        outside_board = regime is None or regime.id != "C"
        if outside_board and outcome[0] is not Result.NOT_MET and author.on_board:
            outcome = Result.NOT_MET, "The overview report author was a member of the board."
        elif outside_board and outcome[0] is Result.PASS and author.on_board is None:
            outcome = unknown("Whether the overview report author was a member of the board is not recorded")
        outcomes.append(outcome)
    result, sentence = worst(outcomes, "overview report author")
    source = PRINCIPLES_C if regime is not None and regime.id == "C" else f"{FEATURE_2008}; {DRAFT_2009}"
    return GuidanceCheck("author", "Overview report author independent", result, sentence, source)


def check_both_chairs(facts: ReviewFacts) -> GuidanceCheck:
    """The panel and the board are not chaired by one person, unless that person is independent of the agencies."""
    panel, board = holders(facts, Part.PANEL_CHAIR), holders(facts, Part.BOARD_CHAIR)
    shared = [chair for chair in panel if identity(chair) in {identity(other) for other in board}]
    if not panel or not board:
        missing = [label for label, people in (("panel chair", panel), ("board chair", board)) if not people]
        result, sentence = unknown(
            f"Whether one person held both chairs is not known: the {and_list(missing)} {be(missing)} missing"
        )
    elif shared and all(chair.independent_of_agencies for chair in shared):
        result = Result.PASS
        sentence = "One person chaired the panel and the board, and is recorded as independent of the agencies in the case."
    elif shared:
        result = Result.NOT_MET
        sentence = (
            "One person chaired both the panel and the board, and is not recorded as independent of the agencies in the case."
        )
    elif same_name(panel, board):
        result, sentence = unknown(
            "The panel chair and the board chair have the same name but different posts, so whether they are one person is not "
            "known"
        )
    else:
        result, sentence = Result.PASS, "The panel and the board were chaired by different people."
    source = f"{FEATURE_2008}, where one person in both chairs was judged not independent enough; {DRAFT_2009}"
    return GuidanceCheck("both-chairs", "Panel and board chaired by different people", result, sentence, source)


def check_author_and_chair(facts: ReviewFacts, regime: Regime | None) -> GuidanceCheck:
    """The overview author chairs neither the panel nor the board."""
    authors = holders(facts, Part.OVERVIEW_AUTHOR)
    chairs = {part: holders(facts, part) for part in (Part.PANEL_CHAIR, Part.BOARD_CHAIR)}
    author_ids = {identity(author) for author in authors}
    held = [lower_first(part.label) for part, people in chairs.items() if author_ids & {identity(p) for p in people}]
    missing = [lower_first(part.label) for part, people in chairs.items() if not people]
    if not authors:
        missing.insert(0, "overview report author")
    if held:
        result, sentence = Result.NOT_MET, f"The overview report author was also the {and_list(held)}."
    elif missing:
        result, sentence = unknown(
            f"Whether the author also held a chair is not known: the {and_list(missing)} {be(missing)} missing"
        )
    elif any(same_name(authors, people) for people in chairs.values()):
        result, sentence = unknown(
            "The overview report author and a chair have the same name but different posts, so whether they are one person "
            "is not known"
        )
    else:
        result, sentence = Result.PASS, "The overview report author chaired neither the panel nor the board."
    advisory = regime is None or regime.id not in ("B", "B+")
    return GuidanceCheck("author-and-chair", "Overview report author holds no chair", result, sentence, OWN_READING, advisory)


def check_line_management(facts: ReviewFacts) -> GuidanceCheck:
    """No author of an agency report managed the practice in the case."""
    authors = holders(facts, Part.IMR_AUTHOR)
    managing = [from_agency(author) for author in authors if author.managed_the_case]
    unclear = [from_agency(author) for author in authors if author.managed_the_case is None]
    if not authors:
        result, sentence = unknown("Whether an agency report author managed the case is not known: no authors are listed")
    elif managing:
        result = Result.NOT_MET
        verb = "was" if len(managing) == 1 else "were"
        sentence = f"{sentence_case(and_list(managing))} {verb} in the line of management of the case."
    elif unclear:
        verb = "was" if len(unclear) == 1 else "were"
        result, sentence = unknown(f"Whether {and_list(unclear)} {verb} in the line of management of the case is not recorded")
    else:
        result, sentence = Result.PASS, "No author of an agency report was in the line of management of the case."
    return GuidanceCheck(
        "line-management",
        "Agency report authors outside the line of management",
        result,
        sentence,
        sentence_case(IMR_FORMAT_2010),
    )


def agencies_outcome(label: str, person: Involved, facts: ReviewFacts) -> Outcome:
    """Whether this person is independent of the agencies in the case."""
    listed = {fold(agency.name): agency.name for agency in facts.agencies}
    own = listed.get(fold(person.agency)) if person.agency.strip() else None
    if own is not None:
        return Result.NOT_MET, f"The {label} came from {own}, one of the agencies in the case."
    if person.independent_of_agencies is None:
        return unknown(f"Whether the {label} was independent of the agencies in the case is not recorded")
    if not person.independent_of_agencies:
        return Result.NOT_MET, f"The {label} was not independent of the agencies in the case."
    return Result.PASS, f"The {label} was independent of the agencies in the case."


def same_name(some: Iterable[Involved], others: Iterable[Involved]) -> bool:
    """Whether a name stands in both groups."""
    return bool({fold(person.name) for person in some} & {fold(person.name) for person in others})


def from_agency(author: Involved) -> str:
    """An agency report author without the name."""
    return f"the author of the report from {author.agency.strip()}" if author.agency.strip() else "an agency report author"
