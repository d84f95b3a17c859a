"""What the tests of the respondents' pages share: the cinema's reader, its case page, and the form of a task sent."""

from __future__ import annotations

import uuid
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casework.engine.models import WorkTask
from tests.engine.attachments.factories import jpeg
from tests.engine.world import Line

from .factories import signed_in

HOME = "/desk/party/"
ANSWER = {"admits": "partly", "account": "当晚兑换机断网，没有改用手工核销。", "offers": ["redeem", "explain"]}


def cinema_of(world: SimpleNamespace) -> Client:
    return signed_in(world.cinema_clerk)


def case_url(line: Line) -> str:
    return reverse("respondent:case", args=[line.case.number])


def task_of(line: Line, unit) -> WorkTask:
    return WorkTask.objects.get(process__case=line.pk, unit=unit, role="respondent", status="NEW")


def marks(page) -> dict:
    return {"key": uuid.uuid4().hex, "seen": page.context["marks"].seen, "read_to": page.context["marks"].read_to}


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")


def send(client: Client, line: Line, task: WorkTask, page=None, **said):
    """The task's form, posted as a browser would."""
    page = page or client.get(case_url(line), {"task": task.pk})
    url = reverse("respondent:finish", args=[line.case.number, task.pk])
    return client.post(url, marks(page) | said)
