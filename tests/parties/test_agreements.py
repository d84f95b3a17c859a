"""Whose vouchers a cinema takes (R31)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from casework.parties.models import Agreement, Platform
from casework.parties.seed import seed_organisations

from .factories import make_campaign, make_cinema, make_platform

pytestmark = pytest.mark.django_db


def agree(**fields) -> Agreement:
    campaign = fields.pop("campaign", None) or make_campaign()
    said = {"campaign": campaign, "since": campaign.starts_on} | fields
    return Agreement.objects.create(cinema=make_cinema(), platform=make_platform(), **said)


def test_an_agreement_counts_from_its_first_day_to_its_last():
    agreed = agree(until=dt.date(2026, 6, 30))
    days = [dt.date(2026, 2, 25), dt.date(2026, 2, 26), dt.date(2026, 6, 30), dt.date(2026, 7, 1)]
    counts = [Agreement.objects.in_force(agreed.campaign, day).exists() for day in days]
    assert counts == [False, True, True, False]


def test_an_agreement_counts_for_its_own_campaign_only():
    agreed = agree(until=dt.date(2026, 6, 30))
    assert not Agreement.objects.in_force(make_campaign(year=2025), agreed.since).exists()


def test_the_same_two_have_one_agreement_without_an_end():
    agreed = agree()
    agreed.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        agreed.save(force_insert=True)
    Agreement.objects.update(until=dt.date(2026, 6, 30))
    agreed.since = dt.date(2026, 7, 1)
    agreed.save(force_insert=True)


def test_the_example_cinemas_take_the_example_platforms_vouchers_and_seeding_again_adds_nothing():
    campaign = seed_organisations()
    seed_organisations()
    agreed = Agreement.objects.in_force(campaign, campaign.ends_on)
    assert agreed.count() == 6
    assert {one.platform for one in agreed} == {Platform.objects.get(unit__name="示例平台")}
    assert all(one.procedure and one.settlement_days for one in agreed)
