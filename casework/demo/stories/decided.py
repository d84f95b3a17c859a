"""Complaints with a finding whose remedy is due, reported, not enough, or overdue."""

from ..mails import MISTYPED
from ..people import GAO, JIANG, LIN, LUO, SHAOSHAN_ROAD, TANG, TIANYUAN, WANG, ZHOU
from ..pictures import counter, screen, sheet
from ..script import PLATFORM, answers, asks, does, filed, proposes, remedies, says, story

DECIDED = (
    story(
        filed(
            "17 20:22",
            "refused_showing",
            who=("许女士（示例）", 141),
            email=f"xu{MISTYPED}",
            cinema=TIANYUAN,
            showing="20:00",
            film="春天的例子",
            story="首映场说不能用票券，让我们第二天再来。",
            wish="首映场也应当能用",
            files=(counter("首映专场", "不参加活动"),),
        ),
        does("16 09:12", ZHOU, "claim"),
        does("16 09:50", ZHOU, "accept"),
        asks("16 10:30", ZHOU, cinema="请说明首映场次是否接受票券，牌子由谁放置。"),
        answers(
            "12 14:45",
            LUO,
            "yes",
            "牌子是市场部放的，没有和我们核对活动规则，当天已经撤掉。",
            offers=("redeem", "apologise"),
        ),
        proposes(
            "7 11:05",
            ZHOU,
            "upheld",
            "影院以首映为由拒绝票券兑换，任何场次均应可兑换。",
            rule="R11",
            remedy_by="cinema",
            remedy="为投诉人补兑两张任意场次的票，撤除牌子并拍照。",
        ),
        # Ten workdays: the remedy is due in five.
        does("5 15:40", TANG, "approve", remark="同意。注意核对其他首映场次。"),
    ),
    story(
        # Reported: the handler is to look at the proof.
        filed(
            "21 11:31",
            "top_up_refused",
            who=("何先生（示例）", 142),
            cinema=SHAOSHAN_ROAD,
            platform=PLATFORM,
            showing="19:00",
            days_later=1,
            story="余额 18 元，想补 17 元看一场，说只能整张用。",
            wish="允许补差价",
        ),
        does("20 09:33", LIN, "claim"),
        does("20 10:04", LIN, "accept"),
        asks(
            "19 10:15",
            LIN,
            cinema="请说明余额不足时是否允许补差价。",
            platform="请说明该影院是否开通补差价功能。",
        ),
        answers(
            "16 16:12",
            WANG,
            "yes",
            "机器设置没有打开补差价，员工照机器说话，没有多问一句。",
            offers=("explain", "train"),
        ),
        answers("15 11:25", GAO, "no", "该影院的补差价权限一直是开通的。"),
        proposes(
            "13 09:48",
            LIN,
            "upheld",
            "影院机器未打开补差价功能，致会员余额不能使用。",
            rule="R13",
            remedy_by="cinema",
            remedy="打开补差价功能，为投诉人补办一次，并报送截图。",
        ),
        does("9 14:26", TANG, "approve"),
        remedies(
            "1 10:55",
            WANG,
            "补差价已经打开，前台贴了说明，投诉人昨天来补了 17 元看了一场。",
            screen("补差价：已开通"),
            counter("余额不足", "可补差价"),
        ),
    ),
    story(
        # Found not enough, and back with the cinema.
        filed(
            "24 21:40",
            "refused_redemption",
            who=("吕小例", 143),
            cinema=TIANYUAN,
            platform=PLATFORM,
            showing="21:10",
            film="示例长空",
            story="九点十分的夜场，窗口说“券都用完了”，其实平台上余额还在。两个人白跑一趟，打车回去花了 30 元。",
            wish="补兑两张，把打车钱也给我",
            files=(screen("余额 160.00", "可用"),),
        ),
        does("23 09:05", LIN, "claim"),
        does("23 09:31", LIN, "accept"),
        asks(
            "22 10:10",
            LIN,
            cinema="请说明当晚 21:10 场次窗口的兑换情况，“券都用完”的说法从何而来。",
            platform="请提供当晚该影院的票券核验日志。",
        ),
        answers(
            "19 11:18",
            GAO,
            "no",
            "当晚系统正常，该券码没有核验请求。",
            sheet("核验日志", "21:00-21:30 无请求"),
        ),
        answers(
            "18 16:50", JIANG, "partly", "当班员工急着下班，随口说用完了，没有扫码。", offers=("redeem", "apologise")
        ),
        proposes(
            "15 10:12",
            LIN,
            "upheld",
            "影院没有扫码核验即告知票券用完，属拒绝兑换；平台系统正常。",
            rule="R33",
            remedy_by="cinema",
            remedy="为投诉人补兑两张任意场次的票，书面说明原因，并报送员工培训签到表。",
        ),
        does("9 11:30", TANG, "approve"),
        remedies("6 17:05", JIANG, "已经联系投诉人补兑了两张票。", screen("补兑 2 张", "已完成")),
        does("4 09:44", LIN, "remedy_not_enough", reason="还缺书面说明和培训签到表，请一并补齐。"),
        says("3 19:25", "票补到了，谢谢。书面说明还没有收到。"),
        does("2 09:12", LIN, "reply", to="complainant", message="已经请影院补齐书面说明，收到后转给您。"),
    ),
    story(
        # Ten workdays were over yesterday: an ask to the handler, who has urged them once before.
        filed(
            "27 12:26",
            "extension_refused",
            who=("施小样", 144),
            platform=PLATFORM,
            story="票券到期前一周申请延期，页面一直转圈，客服说“过了就过了”。",
            wish="给我延期三个月",
            files=(screen("延期申请", "加载中……"),),
        ),
        does("26 09:20", ZHOU, "claim"),
        does("26 09:58", ZHOU, "accept"),
        asks("25 10:22", ZHOU, platform="请说明延期申请页面当周的可用情况，以及客服的答复口径。"),
        answers(
            "22 15:36",
            GAO,
            "yes",
            "延期页面那几天确实打不开，客服口径也有误。可以为投诉人补办延期。",
            offers=("explain", "apologise"),
        ),
        proposes(
            "18 14:15",
            ZHOU,
            "upheld",
            "平台延期通道不可用，客服答复错误，致会员错过申请。",
            rule="R16",
            remedy_by="platform",
            remedy="为投诉人延期三个月，并公开说明延期通道恢复的时间。",
        ),
        does("12 16:00", TANG, "approve"),
        does("3 10:05", ZHOU, "urge_respondent", reason="整改期限快到了，请尽快补办延期并把公告的截图报来。"),
    ),
)
