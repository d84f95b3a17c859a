"""Called in the other process of a story (`elsewhere`): money in the pool, and screenings to be paid from it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from casework.engine import door
from casework.engine.actors import Actor
from casework.parties.models import Campaign, Unit, User
from casework.vouchers import journal
from casework.vouchers.models import Screening

CINEMA, PLATFORM = "示例影城（天元店）", "示例平台"


def pool_money(fen: int) -> None:
    """As the example platform hands it over."""
    campaign = Campaign.objects.current(timezone.localdate())
    payer = journal.unused(campaign, Unit.objects.get(name=PLATFORM))
    journal.transfer(key=uuid.uuid4().hex, from_account=payer, to_account=journal.pool(campaign), fen=fen)


def another_screening(who: str, cost: str) -> str:
    """Proposed by this user's union; its number."""
    said = {
        "cinema": Unit.objects.get(name=CINEMA).pk,
        "day": (timezone.localdate() + dt.timedelta(days=3)).isoformat(),
        "hour": "14:30",
        "film": "示例清晨列车",
        "seats": 90,
        "cost": cost,
        "purpose": "新入职青工。",
    }
    by = Actor.user(User.objects.get(username=who))
    return door.open_case("screening", by=by, key=uuid.uuid4().hex, **said).case.number


def its_evening_comes(number: str) -> None:
    """Nobody waits in a story until tomorrow: what was to begin then has begun."""
    Screening.objects.filter(number=number).update(starts_at=timezone.now() - dt.timedelta(hours=2))
