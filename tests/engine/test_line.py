"""The line: one complaint from filing to its end, through the one door."""

import pytest

from casework.engine import record
from casework.engine.models import Case, Event, WorkTask

from .world import Line, make_world

pytestmark = pytest.mark.django_db


def test_a_complaint_goes_from_filing_to_closed():
    line = Line(make_world()).to_decided()
    assert line.case.state == "decided"
    proof = []

    line.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=proof or [make_file(line)])
    line.do("confirm_remedy", "handler")
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
        "close",
    ]
    assert record.verify([Case.objects.get(pk=case.pk)]) == []
    assert not WorkTask.objects.filter(process__case=case, finished__isnull=True).exists()


def make_file(line, actor=None):
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    from casework.engine.attachments.store import store

    data = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(data, "JPEG")
    upload = SimpleUploadedFile("proof.jpg", data.getvalue(), content_type="image/jpeg")
    return str(store(upload=upload, uploader=(actor or line.world.cinema_clerk).uploader).pk)
