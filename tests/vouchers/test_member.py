"""A member asks for one voucher of their own, without an account: the same kind, from outside (issue 8 §3)."""

import pytest
from django.utils import translation

from casework.engine import door, present, seats
from casework.engine.access import roles_of
from casework.engine.actors import Actor
from casework.engine.acts import COMPLAINANT
from casework.engine.errors import NotFound, Refused
from casework.engine.models import ContactDetails
from casework.vouchers.models import VoucherExtension
from notifications.models import Notification
from notifications.outside import letter
from tests.engine.world import at

from .asking import Asking, Member, make_asking_world, member_said

pytestmark = pytest.mark.django_db
Outcome = VoucherExtension.Outcome
NAME, PHONE, WHY = "林女士", "13800138000", "住院两个月，没能去看。"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def world():
    return make_asking_world()


# --- the story --------------------------------------------------------------------------------------------------------
def test_a_member_asks_the_platform_checks_and_the_association_decides(world):
    request = Member(world)
    case = request.case
    assert (case.state, case.count, case.by_member, case.union) == ("confirming", 1, True, None)
    assert [(party.role, party.unit) for party in case.party_list] == [("platform", world.platform.unit)]
    request.to_deciding().to_granted()
    assert set(request.outcomes.values()) == {Outcome.GRANTED}
    seat = request.seat.address
    rows = Notification.objects.filter(address=seat, case_no=case.number, quiet=False)
    assert {"ask_for_vouchers", "confirm_vouchers", "decide_vouchers"} <= set(rows.values_list("topic", flat=True))
    confirms, *_rest, tells = (letter(row, request.now) for row in rows.order_by("pk"))
    assert confirms.sentence == "An extension was asked for; the platform checks the vouchers."
    assert (tells.sentence, tells.private) == ("The extension is decided, for each voucher.", True)


def test_one_voucher_is_refused_by_its_reason_alone_and_what_the_platform_said_is_proposed(world):
    request = Member(world)
    request.do("confirm_vouchers", "platform_clerk", which="used")
    assert request.case.vouchers.get().said == "used"
    request.do("claim", "handler")
    with pytest.raises(Refused) as refused:
        request.do("decide_vouchers", "handler", which="used")
    assert "explanation" in refused.value.fields
    request.do("decide_vouchers", "handler", which="used", explanation="平台显示已核销。")
    row = request.case.vouchers.get()
    assert (row.outcome, row.reason, request.case.refused) == (Outcome.REFUSED, "used", 1)


def test_that_it_was_not_sold_to_a_union_is_no_reason_against_a_member(world):
    request = Member(world)
    with pytest.raises(Refused):
        request.do("confirm_vouchers", "platform_clerk", which="not_theirs")


def test_until_it_is_decided_the_member_withdraws_and_the_number_is_free(world):
    request = Member(world).to_deciding()
    request.do("withdraw_request", request.seat)
    assert set(request.outcomes.values()) == {Outcome.WITHDRAWN}
    assert Member(world).case.state == "confirming"


# --- once -------------------------------------------------------------------------------------------------------------
def test_a_voucher_that_a_union_asks_for_is_refused_without_saying_who_does(world):
    Asking(world, "1001")
    with pytest.raises(Refused) as refused:
        Member(world, number="１００１")
    (words,) = refused.value.fields["number"]
    assert "is being asked for already" in words
    assert world.grassroots.name not in words


def test_every_fault_stands_beside_its_field(world):
    said = {"number": "1.23E+15", "expires_on": "2025-12-31", "phone": "123", "name": "", "why": ""}
    with pytest.raises(Refused) as refused:
        Member(world, **said)
    assert set(refused.value.fields) == set(said)


def test_what_would_be_over_even_if_it_were_extended_is_not_asked_for(world):
    with pytest.raises(Refused) as refused:
        Member(world, expires_on="2026-06-30")
    assert refused.value.fields["expires_on"] == ["Extended, it would have been good until 30 Sep 2026, which is over."]


def test_nothing_is_sent_before_what_was_read_was_seen(world):
    with pytest.raises(Refused) as refused:
        Member(world, seen_back="")
    assert not refused.value.fields.keys() - {"__all__"}
    assert not VoucherExtension.objects.exists()


# --- who reads what ---------------------------------------------------------------------------------------------------
def test_name_and_phone_stand_in_the_table_of_personal_data_and_nowhere_in_the_record(world):
    request = Member(world)
    contact = ContactDetails.objects.get(case=request.pk)
    assert (contact.name, contact.phone, contact.email) == (NAME, f"+86{PHONE}", "lin@example.com")
    event = request.case.events.get()
    assert set(event.facts) == {"platform", "face_value", "expires_on"}
    assert event.text.values == {"why": WHY}


def test_the_platform_reads_the_voucher_and_neither_who_asks_nor_why(world):
    request = Member(world)
    shown = present.view(world.platform_clerk, request.case)
    assert [row.words for row in shown.timeline] == [[]]
    for actor in (world.handler, request.seat):
        assert present.view(actor, request.case).timeline[-1].words == [("Why it could not be redeemed in time", WHY)]


def test_nobody_else_sees_it_and_a_signed_in_stranger_asks_for_nothing(world):
    request = Member(world)
    assert roles_of(world.union_clerk, request.case) == roles_of(world.cinema_clerk, request.case) == frozenset()
    with pytest.raises(NotFound):
        request.do("withdraw_request", "union_clerk")
    with pytest.raises(Refused):
        door.open_case("extension", by=world.handler, key="k", at=at("2026-10-12 10:00"), **member_said(world))


def test_a_request_of_a_union_has_no_seat_and_no_line_says_that_a_member_reads_it(world):
    request = Asking(world)
    request.to_deciding()
    seat = Actor.seat(request.case, COMPLAINANT)
    assert not Notification.objects.filter(address=seat.address).exists()
    assert all("member" not in row.readers for row in present.view(world.handler, request.case).timeline)
    assert seats.open_link(seats.sign_link(request.pk, 0)) is None


def test_the_union_reads_by_when_the_association_decides(world):
    request = Asking(world).to_deciding()
    view = present.view(world.union_clerk, request.case, request.now)
    (decides,) = (waiting for waiting in view.waiting_for if waiting.task.flow_task.acts == ("decide_vouchers",))
    assert decides.due_at == at("2026-10-20 00:00")


def test_a_list_says_who_asks_for_how_many(world):
    assert str(Asking(world).case.title) == "Extension of vouchers: 示例机械厂工会 ×10"
    assert str(Member(world, number="2001").case.title) == "Extension of one voucher, by a member"


# --- what it costs ----------------------------------------------------------------------------------------------------
def test_asking_for_one_costs_no_more_than_a_filing(world, django_assert_max_num_queries):
    said = member_said(world)
    with django_assert_max_num_queries(35):
        door.open_case("extension", by=Actor.filer(), key="once", at=at("2026-10-12 10:00"), **said)
