"""Who signs in to the demo, and what each of them is for."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.contrib.auth.hashers import make_password

from casework.parties.models import Membership, Unit, User

from .newcomers import HEJIATU, LUKOU, LUSONG, LUSONG_OFFICE, seed_newcomers

PASSWORD = "xiang-guan-ying"  # known to everybody who reads this: the demo says nothing that is true of anyone

ASSOCIATION = "湖南省电影行业协会"
FILM_BUREAU = "湖南省电影局"
FEDERATION = "湖南省总工会"
MACHINE_WORKS = "示例机械厂工会"
# Two platforms that apply; the one in `script` takes part already.
TICKETS, VOUCHERS = APPLICANTS = ("示例票务平台", "示例影票通")
TIANYUAN = "示例影城（天元店）"
HETANG = "示例影城（荷塘店）"
YUNLONG = "示例影城（云龙店）"
YUHU = "示例影城（雨湖店）"
SHAOSHAN_ROAD = "示例星光影城（韶山路店）"
WULING = "示例星光影城（武陵店）"

LIN, ZHOU, TANG, LU = OFFICE = ("lin", "zhou", "tang", "lu")
JIANG, LUO, WU, WANG, GAO = "tianyuan1", "tianyuan2", "hetang", "xingguang", "pingtai"
MENG = "tianyuanqu"
TAN, CHEN, HE = "tan", "chen", "he"
CHENG = "huimin"
FANG, YUAN = "dianyingju", "yuan"
SHU, JIN = "gonghui", "gonghui2"
ZHU = "jixiechang"
SHEN = "shenqing"
DENG, OU = "lusong", "lusongqu"


class SignIn(NamedTuple):
    """A person of the demo. `roles` are (unit, role); `chinese` and `english` say what signing in as them shows."""

    username: str
    name: str
    roles: tuple[tuple[str, str], ...]
    chinese: str
    english: str
    superuser: bool = False


SIGN_INS = (
    SignIn(
        LIN,
        "林小例",
        ((ASSOCIATION, "handler"),),
        "协会承办人：认领、受理、征询答复、提出认定",
        "association, handler: claims, accepts, asks for answers, proposes findings",
    ),
    SignIn(
        ZHOU,
        "周小样",
        ((ASSOCIATION, "handler"),),
        "协会承办人：第二位，看两人同时办理",
        "association, second handler: two people at work at once",
    ),
    SignIn(
        TANG,
        "唐示范",
        ((ASSOCIATION, "lead"),),
        "协会负责人：审批或退回认定",
        "association, lead: approves or returns findings",
    ),
    SignIn(
        LU,
        "陆示范",
        ((ASSOCIATION, "lead"),),
        "协会负责人：自己办过一件，不能审批那一件",
        "association, second lead: handled one case and so may not approve it",
    ),
    SignIn(
        JIANG,
        "蒋小例",
        ((TIANYUAN, "handler"),),
        "示例影城（天元店）值班经理：答复、落实",
        "cinema in Tianyuan, duty manager: answers, remedies",
    ),
    SignIn(
        LUO,
        "罗小样",
        ((TIANYUAN, "lead"),),
        "示例影城（天元店）经理：与同事共写一份答复",
        "cinema in Tianyuan, manager: shares drafts with a colleague",
    ),
    SignIn(
        WU,
        "吴小例",
        ((HETANG, "handler"), (YUHU, "handler")),
        "示例影城（荷塘店、雨湖店）值班经理：一人管两家",
        "cinemas in Hetang and Yuhu: one person for two cinemas",
    ),
    SignIn(
        WANG,
        "王小例",
        ((SHAOSHAN_ROAD, "handler"),),
        "示例星光影城（韶山路店）值班经理：逾期后补交过答复",
        "cinema on Shaoshan Road: answered late once",
    ),
    SignIn(
        GAO,
        "高示范",
        (("示例平台", "handler"),),
        "示例平台客服主管：平台一方的答复",
        "example platform, head of service: the platform's answers",
    ),
    SignIn(
        CHENG,
        "程小样",
        (("示例惠民票务平台", "handler"),),
        "示例惠民票务平台：前一期的票券余额已归集",
        "another platform: what was left of the campaign before is in the pool",
    ),
    SignIn(
        FANG,
        "方示范",
        ((FILM_BUREAU, "lead"), (FILM_BUREAU, "auditor")),
        "省电影局负责人：可看全部案件，审批反映协会和工会的案件",
        "film bureau, lead: reads every case, approves those about the association or a union",
    ),
    SignIn(
        YUAN,
        "袁小例",
        ((FILM_BUREAU, "handler"),),
        "省电影局承办人：办理反映协会和工会的案件",
        "film bureau, handler: handles cases about the association or a union",
    ),
    SignIn(
        SHU,
        "舒示范",
        ((FEDERATION, "lead"),),
        "省总工会负责人：与省电影局共同审批，参加平台联合审核",
        "union federation, lead: approves together with the film bureau, reviews platforms with the other bodies",
    ),
    SignIn(
        JIN,
        "金小例",
        ((FEDERATION, "handler"),),
        "省总工会承办人：与省电影局共同审批",
        "union federation, handler: approves together with the film bureau",
    ),
    SignIn(
        "zhuzhou",
        "何小样",
        (("株洲市总工会", "lead"),),
        "株洲市总工会：看不到投诉，只看到要本单位答复的",
        "prefecture union of Zhuzhou: sees no complaints but what itself is asked to answer",
    ),
    SignIn(
        MENG,
        "孟小例",
        (("天元区总工会", "handler"),),
        "天元区总工会：登记来电来信，看不到任何投诉",
        "county union of Tianyuan: takes in calls and letters, sees no complaints",
    ),
    SignIn(
        TAN,
        "谭示范",
        (("天元区总工会", "lead"), ("荷塘区总工会", "lead")),
        "天元区、荷塘区总工会负责人：签收检查任务，确定检查人员，复查",
        "county unions of Tianyuan and Hetang, lead: acknowledges inspections, names inspectors, checks again",
    ),
    SignIn(
        CHEN,
        "陈小范",
        (("天元区总工会", "inspector"), ("荷塘区总工会", "inspector")),
        "检查人员：到影院检查并上报",
        "inspector: visits the cinema and reports",
    ),
    SignIn(
        HE,
        "何小例",
        (("天元区总工会", "inspector"), ("荷塘区总工会", "inspector")),
        "检查人员：与陈小范同行",
        "inspector: goes with the other one",
    ),
    SignIn(
        ZHU,
        "朱小例",
        ((MACHINE_WORKS, "lead"),),
        "示例机械厂工会：为会员的票券申请延期",
        "grass-roots union of a machine works: asks to extend its members' vouchers",
    ),
    SignIn(
        SHEN,
        "沈小例",
        ((TICKETS, "lead"), (VOUCHERS, "lead")),
        "示例票务平台、示例影票通：申请平台资格，一家联合审核中，一家公示中",
        "two example platforms that apply: one in joint review, one in public notice",
    ),
    SignIn(
        DENG,
        "邓小例",
        ((LUSONG, "handler"), (LUKOU, "handler"), (HEJIATU, "handler")),
        "三家还没有登记的影院：自己登记，或确认平台的推荐",
        "three cinemas that do not take part yet: enrols them, or confirms what a platform proposed",
    ),
    SignIn(
        OU,
        "欧小样",
        ((LUSONG_OFFICE, "handler"),),
        "芦淞区电影主管部门：核实影院登记的情况",
        "county film office of Lusong: confirms the facts of cinemas that enrol",
    ),
    SignIn(
        "admin",
        "许示范",
        ((ASSOCIATION, "administrator"),),
        "系统管理员：/admin/ 活动、单位、人员、日历",
        "administrator: campaign, units, people, calendar under /admin/",
        superuser=True,
    ),
)


def seat_people(since: dt.date) -> dict[str, User]:
    """Create everybody who signs in, in their units since the day, and units that only the demo has. Returns the people
    by username."""
    seed_newcomers()
    units = {name: Unit.objects.get(name=name) for name in {unit for row in SIGN_INS for unit, _role in row.roles}}
    # Hashed once for all of them: hashing is slow on purpose.
    password = make_password(PASSWORD)
    people = {}
    for number, row in enumerate(SIGN_INS, 1):
        people[row.username] = User.objects.create(
            username=row.username,
            name=row.name,
            phone=f"138001380{number:02d}",
            # example.com belongs to nobody: no mail of the demo reaches anyone.
            email=f"{row.username}@example.com",
            password=password,
            is_staff=row.superuser,
            is_superuser=row.superuser,
        )
    Membership.objects.bulk_create(
        Membership(user=people[row.username], unit=units[unit], role=role, since=since)
        for row in SIGN_INS
        for unit, role in row.roles
    )
    return people
