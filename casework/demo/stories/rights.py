"""Complaints whose people used their rights: supplement, transfer, merge, "did you get it?", review, contest."""

from complaints.models import Complaint

from ..people import GAO, HETANG, JIANG, LIN, LU, LUO, SHAOSHAN_ROAD, TANG, TIANYUAN, WANG, WU, YUHU, ZHOU
from ..pictures import receipt, sheet
from ..script import COMPLAINANT, PLATFORM, agrees, answers, asks, does, filed, offers, proposes, remedies, story


def earlier_case(case: Complaint) -> int:
    """The open case that the same phone filed before."""
    others = Complaint.objects.opened().filter(contact__phone_digest=case.contact.phone_digest)
    return others.exclude(pk=case.pk).get().pk


RIGHTS = (
    story(
        # What is missing was asked for; the complainant has read it and still has time.
        filed(
            "4 19:12",
            "invoice",
            who=("彭小样（示例）", 161),
            platform=PLATFORM,
            story="去年底单位统一买的票券，说好给发票，到现在没有。",
            wish="补开发票",
        ),
        does("3 09:40", LIN, "claim"),
        does(
            "3 10:05",
            LIN,
            "ask_supplement",
            items=("payment", "voucher"),
            explanation="请发来购券的付款截图和任意一张票券的券号，照片或文字都可以。",
        ),
    ),
    story(
        # The matter is for the tax service, whose answer is awaited.
        filed(
            "12 20:31",
            "invoice",
            who=("邓示范", 162),
            cinema=HETANG,
            showing="19:20",
            story="补的 8 元差价没给发票，说小金额一律不开。",
            wish="开发票",
        ),
        does("11 09:18", ZHOU, "claim"),
        does("11 09:55", ZHOU, "transfer", body="tax", sent="投诉经过和小票照片，请核查影院是否按规定开具发票。"),
    ),
    story(
        filed(
            "6 21:02",
            "cash_first",
            who=("郭小样", 163),
            cinema=YUHU,
            showing="20:10",
            story="柜台说先给付现金的出票，拿票券的等下一场。",
            wish="一视同仁",
        ),
        does("5 09:05", LIN, "claim"),
        does("5 09:30", LIN, "accept"),
        asks("5 10:10", LIN, cinema="请说明当晚 20:10 场的出票顺序。"),
    ),
    story(
        # The same person told it again in other words.
        filed(
            "5 12:44",
            "refused_redemption",
            who=("郭小样", 163),
            cinema=YUHU,
            showing="20:10",
            days_later=1,
            story="昨天雨湖店不收票券的事，不知道上次有没有提交成功，再说一次。",
            wish="一视同仁",
        ),
        does("4 09:22", LIN, "claim"),
        does("4 09:31", LIN, "merge", into=earlier_case, reason="与前一日提交的是同一场次、同一件事。"),
    ),
    story(
        # Terms are on the table: the cinema has agreed, the complainant still has time to say yes or no.
        filed(
            "9 20:16",
            "refused_redemption",
            who=("龙小样", 167),
            cinema=HETANG,
            showing="19:50",
            days_later=1,
            story="前台说今天系统坏了不收券，现付 42 元才让进。",
            wish="退 42 元，票券还给我",
        ),
        does("8 09:12", LIN, "claim"),
        does("8 09:36", LIN, "accept"),
        asks("8 10:05", LIN, cinema="请说明当日 19:50 场票券兑换的情况。"),
        answers("5 15:22", WU, "yes", "兑换机坏了，员工没有改用手工核销。", offers=("refund", "apologise")),
        offers(
            "3 10:30",
            LIN,
            "cinema",
            terms="影院在五个工作日内退回 42 元并当面道歉；未使用的票券仍然有效。",
            owed_by="cinema",
        ),
        agrees("2 16:10", WU),
    ),
    story(
        # Verified from the papers; the complainant is asked whether it arrived.
        filed(
            "22 13:25",
            "surcharge",
            who=("宋示范", 164),
            cinema=SHAOSHAN_ROAD,
            showing="13:00",
            story="用票券换票还另收 6 元“服务费”，柜台没有任何公示。",
            wish="退 6 元",
        ),
        does("21 09:12", ZHOU, "claim"),
        does("21 09:41", ZHOU, "accept"),
        asks("21 10:02", ZHOU, cinema="请说明当日 13:00 场收取 6 元的依据。"),
        answers("18 16:20", WANG, "yes", "是员工误按了影城会员服务费，应当退还。", offers=("refund", "train")),
        proposes(
            "15 10:40",
            ZHOU,
            "upheld",
            "影院在票券之外另收 6 元，没有依据。",
            rule="R42",
            remedy_by="cinema",
            remedy="退还 6 元，并在柜台公示收费规则。",
        ),
        does("12 15:08", TANG, "approve"),
        remedies("4 11:32", WANG, "6 元已原路退回，柜台已张贴收费规则。", sheet("退款凭据", "6.00", "已退回")),
        does("2 09:35", ZHOU, "confirm_remedy"),
    ),
    story(
        # The cinema does not agree with the finding: people who took no part look at it.
        filed(
            "26 20:48",
            "refused_showing",
            who=("韩小例（示例）", 165),
            cinema=TIANYUAN,
            showing="20:30",
            story="说巨幕厅不参加活动，只能换普通厅。",
            wish="巨幕厅也应当能用",
        ),
        does("25 09:20", ZHOU, "claim"),
        does("25 09:50", ZHOU, "accept"),
        asks("25 10:15", ZHOU, cinema="请说明巨幕厅是否接受票券。"),
        answers("21 15:10", LUO, "partly", "巨幕厅需要补差价，员工说成了不能用。", offers=("explain", "train")),
        proposes(
            "16 11:00",
            ZHOU,
            "upheld",
            "影院告知巨幕厅不能使用票券，任何影厅均应可兑换，差价可以补。",
            rule="R11",
            remedy_by="cinema",
            remedy="为投诉人补兑一张巨幕厅票，书面说明补差价规则。",
        ),
        does("13 16:20", LU, "approve"),
        does("6 10:30", JIANG, "ask_review", reason="员工当时说的是“要补差价”，请调取柜台录音核对。"),
        does("5 09:15", LIN, "claim"),
    ),
    story(
        # Closed on the proof; what arrived did not work, says the complainant.
        filed(
            "30 18:20",
            "top_up_refused",
            who=("唐小例（示例）", 166),
            cinema=YUHU,
            platform=PLATFORM,
            showing="18:00",
            story="余额 21 元，想补 14 元，说不行。",
            wish="补一张票",
            files=(receipt("余额", "21.00", "应付"),),
        ),
        does("29 09:10", LIN, "claim"),
        does("29 09:33", LIN, "accept"),
        asks("29 10:00", LIN, cinema="请说明是否允许补差价。", platform="请说明该影院补差价权限。"),
        answers("26 15:40", WU, "yes", "员工不会操作补差价，已培训。", offers=("redeem", "train")),
        answers("25 11:20", GAO, "no", "权限正常。"),
        proposes(
            "22 10:20",
            LIN,
            "upheld",
            "影院员工拒绝补差价。",
            rule="R13",
            remedy_by="cinema",
            remedy="为投诉人补兑一张票。",
        ),
        does("20 14:50", LU, "approve"),
        remedies("14 16:05", WU, "已发补兑码。", sheet("补兑码", "一张", "已发送")),
        does("12 09:40", LIN, "confirm_remedy"),
        does("11 12:30", COMPLAINANT, "confirm_received"),
        does("3 20:15", COMPLAINANT, "contest", reason="补兑码到影院不能用，前台说已过期。"),
    ),
)
