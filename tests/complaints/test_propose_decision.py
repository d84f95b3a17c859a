"""What a complaint found to be true becomes a proposed penalty decision about whoever did it (issue 9 §2, R36-R41)."""

from __future__ import annotations

import pytest

from blacklist.decisions import forms
from blacklist.models import Decision
from blacklist.services import decisions_from
from casework.engine import door
from casework.engine.errors import NotFound, Refused
from casework.engine.models import Case, FollowUp
from casework.engine.tick import tick
from tests.blacklist.deciding import Deciding, make_deciding_world
from tests.desk.factories import signed_in
from tests.engine.test_race import Arena, attempt, nothing_is_broken
from tests.engine.world import Line, at, key

FACTS = "以系统不收券为由拒绝兑换两张有效票券，有兑换记录为证。"
db = pytest.mark.django_db


@pytest.fixture
def world():
    return make_deciding_world()


def said(world, **changes) -> dict:
    same = {"unit": world.cinema.unit.pk, "violation": "refused_redemption", "happened_on": "2026-09-26"}
    return same | {"facts": FACTS} | changes


def sources(decision: Decision) -> list[str]:
    return list(decision.sources.order_by("pk").values_list("number", flat=True))


def nothing_was_refused() -> bool:
    return not FollowUp.objects.exclude(refused="").exists()


# --- from the complaint to the decision -------------------------------------------------------------------------------
@db
def test_what_was_found_becomes_a_draft_about_the_party_and_the_complaint_goes_its_way(world):
    line = Line(world).to_decided()
    line.do("propose_decision", "handler", **said(world))
    (decision,) = decisions_from(line.case)
    assert (decision.unit, decision.violation, decision.facts) == (world.cinema.unit, "refused_redemption", FACTS)
    assert (decision.state, decision.office, decision.campaign) == ("drafting", world.association, world.campaign)
    assert sources(decision) == [line.case.number]
    assert line.case.state == "decided"


@db
def test_what_was_found_is_kept_as_long_as_the_decision_is_open(world):
    line = Line(world).to_closed()
    line.do("propose_decision", "colleague", **said(world))
    tick_of_2030(at("2030-02-02 00:00"))
    assert line.case.kept == ""
    decision = decisions_from(line.case).get()
    act = {"key": key(), "seen": decision.version, "at": at("2030-02-03 09:00")}
    door.perform(decision.pk, "claim", by=world.handler, **act)
    act |= {"key": key(), "seen": door.load(decision.pk).version}
    door.perform(decision.pk, "drop_decision", by=world.handler, **act, reason="时间已久，无法查清。")
    tick_of_2030(at("2030-03-10 00:00"))
    assert line.case.kept == "erased"


def tick_of_2030(now) -> None:
    """Cases are looked at now, however the days to look at them again fell."""
    Case.objects.filter(forget_at__isnull=False).update(forget_at=now)
    tick(now)


@db
def test_it_is_proposed_after_the_end_too_and_about_each_party_by_itself(world):
    line = Line(world).to_closed()
    line.do("propose_decision", "colleague", **said(world))
    line.do("propose_decision", "colleague", **said(world, unit=world.platform.unit.pk))
    assert {decision.unit for decision in decisions_from(line.case)} == {world.cinema.unit, world.platform.unit}


@db
def test_only_what_is_upheld_is_proposed(world):
    line = Line(world).to_decided(finding="not_upheld", because="did_not_happen", remedy_by="", remedy="")
    with pytest.raises(Refused):
        line.do("propose_decision", "handler", **said(world))
    assert Line(world).to_decided(finding="partly_upheld").do("propose_decision", "handler", **said(world))


@db
def test_nothing_is_proposed_before_it_is_decided_or_by_anybody_outside(world):
    line = Line(world).to_proposed()
    with pytest.raises(Refused):
        line.do("propose_decision", "handler", **said(world))
    line.do("approve", "lead")
    for who in ("complainant", "cinema_clerk"):
        with pytest.raises((Refused, NotFound)):
            line.do("propose_decision", who, **said(world))
    assert not Decision.objects.exists()


@db
@pytest.mark.parametrize(
    ("changes", "field"),
    [({"happened_on": "2026-12-01"}, "happened_on"), ({"happened_on": "2024-09-01"}, "happened_on"), ({}, "unit")],
)
def test_what_could_not_be_decided_about_is_refused_beside_the_field(world, changes, field):
    line = Line(world).to_decided()
    nobody_named = {"unit": world.association.pk} if field == "unit" else {}
    with pytest.raises(Refused) as refused:
        line.do("propose_decision", "handler", **said(world, **changes, **nobody_named))
    assert set(refused.value.fields) == {field}


@db
def test_the_office_finds_the_decision_on_the_page_of_the_complaint_and_the_party_does_not(world):
    line = Line(world).to_decided()
    line.do("propose_decision", "handler", **said(world))
    number = decisions_from(line.case).get().number
    page = signed_in(world.handler).get(f"/desk/cases/{line.case.number}/")
    assert f"/desk/cases/{number}/" in page.content.decode()
    theirs = signed_in(world.cinema_clerk).get(f"/desk/party/{line.case.number}/")
    assert theirs.status_code == 200
    assert number not in theirs.content.decode()


# --- the party never learns who complained ----------------------------------------------------------------------------
NAMING = (
    "林女士买了两张票。",
    "林 女士买了两张票。",
    "来电 13800138000 的观众买了两张票。",
    "来电 138 0013-8000 的观众买了两张票。",
    "来电１３８００１３８０００的观众买了两张票。",
    "来信 LIN @example.com 的观众买了两张票。",
)


@db
@pytest.mark.parametrize("facts", NAMING)
def test_facts_that_name_the_complainant_are_refused_beside_them(world, facts):
    line = Line(world, email="lin@example.com").to_decided()
    with pytest.raises(Refused) as refused:
        line.do("propose_decision", "handler", **said(world, facts=facts))
    assert set(refused.value.fields) == {"facts"}
    assert not Decision.objects.exists()


@db
@pytest.mark.parametrize("name", ["facts", "to_do"])
def test_a_draft_that_names_the_complainant_of_a_source_is_refused_too(world, name):
    line = Line(world).to_decided()
    decision = Deciding(world, happened_on="2026-09-26", source=line.case.number)
    decision.do("claim", "handler")
    with pytest.raises(Refused) as refused:
        decision.submit(**{name: "向林女士（13800138000）补兑两张。"})
    assert set(refused.value.fields) == {name}
    decision.submit(**{name: "向该观众补兑两张。"})


@db
def test_no_word_of_ours_that_the_party_reads_names_the_complainant_and_the_party_says_what_it_likes(world):
    line = Line(world).to_decided()
    decision = Deciding(world, happened_on="2026-09-26", source=line.case.number).to_served()
    decision.do("defend", "cinema_clerk", account="林女士当晚已补兑。")
    decision.do("waive_defence", "cinema_clerk")

    def refused(field: str, act: str, who: str = "handler", **details) -> None:
        with pytest.raises(Refused) as error:
            decision.do(act, who, **details, **{field: "林女士的票已核实。"})
        assert set(error.value.fields) == {field}

    refused("answer", "answer_defence", defence=decision.case.defences.get().pk)
    decision.do("answer_defence", "handler", defence=decision.case.defences.get().pk, answer="未见补兑记录。")
    decision.do("note", "colleague", note="已电话联系林女士。")
    refused("message", "reply", to=f"unit:{world.cinema.unit.pk}")
    decision.vote("union_judge", "disqualify", "record").vote("bureau_judge", "disqualify", "subsidy", "record")
    decision.do("receive_decision", "cinema_clerk")
    refused("reason", "correct_decision", facts=decision.case.facts)
    decision.do("ask_review", "cinema_clerk", account="处理过重。")
    refused("reason", "suspend_measures", "bureau_reviewer")


@db
def test_words_that_only_look_like_a_name_across_a_full_stop_are_none(world):
    line = Line(world, name="张三").to_decided()
    line.do("propose_decision", "handler", **said(world, facts="拒收两张。三名观众在场。"))
    assert decisions_from(line.case).exists()


# --- one act is decided about once ------------------------------------------------------------------------------------
@db
def test_the_same_act_found_in_another_complaint_is_another_source(world):
    lines = [Line(world, phone=f"1370013700{n}").to_decided() for n in range(2)]
    for line in lines:
        line.do("propose_decision", "handler", **said(world))
    assert sources(Decision.objects.get()) == [line.case.number for line in lines]
    assert nothing_was_refused()


@db
@pytest.mark.parametrize("stage", ["to_notified", "to_deliberation", "to_decided", "to_in_force"])
def test_it_is_added_wherever_the_decision_has_come_to(world, stage):
    line = Line(world).to_decided()
    decision = getattr(Deciding(world, happened_on="2026-09-26"), stage)()
    line.do("propose_decision", "colleague", **said(world))
    assert sources(Decision.objects.get()) == [line.case.number]
    assert nothing_was_refused()
    assert decision.case.history[-1]["name"] == "add_source"


@db
def test_it_is_added_after_the_end_as_well_for_one_act_is_never_sanctioned_twice(world):
    line = Line(world).to_decided()
    decision = Deciding(world, happened_on="2026-09-26").to_in_force()
    decision.time_passes("2027-03-28 00:01")
    assert decision.case.state == "ended"
    line.do("propose_decision", "colleague", when="2027-03-29 09:00", **said(world))
    assert sources(Decision.objects.get()) == [line.case.number]


@db
def test_where_the_first_was_dropped_a_new_one_is_opened(world):
    line = Line(world).to_decided()
    first = Deciding(world, happened_on="2026-09-26")
    first.do("claim", "handler")
    first.do("drop_decision", "handler", reason="查无实据。")
    line.do("propose_decision", "colleague", **said(world))
    assert sources(Decision.objects.get(live=True)) == [line.case.number]


def promised_only(world, monkeypatch) -> list[Line]:
    """Two complaints about the same act that proposed a decision, whose promises nobody has kept yet."""
    monkeypatch.setattr(door, "_keep_promises_of", lambda passage: None)
    lines = [Line(world, phone=f"1370013700{n}").to_decided() for n in range(2)]
    for line in lines:
        line.do("propose_decision", "handler", **said(world))
    assert not Decision.objects.exists()
    return lines


@db
def test_promised_at_the_same_moment_one_opens_it_and_the_other_is_its_source(world, monkeypatch):
    lines = promised_only(world, monkeypatch)
    tick(lines[1].now)
    assert sources(Decision.objects.get()) == [line.case.number for line in lines]
    assert not FollowUp.objects.filter(done_at=None).exists()
    assert nothing_was_refused()


@db
def test_where_only_the_database_sees_the_other_one_it_is_its_source_too(world, monkeypatch):
    """The form looked before the other one was committed."""
    lines = promised_only(world, monkeypatch)
    monkeypatch.setattr(forms, "decided_about", lambda **about: None)
    tick(lines[1].now)
    assert sources(Decision.objects.get()) == [line.case.number for line in lines]
    assert not FollowUp.objects.filter(done_at=None).exists()
    assert nothing_was_refused()


@pytest.mark.django_db(transaction=True)
def test_proposed_side_by_side_on_real_connections_there_is_one_decision_with_all_sources(world):
    lines = [Line(world, phone=f"1370013700{n}").to_decided() for n in range(4)]
    arena = Arena()
    arena.clash([attempt(line.pk, "propose_decision", world.handler, seen=0, **said(world)) for line in lines])
    arena.end()
    tick(lines[-1].now)
    decision = Decision.objects.get()
    assert set(sources(decision)) == {line.case.number for line in lines}
    assert nothing_was_refused()
    nothing_is_broken(arena)


@db
def test_kept_twice_it_is_added_once(world):
    line = Line(world).to_decided()
    Deciding(world, happened_on="2026-09-26")
    line.do("propose_decision", "handler", **said(world))
    FollowUp.objects.update(done_at=None)
    tick(line.now)
    decision = Decision.objects.get()
    assert sources(decision) == [line.case.number]
    assert [event["name"] for event in Case.objects.get(pk=decision.pk).history].count("add_source") == 1
