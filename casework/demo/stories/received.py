"""Complaints that nobody has decided on yet: minutes old, due today, overdue."""

from ..people import HETANG, LIN, MENG, SHAOSHAN_ROAD, TANG, TIANYUAN, YUNLONG, ZHOU
from ..pictures import counter, receipt, screen
from ..script import COMPLAINANT, PLATFORM, does, filed, says, story

RECEIVED = (
    story(
        # Told on the phone to the county's union, which reads nothing of it afterwards.
        filed(
            "1 15:42",
            "refused_showing",
            who=("周大爷（示例）", 107),
            cinema=TIANYUAN,
            showing="10:00",
            days_later=1,
            taken_in_by=MENG,
            source="phone",
            story="我去看上午十点那场，她讲巨幕厅不能用券，要看就加钱。我讲工会的券哪个厅都能看的，她不信。",
            summary="影院以巨幕厅为由拒绝兑换，要求加价；来电人年纪较大，请用电话联系。",
            wish="以后去看不要再加钱",
        ),
    ),
    story(
        filed(
            "-6m",
            "refused_redemption",
            who=("", 101),
            cinema=TIANYUAN,
            at_the_cinema="yes",
            story="我就在柜台前，售票员说系统今天不收票券，要看只能付现金。电影再过二十分钟开场。",
            files=(counter("本场不收", "电影票券"),),
        ),
    ),
    story(
        filed(
            "-52m",
            "over_price",
            who=("陈小例", 102),
            cinema=SHAOSHAN_ROAD,
            platform=PLATFORM,
            showing="14:10",
            days_later=1,
            film="湘江样片",
            hall="ordinary",
            price_paid="58.00",
            story="用票券换《湘江样片》，扣了 58 元。大厅价目表上写着这部片子最低发行价 35 元，多扣了 23 元。"
            "问前台，说系统就是这么扣的。",
            wish="把多扣的 23 元退回票券余额",
            files=(receipt("湘江样片", "票券抵扣 58.00", "现金 0.00"),),
        ),
    ),
    story(
        filed(
            "1 20:36",
            "extension_refused",
            who=("李小样", 103),
            platform=PLATFORM,
            story="我的票券下个月到期，单位加班多，一直没空看。想申请延期，在购券页面找了一圈没找到入口，"
            "客服让我“等通知”，等了两个星期没有人联系我。",
            wish="告诉我在哪里申请，或者直接帮我延期",
            files=(screen("暂无可办理业务", "请等待通知"),),
        ),
    ),
    story(
        filed(
            "2 12:18",
            "staff_ignorant",
            who=("刘示范", 104),
            cinema=YUNLONG,
            showing="10:30",
            days_later=1,
            story="前台两位工作人员都没听说过工会的电影票券，其中一位打电话问了十几分钟，说“可能已经停了”。"
            "最后是保安大叔告诉我怎么扫码的。",
            wish="请培训一下员工，别让后面的人再跑一趟",
        ),
        does("1 09:20", ZHOU, "claim"),
        does("1 09:34", ZHOU, "note", note="这家店上个月也有人反映过同样的情况，受理时一并核实培训记录。"),
    ),
    story(
        # Seven workdays: to be accepted or not by the end of today.
        filed(
            "7 19:47",
            "poor_service",
            who=("赵小例", 105),
            cinema=HETANG,
            showing="18:40",
            story="拿票券取票，窗口的人把手机往台上一放说“用券的去那边排队”，那边根本没有人。我问了第二遍，他说“不会看牌子吗”。",
            wish="希望态度好一点，赔个不是",
        ),
        does("5 10:06", LIN, "claim"),
        does("5 10:20", LIN, "reply", to="complainant", message="您好，请问您是在几号窗口办理的？记得大概时间就可以。"),
        says("4 21:13", "二号窗口，六点半左右，一位戴眼镜的男员工。"),
        does("3 09:05", LIN, "mark_read"),
    ),
    story(
        # Two days over: the lead has been told.
        filed(
            "9 08:52",
            "locked_seats",
            who=("孙小样", 106),
            cinema=TIANYUAN,
            platform=PLATFORM,
            showing="19:30",
            days_later=1,
            film="春天的例子",
            story="晚上七点半那场，普通购票页面还有一大半座位，换成票券支付就显示“无可选座位”。试了三次都一样。",
            wish="票券应当和别人一样选座",
            files=(screen("19:30 春天的例子", "票券支付", "无可选座位"),),
        ),
        does("6 16:10", TANG, "hand_over", to=ZHOU, note="最近件多，这件请尽快看一下材料是否齐全。"),
        does("1 12:24", COMPLAINANT, "urge", words="已经两个多星期了，请问到哪一步了？"),
    ),
)
