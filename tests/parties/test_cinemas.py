"""Cinemas and platforms: found, checked, qualified."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation

from casework.parties.models import Cinema, Division, Platform, Qualification, cinema_warnings
from tests.parties.factories import make_campaign, make_cinema, make_platform, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def cinemas():
    return {
        "tianyuan": make_cinema(name="示例影城（天元店）", code="43029901", division="430211"),
        "somewhere": make_cinema(name="示例影城（云龙店）", code="43029903", division="430200"),
        "changsha": make_cinema(name="天元示例星光影城", code="43019991", division="430111"),
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("天元", ["changsha", "tianyuan"]),  # the name that starts with it comes first
        ("天元店", ["tianyuan"]),
        ("43029903", ["somewhere"]),
        ("4302", ["tianyuan", "somewhere"]),
        ("雨花区", ["changsha"]),
        ("长沙 星光", ["changsha"]),
        ("云龙示范区", ["somewhere"]),  # a zone: what lies in its county, and what may
        ("  ", ["changsha", "tianyuan", "somewhere"]),
        ("100%", []),
        ("没有这家", []),
    ],
)
def test_a_cinema_is_found_by_name_code_and_place(cinemas, text, found):
    assert list(Cinema.objects.search(text)) == [cinemas[key] for key in found]


def test_the_search_stays_inside_a_division(cinemas):
    zhuzhou = Division.objects.get(pk="430200")
    assert list(Cinema.objects.search("天元", division=zhuzhou)) == [cinemas["tianyuan"]]


def test_a_closed_cinema_is_not_offered(cinemas):
    unit = cinemas["tianyuan"].unit
    unit.active = False
    unit.save()
    assert not Cinema.objects.search("天元店").exists()


def test_a_search_shows_places_in_one_statement(cinemas, django_assert_num_queries):
    with django_assert_num_queries(1):
        shown = [(str(cinema), str(cinema.prefecture), cinema.county) for cinema in Cinema.objects.search("4302")]
    assert [row[1] for row in shown] == ["株洲市", "株洲市"]


def test_the_county_may_be_unknown(cinemas):
    assert cinemas["somewhere"].county is None
    assert cinemas["somewhere"].prefecture.name == "株洲市"
    assert cinemas["tianyuan"].county.name == "天元区"
    assert make_cinema(division=None).prefecture is None
    assert make_cinema(division="430000").prefecture is None


@pytest.mark.parametrize("code", ["4302990", "430299012", "44029901", "4302990a", "43029901\n"])
def test_a_code_that_is_no_hunan_cinemas_is_refused(code):
    cinema = make_cinema()
    cinema.code = code
    with pytest.raises(ValidationError) as refusal:
        cinema.full_clean()
    assert "code" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("code", "division", "words"),
    [
        ("43029901", "430211", None),
        ("43079901", "430900", None),  # 07 is 益阳 in the film system, 常德 in the division codes (LAW §8)
        ("43079901", "430700", "belongs to 益阳市, the cinema is entered in 常德市"),
        ("43999901", "430700", "none of the film system's"),
        ("43029901", None, "No prefecture is known"),
    ],
)
def test_a_code_of_another_city_warns_and_is_kept(code, division, words):
    cinema = make_cinema(code=code, division=division)
    cinema.full_clean()
    with translation.override("en"):
        warnings = cinema_warnings(cinema)
    assert len(warnings) == (1 if words else 0)
    assert all(words in warning for warning in warnings)


def test_a_profile_belongs_to_a_unit_of_its_kind():
    profile = Platform(unit=make_unit("union"))
    with translation.override("en"), pytest.raises(ValidationError, match="Trade union"):
        profile.full_clean()


def test_who_states_no_extension_channel_is_found_r16():
    make_platform(name="有办法的平台", extension_channel="拨打客服电话")
    silent = make_platform(name="没有办法的平台")
    assert list(Platform.objects.without_extension_channel()) == [silent]


@pytest.mark.parametrize(
    ("fields", "day", "counts"),
    [
        ({}, "2026-06-01", True),
        ({}, "2026-02-28", False),
        ({"until": datetime.date(2026, 5, 31)}, "2026-06-01", False),
        ({"suspended": True}, "2026-06-01", False),
    ],
)
def test_a_qualification_counts_when_it_runs(fields, day, counts):
    campaign, cinema = make_campaign(), make_cinema()
    Qualification.objects.create(unit=cinema.unit, campaign=campaign, since=datetime.date(2026, 3, 1), **fields)
    with time_machine.travel(f"{day}T08:00:00+08:00", tick=False):
        assert Cinema.objects.qualified(campaign).exists() is counts


def test_a_qualification_counts_for_its_own_campaign_only():
    cinema = make_cinema()
    Qualification.objects.create(unit=cinema.unit, campaign=make_campaign(), since=datetime.date(2026, 3, 1))
    assert not Cinema.objects.qualified(make_campaign(year=2025), day=datetime.date(2026, 6, 1)).exists()
