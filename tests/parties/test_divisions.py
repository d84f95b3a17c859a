"""The division codes, and places that are none (LAW §8)."""

from importlib import import_module

import pytest
from django.apps import apps

from casework.parties.divisions import load_divisions
from casework.parties.models import Division, DivisionAlias

pytestmark = pytest.mark.django_db


def test_the_province_has_14_prefectures_and_122_counties_r3():
    levels = [Division.objects.filter(level=level).count() for level in Division.Level]
    assert levels == [1, 14, 122]


@pytest.mark.parametrize(("code", "prefix"), [("430000", "43"), ("430200", "4302"), ("430211", "430211")])
def test_the_prefix_is_what_all_within_share(code, prefix):
    assert Division.objects.get(pk=code).prefix == prefix


@pytest.mark.parametrize(("code", "number"), [("430000", 137), ("430200", 10), ("433100", 9), ("430211", 1)])
def test_within_counts_the_division_itself_and_its_parts(code, number):
    assert Division.objects.within(Division.objects.get(pk=code)).count() == number


def test_loading_again_changes_nothing():
    load_divisions(Division, DivisionAlias)
    assert Division.objects.count() == 137


@pytest.mark.parametrize(
    ("zone", "county"),
    [
        ("云龙示范区", "石峰区"),
        ("屈原管理区", "汨罗市"),
        ("西洞庭管理区", "鼎城区"),
        ("大通湖区", "南县"),
        ("株洲县", "渌口区"),
    ],
)
def test_a_zone_or_a_former_county_is_known_by_the_county_it_lies_in(zone, county):
    assert DivisionAlias.objects.get(name=zone).division.name == county


def test_a_zone_that_an_administrator_pointed_elsewhere_stays_there():
    DivisionAlias.objects.filter(name="云龙示范区").update(division="430202")
    DivisionAlias.objects.filter(name="屈原管理区").update(division="430600")
    migration = import_module("casework.parties.migrations.0005_zones_and_their_counties")
    migration.point_to_counties(apps, None)
    found = dict(DivisionAlias.objects.values_list("name", "division"))
    assert (found["云龙示范区"], found["屈原管理区"]) == ("430202", "430681")
