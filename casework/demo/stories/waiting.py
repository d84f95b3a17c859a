"""Complaints under investigation that wait for a cinema's or the platform's answer."""

from ..people import GAO, HETANG, JIANG, LIN, SHAOSHAN_ROAD, TIANYUAN, WANG, WU, WULING, YUHU, ZHOU
from ..pictures import certificate, counter, receipt, screen, sheet, ticket
from ..script import COMPLAINANT, PLATFORM, answers, asks, does, filed, party, says, story

# The complaint that the demo's sign-ins offer for following: today the platform's answer is due.
FOLLOWED = 111

WAITING_FOR_ANSWERS = (
    story(
        filed(
            "8 20:14",
            "refused_redemption",
            who=("林女士（示例）", FOLLOWED),
            email="lin@example.com",
            cinema=TIANYUAN,
            platform=PLATFORM,
            showing="19:50",
            film="示例长空",
            story="买了两张七点五十的票，售票员说今天人多，系统不收券，要看就付现金，每张 45 元。"
            "我们站了二十分钟，最后没有看成。",
            wish="补兑两张票，并说明原因",
            files=(
                ticket("示例长空", "2 号厅 19:50", "6 排 8 座、9 座"),
                counter("系统升级", "暂停收券"),
            ),
        ),
        does("7 09:02", LIN, "claim"),
        does("7 09:40", LIN, "accept", remark="您说得很清楚，我们今天就去问影院和平台。"),
        asks(
            "5 10:12",
            LIN,
            cinema="请说明当日 19:30 至 20:00 2 号厅兑换票券的情况：窗口由谁值班，是否拒绝过兑换，原因是什么。",
            platform="请提供当日 19:00 至 20:30 该影院兑换接口的日志，并说明系统是否正常。",
        ),
        says("3 12:31", "补充一句：当时旁边还有一对夫妻也被拒绝了，他们也是工会的票券。"),
        does(
            "3 14:20",
            LIN,
            "reply",
            to="complainant",
            message="收到，已经记下。如果您有他们的联系方式，也可以请他们来说明。",
        ),
        answers(
            "2 16:02",
            JIANG,
            "partly",
            "当晚 19:20 起兑换机断网约四十分钟，值班员没有按规定改用手工登记，直接请顾客付现金。这是我们的疏忽。",
            sheet(
                "值班记录",
                "19:20 兑换机断网",
                "20:02 恢复",
                "值班：示例",
            ),
            offers=("redeem", "explain"),
        ),
    ),
    story(
        # Urgent, contacted within minutes.
        filed(
            "1 14:05",
            "model_worker",
            who=("周先生（示例）", 112),
            cinema=SHAOSHAN_ROAD,
            at_the_cinema="yes",
            proof_shown="complete",
            story="我是省劳模，带了身份证和证书原件，检票口说“劳模免费的活动结束了”。我爱人也在。",
            files=(certificate("授予：示例同志", "省劳动模范"),),
        ),
        does("1 14:11", ZHOU, "claim"),
        does(
            "1 14:19",
            ZHOU,
            "record_contact",
            way="phone",
            reached="yes",
            result="已联系影院值班经理，影院同意先让两位入场。",
        ),
        does("1 14:38", ZHOU, "accept"),
        asks(
            "1 15:02",
            ZHOU,
            cinema="请说明当日 14:00 前后检票口对劳模免费观影的处理，当班人员是谁，是否接受过政策培训。",
        ),
    ),
    story(
        filed(
            "6 21:05",
            "refused_redemption",
            who=("吴女士（示例）", 113),
            cinema=YUHU,
            platform=PLATFORM,
            showing="20:10",
            story="取票机扫码说“券码无效”，前台让我找平台，平台说券码正常让我找影院。",
            wish="把票补给我，差的钱我可以补",
        ),
        does("5 09:15", LIN, "claim"),
        does("5 09:50", LIN, "accept"),
        does("4 08:58", LIN, "hand_over", to=ZHOU, note="我下周出差，请接着办。答复通知还没有发。"),
        asks(
            "4 10:30",
            ZHOU,
            cinema="请说明当日 20:10 场次取票机提示券码无效的原因，以及前台如何处理。",
            platform="请提供该券码当日的核验记录。",
        ),
        does(
            "-95m",
            COMPLAINANT,
            "evidence",
            attachments=(screen("券码核验失败", "20:03"),),
            caption="当时拍的取票机提示",
        ),
        says("-88m", "我今天又去试了一次，还是一样的提示，照片一起传上来了。"),
    ),
    story(
        # The cinema has no one who signs in: the clock has noted its silence, the handler goes on.
        filed(
            "10 19:26",
            "cash_first",
            who=("郑小例", 114),
            cinema=WULING,
            showing="19:00",
            story="排队的时候工作人员出来喊“付现金的到前面来”，我们拿票券的七八个人一直等到快开场。",
            wish="按先来后到，别分三六九等",
        ),
        does("9 09:11", LIN, "claim"),
        does("9 09:36", LIN, "accept"),
        asks("8 14:05", LIN, cinema="请说明当日 18:20 至 19:00 售票窗口的排队安排，是否让付现金的顾客优先。"),
        does(
            "2 10:44", LIN, "record_contact", way="phone", reached="yes", result="告知影院没有按期答复，案件照常办理。"
        ),
    ),
    story(
        # Silent past its day, and answered after all: still evidence.
        filed(
            "11 22:07",
            "refused_showing",
            who=("王女士（示例）", 115),
            cinema=SHAOSHAN_ROAD,
            showing="20:30",
            film="示例长空",
            story="说巨幕厅不能用票券，只能看小厅。规定明明写的是任何场次、任何影厅。",
            wish="请影院按规定办",
            files=(counter("巨幕厅", "票券不适用"),),
        ),
        does("10 09:25", ZHOU, "claim"),
        does("10 09:58", ZHOU, "accept"),
        asks("9 11:16", ZHOU, cinema="请说明巨幕厅是否接受票券兑换；如果不接受，依据是什么，从何时开始。"),
        answers(
            "1 11:42",
            WANG,
            "yes",
            "对不起，答复晚了。巨幕厅此前确实没有开通票券，是店里自己的做法，昨天已经改了，牌子也撤了。",
            offers=("apologise", "train"),
        ),
    ),
    story(
        # A further question, beside the procedure.
        filed(
            "12 19:22",
            "top_up_refused",
            who=("冯小样", 116),
            cinema=HETANG,
            platform=PLATFORM,
            showing="19:40",
            story="票券里还剩 22 元，想补 13 元看一场，窗口说余额不够不能用，让我用完再买新的。",
            wish="允许补差价",
            files=(screen("余额 22.00", "不足抵扣"),),
        ),
        does("11 08:55", ZHOU, "claim"),
        does("11 09:30", ZHOU, "accept"),
        asks(
            "11 10:05",
            ZHOU,
            cinema="请说明余额不足时是否允许会员补差价，当日窗口是如何答复的。",
            platform="请说明余额不足时补差价的功能是否开通，以及对影院的操作说明。",
        ),
        answers("8 15:27", WU, "partly", "窗口的机器没有补差价的按钮，员工以为不能补。我们不知道可以走另一个页面。"),
        answers("7 10:51", GAO, "no", "平台一直支持补差价，操作手册第 12 页有说明。", offers=("explain",)),
        # The receipt was lost; the first of the two facts was misheard.
        does("6 10:18", ZHOU, "reissue_code", phone_end="8161", name="冯小样", handed="phone"),
        does("6 10:20", ZHOU, "reissue_code", phone_end="8116", name="冯小样", handed="phone"),
        does(
            "2 09:48",
            ZHOU,
            "ask_further",
            unit=party("platform"),
            question="影院说窗口机器没有补差价按钮。请说明该影院机器的版本，以及何时向影院发过操作手册。",
        ),
    ),
    story(
        # Accepted; nobody asked yet.
        filed(
            "4 13:09",
            "invoice",
            who=("褚示范", 117),
            platform=PLATFORM,
            story="我们工会买了 60 份票券，平台只给了一张收据，说发票要等年底统一开。单位报账等不了。",
            wish="尽快开正规发票",
            files=(receipt("购券 60 份", "合计 12000.00", "收据，非发票"),),
        ),
        does("3 09:31", LIN, "claim"),
        does("2 10:02", LIN, "accept"),
    ),
)
