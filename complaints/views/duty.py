"""Whether somebody is on duty for people who stand at a counter now, and whom to turn to when nobody is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from casework.parties.models import Campaign


@dataclass(frozen=True)
class Duty:
    """On-site help of the campaign: from and until which hour, the hours until first contact, and whether it is now."""

    since: int
    until: int
    hours: int
    open: bool
    tomorrow: bool

    @property
    def span(self) -> str:
        return f"{self.since}:00–{self.until}:00"


def duty_now(now: dt.datetime | None = None) -> Duty | None:
    """The duty hours of the campaign that runs today; None where none does. `tomorrow`: they begin again tomorrow."""
    local = timezone.localtime(now)
    campaign = Campaign.objects.on(local.date())
    if campaign is None:
        return None
    return Duty(
        since=campaign.duty_from,
        until=campaign.duty_until,
        hours=campaign.first_contact_hours,
        open=campaign.duty_from <= local.hour < campaign.duty_until,
        tomorrow=local.hour >= campaign.duty_until,
    )
