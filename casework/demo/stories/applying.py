"""Two platforms apply: one is being reviewed by the three bodies, the other is in public notice."""

from __future__ import annotations

from typing import Any

from casework.admissions.undertakings import PLATFORM, current
from casework.parties.models import Unit

from ..applicants import example_list
from ..people import FANG, LIN, LU, SHEN, SHU, TICKETS, VOUCHERS, YUAN
from ..pictures import sheet
from ..script import PUBLIC, Step, Story, does
from .extended import campaign


def applies(when: str, platform: str, *steps: Step) -> Story:
    details = {"unit": lambda: Unit.objects.get(name=platform).pk, "campaign": lambda: campaign().pk}
    return Story(Step(when, SHEN, "begin_application", details), steps, kind="application")


def submits(when: str, name: str, uscc: str) -> Step:
    said: dict[str, Any] = {
        "uscc": uscc,
        "licence": (sheet("营业执照", name, "（演示）"),),
        "licence_until": "2035-12-31",
        "invoice": (sheet("电子发票（样张）", "项目：电影兑换券", "附：电影兑换券明细清单"),),
        "manual": (sheet("操作手册", "一、领取票券", "二、选择影院和场次", "三、出示二维码兑换"),),
        "service_phone": "400-000-0000",
        "extension_channel": "在应用“我的票券”中申请延期，三个工作日内答复；延期后仍未使用的余额由主办单位归集。",
        "cinema_list": example_list,
        "about_list": "演示数据只登记了少数示例影院；其中一家新开业，尚未取得编码。",
        "stamped_list": (sheet("合作影院名单", "（加盖公章）"),),
        "agreements": (sheet("合作协议（复印件）", "核销程序：当场核销", "结算：次月十个工作日内"),),
        "undertaking": current(PLATFORM).version,
        "signatory": "沈小例",
        "agrees": "on",
    }
    for level, who in (("province", "甲"), ("prefecture", "乙"), ("county", "丙"), ("grassroots", "丁")):
        said |= {f"name_{level}": f"联系人{who}", f"phone_{level}": "0731-0000 0000"}
    return does(when, SHEN, "submit", **said)


def thinks(when: str, who: str, word: str, reasons: str) -> Step:
    return does(when, who, "give_opinion", word=word, reasons=reasons)


IN_REVIEW = applies(
    "12 09:20",
    TICKETS,
    submits("9 16:10", TICKETS, "91430100MA4L16JQ9D"),
    does("8 09:30", LIN, "claim"),
    does("7 11:00", LIN, "find_complete", note="材料齐全，名单有一行未匹配，请审核时留意。"),
    thinks("2 15:20", YUAN, "agrees", "许可证照有效，操作手册清楚，同意。"),
)
IN_NOTICE = applies(
    "15 10:05",
    VOUCHERS,
    submits("14 14:30", VOUCHERS, "91430200MA4RFH3D8P"),
    does("13 09:15", LIN, "claim"),
    does("12 10:40", LIN, "find_complete"),
    thinks("9 09:50", SHU, "agrees", "各级联系人齐全，延期和归集办法可行，同意。"),
    thinks("6 16:00", FANG, "agrees", "许可证照有效，合作协议约定了核销程序和时间，同意。"),
    thinks("3 10:10", LU, "agrees", "名单与协议一致，同意。"),
    does(
        "1 11:35",
        PUBLIC,
        "receive_objection",
        name="王先生",
        contact="13800138077",
        reason="名单中的一家影院上月起停业装修，无法兑换，请核实。",
    ),
)

APPLYING = (IN_REVIEW, IN_NOTICE)
