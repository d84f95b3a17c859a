"""A grass-roots union asks for its members' vouchers, the platform checks, the association decides (R14, R16)."""

import datetime as dt

import pytest
from django.utils import translation

from casework.engine import door
from casework.engine.access import roles_of
from casework.engine.actors import Actor
from casework.engine.errors import DoorClosed, NotFound, Refused
from casework.engine.models import CalendarDay
from casework.engine.tick import tick
from casework.vouchers.models import VoucherExtension
from notifications.models import Notification
from tests.engine.world import at, key
from tests.parties.factories import make_campaign, make_membership, make_platform, make_unit

from .asking import Asking, asked, make_asking_world

pytestmark = pytest.mark.django_db
Outcome = VoucherExtension.Outcome


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def world():
    return make_asking_world()


def told(request, act: str) -> set[str]:
    rows = Notification.objects.filter(case_no=request.case.number, topic=act, quiet=False)
    return set(rows.values_list("address", flat=True))


# --- the story --------------------------------------------------------------------------------------------------------
def test_a_batch_is_partly_granted_and_each_voucher_says_why_not(world):
    request = Asking(world).to_decided()
    case = request.case
    assert (case.state, case.granted, case.refused) == ("decided", 8, 2)
    refused = {number for number, outcome in request.outcomes.items() if outcome == Outcome.REFUSED}
    assert refused == {"1003", "1004"}
    row = case.vouchers.get(number="1003")
    assert (row.said, row.reason, row.extended_to) == ("used", "used", None)
    granted = case.vouchers.get(number="1001")
    assert (granted.said, granted.extended_to) == ("confirmed", dt.date(2027, 3, 1))  # 28 February is a Sunday


def test_everybody_concerned_hears_of_each_step(world):
    colleague = make_membership(unit=world.grassroots, role="handler").user
    request = Asking(world)
    union, platform, office = f"user:{colleague.pk}", world.platform_clerk.address, world.handler.address
    assert {union, platform, office} <= told(request, "ask_for_vouchers")
    request.to_deciding()
    assert {union, world.union_clerk.address, office} <= told(request, "confirm_vouchers")
    request.to_granted()
    assert {union, world.union_clerk.address, platform} <= told(request, "decide_vouchers")
    assert request.case.granted == 10


def test_the_platforms_silence_refuses_nobody_and_grants_nothing(world):
    request = Asking(world)
    request.time_passes("2026-10-15 23:59")
    assert request.case.state == "confirming"
    request.time_passes("2026-10-16 00:00")
    case = request.case
    assert (case.state, case.word) == ("deciding", "silent")
    assert {row.outcome for row in case.vouchers} == {Outcome.ASKED}
    assert {row.said for row in case.vouchers} == {""}
    assert world.lead.address in told(request, "leave_unconfirmed")
    with pytest.raises(Refused):
        request.do("confirm_vouchers", "platform_clerk", which="all", when="2026-10-16 09:00")
    request.do("claim", "handler")
    request.to_granted()
    assert request.case.granted == 10


@pytest.mark.parametrize("later", [False, True])
def test_until_it_is_decided_the_union_withdraws_and_the_numbers_are_free(world, later):
    request = Asking(world)
    if later:
        request.to_deciding()
    request.do("withdraw_request", "union_clerk")
    assert set(request.outcomes.values()) == {Outcome.WITHDRAWN}
    assert Asking(world).case.state == "confirming"


def test_what_is_decided_is_not_withdrawn_any_more(world):
    request = Asking(world).to_decided()
    with pytest.raises(DoorClosed):
        request.do("withdraw_request", "union_clerk")


# --- who --------------------------------------------------------------------------------------------------------------
def test_only_a_grass_roots_union_asks_and_only_for_itself(world):
    said = asked(world)
    for actor in (world.handler, world.platform_clerk, world.cinema_clerk):
        with pytest.raises(Refused):
            door.open_case("extension", by=actor, key=key(), at=at("2026-10-12 10:00"), **said)
    other = make_unit("grassroots_union", name="别家工会")
    with pytest.raises(Refused):
        door.open_case("extension", by=world.union_clerk, key=key(), at=at("2026-10-12 10:00"), unit=other.pk, **said)


def test_other_unions_and_platforms_know_nothing_of_it(world):
    request = Asking(world)
    case = request.case
    stranger = make_membership(unit=make_platform(name="别家平台").unit).user
    union = make_membership(unit=make_unit("grassroots_union", name="别家工会")).user
    assert [roles_of(Actor.user(user), case) for user in (stranger, union)] == [frozenset(), frozenset()]
    world.stranger = Actor.user(stranger)
    with pytest.raises(NotFound):
        request.do("confirm_vouchers", "stranger")


def test_neither_the_union_nor_the_office_speaks_for_the_platform(world):
    request = Asking(world)
    for who in ("union_clerk", "handler"):
        with pytest.raises(Refused):
            request.do("confirm_vouchers", who)
    request.to_deciding()
    for who in ("union_clerk", "platform_clerk"):
        with pytest.raises(Refused):
            request.do("decide_vouchers", who)


# --- once -------------------------------------------------------------------------------------------------------------
def test_no_voucher_is_asked_for_twice_however_it_is_spelt(world):
    Asking(world, "1001~1003")
    with pytest.raises(Refused) as refused:
        Asking(world, "2001\n券号：１００２")
    assert refused.value.fields["numbers"] == ["Row 2: Voucher 1002: an extension is being asked for already."]


def test_the_same_form_sent_twice_is_one_request(world):
    said, once = asked(world), key()
    first, second = (
        door.open_case("extension", by=world.union_clerk, key=once, at=at("2026-10-12 10:00"), **said) for _ in "12"
    )
    assert (second.again, second.case.pk) == (True, first.case.pk)


def test_what_was_refused_may_be_asked_for_again_and_what_was_granted_may_not(world):
    Asking(world).to_decided()
    assert Asking(world, "1003、1004").case.count == 2
    with pytest.raises(Refused) as refused:
        Asking(world, "1001")
    assert "already extended, to 1 Mar 2027" in refused.value.fields["numbers"][0]


# --- days that move ---------------------------------------------------------------------------------------------------
def test_a_last_day_that_turns_out_a_rest_day_moves_on_and_everybody_is_told_once(world):
    request = Asking(world, "1001", expires_on="2026-11-07").to_deciding()
    request.to_granted()
    assert request.case.vouchers.get().extended_to == dt.date(2027, 2, 8)
    rest = [dt.date(2027, 1, 1), *(dt.date(2027, 2, day) for day in range(5, 12)), dt.date(2027, 10, 1)]
    CalendarDay.objects.bulk_create([CalendarDay(date=day, is_workday=False, name="春节") for day in rest])
    assert tick(at("2026-12-01 09:00"))["last days"] == 1
    row = request.case.vouchers.get()
    assert (row.extended_to, row.provisional) == (dt.date(2027, 2, 12), False)
    assert {world.union_clerk.address, world.platform_clerk.address} <= told(request, "move_last_days")
    assert tick(at("2026-12-01 10:00"))["last days"] == 0
    assert request.case.events.filter(name="move_last_days").count() == 1


# --- what it costs ----------------------------------------------------------------------------------------------------
def test_two_hundred_vouchers_cost_little_more_than_one(world, django_assert_max_num_queries):
    said = asked(world, "20001~20200")
    with django_assert_max_num_queries(35):
        case = door.open_case("extension", by=world.union_clerk, key=key(), at=at("2026-10-12 10:00"), **said).case
    assert case.vouchers.count() == 200


# --- whose campaign ---------------------------------------------------------------------------------------------------
def test_in_spring_last_years_vouchers_are_last_years_campaigns(world):
    following = make_campaign(year=2027)
    assert Asking(world, "1001", start="2027-03-02 10:00", expires_on="2026-12-31").case.campaign == world.campaign
    with pytest.raises(Refused) as refused:
        Asking(world, "1002", start="2027-03-02 10:00", expires_on="2027-12-31")
    assert refused.value.fields["platform"] == [f"This platform is not qualified for {following.name}."]
    with pytest.raises(Refused) as refused:
        Asking(world, "1003", start="2027-04-02 10:00", expires_on="2026-12-31")
    assert "expires_on" in refused.value.fields


# --- four eyes --------------------------------------------------------------------------------------------------------
def test_whoever_asks_or_checks_does_not_decide_though_they_work_for_the_association(world):
    for who in ("union_clerk", "platform_clerk"):
        make_membership(user=getattr(world, who).person, unit=world.association, role="handler")
        setattr(world, who, Actor.user(getattr(world, who).person))
    request = Asking(world)
    request.do("confirm_vouchers", "platform_clerk", which="all")
    for who in ("union_clerk", "platform_clerk"):
        with pytest.raises(Refused) as refused:
            request.do("claim", who)
        assert "You took part in this case" in str(refused.value)
    request.do("claim", "handler")
    request.to_granted()
    assert request.case.state == "decided"
