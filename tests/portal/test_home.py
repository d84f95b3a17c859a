"""The first page: what to do here, and what happens then."""

import pytest

from casework.parties.models import Campaign
from tests.engine.world import at
from tests.parties.factories import make_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, time_machine):
    time_machine.move_to(at("2026-09-28 20:14"))
    client.cookies["django_language"] = "en"
    return lambda: client.get("/").content.decode()


def test_it_offers_filing_tracking_and_the_counter(page):
    make_campaign()
    for address in ("/complaints/new/", "/complaints/new/?now=1", "/track/"):
        assert f'href="{address}"' in page() or f'action="{address}"' in page()


def test_days_are_the_campaigns_own_and_say_who_fixed_them(page):
    make_campaign(triage_days=6, investigation_days=14)
    text = page()
    assert "within 6 working days" in text
    assert "within 14 working days" in text
    assert "Campaign default" in text
    assert "Law" in text


def test_without_a_campaign_it_promises_no_days_and_still_takes_complaints(page):
    assert not Campaign.objects.exists()
    text = page()
    assert "working days" not in text
    assert "/complaints/new/" in text


def test_it_speaks_chinese_first(client):
    make_campaign()
    assert 'lang="zh-Hans-CN"' in client.get("/").content.decode()


def test_the_first_page_takes_few_statements(client, django_assert_max_num_queries):
    make_campaign()
    with django_assert_max_num_queries(4):
        client.get("/")
