"""Narrowing the list of all cases: by stage, topic, party, person, urgency, day, and by words."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.kinds import all_kinds
from casework.engine.models import Case, CaseParty
from casework.engine.search import matching
from casework.parties.models import User
from casework.ui.days import DayField

if TYPE_CHECKING:
    from .people import Reader

OPEN, ENDED, ANY = "open", "ended", "any"
NOBODY = "nobody"


def _day(label: Any) -> forms.DateField:
    return DayField(label=label, required=False)


class FilterForm(forms.Form):
    """The address of a list says all of it, so a list can be kept as a bookmark. What makes no sense is not heeded."""

    q = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(label=_("Stage"), required=False)
    topic = forms.ChoiceField(label=_("What it is about"), required=False)
    party = forms.CharField(label=_("Cinema or platform"), required=False, max_length=80)
    handler = forms.ChoiceField(label=_("Handled by"), required=False)
    since = _day(_("Filed from"))
    until = _day(_("Filed until"))
    urgent = forms.BooleanField(label=_("At the counter"), required=False)
    overdue = forms.BooleanField(label=_("Overdue"), required=False)

    def __init__(self, data: dict[str, str], *, reader: Reader) -> None:
        super().__init__(data, auto_id="filter-%s")
        stages = {stage.state: stage.label for kind in all_kinds() for stage in kind.stages}
        topics = {code: label for kind in all_kinds() for code, label in kind.topics.items()}
        first = [("", _("As usual")), (OPEN, _("All open cases")), (ENDED, _("All ended cases")), (ANY, _("All cases"))]
        anything = ("", pgettext_lazy("filter", "Any"))
        self.fields["state"].choices = [*first, *stages.items()]
        self.fields["topic"].choices = [anything, *topics.items()]
        # Read only where the choice is drawn or made.
        self.fields["handler"].choices = cache(lambda: [anything, (NOBODY, _("Nobody yet")), *_people(reader)])

    @property
    def said(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data

    @property
    def in_use(self) -> bool:
        """Whether anything but words narrows the list."""
        return any(value for name, value in self.data.items() if name not in ("q", "after"))

    @property
    def mixes_ended(self) -> bool:
        """Open and ended cases together have no common order of urgency."""
        return self._state not in (OPEN, *_open_states())

    @property
    def _state(self) -> str:
        """Without a choice: what is open; searching for words finds the ended ones too."""
        said = self.said
        return said.get("state") or (ANY if said.get("q") else OPEN)

    def narrow(self, cases: QuerySet[Case], now: dt.datetime) -> QuerySet[Case]:
        said, state = self.said, self._state
        if state == OPEN:
            cases = cases.opened()
        elif state == ENDED:
            cases = cases.filter(holder__isnull=True)
        elif state != ANY:
            cases = cases.filter(state=state)
        cases = cases.filter(*self._conditions(said, now))
        return matching(cases, said["q"], ["office"]) if said.get("q") else cases

    def _conditions(self, said: dict[str, Any], now: dt.datetime) -> list[Any]:
        found: list[Any] = []
        if said.get("topic"):
            found.append(Q(topic=said["topic"]))
        if said.get("party"):
            named = CaseParty.objects.filter(case=OuterRef("pk"), unit__name__icontains=said["party"].strip())
            found.append(Exists(named))
        if said.get("handler"):
            nobody = said["handler"] == NOBODY
            found.append(Q(handler__isnull=True) if nobody else Q(handler=said["handler"]))
        if said.get("urgent"):
            found.append(Q(urgent=True))
        if said.get("overdue"):
            found.append(Q(due_at__lte=now))
        if said.get("since"):
            found.append(Q(opened_at__gte=_midnight(said["since"])))
        if said.get("until"):
            found.append(Q(opened_at__lt=_midnight(said["until"] + dt.timedelta(days=1))))
        return found


def _open_states() -> list[str]:
    return [stage.state for kind in all_kinds() for stage in kind.stages if stage.is_open]


def _people(reader: Reader) -> list[tuple[str, str]]:
    offices = {m.unit_id for m in reader.actor.memberships}
    people = User.objects.filter(memberships__unit__in=offices, memberships__role__in=("handler", "lead")).distinct()
    return [(str(pk), name) for pk, name in people.order_by("name").values_list("pk", "name")]


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
