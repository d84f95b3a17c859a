"""The hearing of a party that may lose its right to take part or come on the list (R37; LAW §9: asked 5, told 7 working
days ahead)."""

import pytest

from blacklist.models import Letter
from casework.engine.errors import NotFound, Refused
from casework.engine.models import Case
from casework.engine.record import verify
from tests.engine.world import at

from .deciding import Deciding, make_deciding_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_deciding_world()


def test_a_party_asks_for_a_hearing_once_and_the_clock_of_the_decision_waits(world):
    decision = Deciding(world).to_hearing()
    case = decision.case
    assert case.state == "hearing"
    clocks = {clock.name: clock for clock in case.clocks.all()}
    assert all(clocks[name].pauses[-1]["to"] is None for name in ("decision", "defence"))
    decision.do("give_up_hearing", "cinema_clerk")
    assert decision.case.state == "notified"
    with pytest.raises(Refused):
        decision.do("ask_hearing", "cinema_clerk", account="")


def test_there_is_no_hearing_about_a_warning(world):
    decision = Deciding(world, violation="surcharge").to_served(
        measures=["rectify", "warning"], severity="minor", months=None, to_do="退还加收的钱。", due="2026-12-01"
    )
    with pytest.raises(Refused):
        decision.do("ask_hearing", "cinema_clerk", account="")


def test_after_five_working_days_it_is_too_late_to_ask(world):
    """Served on Monday 28 September; 1-7 October are the holiday, 10 October is worked: the fifth day is 12 October."""
    decision = Deciding(world).to_served()
    world.campaign.defence_days = 15
    world.campaign.save()
    with pytest.raises(Refused) as refused:
        decision.do("ask_hearing", "cinema_clerk", when="2026-10-13 00:00", account="")
    assert "days to ask for a hearing are over" in str(refused.value)


def test_it_can_be_asked_for_on_the_fifth_working_day(world):
    decision = Deciding(world).to_served()
    decision.do("ask_hearing", "cinema_clerk", when="2026-10-10 23:50", account="")
    assert decision.case.state == "hearing"


def test_it_is_told_seven_working_days_ahead(world):
    """Asked for on 28 September: seven working days are 29, 30 September, 8, 9, 10, 12, 13 October."""
    decision = Deciding(world).to_hearing()
    with pytest.raises(Refused) as refused:
        decision.fix_hearing("2026-10-13 09:30")
    assert set(refused.value.fields) == {"hearing_at"}
    decision.fix_hearing("2026-10-14 09:30")
    assert decision.case.hearing_at == at("2026-10-14 09:30")


def test_whoever_proposed_or_reviewed_it_does_not_preside_and_whoever_presided_does_not_decide(world):
    decision = Deciding(world).to_hearing()
    for who in ("handler", "lead"):
        with pytest.raises((Refused, NotFound)):
            decision.fix_hearing(who=who)
    decision.fix_hearing().hold_hearing()
    assert decision.case.state == "deliberation"
    assert decision.case.presider == world.second_lead.person


def test_it_is_recorded_with_its_minutes_and_not_before_it_took_place(world):
    decision = Deciding(world).to_hearing().fix_hearing()
    with pytest.raises(Refused):
        decision.hold_hearing("2026-10-19 09:00")
    with pytest.raises(Refused) as refused:
        decision.do("hold_hearing", "second_lead", when="2026-10-19 12:00", how="held", account="…")
    assert set(refused.value.fields) == {"attachments"}
    decision.hold_hearing("2026-10-19 12:10")
    assert decision.case.state == "deliberation"


def test_it_is_put_off_once_for_a_good_reason(world):
    decision = Deciding(world).to_hearing().fix_hearing()
    later = {"place": "协会三楼会议室", "reason": "当事人代理人住院。"}
    decision.do("move_hearing", "second_lead", hearing_at=at("2026-10-26 09:30").isoformat(), **later)
    assert decision.case.state == "hearing"
    with pytest.raises(Refused):
        decision.do("move_hearing", "second_lead", hearing_at=at("2026-11-09 09:30").isoformat(), **later)
    decision.hold_hearing("2026-10-26 10:30")
    assert decision.case.state == "deliberation"
    told = list(Letter.objects.filter(kind="hearing_notice").order_by("pk").values_list("canonical", flat=True))
    assert ["10月19日9时30分" in told[0], "10月26日9时30分" in told[1]] == [True, True]
    assert all("协会三楼会议室" in words for words in told)


def test_the_party_states_its_defence_during_the_hearing_too_and_it_is_answered_first(world):
    decision = Deciding(world).to_hearing()
    decision.do("defend", "cinema_clerk", account="当晚系统故障。")
    decision.fix_hearing().hold_hearing()
    with pytest.raises((Refused, NotFound)):
        decision.vote("union_judge", "disqualify", "record")
    decision.do("answer_defence", "handler", defence=decision.case.defences.get().pk, answer="故障不是理由。")
    decision.vote("union_judge", "disqualify", "record")


def test_a_party_that_gave_it_up_still_has_the_rest_of_its_days(world):
    decision = Deciding(world).to_hearing()
    decision.do("give_up_hearing", "cinema_clerk", when="2026-10-20 09:00")
    decision.time_passes("2026-10-20 10:00")
    assert decision.case.state == "notified"
    decision.time_passes("2026-10-30 10:00")
    assert decision.case.state == "deliberation"
    assert verify(Case.objects.all()) == []


def test_what_is_heavier_than_the_party_was_told_needs_new_facts(world):
    decision = Deciding(world).to_deliberation(measures=["record"], departure="系初次。", months=3)
    decision.do("vote", "union_judge", word="return", agreed=[], reasons="是否还有其他场次？")
    decision.do("vote", "bureau_judge", word="return", agreed=[], reasons="同意协会再查。")
    assert decision.case.state == "drafting"
    with pytest.raises(Refused) as refused:
        decision.submit(months=6)
    assert set(refused.value.fields) == {"new_facts"}
    decision.submit(months=6, new_facts="又查实同月三场拒兑。")
    decision.do("return_draft", "lead", reason="证据不足。")
    with pytest.raises(Refused):
        decision.submit(months=6)
    decision.submit(months=6, new_facts="又查实同月三场拒兑。")
    assert decision.case.state == "legal_review"
