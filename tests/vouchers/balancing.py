"""A platform that is asked for its unused balance, step by step, for tests of that kind."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from casework.engine import door
from casework.engine.actors import CLOCK_ACTOR, Actor
from casework.engine.models import Case
from casework.engine.tick import tick
from casework.parties.models import Qualification, Unit
from tests.engine.world import at, key, make_world
from tests.parties.factories import make_membership, make_unit, make_user

# The campaign's last vouchers end on 31 March.
START = "2027-04-01 00:10"
UNIONS = "示例机械厂工会，10，1950.00\n示例纺织厂工会，2，400.00"
LEFT = 235_000
NOTHING_LEFT = {"unions": "", "count": 0, "amount": "0.00", "redeemed_count": 92, "redeemed": "18400.00"}


def make_balance_world() -> SimpleNamespace:
    """The engine's world with a qualified platform and both organisers, each with a person."""
    return take_part(make_world())


def take_part(world: SimpleNamespace) -> SimpleNamespace:
    """Both organisers and a qualified platform, in a world that has an association and a platform."""
    bureau = world.association.parent or make_unit(Unit.Kind.ORGANISER, name="湖南省电影局", division="430000")
    world.association.parent = bureau
    world.association.save()
    world.federation = make_unit(Unit.Kind.ORGANISER, name="湖南省总工会", division="430000")
    world.bureau = bureau
    people = {
        "federation_handler": ("总工会承办人", world.federation, "handler"),
        "federation_lead": ("总工会负责人", world.federation, "lead"),
        "bureau_handler": ("电影局承办人", bureau, "handler"),
    }
    for name, (shown, unit, role) in people.items():
        user = make_user(shown)
        make_membership(user=user, unit=unit, role=role)
        setattr(world, name, Actor.user(user))
    right = {"unit": world.platform.unit, "campaign": world.campaign}
    Qualification.objects.get_or_create(**right, defaults={"since": world.campaign.starts_on})
    return world


def declared(unions: str = UNIONS, **changes: Any) -> dict[str, Any]:
    """Details of a declaration that adds up: 100 sold, 80 redeemed, 8 refunded; of the 12 left one was used in part."""
    said = {
        "sold_count": 100,
        "sold": "20000.00",
        "redeemed_count": 80,
        "redeemed": "16050.00",
        "refunded_count": 8,
        "refunded": "1600.00",
        "count": 12,
        "amount": "2350.00",
        "unions": unions,
    }
    return said | changes


class Balance:
    """A platform's unused balance walked through its stages."""

    def __init__(self, world: SimpleNamespace, start: str = START) -> None:
        self.world, self.now = world, at(start)
        said = {
            "campaign": world.campaign.pk,
            "platform": world.platform.unit.pk,
            "redeemed_until": world.campaign.redeem_until.isoformat(),
        }
        self.pk = door.open_case("balance", by=CLOCK_ACTOR, key=key(), at=self.now, **said).case.pk

    @property
    def case(self) -> Any:
        return door.load(self.pk)

    def do(self, act: str, who: str, *, when: str | None = None, the_key: str = "", **details: Any) -> door.Done:
        self.now = at(when) if when else self.now + dt.timedelta(minutes=5)
        seen = Case.objects.values_list("version", flat=True).get(pk=self.pk)
        actor = getattr(self.world, who)
        return door.perform(self.pk, act, by=actor, key=the_key or key(), seen=seen, at=self.now, **details)

    def time_passes(self, until: str) -> None:
        self.now = at(until)
        tick(self.now)

    def declares(self, unions: str = UNIONS, **changes: Any) -> Balance:
        self.do("declare_balance", "platform_clerk", **declared(unions, **changes))
        return self

    def confirms(self, *who: str) -> Balance:
        for name in who or ("federation_handler", "bureau_handler"):
            self.do("confirm_balance", name, round=self.case.round)
        return self

    def gives_back(self, who: str, reason: str = "与售出数不符。") -> Balance:
        self.do("return_balance", who, round=self.case.round, reason=reason)
        return self

    def to_pooled(self) -> Balance:
        return self.declares().confirms()

    def to_corrected(self) -> Balance:
        self.to_pooled().do("correct_balance", "platform_clerk", reason="漏报一家工会。")
        return self
