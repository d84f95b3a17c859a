"""A cinema enrols: it fills in and sends, the film office confirms, the association decides (R31-R35)."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from casework.admissions.cinemas import cinema_in
from casework.admissions.models import Enrolment
from casework.engine import door
from casework.engine.access import roles_of
from casework.engine.errors import DoorClosed, Refused
from casework.engine.tick import tick
from casework.parties.models import Agreement, Membership, Qualification
from notifications.models import Notification
from tests.engine.world import at, key

from .enrolling import START, Enrolling, make_enrolling_world, stated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def world():
    return make_enrolling_world()


def told(case, act: str) -> set[str]:
    rows = Notification.objects.filter(case_no=case.number, topic=act, quiet=False)
    return set(rows.values_list("address", flat=True))


# --- the story --------------------------------------------------------------------------------------------------------
def test_a_qualified_cinema_has_its_right_its_agreements_and_its_public_fields(world):
    case = Enrolling(world).to_qualified().case
    assert case.state == "qualified"
    right = Qualification.objects.get(unit=world.cinema.unit)
    assert (right.since, right.until, right.deciding_case) == (
        dt.date(2026, 10, 12),
        world.campaign.redeem_until,
        case.number,
    )
    shown = cinema_in(world.campaign, dt.date(2026, 10, 12), world.cinema.code)
    (agreed,) = shown.agreements
    assert (agreed.platform, agreed.settlement_days, agreed.until) == (world.platform, 15, world.campaign.redeem_until)
    assert (shown.cinema.duty_phone, shown.cinema.county.code) == ("0731-0000 0101", "430211")
    assert shown.cinema.extension_channel == "到一楼服务台登记，余额按活动规则归集。"


def test_each_step_is_told_to_those_whom_it_concerns(world):
    enrolling = Enrolling(world, proposed=True)
    assert {world.cinema_clerk.address, world.handler.address} <= told(enrolling.case, "enrol")
    enrolling.to_deciding()
    sent, checked = told(enrolling.case, "submit_enrolment"), told(enrolling.case, "check_facts")
    assert {world.county_clerk.address, world.platform_clerk.address, world.handler.address} <= sent
    assert world.city_clerk.address not in sent
    assert {world.cinema_clerk.address, world.platform_clerk.address} <= checked
    enrolling.do("qualify_cinema", "handler")
    everybody = {world.cinema_clerk.address, world.platform_clerk.address, world.county_clerk.address}
    assert everybody <= told(enrolling.case, "qualify_cinema")


def test_all_gaps_are_named_at_once_and_terms_beside_an_empty_box_too(world):
    enrolling, pk = Enrolling(world), world.platform.pk
    with pytest.raises(Refused) as refused:
        enrolling.to_checking(address="", duty_phone="请问", **{f"takes_{pk}": False})
    assert {"address", "duty_phone", f"takes_{pk}"} == set(refused.value.fields)
    with pytest.raises(Refused) as refused:
        enrolling.to_checking(**{f"procedure_{pk}": "", f"days_{pk}": ""})
    assert set(refused.value.fields) == {f"procedure_{pk}", f"days_{pk}"}
    assert enrolling.case.state == "draft"


# --- the film office --------------------------------------------------------------------------------------------------
def test_a_silent_film_office_is_asked_no_more_and_the_one_above_it_is(world):
    enrolling = Enrolling(world).to_checking()
    enrolling.time_passes("2026-10-19 23:59")
    assert enrolling.case.field_unit == world.county_office
    enrolling.time_passes("2026-10-20 00:00")
    case = enrolling.case
    assert (case.state, case.field_unit, case.word) == ("checking", world.city_office, "")
    assert world.city_clerk.address in told(case, "ask_office_above")
    with pytest.raises(DoorClosed):
        enrolling.do("check_facts", "county_clerk", holds="all")
    enrolling.do("check_facts", "city_clerk", holds="some", wrong=["place"], remarks="已搬到新址。")
    assert (enrolling.case.state, enrolling.case.word, enrolling.case.wrong) == ("deciding", "doubted", ["place"])


def test_the_silence_of_all_of_them_confirms_nothing_and_the_association_decides(world):
    enrolling = Enrolling(world).to_checking()
    enrolling.time_passes("2026-10-20 00:00")
    enrolling.time_passes("2026-10-28 00:00")
    case = enrolling.case
    assert (case.state, case.word) == ("deciding", "silent")
    assert not Qualification.objects.filter(unit=world.cinema.unit).exists()
    assert world.lead.address in told(case, "leave_unchecked")


@pytest.mark.parametrize("anywhere", [True, False])
def test_where_nobody_works_in_the_county_the_prefecture_is_asked_else_nobody(world, anywhere):
    gone = Membership.objects.filter(unit=world.county_office)
    if not anywhere:
        gone |= Membership.objects.filter(unit=world.city_office)
    gone.update(active=False)
    case = Enrolling(world).to_checking().case
    assert (case.state, case.field_unit) == (("checking", world.city_office) if anywhere else ("deciding", None))


def test_that_something_does_not_hold_is_marked_and_explained(world):
    enrolling = Enrolling(world).to_checking()
    for said, field in (
        ({"holds": "some"}, "wrong"),
        ({"holds": "all", "wrong": ["open"]}, "holds"),
        ({"holds": "some", "wrong": ["open"]}, "remarks"),
    ):
        with pytest.raises(Refused) as refused:
            enrolling.do("check_facts", "county_clerk", **said)
        assert field in refused.value.fields


# --- deciding ---------------------------------------------------------------------------------------------------------
def test_a_supplement_is_asked_for_once_and_what_is_sent_is_checked_again(world):
    enrolling = Enrolling(world).to_deciding()
    enrolling.do("ask_for_supplement", "handler", items="门牌号\n\n 值班电话没人接 ")
    assert enrolling.case.state == "awaiting_supplement"
    enrolling.do("supply_missing", "cinema_clerk", **stated(world, address="示例路 8 号"))
    assert (enrolling.case.state, enrolling.case.statement.address) == ("checking", "示例路 8 号")
    enrolling.do("check_facts", "county_clerk", holds="all")
    with pytest.raises(Refused, match="asked for once"):
        enrolling.do("ask_for_supplement", "handler", items="再补一次")
    enrolling.do("refuse_enrolment", "handler", reason="影院已停业。")
    assert enrolling.case.state == "refused"
    assert world.cinema_clerk.address in told(enrolling.case, "refuse_enrolment")
    assert Enrolling(world, earlier=enrolling.case.number).case.earlier == enrolling.case.number


def test_what_was_not_supplied_in_time_is_decided_on_by_people(world):
    enrolling = Enrolling(world).to_deciding()
    enrolling.do("ask_for_supplement", "handler", items="门牌号")
    enrolling.time_passes("2026-10-27 00:00")
    assert enrolling.case.state == "deciding"
    enrolling.do("qualify_cinema", "handler")
    assert enrolling.case.state == "qualified"


def test_whoever_checks_or_enrols_does_not_decide(world):
    enrolling = Enrolling(world).to_checking()
    Membership.objects.create(user=world.county_clerk.person, unit=world.association, role="handler")
    enrolling.do("check_facts", "county_clerk", holds="all")
    world.county_clerk = type(world.county_clerk).user(world.county_clerk.person)
    with pytest.raises(Refused, match="took part"):
        enrolling.do("claim", "county_clerk")


# --- proposals --------------------------------------------------------------------------------------------------------
def test_a_proposal_binds_nobody_until_the_cinema_sends_it(world):
    enrolling = Enrolling(world, proposed=True, procedure="扫码出票。", settlement_days=30)
    assert [one.procedure for one in enrolling.case.terms.all()] == ["扫码出票。"]
    with pytest.raises(DoorClosed):
        enrolling.do("submit_enrolment", "platform_clerk", **stated(world))
    enrolling.do("decline_proposal", "cinema_clerk", reason="没有签过协议。")
    assert enrolling.case.state == "withdrawn"
    assert world.platform_clerk.address in told(enrolling.case, "decline_proposal")
    again = Enrolling(world, proposed=True)
    again.do("withdraw_enrolment", "platform_clerk")
    assert again.case.state == "withdrawn"
    sent = Enrolling(world, proposed=True).to_checking()
    with pytest.raises(Refused, match="only the cinema withdraws"):
        sent.do("withdraw_enrolment", "platform_clerk")


def test_a_cinema_has_one_enrolment_under_way(world):
    first = Enrolling(world)
    with pytest.raises(Refused, match=first.case.number):
        Enrolling(world)
    with pytest.raises(Refused) as refused:
        Enrolling(world, proposed=True)
    assert first.case.number in refused.value.fields["cinema"][0]
    first.to_qualified()
    with pytest.raises(Refused) as refused:
        Enrolling(world, proposed=True)
    assert "takes your vouchers" in refused.value.fields["cinema"][0]


def test_a_cinema_that_takes_part_changes_what_it_states_by_another_enrolment(world):
    first, second = Enrolling(world).to_qualified(), Enrolling(world, start="2026-10-20 09:00")
    assert shown_now(world).agreements[0].settlement_days == 15
    second.to_checking(**{f"days_{world.platform.pk}": 30, "duty_phone": "0731-0000 0909"})
    second.do("check_facts", "county_clerk", holds="all")
    second.do("claim", "handler")
    assert shown_now(world).cinema.duty_phone == "0731-0000 0101"
    second.do("qualify_cinema", "handler")
    (agreed,) = shown_now(world).agreements
    assert (agreed.settlement_days, agreed.since, shown_now(world).since) == (
        30,
        dt.date(2026, 10, 20),
        dt.date(2026, 10, 12),
    )
    assert (first.case.state, second.case.state) == ("replaced", "qualified")
    second.do("leave_campaign", "cinema_clerk", reason="停业装修。")
    assert not Qualification.objects.exclude(unit=world.platform.unit).exclude(until=dt.date(2026, 10, 20)).exists()


def shown_now(world):
    return cinema_in(world.campaign, dt.date(2026, 10, 20), world.cinema.code)


def test_others_know_nothing_of_it(world):
    case = Enrolling(world).to_checking().case
    assert not roles_of(world.platform_clerk, case)
    with pytest.raises(Refused):
        door.open_case("enrolment", by=world.handler, key=key(), at=at(START))


# --- the end ----------------------------------------------------------------------------------------------------------
def test_a_cinema_that_leaves_takes_vouchers_until_the_end_of_the_day_and_may_enrol_again(world):
    enrolling = Enrolling(world).to_qualified()
    enrolling.do("leave_campaign", "cinema_clerk", reason="停业装修。", when="2026-11-02 10:00")
    day = dt.date(2026, 11, 2)
    assert cinema_in(world.campaign, day, world.cinema.code).agreements
    assert cinema_in(world.campaign, day + dt.timedelta(days=1), world.cinema.code).since is None
    assert not Agreement.objects.in_force(world.campaign, day + dt.timedelta(days=1)).exists()
    assert Enrolling(world, start="2026-11-03 09:00").case.state == "draft"


def test_all_of_it_ends_after_the_last_day_to_redeem_and_not_with_the_campaign(world):
    enrolling = Enrolling(world).to_qualified()
    last = world.campaign.redeem_until
    enrolling.time_passes(f"{last} 23:00")
    assert enrolling.case.state == "qualified"
    with time_machine.travel(dt.datetime.combine(last + dt.timedelta(days=1), dt.time(9), tzinfo=enrolling.now.tzinfo)):
        assert tick()["enrolments"] == 1
        assert tick()["enrolments"] == 0
    assert (enrolling.case.state, Enrolment.objects.under_way().count()) == ("expired", 0)
    assert world.cinema_clerk.address in told(enrolling.case, "expire")


# --- what it costs ----------------------------------------------------------------------------------------------------
def test_its_acts_cost_what_acts_may(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(35):
        enrolling = Enrolling(world, proposed=True, procedure="扫码出票。", settlement_days=30)
    with django_assert_max_num_queries(60):
        enrolling.to_checking()
    enrolling.do("check_facts", "county_clerk", holds="all")
    enrolling.do("claim", "handler")
    with django_assert_max_num_queries(60):
        enrolling.do("qualify_cinema", "handler")
