"""Complaints whose finding waits for a second pair of eyes."""

from ..people import GAO, HETANG, JIANG, LIN, LU, SHAOSHAN_ROAD, TIANYUAN, WANG, WU, ZHOU
from ..pictures import certificate, receipt, sheet, ticket
from ..script import COMPLAINANT, PLATFORM, answers, asks, does, filed, proposes, story

PROPOSED = (
    story(
        # R22: the proof was complete, so no "valid reason" was on offer. Three workdays: approval is due today.
        filed(
            "13 21:16",
            "model_worker",
            who=("杨示范", 131),
            cinema=TIANYUAN,
            showing="19:20",
            proof_shown="complete",
            story="带着身份证和劳模证书，和老伴一起去看电影。检票员说“证书是照片，不算”，不让进。我把原件也拿出来了，还是不行。",
            wish="以后别再为难我们这些老同志",
            files=(
                certificate("授予：示例同志", "全国劳动模范"),
                ticket("示例长空", "3 号厅 19:20", "未入场"),
            ),
        ),
        does("12 08:50", LIN, "claim"),
        does("12 09:05", LIN, "accept", remark="让您受委屈了。我们马上核实，有结果第一时间告诉您。"),
        asks(
            "12 09:40",
            LIN,
            cinema="请说明当日 19:20 前后检票口拒绝劳模免费观影的经过、当班人员，以及对“有效证件”的理解。",
        ),
        answers(
            "8 17:30",
            JIANG,
            "yes",
            "检票员是新来的，把“证书照片有效”记成了“必须原件”，原件拿出来以后又说要找经理。责任在我们培训不到位。",
            sheet("情况说明", "当班检票员：示例", "已安排重新培训"),
            offers=("apologise", "train"),
        ),
        proposes(
            "3 10:26",
            LIN,
            "upheld",
            "投诉人出示了身份证和劳模证书原件，证件齐全，影院仍拒绝其免费观影。",
            rule="R20",
            remedy_by="cinema",
            remedy="向投诉人书面致歉，安排其与一名家属任选场次观影，全员重新培训并报送签到表。",
        ),
    ),
    story(
        # Film and price given: compared with the lowest release price.
        filed(
            "11 13:28",
            "over_price",
            who=("朱小例", 132),
            cinema=SHAOSHAN_ROAD,
            platform=PLATFORM,
            showing="10:40",
            days_later=1,
            film="示例长空",
            hall="ordinary",
            price_paid="52.00",
            story="上午场，前台标价 38 元，用票券扣了 52 元。同一场同一个厅，同事付现金就是 38 元。",
            wish="退回 14 元差价",
            files=(receipt("示例长空", "票券抵扣 52.00", "标价 38.00"),),
        ),
        does("10 14:02", ZHOU, "claim"),
        does("10 14:30", ZHOU, "accept"),
        asks(
            "9 09:18",
            ZHOU,
            cinema="请提供当日 10:40 场次的标价和票券结算价，并说明差异。",
            platform="请提供该影片的最低发行价和当日的结算规则。",
        ),
        answers("6 11:20", WANG, "partly", "标价 38 元是当天的特价，票券按平台的结算价走，店里改不了。"),
        answers(
            "5 16:44",
            GAO,
            "yes",
            "该影片最低发行价为 35 元，结算价设为 52 元是上月的旧数据没有更新。同意退回差价。",
            sheet("结算价核对", "最低发行价 35.00", "当日结算 52.00"),
            offers=("refund",),
        ),
        proposes(
            "1 14:10",
            ZHOU,
            "partly_upheld",
            "票券结算价高于最低发行价，系平台数据没有更新；影院不知情。",
            rule="R10",
            remedy_by="platform",
            remedy="退回差价，更新全部影片结算价并报送核对表。",
        ),
    ),
    story(
        # Handled by a lead, who therefore may not approve it.
        filed(
            "9 18:37",
            "other_goods",
            who=("秦小样", 133),
            cinema=HETANG,
            showing="18:00",
            days_later=1,
            story="前台说票券剩的钱可以换爆米花套餐，当场给我换了一份。回来才知道票券只能换电影票。",
            wish="把扣掉的余额还给我，爆米花钱我照付",
            files=(receipt("爆米花套餐", "票券抵扣 30.00"),),
        ),
        does("8 09:00", LU, "claim"),
        does("8 09:26", LU, "accept"),
        asks("8 10:40", LU, cinema="请说明票券余额换购卖品的情况：从何时开始，涉及多少笔。"),
        answers(
            "5 15:08",
            WU,
            "yes",
            "前台为了冲卖品业绩，私自做了三笔，已经停了，钱可以退回票券。",
            offers=("refund", "train"),
        ),
        does("4 20:02", COMPLAINANT, "urge", words=""),
        proposes(
            "2 15:33",
            LU,
            "upheld",
            "影院用票券余额换购卖品三笔，票券仅限于兑换电影票。",
            rule="R12",
            remedy_by="cinema",
            remedy="退回三笔余额，停止换购，报送退回凭据。",
        ),
    ),
)
