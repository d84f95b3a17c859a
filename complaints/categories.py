"""What a complaint may be about: each category knows its rule, who must answer, and how urgent it is by default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

CINEMA, PLATFORM, BODY = "cinema", "platform", "body"
# Who may be complained of, in the order in which they are asked for.
ROLES = (CINEMA, PLATFORM, BODY)
THE_PARTY = {CINEMA: _("The cinema"), PLATFORM: _("The platform"), BODY: _("The body concerned")}


@dataclass(frozen=True)
class Category:
    """`rule` numbers the notice (RULES.md); `words` are the notice's own, quoted as they stand, never translated.

    answers: the parties who must answer. urgent: somebody may be standing at the counter. price: film, hall and price
    are asked and compared with the lowest release price. proof: asks what a model worker showed (R21). plain: how
    people say it, for the search on the first page.
    """

    code: str
    label: Any
    rule: str
    words: str
    answers: tuple[str, ...]
    plain: str
    urgent: bool = False
    price: bool = False
    proof: bool = False


_REFUSED = "不得以任何理由拒绝兑换"
_ANY = "兑换电影票观看任何场次"

CATEGORIES = (
    Category(
        "refused_redemption",
        _("Voucher refused"),
        "R33",
        _REFUSED,
        (CINEMA, PLATFORM),
        "不收券 拒绝 不让兑换 用不了 系统不收 券不能用",
        urgent=True,
    ),
    Category(
        "refused_showing",
        _("Refused for this showing or hall"),
        "R11",
        _ANY,
        (CINEMA,),
        "这场不能用 黄金场 巨幕 特殊厅 场次 影厅 首映 节假日",
        urgent=True,
    ),
    Category(
        "locked_seats",
        _("Good seats or hours locked for voucher holders"),
        "R36",
        "黄金档锁票",
        (CINEMA, PLATFORM),
        "锁座 锁票 没有座位 黄金档 选不了座",
    ),
    Category(
        "cash_first",
        _("Cash customers first"),
        "R36",
        "现金优先",
        (CINEMA,),
        "现金优先 先卖现金 让我们等 付现金",
        urgent=True,
    ),
    Category(
        "model_worker",
        _("Model worker refused free viewing"),
        "R20",
        "可以凭有效证件免费观影，任何场次、任何影厅，不限次数",
        (CINEMA,),
        "劳模 道德模范 免费 证件 家属 不让进",
        urgent=True,
        proof=True,
    ),
    Category(
        "over_price",
        _("Charged more than the lowest release price"),
        "R10",
        "按照不高于影片最低发行价的优惠标准兑换",
        (CINEMA, PLATFORM),
        "多收钱 价格 贵 最低发行价 票价",
        price=True,
    ),
    Category(
        "surcharge",
        _("Surcharge on top"),
        "R42",
        "杜绝加价",
        (CINEMA, PLATFORM),
        "加价 服务费 手续费 选座费 另收",
        price=True,
    ),
    Category(
        "top_up_refused",
        _("Paying the difference refused"),
        "R13",
        "余额不足时允许会员补差价",
        (CINEMA, PLATFORM),
        "补差价 余额不足 差额",
        price=True,
    ),
    Category(
        "other_goods",
        _("Voucher taken for other goods"),
        "R12",
        "仅限于兑换电影票，不得用于其他消费",
        (CINEMA,),
        "爆米花 饮料 卖品 其他消费",
    ),
    Category(
        "box_office",
        _("Ticket not entered in the box office"),
        "R34",
        "确保每张票的收入进入票房",
        (CINEMA,),
        "没有票 手写票 白条 票房 偷漏 不出票",
    ),
    Category(
        "staff_ignorant",
        _("Staff did not know the rules"),
        "R35",
        "工作人员熟知兑换规则和免费观影政策",
        (CINEMA,),
        "不知道 不懂 没听说 店员 售票员",
    ),
    Category("poor_service", _("Poor service"), "R35", "提供热情服务", (CINEMA,), "态度 差 骂 冷漠 服务"),
    Category(
        "passed_around",
        _("Passed from one to another"),
        "R42",
        "杜绝推诿扯皮",
        (CINEMA, PLATFORM),
        "推诿 扯皮 踢皮球 让我找平台 让我找影院",
    ),
    Category(
        "extension_refused",
        _("Extension or pooling refused"),
        "R16",
        "明确通道和实施办法",
        (PLATFORM,),
        "延期 过期 到期 归集 找不到入口",
    ),
    Category("invoice", _("No proper invoice"), "R23", "能提供正规发票和相关附件", (PLATFORM,), "发票 不开票 报销"),
    Category(
        "body",
        _("The association or a union did not do its part"),
        "R45",
        "统筹指导，调度协调，督促检查",
        (BODY,),
        "协会 工会 不管 不处理 拖着不办 没有发券 偏袒",
    ),
    Category("other", _("Something else about the campaign"), "R44", "受理相关投诉", (CINEMA,), "其他 别的"),
)

BY_CODE = {category.code: category for category in CATEGORIES}
CHOICES = [(category.code, category.label) for category in CATEGORIES]
