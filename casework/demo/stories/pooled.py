"""What two platforms have left of the campaign before: of one it is in the pool, the other has declared it and one
organiser has looked at it."""

from __future__ import annotations

from collections.abc import Callable

from casework.parties.models import Unit
from casework.vouchers.balances.unions import as_lines, read_lines

from ..former import ASKED, OTHER_PLATFORM, former_campaign
from ..people import CHENG, GAO, JIN, LIN, SHU, YUAN, ZHOU
from ..script import CLOCK, Step, Story, does
from .extended import platform

UNIONS = """示例机械厂工会，186，35420.00
示例纺织厂工会，92，18400.00
示例职业学院工会，41，7985.50
示例县供电公司工会，17，3400.00"""
LEFT = read_lines(UNIONS)

OTHER_UNIONS = """示例机械厂工会，143，28600.00
示例印刷厂工会，100，20000.00"""


def other_platform() -> int:
    return Unit.objects.get(name=OTHER_PLATFORM).pk


def asked(of: Callable[[], int]) -> Step:
    """By the clock, of this platform."""
    campaign = {
        "campaign": lambda: former_campaign().pk,
        "redeemed_until": lambda: former_campaign().redeem_until.isoformat(),
    }
    return Step(f"{ASKED} 00:05", CLOCK, "ask_for_balance", campaign | {"platform": of})


IN_THE_POOL = Story(
    asked(other_platform),
    (
        does("11 14:20", ZHOU, "claim"),
        does(
            "11 15:40",
            CHENG,
            "declare_balance",
            sold_count=3_000,
            sold="600000.00",
            redeemed_count=2_757,
            redeemed="551400.00",
            refunded_count=0,
            refunded="0",
            count=243,
            amount="48600.00",
            unions=OTHER_UNIONS,
        ),
        does("10 10:30", SHU, "confirm_balance", round=1),
        does("10 15:10", YUAN, "confirm_balance", round=1),
    ),
    kind="balance",
)
WITH_THE_ORGANISERS = Story(
    asked(platform),
    (
        does("10 09:10", LIN, "claim"),
        does(
            "3 16:20",
            GAO,
            "declare_balance",
            sold_count=12_840,
            sold="2568000.00",
            redeemed_count=12_310,
            redeemed="2462794.50",
            refunded_count=194,
            refunded="38800.00",
            count=LEFT.count,
            amount=f"{LEFT.amount / 100:.2f}",
            unions=as_lines(LEFT.rows),
            explanation="另有 1,200.00 元退款尚在核对，未列入本次申报。",
        ),
        does("2 10:40", JIN, "confirm_balance", round=1, note="与工会系统台账核对一致，差额已注明。"),
    ),
    kind="balance",
)

POOLED = (IN_THE_POOL, WITH_THE_ORGANISERS)
