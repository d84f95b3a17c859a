"""The division codes, and places that are none (LAW §8)."""

import pytest

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


def test_a_zone_is_known_by_the_prefecture_it_lies_in():
    assert DivisionAlias.objects.get(name="云龙示范区").division.name == "株洲市"
