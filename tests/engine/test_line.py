"""The line: one complaint from filing to its end, through the one door."""

import pytest

from casework.engine import record
from casework.engine.models import Case, Event, WorkTask

from .world import Line, make_file, make_world

pytestmark = pytest.mark.django_db


def test_a_complaint_goes_from_filing_to_closed():
    line = Line(make_world()).to_decided()
    assert line.case.state == "decided"

    line.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=[make_file(line)])
    line.do("confirm_remedy", "handler")
    line.do("confirm_received", "complainant")
    case = line.case
    assert (case.state, case.holder, case.closed_at is not None) == ("closed", None, True)
    names = list(Event.objects.filter(case=case).values_list("name", flat=True))
    assert names == [
        "file",
        "claim",
        "accept",
        "request_answers",
        "answer",
        "answer",
        "propose",
        "approve",
        "report_remedy",
        "confirm_remedy",
        "confirm_received",
        "close",
    ]
    assert record.verify([Case.objects.get(pk=case.pk)]) == []
    assert not WorkTask.objects.filter(process__case=case, finished__isnull=True).exists()
