"""A party that is decided about, step by step, for tests of penalty decisions."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from blacklist.listing.publishing import publish_all
from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.models import Case
from casework.engine.tick import tick
from casework.parties.models import Qualification, Unit
from tests.engine.property.files import waiting_file
from tests.engine.world import at, key, make_world
from tests.parties.factories import make_membership, make_unit, make_user

START = "2026-09-28 09:30"
VOTERS = ("union_judge", "bureau_judge")


def make_deciding_world() -> SimpleNamespace:
    """The engine's world with two organisers, a second lead, and a cinema that takes part."""
    world = make_world()
    world.bureau = make_unit(Unit.Kind.ORGANISER, name="湖南省电影局", division="430000")
    world.federation = make_unit(Unit.Kind.ORGANISER, name="湖南省总工会", division="430000")
    world.association.parent = world.bureau
    world.association.save()
    people = {
        "second_lead": (world.association, "lead"),
        "union_judge": (world.federation, "lead"),
        "bureau_judge": (world.bureau, "handler"),
        "union_reviewer": (world.federation, "handler"),
        "bureau_reviewer": (world.bureau, "lead"),
        "cinema_lead": (world.cinema.unit, "lead"),
    }
    for name, (unit, role) in people.items():
        person = make_user(name)
        make_membership(user=person, unit=unit, role=role)
        setattr(world, name, Actor.user(person))
    for name in ("handler", "colleague", "lead", "cinema_clerk"):
        setattr(world, name, Actor.user(getattr(world, name).person))
    campaign = world.campaign
    Qualification.objects.create(
        unit=world.cinema.unit, campaign=campaign, since=campaign.starts_on, until=campaign.redeem_until
    )
    return world


def decide_long_ago(world: SimpleNamespace, *, handler: str, lead: str, party: str, voters: tuple[str, str]) -> None:
    """Two decisions that put the world's cinema on the list in June for a year: what they ordered has been earned off
    since September, where somebody applies for it. The names are those of the people in the world."""
    for day in ("2026-05-25", "2026-05-26"):
        decision = Deciding(world, "2026-06-01 09:30", by=handler, happened_on=day)
        decision.do("claim", handler)
        decision.submit(handler, measures=["record"], months=12, departure="当晚已补兑，只列入失信记录。")
        decision.do("clear_decision", lead, opinion="事实清楚。")
        decision.do("receive_notice", party)
        decision.do("waive_defence", party)
        for voter in voters:
            decision.vote(voter, "record")
        decision.do("receive_decision", party)
        publish_all(decision.now)


class Deciding:
    """A decision walked through its stages; about refused redemption, with all three measures of the notice."""

    def __init__(self, world: SimpleNamespace, start: str = START, by: str = "handler", **changes: Any) -> None:
        self.world, self.now = world, at(start)
        said = {
            "unit": world.cinema.unit.pk,
            "campaign": world.campaign.pk,
            "violation": "refused_redemption",
            "happened_on": "2026-09-20",
            "facts": "以系统不收券为由拒绝兑换两张有效票券。",
        }
        opener = getattr(world, by)
        self.pk = door.open_case("penalty", by=opener, key=key(), at=self.now, **(said | changes)).case.pk

    @property
    def case(self) -> Any:
        return door.load(self.pk)

    @property
    def measures(self) -> dict[str, Any]:
        return {one.kind: one for one in self.case.measure_list}

    def do(self, act: str, who: str, *, when: str | None = None, **details: Any) -> door.Done:
        self.now = at(when) if when else self.now + dt.timedelta(minutes=5)
        seen = Case.objects.values_list("version", flat=True).get(pk=self.pk)
        actor = getattr(self.world, who)
        return door.perform(self.pk, act, by=actor, key=key(), seen=seen, at=self.now, **details)

    def time_passes(self, until: str) -> None:
        self.now = at(until)
        tick(self.now)

    def submit(self, who: str = "handler", **changes: Any) -> Deciding:
        said = {
            "facts": "以系统不收券为由拒绝兑换两张有效票券，有监控和后台日志为证。",
            "circumstances": "none",
            "severity": "general",
            "measures": ["disqualify", "subsidy", "record"],
            "months": 6,
        }
        self.do("submit_decision", who, **(said | changes))
        return self

    def to_notified(self, **changes: Any) -> Deciding:
        self.do("claim", "handler")
        self.submit(**changes)
        self.do("clear_decision", "lead", opinion="事实清楚，证据充分。")
        return self

    def to_served(self, **changes: Any) -> Deciding:
        self.to_notified(**changes)
        self.do("receive_notice", "cinema_clerk")
        return self

    def to_hearing(self, **changes: Any) -> Deciding:
        self.to_served(**changes)
        self.do("ask_hearing", "cinema_clerk", account="想当面说明系统故障的经过。")
        return self

    def fix_hearing(self, day: str = "2026-10-19 09:30", who: str = "second_lead") -> Deciding:
        self.do("fix_hearing", who, hearing_at=at(day).isoformat(), place="协会三楼会议室")
        return self

    def hold_hearing(self, day: str = "2026-10-19 11:00", who: str = "second_lead") -> Deciding:
        said = {"how": "held", "account": "当事人陈述系统故障经过。", "attachments": self.proof(who)}
        self.do("hold_hearing", who, when=day, **said)
        return self

    def to_deliberation(self, **changes: Any) -> Deciding:
        self.to_served(**changes)
        self.do("waive_defence", "cinema_clerk")
        return self

    def vote(self, who: str, *agreed: str, word: str = "decide") -> Deciding:
        self.do("vote", who, word=word, agreed=list(agreed), reasons="事实清楚，依据充分。")
        return self

    def to_decided(self, **changes: Any) -> Deciding:
        self.to_deliberation(**changes)
        self.vote("union_judge", "disqualify", "record")
        return self.vote("bureau_judge", "disqualify", "subsidy", "record")

    def to_in_force(self, **changes: Any) -> Deciding:
        self.to_decided(**changes)
        self.do("receive_decision", "cinema_clerk")
        return self

    def to_review(self, **changes: Any) -> Deciding:
        self.to_in_force(**changes)
        self.do("ask_review", "cinema_clerk", account="两张票当晚已补兑，处理过重。")
        return self

    def review(self, who: str, *kept: str, **said: Any) -> Deciding:
        self.do("vote_on_review", who, kept=list(kept), reasons="复核意见。", **said)
        return self

    def proof(self, who: str = "handler") -> list[str]:
        return [str(waiting_file(getattr(self.world, who), self.now).pk)]
