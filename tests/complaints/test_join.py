"""Joining 并案办理: different people's cases linked to a leading one, each with its own state, clocks and rights."""

import pytest

from casework.engine import access, door, reading
from casework.engine.acts import NotOffered
from casework.engine.errors import NotFound, Refused
from casework.engine.gate import Gate
from casework.engine.kinds import kind_named
from casework.engine.models import CaseLink, Clock, Event, FollowUp, Recusal
from complaints.evidence import evidence_choices, in_words
from complaints.join_forms import possible_leads
from complaints.rights_forms import same_persons_cases
from notifications.models import Notification
from tests.engine.test_statements import MOVE, STEP, CountedLine
from tests.engine.world import Line, key, make_file, make_world
from tests.parties.factories import make_cinema

from . import rights

pytestmark = pytest.mark.django_db

WHY = "同一场次、同一影院。"
FOUND = {"finding": "not_upheld", "because": "did_not_happen", "facts_found": "监控显示当晚正常兑换。"}


@pytest.fixture
def world():
    return make_world()


def joins(line: Line, leading: Line, who="handler"):
    return line.do("join", who, leading=leading.pk, reason=WHY)


def two(world) -> tuple[Line, Line]:
    """A leading case and one that is joined to it, both under investigation."""
    leading = Line(world)
    return leading, rights.leading(leading)


def names(line: Line) -> list[str]:
    return list(Event.objects.filter(case=line.pk).order_by("seq").values_list("name", flat=True))


def last(line: Line, name: str) -> Event:
    return Event.objects.filter(case=line.pk, name=name).latest("seq")


# --- joining ----------------------------------------------------------------------------------------------------------
def test_both_records_name_the_other_case_and_each_keeps_its_state_and_clocks(world):
    leading, joined = Line(world), rights.somebody_elses(Line(world))
    leading.do("claim", "handler")
    leading.do("accept", "handler")
    before = joined.case.state, list(Clock.objects.filter(case=joined.pk).values("name", "due_at", "ended_at"))
    joins(joined, leading)
    assert joined.case.leading_id == leading.pk
    assert before == (
        joined.case.state,
        list(Clock.objects.filter(case=joined.pk).values("name", "due_at", "ended_at")),
    )
    assert last(joined, "join").facts["leading"] == leading.case.number
    assert last(leading, "lead_join").facts["number"] == joined.case.number


def test_the_complainants_are_told_that_it_is_so_and_never_with_whose(world):
    leading, joined = two(world)
    roles = frozenset({"complainant"})
    for line, act in ((joined, "join"), (leading, "lead_join")):
        event, spec = last(line, act), kind_named("complaint").acts[act]
        assert reading.reads_event(line.complainant, event, spec, roles)
        assert not reading.reads_words(line.complainant, event, spec, roles), "number and reason are the office's"
        assert spec.public
    told = Notification.objects.filter(event_no=last(joined, "join").pk, quiet=False).values_list("address", flat=True)
    assert joined.complainant.address in told


def test_those_complained_of_read_nothing_of_it(world):
    leading, joined = two(world)
    joined.do("accept", "handler")
    acts, clerk = kind_named("complaint").acts, world.cinema_clerk
    for line in (leading, joined):
        line.do("request_answers", "handler", cinema="请说明。")
        roles = access.roles_of(clerk, line.case)
        assert "respondent" in roles
        events = Event.objects.filter(case=line.pk, name__in=("join", "lead_join"))
        assert not [event for event in events if reading.reads_event(clerk, event, acts[event.name], roles)]


@pytest.mark.parametrize("who", ["handler", "lead"])
def test_whoever_handles_it_or_leads_the_office_joins_it(world, who):
    joined = rights.somebody_elses(Line(world))
    assert joins(joined, Line(world), who).case.leading_id


def test_a_colleague_who_does_not_handle_it_does_not(world):
    joined, leading = rights.somebody_elses(Line(world)), Line(world)
    with pytest.raises(Refused):
        joins(joined, leading, "colleague")


def test_the_same_persons_repeat_is_merged_and_not_joined(world):
    one, again = Line(world), Line(world)
    again.do("claim", "handler")
    with pytest.raises(Refused) as refused:
        joins(again, one)
    assert "leading" in refused.value.fields
    again.do("merge", "handler", into=one.pk, reason="同一件事。")


def test_a_case_from_which_one_is_recused_is_no_choice_to_merge_into_either(world):
    """P20."""
    first, again = Line(world), Line(world)
    again.do("claim", "handler")
    assert same_persons_cases(again.case, world.handler).exists()
    Recusal.objects.create(case_id=first.pk, user=world.handler.person, since=first.now)
    assert not same_persons_cases(again.case, world.handler).exists()


def test_only_an_open_case_of_the_same_office_that_shares_a_party_can_lead(world):
    joined = rights.somebody_elses(Line(world))
    ended, elsewhere, good = Line(world), Line(world, cinema=make_cinema(name="别处影城").pk, platform=""), Line(world)
    ended.do("withdraw", "complainant")
    for other in (ended, elsewhere):
        with pytest.raises(Refused):
            joins(joined, other)
    assert good.pk in possible_leads(joined.case, world.handler).values_list("pk", flat=True)
    joins(joined, good)


def test_who_leads_is_not_joined_and_who_is_joined_does_not_lead(world):
    leading, joined = two(world)
    third = rights.somebody_elses(leading, phone="13700137000")
    with pytest.raises(Refused, match=joined.case.number):
        joins(leading, third)
    with pytest.raises(Refused):
        joins(third, joined)
    joins(third, leading)
    assert set(leading.case.joined.values_list("pk", flat=True)) == {joined.pk, third.pk}


def test_joined_already_the_act_is_not_offered_again(world):
    _leading, joined = two(world)
    gate = Gate(joined.case, world.handler, joined.now)
    assert isinstance(gate.why_not(gate.kind.acts["join"]), NotOffered)
    assert gate.why_not(gate.kind.acts["leave_join"]) is None


def test_a_case_that_the_handler_may_not_see_is_no_choice_and_cannot_be_named(world):
    """P20: recused from it, they do not even learn that it is there."""
    joined, leading = rights.somebody_elses(Line(world)), Line(world)
    Recusal.objects.create(case_id=leading.pk, user=world.handler.person, since=leading.now)
    assert leading.pk not in possible_leads(joined.case, world.handler).values_list("pk", flat=True)
    with pytest.raises(NotFound):
        joins(joined, leading)


def test_whoever_handles_the_leading_case_hears_of_it_unless_they_did_it_themselves(world):
    leading, joined = Line(world), rights.somebody_elses(Line(world))
    leading.do("claim", "colleague")
    joins(joined, leading)
    told = Notification.objects.filter(event_no=last(leading, "lead_join").pk, quiet=False)
    assert set(told.values_list("address", flat=True)) == {world.colleague.address}
    mine = Line(world)
    mine.do("claim", "handler")
    joins(rights.somebody_elses(mine, phone="13700137000"), mine)
    told = Notification.objects.filter(event_no=last(mine, "lead_join").pk, quiet=False)
    assert not told.exists()


def test_once_a_finding_is_proposed_nothing_is_joined_and_nothing_leaves(world):
    leading, joined = two(world)
    joined.do("accept", "handler")
    joined.do("propose", "handler", finding="not_upheld", because="on_its_face", facts_found="未违反规则。")
    with pytest.raises(Refused):
        joined.do("leave_join", "handler", reason="其实不同。")
    proposed = Line(world, phone="13700137000").to_proposed()
    with pytest.raises(Refused):
        joins(proposed, leading)


# --- leaving ----------------------------------------------------------------------------------------------------------
def test_leaving_is_recorded_in_both_and_what_waited_for_the_leading_case_waits_no_more(world):
    leading, joined = two(world)
    joined.do("leave_join", "handler", reason="不是同一场次。")
    assert joined.case.leading is None
    assert last(leading, "lead_leave").facts["number"] == joined.case.number
    assert not CaseLink.objects.filter(ended_at=None).exists()
    joins(joined, leading)
    assert names(leading)[-3:] == ["lead_join", "lead_leave", "lead_join"]


def test_whoever_led_and_leads_nobody_any_more_can_be_joined(world):
    leading, joined = two(world)
    joined.do("leave_join", "handler", reason="反过来并。")
    joins(leading, joined)
    assert leading.case.leading_id == joined.pk


# --- when the leading case ends ---------------------------------------------------------------------------------------
def ends_withdrawn(line: Line) -> None:
    line.do("withdraw", "complainant")


def ends_elsewhere(line: Line) -> None:
    line.do("transfer", "handler", body="12345", sent="投诉原文。")


def ends_merged(line: Line) -> None:
    line.do("merge", "handler", into=Line(line.world).pk, reason="同一人。")


@pytest.mark.parametrize("ending", [ends_withdrawn, ends_elsewhere, ends_merged])
def test_however_the_leading_case_ends_the_joined_one_goes_on_by_itself(world, ending):
    leading = Line(world)
    leading.do("claim", "handler")
    joined = rights.somebody_elses(leading)
    joins(joined, leading)
    ending(leading)
    assert not leading.case.is_open
    assert (joined.case.state, joined.case.is_open) == ("submitted", True)
    assert names(joined)[-1] == "go_on_alone"
    assert "handler" in last(joined, "go_on_alone").told, "it is still to be investigated, and by whom is known"
    assert not FollowUp.objects.exclude(refused="").exists()
    joined.do("leave_join", "handler", reason="主案已结束。")
    assert not FollowUp.objects.exclude(refused="").exists(), "nothing is promised to a case that is over for good"


def test_a_joined_case_that_has_ended_hears_nothing_more_of_the_leading_one(world):
    leading, joined = two(world)
    joined.do("withdraw", "complainant")
    leading.do("withdraw", "complainant")
    assert names(joined)[-1] == "withdraw"
    assert not FollowUp.objects.exists()


# --- what counts in all of them ---------------------------------------------------------------------------------------
def answered(leading: Line) -> None:
    leading.do("request_answers", "handler", cinema="请说明 9 月 26 日晚的情况。")
    leading.do("answer", "cinema_clerk", admits="partly", account="断网。", attachments=[make_file(leading)])


def test_what_was_answered_in_the_leading_case_is_evidence_in_the_joined_one(world):
    leading, joined = two(world)
    joined.do("accept", "handler")
    with pytest.raises(Refused, match="还没有征询"):
        joined.do("propose", "handler", **FOUND)
    answered(leading)
    shared = dict(evidence_choices(joined.case, world.handler))
    assert len(shared) == 3, "the own account, the answer and its file"
    assert all(leading.case.number in str(words) for ref, words in shared.items() if ref != "account")
    joined.do("propose", "handler", **FOUND, evidence=list(shared))
    assert set(joined.case.proposals.get().evidence) == set(shared)


def test_while_the_leading_case_waits_for_an_answer_the_joined_one_waits_too(world):
    leading, joined = two(world)
    joined.do("accept", "handler")
    leading.do("request_answers", "handler", cinema="请说明。")
    with pytest.raises(Refused, match="天元店"):
        joined.do("propose", "handler", **FOUND)


def test_an_answer_of_somebody_who_is_no_party_here_does_not_stand_for_one(world):
    other = make_cinema(name="别家影城")
    leading = Line(world)
    joined = Line(world, phone="13900139000", cinema=other.pk)  # they share the platform only
    for line in (leading, joined):
        line.do("claim", "handler")
        line.do("accept", "handler")
    joins(joined, leading)
    answered(leading)
    with pytest.raises(Refused, match="还没有征询"):
        joined.do("propose", "handler", **FOUND)


def test_a_persons_papers_are_evidence_in_no_other_case(world):
    """R21."""
    leading, joined = two(world)
    file = make_file(leading, leading.complainant)
    leading.do("evidence", "complainant", attachments=[file])
    assert f"file:{file}" in dict(evidence_choices(joined.case, world.handler))
    leading.case.attachments.update(sensitive=True)
    assert f"file:{file}" not in dict(evidence_choices(joined.case, world.handler))


def test_whoever_is_recused_from_the_leading_case_is_offered_nothing_of_it(world):
    leading, joined = two(world)
    joined.do("accept", "handler")
    answered(leading)
    Recusal.objects.create(case_id=leading.pk, user=world.handler.person, since=leading.now)
    assert [ref for ref, _words in evidence_choices(joined.case, world.handler)] == ["account"]
    with pytest.raises(Refused, match="还没有征询"):
        joined.do("propose", "handler", **FOUND)


def test_the_finding_names_neither_the_leading_case_nor_anybody_who_brought_something_there(world):
    leading, joined = two(world)
    leading.do("evidence", "complainant", attachments=[make_file(leading, leading.complainant)])
    joined.do("accept", "handler")
    answered(leading)
    joined.do("propose", "handler", **FOUND, evidence=[ref for ref, _w in evidence_choices(joined.case, world.handler)])
    joined.do("approve", "lead")
    said = in_words(joined.case, joined.case.proposals.get().evidence)
    assert said == ["投诉人的陈述", "示例影城（天元店）的答复", "办案单位掌握的其他材料"]


def test_a_finding_about_somebody_who_was_heard_in_the_leading_case_is_told_to_them(world):
    """R37: they were heard, so they read what came of it, and may ask for a review."""
    leading, joined = two(world)
    joined.do("accept", "handler")
    answered(leading)
    assert not access.roles_of(world.cinema_clerk, joined.case)
    joined.do("propose", "handler", **FOUND)
    joined.do("approve", "lead")
    assert "respondent" in access.roles_of(world.cinema_clerk, joined.case)
    assert not access.roles_of(world.platform_clerk, joined.case), "who was asked nowhere hears nothing"
    joined.do("ask_review", "cinema_clerk", reason="我们还有监控。")


def test_four_eyes_hold_for_each_of_them(world):
    """Whoever handled the joined case approves nothing in it, whoever handled the leading one."""
    leading, joined = two(world)
    joined.do("accept", "handler")
    answered(leading)
    joined.do("propose", "handler", **FOUND)
    with pytest.raises(Refused):
        door.perform(joined.pk, "approve", by=world.handler, key=key(), seen=joined.case.version)


# --- what it costs ----------------------------------------------------------------------------------------------------
def test_joining_two_cases_costs_little_more_than_a_step_in_one_and_a_joined_case_no_more_than_any(world):
    counts: dict[str, int] = {}
    leading, joined = (CountedLine(world, counts, phone=phone) for phone in ("13800138000", "13900139000"))
    for line in (leading, joined):
        line.do("claim", "handler")
        line.do("accept", "handler")
    joins(joined, leading)
    joined.do("leave_join", "handler", reason="再看看。")
    joins(joined, leading)
    answered(leading)
    joined.do("propose", "handler", **FOUND, evidence=[ref for ref, _w in evidence_choices(joined.case, world.handler)])
    joined.do("approve", "lead")
    assert counts["join"] <= STEP + 5, "two locks and two records"
    assert counts["leave_join"] <= 2 * STEP, "the other end follows after commit, as an act of its own"
    assert max(counts["propose"], counts["approve"]) <= MOVE


# --- whose turn it is -------------------------------------------------------------------------------------------------
def test_while_the_leading_case_waits_for_an_answer_the_joined_one_does_not_lie_untouched(world):
    """Its handler waits for the cinema too, though nobody was asked for this case; when it has answered they are warned
    in both, and both fall back."""
    leading, joined = two(world)
    joined.do("accept", "handler")
    leading.do("request_answers", "handler", cinema="请说明。")  # due on 13 October
    for day in ("2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12", "2026-10-13"):
        joined.ticks(f"{day} 09:00")
    assert "warn_claim" not in names(joined)
    leading.do("answer", "cinema_clerk", when="2026-10-13 10:00", admits="no", account="没有。")
    for day in ("2026-10-19", "2026-10-20", "2026-10-21", "2026-10-22", "2026-10-23"):
        joined.ticks(f"{day} 09:00")
    for line in (leading, joined):
        assert names(line)[-1] == "fall_back"
        assert line.case.handler is None
