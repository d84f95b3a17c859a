"""An association that plans, two county unions that inspect, the prefecture above them, cinemas; the steps of a plan
and of an inspection.
"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.models import Case
from casework.engine.tick import tick
from casework.parties.models import Qualification, Unit
from inspections.models import ChecklistVersion, Inspection, Item
from tests.engine.world import at, key, make_file, make_world
from tests.parties.factories import make_cinema, make_membership, make_unit, make_user

from .factories import item, make_published, said

Kind = Unit.Kind


def make_field_world() -> SimpleNamespace:
    """The engine's world, and everybody who inspects."""
    world = make_world()
    world.association.parent = make_unit(Kind.ORGANISER, name="湖南省电影局", division="430000")
    world.association.save()
    world.federation = make_unit(Kind.ORGANISER, name="湖南省总工会", division="430000")
    world.prefecture = make_unit(Kind.UNION, name="株洲市总工会", division="430200", parent=world.federation)
    world.county = make_unit(Kind.UNION, name="天元区总工会", division="430211", parent=world.prefecture)
    world.neighbour = make_unit(Kind.UNION, name="芦淞区总工会", division="430203", parent=world.prefecture)
    people = {
        "county_lead": ("谭示范", world.county, "lead"),
        "chen": ("陈小范", world.county, "inspector"),
        "he": ("何小例", world.county, "inspector"),
        "neighbour_lead": ("邻区负责人", world.neighbour, "lead"),
        "deng": ("邓小样", world.neighbour, "inspector"),
        "prefecture_lead": ("何小样", world.prefecture, "lead"),
        "second_lead": ("陆示范", world.association, "lead"),
    }
    for name, (shown, unit, role) in people.items():
        setattr(world, name, _seated(shown, unit, role))
    world.checklist = two_questions()
    qualify(world, world.cinema)
    return world


def two_questions() -> ChecklistVersion:
    """Whether the rules are posted, and what was paid, if anything was."""
    return make_published(item("posted", violation_on="no"), item("paid", Item.Kind.MONEY, needed=Item.Needed.NO))


def _seated(name: str, unit: Unit, role: str) -> Actor:
    user = make_user(name)
    make_membership(user=user, unit=unit, role=role)
    return Actor.user(user)


def qualify(world: SimpleNamespace, *cinemas: Any) -> None:
    since = world.campaign.starts_on
    Qualification.objects.bulk_create(
        Qualification(unit=cinema.unit, campaign=world.campaign, since=since) for cinema in cinemas
    )


def more_cinemas(world: SimpleNamespace, count: int, division: str = "430203") -> list[Any]:
    cinemas = [make_cinema(division=division) for _number in range(count)]
    qualify(world, *cinemas)
    return cinemas


class Steps:
    """Acts on one case, each at a moment of its own."""

    def __init__(self, world: SimpleNamespace, pk: int, now: dt.datetime) -> None:
        self.world, self.pk, self.now = world, pk, now

    @property
    def case(self) -> Any:
        return door.load(self.pk)

    def do(self, act: str, who: str | Actor, *, when: str | None = None, seen: int | None = None, **details: Any):
        self.now = at(when) if when else self.now + dt.timedelta(minutes=5)
        actor = getattr(self.world, who) if isinstance(who, str) else who
        if seen is None:
            seen = Case.objects.values_list("version", flat=True).get(pk=self.pk)
        return door.perform(self.pk, act, by=actor, key=key(), seen=seen, at=self.now, **details)

    def ticks(self, when: str) -> Any:
        self.now = at(when)
        tick(self.now)
        return self


def planned(world: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    """Details of a plan for all cinemas."""
    details = {
        "name": "十月双随机核查",
        "campaign": world.campaign.pk,
        "nature": "agreed",
        "checklist": world.checklist.pk,
        "first_day": "2026-10-09",
        "last_day": "2026-10-30",
        "percent": 10,
    }
    return details | changes


class Round(Steps):
    """A plan, walked through."""

    def __init__(self, world: SimpleNamespace, start: str = "2026-10-08 10:00", **changes: Any) -> None:
        details = planned(world, **changes)
        done = door.open_case("plan", by=world.handler, key=key(), at=at(start), **details)
        super().__init__(world, done.case.pk, at(start))

    def to_approved(self) -> Round:
        self.do("submit_plan", "handler")
        self.do("approve_plan", "lead")
        return self

    def to_drawn(self, digits: str = "073115") -> Round:
        self.to_approved()
        self.do("take_snapshot", "handler")
        self.do("draw_lots", "lead", digits=digits, digits_from="双色球第 2026115 期")
        return self

    @property
    def inspections(self) -> list[Inspection]:
        return list(Inspection.objects.filter(of_plan=self.pk).order_by("pk"))


class Visit(Steps):
    """A special inspection of the world's cinema by the county, walked through."""

    def __init__(self, world: SimpleNamespace, start: str = "2026-10-08 10:00", **changes: Any) -> None:
        details = {
            "unit": world.cinema.unit.pk,
            "field": world.county.pk,
            "origin": "order",
            "nature": "agreed",
            "checklist": world.checklist.pk,
            "visit_by": "2026-10-30",
            "because": "核对兑换规则的公示。",
        }
        done = door.open_case("inspection", by=world.handler, key=key(), at=at(start), **(details | changes))
        super().__init__(world, done.case.pk, at(start))

    def given_out(self) -> Visit:
        """Where it begins."""
        return self

    @classmethod
    def of(cls, world: SimpleNamespace, inspection: Inspection) -> Visit:
        """One that was opened otherwise, to be walked on."""
        visit = cls.__new__(cls)
        Steps.__init__(visit, world, inspection.pk, inspection.opened_at)
        return visit

    def to_acknowledged(self) -> Visit:
        self.do("take_on", "county_lead")
        return self

    def to_arranged(self, *names: str) -> Visit:
        self.to_acknowledged()
        self.do("arrange", "county_lead", **self.going(*names))
        return self

    def going(self, *names: str, **more: Any) -> dict[str, Any]:
        people = [getattr(self.world, name).person.pk for name in names or ("chen", "he")]
        return {"inspectors": people, "visit_on": "2026-10-12", **more}

    def to_visiting(self) -> Visit:
        self.to_arranged()
        self.do("start_visit", "chen", when="2026-10-12 10:05")
        self.now = at("2026-10-12 10:50")
        return self

    def said(self, *, violation: bool = False, who: str = "chen") -> dict[str, Any]:
        """A whole report as a phone sends it, and the files it speaks of."""
        photo, *signatures = (make_file(self, getattr(self.world, who)) for _file in range(3))
        answer = said("no", "售票处没有公示。", photo) if violation else said("yes", "", photo)
        inspectors = [getattr(self.world, name).person.pk for name in ("chen", "he")]
        report = {
            "began_at": "2026-10-12T10:05:00+08:00",
            "ended_at": "2026-10-12T10:48:00+08:00",
            "answers": {"posted": answer, "paid": said("42.00")},
            "taken_at": {photo: "2026-10-12T10:12:00+08:00"},
            "signatures": [
                *(
                    {"role": "inspector", "user": user, "file": file, "at": "2026-10-12T10:46:00+08:00"}
                    for user, file in zip(inspectors, signatures, strict=True)
                ),
                {"role": "party", "refused": "值班经理称需请示总部。"},
            ],
        }
        return {"report": report, "attachments": [photo, *signatures]}

    def to_reported(self, *, violation: bool = True) -> Visit:
        self.to_visiting()
        self.do("report_visit", "chen", **self.said(violation=violation))
        return self

    def to_heard(self) -> Visit:
        self.to_reported()
        self.do("show_findings", "handler", findings="售票处没有公示兑换规则。")
        self.do("answer_findings", "cinema_clerk", answer="已经补贴。")
        return self

    def to_rectifying(self) -> Visit:
        self.to_heard()
        self.do("order_rectification", "handler", order="在售票处公示兑换规则。")
        return self

    def to_rechecking(self) -> Visit:
        self.to_rectifying()
        proof = make_file(self, self.world.cinema_clerk)
        self.do("report_rectified", "cinema_clerk", account="已公示。", attachments=[proof])
        return self

    def to_closed(self) -> Visit:
        self.to_rechecking()
        self.do("recheck_passed", "county_lead", way="documents", result="照片可见已公示。")
        return self
