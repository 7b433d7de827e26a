"""What makes the facts of a review fit to save. Their dates are checked in `review.py`."""

from dataclasses import replace
from datetime import date

from app.domain.review import Agency, Involved, ReviewFacts, check_dates

LONGEST_REFERENCE = 60
LONGEST_METHOD = 200
LONGEST_NAME = 120
MOST_ROWS = 100


def tidy_facts(facts: ReviewFacts) -> ReviewFacts:
    """The facts with single spaces in every field of one line."""
    return replace(
        facts,
        reference=one_line(facts.reference),
        method=one_line(facts.method),
        agencies=tuple(replace(agency, name=one_line(agency.name)) for agency in facts.agencies),
        people=tuple(
            replace(person, name=one_line(person.name), post=one_line(person.post), agency=one_line(person.agency))
            for person in facts.people
        ),
    )


def check_facts(facts: ReviewFacts, today: date) -> dict[str, str]:
    """Problems by form field ("reference", "decision", "agency-1-name", "person-2-post"), empty when there are none."""
    problems: dict[str, str] = {}
    if not facts.reference:
        problems["reference"] = "Enter a reference for the review."
    elif problem := too_long("The reference", facts.reference, LONGEST_REFERENCE):
        problems["reference"] = problem
    if problem := too_long("The method", facts.method, LONGEST_METHOD):
        problems["method"] = problem
    return problems | check_dates(facts.dates, today) | check_agencies(facts.agencies) | check_people(facts.people)


def check_agencies(agencies: tuple[Agency, ...]) -> dict[str, str]:
    """Each agency has a name, once."""
    if len(agencies) > MOST_ROWS:
        return {"agency-1-name": f"A review can list {MOST_ROWS} agencies. Take some out."}
    problems: dict[str, str] = {}
    seen: dict[str, int] = {}
    for number, agency in enumerate(agencies, start=1):
        field, folded = f"agency-{number}-name", agency.name.casefold()
        if not agency.name:
            problems[field] = f"Enter the name of agency {number}, or remove it."
        elif problem := too_long(f"The name of agency {number}", agency.name, LONGEST_NAME):
            problems[field] = problem
        elif folded in seen:
            problems[field] = f"Agency {number} is the same as agency {seen[folded]}. Remove one of them."
        seen.setdefault(folded, number)
    return problems


def check_people(people: tuple[Involved, ...]) -> dict[str, str]:
    """Each person has a name or a post, and stands once in each part."""
    if len(people) > MOST_ROWS:
        return {"person-1-name": f"A review can list {MOST_ROWS} people. Take some out."}
    problems: dict[str, str] = {}
    seen: dict[tuple[str, str, str, str], int] = {}
    for number, person in enumerate(people, start=1):
        if not person.name and not person.post:
            problems[f"person-{number}-name"] = f"Enter a name or a post for person {number}, or remove them."
        for field in ("name", "post", "agency"):
            if problem := too_long(f"The {field} of person {number}", getattr(person, field), LONGEST_NAME):
                problems[f"person-{number}-{field}"] = problem
        # Two people without a name may hold the same post in different agencies.
        key = (person.name.casefold(), person.post.casefold(), person.part.value, person.agency.casefold())
        if key in seen and f"person-{number}-name" not in problems:
            problems[f"person-{number}-name"] = f"Person {number} is the same as person {seen[key]}. Remove one of them."
        seen.setdefault(key, number)
    return problems


def one_line(text: str) -> str:
    """The text with single spaces and no line breaks."""
    return " ".join(text.split())


def too_long(label: str, text: str, most: int) -> str:
    """The sentence to show when the text is too long, else nothing."""
    if len(text) <= most:
        return ""
    return f"{label} must be {most} characters or fewer. It has {len(text):,}."
