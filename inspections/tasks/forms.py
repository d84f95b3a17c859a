"""What may be said with the acts of an inspection before there is a report."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.access import takes_in_for
from casework.engine.calendar import Calendar
from casework.engine.common_forms import ReasonForm
from casework.engine.forms import ActForm
from casework.parties.models import Campaign, Membership, Unit, User
from casework.ui.days import DayField

from ..drawing import INSPECTORS
from ..models import ChecklistVersion, Inspection, Interest, Plan
from ..natures import PLANNED_BY, SENT, Nature

MAY_INSPECT = (Membership.Role.INSPECTOR, Membership.Role.HANDLER, Membership.Role.LEAD)


def unit_choice(queryset: QuerySet, label: Any, **more: Any) -> forms.ModelChoiceField:
    field = forms.ModelChoiceField(queryset=queryset, label=label, **more)
    field.label_from_instance = lambda unit: unit.name
    return field


class InspectionForm(ActForm):
    """A special inspection names its unit; what a plan has drawn names the plan, which says the rest."""

    unit = unit_choice(Unit.objects.active(), _("Unit to be inspected"))
    field = unit_choice(Unit.objects.active(), _("Unit that inspects"))
    origin = forms.ChoiceField(label=_("Why"), choices=Inspection.Origin.choices)
    nature = forms.ChoiceField(label=_("Nature"), choices=Nature.choices, required=False)
    checklist = forms.ModelChoiceField(queryset=None, label=_("Checklist"), required=False)
    visit_by = DayField(label=_("Visit by"), required=False, help_text=_("A working day."))
    because = forms.CharField(
        label=_("What to look at"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    publishes = forms.BooleanField(label=_("Results are made public"), required=False)
    # Of what a plan has drawn, and of what another case asks for.
    plan = forms.ModelChoiceField(queryset=Plan.objects.all(), required=False)
    draw = forms.IntegerField(required=False)
    inspectors = forms.ModelMultipleChoiceField(queryset=User.objects.all(), required=False)
    office = forms.ModelChoiceField(queryset=Unit.objects.active(), required=False)
    handler = forms.ModelChoiceField(queryset=User.objects.all(), required=False)
    campaign = forms.ModelChoiceField(queryset=Campaign.objects.all(), required=False)

    conditional = ("nature", "checklist", "visit_by", "because", "campaign")
    # Whoever inspects is not told that somebody complained.
    internal = ("origin",)
    OF_THE_ENGINE = ("plan", "draw", "inspectors", "office", "handler", "campaign")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checklist"].queryset = ChecklistVersion.objects.published().select_related("checklist")
        if self.actor.person is not None:
            for name in self.OF_THE_ENGINE:
                del self.fields[name]
            self.fields["origin"].choices = [c for c in Inspection.Origin.choices if c[0] in ("lead", "order")]
            office = takes_in_for(self.actor)
            kind = office.kind if office else ""
            self.fields["nature"].choices = [c for c in Nature.choices if kind in PLANNED_BY[c[0]]]
            self.fields["field"].queryset = Unit.objects.active().filter(kind__in=SENT.values()).order_by("path")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        plan = said.get("plan")
        if plan is not None:
            said |= {"nature": plan.nature, "checklist": plan.checklist, "visit_by": plan.last_day}
            return said | {"office": plan.office, "handler": plan.handler, "campaign": plan.campaign}
        self._complete(said)
        return said

    def _complete(self, said: dict[str, Any]) -> None:
        """A special inspection says for itself what a plan says for all of its own."""
        if self.actor.person is not None:
            said |= {"office": takes_in_for(self.actor), "handler": self.actor.person}
            said["campaign"] = Campaign.objects.on(timezone.localdate(self.now)) or Campaign.objects.first()
        for name in ("nature", "checklist", "because"):
            if not said.get(name):
                self.add_error(name, self.fields[name].error_messages["required"])
        self._check_day(said)
        self._check_fit(said)

    def _check_day(self, said: dict[str, Any]) -> None:
        day = said.get("visit_by")
        if day is None:
            campaign = said.get("campaign")
            days = campaign.inspection_visit_days if campaign else 1
            said["visit_by"] = timezone.localdate(self.now) + dt.timedelta(days=days)
        elif day <= timezone.localdate(self.now):
            self.add_error("visit_by", _("Please leave at least until tomorrow."))
        elif not Calendar.load(day).is_workday(day):
            self.add_error("visit_by", _("This is no working day."))

    def _check_fit(self, said: dict[str, Any]) -> None:
        unit, sent, nature, checklist = (said.get(name) for name in ("unit", "field", "nature", "checklist"))
        if unit and checklist and not checklist.checklist.suits(unit):
            self.add_error("checklist", _("This checklist is for units of another kind."))
        if sent and nature and sent.kind != SENT[nature]:
            self.add_error("field", _("In this nature, others inspect."))
        if unit and sent and unit == sent:
            self.add_error("field", _("Nobody inspects themselves."))


class DispatchForm(ActForm):
    field = unit_choice(None, _("Give it out to"))
    note = forms.CharField(
        label=_("What they should know"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = SENT[self.case.nature] if self.case.pk else Unit.Kind.UNION
        units = Unit.objects.active().filter(kind=sent).exclude(pk=self.case.unit_id)
        self.fields["field"].queryset = units.order_by("path")


class ArrangeForm(ActForm):
    """Two inspectors at least, one of them of the unit itself; those drawn, or others with a reason."""

    inspectors = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Inspectors"), widget=forms.CheckboxSelectMultiple, help_text=_("At least two.")
    )
    visit_on = DayField(label=_("Day of the visit"))
    others_because = forms.CharField(
        label=_("Why others than those drawn"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    conditional = ("others_because",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = inspectors_for(self.case) if self.case.pk else {}
        own = [user for user, unit in self.members.items() if unit == self.case.field_unit]
        near = Case(When(pk__in=own, then=0), default=1)
        self.fields["inspectors"].queryset = User.objects.filter(pk__in=self.members).order_by(near, "name")
        self.fields["inspectors"].label_from_instance = self._label
        if not self.drawn and not self.fields["others_because"].required:
            del self.fields["others_because"]

    def _label(self, user: User) -> str:
        return f"{user.name} · {self.members[user.pk].label}"

    @cached_property
    def drawn(self) -> set[int]:
        """Whom the draw named."""
        return set(self.case.drawn.values_list("user", flat=True)) if self.case.pk else set()

    def clean_visit_on(self) -> dt.date:
        day, today = self.cleaned_data["visit_on"], timezone.localdate(self.now)
        if day < today:
            raise ValidationError(_("This day is over."))
        if day > max(self.case.visit_by, today):
            raise ValidationError(_("The visit must be made by the day the inspection has."))
        return day

    def clean_inspectors(self) -> QuerySet[User]:
        chosen = self.cleaned_data["inspectors"]
        fewest = max(self.case.campaign.inspection_officers, INSPECTORS)
        if len(chosen) < fewest:
            raise ValidationError(_("An inspection is made by at least %(count)d people.") % {"count": fewest})
        if all(self.members[user.pk].pk != self.case.field_unit.pk for user in chosen):
            raise ValidationError(_("At least one of them must be of your own unit."))
        return chosen

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        chosen = {user.pk for user in said.get("inspectors") or ()}
        if chosen and not self.drawn <= chosen and not said.get("others_because"):
            self.add_error("others_because", _("These were not drawn. Please say why they go."))
        return said


class HandOverTaskForm(ArrangeForm):
    others_because = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Stays in the record.")
    )


def inspectors_for(case: Inspection) -> dict[int, Unit]:
    """Who may be named, by person the unit for which they go: people of the unit in the field, of its neighbours, of
    the unit above; nobody with an interest in whoever is inspected."""
    unit = case.field_unit
    if unit is None:
        return {}
    near = Q(unit=unit) | Q(unit=unit.parent_id) | Q(unit__parent=unit.parent_id, unit__parent__isnull=False)
    members = Membership.objects.in_force(role__in=MAY_INSPECT, unit__kind=unit.kind).filter(near)
    interested = Interest.objects.in_force().filter(unit=case.unit_id).values("user")
    members = members.exclude(user__in=interested).exclude(user__in=case.recused).select_related("unit")
    found: dict[int, Unit] = {}
    for member in sorted(members, key=lambda member: member.unit_id != unit.pk):
        found.setdefault(member.user_id, member.unit)
    return found


class StartForm(ActForm):
    """`began_at`: when the visit began by the phone's own clock, where it had no network."""

    began_at = forms.DateTimeField(label=_("Began"), required=False)

    def clean_began_at(self) -> dt.datetime | None:
        began = self.cleaned_data["began_at"]
        if began is not None and began > self.now + dt.timedelta(minutes=10):
            raise ValidationError(_("This lies in the future. Please check the clock of the phone."))
        return began


__all__ = ["ArrangeForm", "DispatchForm", "HandOverTaskForm", "InspectionForm", "ReasonForm", "StartForm"]
