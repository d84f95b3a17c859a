"""Who stands on the public lists, in which order, and how soon they are right (R16, R29; issue 8 §2, §5)."""

from __future__ import annotations

import datetime as dt

import pytest

from casework.admissions.list_changes import changes_of, removals_of
from casework.admissions.lists import (
    AGE,
    NoSuchYear,
    cinema_list,
    drawn_order,
    platform_list,
    search_cinemas,
)
from casework.parties.listings import note_changes
from casework.parties.models import Agreement, Division, Qualification, Unit
from tests.engine.world import at
from tests.parties.factories import make_campaign, make_cinema, make_platform

from .factories import agree, listed_cinema, listed_platform, qualify

pytestmark = pytest.mark.django_db


def names(listed) -> list[str]:
    return [entry.name for entry in listed.entries]


def test_only_who_is_qualified_today_stands_on_the_lists(campaign):
    listed_cinema(campaign, "示例影城甲")
    make_cinema(name="示例影城乙")
    qualify(make_cinema(name="示例影城丙"), campaign, suspended=True)
    qualify(make_cinema(name="示例影城丁"), campaign, until=dt.date(2026, 5, 31))
    qualify(make_cinema(name="示例影城戊"), campaign, since=dt.date(2026, 6, 2))
    listed_platform(campaign, "示例平台")
    qualify(make_platform(name="示例平台乙"), campaign, suspended=True)
    assert names(cinema_list()) == ["示例影城甲"]
    assert names(platform_list()) == ["示例平台"]


def test_cinemas_stand_in_the_order_of_their_codes(campaign):
    for code in ("43020003", "43020001", "43020002"):
        listed_cinema(campaign, f"示例影城 {code[-1]}", code=code)
    assert [entry.code for entry in cinema_list().entries] == ["43020001", "43020002", "43020003"]


def test_the_order_of_platforms_is_drawn_anew_each_day_and_favours_nobody(campaign, clock):
    for name in ("示例甲", "示例乙", "示例丙"):
        listed_platform(campaign, name)
    first = names(platform_list())
    day = dt.date(2026, 6, 1)
    assert first == sorted(first, key=lambda name: drawn_order(name, day))
    leaders = {min(first, key=lambda name: drawn_order(name, day + dt.timedelta(days=n))) for n in range(40)}
    assert leaders == set(first)
    clock.shift(3600)
    assert names(platform_list()) == first


def test_a_cinema_names_the_platforms_that_it_has_an_agreement_with_and_that_are_qualified_too(campaign):
    cinema = listed_cinema(campaign, "示例影城")
    good, ended = listed_platform(campaign, "示例平台甲"), listed_platform(campaign, "示例平台乙")
    gone = make_platform(name="示例平台丙")
    agree(cinema, good, campaign)
    agree(cinema, ended, campaign, until=dt.date(2026, 5, 31))
    agree(cinema, gone, campaign)
    assert cinema_list().entries[0].platforms == ((good.pk, "示例平台甲"),)
    assert {entry.name: entry.cinemas for entry in platform_list().entries} == {"示例平台甲": 1, "示例平台乙": 0}


def test_a_suspended_cinema_is_gone_within_seconds(campaign, clock):
    cinema = listed_cinema(campaign, "示例影城")
    assert names(cinema_list()) == ["示例影城"]
    Qualification.objects.filter(unit=cinema.unit).update(suspended=True)
    clock.shift(AGE + 1)
    assert names(cinema_list()) == []


def test_an_agreement_that_ends_at_midnight_is_off_the_list_at_midnight(campaign, clock):
    cinema, platform = listed_cinema(campaign, "示例影城"), listed_platform(campaign)
    agree(cinema, platform, campaign, until=dt.date(2026, 6, 1))
    clock.move_to(at("2026-06-01 23:59:59"))
    assert cinema_list().entries[0].platforms
    clock.move_to(at("2026-06-02 00:00:00"))
    assert cinema_list().entries[0].platforms == ()


def test_the_second_reader_costs_no_statement_and_a_search_one(campaign, django_assert_num_queries):
    listed_cinema(campaign, "示例影城")
    cinema_list()
    platform_list()
    with django_assert_num_queries(0):
        listed = cinema_list()
        platform_list()
    with django_assert_num_queries(1):
        search_cinemas(listed, "示例")


def test_the_lists_of_a_campaign_that_is_over_are_those_of_its_last_day(campaign):
    last = make_campaign(year=2024)
    listed_cinema(last, "示例旧影城")
    qualify(make_cinema(name="示例早走的影城"), last, until=dt.date(2024, 12, 31))
    assert names(cinema_list(2024)) == ["示例旧影城"]
    assert cinema_list(2024).day == last.redeem_until
    assert cinema_list(2024).years == (2026, 2024)
    with pytest.raises(NoSuchYear):
        cinema_list(2023)


def test_without_any_campaign_the_lists_are_empty():
    assert cinema_list().campaign is None
    assert platform_list().entries == ()


def test_cinemas_are_found_by_county_name_code_and_platform(campaign):
    here = listed_cinema(campaign, "示例影城（天元店）", code="43020001", division="430211")
    there = listed_cinema(campaign, "示例星光影城", code="43010002", division="430111")
    make_cinema(name="示例影城（不参加）", code="43020003", division="430211")
    platform = listed_platform(campaign)
    agree(there, platform, campaign)
    listed = cinema_list()
    zhuzhou = Division.objects.get(name="株洲市")

    def found(*args, **kwargs):
        return [entry.pk for entry in search_cinemas(listed, *args, **kwargs)]

    assert found("天元") == [here.pk]
    assert found("43010002") == [there.pk]
    assert found("", zhuzhou) == [here.pk]
    assert found("", None, platform.pk) == [there.pk]
    assert found("示例", zhuzhou, platform.pk) == []


def test_since_when_a_list_says_the_same_is_remembered(campaign, clock):
    cinema = listed_cinema(campaign, "示例影城")
    first = cinema_list()
    clock.shift(60)
    again = cinema_list()
    assert (again.changed_at, again.digest) == (first.changed_at, first.digest)
    assert again.read_at > first.read_at
    cinema.duty_phone = "0731-0000 0199"
    cinema.save()
    clock.shift(60)
    changed = cinema_list()
    assert changed.changed_at == changed.read_at
    assert changed.digest != first.digest


def test_what_left_a_list_is_told_with_its_moment_until_it_is_back(campaign, clock):
    cinema = listed_cinema(campaign, "示例影城", code="43020001")
    note_changes(at("2026-06-01 10:00"))
    Qualification.objects.update(suspended=True)
    note_changes(at("2026-06-03 09:00"))
    (removed,) = removals_of(campaign, Unit.Kind.CINEMA)
    assert (removed.code, removed.name, removed.at) == ("43020001", cinema.name, at("2026-06-03 09:00"))
    Qualification.objects.update(suspended=False)
    note_changes(at("2026-06-05 09:00"))
    assert removals_of(campaign, Unit.Kind.CINEMA) == []
    assert [one.left for one in changes_of(campaign, Unit.Kind.CINEMA)] == [False, True, False]
    assert changes_of(campaign, Unit.Kind.PLATFORM) == []
    assert not Agreement.objects.exists()
