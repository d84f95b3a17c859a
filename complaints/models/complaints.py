"""The complaint itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.engine.models import Case
from casework.parties.models import Hall

from ..deciding import DecidingActs
from ..rights import RightsActs
from ..settling import consents_of, consents_to
from ..states import ComplaintActs

if TYPE_CHECKING:
    from .facts import AnswerRequest, Consent, Proposal, Remedy, Review


class Complaint(ComplaintActs, DecidingActs, RightsActs, Case):
    """A dispute of somebody's own, or a report of a violation. What they wrote is in the record's words; here are the
    closed-list facts."""

    class Proof(models.TextChoices):
        """What a model worker showed (R21)."""

        COMPLETE = "complete", _("ID card or military ID, and the certificate (original or photo)")
        ID_ONLY = "id_only", _("Only the ID card or military ID")
        CERTIFICATE_ONLY = "certificate_only", _("Only the certificate")
        OTHER = "other", _("Other valid material")
        NONE = "none", _("Nothing was asked for or shown")

    class Source(models.TextChoices):
        """How it reached us; everything but `web` was typed in by staff."""

        WEB = "web", _("Filed online")
        PHONE = "phone", _("By phone")
        LETTER = "letter", _("By letter")
        VISIT = "visit", _("By a visit")
        HOTLINE = "12345", _("Transferred from 12345")
        OFFICE = "office", _("Opened by the office from another case")

        @classmethod
        def told(cls) -> list[tuple[str, Any]]:
            """The choices of whoever types in what they were told."""
            return [choice for choice in cls.choices if choice[0] not in (cls.WEB, cls.OFFICE)]

    # A report by nobody known: no name, no way to reach them.
    anonymous = models.BooleanField(_("without a name"), default=False)
    # The case out of which this report was opened.
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="offshoots")
    source = models.CharField(_("how it reached us"), max_length=10, choices=Source, default=Source.WEB)
    outside_no = models.CharField(_("the sender's own number"), max_length=40, blank=True, db_index=True)
    happened_on = models.DateField(_("day"))
    happened_at = models.TimeField(_("time of the showing"), null=True, blank=True)
    price_paid = models.DecimalField(
        _("price paid, yuan"), max_digits=7, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    service_fee = models.DecimalField(
        _("network service fee in it, yuan"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    hall = models.CharField(_("hall"), max_length=10, choices=Hall, blank=True)
    proof_shown = models.CharField(_("what was shown"), max_length=20, choices=Proof, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    not_accepted_because = models.CharField(max_length=30, blank=True)
    finding = models.CharField(_("finding"), max_length=20, blank=True)
    remedy_by = models.CharField(_("who owes a remedy"), max_length=20, blank=True)
    # Closed by a lead though the remedy was not confirmed.
    unperformed = models.BooleanField(_("remedy not performed"), default=False)
    transferred_to = models.CharField(_("sent to"), max_length=20, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    # The case of somebody else about the same matter together with which it is handled.
    leading = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="joined", verbose_name=_("leading case")
    )
    # The state in which it ended that is contested.
    contested_from = models.CharField(max_length=20, blank=True)
    stars = models.PositiveSmallIntegerField(_("rating"), null=True)
    # The terms on the table, which the sides may agree to.
    settlement = models.ForeignKey("complaints.Settlement", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")

    @cached_property
    def first_round(self) -> list[AnswerRequest]:
        """The requests that the procedure waits for; further questions run beside it. Read once for each time the case
        is loaded."""
        return list(self.answer_requests.filter(further=False).order_by("pk"))

    @cached_property
    def every_consent(self) -> list[Consent]:
        """What each side says or said to all terms that were ever offered, oldest first. Read once for each time the
        case is loaded."""
        return consents_of(self)

    @cached_property
    def consents(self) -> list[Consent]:
        """What each side says to the terms on the table, the complainant first; no statement where there are none."""
        return consents_to(self, self.settlement_id)

    @cached_property
    def proposal_list(self) -> list[Proposal]:
        """Every finding that was proposed, oldest first. Read once for each time the case is loaded."""
        return list(self.proposals.select_related("by", "approved_by", "instead").order_by("pk"))

    @property
    def last_proposal(self) -> Proposal | None:
        return self.proposal_list[-1] if self.proposal_list else None

    @cached_property
    def last_remedy(self) -> Remedy | None:
        """The newest report of the remedy that is owed now. Read once for each time the case is loaded."""
        decision = self.proposals.filter(approved_at__isnull=False).order_by("-pk").values("pk")[:1]
        return self.remedies.filter(proposal__in=decision, replaced=False).last()

    @cached_property
    def last_review(self) -> Review | None:
        return self.reviews.select_related("proposal", "unit", "by", "decided_by").last()
