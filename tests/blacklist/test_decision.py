"""A penalty decision: nobody skips a step, the party is heard, others decide, and measures say what is in force
(R36-R41)."""

import datetime as dt

import pytest
import time_machine

from blacklist.decisions.measures import settle_rights
from blacklist.models import Letter, Measure, TariffRow
from casework.engine.errors import NotFound, Refused
from casework.engine.invariants import violations
from casework.engine.models import Case
from casework.engine.present import view
from casework.engine.record import verify
from casework.parties.models import Qualification
from notifications.models import Notification
from tests.engine.world import at
from tests.parties.factories import make_campaign

from .deciding import Deciding, make_deciding_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_deciding_world()


def names(decision) -> list[str]:
    return [event["name"] for event in decision.case.history]


def may_take_part(world, day: dt.date) -> bool:
    return Qualification.objects.on(day).filter(unit=world.cinema.unit).exists()


# --- what is proposed -------------------------------------------------------------------------------------------------
def test_a_named_violation_begins_with_all_three_measures_and_leaving_one_out_needs_reasons(world):
    decision = Deciding(world)
    decision.do("claim", "handler")
    with pytest.raises(Refused) as refused:
        decision.submit(measures=["record"])
    assert set(refused.value.fields) == {"departure"}
    decision.submit(measures=["record"], departure="系初次，且当晚已补兑。")
    assert list(decision.measures) == ["record"]


def test_the_term_lies_within_its_class(world):
    decision = Deciding(world)
    decision.do("claim", "handler")
    with pytest.raises(Refused) as refused:
        decision.submit(months=13)
    assert "between 3 and 12" in refused.value.fields["months"][0]
    with pytest.raises(Refused) as refused:
        decision.submit(severity="serious", months=12)
    assert set(refused.value.fields) == {"departure"}


def test_the_campaigns_own_table_is_what_is_departed_from(world):
    TariffRow.objects.create(
        campaign=world.campaign, violation="refused_redemption", earlier=0, severity="serious", months=12
    )
    decision = Deciding(world)
    decision.do("claim", "handler")
    decision.submit(severity="serious", months=12)
    assert decision.case.departure == ""


def test_an_earlier_decision_makes_the_next_one_graver(world):
    Deciding(world, happened_on="2026-09-01").to_in_force()
    second = Deciding(world, "2026-10-12 09:00")
    second.do("claim", "handler")
    with pytest.raises(Refused) as refused:
        second.submit()
    assert set(refused.value.fields) == {"departure"}
    second.submit(severity="serious", months=12)
    assert second.case.earlier == 1


def test_one_act_is_decided_about_once_and_another_case_is_added_to_it(world):
    first = Deciding(world)
    with pytest.raises(Refused) as refused:
        Deciding(world, by="colleague")
    assert first.case.number in refused.value.fields["violation"][0]
    first.do("claim", "handler")
    first.do("add_source", "handler", source=first.case.number)
    first.do("drop_decision", "handler", reason="查无实据。")
    assert Deciding(world).case.state == "drafting"


def test_an_order_to_rectify_says_what_and_by_when(world):
    decision = Deciding(world, violation="surcharge")
    decision.do("claim", "handler")
    with pytest.raises(Refused) as refused:
        decision.submit(severity="minor", measures=["rectify", "warning"], months=None)
    assert set(refused.value.fields) == {"to_do", "due"}


# --- who may do what --------------------------------------------------------------------------------------------------
def test_nobody_reviews_or_votes_on_what_they_proposed_or_reviewed(world):
    decision = Deciding(world, violation="surcharge")
    decision.do("claim", "handler")
    rectify = {"to_do": "退还加收的 10 元。", "due": "2026-10-30"}
    decision.submit(severity="minor", measures=["rectify", "warning"], months=None, **rectify)
    with pytest.raises(Refused):
        decision.do("clear_decision", "handler", opinion="同意。")
    decision.do("clear_decision", "lead", opinion="事实清楚。")
    decision.do("receive_notice", "cinema_clerk")
    decision.do("waive_defence", "cinema_clerk")
    for name in ("handler", "lead"):
        with pytest.raises(Refused):
            decision.vote(name, "rectify", "warning")
    decision.vote("second_lead", "rectify", "warning")
    assert decision.case.state == "decided"


def test_the_party_knows_nothing_before_it_is_notified(world):
    decision = Deciding(world)
    decision.do("claim", "handler")
    decision.submit()
    with pytest.raises(NotFound):
        decision.do("receive_notice", "cinema_clerk")
    decision.do("clear_decision", "lead", opinion="事实清楚。")
    with pytest.raises(Refused, match="not been served"):
        decision.do("defend", "cinema_clerk", account="当晚系统故障。")


def test_the_party_is_told_that_a_notice_is_there_and_not_what_the_review_says(world):
    decision = Deciding(world)
    decision.do("claim", "handler")
    party = f"user:{world.cinema_clerk.person.pk}"
    decision.submit()
    assert not Notification.objects.filter(address=party).exists()
    decision.do("clear_decision", "lead", opinion="只内部可读。")
    assert [row.topic for row in Notification.objects.loud().filter(address=party)] == ["clear_decision"]
    (row,) = [row for row in view(world.cinema_clerk, decision.case).timeline if row.name == "clear_decision"]
    assert not row.words


# --- the party is heard -----------------------------------------------------------------------------------------------
def test_the_five_days_run_from_service_and_end_without_admitting_anything(world):
    decision = Deciding(world).to_notified()
    decision.time_passes("2026-11-20 09:00")
    assert decision.case.state == "notified"
    decision.do("serve_notice", "handler", way="post", attachments=decision.proof(), when="2026-11-23 10:00")
    decision.time_passes("2026-11-30 23:59")
    assert decision.case.state == "notified"
    decision.time_passes("2026-12-01 00:01")
    assert decision.case.state == "deliberation"
    assert names(decision)[-1] == "end_terms_of_defence"


def test_over_the_national_holiday_the_days_are_working_days(world):
    """LAW §9: National Day 2026 is free from 1 to 7 October; 10 October is worked."""
    decision = Deciding(world).to_notified()
    decision.do("receive_notice", "cinema_clerk", when="2026-09-29 10:00")
    decision.time_passes("2026-10-12 23:59")
    assert decision.case.state == "notified"
    decision.time_passes("2026-10-13 00:01")
    assert decision.case.state == "deliberation"


def test_each_point_of_the_defence_is_answered_before_anybody_decides(world):
    decision = Deciding(world).to_served()
    decision.do("defend", "cinema_clerk", account="当晚系统故障，已报修。")
    decision.do("defend", "cinema_lead", account="次日已补兑。")
    decision.do("waive_defence", "cinema_clerk")
    for voter in ("union_judge", "bureau_judge"):
        with pytest.raises(Refused):
            decision.vote(voter, "record")
    for answer in ("报修记录在次日，不采纳。", "补兑属实，酌情考虑。"):
        said = decision.case.defences.filter(answer="").earliest("pk")
        decision.do("answer_defence", "handler", defence=said.pk, answer=answer)
    decision.vote("union_judge", "disqualify", "record")
    assert [one.answer for one in decision.case.defences.order_by("pk")][1].startswith("补兑属实")


# --- the bodies decide ------------------------------------------------------------------------------------------------
def test_a_measure_stands_only_where_every_body_that_decides_it_agrees(world):
    decision = Deciding(world).to_deliberation()
    decision.vote("union_judge", "record")
    assert decision.case.state == "deliberation"
    decision.vote("bureau_judge", "disqualify", "subsidy", "record")
    assert decision.case.state == "decided"
    assert {kind: one.agreed for kind, one in decision.measures.items()} == {
        "disqualify": False,
        "subsidy": True,
        "record": True,
    }


def test_a_silent_body_agrees_to_nothing(world):
    decision = Deciding(world).to_deliberation()
    decision.vote("bureau_judge", "disqualify", "subsidy", "record")
    decision.time_passes("2026-12-20 09:00")
    assert decision.case.state == "deliberation"
    assert "become_overdue" in names(decision)


def test_where_nothing_is_agreed_to_it_is_dropped_and_the_act_is_free_again(world):
    decision = Deciding(world).to_deliberation()
    decision.vote("union_judge").vote("bureau_judge")
    assert (decision.case.state, decision.case.live) == ("dropped", False)


def test_questions_begin_a_new_round_with_new_days_for_the_party(world):
    decision = Deciding(world).to_deliberation()
    decision.vote("union_judge", word="return").vote("bureau_judge", "record")
    assert (decision.case.state, decision.case.round) == ("drafting", 2)
    decision.submit()
    decision.do("clear_decision", "lead", opinion="已补充。")
    assert decision.case.served_at is None
    decision.do("receive_notice", "cinema_clerk")
    decision.do("waive_defence", "cinema_clerk")
    decision.vote("union_judge", "record").vote("bureau_judge", "record")
    assert decision.case.state == "decided"


# --- in force ---------------------------------------------------------------------------------------------------------
def test_nothing_is_in_force_before_it_is_served_and_the_right_follows_in_the_same_moment(world):
    decision = Deciding(world).to_decided()
    day = decision.now.date()
    assert not Measure.objects.in_force(day).exists()
    assert may_take_part(world, day)
    decision.do("serve_decision", "handler", way="hand", attachments=decision.proof())
    assert set(Measure.objects.in_force(day).values_list("kind", flat=True)) == {"disqualify", "subsidy", "record"}
    assert not may_take_part(world, day)


def test_everybody_reads_on_the_cinemas_page_what_is_in_force_and_until_when_and_not_a_day_longer(world, client):
    decision = Deciding(world).to_in_force()
    page = f"/cinemas/{world.cinema.code}/"
    for moment, there in (("2026-09-28 20:00", True), ("2027-03-27 23:59", True), ("2027-03-28 00:01", False)):
        with time_machine.travel(at(moment), tick=False):
            text = client.get(page, headers={"accept-language": "en"}).content.decode()
        assert ("Disqualified from the campaign" in text) is there, moment
        assert (decision.case.number in text) is there
        assert "监控和后台日志" not in text


def test_a_term_of_six_months_ends_with_the_day_before_and_the_right_comes_back_by_the_clock(world):
    decision = Deciding(world).to_in_force()
    record = decision.measures["record"]
    assert (record.starts, record.ends) == (dt.date(2026, 9, 28), dt.date(2027, 3, 27))
    decision.time_passes("2027-03-27 23:59")
    assert Qualification.objects.get(unit=world.cinema.unit).suspended
    decision.time_passes("2027-03-28 00:01")
    assert not Qualification.objects.get(unit=world.cinema.unit).suspended
    assert decision.case.state == "ended"


def test_the_rows_say_what_is_in_force_though_the_clock_is_dead(world):
    Deciding(world).to_in_force()
    assert Measure.objects.in_force(dt.date(2027, 3, 27)).count() == 3
    assert not Measure.objects.in_force(dt.date(2027, 3, 28)).exists()


def test_a_right_that_comes_during_the_term_is_suspended_too(world):
    Qualification.objects.all().delete()
    decision = Deciding(world).to_in_force()
    campaign = world.campaign
    late = {"since": campaign.starts_on, "until": campaign.redeem_until}
    Qualification.objects.create(unit=world.cinema.unit, campaign=campaign, **late)
    decision.time_passes("2026-09-28 18:00")
    assert not may_take_part(world, dt.date(2026, 9, 28))


def right(world) -> Qualification:
    return Qualification.objects.get(unit=world.cinema.unit)


def test_a_right_that_a_decision_suspended_says_so_and_comes_back_with_the_end_of_the_term(world):
    decision = Deciding(world).to_in_force()
    assert (right(world).suspended, right(world).suspended_by) == (True, decision.case.number)
    decision.time_passes("2027-03-28 00:01")
    assert (right(world).suspended, right(world).suspended_by) == (False, "")


def test_what_was_suspended_by_hand_before_a_decision_stays_so_after_its_end(world):
    Qualification.objects.update(suspended=True)
    decision = Deciding(world).to_in_force()
    assert (right(world).suspended, right(world).suspended_by) == (True, "")
    decision.time_passes("2027-03-28 00:01")
    assert right(world).suspended


def test_what_is_suspended_by_hand_after_a_decision_has_ended_stays_so(world):
    decision = Deciding(world).to_in_force()
    decision.time_passes("2027-03-28 00:01")
    Qualification.objects.update(suspended=True)
    decision.time_passes("2027-03-29 09:00")
    assert right(world).suspended
    Deciding(world, "2027-03-29 10:00", violation="cash_first", happened_on="2027-03-20")
    settle_rights(world.cinema.unit, dt.date(2027, 3, 29))
    assert right(world).suspended


def test_where_two_decisions_suspend_the_right_lasts_as_long_as_the_longer(world):
    first = Deciding(world).to_in_force()
    second = Deciding(world, "2026-11-02 09:00", happened_on="2026-10-20")
    second.to_in_force(severity="serious", months=12)
    first.time_passes("2027-03-28 00:01")
    assert (right(world).suspended, right(world).suspended_by) == (True, second.case.number)
    first.time_passes("2027-11-02 00:01")
    assert not right(world).suspended


@pytest.mark.parametrize("later", [False, True])
def test_later_campaigns_are_barred_where_that_was_decided_and_as_long_as_the_term_runs(world, later):
    """R38: “取消参加‘湘观影’等活动资格”; the next campaign is entered and its right granted while the term runs."""
    decision = Deciding(world).to_in_force(**({"later": "on"} if later else {}))
    following, unit = make_campaign(year=2027), world.cinema.unit
    Qualification.objects.create(unit=unit, campaign=following, since=following.starts_on, until=following.redeem_until)
    decision.time_passes("2027-03-01 00:10")
    assert Qualification.objects.get(unit=unit, campaign=following).suspended is later
    assert Qualification.objects.get(unit=unit, campaign=world.campaign).suspended
    assert ("以后年度举办的活动也不得参加" in Letter.objects.filter(kind="decision").get().canonical) is later
    decision.time_passes("2027-03-28 00:10")
    assert not Qualification.objects.filter(unit=unit, suspended=True).exists()


def test_after_two_years_nothing_is_decided_about_it(world):
    with pytest.raises(Refused) as refused:
        Deciding(world, happened_on="2024-09-27")
    assert set(refused.value.fields) == {"happened_on"}
    assert Deciding(world, happened_on="2024-09-28").case.state == "drafting"


def test_an_order_that_was_carried_out_is_off_the_partys_hands(world):
    decision = Deciding(world, violation="surcharge")
    decision.do("claim", "handler")
    rectify = {"to_do": "退还加收的 10 元。", "due": "2026-10-30"}
    decision.submit(severity="minor", measures=["rectify", "warning"], months=None, **rectify)
    decision.do("clear_decision", "lead", opinion="事实清楚。")
    decision.do("receive_notice", "cinema_clerk")
    decision.do("waive_defence", "cinema_clerk")
    decision.vote("second_lead", "rectify", "warning")
    decision.do("receive_decision", "cinema_clerk")
    decision.time_passes("2026-11-20 09:00")
    assert decision.case.state == "in_force"
    decision.do("record_performance", "handler", account="已退款，有转账凭证。")
    decision.time_passes("2026-11-20 12:00")
    assert decision.case.state == "ended"


def test_the_record_of_a_whole_life_verifies(world):
    decision = Deciding(world).to_in_force()
    decision.time_passes("2027-03-28 00:01")
    assert verify(Case.objects.all()) == []
    assert list(violations(Case.objects.all())) == []


def test_whoever_gave_a_bodys_word_has_no_other_part_in_a_new_round(world):
    """Separation over all roles and rounds (issue 9 §2): decided once, they neither handle, review nor preside."""
    decision = Deciding(world).to_deliberation(measures=["record", "warning"], departure="系初次。")
    decision.do("vote", "second_lead", word="return", agreed=[], reasons="请核实。")
    for who in ("union_judge", "bureau_judge"):
        decision.do("vote", who, word="return", agreed=[], reasons="请核实。")
    decision.submit(measures=["record", "warning"], departure="系初次。")
    with pytest.raises((NotFound, Refused)):
        decision.do("clear_decision", "second_lead", opinion="已核实。")
    decision.do("clear_decision", "lead", opinion="已核实。")
    decision.do("receive_notice", "cinema_clerk")
    decision.do("ask_hearing", "cinema_clerk", account="")
    with pytest.raises((NotFound, Refused)):
        decision.fix_hearing(who="second_lead")


def test_over_spring_festival_a_saturday_that_is_worked_counts_and_the_holiday_does_not(world):
    """Served on Thursday 12 February 2026: 13 and Saturday 14 are worked, 15 to 23 are free; 24, 25 and 26 follow."""
    decision = Deciding(world, "2026-02-12 09:30", happened_on="2026-02-01").to_served()
    decision.time_passes("2026-02-26 23:59")
    assert decision.case.state == "notified"
    decision.time_passes("2026-02-27 00:01")
    assert decision.case.state == "deliberation"
