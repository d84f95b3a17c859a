"""What was said under seal, and is not done yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Unit

from .cases import Case


class Envelope(models.Model):
    """One act as it was said for a unit's task, to be done when all that belong to it are there. Read by nobody but
    that unit; written, opened and removed only by `engine.envelopes`."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="envelopes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    act = models.CharField(max_length=40)
    details = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sealed envelope")
        verbose_name_plural = _("sealed envelopes")
        constraints = [models.UniqueConstraint(fields=["case", "unit"], name="envelope_once")]

    def __str__(self) -> str:
        return f"{self.act} of unit {self.unit_id} in case {self.case_id}"
