"""A settlement rests on both sides' recorded consent to the same terms, and on nothing else (issue 5 §1)."""

import pytest

from casework.engine import door
from casework.engine.actors import CLOCK_ACTOR, Actor
from casework.engine.errors import Refused
from casework.engine.kinds import kind_named
from casework.engine.models import Event, WorkTask
from casework.engine.models.procedures import WAITING
from complaints.models import Consent, Settlement
from notifications.models import Notification
from tests.engine.world import Line, at, key, make_file, make_world
from tests.parties.factories import make_membership, make_user

from . import settling
from .settling import OTHER_TERMS, TERMS, agrees, declines, offer, record, words

pytestmark = pytest.mark.django_db

SETTLED = {"finding": "settled", "facts_found": "双方同意和解。"}
UPHELD = {"finding": "upheld", "facts_found": "影院拒绝兑换。", "evidence": ["account"], "rule": "R33"}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def line(world) -> Line:
    return Line(world).to_investigating()


def waits(line: Line) -> list[tuple[str, str]]:
    """Who is asked for a word on terms, and until when."""
    tasks = WorkTask.objects.filter(process__case=line.pk, status__in=WAITING, flow_task__contains="Consenting.")
    return [(task.role, f"{task.due_at.astimezone():%m-%d %H:%M}") for task in tasks.order_by("pk")]


def told(line: Line, act: str) -> set[str]:
    """Who was told of the last such act, by address."""
    event = Event.objects.filter(case=line.pk, name=act).last()
    return set(Notification.objects.filter(event_no=event.pk).loud().values_list("address", flat=True))


# --- the straight way -------------------------------------------------------------------------------------------------
def test_both_agree_a_second_person_approves_and_the_terms_are_the_remedy(line):
    offer(line)
    assert waits(line) == [("complainant", "10-13 00:00"), ("respondent", "10-13 00:00")]
    agrees(line, "complainant")
    agrees(line, "cinema_clerk")
    assert waits(line) == []
    line.do("propose", "handler", **SETTLED)
    line.do("approve", "lead")
    case = line.case
    assert (case.state, case.finding, case.remedy_by) == ("decided", "settled", "cinema")
    decided = case.proposals.get()
    assert (decided.order, decided.settlement.terms) == (TERMS, TERMS)
    line.do("report_remedy", "cinema_clerk", account="已补兑并道歉。", attachments=[make_file(line)])
    line.do("confirm_remedy", "handler")
    line.do("confirm_received", "complainant")
    assert line.case.state == "closed"


def test_where_nobody_owes_anything_the_case_closes_with_the_approval(line):
    offer(line, "cinema", "platform", owed_by="", terms="影院已经补兑，双方不再争议。")
    for who in ("complainant", "cinema_clerk", "platform_clerk"):
        agrees(line, who)
    line.do("propose", "handler", **SETTLED)
    line.do("approve", "lead")
    assert (line.case.state, line.case.finding) == ("closed", "settled")


def test_a_settlement_needs_no_answers(line):
    offer(line)
    agrees(line, "complainant")
    agrees(line, "cinema_clerk")
    line.do("propose", "handler", **SETTLED)
    assert line.case.state == "awaiting_approval"
    assert not WorkTask.objects.filter(process__case=line.pk, role="respondent", finished=None).exists()


def test_each_word_is_a_record_of_its_own(line):
    """Who, when, to which terms, by which way."""
    offer(line, when="2026-10-09 09:00")
    agrees(line, "cinema_clerk", when="2026-10-10 10:00")
    line.now = at("2026-10-12 11:00")
    record(line, "complainant", told_on="2026-10-11", way="visit")
    theirs, ours = line.case.consents[1], line.case.consents[0]
    assert (theirs.way, theirs.by, theirs.at) == ("page", line.world.cinema_clerk.person, at("2026-10-10 10:00"))
    assert (ours.way, ours.by, str(ours.told_on)) == ("visit", line.world.handler.person, "2026-10-11")
    assert {row.settlement.terms for row in (theirs, ours)} == {TERMS}
    facts = [e.facts for e in line.case.events.filter(name__in=("agree_settlement", "record_consent")).order_by("seq")]
    assert [(f["side"], f["word"], f["settlement"]) for f in facts] == [
        ("cinema", "yes", line.case.settlement_id),
        ("complainant", "yes", line.case.settlement_id),
    ]


def test_each_is_told_to_the_others_and_the_party_that_is_not_concerned_hears_nothing(line):
    seat, handler = f"seat:{line.pk}:complainant", f"user:{line.world.handler.person.pk}"
    cinema = f"user:{line.world.cinema_clerk.person.pk}"
    offer(line)
    assert told(line, "offer_settlement") == {seat, cinema}
    agrees(line, "cinema_clerk")
    assert told(line, "agree_settlement") == {seat, handler}
    declines(line, "complainant")
    assert told(line, "decline_settlement") == {cinema, handler}
    record(line, "complainant")
    assert told(line, "record_consent") == {seat, cinema}
    line.do("withdraw_consent", "complainant")
    assert told(line, "withdraw_consent") == {cinema, handler}
    line.do("drop_settlement", "handler", reason="双方意见不一。")
    assert told(line, "drop_settlement") == {seat, cinema}


def test_whoever_was_not_asked_yet_learns_of_the_case_by_the_offer(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("accept", "handler")
    offer(line, "platform", owed_by="platform")
    agrees(line, "platform_clerk")
    assert words(line) == {"complainant": "", "platform": "yes"}


def test_the_complainant_must_come_to_know_of_an_offer_else_somebody_calls(line):
    offer(line, when="2026-10-09 09:00")
    line.ticks("2026-10-14 09:00")
    asked = WorkTask.objects.filter(process__case=line.pk, status__in=WAITING, role="handler")
    assert "call" in {task.flow_task.name for task in asked}


# --- silence, a no, a yes taken back ----------------------------------------------------------------------------------
def test_silence_is_no_consent_and_the_investigation_goes_on(line):
    offer(line, when="2026-10-09 09:00")
    agrees(line, "cinema_clerk")
    line.ticks("2026-10-16 00:00")
    assert words(line) == {"complainant": "unsaid", "cinema": "yes"}
    with pytest.raises(Refused) as refusal:
        line.do("propose", "handler", **SETTLED)
    assert "没有表态" in refusal.value.fields["finding"][0]
    line.do("propose", "handler", **UPHELD)
    assert line.case.state == "awaiting_approval"


def test_who_was_silent_may_still_agree_while_the_terms_are_on_the_table(line):
    offer(line, when="2026-10-09 09:00")
    line.ticks("2026-10-16 00:00")
    agrees(line, "complainant")
    record(line, "cinema")
    assert words(line) == {"complainant": "yes", "cinema": "yes"}


def test_no_finding_over_the_heads_of_those_who_still_have_time(line):
    line.do("answer", "cinema_clerk", admits="yes", account="属实。")
    line.do("answer", "platform_clerk", admits="no", account="正常。")
    offer(line, when="2026-10-09 09:00")
    with pytest.raises(Refused, match=r"投诉人.*10月15日"):
        line.do("propose", "handler", **UPHELD)
    line.do("drop_settlement", "handler", reason="投诉人来电说不和解。")
    line.do("propose", "handler", **UPHELD)
    assert line.case.state == "awaiting_approval"


def test_a_no_costs_nothing_and_may_become_a_yes(line):
    offer(line)
    declines(line, "complainant", "还要书面道歉。")
    assert (line.case.state, words(line)["complainant"]) == ("investigating", "no")
    agrees(line, "complainant")
    assert words(line)["complainant"] == "yes"


@pytest.mark.parametrize("who", ["complainant", "cinema_clerk"])
def test_either_side_takes_its_yes_back_until_the_finding_is_approved(line, who):
    offer(line)
    agrees(line, "complainant")
    agrees(line, "cinema_clerk")
    line.do("propose", "handler", **SETTLED)
    line.do("withdraw_consent", who, message="想再考虑。")
    assert f"user:{line.world.lead.person.pk}" in told(line, "withdraw_consent")
    with pytest.raises(Refused, match="撤回了同意"):
        line.do("approve", "lead")
    line.do("send_back", "lead", reason="有一方撤回了同意。")
    with pytest.raises(Refused):
        line.do("propose", "handler", **SETTLED)


def test_after_the_approval_nobody_takes_anything_back_but_each_may_ask_for_a_review(line):
    offer(line)
    agrees(line, "complainant")
    agrees(line, "cinema_clerk")
    line.do("propose", "handler", **SETTLED)
    line.do("approve", "lead")
    with pytest.raises(Refused):
        line.do("withdraw_consent", "complainant")
    line.do("ask_review", "complainant", reason="补兑的票不能用。")
    assert line.case.state == "under_review"


def test_a_no_told_on_the_phone_takes_a_yes_back_also_before_the_lead_decides(line):
    offer(line)
    agrees(line, "complainant")
    agrees(line, "cinema_clerk")
    line.do("propose", "handler", **SETTLED)
    with pytest.raises(Refused):
        record(line, "complainant", "yes")
    record(line, "complainant", "no")
    assert words(line)["complainant"] == "withdrawn"
    with pytest.raises(Refused, match="撤回了同意"):
        line.do("approve", "lead")


# --- to the same terms ------------------------------------------------------------------------------------------------
def test_new_terms_need_new_consent_and_the_old_ones_stay_as_history(line):
    offer(line)
    agrees(line, "complainant")
    agrees(line, "cinema_clerk")
    offer(line, terms=OTHER_TERMS)
    assert words(line) == {"complainant": "", "cinema": ""}
    with pytest.raises(Refused):
        line.do("propose", "handler", **SETTLED)
    first = Settlement.objects.get(terms=TERMS)
    assert {row.said for row in first.consents.all()} == {"yes"}
    assert len(waits(line)) == 2, "whoever was asked about the old terms is asked about them no more"


@pytest.mark.parametrize("act", ["agree_settlement", "decline_settlement"])
def test_a_word_counts_only_for_the_terms_that_the_page_showed(line, act):
    offer(line)
    shown = line.case.settlement_id
    offer(line, terms=OTHER_TERMS)
    for terms in (shown, None):
        with pytest.raises(Refused, match="方案已经变了"):
            line.do(act, "complainant", terms=terms)
    assert words(line) == {"complainant": "", "cinema": ""}


def test_a_word_told_on_the_phone_counts_only_for_the_terms_that_the_handler_had_before_them(line):
    offer(line)
    shown = line.case.settlement_id
    offer(line, terms=OTHER_TERMS)
    with pytest.raises(Refused, match="方案已经变了"):
        record(line, "complainant", terms=shown)


def test_nobody_agreed_before_the_terms_were_offered_nor_on_a_day_to_come(line):
    offer(line, when="2026-10-09 09:00")
    for day in ("2026-10-08", "2026-10-10"):
        with pytest.raises(Refused) as refusal:
            record(line, "complainant", told_on=day)
        assert "told_on" in refusal.value.fields


def test_whoever_must_carry_it_out_must_agree_to_it(line):
    with pytest.raises(Refused) as refusal:
        offer(line, "cinema", owed_by="platform")
    assert "parties" in refusal.value.fields


def test_a_settlement_without_somebody_complained_of_is_none(line):
    with pytest.raises(Refused):
        line.do("offer_settlement", "handler", parties=[], owed_by="", terms=TERMS)


# --- who may ----------------------------------------------------------------------------------------------------------
def test_nobody_speaks_for_a_side_but_itself_and_the_handler(line):
    offer(line)
    stranger = make_user("别家经理")
    make_membership(user=stranger, unit=line.world.platform.unit)
    for who in ("platform_clerk", "colleague", "lead", "handler"):
        with pytest.raises(Refused):
            agrees(line, who)
    with pytest.raises(Refused):
        door.perform(line.pk, "agree_settlement", by=CLOCK_ACTOR, key=key(), at=line.now, terms=line.case.settlement_id)
    for who in ("colleague", "lead", "complainant", "cinema_clerk"):
        row = Consent.objects.get(settlement=line.case.settlement_id, side="complainant")
        said = {"way": "phone", "told_on": "2026-09-29", "result": "同意。", "terms": line.case.settlement_id}
        with pytest.raises(Refused):
            line.do("record_consent", who, consent=row.pk, said="yes", **said)
    assert words(line) == {"complainant": "", "cinema": ""}


def test_a_word_recorded_for_a_side_ends_only_what_that_side_is_asked(line):
    offer(line, "cinema", "platform")
    record(line, "cinema")
    assert [role for role, _until in waits(line)] == ["complainant", "respondent"]
    agrees(line, "platform_clerk")
    assert words(line) == {"complainant": "", "cinema": "yes", "platform": "yes"}


def test_who_recorded_a_consent_does_not_approve_the_settlement(world):
    make_membership(user=world.handler.person, unit=world.association, role="lead")
    both = Actor.user(world.handler.person)
    line = Line(world).to_investigating()
    offer(line)
    record(line, "complainant")
    record(line, "cinema")
    line.do("propose", "handler", **SETTLED)
    with pytest.raises(Refused):
        line.do("approve", both)


# --- what ends it -----------------------------------------------------------------------------------------------------
def test_what_was_agreed_to_before_is_no_consent_to_a_second_ending(world):
    """Contested and done again: nobody settles on yesterday's words."""
    line = Line(world)
    settling.settled(line)
    line.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=[make_file(line)])
    line.do("confirm_remedy", "handler")
    line.do("confirm_received", "complainant")
    line.do("contest", "complainant", reason="票不能用。")
    other = make_user("陆示范")
    make_membership(user=other, unit=world.association, role="lead")
    line.do("redo", Actor.user(other), reason="请重新核对。")
    with pytest.raises(Refused):
        line.do("propose", "handler", **SETTLED)


def test_terms_that_the_finding_does_not_rest_on_bind_nobody_afterwards(line):
    line.do("answer", "cinema_clerk", admits="yes", account="属实。")
    line.do("answer", "platform_clerk", admits="no", account="正常。")
    offer(line)
    agrees(line, "complainant")
    agrees(line, "cinema_clerk")
    line.do("propose", "handler", **UPHELD, remedy_by="cinema", remedy="补兑。")
    line.do("approve", "lead")
    assert line.case.settlement is None


def test_every_act_that_begins_an_investigation_begins_it_without_terms():
    """A new one must be looked at: on the way in, or on every way out, the table is cleared."""
    acts = kind_named("complaint").acts.values()
    ways_in = {spec.name for spec in acts if spec.target == "investigating"}
    ways_out = {spec.name for spec in acts if "investigating" in spec.sources and spec.target}
    assert ways_in == {"accept", "accept_after_all", "redo", "send_back"}
    assert ways_out == {"propose", "transfer", "withdraw"}


def test_a_matter_that_was_sent_elsewhere_and_came_back_has_no_terms(line):
    offer(line)
    agrees(line, "complainant")
    agrees(line, "cinema_clerk")
    line.do("transfer", "handler", body="12345", sent="投诉原文。")
    line.do("take_back", "colleague", reason="退回。")
    line.do("accept", "handler")
    with pytest.raises(Refused):
        line.do("propose", "handler", **SETTLED)


# --- another remedy ---------------------------------------------------------------------------------------------------
def test_a_remedy_is_replaced_only_by_terms_that_both_agreed_to(world):
    line = Line(world).to_decided()
    line.do("offer_remedy", "handler", terms=OTHER_TERMS)
    with pytest.raises(Refused, match="投诉人"):
        line.do("replace_remedy", "handler")
    agrees(line, "complainant")
    with pytest.raises(Refused, match="示例影城"):
        line.do("replace_remedy", "handler")
    agrees(line, "cinema_clerk")
    line.do("replace_remedy", "handler")
    assert line.case.proposals.get().order == OTHER_TERMS
    assert line.case.settlement is None


def test_until_both_agree_what_was_ordered_stays(world):
    line = Line(world).to_decided()
    line.do("offer_remedy", "handler", terms=OTHER_TERMS)
    declines(line, "complainant")
    assert line.case.proposals.get().order == "补兑两张票并书面说明。"
    line.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=[make_file(line)])
    line.do("confirm_remedy", "handler")
    line.do("confirm_received", "complainant")
    assert (line.case.state, line.case.settlement) == ("closed", None)


def test_a_review_leaves_a_settled_finding_settled_or_finds_otherwise_and_makes_no_settlement(world):
    line = Line(world)
    settling.settled(line)
    line.do("ask_review", "cinema_clerk", reason="员工记错了。")
    line.do("claim", "colleague")
    said = {"outcome": "change", "opinion": "事实写得更清楚。", **SETTLED}
    line.do("propose_review", "colleague", **said)
    assert line.case.last_review.proposal.settlement.terms == TERMS

    other = Line(world).to_decided()
    other.do("offer_remedy", "handler", terms=OTHER_TERMS)
    agrees(other, "complainant")
    agrees(other, "cinema_clerk")
    other.do("ask_review", "complainant", reason="没有查清。")
    other.do("claim", "colleague")
    with pytest.raises(Refused):
        other.do("propose_review", "colleague", **said)
