"""Reports 举报: word of a violation by anyone, also without a name; and what is about the association or a union."""

from __future__ import annotations

import pytest

from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.errors import NotFound, Refused
from casework.engine.gate import Gate
from casework.engine.kinds import kind_named
from casework.engine.models import Clock, ContactDetails, WorkTask
from casework.engine.tick import tick
from casework.parties.models import Unit
from complaints.models import Complaint
from tests.engine.world import Line, at, filing, key, make_world
from tests.parties.factories import make_membership, make_unit, make_user

from .waiting import clock, waits

pytestmark = pytest.mark.django_db

NAMED = {"matter": "report"}
NAMELESS = {"matter": "report", "anonymous": "yes"}
HEARD = {"facts_found": "影院先售现金票。", "evidence": ["account"], "rule": "R36"}


@pytest.fixture
def world():
    found = make_world()
    found.bureau = make_unit(Unit.Kind.FILM_OFFICE, name="湖南省电影局", division="430000")
    found.association.parent = found.bureau
    found.association.save()
    found.union = make_unit(Unit.Kind.UNION, name="示例市总工会", division="430200")
    for name, unit, role in (
        ("bureau_handler", found.bureau, "handler"),
        ("bureau_lead", found.bureau, "lead"),
        ("union_officer", found.union, "handler"),
    ):
        user = make_user(name)
        make_membership(user=user, unit=unit, role=role)
        setattr(found, name, Actor.user(user))
    return found


def offered(line: Line, who: Actor) -> set[str]:
    return {spec.name for spec in Gate(line.case, who, line.now).acts_here()}


def found_so(line: Line, **finding) -> Line:
    line.to_investigating()
    line.do("answer", "cinema_clerk", admits="yes", account="当晚人手不足。", when="2026-10-09 10:00")
    line.do("answer", "platform_clerk", admits="no", account="系统正常。")
    line.do("propose", "handler", finding="upheld", **(HEARD | finding))
    line.do("approve", "lead")
    return line


# --- filing -----------------------------------------------------------------------------------------------------------
def test_a_report_has_numbers_of_its_own_and_needs_no_wish(world):
    line = Line(world, **NAMED, wish="")
    assert (line.case.matter, line.case.number[:2]) == ("report", "JB")
    assert Line(world).case.number[:2] == "TS"


def test_of_whoever_gives_no_name_nothing_is_kept_whatever_was_typed_before(world):
    line = Line(world, **NAMELESS, email="lin@example.com")
    contact = ContactDetails.objects.get(case=line.pk)
    assert (contact.name, contact.phone, contact.phone_digest, contact.email) == ("", "", "", "")
    assert line.case.anonymous


def test_only_a_report_can_be_filed_without_a_name(world):
    line = Line(world, anonymous="yes")
    assert (line.case.anonymous, line.case.contact.name) == (False, "林女士")
    with pytest.raises(Refused) as refused:
        Line(world, anonymous="yes", name="", phone="")
    assert {"name", "phone"} <= set(refused.value.fields)


def test_a_report_by_name_needs_name_and_phone_as_a_complaint_does(world):
    with pytest.raises(Refused) as refused:
        Line(world, **NAMED, name="", phone="")
    assert {"name", "phone"} <= set(refused.value.fields)


def test_nobody_is_called_within_hours_for_a_report(world):
    line = Line(world, **NAMED, at_the_cinema="yes")
    assert not line.case.urgent
    assert not Clock.objects.filter(case=line.pk, name="first_contact").exists()


# --- its own way ------------------------------------------------------------------------------------------------------
def test_it_is_verified_within_the_days_for_reports_not_those_of_a_complaint(world):
    """投诉举报办法 art. 23: 15 working days; a complaint's days are the campaign's own."""
    world.campaign.investigation_days = 20
    world.campaign.save()
    report, complaint = Line(world, **NAMED).to_investigating(), Line(world).to_investigating()
    assert (clock(report, "investigation").amount, clock(complaint, "investigation").amount) == (15, 20)


def test_more_time_for_a_report_is_fifteen_working_days_at_most(world):
    line = Line(world, **NAMED).to_investigating()
    # Accepted on 29 September: 15 working days without the National Day week (1-7 October) and with Saturday the 10th
    # worked end on 26 October; 15 more on 16 November.
    assert clock(line, "investigation").due_at == at("2026-10-27 00:00")
    with pytest.raises(Refused) as refused:
        line.do("ask_extension", "handler", until="2026-11-17", reason="等待日志。")
    assert "until" in refused.value.fields
    line.do("ask_extension", "handler", until="2026-11-16", reason="等待日志。")
    line.do("grant_extension", "lead", until="2026-11-16", reason="等待日志。")
    assert clock(line, "investigation").due_at == at("2026-11-17 00:00")


def test_settlement_remedy_rating_and_withdrawal_do_not_exist_for_a_report(world):
    kind = kind_named("complaint")
    never = {"withdraw", "rate", "report_remedy", "confirm_remedy", "replace_remedy", "close_unperformed"}
    assert all(not kind.acts[name].is_for("report") for name in never)
    line = found_so(Line(world, **NAMED))
    assert line.case.state == "closed"
    assert not offered(line, line.complainant) & never
    with pytest.raises(Refused):
        line.do("rate", line.complainant, stars="5")
    with pytest.raises(Refused) as refused:
        Line(world, **NAMED).to_proposed(finding="settled", consents="双方同意。", remedy_by="")
    assert "finding" in refused.value.fields


def test_what_a_report_holds_names_no_remedy(world):
    line = found_so(Line(world, **NAMED), remedy_by="cinema", remedy="补兑。")
    assert (line.case.finding, line.case.remedy_by) == ("upheld", "")


def test_whoever_is_found_to_have_broken_a_rule_was_heard_and_a_report_in_vain_warns_nobody(world):
    """R37: a violation is held only after the party was heard; what was not so needs no answer of theirs."""
    line = Line(world, **NAMED)
    line.do("claim", "handler")
    line.do("accept", "handler")
    with pytest.raises(Refused):
        line.do("propose", "handler", finding="upheld", **HEARD)
    line.do("propose", "handler", finding="unverifiable", facts_found="巡查两次未见。")
    line.do("approve", "lead")
    assert line.case.state == "closed"
    assert Gate(line.case, world.cinema_clerk, line.now).roles == frozenset()


def test_a_reason_about_a_dispute_is_not_given_for_a_report(world):
    line = Line(world, **NAMED)
    line.do("claim", "handler")
    with pytest.raises(Refused):
        line.do("not_accept", "handler", because="no_dispute", reason="没有争议。", other_ways="请拨打 12345。")


# --- being told -------------------------------------------------------------------------------------------------------
def test_whoever_reports_by_name_is_told_within_five_working_days_of_the_decision(world):
    """投诉举报办法 art. 31: unreached after three working days they are called, by the end of the fifth."""
    line = found_so(Line(world, **NAMED))
    line.ticks("2026-10-15 09:00")
    ask = WorkTask.objects.get(process__case=line.pk, flow_task__endswith="NotReached.call")
    # Decided on Friday 9 October: Saturday the 10th is worked, so the fifth working day after it is Thursday the 15th.
    assert ask.due_at == at("2026-10-16 00:00")


def test_that_nobody_told_them_in_time_stands_in_the_record_once_though_the_case_is_over(world):
    """The five days are the law's: the clock says so, and does not come back to it for ever."""
    line = found_so(Line(world, **NAMED))
    assert not line.case.is_open
    line.ticks("2026-10-15 09:00")
    for when in ("2026-10-16 00:01", "2026-10-16 00:02"):
        line.ticks(when)
    assert list(line.case.events.values_list("name", flat=True)).count("task_overdue") == 1
    assert waits(line) == ["call"]


def test_nobody_is_asked_to_call_whoever_gave_no_name(world):
    line = found_so(Line(world, **NAMELESS))
    line.ticks("2026-11-20 09:00")
    assert line.case.unreached_seq == 0
    assert "call" not in waits(line)
    gone_on = Line(world, **NAMELESS).to_investigating()
    with pytest.raises(Refused):
        gone_on.do("record_contact", "handler", way="phone", reached="yes")


def test_a_supplement_that_does_not_come_puts_a_nameless_report_back_to_be_decided_on_what_there_is(world):
    line = Line(world, **NAMELESS)
    line.do("claim", "handler")
    line.do("ask_supplement", "handler", when="2026-09-29 09:00", items=["showing"], explanation="请写明场次。")
    # Nobody can be told, so the ten working days run from the asking: to 19 October.
    assert clock(line, "supplement").due_at == at("2026-10-20 00:00")
    line.ticks("2026-10-20 00:01")
    assert line.case.state == "submitted"
    assert waits(line) == ["triage"]
    assert "lapse" not in line.case.events.values_list("name", flat=True)


def test_a_supplement_that_does_not_come_lets_a_report_by_name_lapse_once_they_were_reached(world):
    line = Line(world, **NAMED)
    line.do("claim", "handler")
    line.do("ask_supplement", "handler", when="2026-09-29 09:00", items=["showing"], explanation="请写明场次。")
    line.ticks("2026-11-20 09:00")
    assert line.case.state == "awaiting_supplement"
    line.looks("2026-11-20 10:00")
    line.ticks("2026-12-30 09:00")
    assert line.case.state == "not_accepted"


def test_a_nameless_reporter_follows_and_contests_with_number_and_code_within_days_of_the_decision(world):
    line = found_so(Line(world, **NAMELESS))
    decided = line.now
    line.do("contest", line.complainant, reason="只查了一天。", when="2026-11-07 10:00")
    assert line.case.state == "contested"
    late = found_so(Line(world, **NAMELESS))
    with pytest.raises(Refused):
        late.do("contest", late.complainant, reason="只查了一天。", when="2026-11-11 10:00")
    assert (at("2026-11-11 10:00") - decided).days > 30


# --- out of a complaint -----------------------------------------------------------------------------------------------
def split(world, line: Line, by: str = "handler", **changes) -> Complaint:
    said = {
        "category": "box_office",
        "cinema": world.cinema.pk,
        "happened_on": "2026-09-26",
        "story": "该影院收现金不出票。",
        "origin": line.pk,
    }
    return door.open_case("complaint", by=getattr(world, by), key=key(), at=line.now, **(said | changes)).case


def test_a_mixed_matter_is_split_at_triage_into_a_linked_report_of_the_same_person(world):
    """投诉举报办法 art. 7: what is both is handled apart."""
    line = Line(world)
    line.do("claim", "handler")
    report = Complaint.objects.get(pk=split(world, line).pk)
    assert (report.matter, report.origin_id, report.source) == ("report", line.pk, "office")
    assert report.contact.phone == line.case.contact.phone
    event = line.case.events.get(name="split_off")
    assert event.facts["number"] == report.number
    assert line.case.state == "submitted"


def test_only_whoever_handles_a_complaint_splits_it_and_only_before_it_is_accepted(world):
    line = Line(world)
    line.do("claim", "handler")
    for who in ("colleague", "lead", "union_officer"):
        with pytest.raises(Refused):
            split(world, line, by=who)
    line.do("accept", "handler")
    with pytest.raises(Refused):
        split(world, line)


def test_a_withdrawn_complaint_stays_as_it_is_and_the_office_opens_a_report_of_its_own(world):
    line = Line(world)
    line.do("withdraw", line.complainant)
    events = line.case.last_seq
    report = Complaint.objects.get(pk=split(world, line, by="colleague").pk)
    tick(line.now)
    assert (report.anonymous, report.contact.phone) == (True, "")
    assert (line.case.state, line.case.last_seq) == ("withdrawn", events)
    with pytest.raises(Refused):
        split(world, line, by="union_officer")


# --- who watches the association --------------------------------------------------------------------------------------
def about_a_body(world, unit: Unit) -> Line:
    return Line(world, category="body", body=unit.pk, cinema="", platform="")


def test_what_is_about_the_association_or_a_union_goes_straight_to_the_film_bureau(world):
    """DESIGN §4: those about the association or a union are the bureau's alone."""
    for unit in (world.association, world.union):
        line = about_a_body(world, unit)
        assert line.case.office == world.bureau
        assert [(party.role, party.unit) for party in line.case.party_list] == [("body", unit)]
        with pytest.raises(NotFound):
            line.do("claim", "handler")
        line.do("claim", "bureau_handler")


def test_a_case_about_the_association_can_never_be_passed_to_it(world):
    line = about_a_body(world, world.association)
    line.do("claim", "bureau_handler")
    with pytest.raises(Refused):
        line.do("pass_on", "bureau_handler", unit=world.association.pk, reason="请协会办。")


def test_the_association_answers_as_everybody_who_is_asked(world):
    line = about_a_body(world, world.association)
    line.do("claim", "bureau_handler")
    line.do("accept", "bureau_handler")
    with pytest.raises(NotFound):
        line.do("message", "handler", message="先看看。")
    line.do("request_answers", "bureau_handler", body="请说明为何两个月没有办理。")
    assert waits(line) == ["answer_body"]
    line.do("answer", "handler", admits="partly", account="承办人休假，没有转交。")
    said = {"finding": "upheld", "facts_found": "确有拖延。", "evidence": ["account"], "rule": "R45"}
    line.do("propose", "bureau_handler", **said, remedy_by="body", remedy="十日内办结并说明。")
    line.do("approve", "bureau_lead")
    assert waits(line) == ["remedy"]


def test_whom_it_is_about_must_be_named_and_an_earlier_choice_is_forgotten(world):
    with pytest.raises(Refused) as refused:
        Line(world, category="body")
    assert list(refused.value.fields) == ["body"]
    line = Line(world, category="body", body=world.union.pk)
    assert {party.role for party in line.case.party_list} == {"body"}
    assert {party.role for party in Line(world, body=world.union.pk).case.party_list} == {"cinema", "platform"}


def test_everyone_else_is_still_complained_of_to_the_association(world):
    assert door.load(Line(world).pk).office == world.association
    assert filing(world)["cinema"] == world.cinema.pk
