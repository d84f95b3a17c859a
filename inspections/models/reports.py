"""What inspectors bring back: answers, photos, signatures, as the phone sent them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.models import Attachment

from .inspections import Inspection


class Report(models.Model):
    """One report of a visit. Its event holds an HMAC of what was said (`digest`) under `key`, which goes when the words
    are erased."""

    class Kind(models.TextChoices):
        INSPECTED = "inspected", _("Inspected")
        CLOSED = "closed", _("The place was closed")
        REFUSED = "refused", _("Entry was refused")
        RECHECK = "recheck", _("Checked again")

    case = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="reports")
    seq = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # By the clock of the phone.
    began_at = models.DateTimeField(_("visit began"))
    ended_at = models.DateTimeField(_("visit ended"))
    received_at = models.DateTimeField(_("received"))
    # It came when the task was not theirs any more: kept as evidence.
    overtaken = models.BooleanField(default=False)
    account = models.TextField(_("account"), blank=True)
    party_words = models.TextField(_("words of the inspected party"), blank=True)
    # Where the phone was ({"lat", "lon", "accuracy"}), where the inspector let it say so.
    place = models.JSONField(null=True)
    answered = models.PositiveSmallIntegerField(default=0)
    violations = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64)
    key = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="report_of_event_once")]

    def __str__(self) -> str:
        return f"report {self.seq} of inspection {self.case_id}"


class Answer(models.Model):
    """The answer to one item of the checklist. `value` as it was said; money and numbers also as a number."""

    case = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="answers")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey("inspections.Item", on_delete=models.PROTECT, related_name="+")
    value = models.TextField(blank=True)
    number = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    note = models.TextField(blank=True)
    violation = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "item"], name="answer_once")]

    def __str__(self) -> str:
        return f"answer to item {self.item_id} in report {self.report_id}"


class Photo(models.Model):
    """Which item a photo belongs to, and when it was taken, by the clock of the phone."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="photos")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("inspections.Item", on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "attachment"], name="photo_once")]

    def __str__(self) -> str:
        return f"photo {self.attachment_id} of report {self.report_id}"


class Signature(models.Model):
    """A signature drawn on glass, or why there is none; a representative's says that they were there, not that they
    agree."""

    class Role(models.TextChoices):
        INSPECTOR = "inspector", _("Inspector")
        PARTY = "party", _("For the inspected party")

    case = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="signatures")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=10, choices=Role)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.TextField(blank=True)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    refused = models.TextField(blank=True)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.role}'s signature of report {self.report_id}"
