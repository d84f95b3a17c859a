"""Penalty decisions: two are in force; of one the fund's office was told, the repair of the other waits for the film
bureau's word; one is deliberated on by the association, one was just notified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from blacklist.models import Decision
from casework.engine.models import Case
from casework.parties.models import Campaign, Unit

from ..moments import Moments
from ..people import FANG, HETANG, JIANG, LIN, LU, SHAOSHAN_ROAD, SHU, TANG, TIANYUAN, WANG, WU, YUHU, ZHOU
from ..pictures import receipt
from ..script import CLOCK, Step, Story, does


def workdays_ago(back: int) -> Callable[[], str]:
    return lambda: Moments(timezone.now()).workday(back).isoformat()


def found(when: str, who: str, cinema: str, violation: str, days_ago: int, facts: str, *steps: Step) -> Story:
    """What somebody of the association proposes to decide about."""
    said: dict[str, Any] = {
        "unit": lambda: Unit.objects.get(name=cinema).pk,
        "campaign": lambda: Campaign.objects.current(timezone.localdate()).pk,
        "violation": violation,
        "happened_on": workdays_ago(days_ago),
        "facts": facts,
    }
    return Story(Step(when, who, "open_decision", said), steps, kind="penalty")


def oldest_defence(case: Case) -> int:
    return case.defences.filter(answer="").earliest("pk").pk


def newest_notice(case: Case) -> str:
    return case.fund_letter


def in_ten_days(case: Case) -> str:
    return (timezone.localdate() + dt.timedelta(days=10)).isoformat()


IN_FORCE = found(
    "24 09:20",
    LIN,
    YUHU,
    "cash_first",
    30,
    "周六晚场要求持券观众等现金观众购完票后再兑换，两名观众因此错过开场。",
    does("24 09:30", LIN, "claim"),
    does(
        "23 15:10",
        LIN,
        "submit_decision",
        facts="周六晚场要求持券观众排在现金观众之后兑换，两名观众错过开场。有售票处监控和当班记录为证。",
        circumstances="none",
        severity="general",
        measures=["subsidy", "record"],
        months=3,
        departure="系初次发生，影院当晚已为两名观众改签并道歉，建议不取消参加活动资格。",
    ),
    does("22 10:05", TANG, "clear_decision", opinion="事实清楚，证据充分，程序合法。"),
    does("22 14:40", WU, "receive_notice"),
    does("20 16:20", WU, "defend", account="当晚只有一台兑换机可用，已增加一台；当班人员已重新培训。"),
    does("20 16:30", WU, "waive_defence"),
    does(
        "19 09:40",
        LIN,
        "answer_defence",
        defence=oldest_defence,
        answer="设备不足不是让持券观众后排队的理由，不予采纳；整改情况已作为从宽因素考虑。",
    ),
    does("18 10:15", SHU, "vote", word="decide", agreed=["record"], reasons="事实清楚，同意列入失信记录三个月。"),
    does("17 11:00", FANG, "vote", word="decide", agreed=["subsidy", "record"], reasons="同意协会意见。"),
    does("16 09:25", WU, "receive_decision"),
    does("16 09:26", CLOCK, "publish_decision"),
    does(
        "14 10:40",
        LIN,
        "tell_fund_office",
        letter=newest_notice,
        way="hand",
        attachments=(receipt("签收回执", "资金补贴资格通知函 1 份", "已签收"),),
    ),
)
DELIBERATED = found(
    "9 10:30",
    ZHOU,
    HETANG,
    "surcharge",
    14,
    "兑换黄金场时另收每张 5 元“选座费”，收款记录 12 笔。",
    does("9 10:40", ZHOU, "claim"),
    does(
        "8 14:00",
        ZHOU,
        "submit_decision",
        facts="兑换黄金场时另收每张 5 元“选座费”，共 12 笔 60 元。有收款截图为证。",
        circumstances="none",
        severity="minor",
        measures=["rectify", "warning"],
        to_do="退还 12 笔“选座费”共 60 元，停止收取。",
        due=in_ten_days,
    ),
    does("7 09:50", TANG, "clear_decision", opinion="事实清楚，依据准确。"),
    does("7 16:15", WU, "receive_notice"),
    does("5 10:20", WU, "waive_defence"),
)
NOTIFIED = found(
    "4 11:10",
    LIN,
    SHAOSHAN_ROAD,
    "locked_seats",
    10,
    "周末 19 点以后的场次在活动平台上显示“无座”，现场仍有座位出售。",
    does("4 11:20", LIN, "claim"),
    does(
        "3 10:00",
        LIN,
        "submit_decision",
        facts="两个周末 19 点以后的场次在活动平台上锁座，现场照常售票。有平台日志和现场照片为证。",
        circumstances="none",
        severity="general",
        measures=["disqualify", "subsidy", "record"],
        months=6,
    ),
    does("2 15:30", TANG, "clear_decision", opinion="事实清楚，三项措施符合活动通知。"),
    does("1 09:10", WANG, "receive_notice"),
)

SINCE_SUMMER = found(
    "104 10:20",
    ZHOU,
    TIANYUAN,
    "refused_redemption",
    109,
    "两名会员持有效票券被告知“系统升级，不收券”，当晚系统没有升级。",
    does("104 10:30", ZHOU, "claim"),
    does(
        "103 11:00",
        ZHOU,
        "submit_decision",
        facts="以系统升级为由拒绝两名会员兑换有效票券，后台日志显示当晚系统正常。",
        circumstances="mitigating",
        severity="general",
        measures=["record"],
        months=6,
        departure="影院次日主动补兑并致歉，建议只列入失信记录。",
    ),
    does("102 09:40", LU, "clear_decision", opinion="事实清楚，证据充分。"),
    does("102 15:10", JIANG, "receive_notice"),
    does("100 10:30", JIANG, "waive_defence"),
    does("97 10:10", SHU, "vote", word="decide", agreed=["record"], reasons="同意。"),
    does("96 15:20", FANG, "vote", word="decide", agreed=["record"], reasons="同意列入失信记录六个月。"),
    does("95 09:30", JIANG, "receive_decision"),
)
REPAIRED = Story(
    Step(
        "6 10:15",
        JIANG,
        "apply_for_repair",
        {
            "unit": lambda: Unit.objects.get(name=TIANYUAN).pk,
            "decision": lambda: Decision.objects.filter(unit__name=TIANYUAN).earliest("pk").pk,
            "account": "两张票券次日已补兑，当班人员已培训；此后四个月没有同类投诉。",
            "attachments": (receipt("补兑记录", "2 张", "已完成"),),
            "undertaken": "on",
            "signed_by": "蒋经理",
        },
    ),
    (
        does("5 09:20", TANG, "claim"),
        does("5 09:30", TANG, "accept_repair"),
        does("3 16:00", TANG, "verify_repair", confirmed="yes", account="补兑记录属实，四个月内没有同类投诉。"),
        does("2 10:40", SHU, "say_on_repair", agrees="yes", reasons="已履行，同意修复。"),
    ),
    kind="repair",
)

PENALISED = (SINCE_SUMMER, IN_FORCE, DELIBERATED, NOTIFIED, REPAIRED)
