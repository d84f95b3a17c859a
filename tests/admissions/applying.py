"""A platform that applies, and the three bodies that review it, step by step, for tests of applications."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from casework.admissions.applications.papers import LEVELS, PAPERS
from casework.admissions.models import CinemaSheet, PlatformApplication, SheetLine
from casework.admissions.undertakings import PLATFORM, current
from casework.engine import door
from casework.engine.actors import ENGINE_ACTOR, Actor
from casework.engine.models import Case
from casework.engine.tick import tick
from casework.parties.models import Cinema, Unit
from tests.engine.property.files import waiting_file
from tests.engine.world import at, key, make_world
from tests.parties.factories import make_membership, make_platform, make_unit, make_user

START = "2026-03-02 09:30"
USCC = "91430100MA4L16JQ9D"
BODIES = ("union_judge", "bureau_judge", "lead")


def make_applying_world() -> SimpleNamespace:
    """The engine's world with the two organisers, and a platform with two people that applies."""
    world = make_world()
    world.bureau = make_unit(Unit.Kind.ORGANISER, name="湖南省电影局", division="430000")
    world.federation = make_unit(Unit.Kind.ORGANISER, name="湖南省总工会", division="430000")
    world.association.parent = world.bureau
    world.association.save()
    _seat(world, ("bureau_judge", world.bureau, "handler"), ("union_judge", world.federation, "lead"))
    # Whoever reads is read anew: memberships come with their units, which have a place in the tree since.
    for name in ("handler", "colleague", "lead"):
        setattr(world, name, Actor.user(getattr(world, name).person))
    return join_in(world)


def join_in(world: SimpleNamespace) -> SimpleNamespace:
    """A platform that applies, in a world that has the three bodies, for a campaign that asks for one cinema."""
    world.campaign.cinema_minimum = world.campaign.county_percent = 1
    world.campaign.county_total = 100
    world.campaign.save()
    world.applicant = make_platform(name="湘票通").unit
    _seat(world, ("applicant_clerk", world.applicant, "handler"), ("applicant_lead", world.applicant, "lead"))
    return world


def _seat(world: SimpleNamespace, *people: tuple[str, Unit, str]) -> None:
    for name, unit, role in people:
        person = make_user(name)
        make_membership(user=person, unit=unit, role=role)
        setattr(world, name, Actor.user(person))


def read_list(case: PlatformApplication, by: Actor, now: dt.datetime, *cinemas: Cinema) -> CinemaSheet:
    """A list of these cinemas as if it had been read; nobody looked at any file."""
    figures = {"cinemas": len(cinemas), "counties": len(cinemas)}
    file = waiting_file(by, now)
    sheet = CinemaSheet.objects.create(attachment=file, case=case, campaign=case.campaign, read_at=now, **figures)
    for row, cinema in enumerate(cinemas, 2):
        SheetLine.objects.create(
            sheet=sheet, tab=1, row=row, outcome="counted", cinema=cinema, county_id=cinema.unit.division_id
        )
    return sheet


def complete(case: PlatformApplication, by: Actor, now: dt.datetime, **changes: Any) -> dict[str, Any]:
    """Details of a complete application; `changes` are answers that are other, or files that are left out ([])."""
    said: dict[str, Any] = {
        "uscc": USCC,
        "licence_until": "2028-12-31",
        "service_phone": "0731-8888 8888",
        "extension_channel": "在应用内申请延期；逾期余额由主办单位归集。",
    }
    for level in LEVELS.values:
        said |= {f"name_{level}": f"联系人{level}", f"phone_{level}": "0731-8888 8001"}
    said |= {"undertaking": current(PLATFORM).version, "signatory": "高示范", "agrees": "on"} | changes
    if "cinema_list" not in said:
        said["cinema_list"] = [str(read_list(case, by, now, Cinema.objects.earliest("pk")).attachment_id)]
    return said | {name: [str(waiting_file(by, now).pk)] for name in PAPERS if name not in changes}


class Applying:
    """An application walked through its stages."""

    def __init__(self, world: SimpleNamespace, start: str = START, **changes: Any) -> None:
        self.world, self.now = world, at(start)
        said = {"campaign": world.campaign.pk} | changes
        by = world.applicant_clerk
        self.pk = door.open_case("application", by=by, key=key(), at=self.now, **said).case.pk

    @property
    def case(self) -> Any:
        return door.load(self.pk)

    def do(self, act: str, who: str, *, when: str | None = None, **details: Any) -> door.Done:
        self.now = at(when) if when else self.now + dt.timedelta(minutes=5)
        seen = Case.objects.values_list("version", flat=True).get(pk=self.pk)
        actor = getattr(self.world, who)
        return door.perform(self.pk, act, by=actor, key=key(), seen=seen, at=self.now, **details)

    def time_passes(self, until: str) -> None:
        self.now = at(until)
        tick(self.now)

    def submit(self, who: str = "applicant_clerk", **changes: Any) -> Applying:
        self.do("submit", who, **complete(self.case, getattr(self.world, who), self.now, **changes))
        return self

    def to_review(self) -> Applying:
        self.submit()
        self.do("claim", "handler")
        self.do("find_complete", "handler")
        return self

    def opinions(self, *words: str, who: tuple[str, ...] = BODIES) -> Applying:
        """One of each body, in this order."""
        for name, word in zip(who, words, strict=True):
            self.do("give_opinion", name, word=word, reasons=f"{name} 认为 {word}")
        return self

    def to_notice(self) -> Applying:
        return self.to_review().opinions("agrees", "agrees", "agrees")

    def object(self, reason: str = "名单中的影院已停业。") -> Any:
        """Somebody outside objects; the objection's row."""
        said = {"name": "王先生", "contact": "13800138001", "reason": reason}
        door.perform(self.pk, "receive_objection", by=ENGINE_ACTOR, key=key(), at=self.now, **said)
        return self.case.objections.latest("pk")

    def answer(self, objection: Any, verdict: str = "dismissed", who: str = "colleague") -> Applying:
        self.do("answer_objection", who, objection=objection.pk, verdict=verdict, answer="已核实。")
        return self

    def to_qualified(self) -> Applying:
        self.to_notice()
        self.time_passes("2026-03-10 00:05")
        return self
