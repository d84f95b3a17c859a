"""The sentences of a decision's letters.

Letters are Chinese, in whatever language the pages are read, and quote the notice as it stands (RULES R36-R45). Nothing
here names whoever complained, or the case in which the violation was found: a number or a day of a complaint would lead
the party to its complainant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.engine.kinds import kind_of
from casework.engine.models import Attachment, Case

from ..letters.data import chinese_day
from ..models import Severity
from ..tariff import TERMS
from ..violations import ALL_THREE, BY_CODE, RECTIFY, WARNING
from .subsidies import How, Subsidies

if TYPE_CHECKING:
    from ..models import Decision, Defence, Measure

NOTICE = "“湘观影”活动通知（湘工发〔2021〕5号）"
CONSEQUENCES = (
    f"{NOTICE}规定：对“拒绝兑换、偷漏票房、现金优先、黄金档锁票等行为”，“一经查实”，"
    "“将取消参加‘湘观影’等活动和享受各种资金补贴的资格”，“并纳入失信记录”。"
)
SUPERVISION = f"{NOTICE}规定活动组织单位“督促检查”，可以约谈、书面警示，责令整改、退款。"
# Why the fund's office is told, by the act after which something else holds.
WHY_TOLD = {
    **dict.fromkeys(
        ("serve_decision", "receive_decision", "end_announcement_of_decision"), "处理决定已经送达，自送达之日起生效。"
    ),
    "suspend_measures": "该单位申请复核，复核期间决定暂停执行该项措施。",
    "uphold_decision": "复核已经结束，维持原处理决定，恢复执行该项措施。",
    "change_decision": "复核已经结束，变更了原处理决定。",
    "revoke_decision": "复核已经结束，撤销了原处理决定。",
    "end_early": "该单位的信用修复申请已经获准，该项措施提前终止。",
    "restore": "该单位的信用修复已被撤销，该项措施的期限重新计算。",
}
SAID_NOTHING = "你单位在规定期限内没有提出陈述申辩意见。"
HOW_TO_REPAIR = (
    "登录“{site}”网站（{address}），在本案页面提出申请，或者向{office}书面提出。"
    "我们在{accept}个工作日内告知是否受理，自受理之日起{decide}个工作日内作出决定。信用修复不收取任何费用。"
)


def basis(case: Decision, kinds: Collection[str]) -> str:
    """The rule in the notice's own words, what it has for consequence, and how grave the violation is."""
    return "\n".join(_basis(case, kinds))


def _basis(case: Decision, kinds: Collection[str]) -> Iterator[str]:
    violation = BY_CODE[case.violation]
    if violation.measures == ALL_THREE:
        yield f"{CONSEQUENCES}你单位的行为属于其中的“{violation.words}”。"
    elif violation.rule == "R36":
        yield f"{CONSEQUENCES}你单位的行为属于其中“{violation.words}”所指的其他行为。"
    else:
        yield f"{NOTICE}要求“{violation.words}”，你单位的行为违反了这一要求。"
        if set(kinds) & set(ALL_THREE):
            yield CONSEQUENCES
    if set(kinds) & {RECTIFY, WARNING}:
        yield SUPERVISION
    if set(kinds) & set(ALL_THREE):
        yield _graveness(case)


def _graveness(case: Decision) -> str:
    severity = Severity(case.severity)
    shortest, longest = TERMS[severity]
    earlier = f"此前两年内已对你单位作出处理决定{case.earlier}次，" if case.earlier else ""
    return f"{earlier}参照国办发〔2025〕22号，本案属于“{severity.label}”失信行为，措施期限为{shortest}至{longest}个月。"


def measure(one: Measure, decision: str) -> str:
    """One measure with its term, which begins with the service of the `decision`, as the letter calls it."""
    if one.months:
        also = "，期限内以后年度举办的活动也不得参加" if one.later else ""
        return f"{one.get_kind_display()}，期限{one.months}个月，自{decision}送达之日起计算{also}。"
    if one.due:
        return f"{one.get_kind_display()}：{ended(one.words)}应当在{chinese_day(one.due)}前（含当日）完成。"
    return f"{one.get_kind_display()}。"


def subsidies(before: Subsidies | None, after: Subsidies, today: dt.date) -> str:
    """What holds of them from now on, with its days. What was suspended goes on from today."""
    if after.how == How.REVOKED:
        return _no_more(after.since)
    if after.how == How.SUSPENDED:
        return (
            f"自{chinese_day(today)}起，暂停执行取消资金补贴资格的措施；原定期限不变，至{chinese_day(after.last)}止。"
        )
    if after.last < today:
        return _no_more(after.last + dt.timedelta(days=1))
    goes_on = before is not None and before.how == How.SUSPENDED
    since = max(after.since, today) if goes_on else after.since
    return f"自{chinese_day(since)}起至{chinese_day(after.last)}止（含当日），该单位不享受各种资金补贴。"


def _no_more(since: dt.date) -> str:
    return f"自{chinese_day(since)}起，不再执行取消资金补贴资格的措施，该单位享受资金补贴的资格不再受此限制。"


def within(days: int) -> str:
    """A term that runs from the service of the letter in which it stands."""
    return f"自收到本告知书之日起{days}个工作日内"


def answer(defence: Defence) -> str:
    """A point of the defence, and the answer to it."""
    return f"你单位提出：{ended(defence.words)}答复：{ended(defence.answer)}"


def ended(text: str) -> str:
    """The text as something that another sentence may follow."""
    text = text.strip()
    return text if text.endswith(("。", "！", "？", "；", ".", "!", "?")) else f"{text}。"


def evidence(case: Decision, today: dt.date) -> str:
    """Of what kind it is, and from when. What somebody outside filed is called by its kind alone, with the day of the
    violation, which the party knows; two statements."""
    numbers = case.sources.order_by("pk").values_list("number", flat=True)
    sources = Case.objects.filter(number__in=numbers).order_by("pk")
    said = [_of_a_source(source, case) for source in sources]
    said.append(f"本案调查材料（{chinese_day(_day(case))}至{chinese_day(today)}）")
    if files := Attachment.objects.filter(case_id=case.pk, by_unit=case.unit_id).count():
        said.append(f"你单位提交的材料{files}份")
    return _as_lines(dict.fromkeys(said))


def _of_a_source(source: Case, case: Decision) -> str:
    kind = kind_of(source)
    if kind.opening.opens_as:
        return f"{kind.label}核查材料（涉及{chinese_day(case.happened_on)}的情况）"
    return f"{kind.label}材料（{chinese_day(_day(source))}）"


def _day(case: Case) -> dt.date:
    return timezone.localdate(case.opened_at)


def _as_lines(parts: Iterable[str]) -> str:
    *first, last = parts
    return "\n".join([*(f"{part}；" for part in first), f"{last}。"])
