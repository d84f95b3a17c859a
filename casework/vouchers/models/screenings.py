"""A public-welfare screening paid from the pool: who proposes what, who approved it, and what came of it (R15, R17)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.engine.models import Case
from casework.parties.models import Unit

from ..screenings.states import PROPOSER, ScreeningActs


class Screening(ScreeningActs, Case):
    """`cost` is what is asked for and, once approved, set aside; `spent` what bills were paid with, as the union
    reports and the association checks. Both in fen; where the money is stands in the journal alone. `round`: which
    version of the proposal the organisers decide on. `publishable`: the union says that photos may be shown."""

    cinema = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("cinema"))
    starts_at = models.DateTimeField(_("begins at"))
    film = models.CharField(_("film"), max_length=60)
    seats = models.PositiveIntegerField(_("seats"))
    cost = models.PositiveBigIntegerField(_("cost, fen"))
    round = models.PositiveSmallIntegerField(default=1)
    attendance = models.PositiveIntegerField(_("people who came"), null=True)
    spent = models.PositiveBigIntegerField(_("spent, fen"), null=True)
    publishable = models.BooleanField(_("photos may be shown"), default=False)

    class Meta:
        verbose_name = _("public-welfare screening")
        verbose_name_plural = _("public-welfare screenings")
        constraints = [
            models.CheckConstraint(condition=Q(cost__gt=0), name="screening_costs_something"),
            models.CheckConstraint(
                condition=Q(spent__isnull=True) | Q(spent__lte=models.F("cost")), name="screening_within_its_cost"
            ),
        ]

    @property
    def union(self) -> Unit:
        """Who proposes it."""
        return next(party.unit for party in self.party_list if party.role == PROPOSER)

    @cached_property
    def approved(self) -> list[ScreeningApproval]:
        """The approvals of what is proposed now; read once for each loading."""
        return list(self.approvals.filter(round=self.round).select_related("unit").order_by("pk"))


class ScreeningApproval(models.Model):
    """An organiser approved what was proposed in that round; each once."""

    case = models.ForeignKey(Screening, models.PROTECT, related_name="approvals")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "unit", "round"], name="screening_approved_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}, round {self.round}"


class ScreeningPhoto(models.Model):
    """A photo of the report that everybody may see: its copy, never the original. Whoever takes it off the public page
    removes the row; the record says who did."""

    case = models.ForeignKey(Screening, models.PROTECT, related_name="photos")
    # The number alone: what was kept long enough is gone from the store, and from the page with it.
    file = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return str(self.file)
