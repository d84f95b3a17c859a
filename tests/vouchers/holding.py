"""A union that holds a public-welfare screening, step by step, for tests of screenings."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.models import Case
from casework.engine.tick import tick
from casework.parties.models import Unit
from casework.vouchers import journal
from tests.engine.world import at, key, make_file, make_world
from tests.parties.factories import make_membership, make_unit, make_user

START = "2026-10-12 10:00"
# The evening of Tuesday the 20th; five working days later it is Tuesday the 27th.
DAY, HOUR = "2026-10-20", "19:30"


def make_holding_world(fen: int = 1_000_000) -> SimpleNamespace:
    """The engine's world with two organisers, a union, and so much in the campaign's pool."""
    world = make_world()
    world.bureau = make_unit(Unit.Kind.ORGANISER, name="湖南省电影局", division="430000")
    world.federation = make_unit(Unit.Kind.ORGANISER, name="湖南省总工会", division="430000")
    world.association.parent = world.bureau
    world.association.save()
    world.grassroots = make_unit(Unit.Kind.GRASSROOTS_UNION, name="示例机械厂工会", division="430211")
    people = {
        "union_clerk": (world.grassroots, "lead"),
        "federation_handler": (world.federation, "handler"),
        "federation_lead": (world.federation, "lead"),
        "bureau_handler": (world.bureau, "handler"),
        "bureau_lead": (world.bureau, "lead"),
    }
    for name, (unit, role) in people.items():
        person = make_user(name)
        make_membership(user=person, unit=unit, role=role)
        setattr(world, name, Actor.user(person))
    for name in ("handler", "colleague", "lead"):
        setattr(world, name, Actor.user(getattr(world, name).person))
    if fen:
        put_into_pool(world, fen)
    return world


def put_into_pool(world: SimpleNamespace, fen: int) -> None:
    """As the world's platform hands its unused balance over."""
    payer = journal.unused(world.campaign, world.platform.unit)
    journal.transfer(key=key(), from_account=payer, to_account=journal.pool(world.campaign), fen=fen)


def proposal(world: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    said = {
        "cinema": world.cinema.unit.pk,
        "day": DAY,
        "hour": HOUR,
        "film": "示例长空",
        "seats": 120,
        "cost": "3000",
        "purpose": "一线职工和劳模代表。",
    }
    return said | changes


class Holding:
    """A screening walked through its stages."""

    def __init__(self, world: SimpleNamespace, start: str = START, **changes: Any) -> None:
        self.world, self.now = world, at(start)
        said = proposal(world, **changes)
        self.pk = door.open_case("screening", by=world.union_clerk, key=key(), at=self.now, **said).case.pk

    @property
    def case(self) -> Any:
        return door.load(self.pk)

    @property
    def held(self) -> int:
        """What is set aside for it."""
        return journal.balance_of(journal.screening(self.case.campaign, self.case.number))

    def do(self, act: str, who: str, *, when: str | None = None, once: str = "", **details: Any) -> door.Done:
        self.now = at(when) if when else self.now + dt.timedelta(minutes=5)
        seen = Case.objects.values_list("version", flat=True).get(pk=self.pk)
        actor = getattr(self.world, who)
        return door.perform(self.pk, act, by=actor, key=once or key(), seen=seen, at=self.now, **details)

    def time_passes(self, until: str) -> Holding:
        self.now = at(until)
        tick(self.now)
        return self

    def to_planned(self) -> Holding:
        self.do("approve_screening", "federation_handler")
        self.do("approve_screening", "bureau_handler")
        return self

    def to_reported(self, **changes: Any) -> Holding:
        self.to_planned()
        said = {"attendance": 118, "spent": "2875.50", "account": "秩序良好。", "publishable": True}
        said["attachments"] = [make_file(self, self.world.union_clerk)]
        self.do("report_screening", "union_clerk", when="2026-10-20 22:00", **(said | changes))
        self.do("claim", "handler")
        return self

    def to_settled(self, **changes: Any) -> Holding:
        self.to_reported(**changes)
        self.do("settle_screening", "handler", photos=[str(file) for file in self.photos])
        return self

    @property
    def photos(self) -> list[Any]:
        """The files of the report."""
        return list(self.case.attachments.values_list("pk", flat=True))
