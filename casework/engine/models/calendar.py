"""The calendar's corrections: what the package does not know yet, and what changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """One day as the State Council has announced it; it overrides chinesecalendar.

    Only days that differ from Monday-to-Friday need a row. A year unknown to the package is taken as announced once
    both its 1 January and its 1 October are here (`casework.engine.calendar.Calendar`).
    """

    date = models.DateField(_("date"), unique=True)
    is_workday = models.BooleanField(_("is a workday"))
    name = models.CharField(
        _("holiday"), max_length=40, blank=True, help_text=_("The holiday's name as people read it, such as 春节.")
    )

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}".rstrip()
