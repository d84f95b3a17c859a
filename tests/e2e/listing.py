"""Called in the other process of a story (`elsewhere`): a decision that puts the example cinema on the public list."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from blacklist.listing.publishing import publish_all
from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.models import Case
from casework.parties.models import Campaign, Unit, User

CINEMA = "示例影城（天元店）"
FACTS = "黄金场拒绝兑换两张有效票券，有监控为证。"


def put_on_the_list() -> str:
    """Proposed by lin, cleared by tang, decided by both organisers, served, published; its number."""
    said = {
        "unit": Unit.objects.get(name=CINEMA).pk,
        "campaign": Campaign.objects.current(timezone.localdate()).pk,
        "violation": "refused_redemption",
        "happened_on": timezone.localdate().isoformat(),
        "facts": FACTS,
    }
    number = door.open_case("penalty", by=_user("lin"), key=uuid.uuid4().hex, **said).case.number
    draft = {"facts": FACTS, "circumstances": "none", "severity": "general", "measures": ["record"], "months": 6}
    _do(number, "claim", "lin")
    _do(number, "submit_decision", "lin", **draft, departure="系初次发生，只列入失信记录。")
    _do(number, "clear_decision", "tang", opinion="事实清楚。")
    _do(number, "receive_notice", "tianyuan1")
    _do(number, "waive_defence", "tianyuan1")
    for who in ("gonghui", "yuan"):
        _do(number, "vote", who, word="decide", agreed=["record"], reasons="事实清楚。")
    _do(number, "receive_decision", "tianyuan1")
    publish_all(timezone.now())
    return number


def facts_of(number: str) -> str:
    """What the decision says by now."""
    return door.load(Case.objects.get(number=number).pk).facts


def _user(username: str) -> Actor:
    return Actor.user(User.objects.get(username=username))


def _do(number: str, name: str, who: str, **details: Any) -> None:
    case = Case.objects.get(number=number)
    door.perform(case.pk, name, by=_user(who), key=uuid.uuid4().hex, seen=case.version, **details)
