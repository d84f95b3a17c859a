"""Who came onto the public lists and who left them, noted by the clock (R29)."""

import datetime as dt

import pytest

from casework.engine.tick import tick
from casework.parties.listings import note_changes
from casework.parties.models import Listing, Qualification
from tests.engine.world import at

from .factories import make_campaign, make_cinema, make_platform, make_unit

pytestmark = pytest.mark.django_db
MORNING, NOON = at("2026-06-01 09:00"), at("2026-06-01 12:00")


def qualify(profile, campaign, **fields) -> Qualification:
    fields.setdefault("since", campaign.starts_on)
    return Qualification.objects.create(unit=profile.unit, campaign=campaign, **fields)


def noted() -> list[tuple]:
    return list(Listing.objects.order_by("pk").values_list("unit__name", "listed_at", "left_at"))


def test_a_unit_that_comes_is_noted_once_however_often_one_looks():
    campaign, cinema = make_campaign(), make_cinema(name="示例影城")
    qualify(cinema, campaign)
    assert [note_changes(MORNING), note_changes(NOON)] == [1, 0]
    assert noted() == [("示例影城", MORNING, None)]


@pytest.mark.parametrize("change", ["suspended", "inactive", "ended", "gone"])
def test_whatever_takes_a_unit_off_is_noted_with_its_moment(change):
    campaign, platform = make_campaign(), make_platform(name="示例平台")
    right = qualify(platform, campaign)
    note_changes(MORNING)
    if change == "inactive":
        platform.unit.active = False
        platform.unit.save()
    elif change == "gone":
        right.delete()
    else:
        fields = {"suspended": True} if change == "suspended" else {"until": dt.date(2026, 5, 31)}
        Qualification.objects.update(**fields)
    assert note_changes(NOON) == 1
    assert noted() == [("示例平台", MORNING, NOON)]


def test_a_unit_that_comes_back_is_listed_anew_and_its_leaving_stays_known():
    campaign, cinema = make_campaign(), make_cinema(name="示例影城")
    right = qualify(cinema, campaign, suspended=True)
    Listing.objects.create(unit=cinema.unit, campaign=campaign, listed_at=MORNING, left_at=MORNING)
    right.suspended = False
    right.save()
    note_changes(NOON)
    assert noted() == [("示例影城", MORNING, MORNING), ("示例影城", NOON, None)]


def test_the_day_after_a_right_ends_is_enough():
    campaign, cinema = make_campaign(), make_cinema(name="示例影城")
    qualify(cinema, campaign, until=dt.date(2026, 6, 1))
    note_changes(NOON)
    assert note_changes(at("2026-06-02 00:00")) == 1


def test_unions_and_campaigns_that_are_over_are_on_no_list():
    campaign, last = make_campaign(), make_campaign(year=2024)
    union = make_unit(name="示例工会")
    Qualification.objects.create(unit=union, campaign=campaign, since=campaign.starts_on)
    qualify(make_cinema(), last)
    assert note_changes(NOON) == 0


def test_the_clock_notes_it_and_looking_takes_two_statements(django_assert_num_queries):
    qualify(make_cinema(), make_campaign())
    assert tick(NOON)["lists"] == 1
    with django_assert_num_queries(2):
        note_changes(NOON)
