"""A campaign with platforms and cinemas that take part in it."""

from __future__ import annotations

import datetime as dt

from casework.parties.models import Agreement, Campaign, Cinema, Platform, Qualification, Unit
from tests.parties.factories import make_cinema, make_platform


def qualify(profile: Cinema | Platform, campaign: Campaign, **fields) -> Qualification:
    fields = {"since": campaign.starts_on, "until": campaign.redeem_until} | fields
    return Qualification.objects.create(unit=profile.unit, campaign=campaign, **fields)


def listed_cinema(campaign: Campaign, name: str, **fields) -> Cinema:
    cinema = make_cinema(name=name, **fields)
    qualify(cinema, campaign)
    return cinema


def listed_platform(campaign: Campaign, name: str = "示例平台", **fields) -> Platform:
    platform = make_platform(name=name, **fields)
    qualify(platform, campaign)
    return platform


def agree(cinema: Cinema, platform: Platform, campaign: Campaign, **fields) -> Agreement:
    fields = {"since": campaign.starts_on, "procedure": "出示二维码，扫码核销后选座。"} | fields
    return Agreement.objects.create(cinema=cinema, platform=platform, campaign=campaign, **fields)


def many_cinemas(campaign: Campaign, count: int) -> None:
    """In one go; they take nobody's vouchers."""
    names = [f"示例影城 {number:04d} 店" for number in range(count)]
    units = Unit.objects.plant([Unit(kind=Unit.Kind.CINEMA, name=name, division_id="430211") for name in names])
    Cinema.objects.bulk_create([Cinema(unit=unit, code=f"4302{n:04d}") for n, unit in enumerate(units)])
    since = dt.date(2026, 2, 26)
    Qualification.objects.bulk_create([Qualification(unit=unit, campaign=campaign, since=since) for unit in units])
