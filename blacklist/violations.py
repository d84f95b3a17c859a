"""What may be decided about: each violation knows its rule, and with which measures a decision starts (R36-R42)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# Measures, by name; who decides each stands in `measures.DECIDES`.
WARNING, RECTIFY, DISQUALIFY, SUBSIDY, RECORD = "warning", "rectify", "disqualify", "subsidy", "record"
# The notice's consequences of the four named violations are cumulative (R38-R40, 并).
ALL_THREE = (DISQUALIFY, SUBSIDY, RECORD)
FIRST_TIME = (RECTIFY, WARNING)
# Where the rules are quoted from.
NOTICE = "湘工发〔2021〕5号"


@dataclass(frozen=True)
class Violation:
    """`rule` numbers the notice (RULES.md); `words` are the notice's own, quoted as they stand, never translated.

    measures: those with which a decision starts; to leave one out is a departure, with reasons.
    """

    code: str
    label: Any
    rule: str
    words: str
    measures: tuple[str, ...]


VIOLATIONS = (
    Violation("refused_redemption", _("Refused redemption"), "R36", "拒绝兑换", ALL_THREE),
    Violation("box_office", _("Box office evaded"), "R36", "偷漏票房", ALL_THREE),
    Violation("cash_first", _("Cash first"), "R36", "现金优先", ALL_THREE),
    Violation("locked_seats", _("Prime time locked"), "R36", "黄金档锁票", ALL_THREE),
    Violation("over_price", _("Above the lowest release price"), "R10", "不高于影片最低发行价", FIRST_TIME),
    Violation("surcharge", _("Surcharge"), "R42", "杜绝加价", FIRST_TIME),
    Violation("passed_around", _("Passed from one to another"), "R42", "杜绝推诿扯皮", FIRST_TIME),
    Violation("model_worker", _("Model worker refused"), "R22", "不得以任何借口、理由拒绝", FIRST_TIME),
    Violation("other", _("Another violation of the campaign's rules"), "R36", "等行为", (WARNING,)),
)
BY_CODE = {violation.code: violation for violation in VIOLATIONS}
CHOICES = [(violation.code, violation.label) for violation in VIOLATIONS]
