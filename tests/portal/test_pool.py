"""What everybody reads of the pool: in, out, left, each platform, each screening; now, and as a sheet (R15)."""

import csv
import io

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from casework.vouchers.models import Screening
from tests.engine.world import at
from tests.vouchers.holding import Holding, make_holding_world, put_into_pool

pytestmark = pytest.mark.django_db
AFTER = "2026-10-23 12:00"


@pytest.fixture(autouse=True)
def english():
    cache.clear()
    with time_machine.travel(at(AFTER), tick=False), translation.override("en"):
        yield


@pytest.fixture
def world():
    return make_holding_world()


@pytest.fixture
def settled(world):
    return Holding(world, film="示例长空").to_settled()


def page(client, **asked) -> str:
    cache.clear()
    return client.get(reverse("portal:pool"), asked, headers={"accept-language": "en"}).content.decode()


def test_everybody_reads_what_came_in_what_went_out_and_each_screening(client, world, settled):
    Holding(world, film="还未决定").do("refuse_screening", "bureau_handler", reason="不合适。")
    shown = page(client)
    for text in ("10,000.00", "2,875.50", "7,124.50", "示例长空", "118 people came", "124.50", world.grassroots.name):
        assert text in shown
    assert "示例平台" in shown
    assert "还未决定" not in shown


def test_what_changes_is_there_within_seconds_and_costs_ten_statements_at_most(
    client, world, settled, django_assert_max_num_queries
):
    assert "示例长空" in client.get(reverse("portal:pool")).content.decode()
    put_into_pool(world, 1)
    with django_assert_max_num_queries(3):
        client.get(reverse("portal:pool"))
    cache.clear()
    with django_assert_max_num_queries(10):
        assert "10,000.01" in client.get(reverse("portal:pool")).content.decode()


def test_the_photos_that_were_ticked_are_open_to_everybody_and_gone_once_taken_off(client, world):
    show = Holding(world).to_settled()
    photo = str(show.photos[0])
    addresses = [reverse(f"portal:{name}", args=[photo]) for name in ("pool_photo", "pool_photo_thumb")]
    assert all(address in page(client) for address in addresses)
    assert {client.get(address)["Content-Type"] for address in addresses} == {"image/jpeg"}
    show.do("choose_photos", "colleague", photos=[])
    assert {client.get(address).status_code for address in addresses} == {404}
    assert addresses[0] not in page(client)


def test_a_photo_that_nobody_ticked_is_nobodys_to_see(client, world):
    show = Holding(world).to_reported()
    show.do("settle_screening", "handler", photos=[])
    assert client.get(reverse("portal:pool_photo", args=[show.photos[0]])).status_code == 404


def test_all_of_it_as_a_sheet_in_which_nothing_is_a_formula(client, world, settled):
    Screening.objects.update(film='=HYPERLINK("x")')
    cache.clear()
    answer = client.get(reverse("portal:pool_csv"), headers={"accept-language": "en"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert ["Screening", "示例机械厂工会", settled.case.number] == rows[2][:3]
    assert rows[2][5:] == ['\'=HYPERLINK("x")', "120", "118", "", "3000.00", "2875.50", "124.50", "Settled"]
    assert rows[-1][8] == "7124.50"
    assert client.get(reverse("portal:pool_xlsx")).status_code == 200


def test_without_a_pool_it_says_so_and_no_year_is_made_up(client):
    assert client.get(reverse("portal:pool")).status_code == 200
    assert client.get(reverse("portal:pool"), {"year": 2031}).status_code == 404
