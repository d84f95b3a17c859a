"""The inspection itself: of which unit, in which nature, by what, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.engine.models import Case
from casework.parties.models import Unit

from ..natures import Nature
from ..tasks.after import AfterActs
from ..tasks.states import InspectionActs
from ..tasks.visiting import VisitActs

if TYPE_CHECKING:
    from .reports import Report


class Inspection(InspectionActs, VisitActs, AfterActs, Case):
    class Origin(models.TextChoices):
        PLAN = "plan", _("Drawn at random")
        COMPLAINT = "complaint", _("Because of a complaint")
        LEAD = "lead", _("Because of a lead")
        ORDER = "order", _("By order from above")

    class Result(models.TextChoices):
        """What came of it, as it may be published."""

        IN_ORDER = "in_order", _("Nothing to object to")
        RECTIFIED = "rectified", _("Put right")
        PENALTY = "penalty", _("A penalty was proposed")
        NOT_INSPECTED = "not_inspected", _("Could not be inspected")

    class Heard(models.TextChoices):
        """How far the inspected party was heard on the report or lapse that is looked at (R37)."""

        NO = "", _("Not yet shown the findings")
        SHOWN = "shown", _("Was shown the findings")
        ANSWERED = "answered", _("Answered")
        SILENT = "silent", _("Did not answer in time")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="inspections", verbose_name=_("inspected unit"))
    nature = models.CharField(_("nature"), max_length=20, choices=Nature)
    checklist = models.ForeignKey("inspections.ChecklistVersion", models.PROTECT, verbose_name=_("checklist"))
    origin = models.CharField(_("why"), max_length=10, choices=Origin)
    of_plan = models.ForeignKey("inspections.Plan", models.PROTECT, null=True, related_name="inspections")
    draw_number = models.PositiveSmallIntegerField(null=True)
    visit_by = models.DateField(_("visit by"))
    # The days that were left until then when the unit in the field took the task on.
    visit_days = models.PositiveSmallIntegerField(null=True)
    visit_on = models.DateField(_("visit on"), null=True)
    visited_at = models.DateTimeField(_("visit began"), null=True)
    publishes = models.BooleanField(_("result is made public"), default=False)
    published_at = models.DateTimeField(_("result made public"), null=True)
    public_words = models.TextField(_("words for the public"), blank=True)
    heard = models.CharField(_("heard"), max_length=10, choices=Heard, default=Heard.NO, blank=True)
    rectify_days = models.PositiveSmallIntegerField(null=True)
    recheck_days = models.PositiveSmallIntegerField(null=True)
    # What was ordered was not done by its day.
    lapsed = models.BooleanField(_("not put right in time"), default=False)
    result = models.CharField(_("result"), max_length=20, choices=Result, blank=True)

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        indexes = [
            models.Index(fields=["unit", "visited_at"], name="inspection_visits"),
            models.Index(fields=["published_at"], name="inspection_published", condition=Q(published_at__isnull=False)),
        ]

    @cached_property
    def report_list(self) -> list[Report]:
        """Every report, oldest first; read once for each time the case is loaded."""
        return list(self.reports.select_related("by").order_by("pk"))

    @property
    def report(self) -> Report | None:
        """The newest report of a visit that counts."""
        of_visits = [report for report in self.report_list if report.kind != report.Kind.RECHECK]
        return next((report for report in reversed(of_visits) if not report.overtaken), None)


class DrawnInspector(models.Model):
    """Whom the draw named to inspect; the lead of the unit in the field who names others says why."""

    case = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="drawn")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="drawn_inspector_once")]

    def __str__(self) -> str:
        return f"{self.user_id} drawn for inspection {self.case_id}"
