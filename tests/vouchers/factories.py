"""A platform, a campaign and some vouchers, for the tests of this room."""

import datetime as dt
from types import SimpleNamespace

from casework.parties.models import Campaign, Unit
from casework.vouchers.extending import Voucher
from tests.parties.factories import make_campaign, make_platform

EXPIRES = dt.date(2026, 12, 31)


def make_world(**figures) -> SimpleNamespace:
    return SimpleNamespace(
        campaign=make_campaign(**figures), platform=make_platform().unit, other=make_platform(name="另一示例平台").unit
    )


def vouchers(*numbers: str, expires_on: dt.date = EXPIRES) -> list[Voucher]:
    return [Voucher(number, number, 20_000, expires_on) for number in numbers]


def request(world, case_number: str, *numbers: str, platform: Unit | None = None, campaign: Campaign | None = None):
    """What a case says when it claims these vouchers."""
    return {
        "case_number": case_number,
        "campaign": campaign or world.campaign,
        "platform": platform or world.platform,
        "vouchers": vouchers(*numbers),
    }
