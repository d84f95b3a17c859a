"""What others will read of an act, word for word, before it is sent; and who has the case next, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from casework.engine import bodies
from casework.engine.acts import (
    BODY,
    COMPLAINANT,
    FIELD,
    FIELD_LEAD,
    FIELD_ROLES,
    HANDLER,
    INSPECTOR,
    LEAD,
    RESPONDENT,
    Act,
)
from casework.engine.budgets import budget_words
from casework.engine.forms import ActForm
from casework.engine.kinds import THOSE_COMPLAINED_OF, has_a_seat
from casework.ui.times import day_words
from casework.ui.words import listed

from .said import is_question

if TYPE_CHECKING:
    from casework.engine.present import CaseView


@dataclass(frozen=True)
class Line:
    """Words that stand fast (`text`), or those of a field of the form (`source`: its input's name), as typed."""

    text: str = ""
    label: Any = ""
    source: str = ""

    @property
    def asks(self) -> bool:
        """Whether the label is a question, which needs no colon before its answer."""
        return is_question(self.label)


@dataclass(frozen=True)
class Preview:
    """`title` says who will read it."""

    title: str
    lines: list[Line] = field(default_factory=list)


def mirror(form: ActForm, *names: str, labelled: bool = True) -> list[Line]:
    """Lines that follow these fields of the form."""
    present = [name for name in names if name in form.fields]
    labels = {name: form.fields[name].label if labelled else "" for name in present}
    return [Line(_shown(form, name), labels[name], form.add_prefix(name)) for name in present]


def _shown(form: ActForm, name: str) -> str:
    """The value as people read it: of a choice its label."""
    value = form[name].value()
    if isinstance(form.fields[name], forms.DateTimeField):
        return f"{day_words(moment.date())} {moment:%H:%M}" if (moment := _moment(value)) else ""
    if isinstance(form.fields[name], forms.DateField):
        return day_words(day) if (day := _day(value)) else ""
    chosen = value if isinstance(value, list | tuple) else [value]
    labels = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", [])}
    return listed(labels.get(str(one), str(one)) for one in chosen if one not in (None, ""))


def _day(value: Any) -> date | None:
    """As a date field has it before it is checked: a date, or what was typed."""
    return value if isinstance(value, date) else parse_date(str(value or "").strip())


def _moment(value: Any) -> datetime | None:
    """In local time, as the field has it."""
    moment = value if isinstance(value, datetime) else parse_datetime(str(value or "").strip())
    return localtime(moment) if moment is not None and is_aware(moment) else moment


def previews(view: CaseView, spec: Act, form: ActForm | None) -> list[Preview]:
    """For every act: the complainant's and the respondents' text, as `access` and the record will give it to them."""
    found = []
    if not view.reads_all:
        # Who reads it stands beside every line of the record; of the others they need not know.
        return found
    sides = spec.readers()
    if COMPLAINANT in sides and has_a_seat(view.case):
        lines = _lines(spec, form, {COMPLAINANT}, view.says(spec.public))
        found.append(Preview(view.says(_("The %(filer)s will read:")), lines))
    theirs = {RESPONDENT, *view.kind.party_roles} - {FIELD, BODY}
    if sides & theirs and view.case.party_list:
        lines = _lines(spec, form, theirs, view.says(spec.public))
        found.append(Preview(_will_read(view.kind.respondents), lines))
    if sides & set(FIELD_ROLES) and view.case.field_unit is not None:
        lines = _lines(spec, form, set(FIELD_ROLES), view.says(spec.public))
        found.append(Preview(_will_read(view.case.field_unit.label), lines))
    return found or [Preview(_for_us_alone(view))]


def _for_us_alone(view: CaseView) -> str:
    """Bodies that decide with the office read all of the case."""
    ours = [view.case.office, *(unit for unit in bodies.asked(view.case) if unit.pk != view.case.office_id)]
    if len(ours) == 1:
        return _("Only your unit reads this; it appears in no letter to others.")
    units = listed(unit.label for unit in ours)
    return _("Only %(units)s read this; it appears in no letter to others.") % {"units": units}


def _will_read(who: Any) -> str:
    return _("%(who)s will read:") % {"who": capfirst(str(who))}


def _lines(spec: Act, form: ActForm | None, roles: Iterable[str], public: str) -> list[Line]:
    lines = [Line(public)] if public else []
    reads = spec.words_to is None or set(roles) & set(spec.words_to)
    if form is None or not reads:
        return lines
    told = [name for name in form.fields if name not in (*form.private, *form.internal, *form.file_fields())]
    return lines + mirror(form, *told)


def next_words(view: CaseView, spec: Act) -> str:
    """Who has it next and by when, for an act that moves the case."""
    if spec.target is None:
        return ""
    stage = view.kind.stage_by_state[spec.target]
    if not stage.is_open:
        return _("The case is then: %(stage)s.") % {"stage": stage.label}
    parts = {"stage": stage.label, "who": _who(view, stage)}
    ours = [view.kind.clock_by_name[name] for name in stage.runs]
    clock = next((clock for clock in ours if clock.applies(view.case)), None)
    if clock is None:
        return _("Next: %(stage)s, with %(who)s.") % parts
    return _("Next: %(stage)s, with %(who)s, within %(time)s.") % (parts | {"time": str(_time(clock, view))})


def _time(clock: Any, view: CaseView) -> Any:
    budget = clock.budget(view.case)
    return budget_words(budget.amount, budget.unit)


def _who(view: CaseView, stage: Any) -> str:
    """The first task's role in words; the handler by name."""
    role = stage.procedure.first_work().role if stage.procedure else HANDLER
    if role == LEAD:
        return _("a lead of the office who took no part in it")
    if role in FIELD_ROLES and view.case.field_unit is not None:
        unit = view.case.field_unit.label
        words = {FIELD_LEAD: _("a lead of %(unit)s"), INSPECTOR: _("the inspectors of %(unit)s")}
        return words.get(role, "%(unit)s") % {"unit": unit}
    if role == RESPONDENT:
        complained_of = view.kind.respondents is THOSE_COMPLAINED_OF
        return _("the one who owes the remedy") if complained_of else str(view.kind.respondents)
    if role == BODY:
        return listed(unit.label for unit in bodies.asked(view.case))
    return view.case.handler.name if view.case.handler else _("the handler")
