"""A new access code at the door (DESIGN §4, issue 5 §2): by two facts as told, recorded, never an oracle; the old code
and everything made from it ends at once."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
import time_machine

from casework.engine import codes, door, present, reissue, seats
from casework.engine.actors import Actor
from casework.engine.describe import seat_holds
from casework.engine.errors import NotFound, Refused
from casework.engine.kinds import kind_of
from casework.engine.models import Case, ContactDetails, Event, Receipt, Recusal
from casework.engine.record import canonical
from casework.engine.tick import tick
from casework.parties.models import Unit
from notifications.addresses import Seat
from notifications.models import Delivery, Notification
from tests.parties.factories import make_membership, make_user
from tests.toy.models import Toy

from .world import Line, at, filing, key, make_world

pytestmark = pytest.mark.django_db

RIGHT = {"phone_end": "8000", "name": "林女士", "handed": "phone"}
WRONG = RIGHT | {"phone_end": "8001"}


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(at("2026-09-30 10:00"), tick=False):
        yield


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def line(world):
    line = Line(world, price_paid="45.00", email="lin@example.com")
    line.do("claim", "handler")
    return line


def give(line: Line, who="handler", **said) -> door.Done:
    return line.do("reissue_code", who, **(said or RIGHT))


def code(line: Line) -> str:
    return codes.access_code(ContactDetails.objects.get(case=line.pk))


# --- what fits --------------------------------------------------------------------------------------------------------
def test_two_facts_that_fit_bring_a_new_code_and_the_record_says_which_by_whom_and_how_it_was_handed_over(line):
    old = code(line)
    event = give(line).event
    assert code(line) != old
    assert (event.name, event.actor, event.facts) == (
        "reissue_code",
        line.world.handler.person,
        {"named": ["phone_end", "name"], "handed": "phone"},
    )
    row = present.view(line.world.lead, line.case).timeline[0]
    assert [(str(label), words) for label, words in row.facts] == [
        ("核对的信息", "手机后四位、姓名"),
        ("怎样告知查询码", "电话告知"),
    ]


@pytest.mark.parametrize(
    "told",
    [
        {"phone_end": "８０００", "filed_on": "2026-09-28"},
        {"email": " LIN@Example.com", "happened_on": "2026-09-26"},
        {"phone_end": "8000", "happened_at": "19:30"},
        {"phone_end": "8000", "place": "示例影城 天元店"},
        {"phone_end": "8000", "place": "示例平台"},
        {"phone_end": "8000", "price_paid": "45"},
        {"phone_end": "8000", "name": " 林女士 ", "happened_on": "2026-09-26"},
    ],
)
def test_facts_fit_as_people_say_them(line, told):
    assert give(line, **told, handed="phone").event.name == "reissue_code"


@pytest.mark.parametrize(
    "told",
    [
        {"phone_end": "8001", "name": "林女士"},
        {"phone_end": "8000", "name": "王女士"},
        {"phone_end": "8000", "place": "影城"},
        {"phone_end": "8000", "place": "另一家影城"},
        {"phone_end": "8000", "happened_on": "2026-09-25"},
        {"phone_end": "8000", "filed_on": "2026-09-27"},
        # Not on file, which nobody must learn from the answer.
        {"phone_end": "8000", "address": "湖南省长沙市某路一号"},
        # All that is named must fit, not two of it.
        {"phone_end": "8000", "name": "林女士", "price_paid": "44"},
    ],
)
def test_what_does_not_fit_gives_nothing_out_and_is_in_the_record_without_saying_what_was_wrong(line, told):
    old = code(line)
    done = give(line, **told, handed="phone")
    assert code(line) == old
    assert (done.event.name, done.event.facts) == ("refuse_code", {"named": sorted(told, key=_order)})
    assert not hasattr(done.event, "text")
    assert done.event.actor_role == "handler"


def _order(name: str) -> int:
    names = ("phone_end", "email", "address", "name", "filed_on", "happened_on", "happened_at", "place", "price_paid")
    return names.index(name)


def test_a_postal_address_fits_by_a_part_that_is_no_guess(world):
    letter = {"source": "letter", "phone": "", "address": "湖南省株洲市天元区示例路 12 号 3 栋 401"}
    case = door.open_case("complaint", by=world.handler, key=key(), **(filing(world) | letter)).case
    told = {"by": world.handler, "name": "林女士", "handed": "sent"}
    assert door.perform(case, "reissue_code", key=key(), address="12 号", **told).event.name == "refuse_code"
    assert (
        door.perform(case, "reissue_code", key=key(), address="天元区示例路12号", **told).event.name == "reissue_code"
    )


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"phone_end": "8000"}, "请填写来电人说出的两项信息"),
        ({"name": "林女士", "happened_on": "2026-09-26"}, "其中一项须是手机后四位"),
        ({"phone_end": "800", "name": "林女士"}, "有几处需要再看一下"),
    ],
)
def test_one_fact_or_only_such_as_those_complained_of_know_are_not_even_compared(line, told, words):
    with pytest.raises(Refused, match=words):
        give(line, **told, handed="phone")
    assert "refuse_code" not in [event["name"] for event in line.case.history]


def test_which_facts_were_named_is_worked_out_and_not_believed(line):
    event = give(line, **RIGHT, named=["email", "price_paid"]).event
    assert event.facts["named"] == ["phone_end", "name"]


# --- who, when, how often ---------------------------------------------------------------------------------------------
def test_whoever_handles_it_and_a_lead_may_and_a_colleague_only_while_nobody_has_it(line, world):
    with pytest.raises(Refused, match="林小例"):
        give(line, "colleague")
    assert give(line, "lead").event.name == "reissue_code"
    assert give(Line(world), "colleague").event.name == "reissue_code"


def test_who_stepped_out_and_who_is_of_another_house_is_told_of_no_case(line, world):
    Recusal.objects.create(case_id=line.pk, user=world.lead.person, since=line.now)
    union = make_membership(
        user=make_user(), unit=Unit.objects.create(kind=Unit.Kind.UNION, name="示例工会"), role="lead"
    )
    for who in (world.lead, world.cinema_clerk, Actor.user(union.user)):
        with pytest.raises(NotFound):
            give(line, who)
    with pytest.raises(Refused):
        give(line, line.complainant)


def test_after_three_that_do_not_fit_nothing_is_given_out_for_a_day_whoever_asks(line):
    for _try in range(3):
        assert give(line, **WRONG).event.name == "refuse_code"
    first = line.case.history[-3]["at"]
    with pytest.raises(Refused, match="多次核对不符"):
        give(line, "lead")
    line.now = first + dt.timedelta(hours=23)
    with pytest.raises(Refused, match="多次核对不符"):
        give(line)
    line.now = first + dt.timedelta(days=1)
    assert give(line).event.name == "reissue_code"


def test_a_try_that_does_not_fit_cannot_be_written_or_avoided_by_another_way(line):
    """The door itself writes it, in the transaction of the try; nobody does it as an act of its own."""
    with pytest.raises(Refused):
        line.do("refuse_code", "lead", **RIGHT)
    with pytest.raises(Refused):
        line.do("refuse_code", "handler", **WRONG)


def test_a_closed_case_still_has_rights_to_use_and_so_a_code_a_final_one_has_none(world):
    assert give(Line(world).to_closed()).event.name == "reissue_code"
    withdrawn = Line(world)
    withdrawn.do("withdraw", withdrawn.complainant)
    with pytest.raises(Refused):
        give(withdrawn, "lead")


def test_where_nobody_outside_can_be_reached_it_is_not_offered(world):
    """Who left no way to be reached cannot be told from those who know the matter, nor warned (docs/decisions.md)."""
    said = {"office": world.association.pk, "campaign": world.campaign.pk, "wish": "请看。"}
    toy = door.open_case("toy", by=Actor.filer(), key=key(), **said).case
    assert present.view(world.lead, Toy.objects.get(pk=toy.pk)).offer("reissue_code") is None
    with pytest.raises(Refused, match="没有留下"):
        door.perform(toy, "reissue_code", by=world.lead, key=key(), phone_end="8000", name="林", handed="phone")


def test_a_form_sent_twice_gives_out_one_code(line):
    first = door.perform(line.pk, "reissue_code", by=line.world.handler, key="one", at=line.now, **RIGHT)
    again = door.perform(line.pk, "reissue_code", by=line.world.handler, key="one", at=line.now, **RIGHT)
    assert (again.again, again.event) == (True, first.event)
    assert line.case.contact.code_round == 1


def test_of_two_who_give_one_out_at_the_same_moment_one_does_and_the_other_is_told(line, world):
    """The second code would end the first while it is read out."""
    give(line)
    with pytest.raises(Refused, match=r"林小例.*已经补发"):
        give(line, "lead")
    assert line.case.contact.code_round == 1
    line.now += dt.timedelta(minutes=10)
    assert give(line, "lead").event.name == "reissue_code"


# --- what ends --------------------------------------------------------------------------------------------------------
def test_the_old_code_the_signed_link_and_the_bell_end_at_once(line):
    contact = ContactDetails.objects.get(case=line.pk)
    old, link, bell = codes.access_code(contact), seats.sign_link(line.pk, 0), Seat(line.complainant.address, "0")
    assert seat_holds(bell)
    assert seats.open_link(link) is not None
    give(line)
    contact.refresh_from_db()
    assert not codes.code_opens(contact, old)
    assert seats.open_link(link) is None
    assert not seat_holds(bell)
    assert codes.code_opens(contact, code(line))
    assert seats.open_link(seats.sign_link(line.pk, 1)) is not None


def test_a_second_new_code_ends_the_first(line):
    give(line)
    first = code(line)
    give(line)
    assert not codes.code_opens(ContactDetails.objects.get(case=line.pk), first)


# --- who is told, and what is kept ------------------------------------------------------------------------------------
def test_the_complainant_is_told_by_mail_with_what_to_do_and_without_the_code(line, mailoutbox):
    give(line)
    # Also at night: whoever did not ask for it must hear at once.
    tick(at("2026-09-30 23:00"))
    body = next(m.body for m in mailoutbox if "已补发新查询码" in m.body)
    assert "如果不是您本人申请的，请马上给我们打电话" in body
    assert "如有疑问，请联系：湖南省电影行业协会" in body
    assert code(line) not in body


def test_of_a_try_that_did_not_fit_nobody_outside_hears(line):
    event = give(line, **WRONG).event
    assert not Notification.objects.filter(event_no=event.pk, address__startswith="seat:").exists()
    names = [row.name for row in present.view(line.complainant, line.case).timeline]
    assert "refuse_code" not in names


def test_the_complainant_reads_that_a_new_code_was_given_out_and_not_by_which_facts(line):
    give(line)
    row = present.view(line.complainant, line.case).timeline[0]
    assert "已补发新查询码" in str(row.public)
    assert (row.words, row.facts) == ([], [])


def test_nothing_that_was_told_and_no_code_is_kept_anywhere(line):
    """DESIGN §4: nor as a hash from which four figures could be guessed."""
    before = set(Event.objects.values_list("pk", flat=True))
    done = give(line)
    give(line, **WRONG)
    events = Event.objects.exclude(pk__in=before)
    kept = repr([(e.facts, e.effects, e.told, getattr(e, "text", None)) for e in events])
    kept += repr(list(Receipt.objects.values_list("actor", "key", "digest")))
    kept += repr(list(Case.objects.filter(pk=line.pk).values())) + repr(list(Delivery.objects.values()))
    kept += repr(list(Notification.objects.values()))
    assert [said for said in (code(line), "8000", "8001", "林女士") if said in kept] == []
    plain = hashlib.sha256(canonical(["reissue_code", line.pk, RIGHT])).hexdigest()
    assert Receipt.objects.get(event=done.event).digest != plain


# --- shown once -------------------------------------------------------------------------------------------------------
def test_it_is_shown_once_to_whoever_gave_it_out_and_to_nobody_else(line, world):
    give(line)
    assert reissue.show_once(line.case, world.lead, line.now) is None
    shown = reissue.show_once(line.case, world.handler, line.now)
    assert codes.access_code(shown) == code(line)
    assert reissue.show_once(line.case, world.handler, line.now) is None
    give(line)
    assert reissue.show_once(line.case, world.handler, line.now) is not None


def test_it_is_shown_within_ten_minutes_or_not_at_all(line, world):
    give(line)
    assert reissue.show_once(line.case, world.handler, line.now + dt.timedelta(minutes=11)) is None
    assert reissue.show_once(line.case, world.handler, line.now + dt.timedelta(minutes=9)) is not None


def test_the_code_of_the_filing_is_shown_to_nobody_at_the_desk(line, world):
    assert reissue.show_once(line.case, world.handler, line.now) is None


def test_it_moves_nothing_else(line):
    before = line.case
    give(line)
    after = line.case
    same = ("state", "version", "holder_id", "handler_id", "due_at", "unreached_seq")
    assert [getattr(before, name) for name in same] == [getattr(after, name) for name in same]
    assert kind_of(after).acts["reissue_code"].is_step
