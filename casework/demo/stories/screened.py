"""Public-welfare screenings from the pool of the campaign before: one was held, one waits for the film bureau."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from casework.engine.models import Case
from casework.parties.models import Unit

from ..former import former_campaign
from ..moments import Moments
from ..people import HETANG, JIN, LIN, SHU, TIANYUAN, YUAN, ZHU
from ..pictures import hall, receipt
from ..script import Step, Story, does

# So many workdays ago one was held, and in so many days the other is to be.
HELD, AHEAD = 4, dt.timedelta(days=12)


def proposed(when: str, cinema: str, *steps: Step, **said: Any) -> Story:
    where = {"campaign": lambda: former_campaign().pk, "cinema": lambda: Unit.objects.get(name=cinema).pk}
    return Story(Step(when, ZHU, "propose_screening", where | said), steps, kind="screening")


def day_held() -> str:
    return Moments(timezone.now()).workday(HELD).isoformat()


def day_ahead() -> str:
    return (timezone.localdate() + AHEAD).isoformat()


def photos_of_the_hall(case: Case) -> list[str]:
    """The first two files of the report; the third is a bill."""
    return [str(pk) for pk in case.attachments.order_by("created_at").values_list("pk", flat=True)[:2]]


IT_WAS_HELD = proposed(
    "9 10:05",
    TIANYUAN,
    does("8 09:50", SHU, "approve_screening", note="请优先安排一线职工和劳模代表。"),
    does("8 16:10", YUAN, "approve_screening"),
    does(
        "3 09:40",
        ZHU,
        "report_screening",
        attendance=118,
        spent="4012.00",
        account="一线职工 112 人、劳模代表 6 人到场，秩序良好，散场后清点无遗留物品。",
        publishable=True,
        attachments=(
            hall("示例长空  公益观影专场"),
            hall("示例机械厂工会  观影现场"),
            receipt("公益观影 118 张", "单价  34.00", "合计  4,012.00"),
        ),
    ),
    does("2 09:15", LIN, "claim"),
    does("2 10:30", LIN, "settle_screening", photos=photos_of_the_hall, note="票据与到场人数相符。"),
    day=day_held,
    hour="19:30",
    film="示例长空",
    seats=120,
    cost="4200.00",
    purpose="三班倒的一线职工和劳模代表，由各车间推荐、工会公示后确定名单。",
)
WAITS_FOR_THE_BUREAU = proposed(
    "2 14:20",
    HETANG,
    does("1 10:10", JIN, "approve_screening"),
    day=day_ahead,
    hour="14:30",
    film="示例清晨列车",
    seats=90,
    cost="3060.00",
    purpose="困难职工家庭和新入职青工，名单由基层工会核定。",
)

SCREENED = (IT_WAS_HELD, WAITS_FOR_THE_BUREAU)
