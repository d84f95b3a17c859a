"""Why an act of an inspection is not possible now: each guard answers with the reason in words, or None."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from blacklist import services as decisions
from casework.engine.acts import FORMER, NotOffered
from casework.engine.given_out import field_roles

if TYPE_CHECKING:
    from casework.engine.actors import Actor

ASKED_FOR_TIME = ("ask_more_time", "grant_more_time", "refuse_more_time")


def somebody_is_named(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.named else NotOffered(_("Nobody is named yet."))


def not_urged_today(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    since = now - dt.timedelta(days=1)
    urged = any(event["name"] == "urge_unit" and event["at"] > since for event in case.history)
    return _("The unit was urged within the last day.") if urged else None


def was_overtaken(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """Whoever can send a proper report sends that."""
    theirs = actor.person is not None and FORMER not in field_roles(actor, case)
    return _("The report can be sent as it is.") if theirs and case.state == "visiting" else None


def was_inspected(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    report = case.report
    if report is not None and report.kind == report.Kind.INSPECTED:
        return None
    return NotOffered(_("Nobody could inspect; close it as not inspected, or return it."))


def was_not_inspected(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if was_inspected(case, actor, now) else NotOffered(_("It was inspected."))


def was_heard(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """Nothing is imposed before the party was heard (R37)."""
    if case.heard in (case.Heard.ANSWERED, case.Heard.SILENT):
        return None
    return _("First show the findings to the inspected unit, and wait for its answer (R37).")


def can_be_decided_about(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    if decisions.can_be_decided_about(case.unit):
        return None
    return NotOffered(_("Only cinemas and platforms are decided about."))


def nobody_decides_on_time(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    last = [event["name"] for event in case.history if event["name"] in ASKED_FOR_TIME][-1:]
    return _("This was asked for already; the answer is awaited.") if last == ["ask_more_time"] else None


def is_public(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if case.published_at else NotOffered(_("The result is not public."))
