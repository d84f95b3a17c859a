"""No voucher is extended twice, and each is told what came of it (R14, issue 8 §3)."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.translation import override

from casework.engine.errors import Refused
from casework.engine.models import CalendarDay
from casework.vouchers import extending
from casework.vouchers.extending import AlreadyTaken, claim, decide, release, taken
from casework.vouchers.models import VoucherExtension
from casework.vouchers.numbers import normal
from tests.parties.factories import make_campaign

from .factories import EXPIRES, make_world, request, vouchers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _then():
    with time_machine.travel("2026-12-01 10:00+08:00", tick=False), override("en"):
        yield


@pytest.fixture
def world():
    return make_world()


def outcomes(case_number: str) -> list[tuple]:
    rows = VoucherExtension.objects.of_case(case_number)
    return list(rows.values_list("number", "outcome", "extended_to", "reason"))


# --- what came of each ------------------------------------------------------------------------------------------------
def test_a_batch_is_partly_granted_and_each_voucher_is_told_in_the_order_it_was_listed(world):
    claim(**request(world, "A1", "2003", "2001", "2002"))
    assert outcomes("A1") == [(number, "asked", None, "") for number in ("2003", "2001", "2002")]

    decided = decide(case_number="A1", refused={"2001": "平台账上已兑换。"})

    assert (decided.granted, decided.refused) == (2, 1)
    assert outcomes("A1") == [
        ("2003", "granted", dt.date(2027, 3, 31), ""),
        ("2001", "refused", None, "平台账上已兑换。"),
        ("2002", "granted", dt.date(2027, 3, 31), ""),
    ]
    # Nobody has announced 2027 yet.
    assert set(VoucherExtension.objects.granted().values_list("provisional", flat=True)) == {True}


@pytest.mark.parametrize("expires_on", ["2026-07-01", "2026-12-31"])
def test_all_are_granted_whether_their_year_is_announced_or_not(world, expires_on):
    claim(
        **{**request(world, "A1"), "vouchers": vouchers("2001", "2002", expires_on=dt.date.fromisoformat(expires_on))}
    )
    assert decide(case_number="A1", refused={}).granted == 2


def test_each_voucher_has_its_own_last_day(world):
    said = request(world, "A1")
    said["vouchers"] = [*vouchers("2001"), *vouchers("2002", expires_on=dt.date(2026, 7, 1))]
    claim(**said)
    decide(case_number="A1", refused={})
    found = VoucherExtension.objects.of_case("A1").values_list("extended_to", "provisional")
    assert list(found) == [(dt.date(2027, 3, 31), True), (dt.date(2026, 10, 8), False)]


def test_when_the_year_is_announced_a_day_moves_on_and_never_back(world):
    said = request(world, "A1")
    said["vouchers"] = [*vouchers("2001"), *vouchers("2002", expires_on=dt.date(2026, 12, 30))]
    claim(**said)
    decide(case_number="A1", refused={})
    claim(**request(world, "A2", "2003"))
    decide(case_number="A2", refused={})
    VoucherExtension.objects.of_case("A2").update(extended_to=dt.date(2027, 4, 30))
    assert extending.to_count_again() == {}

    days = [dt.date(2027, 1, 1), dt.date(2027, 3, 31), dt.date(2027, 10, 1)]  # an invented notice
    CalendarDay.objects.bulk_create([CalendarDay(date=day, is_workday=False, name="放假") for day in days])
    assert extending.to_count_again() == {"A1": True, "A2": False}
    assert extending.to_count_again("A2") == {"A2": False}
    assert [extending.count_again(number) for number in ("A1", "A2")] == [1, 0]
    assert [row[2] for row in outcomes("A1") + outcomes("A2")] == [
        dt.date(2027, 4, 1),
        dt.date(2027, 3, 30),
        dt.date(2027, 4, 30),
    ]
    assert not VoucherExtension.objects.filter(provisional=True).exists()
    assert extending.to_count_again() == {}


def test_the_months_are_the_campaigns(world):
    claim(**request(world, "A1", "2001", campaign=make_campaign(year=2025, extension_months=1)))
    decide(case_number="A1", refused={})
    assert outcomes("A1")[0][2] == dt.date(2027, 2, 1)  # 31 January is a Sunday


# --- never twice ------------------------------------------------------------------------------------------------------
def test_a_voucher_that_is_asked_for_is_not_asked_for_again(world):
    claim(**request(world, "A1", "2001"))
    with pytest.raises(AlreadyTaken, match="Voucher 2001: an extension is being asked for already"):
        claim(**request(world, "A2", "2002", "2001"))
    assert outcomes("A2") == []


def test_a_voucher_that_was_extended_is_not_extended_again_under_another_spelling(world):
    claim(**request(world, "A1", normal("ＨＮ－２００１")))
    decide(case_number="A1", refused={})
    with pytest.raises(AlreadyTaken) as refusal:
        claim(**request(world, "A2", normal("hn 2001")))
    assert str(refusal.value) == "Voucher HN2001: already extended, to 31 Mar 2027."
    assert [one.row.case_number for one in refusal.value.taken] == ["A1"]


def test_the_next_campaign_is_no_way_round(world):
    claim(**request(world, "A1", "2001"))
    decide(case_number="A1", refused={})
    with pytest.raises(AlreadyTaken):
        claim(**request(world, "A2", "2001", campaign=make_campaign(year=2027)))


def test_many_that_are_taken_are_named_by_a_few_and_their_count(world):
    numbers = [f"20{n:02}" for n in range(8)]
    claim(**request(world, "A1", *numbers))
    with pytest.raises(AlreadyTaken, match=r"Voucher 2004: .* And 3 more vouchers\.$") as refusal:
        claim(**request(world, "A2", *numbers))
    assert [one.number for one in refusal.value.taken] == numbers


def test_a_form_asks_before_it_is_sent(world):
    claim(**request(world, "A1", "2001"))
    found = taken(campaign=world.campaign, platform=world.platform, numbers=["2001", "2002"])
    assert [str(one) for one in found] == ["Voucher 2001: an extension is being asked for already."]
    assert taken(campaign=world.campaign, platform=world.other, numbers=["2001"]) == []


def test_another_platform_has_a_voucher_of_the_same_number(world):
    claim(**request(world, "A1", "2001"))
    assert len(claim(**request(world, "A2", "2001", platform=world.other))) == 1


def test_the_same_request_twice_is_one(world):
    first = claim(**request(world, "A1", "2002", "2001"))
    again = claim(**request(world, "A1", "2002", "2001"))
    assert [row.pk for row in first] == [row.pk for row in again]
    assert VoucherExtension.objects.count() == 2


def test_a_voucher_named_twice_in_one_request_is_refused(world):
    with pytest.raises(Refused, match="only once: 2001"):
        claim(**request(world, "A1", "2001", "2002", "2001"))


def test_a_campaign_may_extend_twice_or_not_at_all(world):
    twice = make_campaign(year=2025, extensions_per_voucher=2)
    for case_number in ("A1", "A2"):
        claim(**request(world, case_number, "2001", campaign=twice))
        with pytest.raises(AlreadyTaken, match="being asked"):
            claim(**request(world, "B", "2001", campaign=twice))
        decide(case_number=case_number, refused={})
    with pytest.raises(AlreadyTaken, match="already extended"):
        claim(**request(world, "A3", "2001", campaign=twice))
    with pytest.raises(Refused, match="not extended"):
        claim(**request(world, "A4", "2002", campaign=make_campaign(year=2024, extensions_per_voucher=0)))


def test_who_comes_second_at_the_same_moment_is_told_so(world, monkeypatch):
    """What the second read was already old; the database says no, and then it is read again."""
    claim(**request(world, "A1", "2001"))
    read, old = extending._held, [{}]
    monkeypatch.setattr(extending, "_held", lambda *said: old.pop() if old else read(*said))
    with pytest.raises(AlreadyTaken, match="being asked"):
        claim(**request(world, "A2", "2001", "2002"))
    assert VoucherExtension.objects.count() == 1


@pytest.mark.parametrize("outcome", ["asked", "granted"])
def test_the_database_itself_refuses_a_second(world, outcome):
    (row,) = claim(**request(world, "A1", "2001"))
    if outcome == "granted":
        decide(case_number="A1", refused={})
    row.refresh_from_db()
    row.pk, row.case_number = None, "A2"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


# --- free again -------------------------------------------------------------------------------------------------------
def test_what_was_withdrawn_may_be_asked_for_again(world):
    claim(**request(world, "A1", "2001", "2002"))
    assert release(case_number="A1") == 2
    assert release(case_number="A1") == 0
    assert len(claim(**request(world, "A2", "2001"))) == 1
    assert outcomes("A1")[0] == ("2001", "withdrawn", None, "")


def test_what_was_refused_may_be_asked_for_again_and_what_was_granted_stays(world):
    claim(**request(world, "A1", "2001", "2002"))
    decide(case_number="A1", refused={"2001": "余额不符。"})
    assert release(case_number="A1") == 0
    assert len(claim(**request(world, "A2", "2001"))) == 1
    with pytest.raises(AlreadyTaken):
        claim(**request(world, "A2", "2002"))


def test_what_is_decided_or_withdrawn_is_not_decided_again(world):
    claim(**request(world, "A1", "2001"))
    decide(case_number="A1", refused={})
    claim(**request(world, "A2", "2002"))
    release(case_number="A2")
    for case_number in ("A1", "A2", "no such case"):
        with pytest.raises(Refused, match="decided already"):
            decide(case_number=case_number, refused={})
    assert [row[1] for row in outcomes("A1") + outcomes("A2")] == ["granted", "withdrawn"]


def test_a_refusal_needs_a_reason_and_one_of_the_cases_vouchers(world):
    claim(**request(world, "A1", "2001"))
    with pytest.raises(IntegrityError), transaction.atomic():
        decide(case_number="A1", refused={"2001": ""})
    with pytest.raises(ValueError, match="2002"):
        decide(case_number="A1", refused={"2002": "…"})
    assert outcomes("A1") == [("2001", "asked", None, "")]


# --- in bulk ----------------------------------------------------------------------------------------------------------
def test_a_thousand_cost_the_statements_of_one(world, django_assert_max_num_queries, django_assert_num_queries):
    """On SQLite a statement takes about sixty new rows, so there they are written in some sixteen."""
    many = [f"3{n:05}" for n in range(1000)]
    with django_assert_max_num_queries(22) as statements:
        claim(**request(world, "A1", *many))
    reads = [one for one in statements.captured_queries if "INSERT" not in one["sql"]]
    with django_assert_num_queries(len(reads) + 1):
        claim(**request(world, "A2", "2001"))
    with django_assert_num_queries(1):
        assert len(taken(campaign=world.campaign, platform=world.platform, numbers=many)) == 1000
    refused = {number: f"原因{n % 3}" for n, number in enumerate(many[:100])}
    with django_assert_num_queries(6):
        decide(case_number="A1", refused=refused)
    with django_assert_num_queries(6):
        decide(case_number="A2", refused={"2001": "…"})
    assert VoucherExtension.objects.granted().filter(expires_on=EXPIRES).count() == 900
    assert sorted(VoucherExtension.objects.of_case("A1").values_list("reason", flat=True).distinct().order_by()) == [
        "",
        "原因0",
        "原因1",
        "原因2",
    ]
