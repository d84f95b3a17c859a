"""A cinema that enrols, step by step, for tests of enrolments."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from casework.admissions.undertakings import CINEMA, current
from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.models import Case
from casework.engine.tick import tick
from casework.parties.models import Qualification, Unit
from tests.engine.world import at, key, make_world
from tests.parties.factories import make_cinema, make_membership, make_unit, make_user

START = "2026-10-12 10:00"
COUNTY = "430211"


def make_enrolling_world() -> SimpleNamespace:
    """The engine's world with a qualified platform, and film offices of the cinema's county and prefecture."""
    return join_in(make_world())


def join_in(world: SimpleNamespace) -> SimpleNamespace:
    """Film offices with people, in a world that has an association, a cinema and a platform."""
    world.city_office = make_unit(Unit.Kind.FILM_OFFICE, name="株洲市电影主管部门", division="430200")
    world.county_office = make_unit(
        Unit.Kind.FILM_OFFICE, name="天元区电影主管部门", division=COUNTY, parent=world.city_office
    )
    for name, unit in (("county_clerk", world.county_office), ("city_clerk", world.city_office)):
        person = make_user(unit.name[:3] + "干部")
        make_membership(user=person, unit=unit, role="handler")
        setattr(world, name, Actor.user(person))
    if not world.platform.unit.qualifications.exists():
        Qualification.objects.create(unit=world.platform.unit, campaign=world.campaign, since=world.campaign.starts_on)
    return world


def add_new_cinemas(world: SimpleNamespace) -> None:
    """Three that take part in nothing yet, with one person for all of them."""
    person = make_user("新店经理")
    for number in (1, 2, 3):
        cinema = make_cinema(name=f"示例新影城（{number} 号店）", code=f"4302998{number}")
        make_membership(user=person, unit=cinema.unit, role="lead")
    world.new_clerk = Actor.user(person)


SIGNED = {"undertaking": current(CINEMA).version, "signatory": "林示例", "agrees": "on"}


def stated(world: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    """What a cinema states, complete and signed."""
    pk = world.platform.pk
    return (
        {
            "county": COUNTY,
            "address": "示例路 1 号",
            "duty_manager": "蒋小例",
            "duty_phone": "0731-0000 0101",
            "extension_channel": "到一楼服务台登记，余额按活动规则归集。",
            f"takes_{pk}": True,
            f"procedure_{pk}": "出示券码，售票台扫码后选座出票。",
            f"days_{pk}": 15,
        }
        | SIGNED
        | changes
    )


class Enrolling:
    """An enrolment walked through its stages; begun by the cinema, or by the platform (`proposed`)."""

    def __init__(self, world: SimpleNamespace, *, proposed: bool = False, start: str = START, **said: Any) -> None:
        self.world, self.now = world, at(start)
        by = world.platform_clerk if proposed else world.cinema_clerk
        said |= {"cinema": world.cinema.pk} if proposed else {}
        self.pk = door.open_case("enrolment", by=by, key=key(), at=self.now, **said).case.pk

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

    def to_checking(self, **changes: Any) -> Enrolling:
        self.do("submit_enrolment", "cinema_clerk", **stated(self.world, **changes))
        return self

    def to_deciding(self, **said: Any) -> Enrolling:
        self.to_checking()
        self.do("check_facts", "county_clerk", **({"holds": "all"} | said))
        self.do("claim", "handler")
        return self

    def to_qualified(self) -> Enrolling:
        self.to_deciding()
        self.do("qualify_cinema", "handler")
        return self
