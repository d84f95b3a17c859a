"""The review of a decision in force: asked once within 30 days, by people who took no part, never heavier (LAW §3)."""

import datetime as dt

import pytest
import time_machine

from blacklist.decisions.paper_standing import standing_of
from blacklist.listing.entries import entry_of, listed
from blacklist.listing.publishing import publish_all
from blacklist.models import Letter
from casework.engine.errors import NotFound, Refused
from casework.engine.models import Case
from casework.engine.record import verify
from casework.parties.models import Qualification

from .deciding import Deciding, make_deciding_world

pytestmark = pytest.mark.django_db

ALL = ("disqualify", "record")


@pytest.fixture
def world():
    return make_deciding_world()


def suspended(world) -> bool:
    return Qualification.objects.get(unit=world.cinema.unit).suspended


def test_it_does_not_stop_the_measures_unless_a_body_suspends_them(world):
    decision = Deciding(world).to_review()
    assert decision.case.state == "under_review"
    assert suspended(world)
    decision.do("suspend_measures", "bureau_reviewer", reason="影院将停业，损失无法挽回。")
    assert not suspended(world)
    assert all(one.suspended for one in decision.measures.values())
    with pytest.raises(Refused):
        decision.do("suspend_measures", "union_reviewer", reason="再次。")


def test_upheld_it_is_in_force_as_it_was_and_nothing_stays_suspended(world):
    decision = Deciding(world).to_review()
    before = {kind: (one.starts, one.ends) for kind, one in decision.measures.items()}
    decision.do("suspend_measures", "bureau_reviewer", reason="损失无法挽回。")
    decision.review("union_reviewer", *ALL).review("bureau_reviewer", *ALL, "subsidy")
    assert decision.case.state == "in_force"
    assert suspended(world)
    assert {kind: (one.starts, one.ends) for kind, one in decision.measures.items()} == before
    with pytest.raises(Refused):
        decision.do("ask_review", "cinema_clerk", account="再次申请。")
    assert verify(Case.objects.all()) == []


def test_a_measure_stays_only_where_every_body_keeps_it_and_the_shorter_term_counts(world):
    decision = Deciding(world).to_review()
    decision.review("union_reviewer", "record", months=4).review("bureau_reviewer", *ALL, "subsidy", months=5)
    assert decision.case.state == "in_force"
    rows = decision.measures
    assert rows["disqualify"].revoked_at
    assert not suspended(world)
    starts = rows["record"].starts
    assert (rows["record"].months, rows["subsidy"].months) == (4, 5)
    assert rows["record"].ends == dt.date(starts.year + 1, 1, starts.day) - dt.timedelta(days=1)
    first, second = Letter.objects.filter(kind="decision").order_by("pk")
    assert "取消参加活动资格" in first.canonical
    assert "取消参加活动资格" not in second.canonical
    assert f"期限4个月，自原决定（{first.number}）送达之日起计算" in second.canonical
    assert second.number in standing_of(first).words
    with time_machine.travel(decision.now, tick=False):
        assert standing_of(second).in_force


def test_where_nothing_is_kept_it_is_revoked_and_no_earlier_decision_any_more(world):
    decision = Deciding(world).to_review()
    decision.review("union_reviewer").review("bureau_reviewer")
    assert decision.case.state == "revoked"
    assert not suspended(world)
    again = Deciding(world, "2026-10-20 09:00")
    again.do("claim", "handler")
    again.submit()
    assert again.case.earlier == 0


def test_nobody_reviews_what_they_decided_and_nothing_becomes_heavier(world):
    decision = Deciding(world).to_review()
    for who in ("union_judge", "bureau_judge"):
        with pytest.raises((Refused, NotFound)):
            decision.review(who, *ALL)
    with pytest.raises(Refused) as refused:
        decision.review("union_reviewer", *ALL, months=7)
    assert set(refused.value.fields) == {"months"}


def test_after_thirty_days_it_is_too_late(world):
    """Served on 28 September: the days end with 28 October."""
    late = Deciding(world).to_in_force()
    with pytest.raises(Refused):
        late.do("ask_review", "cinema_clerk", when="2026-10-29 00:00", account="来不及了。")
    late.do("ask_review", "cinema_clerk", when="2026-10-28 23:50", account="最后一天。")
    assert late.case.state == "under_review"


def test_a_term_that_runs_out_does_not_end_the_review(world):
    decision = Deciding(world).to_deliberation(measures=["record"], departure="系初次。", months=3)
    decision.vote("union_judge", "record").vote("bureau_judge", "record")
    decision.do("receive_decision", "cinema_clerk")
    decision.do("ask_review", "cinema_clerk", when="2026-10-20 09:00", account="过重。")
    decision.time_passes("2027-02-01 09:00")
    assert decision.case.state == "under_review"
    decision.review("union_reviewer", "record").review("bureau_reviewer", "record")
    assert decision.case.state == "in_force"
    decision.time_passes("2027-02-01 10:00")
    assert decision.case.state == "ended"


def test_a_slip_of_the_pen_is_corrected_and_the_words_before_stay_in_the_record(world):
    decision = Deciding(world).to_in_force()
    before = decision.case.facts
    decision.do("correct_decision", "handler", facts=before.replace("两张", "三张"), reason="票数写错。")
    assert "三张" in decision.case.facts
    assert "三张" in Letter.objects.filter(kind="decision").latest("pk").canonical
    assert all(one.agreed for one in decision.measures.values())
    assert verify(Case.objects.all()) == []


def test_while_and_after_it_is_reviewed_letter_and_entry_name_the_bodies_that_decided(world):
    def named() -> list[set[str]]:
        facts = f"{decision.case.facts}另查。"
        decision.do("correct_decision", "handler", facts=facts, reason="补充。")
        text = Letter.objects.filter(kind="decision").latest("pk").canonical
        entry = entry_of(listed(decision.now.date()).get(pk=decision.pk))
        return [{name for name in bodies if name in text}, set(entry.bodies)]

    bodies = {world.bureau.name, world.federation.name}
    decision = Deciding(world).to_in_force()
    publish_all(decision.now)
    decision.do("ask_review", "cinema_clerk", account="处理过重。")
    assert named() == [bodies, bodies]
    decision.review("union_reviewer", *ALL)
    assert named() == [bodies, bodies]
    decision.review("bureau_reviewer", *ALL, "subsidy")
    assert named() == [bodies, bodies]
