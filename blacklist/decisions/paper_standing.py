"""Whether a letter of a decision holds now, from the rows of its measures: for whoever checks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.ui.times import day_words

from ..letters.standing import Standing
from ..models import Decision, Letter, LetterKind, Measure
from .states import DROPPED
from .subsidies import How, subsidies_of


def standing_of(letter: Letter) -> Standing:
    """As of now. A later letter of the same kind in the same case takes its place. Three statements."""
    later = Letter.objects.filter(about=letter.about, kind=letter.kind, pk__gt=letter.pk).order_by("pk")
    by = later.values_list("number", "issued_at").last()
    if by is not None:
        what = {"number": by[0], "day": _day(by[1])}
        return Standing(False, _("It was replaced by %(number)s of %(day)s.") % what)
    case = Decision.objects.get(pk=letter.about.partition(":")[2])
    if letter.kind == LetterKind.NOTICE:
        return Standing(None, _of_a_notice(case))
    if letter.kind == LetterKind.HEARING_NOTICE:
        return Standing(None, _("It invites to a hearing and decides nothing."))
    if letter.kind == LetterKind.FUND_NOTICE:
        return _of_subsidies(case, timezone.localdate())
    stands = _of_a_decision(case, timezone.localdate())
    if letter.kind == LetterKind.REPAIR_NOTICE:
        said = _("It tells how the measures of its decision can be repaired. Of the decision: %(words)s")
        return Standing(None, said % {"words": stands.words}, stands.until)
    return stands


def _of_a_notice(case: Decision) -> str:
    if case.decided_on:
        return _("It told what was intended. The decision was taken on %(day)s.") % {"day": _day(case.decided_on)}
    if case.state == DROPPED:
        return _("It told what was intended. Nothing was decided against the party.")
    return _("It tells what is intended. Nothing is decided yet.")


def _of_a_decision(case: Decision, today: dt.date) -> Standing:
    if case.in_force_at is None:
        return Standing(False, _("It is not in force yet: it takes effect once it is served."))
    agreed = [one for one in case.measure_list if one.agreed]
    left = [one for one in agreed if not one.is_over(today)]
    if any(not one.suspended for one in left):
        ends = [one.ends for one in left]
        words = _("It has been in force since %(day)s.") % {"day": _day(case.in_force_at)}
        return Standing(True, words, max(ends) if all(ends) else None)
    if left:
        return Standing(False, _("Its measures are suspended."))
    if agreed and all(one.revoked_at for one in agreed):
        day = max(timezone.localdate(one.revoked_at) for one in agreed)
        return Standing(False, _("It was revoked on %(day)s.") % {"day": _day(day)})
    return Standing(False, _("It is no longer in force: its last measure ended on %(day)s.") % {"day": _last(agreed)})


def _of_subsidies(case: Decision, today: dt.date) -> Standing:
    """What the measure's row says today. Its notice is written as it begins, so there is one."""
    now = subsidies_of(case, today)
    if now.how == How.REVOKED:
        return Standing(
            False, _("The disqualification from subsidies was revoked on %(day)s.") % {"day": _day(now.since)}
        )
    if now.how == How.SUSPENDED:
        return Standing(False, _("The disqualification from subsidies is suspended."))
    if now.last < today:
        return Standing(False, _("The disqualification from subsidies ended on %(day)s.") % {"day": _day(now.last)})
    return Standing(
        True, _("The disqualification from subsidies has held since %(day)s.") % {"day": _day(now.since)}, now.last
    )


def _last(measures: Iterable[Measure]) -> str:
    """The last day on which one of them, all over by now, asked for something."""
    return _day(max(_ended(one) for one in measures))


def _ended(one: Measure) -> dt.date:
    if done := one.revoked_at or one.performed_at:
        return timezone.localdate(done)
    return one.last_day


def _day(day: dt.date | dt.datetime) -> str:
    return day_words(day, weekday=False, year=True)
