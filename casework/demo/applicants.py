"""The platforms of the demo that apply, and the list of cinemas that they send."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from casework.admissions.sheets.services import read_list
from casework.engine.actors import Actor
from casework.engine.attachments.store import store
from casework.engine.models import Case
from casework.parties.models import Cinema, Platform, Unit, User

from .people import APPLICANTS, SHEN


def seed_applicants() -> None:
    """Units that take part in nothing yet."""
    units = Unit.objects.plant([Unit(kind=Unit.Kind.PLATFORM, name=name) for name in APPLICANTS])
    Platform.objects.bulk_create(Platform(unit=unit) for unit in units)


def example_list(case: Case) -> list[Any]:
    """The example cinemas as a platform keeps them, read as its file is; and a row that names none of ours."""
    rows = [f"{cinema.unit.name},{cinema.code}" for cinema in Cinema.objects.select_related("unit").order_by("code")]
    text = "\n".join(["影院名称,影院编码", *rows, "示例新影城（尚未登记）,"])
    upload = SimpleUploadedFile("合作影院名单.csv", text.encode(), content_type="text/csv")
    uploader = Actor.user(User.objects.get(username=SHEN)).uploader
    file = store(upload=upload, uploader=uploader, sheet=True, purpose="cinema list")
    read_list(attachment=file, campaign=case.campaign, case=case)
    return [file.pk]
