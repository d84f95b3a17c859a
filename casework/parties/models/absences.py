"""Who is away, from when to when, and who stands in for them meanwhile (issue 5 §4)."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .units import HANDLING_ROLES, Membership, Unit
from .users import User


class AbsenceQuerySet(models.QuerySet):
    def on(self, day: dt.date) -> AbsenceQuerySet:
        """In force on this day; the first and the last day belong to it."""
        return self.filter(since__lte=day, until__gte=day)

    def touching(self, since: dt.date, until: dt.date) -> AbsenceQuerySet:
        """Those that share a day with this span."""
        return self.filter(since__lte=until, until__gte=since)


class Absence(models.Model):
    """A person is away from a unit; while it lasts the stand-in may do there what the person may as a handler.

    It begins and ends by its dates alone. What the stand-in did stays theirs in the record and for four eyes.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="absences", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="absences", verbose_name=_("unit"))
    stand_in = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("stand-in"))
    since = models.DateField(_("first day away"))
    until = models.DateField(_("last day away"))
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(user=F("stand_in")), name="absence_has_another_stand_in"),
        ]
        indexes = [models.Index(fields=["unit", "until"], name="absence_unit")]

    def __str__(self) -> str:
        return f"{self.user} · {self.since} – {self.until} · {self.stand_in}"

    def clean(self) -> None:
        """Raises ValidationError, each sentence beside its field."""
        faults: dict[str, list[object]] = {}
        if self.until < self.since:
            faults["until"] = [_("The last day lies before the first.")]
        elif self._others(user=self.user).exists():
            faults["since"] = [_("Another absence is entered for these days already.")]
        if self.stand_in_id and self._is_same_person():
            faults["stand_in"] = [_("Nobody stands in for themselves.")]
        elif self.stand_in_id and not self._handles_there():
            faults["stand_in"] = [_("The stand-in must handle cases in the same unit.")]
        elif self.stand_in_id and self._others(user=self.stand_in).exists():
            faults["stand_in"] = [_("This person is away on these days too.")]
        if faults:
            raise ValidationError(faults)

    def _others(self, user: User) -> AbsenceQuerySet:
        days = Absence.objects.touching(self.since, self.until)
        return days.filter(user=user, unit=self.unit).exclude(pk=self.pk)

    def _is_same_person(self) -> bool:
        return User.objects.same_person_as(self.user).filter(pk=self.stand_in_id).exists()

    def _handles_there(self) -> bool:
        members = Membership.objects.in_force(unit=self.unit, role__in=HANDLING_ROLES)
        return members.filter(user=self.stand_in_id).exists()
