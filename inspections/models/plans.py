"""A round of inspections: whom it may reach, how many, in which nature, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.engine.models import Case
from casework.parties.models import Division, Unit

from ..natures import Nature
from ..plans.states import PlanActs

if TYPE_CHECKING:
    from .draws import Draw


class Plan(PlanActs, Case):
    """A small case of its own; what it is called stands in `topic`."""

    nature = models.CharField(_("nature"), max_length=20, choices=Nature)
    checklist = models.ForeignKey("inspections.ChecklistVersion", models.PROTECT, verbose_name=_("checklist"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    percent = models.PositiveSmallIntegerField(_("share drawn, percent"), validators=[MaxValueValidator(100)])
    chain = models.CharField(_("only this chain"), max_length=40, blank=True)
    min_complaints = models.PositiveSmallIntegerField(_("only with at least so many complaints"), default=0)
    never_visited = models.BooleanField(_("only where nobody was yet"), default=False)
    publishes = models.BooleanField(_("results are made public"), default=True)
    # Of an administrative inspection (国办发〔2024〕54号): by whom approved, on what basis, how often a year at most.
    approval_no = models.CharField(_("approval"), max_length=60, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    yearly_cap = models.PositiveSmallIntegerField(_("visits of one unit in a year, at most"), null=True, blank=True)
    # Whether the draft is before a lead.
    submitted = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("inspection plan")
        verbose_name_plural = _("inspection plans")

    @cached_property
    def draw_list(self) -> list[Draw]:
        """Every draw, oldest first; those that were made void stay. Read once for each time the plan is loaded."""
        return list(self.draws.select_related("taken_by", "drawn_by").order_by("number"))

    @property
    def draw(self) -> Draw | None:
        """The draw that counts, or is being made."""
        return next((draw for draw in reversed(self.draw_list) if draw.voided_at is None), None)

    def as_said(self) -> dict[str, Any]:
        """The plan as its form has it."""
        own = ("nature", "checklist", "first_day", "last_day", "percent", "chain", "min_complaints", "never_visited")
        found = {name: getattr(self, name) for name in (*own, "publishes", "approval_no", "legal_basis", "yearly_cap")}
        numbers = self.numbers.select_related("prefecture").order_by("prefecture")
        return found | {
            "name": self.topic,
            "numbers": "\n".join(f"{row.prefecture.name} {row.number}" for row in numbers),
            "excluded": list(self.exclusions.values_list("unit", flat=True)),
            "excluded_because": next(iter(self.exclusions.values_list("reason", flat=True)), ""),
        }


class PlanNumber(models.Model):
    """So many in this prefecture, instead of the share."""

    case = models.ForeignKey(Plan, models.CASCADE, related_name="numbers")
    prefecture = models.ForeignKey(Division, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "prefecture"], name="plan_number_once")]

    def __str__(self) -> str:
        return f"{self.prefecture} {self.number}"


class PlanExclusion(models.Model):
    """A unit that the plan never reaches, and why."""

    case = models.ForeignKey(Plan, models.CASCADE, related_name="exclusions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "unit"], name="plan_exclusion_once")]

    def __str__(self) -> str:
        return f"{self.unit} not in plan {self.case_id}"
