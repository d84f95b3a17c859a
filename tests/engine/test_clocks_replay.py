"""The clocks of a case can be worked out again from its record: by the engine's own `replay`, and by a plain count of
days written from the page that says how they count (DESIGN §5). All three agree.
"""

import dataclasses
import datetime as dt
from types import SimpleNamespace

import pytest

from casework.engine import clocks, door, kinds
from casework.engine.actors import Actor
from casework.engine.tick import tick
from notifications.models import Notification
from tests.toy.kind import TOY

from .property import daycount
from .world import Line, at, key, make_file, make_world

pytestmark = pytest.mark.django_db


def rows(line: Line) -> dict:
    """Each round as the database has it."""
    return {
        (c.name, c.round): (c.started_at, c.amount, c.unit, [_span(p) for p in c.pauses], c.ended_at)
        for c in line.case.clocks.all()
    }


def _span(pause: dict) -> list:
    return [text and dt.datetime.fromisoformat(text) for text in (pause["from"], pause["to"])]


def replayed(line: Line) -> dict:
    """Each round from the effects in the record."""
    effects = [(e.at, effect) for e in line.case.events.order_by("seq") for effect in e.effects.get("clocks", [])]
    return {
        key: (c["started"], c["amount"], c["unit"], c["pauses"], c["ended"])
        for key, c in clocks.replay(effects).items()
    }


def counted(line: Line) -> daycount.Told:
    """Each round from the acts and the declared stages, without looking at any effect."""
    return daycount.Told(line.case, list(line.case.events.order_by("seq")))


def agree(line: Line) -> None:
    told = counted(line)
    by_hand = {(r.name, r.number): (r.started, r.amount, r.unit, r.pauses, r.ended) for r in told.rounds}
    assert rows(line) == replayed(line) == by_hand
    assert told.faults == []
    case = line.case
    duty = case.campaign.duty_from, case.campaign.duty_until
    for clock in told.rounds:
        if clock.ended is None and not clock.paused:
            row = case.clocks.get(name=clock.name, round=clock.number)
            assert row.due_at == daycount.due(clock, daycount.Days(), duty), clock.name


def test_through_a_whole_life_the_three_ways_agree_after_every_act():
    line = Line(make_world(), at_the_cinema="yes")
    agree(line)
    line.do("claim", "handler")
    line.do("record_contact", "handler", way="phone", reached="yes", result="已说明。")
    agree(line)
    line.do("accept", "handler", when="2026-09-29 10:18")
    line.do("request_answers", "handler", cinema="请说明。", platform="请说明。")
    agree(line)
    tick(at("2026-10-13 00:00"))
    agree(line)
    finding = {"finding": "upheld", "facts_found": "属实。", "evidence": ["account"], "rule": "R33"}
    for proposed, returned in (("2026-10-14 16:00", "2026-10-19 10:00"), ("2026-10-20 09:00", "2026-10-20 18:00")):
        line.do("propose", "handler", when=proposed, **finding, remedy_by="cinema", remedy="补兑。")
        agree(line)
        line.do("send_back", "lead", when=returned, reason="再查。")
        agree(line)
    line.do("propose", "handler", when="2026-10-21 09:00", **finding, remedy_by="cinema", remedy="补兑。")
    line.do("approve", "lead", when="2026-10-22 09:00")
    agree(line)
    line.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=[make_file(line)])
    line.do("confirm_remedy", "handler")
    line.do("confirm_received", "complainant")
    agree(line)
    assert all(clock.ended_at for clock in line.case.clocks.all())


def test_an_investigation_that_stood_still_over_a_weekend_loses_no_day():
    """Worked out by hand: accepted on Tuesday 29 September; the 30th is day 1, National Day rests to the 7th, the 8th
    to 10th (a make-up Saturday) are days 2 to 4, the 12th and 13th days 5 and 6. Proposed on the 14th, returned on
    Monday the 19th: the 14th is not used up, the 19th is day 7; day 15 is Thursday the 29th."""
    line = Line(make_world()).to_investigating()
    tick(at("2026-10-13 00:00"))
    finding = {"finding": "upheld", "facts_found": "属实。", "evidence": ["account"], "rule": "R33"}
    line.do("propose", "handler", when="2026-10-14 16:00", **finding)
    line.do("send_back", "lead", when="2026-10-19 10:00", reason="再查。")
    assert line.case.clocks.get(name="investigation").due_at == at("2026-10-30 00:00")
    agree(line)


def test_a_clock_may_count_from_a_stated_later_day_and_tell_others_of_its_rungs(monkeypatch):
    """Worked out by hand: from Tuesday 20 October, 15 working days end on Tuesday 10 November."""
    evening = at("2026-10-20 19:00")
    own = [dataclasses.replace(c, counts_from=lambda case: evening, tells=("complainant",)) for c in TOY.clocks]
    monkeypatch.setitem(kinds._kinds, "toy", dataclasses.replace(TOY, clocks=tuple(own)))
    world = make_world()
    said = {"office": world.association.pk, "campaign": world.campaign.pk, "wish": "ja"}
    case = door.open_case("toy", by=Actor.filer(), key=key(), at=at("2026-10-08 10:00"), **said).case
    for act in ("claim", "weigh"):
        now = door.load(case.pk)
        door.perform(now, act, by=world.handler, key=key(), seen=now.version, at=at("2026-10-08 11:00"))
    line = SimpleNamespace(case=door.load(case.pk))
    clock = line.case.clocks.get(name="weighing")
    assert (clock.started_at, clock.due_at) == (evening, at("2026-11-11 00:00"))
    agree(line)
    tick(at("2026-11-09 09:00"))
    told = Notification.objects.loud().filter(topic="warn", case_no=case.number).values_list("address", flat=True)
    assert f"seat:{case.pk}:complainant" in told


def test_a_round_that_the_record_does_not_tell_of_is_noticed():
    line = Line(make_world()).to_investigating()
    line.case.clocks.filter(name="outer_limit").update(amount=90)
    with pytest.raises(AssertionError):
        agree(line)
