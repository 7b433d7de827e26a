"""The time, asked for in one place."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The day on which this moment falls where the boards are, which late on a summer evening is not that of UTC."""
    return moment.astimezone(LONDON).date()
