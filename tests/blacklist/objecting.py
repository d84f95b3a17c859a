"""An objection to an entry of the list, step by step, for tests."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from blacklist.models import EntryObjection
from casework.engine import door, present
from casework.engine.actors import Actor
from casework.engine.acts import COMPLAINANT
from casework.engine.models import Case
from tests.engine.world import at, key

from .deciding import Deciding

START = "2026-10-12 10:00"
WHY = "处罚日期与当事人场次表不符。"
PERSON = {"name": "刘举", "phone": "13800138000", "email": "liu@example.com"}


class Objecting:
    """An objection walked through its stages: of the party, or (`by` None) of somebody without an account."""

    def __init__(
        self, world: SimpleNamespace, decision: Deciding, by: str | None = None, when: str = START, **changes: Any
    ) -> None:
        self.world, self.now = world, at(when)
        actor = getattr(world, by) if by else Actor.filer()
        said = {"decision": decision.case.number, "wrong": "act_or_facts", "why": WHY}
        said |= ({"unit": decision.case.unit_id} if by else PERSON) | changes
        self.pk = door.open_case("objection", by=actor, key=key(), at=self.now, **said).case.pk

    @property
    def case(self) -> EntryObjection:
        return door.load(self.pk)

    @property
    def seat(self) -> Actor:
        return Actor.seat(self.pk, COMPLAINANT)

    def do(self, act: str, who: str | Actor, **details: Any) -> None:
        self.now += dt.timedelta(minutes=5)
        seen = Case.objects.values_list("version", flat=True).get(pk=self.pk)
        actor = getattr(self.world, who) if isinstance(who, str) else who
        door.perform(self.pk, act, by=actor, key=key(), seen=seen, at=self.now, **details)

    def sustain(self, facts: str = "", who: str = "colleague") -> None:
        self.do("claim", who)
        self.do("sustain_objection", who, found="日期有误，已更正。", facts=facts)

    def reject(self, finding: str = "right", who: str = "colleague") -> None:
        self.do("claim", who)
        self.do("reject_objection", who, finding=finding, reasons="经核对，公示内容无误。")

    def shown_to(self, actor: Actor) -> str:
        """All of the record that this reader gets, as text."""
        view = present.view(actor, self.case)
        return str([(row.public, row.words, row.facts) for row in view.timeline])
