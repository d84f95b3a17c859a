"""What a platform has left of the campaign before: it has declared it, and one organiser has looked at it."""

from __future__ import annotations

from casework.vouchers.balances.unions import as_lines, read_lines

from ..former import ASKED, former_campaign
from ..people import GAO, JIN, LIN
from ..script import CLOCK, Step, Story, does
from .extended import platform

UNIONS = """示例机械厂工会，186，35420.00
示例纺织厂工会，92，18400.00
示例职业学院工会，41，7985.50
示例县供电公司工会，17，3400.00"""
LEFT = read_lines(UNIONS)

WITH_THE_ORGANISERS = Story(
    Step(
        f"{ASKED} 00:05",
        CLOCK,
        "ask_for_balance",
        {
            "campaign": lambda: former_campaign().pk,
            "platform": platform,
            "redeemed_until": lambda: former_campaign().redeem_until.isoformat(),
        },
    ),
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

POOLED = (WITH_THE_ORGANISERS,)
