"""Campaigns: next year's campaign is a new row, not new code (R8)."""

import datetime

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from casework.parties.figures import FigureMixin, FigureSource

from .campaign_figures import (
    FIGURE_GROUPS,
    AdmissionFigures,
    AfterwardsFigures,
    FilingFigures,
    HandlingFigures,
    InspectionFigures,
    OnSiteFigures,
    PenaltyFigures,
    PriceFigures,
    ReminderFigures,
    ReportFigures,
    RetentionFigures,
    VoucherFigures,
)


class CampaignQuerySet(models.QuerySet):
    def on(self, day: datetime.date) -> "Campaign | None":
        """The campaign of an event on that day: from its start until its last voucher expires; the latest that fits."""
        return self.filter(starts_on__lte=day, redeem_until__gte=day).order_by("-starts_on", "-pk").first()

    def current(self, day: datetime.date) -> "Campaign | None":
        """The campaign that pages for everybody speak of on that day: the one that is `on`, else the latest."""
        runs = Q(starts_on__lte=day, redeem_until__gte=day)
        return self.order_by(Case(When(runs, then=0), default=1), "-starts_on", "-pk").first()


class Campaign(
    VoucherFigures,
    PriceFigures,
    AdmissionFigures,
    FilingFigures,
    OnSiteFigures,
    HandlingFigures,
    ReportFigures,
    AfterwardsFigures,
    ReminderFigures,
    InspectionFigures,
    PenaltyFigures,
    RetentionFigures,
):
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("starts on"), help_text=_("First day of the campaign (R8)."))
    ends_on = models.DateField(_("ends on"), help_text=_("Last day of the campaign (R8)."))
    redeem_until = models.DateField(
        _("redeem until"),
        help_text=_("Last day on which an extended voucher may be redeemed; the duty to redeem lasts as long (R14)."),
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["year", "name"], name="campaign_once_a_year"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & Q(redeem_until__gte=F("ends_on")),
                name="campaign_dates_in_order",
                violation_error_message=_("The dates must follow each other: start, end, last day to redeem."),
            ),
            models.CheckConstraint(
                condition=Q(duty_until__gt=F("duty_from")),
                name="campaign_duty_hours_in_order",
                violation_error_message=_("On-site help must end later in the day than it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


def figure_source(field_name: str) -> FigureSource:
    """Who fixed a figure of the campaign: `law`, `notice` or `campaign` ("campaign default").

    Raises LookupError for a field that is no figure.
    """
    field = next((field for field in Campaign._meta.fields if field.name == field_name), None)
    if not isinstance(field, FigureMixin):
        raise LookupError(f"{field_name} is no figure of a campaign")
    return FigureSource(field.source)


def figure_groups() -> list[tuple[str, list[str]]]:
    """The figures by subject: (title, field names), in the order in which pages show them."""
    return [(group._meta.verbose_name, [field.name for field in group._meta.fields]) for group in FIGURE_GROUPS]
