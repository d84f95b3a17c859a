"""Reports of violations, by name and without one; and what is about a union, which the film bureau handles."""

from complaints.models import Complaint

from ..people import FANG, HETANG, LIN, SHAOSHAN_ROAD, TANG, TIANYUAN, WANG, YUAN, YUNLONG, ZHOU
from ..script import answers, asks, does, filed, proposes, story

WITHOUT_A_NAME = {"matter": "report", "anonymous": "yes"}
NOBODY = ("", 0)
MIXED = "买券被拒，还看到他们收现金不给票，这种情况不是一次两次。"


def mixed_complaint() -> int:
    return Complaint.objects.get(contact__name="石示范").pk


REPORTS = (
    story(
        # Nobody known: what is missing is asked for on the page alone.
        filed(
            "5 21:15",
            "cash_first",
            who=NOBODY,
            cinema=YUNLONG,
            story="周末晚上都是先卖现金票，拿券的叫等着。",
            **WITHOUT_A_NAME,
        ),
        does("4 09:30", ZHOU, "claim"),
        does("4 09:52", ZHOU, "ask_supplement", items=("showing",), explanation="请写明是哪一天、哪一场，有照片更好。"),
    ),
    story(
        filed(
            "9 19:40",
            "locked_seats",
            who=NOBODY,
            cinema=HETANG,
            story="在那里上班的朋友说，黄金档的好位置不放给用券的人。",
            **WITHOUT_A_NAME,
        ),
        does("8 09:12", LIN, "claim"),
        does("8 09:40", LIN, "accept"),
        asks("7 10:05", LIN, cinema="有人反映黄金档部分座位不对票券开放。请说明规则，并附最近一周黄金档座位图。"),
    ),
    story(
        # By name; found so, and the reporter was told.
        filed(
            "24 20:30",
            "box_office",
            who=("范小样（示例）", 191),
            matter="report",
            cinema=SHAOSHAN_ROAD,
            story="收了 30 元现金，给的是手写小票，没有出电影票。",
        ),
        does("23 09:08", ZHOU, "claim"),
        does("23 09:35", ZHOU, "accept"),
        asks("22 10:20", ZHOU, cinema="有人反映收取现金后未出具电影票。请说明，并附当晚出票记录。"),
        answers("18 16:40", WANG, "partly", "当晚打印机故障，手写小票两张，次日补录。"),
        proposes(
            "14 11:10",
            ZHOU,
            "upheld",
            "影院当晚对两名观众收取现金、出具手写小票，次日补录一张，另一张未进入票房。",
            rule="R34",
        ),
        does("12 15:25", TANG, "approve"),
    ),
    story(
        # A dispute of one's own and word of a violation: the second was split off.
        filed(
            "3 20:10",
            "box_office",
            who=("石示范", 192),
            cinema=TIANYUAN,
            showing="19:40",
            story=MIXED,
            wish="退还 35 元",
        ),
        does("2 09:05", LIN, "claim"),
    ),
    story(
        filed(
            "2 09:40",
            "box_office",
            who=NOBODY,
            cinema=TIANYUAN,
            showing="19:40",
            days_later=1,
            story="反映该影院多次收取现金不出票，请核查近期出票记录。",
            taken_in_by=LIN,
            origin=mixed_complaint,
        ),
    ),
    story(
        # About a union: the film bureau's from the first day, and the union is asked as everybody is.
        filed(
            "10 12:20",
            "body",
            who=("丁小例（示例）", 193),
            body="株洲市总工会",
            story="单位三月就报了名单，到现在没有发券，打电话说等通知。",
            wish="尽快发券",
        ),
        does("9 09:20", YUAN, "claim"),
        does("9 09:45", YUAN, "accept"),
        asks("9 10:30", YUAN, body="有会员反映报名后长期未领到票券。请说明发放安排和进度。"),
        answers("5 15:10", "zhuzhou", "partly", "第二批名单上报较晚，票券已采购，本月内发放。", offers=("explain",)),
        proposes(
            "3 10:40",
            YUAN,
            "upheld",
            "第二批名单报送后未及时采购，也没有告知会员。",
            rule="R45",
            remedy_by="body",
            remedy="本月内发放票券，并向会员书面说明。",
        ),
        does("2 16:00", FANG, "approve"),
    ),
)
