"""Who has an interest in a unit, and so never inspects it (回避)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Unit


class InterestQuerySet(models.QuerySet):
    def in_force(self, day: dt.date | None = None) -> InterestQuerySet:
        """Interests that count on the day (today)."""
        day = day or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Interest(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    reason = models.CharField(_("interest"), max_length=120)
    since = models.DateField(_("in force since"), default=timezone.localdate)
    until = models.DateField(_("in force until"), null=True, blank=True, help_text=_("The last day; empty: no end."))

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("interest of a person in a unit")
        verbose_name_plural = _("interests of people in units")
        ordering = ["unit", "user"]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit}"
