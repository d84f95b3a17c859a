"""What a case here may be (投诉、举报; 投诉举报办法 art. 3): a dispute of one's own, or word of a violation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.kinds import Matter

if TYPE_CHECKING:
    from .models import Complaint

COMPLAINT, REPORT = "complaint", "report"

# What only a dispute of one's own has: a wish, a settlement, a remedy, a rating; who brought it may take it back.
OWN_DISPUTE = (COMPLAINT,)
ONLY_REPORTS = (REPORT,)

MATTERS = {
    COMPLAINT: Matter(
        _("Complaint"), pgettext_lazy("in a sentence", "complaint"), pgettext_lazy("in a sentence", "complainant"), "TS"
    ),
    REPORT: Matter(
        _("Report"),
        pgettext_lazy("in a sentence", "report"),
        pgettext_lazy("in a sentence", "reporter"),
        "JB",
        told_within="reporter_told_days",
    ),
}


def is_report(case: Complaint) -> bool:
    return case.matter == REPORT


def somebody_can_be_told(case: Complaint) -> bool:
    """Nobody can be told of a report that was filed without a name, or opened by the office itself."""
    return not case.anonymous
