"""Complaints whose answers are in: a finding is to be proposed, today, since yesterday, or once more."""

from ..people import GAO, HETANG, JIANG, LIN, LUO, TANG, TIANYUAN, YUNLONG, ZHOU
from ..pictures import receipt, screen, sheet
from ..script import PLATFORM, answers, asks, does, filed, open_request, proposes, story

INVESTIGATED = (
    story(
        # Fifteen workdays since acceptance: the finding is due today.
        filed(
            "16 20:50",
            "locked_seats",
            who=("卫小例", 121),
            cinema=TIANYUAN,
            platform=PLATFORM,
            showing="20:00",
            film="春天的例子",
            story="黄金时段的好座位都是灰的，一换成普通支付就亮了。票券是不是只能坐边上？",
            wish="把座位放开",
            files=(screen("20:00 中间区域", "票券不可选"),),
        ),
        does("15 09:10", LIN, "claim"),
        does("15 09:44", LIN, "accept"),
        asks(
            "14 10:20",
            LIN,
            cinema="请说明当日 20:00 场次各区域座位的开放情况，是否对票券锁座。",
            platform="请提供当日该场次票券渠道可选座位的数据。",
        ),
        answers(
            "11 17:12",
            LUO,
            "no",
            "我们没有锁座，座位由系统分配给各渠道，票券渠道当天分到 40 个。",
            sheet("座位分配", "票券 40", "其他 120"),
        ),
        answers(
            "10 11:38",
            GAO,
            "partly",
            "当日该场次票券渠道的座位上限是影院在后台设的，我们没有主动核对。",
            offers=("explain",),
        ),
        does(
            "4 15:20", LIN, "note", note="两边说法不一，关键是上限由谁设。平台后台截图能看出操作账号，写认定时要写明。"
        ),
    ),
    story(
        # Fifteen workdays were over two days ago.
        filed(
            "19 17:33",
            "box_office",
            who=("蒋示范", 122),
            cinema=YUNLONG,
            showing="16:10",
            story="付了钱没有给电影票，手写了一张纸条就让进场了。我担心这张票没有进票房。",
            wish="查一下这场的票房",
            files=(sheet("手写纸条", "2 人，90 元", "3 号厅"),),
        ),
        does("18 09:07", ZHOU, "claim"),
        does("17 09:40", ZHOU, "accept"),
        asks("16 14:30", ZHOU, cinema="请提供当日 16:10 场次的售票明细和票房上报记录，并说明手写纸条的情况。"),
        does("8 16:05", ZHOU, "note", note="影院没有答复，已向片方核对上报数据，等回函。"),
    ),
    story(
        # Proposed, and returned with reasons: nobody is asked again.
        filed(
            "14 19:58",
            "surcharge",
            who=("沈女士（示例）", 123),
            cinema=TIANYUAN,
            platform=PLATFORM,
            showing="19:10",
            film="湘江样片",
            hall="ordinary",
            price_paid="38.00",
            story="兑换的时候另收了 3 元“选座服务费”，不付就选不了座。",
            wish="退回 3 元，以后别收",
            files=(receipt("选座服务费 3.00", "电影票券 1"),),
        ),
        does("13 08:59", LIN, "claim"),
        does("13 09:22", LIN, "accept"),
        asks(
            "13 10:05",
            LIN,
            cinema="请说明是否对票券兑换另收选座服务费，收取的依据和去向。",
            platform="请说明选座服务费由谁收取，是否在购券协议中载明。",
        ),
        answers("10 16:40", JIANG, "partly", "3 元是平台页面上收的，钱没有到影院账上。", offers=("refund",)),
        answers("9 14:26", GAO, "partly", "服务费是旧版页面的设置，本月已经下线，可以原路退回。", offers=("refund",)),
        does("6 10:32", LIN, "note", note="已向平台调取服务费流水，正在核对下线日期。"),
        proposes(
            "3 16:18",
            LIN,
            "upheld",
            "平台在票券兑换中另收 3 元选座服务费，双方均不否认。",
            rule="R42",
            remedy_by="platform",
            remedy="退回 3 元，并说明本月以前收取的其他服务费如何处理。",
        ),
        does(
            "1 09:56",
            TANG,
            "send_back",
            reason="请补充影院一方是否知情：页面是影院和平台共用的，认定里要写清各自的责任。",
        ),
    ),
    story(
        # The cinema's request was withdrawn from; the platform's answer is enough.
        filed(
            "9 12:44",
            "passed_around",
            who=("韩小样", 124),
            cinema=HETANG,
            platform=PLATFORM,
            days_later=2,
            story="票券过户的事，影院让我找平台，平台让我找单位工会，工会说不归他们管。打了四个电话。",
            wish="告诉我到底找谁",
        ),
        does("8 10:10", ZHOU, "claim"),
        does("8 10:31", ZHOU, "accept"),
        asks(
            "8 11:02",
            ZHOU,
            cinema="请说明票券过户咨询的答复口径。",
            platform="请说明票券能否过户，由谁办理，客服当日如何答复。",
        ),
        answers(
            "5 10:15",
            GAO,
            "yes",
            "过户由平台办理，客服当时答复有误，已经更正并给投诉人回了电话。",
            offers=("explain", "apologise"),
        ),
        does(
            "4 09:33",
            ZHOU,
            "drop_request",
            request=open_request("cinema"),
            reason="过户不由影院办理，平台已经说明，不必再答复。",
        ),
    ),
)
