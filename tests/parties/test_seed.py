"""The organisations that the demo starts from."""

import datetime

import pytest
from django.apps import apps

from casework.parties.models import Campaign, Cinema, Division, Platform, Unit, cinema_warnings
from casework.parties.seed import seed_organisations

pytestmark = pytest.mark.django_db


def rows():
    return {model.__name__: model.objects.count() for model in apps.get_app_config("parties").get_models()}


def test_seeding_twice_is_seeding_once(django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        seed_organisations()
    before = rows()
    assert before["Cinema"] == 6
    with django_assert_max_num_queries(30):
        seed_organisations()
    assert rows() == before


def test_every_prefecture_has_its_union_and_film_office_r3_r4():
    seed_organisations()
    for kind in (Unit.Kind.UNION, Unit.Kind.FILM_OFFICE):
        assert Unit.objects.filter(kind=kind, division__level=Division.Level.PREFECTURE).count() == 14


def test_the_zone_of_zhuzhou_has_a_place_on_the_path_and_none_on_the_map():
    seed_organisations()
    zhuzhou = Unit.objects.get(name="株洲市总工会")
    zone = Unit.objects.get(name="云龙示范区工会工作委员会")
    assert zhuzhou.supervises(zone)
    assert not Unit.objects.in_division(zhuzhou.division).filter(pk=zone.pk).exists()
    assert Unit.objects.under(zhuzhou).in_division(zhuzhou.division).filter(kind=Unit.Kind.UNION).count() == 10


def test_the_four_named_platforms_are_bare_names_r5():
    seed_organisations()
    named = Platform.objects.exclude(unit__name__startswith="示例")
    assert set(named.values_list("unit__name", flat=True)) == {"银联云闪付", "湖南电影通", "和包支付", "猫眼电影"}
    assert set(named.values_list("service_phone", "extension_channel", "unit__phone", "unit__uscc")) == {("",) * 4}


def test_every_example_cinema_names_its_duty_manager_and_has_a_fitting_code():
    seed_organisations()
    for cinema in Cinema.objects.with_places():
        cinema.full_clean()
        assert cinema.duty_manager
        assert cinema.duty_phone.startswith("073")
        assert cinema_warnings(cinema) == []


def test_the_examples_take_part_this_year_and_the_four_in_2021():
    campaign = seed_organisations()
    assert Campaign.objects.on(datetime.date(2026, 11, 25)) == campaign
    assert Cinema.objects.qualified(campaign, day=campaign.redeem_until).count() == 6
    assert [str(platform) for platform in Platform.objects.qualified(campaign, day=campaign.ends_on)] == ["示例平台"]
    in_2021 = Platform.objects.qualified(Campaign.objects.get(year=2021), day=datetime.date(2021, 12, 31))
    assert in_2021.count() == 4
