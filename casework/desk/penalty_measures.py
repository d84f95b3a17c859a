"""How a measure of a penalty decision stands, in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from blacklist.decisions.states import DROPPED
from blacklist.models import Decision, Measure
from blacklist.violations import SUBSIDY
from casework.ui.times import day_words


def term_of(one: Measure) -> str:
    """How long it lasts, or by when it is to be done."""
    if one.months:
        term = ngettext("%(count)d month", "%(count)d months", one.months) % {"count": one.months}
        return _("%(term)s, later campaigns too") % {"term": term} if one.later else term
    return _("to be done by %(day)s") % {"day": day_words(one.due, year=True)} if one.due else ""


def stands(case: Decision, one: Measure, today: dt.date) -> dict[str, Any]:
    """How it stands, as a chip, and its days."""
    if one.agreed and one.starts is not None and one.starts <= today:
        return {"look": _since_it_began(one, today), "days": _days(one)}
    if one.agreed:
        look = (pgettext("measure", "Decided"), "journal-text", "warn")
    elif one.agreed is None and case.state != DROPPED:
        look = (pgettext("measure", "Intended"), "hourglass", "info")
    else:
        look = (pgettext("measure", "Not decided"), "x-circle", "")
    return {"look": look, "days": ""}


def fund_knows(case: Decision, one: Measure) -> str:
    """Whether the fund's office was told how the measure about subsidies stands; "" of others, and before it began."""
    if one.kind != SUBSIDY or not case.fund_letter:
        return ""
    if case.fund_told_at is None:
        return _("The fund's office has not been told yet")
    day = day_words(case.fund_told_at, weekday=False, year=True)
    return _("The fund's office was told on %(day)s") % {"day": day}


def _since_it_began(one: Measure, today: dt.date) -> tuple[str, str, str]:
    if one.revoked_at:
        return pgettext("measure", "Revoked"), "x-circle", ""
    if one.performed_at:
        return pgettext("measure", "Done"), "check2-all", "ok"
    if one.ended_on is not None and one.is_over(today):
        return pgettext("measure", "Ended early"), "check-circle", "ok"
    if one.is_over(today):
        return pgettext("measure", "Over"), "check-circle", "ok"
    if one.suspended:
        return pgettext("measure", "Suspended"), "pause-circle", "warn"
    return pgettext("measure", "In force"), "exclamation-octagon", "urgent"


def _days(one: Measure) -> str:
    """From when until when it holds or held; the day on which it was done, or revoked."""
    ended = one.revoked_at or one.performed_at
    if ended:
        return day_words(ended, weekday=False, year=True)
    last = one.last_day
    since = day_words(one.starts, weekday=False, year=True)
    if last is None:
        return _("from %(since)s") % {"since": since}
    return _("from %(since)s to %(until)s") % {"since": since, "until": day_words(last, weekday=False, year=True)}
