"""Days and moments in words, in the reader's language; the year is said only when it is not this one."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy

WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
MONTHS = (
    pgettext_lazy("month", "Jan"),
    pgettext_lazy("month", "Feb"),
    pgettext_lazy("month", "Mar"),
    pgettext_lazy("month", "Apr"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "Jun"),
    pgettext_lazy("month", "Jul"),
    pgettext_lazy("month", "Aug"),
    pgettext_lazy("month", "Sep"),
    pgettext_lazy("month", "Oct"),
    pgettext_lazy("month", "Nov"),
    pgettext_lazy("month", "Dec"),
)


def local_day(value: date | datetime) -> date:
    """The calendar day of a date or an aware moment, in the office's time zone."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def day_words(value: date | datetime, *, weekday: bool = True, year: bool = False) -> str:
    """10月26日（周一）, or Mon 26 Oct; with the year when it is not this one, or where it is wanted."""
    day = local_day(value)
    parts = {"day": day.day, "month": MONTHS[day.month - 1], "weekday": WEEKDAYS[day.weekday()], "year": day.year}
    this_year = day.year == timezone.localdate().year and not year
    if weekday and this_year:
        return gettext("{weekday} {day} {month}").format(**parts)
    if weekday:
        return gettext("{weekday} {day} {month} {year}").format(**parts)
    if this_year:
        return gettext("{day} {month}").format(**parts)
    return gettext("{day} {month} {year}").format(**parts)


def moment_words(value: datetime) -> str:
    """今天 16:08, 昨天 16:08, else 10月12日 16:08."""
    local = timezone.localtime(value)
    age = (timezone.localdate() - local.date()).days
    if age == 0:
        day = gettext("today")
    elif age == 1:
        day = gettext("yesterday")
    else:
        day = day_words(local, weekday=False)
    return f"{day} {local:%H:%M}"


def written_moment(value: datetime) -> str:
    """2026年10月12日（周一）16:08: for paper and mails, which are read on another day, or in another year."""
    return _with_time(day_words(value, year=True), f"{timezone.localtime(value):%H:%M}")


def deadline_words(value: datetime, *, written: bool = False) -> str:
    """A moment something is due; midnight is said as 24:00 of the day before, which is how people count.

    written: for paper and mails, where "today" would be true for a day only.
    """
    local = timezone.localtime(value)
    day, clock = local.date(), f"{local:%H:%M}"
    if local.time() == time.min:
        day, clock = day - timedelta(days=1), "24:00"
    today = day == timezone.localdate() and not written
    return _with_time(pgettext("deadline", "today") if today else day_words(day), clock)


def _with_time(day: str, clock: str) -> str:
    # A closing bracket already makes the gap.
    return f"{day}{clock}" if day.endswith("）") else f"{day} {clock}"


def rest_words(days: int) -> str:
    """How many working days are left: 还有 9 个工作日; 0 is due today; below 0 is overdue."""
    if days == 0:
        return gettext("due today")
    if days < 0:
        return ngettext("%(count)d working day overdue", "%(count)d working days overdue", -days) % {"count": -days}
    return ngettext("%(count)d working day left", "%(count)d working days left", days) % {"count": days}
