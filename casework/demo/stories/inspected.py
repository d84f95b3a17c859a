"""Inspections: a plan that was drawn, and special ones at several turns of the way."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from casework.engine.calendar import Calendar
from casework.parties.models import Campaign, Unit, User
from inspections.services import checklists_for

from ..inspecting import Visited
from ..people import CHEN, HE, HETANG, LIN, TAN, TANG, TIANYUAN, WU
from ..pictures import counter, sheet
from ..script import Step, Story, does

TIANYUAN_UNION, HETANG_UNION = "天元区总工会", "荷塘区总工会"


def ahead(days: int) -> str:
    """The first working day that lies so many days ahead."""
    day = timezone.localdate() + dt.timedelta(days=days)
    calendar = Calendar.load(day)
    while not calendar.is_workday(day):
        day += dt.timedelta(days=1)
    return day.isoformat()


def checklist() -> int:
    return checklists_for([Unit.objects.get(name=TIANYUAN)]).get().pk


def planned(when: str, *steps: Step, name: str, percent: int) -> Story:
    details = {
        "name": name,
        "campaign": lambda: Campaign.objects.on(timezone.localdate()).pk,
        "nature": "agreed",
        "checklist": checklist,
        "first_day": lambda: timezone.localdate().isoformat(),
        "last_day": lambda: ahead(20),
        "percent": percent,
        "publishes": True,
    }
    return Story(Step(when, LIN, "draft_plan", details), steps, kind="plan")


def ordered(when: str, *steps: Step, cinema: str, by: str, why: str) -> Story:
    details = {
        "unit": lambda: Unit.objects.get(name=cinema).pk,
        "field": lambda: Unit.objects.get(name=by).pk,
        "origin": "lead",
        "nature": "agreed",
        "checklist": checklist,
        "visit_by": lambda: ahead(15),
        "because": why,
        "publishes": True,
    }
    return Story(Step(when, LIN, "give_out_task", details), steps, kind="inspection")


def arranges(when: str) -> Step:
    """Both inspectors, on the very day."""
    return does(when, TAN, "arrange", inspectors=inspectors, visit_on=the_day)


def inspectors(case) -> list[int]:
    return list(User.objects.filter(username__in=(CHEN, HE)).values_list("pk", flat=True))


def the_day(case) -> str:
    return timezone.localdate(case.state_since).isoformat()


def reports(when: str, **wrong: str) -> Step:
    """Everything as it should be but what is wrong: by question, what was seen."""
    found = {code.replace("_", "-"): seen for code, seen in wrong.items()}
    pictures = (counter("兑换须知"), sheet("陈小范"), sheet("何小例"))
    return does(when, CHEN, "report_visit", report=Visited(found), attachments=pictures)


INSPECTED = (
    planned(
        "3 09:10",
        does("3 09:40", LIN, "submit_plan"),
        does("3 11:05", TANG, "approve_plan", note="请避开周末黄金场。"),
        does("2 09:00", LIN, "take_snapshot"),
        does("1 15:30", TANG, "draw_lots", digits="083115", digits_from="当天的开奖号码"),
        name="秋冬季双随机核查",
        percent=50,
    ),
    planned("2 16:20", does("1 10:05", LIN, "submit_plan"), name="年末黄金场专项核查", percent=10),
    ordered(
        "9 09:00",
        does("9 10:15", TAN, "take_on"),
        arranges("9 10:40"),
        does("9 14:05", CHEN, "start_visit"),
        reports("9 15:20"),
        does("8 09:30", LIN, "pass_inspection", note="照片和票务记录一致。"),
        does("7 10:00", LIN, "publish_result", summary="兑换规则已公示，试兑一张，价格不高于最低发行价。"),
        cinema=HETANG,
        by=HETANG_UNION,
        why="请选晚间场次试兑一张。",
    ),
    ordered(
        "8 09:00",
        does("8 10:15", TAN, "take_on"),
        arranges("8 10:40"),
        does("7 17:05", CHEN, "start_visit"),
        reports("7 18:20", prime_time="19:50 场售票员称“系统只放了 5 个券位”，已满。"),
        does("6 09:30", LIN, "show_findings", findings="黄金场只放 5 个券位。任何场次都应可以兑换（R11）。"),
        does("5 11:00", WU, "answer_findings", answer="是总部排片系统的默认设置，正在改。"),
        does("4 09:00", LIN, "order_rectification", order="放开黄金场的券位，并把设置截图报来。"),
        cinema=HETANG,
        by=HETANG_UNION,
        why="请核对黄金场的券位。",
    ),
    ordered(
        "4 09:00",
        does("4 10:15", TAN, "take_on"),
        arranges("4 10:40"),
        does("3 10:05", CHEN, "start_visit"),
        reports("1 11:20", staff_redeem="售票员说“票券只能看早场”，说不清余额不够怎么办。"),
        cinema=TIANYUAN,
        by=TIANYUAN_UNION,
        why="请问售票员怎样兑换。",
    ),
    ordered(
        "2 09:00",
        does("2 10:15", TAN, "take_on"),
        arranges("2 10:40"),
        cinema=TIANYUAN,
        by=TIANYUAN_UNION,
        why="请以劳模身份核对免费观影的办理。",
    ),
)
