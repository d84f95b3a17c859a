"""The early end of a decision that the party has earned (issue 9 §3; 国办发〔2025〕22号)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.engine.models import Case
from casework.parties.models import Unit

from ..repairs.states import RepairActs
from .decisions import Decision


class Repair(RepairActs, Case):
    """`about`: the decision that is to end early. `signed_by`: who gave the undertaking, by name. `confirmed`: whether
    what the party proves was found to hold; None before somebody looked."""

    about = models.ForeignKey(Decision, models.PROTECT, related_name="repairs", verbose_name=_("decision"))
    signed_by = models.CharField(_("undertaking signed by"), max_length=40)
    confirmed = models.BooleanField(_("found to hold"), null=True)

    class Meta:
        verbose_name = _("credit repair")
        verbose_name_plural = _("credit repairs")
        constraints = [
            models.UniqueConstraint(fields=["about"], condition=Q(asked=True), name="repair_one_at_a_time"),
        ]

    @cached_property
    def word_list(self) -> list[RepairWord]:
        """What the bodies said; read once for each loading."""
        return list(self.words.select_related("body", "above").order_by("pk"))


class RepairWord(models.Model):
    """What a body that decided says of the repair: whoever found it also repairs it (谁认定、谁修复). above: the unit
    that spoke for it, where nobody of it was free; None else."""

    case = models.ForeignKey(Repair, models.PROTECT, related_name="words")
    body = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    above = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    reasons = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "body"], name="repair_word_once")]

    def __str__(self) -> str:
        return f"word of {self.body_id} in {self.case_id}"
