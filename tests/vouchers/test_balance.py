"""What is left of a campaign's vouchers: asked for by the clock, declared, confirmed by both organisers (R15)."""

import datetime as dt

import pytest
from django.utils import translation

from casework.engine import door
from casework.engine.access import roles_of
from casework.engine.actors import Actor
from casework.engine.errors import Refused
from casework.engine.invariants import violations
from casework.parties.models import Membership, Qualification
from casework.vouchers import journal
from casework.vouchers.balances.asking import ask_platforms, last_day
from casework.vouchers.balances.services import Standing, standings
from casework.vouchers.extending import claim, decide
from casework.vouchers.figures import pool_figures
from casework.vouchers.journal import NotEnough
from casework.vouchers.models import Transfer, UnusedBalance
from notifications.models import Notification
from tests.engine.world import at
from tests.parties.factories import make_membership, make_platform

from .balancing import LEFT, NOTHING_LEFT, UNIONS, Balance, make_balance_world
from .factories import vouchers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def world():
    return make_balance_world()


def told(balance, act: str) -> set[str]:
    rows = Notification.objects.filter(case_no=balance.case.number, topic=act, quiet=False)
    return set(rows.values_list("address", flat=True))


def standing(world):
    (one,) = standings(world.campaign).platforms
    return one


# --- when -------------------------------------------------------------------------------------------------------------
def test_the_clock_asks_every_platform_once_on_the_day_after_the_last_voucher(world):
    removed = make_platform(name="已退出平台").unit
    Qualification.objects.create(
        unit=removed, campaign=world.campaign, since="2026-03-01", until="2026-06-30", suspended=True
    )
    make_platform(name="从未入选平台")
    assert ask_platforms(at("2027-03-31 23:59")) == 0
    assert ask_platforms(at("2027-04-01 00:00")) == 2
    assert ask_platforms(at("2027-04-01 00:01")) == 0
    assert set(UnusedBalance.objects.values_list("platform__name", flat=True)) == {"示例平台", "已退出平台"}


def test_a_voucher_that_may_be_redeemed_for_some_days_more_is_waited_for(world):
    unit = world.platform.unit
    said = {"campaign": world.campaign, "platform": unit}
    late = vouchers("1001", expires_on=dt.date(2026, 12, 31))
    world.campaign.redeem_until = dt.date(2027, 3, 20)
    world.campaign.save()
    claim(case_number="YQ1", vouchers=late, **said)
    assert last_day(world.campaign, unit) == dt.date(2027, 3, 31), "what is asked for may be granted"
    decide(case_number="YQ1", refused={"1001": "used"})
    assert last_day(world.campaign, unit) == dt.date(2027, 3, 20)
    claim(case_number="YQ2", vouchers=late, **said)
    decide(case_number="YQ2", refused={})
    assert ask_platforms(at("2027-03-31 12:00")) == 0
    assert ask_platforms(at("2027-04-01 00:00")) == 1


def test_a_campaign_that_gives_no_days_asks_nobody(world):
    world.campaign.balance_declare_days = 0
    world.campaign.save()
    assert ask_platforms(at("2027-04-01 00:00")) == 0


# --- the story --------------------------------------------------------------------------------------------------------
def test_what_both_organisers_confirm_is_in_the_pool_a_row_for_each_union(world):
    balance = Balance(world).declares()
    assert balance.case.state == "confirming"
    balance.confirms("federation_handler")
    assert (balance.case.state, pool_figures(world.campaign).pooled) == ("confirming", 0)
    balance.confirms("bureau_handler")
    assert balance.case.state == "pooled"
    rows = Transfer.objects.filter(case_number=balance.case.number).order_by("pk")
    assert list(rows.values_list("note", "fen")) == [("示例机械厂工会", 195_000), ("示例纺织厂工会", 40_000)]
    assert journal.balance_of(journal.unused(world.campaign, world.platform.unit)) == -LEFT
    assert standing(world).standing == Standing.POOLED
    assert standing(world).pooled == LEFT
    assert list(violations()) == []


def test_nothing_left_is_declared_and_confirmed_and_moves_nothing(world):
    balance = Balance(world).declares(**NOTHING_LEFT).confirms()
    assert (balance.case.state, Transfer.objects.count()) == ("pooled", 0)


def test_everybody_concerned_hears_of_each_step(world):
    balance = Balance(world)
    platform, office = world.platform_clerk.address, world.handler.address
    both = {world.federation_lead.address, world.bureau_handler.address}
    assert {platform, office, *both} <= told(balance, "ask_for_balance")
    balance.declares()
    assert {office, *both} <= told(balance, "declare_balance")
    balance.confirms()
    assert {platform, office, *both} <= told(balance, "pool_balance")


def test_one_organiser_who_gives_it_back_is_enough_and_the_other_is_heard_all_the_same(world):
    balance = Balance(world).declares().gives_back("federation_handler")
    assert balance.case.state == "confirming"
    balance.confirms("bureau_handler")
    assert (balance.case.state, Transfer.objects.count()) == ("declaring", 0)
    assert [(c.name, c.round) for c in balance.case.live_clocks] == [("declaration", 2)]
    reason = balance.case.events.get(name="return_balance")
    assert reason.text.values["reason"] == "与售出数不符。"
    balance.declares(
        "示例机械厂工会，9，1750.00", count=9, amount="1750.00", explanation="少报三张，另行说明。"
    ).confirms()
    assert pool_figures(world.campaign).pooled == 175_000


# --- silence ----------------------------------------------------------------------------------------------------------
def test_a_silent_platform_is_called_by_the_association_and_shown_to_everybody(world):
    balance = Balance(world)
    balance.do("claim", "handler")
    # The day of asking is not counted, and Tomb Sweeping Day is a day off.
    balance.time_passes("2027-04-16 23:59")
    assert standing(world).standing == Standing.ASKED
    balance.time_passes("2027-04-17 00:00")
    assert balance.case.state == "declaring"
    assert standing(world).standing == Standing.SILENT
    assert {world.handler.address, world.lead.address} <= told(balance, "become_overdue")
    balance.do("press_platform", "handler", result="客服主管称本周内报送。")
    assert world.platform_clerk.address in told(balance, "press_platform")
    balance.declares()
    assert standing(world).standing == Standing.DECLARED


def test_an_organiser_s_silence_confirms_nothing_and_its_people_alone_are_told(world):
    balance = Balance(world).declares().confirms("federation_handler")
    balance.time_passes("2027-05-10 00:00")
    assert (balance.case.state, Transfer.objects.count()) == ("confirming", 0)
    late = told(balance, "become_overdue")
    assert {world.bureau_handler.address, world.lead.address} <= late
    assert world.federation_lead.address not in late


# --- four eyes --------------------------------------------------------------------------------------------------------
def test_nobody_speaks_for_both_organisers_nor_confirms_what_they_declared_or_handled(world):
    make_membership(user=world.federation_handler.person, unit=world.bureau, role="handler")
    make_membership(user=world.platform_clerk.person, unit=world.bureau, role="handler")
    make_membership(user=world.handler.person, unit=world.bureau, role="handler")
    for name in ("federation_handler", "platform_clerk", "handler"):
        setattr(world, name, Actor.user(getattr(world, name).person))
    balance = Balance(world)
    balance.do("claim", "handler")
    balance.declares().confirms("federation_handler")
    for who, why in (
        ("federation_handler", "spoken for the other"),
        ("platform_clerk", "took part"),
        ("handler", "took part"),
    ):
        with pytest.raises(Refused, match=why):
            balance.confirms(who)
    balance.gives_back("bureau_handler").declares().confirms()
    assert balance.case.state == "pooled"


def test_other_platforms_know_nothing_of_it(world):
    stranger = make_membership(unit=make_platform(name="别家平台").unit).user
    assert roles_of(Actor.user(stranger), Balance(world).case) == frozenset()


# --- twice, and too late ----------------------------------------------------------------------------------------------
def test_the_same_word_sent_twice_pools_once(world):
    balance = Balance(world).declares().confirms("federation_handler")
    said = {"by": world.bureau_handler, "key": "once", "seen": balance.case.version, "at": balance.now, "round": 1}
    for _ in "12":
        door.perform(balance.pk, "confirm_balance", **said)
    assert pool_figures(world.campaign).pooled == LEFT


def test_figures_that_somebody_has_not_seen_are_not_confirmed(world):
    balance = Balance(world).declares().gives_back("federation_handler").confirms("bureau_handler").declares()
    with pytest.raises(Refused, match="declared anew since"):
        balance.do("confirm_balance", "bureau_handler", round=1)


# --- a mistake --------------------------------------------------------------------------------------------------------
def test_a_mistake_is_mended_by_taking_back_what_was_pooled_once_the_new_balance_is_confirmed(world):
    balance = Balance(world).to_corrected()
    assert pool_figures(world.campaign).pooled == LEFT, "until it is confirmed the pool stays as it is"
    more = f"{UNIONS}\n示例印刷厂工会，1，200.00"
    balance.declares(more, count=13, amount="2550.00", explanation="退款多计一张。")
    assert (standing(world).declared, standing(world).pooled) == (255_000, LEFT)
    balance.confirms()
    assert pool_figures(world.campaign).pooled == 255_000
    assert Transfer.objects.filter(reverses__isnull=False).count() == 2


def given_out(world, fen: int) -> None:
    to = journal.screening(world.campaign, "GY1")
    journal.transfer(key="granted", from_account=journal.pool(world.campaign), to_account=to, fen=fen)


def test_more_is_pooled_though_all_that_was_pooled_before_is_given_out(world):
    balance = Balance(world).to_corrected()
    given_out(world, LEFT)
    more = f"{UNIONS}\n示例印刷厂工会，1，200.00"
    balance.declares(more, count=13, amount="2550.00", explanation="退款多计一张。").confirms()
    assert journal.balance_of(journal.pool(world.campaign)) == 20_000


def test_what_was_given_to_a_screening_cannot_be_taken_back_and_nothing_is_half_done(world):
    balance = Balance(world).to_corrected()
    given_out(world, 200_000)
    balance.declares("示例机械厂工会，5，1000.00", count=5, amount="1000.00", explanation="重复计算七张。")
    balance.confirms("federation_handler")
    with pytest.raises(NotEnough):
        balance.confirms("bureau_handler")
    assert (balance.case.state, pool_figures(world.campaign).pooled) == ("confirming", LEFT)


# --- what it costs ----------------------------------------------------------------------------------------------------
def test_a_thousand_unions_cost_little_more_than_two(world, django_assert_max_num_queries):
    rows = "\n".join(f"第{n}工会，1，2.00" for n in range(1, 1001))
    balance = Balance(world)
    # SQLite takes new rows by the hundred and some.
    with django_assert_max_num_queries(60):
        balance.declares(rows, count=1000, amount="2000.00", explanation="含部分使用的票券。")
    balance.confirms("federation_handler")
    with django_assert_max_num_queries(90):
        balance.confirms("bureau_handler")
    assert pool_figures(world.campaign).pooled == 200_000


def test_nobody_to_ask_costs_one_statement(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert ask_platforms(at("2026-10-12 10:00")) == 0


def test_an_association_without_a_second_organiser_asks_nobody(world):
    Membership.objects.filter(unit=world.federation).delete()
    world.federation.delete()
    assert ask_platforms(at("2027-04-01 00:00")) == 0
    assert not UnusedBalance.objects.exists()
