"""What may stand in a letter: for each kind its fields, by the names that a template calls them, and which are signed.

Labels and order of the signed ones make the canonical text, which is signed: they are permanent. A new wording is a new
`canonical.HEADING`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..models import LetterKind

NOTICE, HEARING_NOTICE, DECISION, REPAIR_NOTICE, FUND_NOTICE = LetterKind


@dataclass(frozen=True)
class Field:
    """`label`: before its words in the canonical text, always Chinese, as letters are; `help`: for who writes
    templates."""

    name: str
    label: str
    help: Any


# The two that are no words: where the letter is checked, as a picture and as an address to be typed.
QR, CHECK_ADDRESS = "qr", "check_address"
UNSIGNED: Mapping[str, Any] = {
    "contact": _("whom to ask, by which telephone"),
    CHECK_ADDRESS: _("the address at which the letter can be checked, in letters"),
    QR: _("the same as a QR code"),
}

_ALL = [
    Field("number", "文号", _("number of the letter")),
    Field("case_number", "案号", _("number of the case")),
    Field("addressee", "主送单位", _("the office outside to which the letter goes")),
    Field("party", "当事人", _("name of the party")),
    Field("uscc", "统一社会信用代码", _("unified social credit code of the party")),
    Field("cinema_code", "影院编码", _("code of the cinema, where the party is one")),
    Field("regarding", "所涉文书", _("number of the letter that this one is about")),
    Field("regarding_day", "所涉文书日期", _("date of the letter that this one is about")),
    Field("decided_by", "决定单位", _("the body that decided on the measure")),
    Field("facts", "事实", _("what was found")),
    Field("evidence", "证据", _("by what it is shown")),
    Field("answers", "陈述申辩及答复", _("each point of the defence, and the answer to it")),
    Field("basis", "依据", _("the rule")),
    Field("measures", "措施", _("the measures, one a paragraph, with their terms")),
    Field("defence_term", "陈述申辩期限", _("how long the party may state its defence")),
    Field("hearing_term", "申请听证期限", _("how long the party may ask for a hearing")),
    Field("hearing_at", "听证时间", _("day and time of the hearing")),
    Field("hearing_place", "听证地点", _("place of the hearing")),
    Field("presider", "听证主持人", _("who presides at the hearing")),
    Field("remedies", "救济途径", _("how the decision can be contested, and until when")),
    Field("repair_from", "可申请修复的时间", _("from when on repair may be asked for")),
    Field("repair_conditions", "修复条件", _("conditions of repair")),
    Field("repair_how", "修复申请方式", _("how repair is asked for")),
    Field("subsidies", "资金补贴资格", _("what holds now of the disqualification from subsidies")),
    Field("why", "原因", _("why that is so now")),
    Field("bodies", "落款单位", _("the bodies that issue the letter, one a paragraph")),
    Field("day", "日期", _("date of the letter")),
]
_OPTIONAL = {"uscc", "cinema_code", "answers", "hearing_term"}
_OF: Mapping[str, str] = {
    NOTICE: "number case_number party uscc facts evidence basis measures defence_term hearing_term bodies day",
    HEARING_NOTICE: "number case_number party uscc regarding facts hearing_at hearing_place presider bodies day",
    DECISION: "number case_number party uscc facts evidence answers basis measures remedies bodies day",
    REPAIR_NOTICE: "number case_number party uscc regarding repair_from repair_conditions repair_how bodies day",
    FUND_NOTICE: "number case_number addressee party uscc cinema_code regarding regarding_day decided_by subsidies why "
    "bodies day",
}


def signed(kind: str) -> list[Field]:
    """The fields whose words are signed, in the order of the canonical text. A template must show every one of them:
    what is signed and cannot be read could not be checked by whoever holds the letter."""
    names = _OF[kind].split()
    return [field for field in _ALL if field.name in names]


def must_be_said(kind: str) -> list[Field]:
    """Those without which there is no letter of this kind."""
    return [field for field in signed(kind) if field.name not in _OPTIONAL]


def known(kind: str) -> dict[str, Any]:
    """All names that a template of this kind may call, with what they stand for."""
    return {field.name: field.help for field in signed(kind)} | dict(UNSIGNED)


def needed(kind: str) -> list[str]:
    """The names that a template of this kind must call."""
    return [*(field.name for field in signed(kind)), QR]
