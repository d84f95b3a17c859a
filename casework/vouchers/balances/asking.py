"""When a platform is asked for its unused balance, and the clock that asks (R14, R15).

A campaign's `redeem_until` is the day until which an extended voucher may be redeemed. A last day that fell on a rest
day moved on, so a single voucher may have some days more: a platform is asked on the day after both, the campaign's and
that of its own last voucher. What is still asked for counts as if it were granted, so nobody is asked too early; and no
request that lies undecided holds the pool up for longer than its vouchers could be redeemed.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from casework.engine import door
from casework.engine.actors import CLOCK_ACTOR
from casework.engine.calendar import Calendar
from casework.engine.errors import DoorClosed
from casework.parties.models import Campaign, Qualification, Unit

from ..models import UnusedBalance, VoucherExtension
from ..months import extended

log = logging.getLogger(__name__)
BATCH = 50


def last_day(campaign: Campaign, platform: Unit) -> dt.date:
    """The last day on which a voucher of the campaign may be redeemed with the platform. Three statements at most."""
    rows = VoucherExtension.objects.filter(campaign=campaign, platform=platform)
    granted = rows.granted().aggregate(last=Max("extended_to"))["last"]
    asked = rows.asked().aggregate(last=Max("expires_on"))["last"]
    days = [campaign.redeem_until, *filter(None, [granted])]
    if asked:
        days.append(extended(asked, campaign.extension_months, Calendar.load(asked)).day)
    return max(days)


def ask_platforms(now: dt.datetime) -> int:
    """Every platform that ever was qualified in a campaign whose vouchers have all expired, and was not asked yet: a
    case is opened for it. Also of those that left or were removed: what they sold is with them still. How many."""
    today, opened = timezone.localdate(now), 0
    for campaign, platform in _not_asked(today):
        day = last_day(campaign, platform)
        if day >= today:
            continue
        said = {"campaign": campaign.pk, "platform": platform.pk, "redeemed_until": day.isoformat()}
        try:
            door.open_case("balance", by=CLOCK_ACTOR, key=f"balance:{campaign.pk}:{platform.pk}", at=now, **said)
        except DoorClosed as refusal:
            log.warning("%s was not asked for its unused balance: %s", platform, refusal)
            continue
        opened += 1
    return opened


def _not_asked(today: dt.date) -> list[tuple[Campaign, Unit]]:
    """Platforms of campaigns that are over. One statement where nobody is to be asked."""
    asked = UnusedBalance.objects.filter(campaign=OuterRef("campaign"), platform=OuterRef("unit"))
    over = Qualification.objects.filter(campaign__redeem_until__lt=today, campaign__balance_declare_days__gt=0)
    rows = over.filter(~Exists(asked), unit__kind=Unit.Kind.PLATFORM).select_related("campaign", "unit")
    pairs = {(row.campaign_id, row.unit_id): (row.campaign, row.unit) for row in rows.order_by("campaign", "unit")}
    return list(pairs.values())[:BATCH]
