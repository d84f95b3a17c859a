"""Credit repair: earned after the shortest term, checked by somebody who did not decide, agreed to by the bodies that
did, taken down at once; undone where it was got by false material (R39; 国办发〔2025〕22号; LAW §9)."""

import datetime as dt

import pytest

from blacklist.models import Measure, Repair
from casework.engine import door
from casework.engine.errors import NotFound, Refused
from casework.engine.models import Case, CaseDuty
from casework.engine.record import verify
from casework.engine.tick import tick
from casework.parties.models import Qualification
from tests.desk.factories import signed_in
from tests.engine.property.files import waiting_file
from tests.engine.world import at, key

from .deciding import Deciding, make_deciding_world

pytestmark = pytest.mark.django_db
# In force since 28 September, general: the shortest term of the class, three months, is over on 28 December.
FIRST_DAY = "2026-12-28 09:00"


@pytest.fixture
def world():
    return make_deciding_world()


@pytest.fixture
def decision(world):
    return Deciding(world).to_in_force()


class Repairing:
    """A repair walked through its stages."""

    def __init__(self, world, decision, when: str = FIRST_DAY, **changes) -> None:
        self.world, self.now = world, at(when)
        proof = [str(waiting_file(world.cinema_clerk, self.now).pk)]
        said = {"decision": decision.pk, "account": "已补兑并公开致歉。", "attachments": proof, "undertaken": "on"}
        said |= {"unit": world.cinema.unit.pk, "signed_by": "王经理", **changes}
        self.pk = door.open_case("repair", by=world.cinema_clerk, key=key(), at=self.now, **said).case.pk

    @property
    def case(self):
        return door.load(self.pk)

    def do(self, act: str, who: str, *, when: str | None = None, **details):
        self.now = at(when) if when else self.now + dt.timedelta(minutes=5)
        seen = Case.objects.values_list("version", flat=True).get(pk=self.pk)
        return door.perform(self.pk, act, by=getattr(self.world, who), key=key(), seen=seen, at=self.now, **details)

    def to_words(self, *, confirmed: str = "yes"):
        self.do("claim", "handler")
        self.do("accept_repair", "handler")
        self.do("verify_repair", "handler", confirmed=confirmed, account="核查属实。")
        return self

    def to_granted(self):
        self.to_words()
        self.do("say_on_repair", "union_judge", agrees="yes", reasons="同意。")
        self.do("say_on_repair", "bureau_judge", agrees="yes", reasons="同意。")
        return self


def suspended(world) -> bool:
    return Qualification.objects.get(unit=world.cinema.unit).suspended


def test_it_cannot_be_asked_for_a_day_before_the_shortest_term_is_over(world, decision):
    with pytest.raises(Refused) as refused:
        Repairing(world, decision, "2026-12-27 23:00")
    assert set(refused.value.fields) == {"decision"}
    assert Repairing(world, decision).case.state == "applied"


def test_it_needs_proof_an_undertaking_and_a_name(world, decision):
    with pytest.raises(Refused) as refused:
        Repairing(world, decision, attachments=[], undertaken="", signed_by="")
    assert set(refused.value.fields) == {"attachments", "undertaken", "signed_by"}


def test_there_is_one_at_a_time(world, decision):
    Repairing(world, decision)
    with pytest.raises(Refused) as refused:
        Repairing(world, decision)
    assert set(refused.value.fields) == {"decision"}


def test_what_was_ordered_must_be_done_first(world):
    owing = Deciding(world).to_deliberation(
        measures=["record", "rectify"], departure="系初次。", to_do="退还加收的钱。", due="2026-11-02"
    )
    owing.vote("union_judge", "record").vote("bureau_judge", "record").vote("second_lead", "rectify")
    owing.do("receive_decision", "cinema_clerk")
    with pytest.raises(Refused) as refused:
        Repairing(world, owing)
    assert set(refused.value.fields) == {"decision"}
    owing.do("record_performance", "handler", when="2026-12-28 10:00", account="已退款。")
    assert Repairing(world, owing, "2026-12-28 11:00").case.state == "applied"


def test_granted_the_measures_end_at_once_everywhere_and_the_decision_by_the_clock(world, decision):
    assert suspended(world)
    repair = Repairing(world, decision).to_granted()
    assert repair.case.state == "granted"
    day = dt.date(2026, 12, 28)
    assert not Measure.objects.in_force(day).exists()
    assert not suspended(world)
    tick(at("2026-12-28 12:00"))
    assert decision.case.state == "ended"
    assert verify(Case.objects.all()) == []


def test_one_body_that_does_not_agree_is_enough_and_another_may_follow(world, decision):
    repair = Repairing(world, decision).to_words()
    repair.do("say_on_repair", "union_judge", agrees="yes", reasons="同意。")
    repair.do("say_on_repair", "bureau_judge", agrees="no", reasons="上月又有投诉。")
    assert repair.case.state == "refused"
    assert suspended(world)
    assert Repairing(world, decision, "2027-01-11 09:00").case.state == "applied"


def test_who_decided_does_not_check_it(world, decision):
    warned = Deciding(world, happened_on="2026-09-21").to_deliberation(
        measures=["record", "warning"], departure="系初次。"
    )
    warned.vote("second_lead", "warning").vote("union_judge", "record").vote("bureau_judge", "record")
    warned.do("receive_decision", "cinema_clerk")
    repair = Repairing(world, warned)
    with pytest.raises(Refused, match="the one that it is about"):
        repair.do("claim", "second_lead")
    repair.do("claim", "colleague")
    CaseDuty.objects.create(case=warned.case, user=world.colleague.person, duty="deciding")
    with pytest.raises(Refused, match="decided in the matter"):
        repair.do("accept_repair", "colleague")


def test_it_is_accepted_in_two_and_decided_in_ten_working_days(world, decision):
    """Applied for on Monday 28 December: two working days end with the 30th; ten from then with 14 January, 1-3 January
    being the holiday."""
    repair = Repairing(world, decision)
    assert repair.case.clocks.get(name="acceptance").due_at == at("2026-12-31 00:00")
    repair.do("claim", "handler")
    repair.do("accept_repair", "handler", when="2026-12-30 16:00")
    assert repair.case.clocks.get(name="repair").due_at == at("2027-01-15 00:00")


def test_false_material_brings_the_measures_back_for_their_whole_term(world, decision):
    repair = Repairing(world, decision).to_granted()
    tick(at("2026-12-29 09:00"))
    proof = [str(waiting_file(world.lead, at("2027-01-11 09:00")).pk)]
    with pytest.raises((Refused, NotFound)):
        repair.do("undo_repair", "handler", when="2027-01-11 09:30", reason="票根系伪造。", attachments=proof)
    repair.do("undo_repair", "lead", when="2027-01-11 10:00", reason="票根系伪造。", attachments=proof)
    assert repair.case.state == "undone"
    assert decision.case.state == "in_force"
    assert suspended(world)
    rows = decision.measures.values()
    assert {(one.starts, one.ends) for one in rows} == {(dt.date(2027, 1, 11), dt.date(2027, 7, 10))}
    assert verify(Case.objects.all()) == []


def test_it_is_granted_and_undone_while_the_decision_is_reviewed_and_the_review_goes_on(world):
    decision = Deciding(world).to_in_force(severity="minor", months=3, departure="情节轻微。")
    repair = Repairing(world, decision, "2026-10-28 09:00")
    decision.do("ask_review", "cinema_clerk", when="2026-10-28 12:00", account="处理过重。")
    repair.now = decision.now
    repair.to_granted()
    assert not suspended(world)
    proof = [str(waiting_file(world.lead, at("2026-11-02 09:00")).pk)]
    repair.do("undo_repair", "lead", when="2026-11-02 10:00", reason="票根系伪造。", attachments=proof)
    assert suspended(world)
    assert {one.ends for one in decision.measures.values()} == {dt.date(2027, 2, 1)}
    assert decision.case.state == "under_review"
    decision.now = repair.now
    decision.review("union_reviewer", "disqualify", "record")
    decision.review("bureau_reviewer", "disqualify", "subsidy", "record")
    assert decision.case.state == "in_force"
    assert suspended(world)
    assert verify(Case.objects.all()) == []


def test_undone_after_the_decision_has_ended_it_is_taken_up_again(world):
    decision = Deciding(world).to_in_force(severity="minor", months=3, departure="情节轻微。")
    repair = Repairing(world, decision, "2026-10-28 09:00").to_granted()
    tick(at("2026-11-02 09:00"))
    assert decision.case.state == "ended"
    proof = [str(waiting_file(world.lead, at("2026-11-02 09:00")).pk)]
    repair.do("undo_repair", "lead", when="2026-11-02 10:00", reason="票根系伪造。", attachments=proof)
    assert decision.case.state == "in_force"
    assert [event.name for event in decision.case.events.all()][-2:] == ["restore", "take_up_again"]
    tick(at("2027-02-02 00:10"))
    assert decision.case.state == "ended"


def test_a_party_withdraws_it(world, decision):
    repair = Repairing(world, decision)
    repair.do("withdraw_repair", "cinema_clerk")
    assert not Repair.objects.get().asked
    assert repair.case.state == "withdrawn"


def test_the_party_can_hand_in_its_proof_on_the_page(world, decision, time_machine):
    time_machine.move_to(at(FIRST_DAY), tick=False)
    page = signed_in(world.cinema_clerk).get("/desk/ours/open/repair/").content.decode()
    assert 'name="attachments_file"' in page
    assert 'enctype="multipart/form-data"' in page
