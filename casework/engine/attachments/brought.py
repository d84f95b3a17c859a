"""Files that an act brings: from waiting uploads to parts of the case, named in the record by what they are."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ..errors import Refused
from .store import NotYours, bind

if TYPE_CHECKING:
    from ..acts import Context
    from ..forms import ActForm
    from ..models import Attachment
    from ..passage import Passage


def bind_brought(passage: Passage, ctx: Context, form: ActForm) -> dict[str, Any]:
    """The files that came with an act's form become the case's, inside the act's transaction; by field, as the record
    keeps them. Raises Refused where one is no longer there."""
    bound = {}
    for name in form.file_fields():
        ids = form.cleaned_data.get(name)
        if ids:
            files = _bind(passage, ctx, name, ids)
            bound[name] = [{"id": str(f.pk), "sha256": f.sha256} for f in files]
    return bound


def _bind(passage: Passage, ctx: Context, field_name: str, ids: list[uuid.UUID]) -> list[Attachment]:
    seat = "" if passage.in_own_name(ctx.act) else ctx.act.opens_as
    try:
        return bind(
            case=passage.case,
            attachments=ids,
            uploader=passage.actor.uploader,
            event_seq=ctx.seq,
            # What came with a filing is the complainant's, also where a clerk added it.
            by_role=seat or passage.role_in(ctx.act),
            by_unit=None if seat else ctx.unit,
            place=ctx.draft,
        )
    except NotYours as error:
        gone = _("One of the files is no longer here. Please add it again.")
        raise Refused(gone, fields={field_name: [gone]}) from error
