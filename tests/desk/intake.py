"""What the tests of the intake page share: a world with a district union, and a clerk who types in what was told."""

from __future__ import annotations

from types import SimpleNamespace

from django.test import Client

from casework.engine.actors import Actor
from casework.parties.models import Unit
from tests.engine.world import filing, make_world
from tests.parties.factories import make_membership, make_unit, make_user

URL = "/desk/intake/"
NOW = "2026-09-28 20:14"


def make_intake_world() -> SimpleNamespace:
    """The small world, and a clerk of a district's union."""
    world = make_world()
    world.union = make_unit(Unit.Kind.UNION, name="天元区总工会", division="430211")
    world.union_clerk = person(world.union, "handler")
    return world


def person(unit: Unit, role: str, name: str = "登记员") -> Actor:
    user = make_user(name)
    make_membership(user=user, unit=unit, role=role)
    return Actor.user(user)


def told(world: SimpleNamespace, **changes) -> dict[str, object]:
    """What a clerk types in of a phone call."""
    said = filing(world) | {
        "source": "phone",
        "story": "说是系统不收券，要看就付现金四十五块。",
        "summary": "影院以系统为由拒收票券，要求付现。",
        "key": "key-of-the-form",
    }
    return said | changes


def take_in(client: Client, world: SimpleNamespace, **changes):
    """The form, sent with what was told."""
    return client.post(URL, told(world, **changes))
