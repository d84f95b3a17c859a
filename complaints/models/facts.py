"""Facts of a complaint that its acts bring: what was asked and answered, what was proposed, what was remedied."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Unit

from .complaints import Complaint


class AnswerRequestQuerySet(models.QuerySet):
    def waiting(self) -> AnswerRequestQuerySet:
        """Asked, and neither answered nor silent past the day nor withdrawn from."""
        return self.filter(status=AnswerRequest.Status.ASKED)


class AnswerRequest(models.Model):
    """The request for an answer (答复通知): all that a respondent ever reads of a complaint (DESIGN §4).

    The handler writes it; nothing in it is copied from the complainant's words or files.
    """

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        ANSWERED = "answered", _("Answered")
        SILENT = "silent", _("No answer in time")
        LATE = "late", _("Answered late")
        DROPPED = "dropped", _("Withdrawn")

    class Admits(models.TextChoices):
        YES = "yes", _("True")
        PARTLY = "partly", _("Partly true")
        NO = "no", _("Not true")

    case = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="answer_requests")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    question = models.TextField()
    further = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_seq = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_seq = models.PositiveIntegerField(null=True)
    admits = models.CharField(max_length=10, choices=Admits, blank=True)
    account = models.TextField(blank=True)
    offers = models.JSONField(default=list)
    dropped_because = models.TextField(blank=True)

    objects = AnswerRequestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"request to {self.unit} in case {self.case_id}"


class Proposal(models.Model):
    """A proposed finding, one per round of approval; the approved one is the decision."""

    class Finding(models.TextChoices):
        UPHELD = "upheld", _("Upheld")
        PARTLY = "partly_upheld", _("Partly upheld")
        NOT_UPHELD = "not_upheld", _("Not upheld")
        UNVERIFIABLE = "unverifiable", _("Could not be verified")
        SETTLED = "settled", _("Settled")

    class Because(models.TextChoices):
        """Why a complaint is not upheld. "Valid reason" is never offered where R22 forbids it."""

        DID_NOT_HAPPEN = "did_not_happen", _("It did not happen so")
        ON_ITS_FACE = "on_its_face", _("Even as told, no rule was broken")
        VALID_REASON = "valid_reason", _("The refusal had a valid reason under the rules")

    case = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="proposals")
    seq = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    finding = models.CharField(max_length=20, choices=Finding)
    because = models.CharField(max_length=20, choices=Because, blank=True)
    facts = models.TextField()
    evidence = models.JSONField(default=list)
    rule = models.CharField(max_length=10, blank=True)
    remedy = models.TextField(blank=True)
    remedy_by = models.CharField(max_length=20, blank=True)
    consents = models.TextField(blank=True)
    # What both sides agreed on later in the place of the remedy.
    remedy_instead = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.finding} proposed in case {self.case_id}"

    @property
    def order(self) -> str:
        """What must be done, as it stands."""
        return self.remedy_instead or self.remedy


class Remedy(models.Model):
    """One report that a remedy was carried out, with what proves it, and what the handler found of it."""

    class Verdict(models.TextChoices):
        OPEN = "", _("Not checked yet")
        CONFIRMED = "confirmed", _("Confirmed")
        NOT_ENOUGH = "not_enough", _("Not enough")

    class Received(models.TextChoices):
        """What the complainant says of it. Silence is never consent."""

        OPEN = "", _("Not asked yet")
        YES = "yes", _("It arrived")
        NO = "no", _("It did not arrive")
        UNSAID = "unsaid", _("No word")

    case = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="remedies")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="remedies")
    seq = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    account = models.TextField()
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.OPEN, blank=True)
    received = models.CharField(max_length=10, choices=Received, default=Received.OPEN, blank=True)
    # Another remedy was agreed on since; this one counts no more.
    replaced = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "remedies"

    def __str__(self) -> str:
        return f"remedy reported in case {self.case_id}"


class Review(models.Model):
    """A review that a side asked for, and what people who took no part in the case made of it."""

    class Outcome(models.TextChoices):
        UPHOLD = "uphold", _("Uphold the finding")
        CHANGE = "change", _("Another finding in its place")

    case = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="reviews")
    asked_by = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_seq = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    opinion = models.TextField(blank=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"review of case {self.case_id}"

    @property
    def decided(self) -> bool:
        """Only then do the two sides read its outcome and opinion."""
        return self.decided_at is not None
