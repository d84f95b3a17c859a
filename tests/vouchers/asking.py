"""A grass-roots union that asks for its members' vouchers, step by step, for tests of requests."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.acts import COMPLAINANT
from casework.engine.models import Case
from casework.engine.tick import tick
from casework.parties.models import Qualification, Unit
from casework.vouchers.lists import read_text
from casework.vouchers.requests.asking_forms import mark_of, vouchers_of
from tests.engine.world import at, key, make_world
from tests.parties.factories import make_membership, make_unit, make_user

START = "2026-10-12 10:00"
EXPIRES = "2026-11-30"


def make_asking_world() -> SimpleNamespace:
    """The engine's world with a qualified platform, and a union with a handler that asks."""
    return join_in(make_world())


def join_in(world: SimpleNamespace) -> SimpleNamespace:
    """A union that asks, in a world that has an association and a platform."""
    world.grassroots = make_unit(Unit.Kind.GRASSROOTS_UNION, name="示例机械厂工会", division="430211")
    person = make_user("工会主席")
    make_membership(user=person, unit=world.grassroots, role="lead")
    world.union_clerk = Actor.user(person)
    Qualification.objects.create(unit=world.platform.unit, campaign=world.campaign, since=world.campaign.starts_on)
    return world


def asked(world: SimpleNamespace, numbers: str = "1001~1010", **changes: Any) -> dict[str, Any]:
    """Details of a complete request whose reading back was seen."""
    listed = read_text(numbers).vouchers
    said = {
        "platform": world.platform.unit.pk,
        "numbers": numbers,
        "count": len(listed),
        "face_value": "200",
        "expires_on": EXPIRES,
        "reason": "工期紧，职工来不及观影。",
    } | changes
    found = vouchers_of(listed, 20_000, dt.date.fromisoformat(said["expires_on"]))
    return {"seen_back": mark_of(said["platform"], found)} | said


def member_said(world: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    """Details of a member's request for one voucher, seen once more before it was sent."""
    said = {
        "platform": world.platform.unit.pk,
        "number": "HN-2026-0001",
        "face_value": "200",
        "expires_on": EXPIRES,
        "why": "住院两个月，没能去看。",
        "name": "林女士",
        "phone": "13800138000",
        "email": "lin@example.com",
    } | changes
    listed = read_text(said["number"]).vouchers
    found = vouchers_of(listed, 20_000, dt.date.fromisoformat(said["expires_on"]))
    return {"seen_back": mark_of(said["platform"], found)} | said


class Asking:
    """A request walked through its stages."""

    def __init__(self, world: SimpleNamespace, numbers: str = "1001~1010", start: str = START, **changes: Any) -> None:
        self.world, self.now = world, at(start)
        self.pk = self._open(numbers, **changes).pk

    def _open(self, numbers: str, **changes: Any) -> Case:
        said = asked(self.world, numbers, **changes)
        return door.open_case("extension", by=self.world.union_clerk, key=key(), at=self.now, **said).case

    @property
    def case(self) -> Any:
        return door.load(self.pk)

    @property
    def outcomes(self) -> dict[str, str]:
        return dict(self.case.vouchers.values_list("number", "outcome"))

    def do(self, act: str, who: str | Actor, *, when: str | None = None, **details: Any) -> door.Done:
        self.now = at(when) if when else self.now + dt.timedelta(minutes=5)
        seen = Case.objects.values_list("version", flat=True).get(pk=self.pk)
        actor = getattr(self.world, who) if isinstance(who, str) else who
        return door.perform(self.pk, act, by=actor, key=key(), seen=seen, at=self.now, **details)

    def time_passes(self, until: str) -> None:
        self.now = at(until)
        tick(self.now)

    def to_deciding(self, **doubted: str) -> Asking:
        self.do("confirm_vouchers", "platform_clerk", which="some" if doubted else "all", **doubted)
        self.do("claim", "handler")
        return self

    def to_decided(self) -> Asking:
        self.to_deciding(used="1003、1004")
        said = {"used": "1003 \n1004", "explanation": "平台系统显示已核销。"}
        self.do("decide_vouchers", "handler", which="some", **said)
        return self

    def to_granted(self) -> Asking:
        self.do("decide_vouchers", "handler", which="all")
        return self


class Member(Asking):
    """A request of a member's for one voucher; `said`: what differs of it."""

    def __init__(self, world: SimpleNamespace, start: str = START, **said: Any) -> None:
        super().__init__(world, start=start, **said)

    def _open(self, numbers: str, **said: Any) -> Case:
        details = member_said(self.world, **said)
        return door.open_case("extension", by=Actor.filer(), key=key(), at=self.now, **details).case

    @property
    def seat(self) -> Actor:
        return Actor.seat(self.pk, COMPLAINANT)
