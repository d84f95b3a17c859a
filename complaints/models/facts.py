"""Facts of a complaint that its acts bring: what was asked and answered, what was proposed, what was remedied."""

from __future__ import annotations

from typing import Any

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


class Settlement(models.Model):
    """Terms on which both sides may agree: to end the case with them, or, once a remedy was ordered, to put them in its
    place. New terms take the place of old ones, which stay for the record. The handler writes them; nothing in them is
    copied from the complainant's words.
    """

    case = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="settlements")
    terms = models.TextField()
    # The party that must carry them out, by role; "" where nobody owes anything.
    owed_by = models.CharField(max_length=20, blank=True)
    seq = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    dropped_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"terms offered in case {self.case_id}"


class Consent(models.Model):
    """What one side says to the terms of a settlement. Silence is never consent: only `yes` is."""

    class Said(models.TextChoices):
        OPEN = "", _("Not said yet")
        YES = "yes", _("Agrees")
        NO = "no", _("Does not agree")
        UNSAID = "unsaid", _("No reply: not agreed")
        WITHDRAWN = "withdrawn", _("Has withdrawn its consent")

    class Way(models.TextChoices):
        """How it came to us; all but `page` were told to the handler, who recorded it."""

        PAGE = "page", _("On their own page")
        PHONE = "phone", _("By phone")
        LETTER = "letter", _("By letter")
        VISIT = "visit", _("By a visit")

        @classmethod
        def told(cls) -> list[tuple[str, Any]]:
            return [choice for choice in cls.choices if choice[0] != cls.PAGE]

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="consents")
    # "complainant", or the role of the party complained of.
    side = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    said = models.CharField(max_length=10, choices=Said, default=Said.OPEN, blank=True)
    way = models.CharField(max_length=10, choices=Way, blank=True)
    # When it was recorded and by which event; on which day they said it, where they told it to the handler.
    at = models.DateTimeField(null=True)
    seq = models.PositiveIntegerField(null=True)
    told_on = models.DateField(null=True)
    # Who pressed, or recorded what was told; nobody where the complainant pressed or the clock ran out.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["settlement", "side"], name="consent_once_a_side")]

    def __str__(self) -> str:
        return f"{self.side} on settlement {self.settlement_id}: {self.said or 'open'}"


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

        DID_NOT_HAPPEN = "did_not_happen", _("It did not happen that way")
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
    # The terms that both sides agreed on, where it finds that they settled; later, what they agreed on in the place of
    # the remedy.
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, null=True, related_name="+")
    instead = models.ForeignKey(Settlement, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.finding} proposed in case {self.case_id}"

    @property
    def order(self) -> str:
        """What must be done, as it stands."""
        return self.instead.terms if self.instead else self.remedy


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
        UNSAID = "unsaid", _("No reply")

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
