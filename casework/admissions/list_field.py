"""A platform's list of cooperating cinemas as a field of a form (R24, R25): read as it comes, before the act and never
within it; what was read is a `CinemaSheet` that the pages of the list show."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from casework.engine.attachments.store import UNBOUND_LIFE, discard
from casework.engine.forms import ActForm, AttachmentsField
from casework.engine.models import Attachment
from casework.parties.sheets import Unreadable

from .models import CinemaSheet
from .sheets import services

# So many are let go at a time.
AT_ONCE = 50


class CinemaListField(AttachmentsField):
    """One sheet. Another takes the place of the one before, if it can be read."""

    picker = "admissions/list/picker.html"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(stored_as={"sheet": True, "purpose": "cinema list"}, **kwargs)

    def look_into(self, files: list[Attachment], form: ActForm) -> tuple[list[Attachment], list[str]]:
        """The newest that could be read, and why others could not; those are let go at once."""
        known = set(CinemaSheet.objects.filter(attachment__in=files).values_list("attachment", flat=True))
        useless = []
        for file in reversed(files):
            if file.pk in known:
                return [file], useless
            try:
                services.read_list(attachment=file, campaign=form.case.campaign, case=form.case)
            except Unreadable as error:
                useless.append(f"{file.name}: {error}")
                discard(attachment_id=file.pk, uploader=file.uploader)
            else:
                return [file], useless
        return [], useless


class CinemaListForm(ActForm):
    """Mixed into the form of an act that brings the list; cleans to `cinema_sheet`, what was read of it. How it is read
    and what comes of each row is for people to look at, and refuses nothing."""

    recorded_as: ClassVar[dict[str, Any]] = {}

    cinema_list = CinemaListField(
        label=_("List of cooperating cinemas as a sheet"),
        help_text=_("XLSX, XLS, ODS or CSV, as you keep it: name or code of each cinema, prefecture and county."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["cinema_sheet"] = found = sheet_of(self, said.get("cinema_list") or ())
        if said.get("cinema_list") and found is None:
            self.add_error("cinema_list", _("The list that was read is no longer here. Please choose the sheet again."))
        return said


def sheet_of(form: ActForm, attachments: Any) -> CinemaSheet | None:
    """What was read of this file for this case."""
    read = CinemaSheet.objects.filter(attachment__in=attachments, case=form.case)
    return read.order_by("-pk").first() if attachments else None


def sweep(now: dt.datetime) -> int:
    """Lists that nothing rests on: their file was taken out of the form, or never sent. How many."""
    old = CinemaSheet.objects.filter(attachment=None, read_at__lt=now - UNBOUND_LIFE)
    due = old.exclude(pk__in=CinemaSheet.objects.held().values("pk")).order_by("pk")
    gone = list(due[:AT_ONCE])
    for sheet in gone:
        sheet.delete()
    return len(gone)
