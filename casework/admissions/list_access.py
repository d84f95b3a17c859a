"""Who reads what was read of a list of cinemas, and who decides about its rows: by whether its file was sent yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.engine.access import PARTY_ROLES, fills_in
from casework.engine.acts import AUDITOR, BODY, HANDLER, LEAD, OFFICE

from .models import CinemaSheet

if TYPE_CHECKING:
    from casework.engine.present import CaseView


def find(view: CaseView, pk: int) -> CinemaSheet | None:
    """A list of this case that this reader may see. Two statements, three for one whose file is gone."""
    found = CinemaSheet.objects.select_related("campaign", "attachment__draft__case").filter(pk=pk, case=view.case.pk)
    sheet = found.first()
    return sheet if sheet is not None and may_read(view, sheet) else None


def may_read(view: CaseView, sheet: CinemaSheet) -> bool:
    """What is not sent is read by those who fill in the form. What was sent, by the unit that sent it and by whoever
    reads the whole case; by these also once its file is gone, if anything rests on it."""
    file, reads_all = sheet.attachment, bool(view.roles & {OFFICE, BODY, AUDITOR})
    if file is None:
        return reads_all and CinemaSheet.objects.held().filter(pk=sheet.pk).exists()
    if file.is_bound:
        return reads_all or file.by_unit_id in view.actor.units_with(*PARTY_ROLES)
    return _fills_in(view, sheet)


def may_decide(view: CaseView, sheet: CinemaSheet) -> bool:
    """Until it is sent, those who fill in the form; from then on whoever handles the case, or leads. Of a reader's."""
    if sheet.attachment is not None and not sheet.attachment.is_bound:
        return _fills_in(view, sheet)
    return view.case.is_open and bool(view.roles & {HANDLER, LEAD})


def _fills_in(view: CaseView, sheet: CinemaSheet) -> bool:
    file = sheet.attachment
    return file.uploader == view.actor.uploader if file.draft is None else fills_in(view.actor, file.draft)
