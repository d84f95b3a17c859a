"""A union proposes a screening, both organisers approve, the pool pays, the union reports, the association settles."""

import datetime as dt

import pytest
from django.utils import translation

from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.errors import NotFound, Refused
from casework.engine.models import WorkTask
from casework.engine.models.procedures import WAITING
from casework.vouchers import journal
from casework.vouchers.figures import pool_figures
from casework.vouchers.models import Transfer
from notifications.models import Notification
from tests.engine.world import at, key, make_file
from tests.parties.factories import make_membership, make_unit

from .holding import DAY, Holding, make_holding_world, proposal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def world():
    return make_holding_world()


def told(show: Holding, act: str) -> set[str]:
    rows = Notification.objects.loud().filter(case_no=show.case.number, topic=act)
    return set(rows.values_list("address", flat=True))


def in_the_pool(world) -> int:
    return journal.balance_of(journal.pool(world.campaign))


# --- the story --------------------------------------------------------------------------------------------------------
def test_what_was_spent_is_spent_and_the_rest_is_the_pools_again_to_the_fen(world):
    show = Holding(world).to_reported()
    assert (in_the_pool(world), show.held) == (700_000, 300_000)
    show.do("settle_screening", "handler")
    (line,) = pool_figures(world.campaign).screenings
    assert (line.set_aside, line.spent, line.given_back, line.held) == (300_000, 287_550, 12_450, 0)
    assert (show.case.state, in_the_pool(world)) == ("settled", 712_450)


def test_the_money_is_set_aside_by_the_second_approval_and_not_before(world):
    show = Holding(world)
    show.do("approve_screening", "bureau_handler")
    assert (show.case.state, Transfer.objects.filter(case_number=show.case.number).count()) == ("proposed", 0)
    show.do("approve_screening", "federation_handler")
    assert (show.case.state, show.held) == ("planned", 300_000)
    assert {world.union_clerk.address, world.handler.address} <= told(show, "set_aside")


def test_of_two_approvals_for_the_last_money_one_wins_and_the_other_is_told(world):
    first, second = Holding(world, cost="6000"), Holding(world, cost="6000")
    for show in (first, second):
        show.do("approve_screening", "federation_handler")
    first.do("approve_screening", "bureau_handler")
    with pytest.raises(Refused, match=r"The pool holds 4,000\.00 yuan now, and this screening needs 6,000\.00"):
        second.do("approve_screening", "bureau_handler")
    assert (second.case.state, in_the_pool(world)) == ("proposed", 400_000)
    assert [one.unit for one in second.case.approved] == [world.federation]


def test_the_second_approval_is_taken_back_where_the_money_has_gone_since_its_form_was_checked(world, monkeypatch):
    """The form looks first; what decides is the account's lock."""
    show = Holding(world, cost="6000")
    show.do("approve_screening", "federation_handler")
    monkeypatch.setattr("casework.vouchers.screenings.forms.ApprovalForm.clean", lambda form: form.cleaned_data)
    pool, other = journal.pool(world.campaign), journal.screening(world.campaign, "S")
    journal.transfer(key=key(), from_account=pool, to_account=other, fen=500_000)
    with pytest.raises(Refused, match=r"needs 6,000\.00"):
        show.do("approve_screening", "bureau_handler")
    assert (show.case.state, len(show.case.approved)) == ("proposed", 1)


def test_more_than_the_pool_holds_is_not_even_proposed(world):
    with pytest.raises(Refused) as refused:
        Holding(world, cost="10000.01")
    assert refused.value.fields == {"cost": ["The pool holds 10,000.00 yuan now; please propose no more than that."]}


def test_while_the_pool_is_empty_nobody_proposes():
    world = make_holding_world(0)
    with pytest.raises(Refused, match="Nothing is in the pool"):
        Holding(world)


# --- the organisers ---------------------------------------------------------------------------------------------------
def test_either_organiser_may_refuse_and_nothing_was_ever_set_aside(world):
    show = Holding(world)
    show.do("approve_screening", "bureau_handler")
    show.do("refuse_screening", "federation_handler", reason="同一企业本月已办两场。")
    assert (show.case.state, in_the_pool(world)) == ("refused", 1_000_000)
    assert world.union_clerk.address in told(show, "refuse_screening")


def test_questions_are_asked_once_and_both_decide_anew_on_what_is_proposed_then(world):
    show = Holding(world)
    show.do("approve_screening", "bureau_handler")
    show.do("ask_back", "federation_handler", questions="能否减到八十座？")
    show.do("answer_questions", "union_clerk", answer="可以。", **proposal(world, seats=80, cost="2000"))
    assert (show.case.seats, show.case.cost, show.case.approved) == (80, 200_000, [])
    with pytest.raises(Refused, match="once already"):
        show.do("ask_back", "bureau_handler", questions="再问一次。")
    show.to_planned()
    assert show.held == 200_000


def test_a_union_that_does_not_answer_agrees_to_nothing_and_the_organisers_decide(world):
    show = Holding(world)
    show.do("approve_screening", "bureau_handler")
    show.do("ask_back", "federation_handler", questions="人员名单如何产生？")
    show.time_passes("2026-10-19 23:59")
    assert show.case.state == "answering"
    show.time_passes("2026-10-20 00:00")
    assert (show.case.state, show.case.approved) == ("proposed", [])


def test_an_overdue_decision_is_told_to_whoever_has_not_decided_and_is_no_consent(world):
    show = Holding(world)
    show.do("approve_screening", "bureau_handler")
    show.time_passes("2026-10-20 00:00")
    heard = told(show, "become_overdue")
    assert {world.federation_lead.address, world.federation_handler.address} <= heard
    assert world.bureau_handler.address not in heard
    assert show.case.state == "proposed"


def test_one_person_is_not_both_organisers(world):
    make_membership(user=world.bureau_handler.person, unit=world.federation, role="handler")
    world.both = Actor.user(world.bureau_handler.person)
    show = Holding(world)
    show.do("approve_screening", "both")
    with pytest.raises(Refused, match="spoken for the other organiser"):
        show.do("approve_screening", "both")
    show.do("approve_screening", "federation_lead" if _waits_for(show, world.federation) else "bureau_lead")
    assert show.case.state == "planned"


def _waits_for(show: Holding, unit) -> bool:
    return WorkTask.objects.filter(process__case=show.pk, unit=unit, status__in=WAITING).exists()


def test_starting_the_procedure_again_asks_no_organiser_twice(world):
    show = Holding(world)
    show.do("approve_screening", "bureau_handler")
    show.do("restart_procedure", "lead", reason="卡住了。")
    assert not _waits_for(show, world.bureau)
    show.do("approve_screening", "federation_handler")
    assert show.case.state == "planned"


# --- the union --------------------------------------------------------------------------------------------------------
def test_until_the_day_before_the_union_cancels_and_all_goes_back(world):
    show = Holding(world).to_planned()
    show.do("cancel_screening", "union_clerk", when="2026-10-19 23:00", reason="停电检修。")
    assert (show.case.state, show.held, in_the_pool(world)) == ("cancelled", 0, 1_000_000)
    late = Holding(world).to_planned()
    with pytest.raises(Refused, match="The day has come"):
        late.do("cancel_screening", "union_clerk", when=f"{DAY} 00:01", reason="停电检修。")


def test_a_report_is_counted_from_the_day_pressed_for_once_overdue_and_asked_of_the_association(world):
    show = Holding(world).to_planned()
    with pytest.raises(Refused, match="once it has begun"):
        show.do("report_screening", "union_clerk", attendance=1, spent="1", account="…")
    clock = show.case.clocks.get(name="report")
    assert clock.due_at == at("2026-10-28 00:00")  # five working days after Tuesday the 20th
    show.do("claim", "handler", when="2026-10-21 09:00")
    show.time_passes("2026-10-28 00:00")
    assert {world.union_clerk.address, world.handler.address, world.lead.address} <= told(show, "become_overdue")
    show.do("press_for_report", "handler", message="请尽快上报。")
    assert told(show, "press_for_report") == {world.union_clerk.address}
    assert show.held == 300_000


def test_a_report_needs_photos_no_more_people_than_seats_and_no_more_money_than_was_set_aside(world):
    show = Holding(world).to_planned()
    said = {"attendance": 121, "spent": "3000.01", "account": "秩序良好。"}
    with pytest.raises(Refused) as refused:
        show.do("report_screening", "union_clerk", when="2026-10-20 22:00", **said)
    assert set(refused.value.fields) == {"attendance", "spent", "attachments"}
    show.do("report_screening", "union_clerk", attendance=0, spent="0", account="影院停电，没有放映。")
    show.do("claim", "handler")
    show.do("settle_screening", "handler")
    assert in_the_pool(world) == 1_000_000


def test_a_report_that_is_sent_back_is_given_once_more(world):
    show = Holding(world).to_reported()
    show.do("return_report", "handler", reason="缺票据。", when="2026-10-22 10:00")
    assert (show.case.state, show.held) == ("planned", 300_000)
    assert show.case.clocks.get(name="report", round=2).due_at == at("2026-10-30 00:00")
    said = {"attendance": 118, "spent": "2000", "account": "补充票据。", "attachments": [_photo(show)]}
    show.do("report_screening", "union_clerk", **said)
    show.do("settle_screening", "handler")
    assert in_the_pool(world) == 800_000


def _photo(show: Holding) -> str:
    return make_file(show, show.world.union_clerk)


# --- afterwards -------------------------------------------------------------------------------------------------------
def test_a_false_report_found_later_is_reversed_and_the_difference_is_the_pools(world):
    show = Holding(world).to_settled()
    with pytest.raises(Refused):
        show.do("correct_spending", "handler", spent="2000", found="多报。")
    with pytest.raises(Refused) as refused:
        show.do("correct_spending", "lead", spent="2875.50", found="多报。")
    assert list(refused.value.fields) == ["spent"]
    for true, pool in (("2000.01", 799_999), ("0", 1_000_000)):
        show.do("correct_spending", "lead", spent=true, found="影院证实票数不符。")
        assert (in_the_pool(world), show.held) == (pool, 0)
    assert Transfer.objects.filter(case_number=show.case.number, reverses__isnull=False).count() == 2


def test_the_public_sees_the_photos_that_were_ticked_until_one_is_taken_off(world):
    show = Holding(world).to_reported()
    photo = str(show.photos[0])
    show.do("settle_screening", "handler", photos=[photo])
    assert [str(row.file) for row in show.case.photos.all()] == [photo]
    show.do("choose_photos", "handler", photos=[])
    assert not show.case.photos.exists()


def test_where_the_union_says_no_photo_may_be_shown_none_can_be_ticked(world):
    show = Holding(world).to_reported(publishable=False)
    with pytest.raises(Refused) as refused:
        show.do("settle_screening", "handler", photos=[str(show.photos[0])])
    assert list(refused.value.fields) == ["photos"]


# --- who, and how often -----------------------------------------------------------------------------------------------
def test_whoever_proposed_or_approved_neither_approves_nor_settles(world):
    for who, unit in (("union_clerk", world.federation), ("bureau_handler", world.association)):
        make_membership(user=getattr(world, who).person, unit=unit, role="handler")
        setattr(world, who, Actor.user(getattr(world, who).person))
    show = Holding(world, unit=world.grassroots.pk)
    with pytest.raises(Refused, match="took part"):
        show.do("approve_screening", "union_clerk")
    show.to_reported()
    show.do("put_back", "handler", reason="请他人办理。")
    with pytest.raises(Refused, match="took part"):
        show.do("claim", "bureau_handler")


def test_the_same_form_sent_twice_moves_money_once(world):
    show = Holding(world)
    show.do("approve_screening", "federation_handler")
    version = show.case.version
    once = {"by": world.bureau_handler, "key": key(), "seen": version, "at": show.now + dt.timedelta(minutes=1)}
    first, second = (door.perform(show.pk, "approve_screening", **once) for _ in "12")
    assert (first.again, second.again, show.held) == (False, True, 300_000)


def test_other_unions_and_cinemas_know_nothing_of_it(world):
    show = Holding(world)
    world.stranger = Actor.user(make_membership(unit=make_unit("grassroots_union", name="别家工会")).user)
    for who in ("stranger", "cinema_clerk"):
        with pytest.raises(NotFound):
            show.do("cancel_screening", who, reason="…")


# --- what it costs ----------------------------------------------------------------------------------------------------
def test_the_second_approval_and_the_settling_stay_within_the_budget_of_a_move(world, django_assert_max_num_queries):
    show = Holding(world)
    show.do("approve_screening", "federation_handler")
    with django_assert_max_num_queries(60):
        show.do("approve_screening", "bureau_handler")
    other = Holding(world).to_reported()
    with django_assert_max_num_queries(60):
        other.do("settle_screening", "handler", photos=[str(other.photos[0])])
