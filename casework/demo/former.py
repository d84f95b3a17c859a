"""A campaign that is over: its vouchers have expired, and the example platform is asked what is left (R15)."""

from __future__ import annotations

import datetime as dt

from casework.parties.models import Campaign, Platform, Qualification, Unit

from .moments import Moments
from .script import PLATFORM

# A platform of that campaign alone, whose unused balance is in the pool.
OTHER_PLATFORM = "示例惠民票务平台"
NAME = "前一期“湘观影”职工观影活动（示例）"
# The clock asks on the first workday after its last voucher has expired, so many workdays before today.
ASKED = 12
THREE_MONTHS = dt.timedelta(days=92)


def seed_former_campaign(moments: Moments) -> Campaign:
    """It began before every campaign that a story may be about, so that none of them is taken for one of its."""
    until = moments.workday(ASKED) - dt.timedelta(days=1)
    starts_on = dt.date(moments.earliest.year - 2, 3, 1)
    dates = {"starts_on": starts_on, "ends_on": until - THREE_MONTHS, "redeem_until": until}
    campaign = Campaign.objects.create(year=starts_on.year, name=NAME, **dates)
    for platform in (Unit.objects.get(name=PLATFORM), seed_other_platform()):
        Qualification.objects.create(unit=platform, campaign=campaign, since=starts_on, until=until)
    return campaign


def seed_other_platform() -> Unit:
    """Running it again changes nothing."""
    unit, new = Unit.objects.get_or_create(kind=Unit.Kind.PLATFORM, name=OTHER_PLATFORM)
    if new:
        Platform.objects.create(unit=unit, service_phone="0731-0000 0200")
    return unit


def former_campaign() -> Campaign:
    return Campaign.objects.get(name=NAME)
